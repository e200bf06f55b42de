//! What a percentage is measured from and what it measures, by the words beside it.

use super::super::atoms::Atom;
use super::super::numbers::is_one_of;
use super::super::vocabulary::Kind;
use super::figures::{Figure, lead};
use super::{DUTIES, Sense};
use crate::proto::v1::RateBasis;

pub(super) fn basis(atoms: &[Atom<'_>], figure: &Figure) -> RateBasis {
    let before = atoms
        .get(figure.start.saturating_sub(3)..figure.start)
        .unwrap_or_default();
    let near = |words: &[&str]| {
        before
            .iter()
            .any(|atom| words.contains(&atom.lower.as_str()))
    };
    let behind = atoms.get(figure.end..figure.end + 1).unwrap_or_default();
    let more = ["additional", "extra", "further", "another", "added"];
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
            .any(|atom| more.contains(&atom.lower.as_str()) || atom.lower == "more")
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
pub(super) fn sense(atoms: &[Atom<'_>], figure: &Figure, start: usize) -> Sense {
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
        (None, None) => Sense::Open,
    }
}
