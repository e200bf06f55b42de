//! Dates of a sentence: to which event each belongs, and what it dates: announcement, effect, end, or the day itself.

use std::ops::Range;

use super::reading::Reading;
use super::roles::Scene;
use crate::extract::facts::Facts;
use crate::extract::facts::dates::{DateExpression, DateRole, DateValue, DayInterval};
use crate::extract::spans::Spans;
use crate::lexicon::Effect;
use crate::proto::v1::{DateInterval, DatePrecision, EventStatus, EventType};

/// Which date of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Announced,
    Effective,
    Ends,
    Occurred,
}

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
        let span = |tokens: Range<usize>| spans.span(&words.page.bytes(words.line, tokens));
        let Some(choice) = choose(scene, date, readings) else {
            continue;
        };
        let reading = &mut readings[choice];
        if matches!(date.value, DateValue::Duration(_)) && date.role != DateRole::For {
            continue;
        }
        if let DateValue::Duration(length) = date.value {
            // "for 90 days": the end, counted from where it begins.
            let begins = reading
                .dates
                .effective
                .as_ref()
                .or(reading.dates.announced.as_ref())
                .and_then(|d| d.start.as_ref()?.parse().ok())
                .or(reference);
            if policy(reading.kind)
                && reading.dates.ends.is_none()
                && let Some(day) = begins.and_then(|day| length.after(day))
            {
                let interval = DayInterval {
                    first: day,
                    last: day,
                    precision: DatePrecision::Day,
                };
                reading.dates.ends = Some(proto(interval, span(date.tokens.clone())));
            }
            continue;
        }
        let Some(days) = date.days(reference) else {
            continue;
        };
        let value = proto(days, span(date.tokens.clone()));
        let reported = governed_by(scene, date);
        for slot in slots(scene, date, reading, reported) {
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

fn proto(days: DayInterval, span: crate::proto::v1::Span) -> DateInterval {
    DateInterval {
        start: Some(days.first.to_string()),
        end: Some(days.last.to_string()),
        precision: days.precision.into(),
        span: Some(span),
    }
}

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

/// What a verb beside the date does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// "announced on Monday"
    Announces,
    /// "said on Monday"
    Says,
    /// Anything else.
    Other,
}

/// The verb or participle right before the date, or right behind it: "on Friday announced".
fn governed_by(scene: &Scene<'_, '_>, date: &DateExpression) -> Beside {
    let words = scene.words;
    let start = if date.marker.is_empty() {
        date.tokens.start
    } else {
        date.marker.start
    };
    let near = |range: Range<usize>| {
        range.rev().find_map(|i| match words.at(i) {
            "announced" | "announces" | "unveiled" | "declared" | "warned" | "threatened"
            | "threatening" | "ordered" | "proposed" | "released" | "decided" | "announcement"
            | "announcing" | "statement" | "published" | "issued" | "revealed" | "confirmed" => {
                Some(Beside::Announces)
            }
            "said" | "says" | "told" | "added" | "saying" | "wrote" | "tweeted" | "reported"
            | "reports" | "noted" => Some(Beside::Says),
            _ => None,
        })
    };
    near(start.saturating_sub(3)..start)
        .or(near(
            date.tokens.end..(date.tokens.end + 2).min(words.len()),
        ))
        .unwrap_or(Beside::Other)
}

/// The reading that a date belongs to.
fn choose(scene: &Scene<'_, '_>, date: &DateExpression, readings: &[Reading]) -> Option<usize> {
    let at = if date.marker.is_empty() {
        date.tokens.start
    } else {
        date.marker.start
    };
    let breaks = |a: usize, b: usize| {
        (a.min(b)..a.max(b))
            .filter(|&i| scene.words.is_soft_break(i))
            .count()
            * 6
    };
    readings
        .iter()
        .enumerate()
        .filter(|(_, r)| r.kind != EventType::Commitment || r.extent.contains(&at))
        .map(|(i, r)| {
            let anchors = [Some(r.trigger), r.act, Some(r.extent.end)];
            let distance = anchors
                .into_iter()
                .flatten()
                .map(|a| a.abs_diff(at) + breaks(a, at))
                .min()
                .unwrap_or(usize::MAX);
            let cost = if r.extent.contains(&at) {
                distance / 2
            } else {
                distance + 3
            };
            (cost, i)
        })
        .filter(|(cost, _)| *cost <= 24)
        .min()
        .map(|(_, i)| i)
}

fn slots(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    reading: &Reading,
    beside: Beside,
) -> Vec<Slot> {
    match (reading.kind, date.role) {
        (EventType::Investigation, _) => {
            return if beside == Beside::Says {
                Vec::new()
            } else {
                vec![Slot::Announced]
            };
        }
        (EventType::Negotiation | EventType::Coordination | EventType::Dispute, _) => {
            return match beside {
                Beside::Announces => vec![Slot::Announced],
                Beside::Says => Vec::new(),
                Beside::Other => vec![Slot::Occurred],
            };
        }
        (EventType::Agreement, role) => {
            return match (beside, role) {
                (Beside::Announces, _) => vec![Slot::Announced],
                (Beside::Says, _) => Vec::new(),
                (_, DateRole::Until) => vec![Slot::Ends],
                (_, DateRole::From | DateRole::By) => vec![Slot::Effective],
                _ => vec![Slot::Occurred],
            };
        }
        (_, DateRole::Until | DateRole::Before) => return vec![Slot::Ends],
        (_, DateRole::From | DateRole::Since | DateRole::By) => return vec![Slot::Effective],
        _ => {}
    }
    match beside {
        Beside::Announces => return vec![Slot::Announced],
        Beside::Says => {
            // Who decides makes it known by saying so.
            let own = matches!(
                reading.status,
                EventStatus::Announced | EventStatus::Threatened | EventStatus::Proposed
            );
            return if own {
                vec![Slot::Announced]
            } else {
                Vec::new()
            };
        }
        Beside::Other => {}
    }
    let decided = reading
        .act
        .and_then(|act| scene.triggers.act_at(act))
        .is_some_and(|act| {
            act.with(&[
                Effect::Announce,
                Effect::Threaten,
                Effect::Propose,
                Effect::Decide,
            ])
            .is_some()
                && act
                    .with(&[Effect::Begin, Effect::Raise, Effect::Lower, Effect::Remove])
                    .is_none()
        });
    match reading.status {
        EventStatus::Announced | EventStatus::Threatened | EventStatus::Proposed => {
            // What lies ahead is the day of effect; what lies behind, that of the decision.
            let reference = scene.words.page.reference.map(|r| r.day);
            match (date.days(reference), reference) {
                (Some(days), Some(today)) if days.first > today => vec![Slot::Effective],
                (Some(_), Some(_)) => vec![Slot::Announced],
                _ if decided => vec![Slot::Announced],
                _ => vec![Slot::Effective],
            }
        }
        _ if decided => vec![Slot::Announced],
        _ => vec![Slot::Effective],
    }
}
