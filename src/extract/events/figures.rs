//! Percentages, money and goods of a sentence, as candidates for the events in it.

use std::ops::Range;

use super::words::Words;
use crate::extract::spans::Spans;
use crate::lexicon::EntryRef;
use crate::proto::v1::{Amount, Goods, PreviousRate, Rate, RateBasis};

/// A rate with its place.
pub(super) struct RateAt {
    pub tokens: Range<usize>,
    pub rate: Rate,
}

/// An amount with its place.
pub(super) struct AmountAt {
    pub tokens: Range<usize>,
    pub amount: Amount,
    /// Money per unit: "57 dollars a ton".
    pub unit: Option<Range<usize>>,
}

/// Goods with their place.
pub(super) struct GoodsAt {
    pub tokens: Range<usize>,
    pub goods: Goods,
    pub weak: bool,
}

fn number(word: &str) -> Option<f64> {
    let digits = word.replace(',', "");
    if digits.is_empty() || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// A percentage at a token: its value, the token behind it, and whether it counts points.
fn percent(words: &Words<'_>, at: usize) -> Option<(f64, f64, usize, bool)> {
    let word = words.at(at);
    if let Some(stem) = word
        .strip_suffix('%')
        .or(word.strip_suffix("pc"))
        .or(word.strip_suffix("-percent"))
    {
        let value = number(stem)?;
        return Some((value, value, at + 1, false));
    }
    match word {
        "triple-digit" => return Some((100.0, 999.0, at + 1, false)),
        "double-digit" => return Some((10.0, 99.0, at + 1, false)),
        "zero" if words.is(at + 1, &["tariff", "tariffs", "duty", "duties", "-"]) => {
            return Some((0.0, 0.0, at + 1, false));
        }
        _ => {}
    }
    let value = number(word)?;
    let mut end = at + 1;
    let mut high = value;
    if words.is(end, &["to", "-", "–", "or", "and"])
        && number(words.at(end + 1)).is_some()
        && sign(words, end + 2).is_some()
        && words.before(at) != "from"
    {
        high = number(words.at(end + 1))?;
        end += 2;
    }
    let (behind, points) = sign(words, end)?;
    Some((value, high.max(value), behind, points))
}

/// The token behind a sign of percent, and whether it is one of points.
fn sign(words: &Words<'_>, at: usize) -> Option<(usize, bool)> {
    let at = if words.at(at) == "-" { at + 1 } else { at };
    let points = |end: usize| {
        if words.is(end, &["point", "points"]) {
            Some((end + 1, true))
        } else {
            Some((end, false))
        }
    };
    match words.at(at) {
        "%" | "percent" | "pct" | "pc" | "per-cent" => points(at + 1),
        "per" if words.at(at + 1) == "cent" => points(at + 2),
        "percentage" => points(at + 1),
        _ => None,
    }
}

/// The rates of duty of a sentence.
pub(super) fn rates(words: &Words<'_>, spans: &Spans<'_>) -> Vec<RateAt> {
    let mut found: Vec<RateAt> = Vec::new();
    let mut at = 0;
    let mut from: Option<(f64, f64, Range<usize>)> = None;
    while at < words.len() {
        let Some((low, high, end, points)) = percent(words, at) else {
            at += 1;
            continue;
        };
        let tokens = at..end;
        let share = !points && words.at(end) == "of" && !words.is(end + 1, &["customs", "the"])
            || words.is(
                end,
                &[
                    "stake",
                    "share",
                    "increase",
                    "drop",
                    "decline",
                    "rise",
                    "opposition",
                ],
            ) && !words.is(end + 1, &["in"]);
        let moved = words.lower.get(at.saturating_sub(4)..at).is_some_and(|w| {
            w.iter().any(|w| {
                matches!(
                    w.as_str(),
                    "fell"
                        | "rose"
                        | "surged"
                        | "plunged"
                        | "tumbled"
                        | "gained"
                        | "grew"
                        | "slid"
                        | "dropped"
                        | "shrank"
                        | "discount"
                        | "accounts"
                        | "climbed"
                )
            })
        });
        if share || moved {
            at = end;
            continue;
        }
        let near = |set: &[&str]| {
            (at.saturating_sub(4)..at)
                .chain(end..(end + 3).min(words.len()))
                .any(|i| words.is(i, set))
        };
        let to = words.before(at) == "to"
            || words.is(at.wrapping_sub(2), &["to"])
                && words.is(
                    at.wrapping_sub(1),
                    &["a", "about", "the", "around", "just", "only"],
                );
        let basis = if words.is(at.wrapping_sub(2), &["up"]) && words.before(at) == "to"
            || words.is(at.wrapping_sub(2), &["as"]) && words.before(at) == "as"
        {
            RateBasis::UpTo
        } else if points || near(&["additional", "extra", "further", "another", "surcharge"]) {
            RateBasis::Additional
        } else if to || near(&["total", "reduced"]) {
            RateBasis::Total
        } else {
            RateBasis::Unspecified
        };
        let previous = |low: f64, high: f64, tokens: Range<usize>| PreviousRate {
            min_percent: Some(low),
            max_percent: Some(high),
            span: Some(spans.span(&words.page.bytes(words.line, tokens))),
        };
        let origin = words.before(at) == "from" || words.is(at.wrapping_sub(2), &["from"]);
        if origin && !points {
            if let Some(last) = found.last_mut().filter(|r| at - r.tokens.end < 9) {
                last.rate.previous = Some(previous(low, high, tokens.clone()));
                last.rate.basis = RateBasis::Total.into();
            } else {
                from = Some((low, high, tokens.clone()));
            }
            at = end;
            continue;
        }
        let mut rate = Rate {
            min_percent: Some(low),
            max_percent: Some(high),
            basis: basis.into(),
            previous: None,
            span: Some(spans.span(&words.page.bytes(words.line, tokens.clone()))),
        };
        if let Some((low, high, earlier)) = from.take_if(|_| to) {
            rate.previous = Some(previous(low, high, earlier));
            rate.basis = RateBasis::Total.into();
        }
        found.push(RateAt { tokens, rate });
        at = end;
    }
    if let Some((low, high, tokens)) = from {
        let span = Some(spans.span(&words.page.bytes(words.line, tokens.clone())));
        let rate = Rate {
            min_percent: Some(low),
            max_percent: Some(high),
            basis: RateBasis::Unspecified.into(),
            previous: None,
            span,
        };
        found.push(RateAt { tokens, rate });
    }
    found
}

const SCALES: &[(&str, f64)] = &[
    ("million", 1e6),
    ("mln", 1e6),
    ("m", 1e6),
    ("mn", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("bln", 1e9),
    ("b", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
    ("thousand", 1e3),
    ("crore", 1e7),
    ("lakh", 1e5),
];
const UNITS: &[(&str, &str)] = &[
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("dlrs", "USD"),
    ("dlr", "USD"),
    ("usd", "USD"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("eur", "EUR"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("pounds", "GBP"),
    ("stg", "GBP"),
    ("rupees", "INR"),
    ("won", "KRW"),
    ("marks", "DEM"),
    ("francs", "FRF"),
    ("ecus", "XEU"),
    ("rubles", "RUB"),
    ("roubles", "RUB"),
    ("pesos", "MXN"),
    ("reais", "BRL"),
];

/// The money of a sentence.
pub(super) fn amounts(words: &Words<'_>, spans: &Spans<'_>) -> Vec<AmountAt> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        let symbol = match words.at(at) {
            "$" | "us$" => Some("USD"),
            "€" => Some("EUR"),
            "£" => Some("GBP"),
            "¥" => Some("JPY"),
            "c$" => Some("CAD"),
            "a$" => Some("AUD"),
            "rs" | "₹" => Some("INR"),
            _ => None,
        };
        let first = if symbol.is_some() { at + 1 } else { at };
        let mut word = words.at(first);
        let mut scale = 1.0;
        if let Some((stem, size)) = SCALES
            .iter()
            .find_map(|(s, size)| Some((word.strip_suffix(s)?, *size)))
            && number(stem).is_some()
        {
            word = stem;
            scale = size;
        }
        let Some(value) = number(word) else { continue };
        if symbol.is_none()
            && at > 0
            && matches!(
                words.before(at),
                "$" | "us$" | "€" | "£" | "¥" | "c$" | "a$"
            )
        {
            continue;
        }
        let mut end = first + 1;
        if words.at(end) == "-" && SCALES.iter().any(|(s, _)| *s == words.at(end + 1)) {
            end += 1;
        }
        if let Some((_, size)) = SCALES
            .iter()
            .find(|(s, _)| *s == words.at(end))
            .filter(|_| scale == 1.0)
        {
            scale = *size;
            end += 1;
        }
        if words.is(end, &["us", "u.s."]) && UNITS.iter().any(|(u, _)| *u == words.at(end + 1)) {
            end += 1;
        }
        let unit = UNITS.iter().find(|(u, _)| *u == words.at(end));
        let currency = match (symbol, unit) {
            (Some(symbol), _) => symbol,
            (None, Some((_, currency))) => {
                end += 1;
                currency
            }
            _ => continue,
        };
        let per = if words.is(end, &["a", "per", "-"]) && words.is(end + 1, UNIT_NAMES) {
            Some(end + 1..end + 2)
        } else if words.phrase(end, &["-", "per", "-"]) && words.is(end + 3, UNIT_NAMES) {
            Some(end + 3..end + 4)
        } else {
            None
        };
        let tokens = at..end;
        let span = Some(spans.span(&words.page.bytes(words.line, tokens.clone())));
        let amount = Amount {
            value: Some(value * scale),
            max_value: None,
            currency: Some(currency.to_owned()),
            span,
        };
        found.push(AmountAt {
            tokens,
            amount,
            unit: per,
        });
    }
    found
}

const UNIT_NAMES: &[&str] = &[
    "ton", "tonne", "tons", "barrel", "kg", "kilogram", "kilo", "pound", "bushel", "gallon",
    "litre", "liter", "unit", "head",
];

/// The goods of a sentence.
pub(super) fn goods(words: &Words<'_>, spans: &Spans<'_>) -> Vec<GoodsAt> {
    let page = words.page;
    let Some(line) = page.lines.get(words.line) else {
        return Vec::new();
    };
    line.found
        .iter()
        .filter_map(|found| {
            let EntryRef::Goods(index) = found.entry else {
                return None;
            };
            let entry = page.lexicon.goods(index)?;
            let span = spans.span(&page.bytes(words.line, found.tokens.clone()));
            let goods = Goods {
                text: span.text.clone(),
                name: Some(entry.name.clone()),
                hs_codes: entry.hs.clone(),
                span: Some(span),
            };
            Some(GoodsAt {
                tokens: found.tokens.clone(),
                goods,
                weak: found.weak,
            })
        })
        .collect()
}
