//! Money: "$34bn", "300 mln dlrs", "€26 billion worth", and duties in money per unit: "57 dollars a ton".

use std::ops::Range;

use super::atoms::{Atom, cut, tokens_of};
use super::numbers::{Number, dash, is, is_one_of, number};
use super::vocabulary::Kind;
use crate::extract::Page;
use crate::lexicon::EntryRef;

/// An amount of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// Its tokens inside the sentence.
    pub tokens: Range<usize>,
    /// In whole units of the currency.
    pub value: f64,
    /// The upper end of a range.
    pub max: Option<f64>,
    /// ISO 4217 code. "$" and "dollars" without more are US dollars.
    pub currency: Option<String>,
    /// The unit of goods that it is asked for, as tokens: "a ton".
    pub per: Option<Range<usize>>,
    /// Paid again and again: "a year".
    pub recurring: bool,
}

/// The amounts of a line, left to right.
pub fn find(page: &Page<'_>, line: usize) -> Vec<Money> {
    let Some(this) = page.lines.get(line) else {
        return Vec::new();
    };
    let atoms = cut(page.text(), page.tokens(line));
    let word = |token: usize| {
        this.found.iter().find_map(|found| match found.entry {
            EntryRef::Currency(index) if found.tokens.start == token => {
                let code = page.lexicon.currency(index)?.code.clone();
                Some((code, found.tokens.end))
            }
            _ => None,
        })
    };
    let symbol = |written: &str| {
        page.lexicon
            .currency_of_symbol(written)
            .map(|c| c.code.clone())
    };
    let mut found: Vec<Money> = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        match money(&atoms, at, &word, &symbol) {
            Some((money, end)) => {
                at = end.max(at + 1);
                found.push(money);
            }
            None => at += 1,
        }
    }
    found
}

fn money(
    atoms: &[Atom<'_>],
    at: usize,
    word: &impl Fn(usize) -> Option<(String, usize)>,
    symbol: &impl Fn(&str) -> Option<String>,
) -> Option<(Money, usize)> {
    let (prefix, start) = match sign(atoms, at, symbol) {
        Some((code, end)) => (Some(code), end),
        None => (None, at),
    };
    let first = number(atoms, start)?;
    let (mut last, mut max) = (first, None);
    let joined = dash(atoms, first.end) || is_one_of(atoms, first.end, &["to", "or"]);
    let second_start = first.end + 1;
    let second_start = sign(atoms, second_start, symbol).map_or(second_start, |(_, end)| end);
    let mut value = first.value;
    if let Some(second) =
        number(atoms, second_start).filter(|second| joined && second.value > first.value)
    {
        value = low_end(&first, &second);
        max = Some(second.value);
        last = second;
    }
    let mut end = last.end;
    let currency = match prefix {
        Some(code) => {
            // "$34 billion USD" says it twice.
            if let Some((_, behind)) = atoms.get(end).and_then(|atom| word(atom.token)) {
                end = past(atoms, end, behind);
            }
            Some(code)
        }
        None => {
            let next = end + usize::from(dash(atoms, end));
            let next = next + usize::from(is(atoms, next, "in") || is(atoms, next, "of"));
            let (code, behind) = word(atoms.get(next)?.token)?;
            // The word must begin with this atom, not hold it.
            if atoms.get(next.checked_sub(1)?)?.token == atoms.get(next)?.token
                && !atoms.get(next)?.glued
            {
                return None;
            }
            end = past(atoms, next, behind);
            Some(code)
        }
    };
    let per = per_unit(atoms, end);
    let recurring = is_one_of(atoms, end, &["a", "per", "each", "every"])
        && is_one_of(atoms, end + 1, &["year", "month", "annum", "day"])
        || is_one_of(atoms, end, &["annually", "yearly"]);
    let money = Money {
        tokens: tokens_of(atoms, at..end),
        value,
        max,
        currency,
        per: per.clone().map(|unit| tokens_of(atoms, unit)),
        recurring,
    };
    Some((money, per.map_or(end, |unit| unit.end)))
}

/// "$50-60 billion": the scale of the upper end is that of both.
fn low_end(first: &Number, second: &Number) -> f64 {
    if first.scaled || !second.scaled {
        return first.value;
    }
    let scale = [1e12, 1e9, 1e7, 1e6, 1e5, 1e3]
        .into_iter()
        .find(|scale| second.value >= *scale && first.value * scale < second.value);
    first.value * scale.unwrap_or(1.0)
}

/// The first atom behind the tokens before `behind`.
fn past(atoms: &[Atom<'_>], mut at: usize, behind: usize) -> usize {
    while atoms.get(at).is_some_and(|atom| atom.token < behind) {
        at += 1;
    }
    at
}

/// A currency sign, with the letters glued before it: "$", "US$", "C$", "Rs".
fn sign(
    atoms: &[Atom<'_>],
    at: usize,
    symbol: &impl Fn(&str) -> Option<String>,
) -> Option<(String, usize)> {
    let atom = atoms.get(at)?;
    if atom.is_word() {
        if let Some(next) = atoms
            .get(at + 1)
            .filter(|next| next.glued && matches!(next.kind, Kind::Mark(_)))
            && let Some(code) = symbol(&format!("{}{}", atom.text, next.text))
        {
            return Some((code, at + 2));
        }
        let number = matches!(atoms.get(at + 1)?.kind, Kind::Number(_));
        let dotted = is(atoms, at, "rs") && matches!(atoms.get(at + 1)?.kind, Kind::Mark('.'));
        return symbol(atom.text)
            .filter(|_| number || dotted)
            .map(|code| (code, at + 1 + usize::from(dotted)));
    }
    matches!(atom.kind, Kind::Mark(_))
        .then(|| symbol(atom.text))?
        .map(|code| (code, at + 1))
}

/// "a ton", "per barrel", "/kg": the atoms of the unit with its article.
fn per_unit(atoms: &[Atom<'_>], at: usize) -> Option<Range<usize>> {
    let start = at + usize::from(dash(atoms, at));
    let marked = is_one_of(atoms, start, &["a", "an", "per", "each", "every"])
        || matches!(atoms.get(start)?.kind, Kind::Mark('/'));
    let next = start + 1 + usize::from(dash(atoms, start + 1));
    let next = next + usize::from(is_one_of(atoms, next, &["metric", "short", "net", "gross"]));
    (marked && is_one_of(atoms, next, UNITS)).then_some(start..next + 1)
}

#[rustfmt::skip]
const UNITS: &[&str] = &[
    "ton", "tonne", "tons", "tonnes", "barrel", "bbl", "kg", "kilo", "kilogram", "kilogramme", "pound", "lb", "gallon", "litre",
    "liter", "bushel", "head", "unit", "vehicle", "car", "truck", "container", "piece", "item", "bottle", "case", "hundredweight",
    "ounce", "gram", "metre", "meter", "hectolitre", "hectoliter", "package", "parcel", "pair", "dozen", "watt",
];

#[cfg(test)]
mod tests {
    use super::super::atoms::tests::tokens;
    use super::*;

    fn read(text: &str) -> Option<Money> {
        let tokens = tokens(text);
        let atoms = cut(text, &tokens);
        let word = |token: usize| {
            let code = match tokens.get(token)?.text(text) {
                "dollars" | "dlrs" | "USD" => "USD",
                "yen" => "JPY",
                "euros" => "EUR",
                _ => return None,
            };
            Some((code.to_owned(), token + 1))
        };
        let symbol = |written: &str| {
            let code = match written {
                "$" | "US$" => "USD",
                "C$" => "CAD",
                "€" => "EUR",
                "Rs" => "INR",
                _ => return None,
            };
            Some(code.to_owned())
        };
        (0..atoms.len())
            .find_map(|at| money(&atoms, at, &word, &symbol))
            .map(|(money, _)| money)
    }

    #[test]
    fn money_is_read_in_all_its_spellings() {
        let rows: &[(&str, f64, Option<f64>, &str)] = &[
            ("tariffs on $34bn of goods", 34e9, None, "USD"),
            ("goods worth $12.5 billion", 12.5e9, None, "USD"),
            ("US$300 million in duties", 3e8, None, "USD"),
            ("C$16.6 billion of imports", 16.6e9, None, "CAD"),
            ("300 mln dlrs of chips", 3e8, None, "USD"),
            ("110 billion yen", 110e9, None, "JPY"),
            ("€26 billion worth of steel", 26e9, None, "EUR"),
            ("$50-60 billion of goods", 50e9, Some(60e9), "USD"),
            ("Rs 500 crore", 5e9, None, "INR"),
            ("16 bln USD", 16e9, None, "USD"),
        ];
        for (text, value, max, currency) in rows {
            let found = read(text);
            let got = found
                .as_ref()
                .map(|m| (m.value, m.max, m.currency.as_deref()));
            assert_eq!(got, Some((*value, *max, Some(*currency))), "{text}");
        }
        assert_eq!(read("It has 300 members"), None);
    }

    #[test]
    fn money_per_unit_is_a_specific_duty() {
        for text in [
            "a duty of $57 a ton",
            "57 dollars per ton",
            "a tariff of $57-per-ton",
        ] {
            assert!(
                read(text).is_some_and(|money| money.per.is_some()),
                "{text}"
            );
        }
        assert!(
            read("worth $12 billion a year")
                .is_some_and(|money| money.per.is_none() && money.recurring)
        );
    }
}
