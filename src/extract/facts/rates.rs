//! Percentages: "25%", "seven and a half per cent", "from 10% to 25%", "by 24 percentage points", "triple-digit".

use std::ops::Range;

use super::atoms::{Atom, cut, tokens_of};
use super::numbers::{dash, is, is_one_of, mark, number};
use super::vocabulary::Kind;
use crate::proto::v1::RateBasis;
use crate::text::Token;

/// What a percentage measures, as far as the words beside it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// A duty.
    Duty,
    /// A part of something: "10% of exports".
    Share,
    /// How much something that is no duty rose or fell.
    Movement,
    /// The words beside it do not tell.
    Open,
}

/// A percentage, or a range of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentage {
    /// Its tokens inside the sentence.
    pub tokens: Range<usize>,
    /// Lower end, percent.
    pub min: f64,
    /// Upper end, percent.
    pub max: f64,
    /// What it is measured from.
    pub basis: RateBasis,
    /// The value before a change, with its tokens.
    pub previous: Option<(f64, f64, Range<usize>)>,
    /// What it measures.
    pub sense: Sense,
}

/// A figure before its neighbours are looked at; atoms, not tokens.
#[derive(Clone, Copy)]
struct Figure {
    start: usize,
    end: usize,
    min: f64,
    max: f64,
    points: bool,
}

/// The percentages of a sentence, left to right. The old rate of "from 10% to 25%" is part of the new one.
pub fn find(text: &str, tokens: &[Token]) -> Vec<Percentage> {
    let atoms = cut(text, tokens);
    let figures = figures(&atoms);
    let mut taken = vec![false; figures.len()];
    let mut found: Vec<Percentage> = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        if taken[index] {
            continue;
        }
        let next = figures
            .get(index + 1)
            .filter(|next| same_clause(&atoms, figure.end, next.start));
        let led = lead(&atoms, figure.start);
        let (value, previous) = match next.map(|next| (next, lead(&atoms, next.start))) {
            Some((to, "to" | "into")) if led == "from" && to.start - figure.end <= 6 => {
                taken[index + 1] = true;
                (to, Some(figure))
            }
            Some((from, "from")) if led != "from" => {
                taken[index + 1] = true;
                (figure, Some(from))
            }
            _ => (figure, None),
        };
        let tokens = |figure: &Figure| tokens_of(&atoms, figure.start..figure.end);
        found.push(Percentage {
            tokens: tokens(value),
            min: value.min,
            max: value.max,
            basis: if previous.is_some() {
                RateBasis::Total
            } else {
                basis(&atoms, value)
            },
            previous: previous.map(|old| (old.min, old.max, tokens(old))),
            sense: sense(
                &atoms,
                value,
                previous.map_or(value.start, |old| old.start.min(value.start)),
            ),
        });
    }
    found
}

fn figures(atoms: &[Atom<'_>]) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        match figure(atoms, at) {
            Some(figure) => {
                at = figure.end;
                found.push(figure);
            }
            None => at += 1,
        }
    }
    found
}

/// A number or range of numbers with its percent mark, that begins at an atom.
fn figure(atoms: &[Atom<'_>], at: usize) -> Option<Figure> {
    let digits = |word, min, max| {
        let end = at + 2 + usize::from(dash(atoms, at + 1));
        (is(atoms, at, word) && is_one_of(atoms, end - 1, &["digit", "digits", "figure"]))
            .then_some(Figure {
                start: at,
                end,
                min,
                max,
                points: false,
            })
    };
    if let Some(vague) = digits("triple", 100.0, 999.0).or_else(|| digits("double", 10.0, 99.0)) {
        return Some(vague);
    }
    // "zero tariffs": a rate without a percent mark.
    let zero_end = at + 1 + usize::from(dash(atoms, at + 1));
    if is(atoms, at, "zero") && is_one_of(atoms, zero_end, DUTIES) {
        return Some(Figure {
            start: at,
            end: at + 1,
            min: 0.0,
            max: 0.0,
            points: false,
        });
    }
    let first = number(atoms, at)?;
    let (after, unit) = match percent(atoms, first.end) {
        Some((end, points)) => (end, Some(points)),
        None => (first.end, None),
    };
    let range = dash(atoms, after)
        || is_one_of(atoms, after, &["to", "or"])
        || is(atoms, after, "and") && at > 0 && is(atoms, at - 1, "between");
    // "from 10% to 25%" is a change, no range.
    let change = unit.is_some() && is(atoms, after, "to") && lead(atoms, at) == "from";
    let second =
        number(atoms, after + 1).filter(|second| range && !change && second.value > first.value);
    if let Some((second, (end, points))) = second.and_then(|s| Some((s, percent(atoms, s.end)?))) {
        return Some(Figure {
            start: at,
            end,
            min: first.value,
            max: second.value,
            points,
        });
    }
    Some(Figure {
        start: at,
        end: after,
        min: first.value,
        max: first.value,
        points: unit?,
    })
}

/// The percent mark at an atom: where it ends, and whether it counts percentage points.
fn percent(atoms: &[Atom<'_>], at: usize) -> Option<(usize, bool)> {
    let at = at + usize::from(dash(atoms, at));
    let after_points = |end: usize| {
        let end = end + usize::from(dash(atoms, end));
        is_one_of(atoms, end, &["point", "points"]).then_some((end + 1, true))
    };
    if is(atoms, at, "percentage") {
        return after_points(at + 1);
    }
    let end = if atoms.get(at)?.kind == Kind::Percent {
        at + 1
    } else {
        let next = at + 1 + usize::from(dash(atoms, at + 1));
        (is(atoms, at, "per") && is_one_of(atoms, next, &["cent", "centum"])).then_some(next + 1)?
    };
    Some(after_points(end).unwrap_or((end, false)))
}

/// The preposition that leads to a figure, over what may stand between.
fn lead<'a>(atoms: &'a [Atom<'_>], start: usize) -> &'a str {
    let mut at = start;
    while at > 0 && is_one_of(atoms, at - 1, FILLERS) {
        at -= 1;
    }
    at.checked_sub(1).map_or("", |at| atoms[at].lower.as_str())
}

#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "an", "the", "about", "around", "approximately", "roughly", "nearly", "almost", "some", "current", "currently",
    "existing", "present", "previous", "previously", "just", "only", "its", "their", "rate", "of", "earlier", "initial",
];

fn same_clause(atoms: &[Atom<'_>], from: usize, to: usize) -> bool {
    !atoms.get(from..to).unwrap_or_default().iter().any(|atom| {
        matches!(atom.kind, Kind::Mark(';' | ':'))
            || matches!(atom.lower.as_str(), "while" | "whereas" | "respectively")
    }) && to.saturating_sub(from) <= 12
}

fn basis(atoms: &[Atom<'_>], figure: &Figure) -> RateBasis {
    let before = atoms
        .get(figure.start.saturating_sub(3)..figure.start)
        .unwrap_or_default();
    let near = |words: &[&str]| {
        before
            .iter()
            .any(|atom| words.contains(&atom.lower.as_str()))
    };
    let behind = atoms.get(figure.end..figure.end + 1).unwrap_or_default();
    let more = ["additional", "extra", "further", "another", "added", "more"];
    let pair = |first, second| {
        before
            .windows(2)
            .any(|two| two[0].lower == first && two[1].lower == second)
    };
    if pair("up", "to") || pair("high", "as") || pair("much", "as") || near(&["maximum"]) {
        RateBasis::UpTo
    } else if figure.points
        || near(&more)
        || near(&["by"])
        || of_duty_before(atoms, figure.start)
            .iter()
            .any(|atom| more.contains(&atom.lower.as_str()))
        || behind
            .iter()
            .any(|atom| more.contains(&atom.lower.as_str()))
    {
        RateBasis::Additional
    } else if lead(atoms, figure.start) == "to"
        || near(&["total", "totaling", "totalling", "combined", "cumulative"])
        || figure.max == 0.0
    {
        RateBasis::Total
    } else {
        RateBasis::Unspecified
    }
}

/// What stands before the duty in "additional “reciprocal” tariffs of 20%".
fn of_duty_before<'a, 't>(atoms: &'a [Atom<'t>], start: usize) -> &'a [Atom<'t>] {
    let Some(noun) = start
        .checked_sub(2)
        .filter(|_| is_one_of(atoms, start - 1, &["of", "at"]))
    else {
        return &[];
    };
    let duty = is_one_of(atoms, noun, DUTIES) || is_one_of(atoms, noun, &["rate", "rates"]);
    let phrase = atoms
        .get(noun.saturating_sub(5)..noun)
        .filter(|_| duty)
        .unwrap_or_default();
    let clause = phrase
        .iter()
        .rposition(|atom| matches!(atom.kind, Kind::Mark(',' | ';') | Kind::Percent));
    phrase
        .get(clause.map_or(0, |at| at + 1)..)
        .unwrap_or_default()
}

const DUTIES: &[&str] = &[
    "tariff",
    "tariffs",
    "duty",
    "duties",
    "levy",
    "levies",
    "tax",
    "taxes",
    "surcharge",
    "surcharges",
    "taxation",
    "surtax",
    "surtaxes",
];

const MOVES: &[&str] = &[
    "rose",
    "fell",
    "grew",
    "dropped",
    "gained",
    "jumped",
    "tumbled",
    "slid",
    "declined",
    "climbed",
    "surged",
    "plunged",
    "shrank",
    "slipped",
    "sank",
    "soared",
    "rallied",
    "growth",
    "inflation",
    "gdp",
    "stake",
    "shares",
    "index",
    "yield",
    "poll",
    "voters",
    "fewer",
    "probability",
];

/// What the figure measures; `start` is where it, or the rate before it, begins.
fn sense(atoms: &[Atom<'_>], figure: &Figure, start: usize) -> Sense {
    let clause = |atom: &&Atom<'_>| !matches!(atom.kind, Kind::Mark(';'));
    let behind: Vec<&Atom<'_>> = atoms
        .get(figure.end..)
        .unwrap_or_default()
        .iter()
        .take(5)
        .take_while(clause)
        .collect();
    let before: Vec<&Atom<'_>> = atoms[..start]
        .iter()
        .rev()
        .take(14)
        .take_while(clause)
        .collect();
    let duty = |atom: &&&Atom<'_>| {
        DUTIES.contains(&atom.lower.as_str())
            || matches!(atom.lower.as_str(), "rate" | "rates" | "valorem")
    };
    let of_duty = atoms.get(figure.end).is_some_and(|a| a.lower == "of")
        && !behind.iter().skip(1).take(2).any(|atom| duty(&atom));
    if behind.iter().take(4).any(|atom| duty(&atom)) && !of_duty {
        return Sense::Duty;
    }
    if of_duty && !figure.points {
        return Sense::Share;
    }
    let moved = before
        .iter()
        .position(|atom| MOVES.contains(&atom.lower.as_str()));
    let named = before.iter().position(|atom| duty(&atom));
    match (named, moved) {
        (Some(duty), Some(moved)) if moved < duty => Sense::Movement,
        (Some(_), _) => Sense::Duty,
        (None, Some(_)) => Sense::Movement,
        (None, None)
            if behind
                .iter()
                .take(4)
                .any(|a| MOVES.contains(&a.lower.as_str())) =>
        {
            Sense::Movement
        }
        (None, None) if mark(atoms, figure.end, ')') => Sense::Open,
        (None, None) => Sense::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::atoms::tests::tokens;
    use super::*;
    use RateBasis::{Additional, Total, Unspecified, UpTo};

    #[test]
    fn rates_are_read_with_their_basis() {
        let rows: &[(&str, f64, f64, RateBasis, Option<f64>)] = &[
            ("a 25% tariff on steel", 25.0, 25.0, Unspecified, None),
            (
                "further “mirror” duties of 20% on tea",
                20.0,
                20.0,
                Additional,
                None,
            ),
            (
                "an additional ad valorem rate of 12 percent",
                12.0,
                12.0,
                Additional,
                None,
            ),
            ("a 25-percent tariff", 25.0, 25.0, Unspecified, None),
            (
                "tariffs of seven and a half per cent",
                7.5,
                7.5,
                Unspecified,
                None,
            ),
            ("duties of 10 to 25 percent", 10.0, 25.0, Unspecified, None),
            (
                "duties of between 10% and 50%",
                10.0,
                50.0,
                Unspecified,
                None,
            ),
            ("10%-25% tariffs", 10.0, 25.0, Unspecified, None),
            ("triple-digit tariffs", 100.0, 999.0, Unspecified, None),
            (
                "raised the duty from 10% to 25%",
                25.0,
                25.0,
                Total,
                Some(10.0),
            ),
            (
                "raised the duty to 25% from 10%",
                25.0,
                25.0,
                Total,
                Some(10.0),
            ),
            (
                "20% duties on 300 items from the current 10%",
                20.0,
                20.0,
                Total,
                Some(10.0),
            ),
            ("raised the tariff to 15%", 15.0, 15.0, Total, None),
            ("an additional 10% tariff", 10.0, 10.0, Additional, None),
            ("a 25% additional tariff", 25.0, 25.0, Additional, None),
            (
                "cut the duty by 10 percentage points",
                10.0,
                10.0,
                Additional,
                None,
            ),
            (
                "suspending 24 percentage points of that rate",
                24.0,
                24.0,
                Additional,
                None,
            ),
            ("tariffs of up to 50%", 50.0, 50.0, UpTo, None),
            ("zero tariffs on medicines", 0.0, 0.0, Total, None),
        ];
        for (text, min, max, basis, previous) in rows {
            let found = find(text, &tokens(text));
            assert_eq!(found.len(), 1, "{text} {found:?}");
            let rate = &found[0];
            assert_eq!(
                (rate.min, rate.max, rate.basis),
                (*min, *max, *basis),
                "{text}"
            );
            assert_eq!(rate.previous.as_ref().map(|p| p.0), *previous, "{text}");
        }
    }

    #[test]
    fn what_is_measured_shows_beside_it() {
        let rows = [
            ("a tariff of 25% on cars", Sense::Duty),
            ("10 percent duties", Sense::Duty),
            ("exports fell 3 per cent", Sense::Movement),
            ("80% of Canada's exports", Sense::Share),
            ("The economy grew 2.4 percent", Sense::Movement),
        ];
        for (text, sense) in rows {
            assert_eq!(find(text, &tokens(text))[0].sense, sense, "{text}");
        }
    }

    #[test]
    fn lists_keep_their_figures_apart() {
        let text = "levies of 20%, 25% and 30%";
        let figures: Vec<f64> = find(text, &tokens(text))
            .iter()
            .map(|rate| rate.max)
            .collect();
        assert_eq!(figures, [20.0, 25.0, 30.0]);
    }
}
