//! What the acts on a measure come to where they do not mean what they say: spared, withdrawn, weighed, none.

use crate::extract::events::compose::{Bond, How};
use crate::extract::events::modality::Realis;
use crate::extract::events::reading::Reading;
use crate::extract::events::words::{Modal, Words};
use crate::lexicon::Effect;
use crate::proto::v1::{Direction, EventStatus, EventType, TariffChange};

/// "dropped its threat of tariffs", "scrapped a plan for a quota": what ends is the thought, not the measure.
pub(super) fn withdrawn(bond: &Bond<'_, '_>, told: &[(usize, Effect, u32)]) -> bool {
    let thought = told.iter().position(|(i, effect, _)| {
        bond.acts.get(*i).is_some_and(|b| b.how == How::Of)
            && matches!(effect, Effect::Threaten | Effect::Plan | Effect::Propose)
    });
    thought.is_some_and(|at| {
        told.iter()
            .skip(at + 1)
            .any(|(_, effect, _)| matches!(effect, Effect::Remove | Effect::Cancel | Effect::Leave))
    })
}

/// "A tariff of 10% would slow the economy": a measure that nobody takes, only weighed.
pub(super) fn weighed(words: &Words<'_>, bond: &Bond<'_, '_>) -> bool {
    bond.acts.is_empty()
        && words.is(bond.phrase.start, &["a", "an"])
        && (bond.phrase.end..bond.phrase.end + 5)
            .take_while(|&i| !words.is_soft_break(i) && words.at(i) != ",")
            .any(|i| words.is(i, &["would", "could", "might"]))
}

/// Verbs of wishing that may have a measure itself as their object.
pub(super) const WISHES: &[&str] = &[
    "want", "wanted", "wants", "like", "liked", "likes", "need", "needs", "needed", "welcome",
];

/// "will not face the duty", "it does not apply to them": whom the duty spares is exempt; how real that is.
pub(super) fn spared(words: &Words<'_>, bond: &Bond<'_, '_>, event: EventType) -> Option<Realis> {
    if !matches!(event, EventType::Tariff | EventType::TradeRemedy) {
        return None;
    }
    let bound = bond.acts.iter().find(|b| {
        b.how == How::Sufferer || b.how == How::Subject && b.act.with(&[Effect::Bear]).is_some()
    })?;
    let group = words.group(bound.act.tokens.start);
    group.negated.then_some(match group.modal {
        Some(Modal::May) => Realis::Possible,
        Some(_) => Realis::Future,
        None => Realis::Real,
    })
}

/// "No tariffs on goods that qualify", "no deal".
pub(super) fn negative(words: &Words<'_>, bond: &Bond<'_, '_>, reading: &mut Reading) {
    if words.at(bond.phrase.start) != "no" {
        return;
    }
    match reading.kind {
        // "no intention of imposing tariffs": it is the act that there is not.
        _ if bond
            .acts
            .iter()
            .any(|b| b.how != How::Adjective && bond.phrase.contains(&b.act.tokens.start)) =>
        {
            reading.status = EventStatus::Rejected;
        }
        EventType::Tariff => {
            reading.change = TariffChange::Exempt;
            reading.direction = Direction::Liberalising;
        }
        EventType::Agreement => reading.status = EventStatus::Proposed,
        _ => reading.status = EventStatus::Rejected,
    }
}
