//! The share of extractions like this one whose type and place are right.
//!
//! Method: annotated articles are extracted, and events counted as right where they match one of the same type at the same place,
//! one to one. Two features tell right from wrong best: whether both sides of the act are named, and whether more than one
//! place tells it. For each of the four classes the share is (right + 1) / (all + 2).

use super::{EventDraft, ParticipantDraft};
use crate::proto::v1::Role;

/// The confidence of an event.
pub(super) fn of(event: &EventDraft) -> f64 {
    let repeated = event.mentions.len() > 1;
    match (both_sides(&event.participants), repeated) {
        (true, true) => 0.89,
        (true, false) => 0.81,
        (false, true) => 0.81,
        (false, false) => 0.56,
    }
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
