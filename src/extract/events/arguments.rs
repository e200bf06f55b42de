//! Rates, amounts, goods and dates: each goes to the reading in whose clause it stands.

use super::figures;
use super::reading::{Reading, Reference};
use super::roles::Scene;
use crate::extract::spans::Spans;
use crate::proto::v1::{EventType, SpecificDuty, TariffChange};

/// Gives the facts of a sentence to its readings, and splits a reading that has several rates.
pub(super) fn attach(
    scene: &Scene<'_, '_>,
    spans: &Spans<'_>,
    readings: &mut Vec<Reading>,
    first: usize,
) {
    let words = scene.words;
    if readings.len() == first {
        return;
    }
    rates(scene, spans, readings, first);
    for amount in figures::amounts(words, spans) {
        let Some(reading) = nearest(&mut readings[first..], amount.tokens.start, |r| {
            carries_amount(r.kind)
        }) else {
            continue;
        };
        if let Some(unit) = &amount.unit
            && matches!(reading.kind, EventType::Tariff | EventType::TradeRemedy)
        {
            let unit = Some(spans.span(&words.page.bytes(words.line, unit.clone())));
            reading.specific_duty = Some(SpecificDuty {
                amount: Some(amount.amount.clone()),
                unit,
            });
        }
        if reading.amount.is_none() {
            reading.amount = Some(amount.amount);
        }
    }
    for goods in figures::goods(words, spans) {
        if goods.weak && !supported(scene, goods.tokens.start) {
            continue;
        }
        let Some(reading) = nearest(&mut readings[first..], goods.tokens.start, |r| {
            carries_goods(r.kind)
        }) else {
            continue;
        };
        reading.goods.push(goods.goods);
    }
}

fn carries_amount(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Tariff
            | EventType::TradeRemedy
            | EventType::Commitment
            | EventType::Sanction
            | EventType::Subsidy
            | EventType::ImportRestriction
            | EventType::ExportControl
            | EventType::Countermeasure
    )
}

fn carries_goods(kind: EventType) -> bool {
    carries_amount(kind) || matches!(kind, EventType::Investigation)
}

/// A word of several meanings is a good behind a preposition or a conjunction of goods.
fn supported(scene: &Scene<'_, '_>, at: usize) -> bool {
    matches!(
        scene.words.before(at),
        "on" | "of" | "and" | "," | "including"
    )
}

/// The reading that a fact at a token belongs to: the one whose clause covers it, the nearest trigger first.
fn nearest(
    readings: &mut [Reading],
    at: usize,
    fits: impl Fn(&Reading) -> bool,
) -> Option<&mut Reading> {
    readings
        .iter_mut()
        .filter(|r| fits(r))
        .filter_map(|r| {
            let inside = r.extent.contains(&at);
            let distance = at.abs_diff(r.trigger);
            let cost = if inside { distance } else { distance * 2 + 10 };
            (inside || distance <= 13).then_some((cost, r))
        })
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, r)| r)
}

fn rates(scene: &Scene<'_, '_>, spans: &Spans<'_>, readings: &mut Vec<Reading>, first: usize) {
    let words = scene.words;
    let duty = |kind| matches!(kind, EventType::Tariff | EventType::TradeRemedy);
    for rate in figures::rates(words, spans) {
        let at = rate.tokens.start;
        let choice = readings[first..]
            .iter()
            .enumerate()
            .filter(|(_, r)| duty(r.kind))
            .filter_map(|(i, r)| {
                let distance = at.abs_diff(r.trigger);
                let cost = if r.extent.contains(&at)
                    || rate.tokens.end >= r.extent.start && at < r.trigger
                {
                    distance
                } else {
                    distance * 2 + 8
                };
                (distance <= 22).then_some((cost, i))
            })
            .min();
        let Some((_, i)) = choice else { continue };
        let reading = &mut readings[first + i];
        match &reading.rate {
            None => {
                if reading.extent.start > at && reading.extent.start - at < 4 {
                    reading.extent.start = at;
                }
                if at >= reading.extent.end && at - reading.extent.end < 6 {
                    reading.extent.end = rate.tokens.end;
                }
                reading.rate = Some(rate.rate);
                if reading.reference == Reference::Definite && !reading.roles.is_empty() {
                    reading.reference = Reference::Telling;
                }
            }
            // "25 percent on steel and 10 percent on aluminium": the same act at another rate.
            Some(_)
                if words.is(
                    rate.tokens.end,
                    &["on", "for", "levy", "rate", "tariff", "duty"],
                ) =>
            {
                let mut other = reading.clone();
                other.trigger = at;
                other.extent = at..scene.clause_end(rate.tokens.end, &[]).max(rate.tokens.end);
                reading.extent.end = reading.extent.end.min(at).max(reading.trigger + 1);
                other.rate = Some(rate.rate);
                other.goods.clear();
                other.amount = None;
                readings.push(other);
            }
            Some(_) => {}
        }
    }
    for reading in readings[first..].iter_mut().filter(|r| duty(r.kind)) {
        let Some(rate) = &reading.rate else { continue };
        // "raised to 25% from 10%", "cut from 50% to 18%": the figures say which way.
        if let Some(previous) = rate.previous.as_ref().and_then(|p| p.max_percent)
            && reading.change == TariffChange::Impose
        {
            let now = rate.max_percent.unwrap_or(previous);
            reading.change = if now > previous {
                TariffChange::Increase
            } else {
                TariffChange::Reduce
            };
        }
    }
}
