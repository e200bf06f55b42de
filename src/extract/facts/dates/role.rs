//! What the words before a date say of it.

use std::ops::Range;

use super::super::atoms::Atom;
use super::super::numbers::{is, is_one_of};
use super::super::vocabulary::Kind;
use super::{DateRole, DateValue, Part, Period};

/// Words between a preposition and a date that change nothing here.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "the", "about", "around", "approximately", "roughly", "some", "only", "just", "nearly", "almost", "least",
    "sometime", "exactly", "possibly", "perhaps", "maybe", "an", "a", "another", "further", "initial",
];

const DETERMINERS: &[&str] = &[
    "the", "its", "their", "his", "her", "our", "a", "an", "this", "that", "s",
];

/// The role of the date in `at..end`, and the atoms of its preposition.
pub(super) fn role(
    atoms: &[Atom<'_>],
    at: usize,
    end: usize,
    value: &DateValue,
) -> (DateRole, Range<usize>) {
    let none = at..at;
    if possessive(atoms, end) {
        return (DateRole::Attributive, none);
    }
    let mut before = at;
    while before > 0 && at - before < 4 && is_one_of(atoms, before - 1, FILLERS) {
        before -= 1;
    }
    if before > 0 && is(atoms, before, "least") && is(atoms, before - 1, "at") {
        before -= 1;
    }
    let determined = at > 0 && is_one_of(atoms, at - 1, DETERMINERS);
    let noun = atoms.get(end).is_some_and(|next| {
        next.is_word() && next.kind == Kind::Word && !CLOSED.contains(&next.lower.as_str())
    });
    // "a 90-day truce", "the October 12 deal", "on the 2018 tariffs": the preposition is the noun's.
    let modifier = match value {
        DateValue::Duration(_) => noun && hyphened(atoms, at, end),
        // "the week of July 7", "the end of June" have their own article.
        DateValue::Period(Period::WeekOf(_) | Period::WeekIn(..) | Period::HalfOf(..), _) => false,
        DateValue::Day(_) | DateValue::Period(_, Part::Whole) => {
            determined && noun && !atoms[end].is_capital()
        }
        _ => false,
    };
    if modifier {
        return (DateRole::Attributive, none);
    }
    let Some(word) = before.checked_sub(1).and_then(|n| atoms.get(n)) else {
        return (DateRole::Bare, none);
    };
    let second = |n: usize| {
        before
            .checked_sub(n)
            .map(|n| atoms.get(n).map_or("", |a| a.lower.as_str()))
            .unwrap_or_default()
    };
    let marker = |words: usize| before.saturating_sub(words)..before;
    let starting = |word: &str| {
        matches!(
            word,
            "starting"
                | "beginning"
                | "effective"
                | "commencing"
                | "start"
                | "begins"
                | "begin"
                | "starts"
        )
    };
    match word.lower.as_str() {
        "on" | "upon" | "in" if starting(second(2)) => (DateRole::From, marker(2)),
        "on" | "upon" => (DateRole::On, marker(1)),
        "in" | "at" | "during" | "throughout" | "over" | "between" | "amid" | "circa" => {
            (DateRole::In, marker(1))
        }
        "from" if starting(second(2)) || second(2) == "as" => (DateRole::From, marker(2)),
        "from" | "starting" | "beginning" | "effective" | "commencing" | "onwards" => {
            (DateRole::From, marker(1))
        }
        "of" if second(2) == "as" => (DateRole::From, marker(2)),
        // "for an initial period of 90 days"
        "of" if matches!(value, DateValue::Duration(_))
            && matches!(second(2), "period" | "term" | "duration" | "span") =>
        {
            (DateRole::For, marker(2))
        }
        "of" => (DateRole::Attributive, marker(1)),
        "since" => (DateRole::Since, marker(1)),
        "until" | "till" | "through" | "thru" => (DateRole::Until, marker(1)),
        "to" => (DateRole::To, marker(1)),
        "by" => (DateRole::By, marker(1)),
        "than" if matches!(second(2), "later") => (DateRole::By, marker(3)),
        "as" if matches!(second(2), "soon" | "early" | "late" | "recently") => {
            (DateRole::In, marker(3))
        }
        "before" => (DateRole::Before, marker(1)),
        "after" | "following" => (DateRole::After, marker(1)),
        "for" => (DateRole::For, marker(1)),
        "within" => (DateRole::Within, marker(1)),
        _ => (DateRole::Bare, none),
    }
}

/// "'s" or an apostrophe behind the date.
fn possessive(atoms: &[Atom<'_>], end: usize) -> bool {
    atoms
        .get(end)
        .is_some_and(|mark| mark.glued && matches!(mark.kind, Kind::Mark('\'' | '’')))
        && (is(atoms, end + 1, "s") && atoms.get(end + 1).is_some_and(|s| s.glued)
            || atoms.get(end + 1).is_some_and(Atom::is_word))
}

/// "a 90-day truce"
fn hyphened(atoms: &[Atom<'_>], at: usize, end: usize) -> bool {
    atoms
        .get(at..end)
        .is_some_and(|atoms| atoms.iter().any(|atom| atom.kind == Kind::Dash))
}

/// Words behind a date that do not make it the modifier of a noun.
#[rustfmt::skip]
const CLOSED: &[&str] = &[
    "and", "or", "but", "to", "of", "in", "on", "at", "by", "for", "from", "with", "until", "that", "which", "who", "when",
    "as", "after", "before", "if", "unless", "because", "while", "though", "although", "since", "the", "a", "an", "his",
    "its", "their", "is", "are", "was", "were", "will", "would", "has", "have", "had", "said", "says", "it", "he", "she",
    "they", "we", "i", "not", "also", "over", "under", "against", "between", "during", "into", "than", "so", "then", "there",
    "morning", "afternoon", "evening", "night", "eastern", "et", "gmt", "local", "beijing", "could", "may", "can", "should",
    "might", "must", "announced", "imposed", "agreed", "told", "through", "amid", "ahead", "where", "without", "about",
];
