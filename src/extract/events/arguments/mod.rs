//! Rates, amounts, goods and dates: each goes to the reading in whose clause it stands.

mod rates;

use super::dates;
use super::reading::Reading;
use super::roles::Scene;
use crate::extract::facts::Facts;
use crate::extract::spans::Spans;
use crate::proto::v1::{Amount, EventType, Goods, Location, SpecificDuty};

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
    rates::attach(scene, spans, &facts.rates, readings, first);
    if let Some(tokens) = end_use(scene)
        && let Some(reading) = nearest(&mut readings[first..], tokens.start, |r| {
            matches!(r.kind, EventType::ExportControl | EventType::Sanction)
        })
    {
        reading.end_use = Some(tokens);
    }
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

/// What controlled goods could be used for: "military" in "for military use", "military end users".
fn end_use(scene: &Scene<'_, '_>) -> Option<std::ops::Range<usize>> {
    let words = scene.words;
    (0..words.len()).find_map(|i| {
        let kind = words.is(
            i,
            &[
                "military",
                "dual",
                "nuclear",
                "defence",
                "defense",
                "weapons",
                "civilian",
                "surveillance",
                "missile",
            ],
        );
        let mut at = i + 1;
        while words.is(at, &["-", "end", "and", "military", "intelligence"]) && at < i + 5 {
            at += 1;
        }
        let used = words.is(
            at,
            &[
                "use",
                "uses",
                "users",
                "user",
                "purposes",
                "applications",
                "end-use",
                "end-users",
                "end-user",
            ],
        );
        (kind && used).then_some(i..at + 1)
    })
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
    // "on Korean paper"
    let at = scene
        .mentions()
        .iter()
        .find(|m| m.tokens.end == at)
        .map_or(at, |m| m.tokens.start);
    matches!(
        scene.words.before(at),
        "on" | "of" | "and" | "," | "including" | "to"
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
