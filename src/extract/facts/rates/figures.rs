//! The figures themselves: numbers and ranges of numbers with a percent mark.

use super::super::atoms::Atom;
use super::super::numbers::{dash, is, is_one_of, number};
use super::super::vocabulary::Kind;
use super::DUTIES;

/// A figure before its neighbours are looked at; atoms, not tokens.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    pub start: usize,
    pub end: usize,
    pub min: f64,
    pub max: f64,
    pub points: bool,
}

pub(super) fn figures(atoms: &[Atom<'_>]) -> Vec<Figure> {
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
    // "from 10% to 25%" is a change, "ranging from 10% to 25%" is a range.
    let change = is(atoms, after, "to") && lead(atoms, at) == "from" && !spread(atoms, at);
    let second = number(atoms, after + 1)
        .filter(|second| range && (second.value > first.value || change))
        .and_then(|second| Some((second, percent(atoms, second.end)?)));
    if change && unit.is_none() {
        // "from 10 to 25 percent": the mark of the second is that of the first.
        return second.map(|(_, (_, points))| Figure {
            start: at,
            end: first.end,
            min: first.value,
            max: first.value,
            points,
        });
    }
    if let Some((second, (end, points))) = second.filter(|_| !change) {
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

/// Whether the figure begins a range that a verb or noun announces: "ranging from 5% to 25%".
fn spread(atoms: &[Atom<'_>], start: usize) -> bool {
    (start.saturating_sub(4)..start).any(|at| is_one_of(atoms, at, SPREADS))
}

const SPREADS: &[&str] = &[
    "range", "ranges", "ranged", "ranging", "vary", "varies", "varied", "varying", "anywhere",
];

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
pub(super) fn lead<'a>(atoms: &'a [Atom<'_>], start: usize) -> &'a str {
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
