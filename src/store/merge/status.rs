//! How the status of an event goes on from report to report.

use crate::proto::v1::EventStatus::{self, *};

/// Whether a later report of `next` takes an event on from `current`.
///
/// An act becomes more real, is halted, or is taken up again; that it was threatened or announced is no news once it is in
/// force: later documents tell it as its past.
pub fn goes_on(current: Option<EventStatus>, next: EventStatus) -> bool {
    let Some(current) = current else {
        return next != Unspecified;
    };
    match next {
        Unspecified => false,
        Threatened | Proposed | Announced => current < next && current < Effective,
        Effective => current != Effective,
        Suspended => current < Suspended,
        Ended | Rejected => current < Ended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(reports: &[EventStatus]) -> Vec<EventStatus> {
        let mut history: Vec<EventStatus> = Vec::new();
        for &report in reports {
            if goes_on(history.last().copied(), report) {
                history.push(report);
            }
        }
        history
    }

    #[test]
    fn a_threat_that_is_carried_out_and_then_halted_and_taken_up() {
        let told = [
            Threatened, Announced, Threatened, Effective, Announced, Suspended, Effective, Ended,
        ];
        assert_eq!(
            history(&told),
            [
                Threatened, Announced, Effective, Suspended, Effective, Ended
            ]
        );
    }

    #[test]
    fn what_is_over_is_not_over_again() {
        assert_eq!(
            history(&[Rejected, Ended, Suspended, Threatened]),
            [Rejected]
        );
        assert_eq!(history(&[Unspecified, Proposed, Unspecified]), [Proposed]);
    }
}
