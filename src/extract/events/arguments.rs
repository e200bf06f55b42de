//! Rates, amounts, goods and dates: each goes to the reading in whose clause it stands.

use super::dates;
use super::reading::{Reading, Reference};
use super::roles::Scene;
use crate::extract::facts::Facts;
use crate::extract::facts::rates::{Percentage, Sense};
use crate::extract::spans::Spans;
use crate::proto::v1::{
    Amount, EventType, Goods, Location, PreviousRate, Rate, SpecificDuty, TariffChange,
};

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
    let facts = Facts::read(words.page, scene.actors, words.line);
    let span = |tokens: std::ops::Range<usize>| spans.span(&words.page.bytes(words.line, tokens));
    rates(scene, spans, &facts.rates, readings, first);
    for money in &facts.amounts {
        let Some(reading) = nearest(&mut readings[first..], money.tokens.start, |r| {
            carries_amount(r.kind)
        }) else {
            continue;
        };
        let amount = Amount {
            value: Some(money.value),
            max_value: money.max,
            currency: money.currency.clone(),
            span: Some(span(money.tokens.clone())),
        };
        if let Some(unit) = &money.per
            && matches!(reading.kind, EventType::Tariff | EventType::TradeRemedy)
        {
            reading.specific_duty = Some(SpecificDuty {
                amount: Some(amount.clone()),
                unit: Some(span(unit.clone())),
            });
        }
        if reading.amount.is_none() {
            reading.amount = Some(amount);
        }
    }
    let mut last: Option<(usize, usize)> = None;
    for phrase in &facts.goods {
        // A list of goods belongs together, however long it is.
        let listed = last.filter(|&(_, end)| {
            (end..phrase.tokens.start).all(|i| words.is(i, &[",", "and", "or", "as", "well", "&"]))
                && phrase.tokens.start - end <= 4
        });
        if phrase.weak && listed.is_none() && !supported(scene, phrase.tokens.start) {
            continue;
        }
        let place = match listed {
            Some((reading, _)) => Some(reading),
            None => nearest_index(&readings[first..], phrase.head, |r| carries_goods(r.kind))
                .map(|i| first + i),
        };
        let Some(place) = place else { continue };
        last = Some((place, phrase.tokens.end));
        // "steel and aluminium" are two goods, even where the lexicon has a name for both.
        let joint = phrase.tokens.clone().find(|&i| words.at(i) == "and");
        let parts = match joint {
            Some(and) => vec![phrase.tokens.start..and, and + 1..phrase.tokens.end],
            None => vec![phrase.tokens.clone()],
        };
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            let span = span(part.clone());
            let own = crate::lexicon::slug(&span.text);
            let entry = match joint {
                Some(_) => words.page.lexicon.goods_by_id(&own),
                None => phrase
                    .entry
                    .and_then(|index| words.page.lexicon.goods(index)),
            };
            readings[place].goods.push(Goods {
                text: span.text.clone(),
                name: entry.map(|e| e.name.clone()),
                hs_codes: entry.map(|e| e.hs.clone()).unwrap_or_default(),
                span: Some(span),
            });
        }
    }
    for place in &facts.places {
        let meets = |r: &Reading| {
            matches!(
                r.kind,
                EventType::Negotiation | EventType::Agreement | EventType::Coordination
            )
        };
        let Some(reading) = nearest(&mut readings[first..], place.tokens.start, meets) else {
            continue;
        };
        if reading.location.is_none() {
            reading.location = Some(Location {
                span: Some(span(place.tokens.clone())),
                name: Some(place.name.clone()),
                country_id: place.country.clone(),
            });
        }
    }
    dates::attach(scene, spans, &facts, &mut readings[first..]);
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
    let index = nearest_index(readings, at, fits)?;
    readings.get_mut(index)
}

fn nearest_index(
    readings: &[Reading],
    at: usize,
    fits: impl Fn(&Reading) -> bool,
) -> Option<usize> {
    readings
        .iter()
        .enumerate()
        .filter(|(_, r)| fits(r))
        .filter_map(|(i, r)| {
            let inside = r.extent.contains(&at);
            let distance = at.abs_diff(r.trigger);
            let cost = if inside { distance } else { distance * 2 + 10 };
            (inside || distance <= 13).then_some((cost, i))
        })
        .min()
        .map(|(_, i)| i)
}

/// A percentage as a rate of duty.
fn rate_of(scene: &Scene<'_, '_>, spans: &Spans<'_>, found: &Percentage) -> Rate {
    let span = |tokens: std::ops::Range<usize>| {
        Some(spans.span(&scene.words.page.bytes(scene.words.line, tokens)))
    };
    Rate {
        min_percent: Some(found.min),
        max_percent: Some(found.max),
        basis: found.basis.into(),
        previous: found
            .previous
            .as_ref()
            .map(|(min, max, tokens)| PreviousRate {
                min_percent: Some(*min),
                max_percent: Some(*max),
                span: span(tokens.clone()),
            }),
        span: span(found.tokens.clone()),
    }
}

fn rates(
    scene: &Scene<'_, '_>,
    spans: &Spans<'_>,
    found: &[Percentage],
    readings: &mut Vec<Reading>,
    first: usize,
) {
    let words = scene.words;
    let duty = |kind| matches!(kind, EventType::Tariff | EventType::TradeRemedy);
    for rate in found
        .iter()
        .filter(|r| !matches!(r.sense, Sense::Share | Sense::Movement))
    {
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
                reading.rate = Some(rate_of(scene, spans, rate));
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
                // "20% on Vietnam and 36% on Thailand": each rate has its own target.
                let mut own = Vec::new();
                for mention in scene.mentions_in(at..other.extent.end) {
                    scene.add(&mut own, crate::proto::v1::Role::Target, mention);
                }
                if !own.is_empty() {
                    other
                        .roles
                        .retain(|r| r.role != crate::proto::v1::Role::Target);
                    other.roles.extend(own);
                }
                reading.roles.retain(|r| {
                    r.role != crate::proto::v1::Role::Target
                        || r.tokens.start < at
                        || r.line != scene.words.line
                });
                other.rate = Some(rate_of(scene, spans, rate));
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
