//! From the acts on a measure and their modality to type, status, change and direction.

use super::compose::{Bond, How};
use super::modality::Realis;
use crate::lexicon::{Effect, Frame, MeasureKind};
use crate::proto::v1::{
    AgreementStage, Direction, DisputeStage, EventStatus, EventType, TariffChange,
};

/// The event type of a measure whose kind is settled.
pub(super) fn event_type(kind: MeasureKind) -> Option<EventType> {
    Some(match kind {
        MeasureKind::Tariff | MeasureKind::Preference => EventType::Tariff,
        MeasureKind::ExportControl => EventType::ExportControl,
        MeasureKind::ImportRestriction => EventType::ImportRestriction,
        MeasureKind::TradeRemedy => EventType::TradeRemedy,
        MeasureKind::Sanction => EventType::Sanction,
        MeasureKind::InvestmentRestriction => EventType::InvestmentRestriction,
        MeasureKind::Subsidy => EventType::Subsidy,
        MeasureKind::Investigation => EventType::Investigation,
        MeasureKind::Countermeasure => EventType::Countermeasure,
        MeasureKind::Negotiation => EventType::Negotiation,
        MeasureKind::Agreement => EventType::Agreement,
        MeasureKind::Commitment => EventType::Commitment,
        MeasureKind::Dispute => EventType::Dispute,
        MeasureKind::Coordination => EventType::Coordination,
        MeasureKind::Restriction | MeasureKind::Tax => return None,
    })
}

/// Which effects a verb may have on a kind of measure, the likeliest first.
pub(super) fn effects_on(kind: EventType) -> &'static [Effect] {
    use Effect::*;
    match kind {
        EventType::Negotiation => &[
            Hold, Cancel, Pause, Open, Propose, Threaten, Plan, Announce, Decide, Reject, Begin,
            None,
        ],
        EventType::Agreement => &[
            Sign, Ratify, InForce, Propose, Leave, Reach, Pause, Prolong, Cancel, Begin, Announce,
            Plan, Threaten, Decide, Reject, Hold, Open, Remove, None,
        ],
        EventType::Dispute => &[
            File, Rule, Pause, Cancel, Open, Hold, Announce, Plan, Threaten, Decide, Propose,
            Reject, Remove, None,
        ],
        EventType::Investigation => &[
            Open, Cancel, Pause, Prolong, Announce, Decide, Plan, Threaten, Propose, Reject,
            Remove, Hold, None,
        ],
        EventType::Coordination | EventType::Commitment => &[
            Announce, Promise, Reach, Plan, Propose, Threaten, Open, Hold, Decide, Begin, Reject,
            Remove, None,
        ],
        _ => &[
            Begin, Remove, Raise, Lower, Exempt, Pause, Prolong, InForce, Reject, Propose,
            Threaten, Plan, Announce, Decide, Cancel, Leave, Promise, None,
        ],
    }
}

/// The effects of a bond on a kind of measure, innermost first, each with the place of its act in the bond.
pub(super) fn effects(bond: &Bond<'_, '_>, kind: EventType) -> Vec<(usize, Effect, u32)> {
    bond.acts
        .iter()
        .enumerate()
        .filter_map(|(i, bound)| {
            let order: &[Effect] = match bound.how {
                How::Adjective => &[
                    Effect::Plan,
                    Effect::Propose,
                    Effect::Threaten,
                    Effect::Pause,
                    Effect::Raise,
                    Effect::Lower,
                ],
                How::Subject if kind == EventType::Agreement || kind == EventType::Negotiation => {
                    &[
                        Effect::InForce,
                        Effect::Pause,
                        Effect::Cancel,
                        Effect::Open,
                        Effect::Remove,
                        Effect::Plan,
                        Effect::Propose,
                    ]
                }
                How::Subject => &[
                    Effect::InForce,
                    Effect::Raise,
                    Effect::Lower,
                    Effect::Remove,
                    Effect::Pause,
                    Effect::Plan,
                    Effect::Propose,
                    Effect::Prolong,
                ],
                _ => effects_on(kind),
            };
            let frames: &[Frame] = match bound.how {
                How::With => &[Frame::With, Frame::Whole],
                How::Sufferer => &[Frame::Sufferer],
                How::Subject => &[Frame::Subject, Frame::Object],
                How::Object => &[Frame::Object],
                How::Passive => &[Frame::Object, Frame::With],
                How::Compound | How::Adjective | How::Of => &[Frame::Object, Frame::Subject],
            };
            let (index, entry) = order.iter().find_map(|&effect| {
                bound.act.entries.iter().copied().find(|(_, e)| {
                    e.effect == effect
                        && frames.contains(&e.frame)
                        && e.kind.and_then(event_type).is_none_or(|only| only == kind)
                })
            })?;
            Some((i, entry.effect, index))
        })
        .collect()
}

/// What happens to the duty.
pub(super) fn change(effects: &[Effect], kind: MeasureKind) -> TariffChange {
    let told = effects.iter().copied().find_map(|effect| match effect {
        Effect::Raise => Some(TariffChange::Increase),
        Effect::Lower => Some(TariffChange::Reduce),
        Effect::Remove | Effect::Leave => Some(TariffChange::Remove),
        Effect::Exempt => Some(TariffChange::Exempt),
        Effect::Prolong => Some(TariffChange::Extend),
        _ => None,
    });
    match (kind, told) {
        // Who loses a preference pays more; who gets one pays less.
        (MeasureKind::Preference, Some(TariffChange::Remove | TariffChange::Reduce)) => {
            TariffChange::Increase
        }
        (MeasureKind::Preference, _) => TariffChange::Exempt,
        (_, Some(change)) => change,
        (_, None) => TariffChange::Impose,
    }
}

/// Whether a measure harms or eases; unspecified for what is no measure.
pub(super) fn direction(kind: EventType, change: TariffChange, effects: &[Effect]) -> Direction {
    match kind {
        EventType::Tariff | EventType::TradeRemedy => match change {
            TariffChange::Reduce | TariffChange::Remove | TariffChange::Exempt => {
                Direction::Liberalising
            }
            _ => Direction::Restrictive,
        },
        EventType::ExportControl
        | EventType::ImportRestriction
        | EventType::InvestmentRestriction => {
            let eases = effects.contains(&Effect::Lower) || effects.contains(&Effect::Exempt);
            if eases {
                Direction::Liberalising
            } else {
                Direction::Restrictive
            }
        }
        EventType::Sanction | EventType::Subsidy | EventType::Countermeasure => {
            Direction::Restrictive
        }
        EventType::Commitment => Direction::Liberalising,
        _ => Direction::Unspecified,
    }
}

/// How real the event is. `bare`: no act bears on it.
pub(super) fn status(
    kind: EventType,
    effects: &[Effect],
    realis: Realis,
    change: TariffChange,
) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    if has(Effect::Reject) || realis == Realis::Denied {
        return EventStatus::Rejected;
    }
    let thought = match realis {
        Realis::Possible => Some(EventStatus::Proposed),
        Realis::Threat => Some(EventStatus::Threatened),
        _ => None,
    };
    match kind {
        EventType::Negotiation => negotiation(effects, realis),
        EventType::Agreement => agreement(effects, realis),
        EventType::Dispute | EventType::Investigation => {
            if has(Effect::Pause) {
                EventStatus::Suspended
            } else if has(Effect::Cancel) || has(Effect::Remove) {
                EventStatus::Ended
            } else {
                plain(effects, realis)
            }
        }
        _ => {
            let eased = matches!(
                change,
                TariffChange::Reduce | TariffChange::Remove | TariffChange::Exempt
            );
            if has(Effect::Pause) || realis == Realis::Paused {
                return thought.unwrap_or(EventStatus::Suspended);
            }
            if realis == Realis::Threat && eased {
                return EventStatus::Proposed;
            }
            let duty = matches!(kind, EventType::Tariff | EventType::TradeRemedy);
            if !duty && (has(Effect::Remove) || has(Effect::Cancel)) {
                return thought.map_or(EventStatus::Ended, |_| EventStatus::Proposed);
            }
            plain(effects, realis)
        }
    }
}

fn plain(effects: &[Effect], realis: Realis) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    match realis {
        Realis::Threat => EventStatus::Threatened,
        Realis::Possible => EventStatus::Proposed,
        Realis::Paused => EventStatus::Suspended,
        Realis::Denied => EventStatus::Rejected,
        _ if has(Effect::Threaten) => EventStatus::Threatened,
        _ if has(Effect::Propose) => EventStatus::Proposed,
        Realis::Future => EventStatus::Announced,
        Realis::Real if has(Effect::Plan) || has(Effect::Announce) || has(Effect::Decide) => {
            EventStatus::Announced
        }
        Realis::Real => EventStatus::Effective,
    }
}

fn negotiation(effects: &[Effect], realis: Realis) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    if (has(Effect::Cancel) || has(Effect::Pause))
        && matches!(realis, Realis::Possible | Realis::Threat)
    {
        // "the risk of a breakdown in the talks" leaves them as they are.
        return EventStatus::Unspecified;
    }
    if has(Effect::Cancel) {
        return EventStatus::Ended;
    }
    if has(Effect::Pause) || realis == Realis::Paused {
        return EventStatus::Suspended;
    }
    match realis {
        Realis::Possible | Realis::Threat => EventStatus::Proposed,
        Realis::Future => EventStatus::Announced,
        _ if has(Effect::Propose) => EventStatus::Proposed,
        _ if has(Effect::Plan) || has(Effect::Announce) || has(Effect::Decide) => {
            EventStatus::Announced
        }
        _ => EventStatus::Effective,
    }
}

fn agreement(effects: &[Effect], realis: Realis) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    match realis {
        Realis::Possible => return EventStatus::Proposed,
        Realis::Threat if has(Effect::Leave) || has(Effect::Remove) => {
            return EventStatus::Threatened;
        }
        Realis::Threat => return EventStatus::Proposed,
        Realis::Paused => return EventStatus::Suspended,
        _ => {}
    }
    if has(Effect::Leave) || has(Effect::Remove) || has(Effect::Cancel) {
        return if realis == Realis::Future {
            EventStatus::Announced
        } else {
            EventStatus::Ended
        };
    }
    if has(Effect::Pause) {
        return EventStatus::Suspended;
    }
    if realis == Realis::Future {
        return if has(Effect::Sign) || has(Effect::InForce) || has(Effect::Ratify) {
            EventStatus::Announced
        } else {
            EventStatus::Proposed
        };
    }
    if has(Effect::Sign)
        || has(Effect::Ratify)
        || has(Effect::InForce)
        || has(Effect::Prolong)
        || has(Effect::Begin)
    {
        return EventStatus::Effective;
    }
    if has(Effect::Reach) || has(Effect::Announce) || has(Effect::Decide) {
        return EventStatus::Announced;
    }
    EventStatus::Proposed
}

/// How far an agreement has come.
pub(super) fn agreement_stage(effects: &[Effect], status: EventStatus) -> AgreementStage {
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
pub(super) fn dispute_stage(
    step: Option<crate::lexicon::DisputeStep>,
    effects: &[Effect],
) -> DisputeStage {
    use crate::lexicon::DisputeStep;
    match step {
        _ if effects.contains(&Effect::Rule) => DisputeStage::Ruling,
        Some(DisputeStep::Filed) => DisputeStage::Filed,
        Some(DisputeStep::Panel) => DisputeStage::Panel,
        Some(DisputeStep::Ruling) => DisputeStage::Ruling,
        None if effects.contains(&Effect::File) => DisputeStage::Filed,
        None => DisputeStage::Unspecified,
    }
}
