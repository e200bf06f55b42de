//! Rates of duty.

use crate::extract::events::reading::{Reading, Reference};
use crate::extract::events::roles::Scene;
use crate::extract::facts::rates::{Percentage, Sense};
use crate::extract::spans::Spans;
use crate::proto::v1::{EventType, PreviousRate, Rate, Role, TariffChange};

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

/// Gives each rate to the reading in whose clause it stands, and splits a reading that has several.
pub(super) fn attach(
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
                    scene.add(&mut own, Role::Target, mention);
                }
                if !own.is_empty() {
                    other.roles.retain(|r| r.role != Role::Target);
                    other.roles.extend(own);
                }
                reading.roles.retain(|r| {
                    r.role != Role::Target || r.tokens.start < at || r.line != scene.words.line
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
