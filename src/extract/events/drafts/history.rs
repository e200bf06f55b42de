//! What the tellings of one event, in text order, make of its status and dates.

use jiff::civil::Date;

use super::super::dates::interval;
use super::super::outcome::is_measure;
use super::super::reading::{Reading, Reference};
use crate::extract::facts::dates::DayInterval;
use crate::proto::v1::{self, EventStatus, EventType, TariffChange};

/// What the first telling says, and what the text tells later of its end, its halt or its coming into force. Another later telling in passing ("the new tariffs
/// will hurt") does not make a measure in force one that is to come, nor a threat real.
pub(super) fn status(members: &[&Reading]) -> EventStatus {
    let told =
        |r: &&&Reading| r.reference != Reference::Definite && r.status != EventStatus::Unspecified;
    let telling = |r: &&&Reading| r.reference == Reference::Telling && told(r);
    let Some(lead) = members.iter().find(telling).or(members
        .iter()
        .find(|r| r.status != EventStatus::Unspecified))
    else {
        return EventStatus::Effective;
    };
    let halts = |status| {
        matches!(
            status,
            EventStatus::Suspended | EventStatus::Ended | EventStatus::Rejected
        )
    };
    let mut status = lead.status;
    for reading in members.iter().filter(told).skip(1) {
        let enacted = matches!(status, EventStatus::Threatened | EventStatus::Proposed)
            && reading.status == EventStatus::Announced
            && reading.rate.is_some();
        let begun = reading.stands
            && matches!(
                status,
                EventStatus::Threatened | EventStatus::Proposed | EventStatus::Announced
            );
        if halts(reading.status) && !halts(status) || enacted || begun {
            status = reading.status;
        }
    }
    status
}

/// Days after which a deal that was once reached is one that stands.
const SETTLED: i64 = 60;

/// A status that the dates contradict gives way to them: what took effect before the day of publication is in force, what is to
/// take effect after it is not yet, and so with talks.
pub(super) fn by_dates(
    kind: EventType,
    change: TariffChange,
    status: EventStatus,
    dates: Option<&v1::EventDates>,
    today: Option<Date>,
) -> EventStatus {
    let (Some(dates), Some(today)) = (dates, today) else {
        return status;
    };
    let day = |text: &Option<String>| text.as_ref()?.parse::<Date>().ok();
    let past = |date: &Option<v1::DateInterval>| {
        date.as_ref()
            .and_then(|d| day(&d.end))
            .filter(|end| *end < today)
    };
    // "later this month" begins today and is still to come.
    let later = |date: &v1::DateInterval| {
        let written = date.span.as_ref().map(|span| span.text.to_lowercase());
        written.is_some_and(|text| text.contains("later")) && date.start != date.end
    };
    let ahead = |date: &Option<v1::DateInterval>| {
        date.as_ref().is_some_and(|d| {
            day(&d.start).is_some_and(|start| start > today || start == today && later(d))
        })
    };
    let eases = matches!(
        change,
        TariffChange::Reduce | TariffChange::Remove | TariffChange::Exempt
    );
    match (kind, status) {
        (EventType::Negotiation, EventStatus::Effective) if ahead(&dates.occurred) => {
            EventStatus::Announced
        }
        (EventType::Negotiation, EventStatus::Announced) if past(&dates.occurred).is_some() => {
            EventStatus::Effective
        }
        (EventType::Agreement, EventStatus::Announced) => {
            let long = past(&dates.occurred)
                .and_then(|day| day.checked_add(jiff::Span::new().days(SETTLED)).ok())
                .is_some_and(|day| day < today);
            if long { EventStatus::Effective } else { status }
        }
        _ if is_measure(kind) => match status {
            EventStatus::Effective if ahead(&dates.effective) => EventStatus::Announced,
            // What is to be eased may be dated by what is there.
            EventStatus::Announced if !eases && past(&dates.effective).is_some() => {
                EventStatus::Effective
            }
            _ => status,
        },
        _ => status,
    }
}

/// Whether an interval lies within another and is shorter.
fn closer(new: &v1::DateInterval, old: &v1::DateInterval) -> bool {
    new.start >= old.start && new.end <= old.end && (new.start != old.start || new.end != old.end)
}

/// Of each kind of date the first that is told, or the closest where another lies within it; the end of what runs for a time is
/// counted from its beginning.
pub(super) fn dates(members: &[&Reading], today: Option<Date>) -> Option<v1::EventDates> {
    let mut dates = v1::EventDates::default();
    for reading in members {
        let fill = |slot: &mut Option<v1::DateInterval>, value: &Option<v1::DateInterval>| {
            let better = match (&slot, value) {
                (None, _) => true,
                (Some(old), Some(new)) => closer(new, old),
                _ => false,
            };
            if better {
                slot.clone_from(value);
            }
        };
        fill(&mut dates.announced, &reading.dates.announced);
        fill(&mut dates.effective, &reading.dates.effective);
        fill(&mut dates.ends, &reading.dates.ends);
        fill(&mut dates.occurred, &reading.dates.occurred);
    }
    // What is told was made known before it was told.
    let day = |date: &Option<v1::DateInterval>| {
        date.as_ref()
            .and_then(|d| d.start.as_ref()?.parse::<Date>().ok())
    };
    if today.is_some_and(|today| day(&dates.announced).is_some_and(|day| day > today)) {
        dates.announced = None;
    }
    // "the October 12 deal", announced October 12: one day is told once.
    let day = |date: &Option<v1::DateInterval>| date.as_ref().map(|d| d.start.clone());
    if dates.announced.is_some() && day(&dates.announced) == day(&dates.occurred) {
        dates.occurred = None;
    }
    if dates.ends.is_none()
        && let Some(lasting) = members.iter().find_map(|r| r.lasts.as_ref())
    {
        let begins = [&dates.effective, &dates.announced]
            .into_iter()
            .flatten()
            .find_map(|d| d.start.as_ref()?.parse::<Date>().ok())
            .or(today);
        let day = begins.and_then(|day| lasting.length.after(day));
        dates.ends = day.map(|day| {
            let days = DayInterval {
                first: day,
                last: day,
                precision: v1::DatePrecision::Day,
            };
            interval(days, lasting.span.clone())
        });
    }
    (dates != v1::EventDates::default()).then_some(dates)
}
