//! The share of extractions like this one whose type and place are right.
//!
//! Method: annotated articles are extracted, and events counted as right where they match one of the same type at the same place,
//! one to one. What tells right from wrong best is whether both sides of the act are named; where they are, how much supports it:
//! that several places tell it, and that it has a figure or a date. For each of the four classes the share is
//! (right + 1) / (all + 2).

use super::{EventDraft, ParticipantDraft};
use crate::proto::v1::{Role, trade_event::Detail};

/// The confidence of an event.
pub(super) fn of(event: &EventDraft) -> f64 {
    if !both_sides(&event.participants) {
        return 0.71;
    }
    match (event.mentions.len() > 1, figured(event)) {
        (true, true) => 0.96,
        (true, false) | (false, true) => 0.90,
        (false, false) => 0.70,
    }
}

/// Whether a date, an amount or a rate is told of it.
fn figured(event: &EventDraft) -> bool {
    let rated = match &event.detail {
        Some(Detail::Tariff(tariff)) => tariff.rate.is_some(),
        Some(Detail::TradeRemedy(remedy)) => remedy.rate.is_some(),
        _ => false,
    };
    rated || event.dates.is_some() || event.amount.is_some()
}

/// Whether implementer and target, complainant and respondent, or two parties are named.
fn both_sides(participants: &[ParticipantDraft]) -> bool {
    let count = |role: Role| {
        participants
            .iter()
            .filter(|p| p.role == role && p.actor.is_some())
            .count()
    };
    count(Role::Implementer) > 0 && count(Role::Target) > 0
        || count(Role::Complainant) > 0 && count(Role::Respondent) > 0
        || count(Role::Party) > 1
}
