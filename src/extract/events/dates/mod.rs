//! Dates of a sentence: to which event each belongs, and what it dates: announcement, effect, end, or the day itself.
//!
//! A date belongs to the verb or noun that it stands by (`governor`); that word's reading gets it, and the word together with
//! the preposition says which date it is (`slot`). A date that stands by a verb of its own ("rose in March") is no event's.

mod governor;
mod nearest;
mod slot;
mod verbs;

use std::ops::Range;

use super::reading::{Lasting, Reading};
use super::roles::Scene;
use crate::extract::facts::Facts;
use crate::extract::facts::dates::{DateExpression, DateRole, DateValue, DayInterval};
use crate::extract::spans::Spans;
use crate::proto::v1::{DateInterval, EventStatus, EventType};
use governor::Governor;
use slot::Slot;

/// Gives the dates of a sentence to its readings.
pub(super) fn attach(
    scene: &Scene<'_, '_>,
    spans: &Spans<'_>,
    facts: &Facts,
    readings: &mut [Reading],
) {
    let words = scene.words;
    let reference = words.page.reference.map(|r| r.day);
    for date in &facts.dates {
        if of_a_law(scene, date) || runs_up_to_now(scene, date) {
            continue;
        }
        let span = |tokens: Range<usize>| spans.span(&words.page.bytes(words.line, tokens));
        let Some((choice, governor)) = governor::of(scene, date, readings) else {
            continue;
        };
        if let DateValue::Duration(length) = date.value {
            // "for 90 days" runs from when it begins, which another sentence may tell; "a 90-day pause" is a name.
            let reading = &mut readings[choice];
            if date.role == DateRole::For && policy(reading.kind) && reading.lasts.is_none() {
                reading.lasts = Some(Lasting {
                    length,
                    span: span(date.tokens.clone()),
                });
            }
            continue;
        }
        let Some(days) = date.days(reference) else {
            continue;
        };
        let value = interval(days, span(date.tokens.clone()));
        // "reached an agreement on Saturday to hold talks": what is agreed on is settled that day.
        if readings[choice].kind == EventType::Agreement && words.at(date.tokens.end) == "to" {
            let agreed = |r: &&mut Reading| {
                r.kind != EventType::Agreement
                    && (date.tokens.end..date.tokens.end + 12).contains(&r.trigger)
            };
            for reading in readings.iter_mut().filter(agreed) {
                reading.dates.announced.get_or_insert_with(|| value.clone());
            }
        }
        // "In a meeting on Sunday the leaders agreed to": what is agreed there is agreed on that day.
        if readings[choice].kind == EventType::Negotiation
            && date.tokens.end < 16
            && !words.group(0).be
        {
            let fronted = words.is(0, FRAMES);
            let agreed = |r: &&mut Reading| {
                fronted
                    && r.kind == EventType::Agreement
                    && r.trigger > date.tokens.end
                    && r.status == EventStatus::Announced
            };
            for reading in readings.iter_mut().filter(agreed) {
                reading.dates.occurred.get_or_insert_with(|| value.clone());
            }
        }
        for index in sharing(readings, choice, governor) {
            let reading = &mut readings[index];
            let Some(slot) = slot::of(date, days, reading, governor, reference) else {
                continue;
            };
            let place = match slot {
                Slot::Announced => &mut reading.dates.announced,
                Slot::Effective => &mut reading.dates.effective,
                Slot::Ends => &mut reading.dates.ends,
                Slot::Occurred => &mut reading.dates.occurred,
            };
            if place.is_none() {
                *place = Some(value.clone());
            }
        }
    }
}

/// "the Trade Expansion Act of 1962": the year is part of a name.
fn of_a_law(scene: &Scene<'_, '_>, date: &DateExpression) -> bool {
    let words = scene.words;
    let marked = words.is(date.marker.start, &["of", "from"]) && !date.marker.is_empty();
    let name = date.marker.start.checked_sub(1);
    marked
        && name.is_some_and(|name| {
            words.is(
                name,
                &[
                    "act",
                    "law",
                    "statute",
                    "code",
                    "constitution",
                    "convention",
                ],
            )
        })
}

/// "For ten months, they have been paying duties": a time that has passed says nothing of an end.
fn runs_up_to_now(scene: &Scene<'_, '_>, date: &DateExpression) -> bool {
    let words = scene.words;
    let near = date.tokens.start.saturating_sub(14)..(date.tokens.end + 8).min(words.len());
    date.role == DateRole::For
        && matches!(date.value, DateValue::Duration(_))
        && near.into_iter().any(|i| {
            words.is(i, &["has", "have", "had"])
                && (i + 1..i + 3).any(|k| words.at(k) == "been")
                && words.at(i + 2).ends_with("ing")
        })
}

/// Words that open a frame of time or place before the clause.
const FRAMES: &[&str] = &["in", "at", "during", "after", "following"];

/// The readings that a date of one of them is also of: those that the same act tells.
fn sharing(readings: &[Reading], choice: usize, governor: Governor) -> Vec<usize> {
    let act = readings.get(choice).and_then(|r| r.act);
    let same = |r: &Reading| {
        act.is_some()
            && r.act == act
            && matches!(governor, Governor::Own(at) | Governor::Announcement(at) if Some(at) == act)
    };
    readings
        .iter()
        .enumerate()
        // Who says what is planned makes all of it known.
        .filter(|(i, r)| {
            *i == choice || same(r) || matches!(governor, Governor::Saying(_)) && policy(r.kind)
        })
        .map(|(i, _)| i)
        .collect()
}

/// A date as the answer has it.
pub(super) fn interval(days: DayInterval, span: crate::proto::v1::Span) -> DateInterval {
    DateInterval {
        start: Some(days.first.to_string()),
        end: Some(days.last.to_string()),
        precision: days.precision.into(),
        span: Some(span),
    }
}

/// Whether it is a measure, which takes effect and ends, rather than something that happens on a day.
fn policy(kind: EventType) -> bool {
    !matches!(
        kind,
        EventType::Negotiation
            | EventType::Agreement
            | EventType::Dispute
            | EventType::Coordination
            | EventType::Investigation
    )
}

/// The first token of a date with its preposition.
fn begin(date: &DateExpression) -> usize {
    if date.marker.is_empty() {
        date.tokens.start
    } else {
        date.marker.start
    }
}
