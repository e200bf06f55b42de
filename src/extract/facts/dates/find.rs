//! One pass over a sentence that finds every date expression, longest first at each place.

use super::super::atoms::{Atom, cut};
use super::super::numbers::{dash, is, is_one_of, mark};
use super::super::vocabulary::Kind;
use super::grammar::{Read, day_number, in_year, ordinal_day, point};
use super::{
    CalendarDay, DateExpression, DateValue, InYear, Part, Period, anchored, periods, role, sense,
};
use crate::text::Token;

/// The dates of a sentence, left to right, not overlapping.
pub(crate) fn find(text: &str, tokens: &[Token]) -> Vec<DateExpression> {
    let atoms = cut(text, tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let Some((value, end)) = read(&atoms, at).filter(|(_, end)| *end > at) else {
            at += 1;
            continue;
        };
        if stands_for_time(&atoms, at, end, &value) {
            let (role, marker) = role::of(&atoms, at, end, &value);
            found.push(DateExpression {
                tokens: atoms[at].token..atoms[end - 1].token + 1,
                marker: match (atoms.get(marker.start), marker.is_empty()) {
                    (Some(first), false) => first.token..atoms[marker.end - 1].token + 1,
                    _ => atoms[at].token..atoms[at].token,
                },
                role,
                sense: sense::of(&atoms, at, end, role),
                value,
            });
        }
        at = end;
    }
    found
}

/// The longest expression that begins at an atom, with the other end of a range.
fn read(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let one = [
        point(atoms, at),
        periods::read(atoms, at),
        anchored::read(atoms, at),
        word(atoms, at),
        numbered_day(atoms, at),
    ];
    // Of equal lengths the first counts.
    let (value, end) = one
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    match other_end(atoms, &value, end) {
        Some((last, end)) => Some((DateValue::Between(Box::new(value), Box::new(last)), end)),
        None => Some((value, end)),
    }
}

/// "midnight", "immediately".
fn word(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    if is(atoms, at, "midnight") {
        return Some((DateValue::Midnight, at + 1));
    }
    let at_once = is_one_of(atoms, at, &["immediately"])
        && (at > 0 && is_one_of(atoms, at - 1, &["effective", "effect", "force"])
            || is(atoms, at + 1, "effective"));
    at_once.then_some((DateValue::Immediately, at + 1))
}

/// "on the 15th".
fn numbered_day(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let placed = at > 1
        && is(atoms, at - 1, "the")
        && is_one_of(atoms, at - 2, &["on", "by", "until", "from"]);
    let (day, end) = ordinal_day(atoms, at).filter(|_| placed)?;
    (!atoms.get(end).is_some_and(Atom::is_word) || is_one_of(atoms, end, &["and", "to"]))
        .then_some((DateValue::Day(day), end))
}

/// The other end of "July 6-8", "April and May", "March 5 to April 2"; the first end is `from`.
fn other_end(atoms: &[Atom<'_>], from: &DateValue, at: usize) -> Read<DateValue> {
    let joined =
        dash(atoms, at) || is_one_of(atoms, at, &["to", "and", "through", "until", "till", "or"]);
    if !joined {
        return None;
    }
    match (from, point(atoms, at + 1)) {
        (DateValue::Day(_), Some((last @ DateValue::Day(_), end))) if !is(atoms, at, "and") => {
            Some((last, end))
        }
        (DateValue::Day(first), None) => {
            let (day, end) = day_number(atoms, at + 1)?;
            let month = first.month.filter(|_| day > first.day)?;
            let (year, end) = in_year(atoms, end);
            let year = if year == InYear::Unsaid {
                first.year
            } else {
                year
            };
            let last = CalendarDay {
                year,
                month: Some(month),
                day,
                weekday: None,
            };
            Some((DateValue::Day(last), end))
        }
        (
            DateValue::Period(Period::Month(..), Part::Whole),
            Some((last @ DateValue::Period(Period::Month(..), _), end)),
        ) => Some((last, end)),
        _ => None,
    }
}

/// A bare number is a year only where a word beside it speaks of time; so is "second" no part of a year.
fn stands_for_time(atoms: &[Atom<'_>], at: usize, end: usize, value: &DateValue) -> bool {
    match value {
        DateValue::Period(Period::Year(_), Part::Whole) => {
            let before = at > 0
                && (is_one_of(atoms, at - 1, YEAR_WORDS)
                    || mark(atoms, at - 1, '(')
                    || mark(atoms, at - 1, ','));
            let counted = atoms.get(end).is_some_and(|next| {
                matches!(next.kind, Kind::Percent | Kind::Scale(_) | Kind::Dash) || plural(next)
            });
            (before || mark(atoms, end, '\'') || mark(atoms, end, '’')) && !counted
        }
        _ => true,
    }
}

/// "2000 votes": the number counts what follows.
fn plural(next: &Atom<'_>) -> bool {
    next.kind == Kind::Word
        && next.lower.len() > 4
        && next.lower.ends_with('s')
        && !next.is_capital()
}

#[rustfmt::skip]
const YEAR_WORDS: &[&str] = &[
    "in", "since", "until", "till", "through", "during", "of", "by", "from", "before", "after", "the", "early", "late",
    "mid", "and", "to", "for", "end", "around", "between", "year",
];
