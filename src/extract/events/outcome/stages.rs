//! How far an agreement or a dispute has come.

use crate::lexicon::{DisputeStep, Effect};
use crate::proto::v1::{AgreementStage, DisputeStage, EventStatus};

/// How far an agreement has come.
pub(in crate::extract::events) fn agreement_stage(
    effects: &[Effect],
    status: EventStatus,
) -> AgreementStage {
    let has = |effect| effects.contains(&effect);
    if has(Effect::Leave) {
        return AgreementStage::Withdrawn;
    }
    match status {
        EventStatus::Proposed => AgreementStage::Proposed,
        EventStatus::Ended if has(Effect::Remove) => AgreementStage::Expired,
        EventStatus::Ended => AgreementStage::Withdrawn,
        EventStatus::Effective if has(Effect::Sign) => AgreementStage::Signed,
        EventStatus::Effective if has(Effect::Ratify) => AgreementStage::Ratified,
        EventStatus::Effective if has(Effect::InForce) || has(Effect::Begin) => {
            AgreementStage::InForce
        }
        EventStatus::Announced | EventStatus::Effective => AgreementStage::Reached,
        _ => AgreementStage::Unspecified,
    }
}

/// How far a dispute has come.
pub(in crate::extract::events) fn dispute_stage(
    step: Option<DisputeStep>,
    effects: &[Effect],
) -> DisputeStage {
    match step {
        _ if effects.contains(&Effect::Rule) => DisputeStage::Ruling,
        Some(DisputeStep::Filed) => DisputeStage::Filed,
        Some(DisputeStep::Consultations) => DisputeStage::Consultations,
        Some(DisputeStep::Appeal) => DisputeStage::Appeal,
        Some(DisputeStep::Panel) => DisputeStage::Panel,
        Some(DisputeStep::Ruling) => DisputeStage::Ruling,
        None if effects.contains(&Effect::File) => DisputeStage::Filed,
        None => DisputeStage::Unspecified,
    }
}
