//! Which of an event's dates a date is.

use jiff::civil::Date;

use super::governor::Governor;
use super::policy;
use crate::extract::events::reading::Reading;
use crate::extract::facts::dates::{DateExpression, DateRole, DayInterval};
use crate::proto::v1::{EventStatus, EventType, TariffChange};

/// Which date of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The day it is made known or decided.
    Announced,
    /// The day it takes effect.
    Effective,
    /// The day it ends.
    Ends,
    /// The day it happens.
    Occurred,
}

/// The slot of a date of a reading; none where the date tells nothing that events carry.
pub(super) fn of(
    date: &DateExpression,
    days: DayInterval,
    reading: &Reading,
    governor: Governor,
    today: Option<Date>,
) -> Option<Slot> {
    let ahead = today.is_some_and(|today| days.last > today);
    if policy(reading.kind) {
        return measure(date, reading, governor, ahead);
    }
    match (reading.kind, governor) {
        (_, Governor::Saying(_) | Governor::Aside(_)) => None,
        (EventType::Investigation, Governor::End(_)) => None,
        (EventType::Investigation, _) => Some(Slot::Announced),
        (EventType::Agreement, Governor::End(_)) => Some(Slot::Ends),
        (EventType::Agreement, Governor::Start(_)) => Some(Slot::Effective),
        (EventType::Agreement, Governor::Announcement(_)) => Some(Slot::Announced),
        (EventType::Agreement, _) => match date.role {
            DateRole::Until => Some(Slot::Ends),
            DateRole::From | DateRole::By => Some(Slot::Effective),
            _ => Some(Slot::Occurred),
        },
        // "agreed on Saturday to meet", but "announced talks for Monday"
        (_, Governor::Announcement(_)) if !ahead && date.role != DateRole::For => {
            Some(Slot::Announced)
        }
        // The day of a meeting that was put off is the one that was planned, not that of the news.
        (_, Governor::Halt(_)) if reading.status == EventStatus::Suspended => None,
        (_, Governor::Halt(_)) if date.role == DateRole::Until => None,
        _ => Some(Slot::Occurred),
    }
}

fn measure(
    date: &DateExpression,
    reading: &Reading,
    governor: Governor,
    ahead: bool,
) -> Option<Slot> {
    let to_come = matches!(
        reading.status,
        EventStatus::Announced | EventStatus::Threatened | EventStatus::Proposed
    );
    match (governor, date.role) {
        // "tariffs imposed until", "suspended until July 9"
        (_, DateRole::Until) => return Some(Slot::Ends),
        (Governor::End(_), _) => return Some(Slot::Ends),
        (Governor::Start(_), _) => return Some(Slot::Effective),
        (_, DateRole::From | DateRole::Since) => return Some(Slot::Effective),
        (Governor::Aside(_), _) | (_, DateRole::Before | DateRole::After) => return None,
        _ => {}
    }
    match governor {
        Governor::Announcement(_) => Some(Slot::Announced),
        // Who decides makes it known by saying so.
        Governor::Saying(_) if to_come && !ahead && !reading.conditional => Some(Slot::Announced),
        Governor::Saying(_) => None,
        _ if reading.status == EventStatus::Rejected => None,
        _ if reading.status == EventStatus::Ended
            && reading.change == TariffChange::Unspecified =>
        {
            Some(Slot::Ends)
        }
        _ if to_come && !ahead && date.role != DateRole::By => Some(Slot::Announced),
        _ => Some(Slot::Effective),
    }
}
