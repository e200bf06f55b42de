//! What the words before a date say of its part in what happens.

use std::ops::Range;

use super::super::atoms::Atom;
use super::super::numbers::{is, is_one_of, mark};
use super::{DateRole, DateValue};

/// The role of the date at `at..end`, and the atoms of its preposition.
pub(super) fn of(
    atoms: &[Atom<'_>],
    at: usize,
    end: usize,
    value: &DateValue,
) -> (DateRole, Range<usize>) {
    let none = at..at;
    if mark(atoms, end, '\'') || mark(atoms, end, '’') {
        return (DateRole::Attributive, none);
    }
    let mut before = at;
    while before > 0 && (is_one_of(atoms, before - 1, BETWEEN) || time_of_day(atoms, before - 1)) {
        before -= 1;
    }
    let Some(last) = before.checked_sub(1) else {
        return (bare(atoms, at, end, value), none);
    };
    let pairs: &[(&str, &str, DateRole)] = &[
        ("as", "of", DateRole::From),
        ("as", "from", DateRole::From),
        ("starting", "from", DateRole::From),
        ("starting", "on", DateRole::From),
        ("beginning", "on", DateRole::From),
        ("beginning", "in", DateRole::From),
        ("starting", "in", DateRole::From),
        ("effective", "from", DateRole::From),
        ("effective", "on", DateRole::From),
        ("effect", "on", DateRole::From),
        ("effect", "from", DateRole::From),
        ("force", "on", DateRole::From),
        ("later", "than", DateRole::By),
        ("ahead", "of", DateRole::Before),
        ("prior", "to", DateRole::Before),
        ("up", "to", DateRole::Until),
        ("soon", "as", DateRole::From),
        ("early", "as", DateRole::From),
    ];
    if let Some((.., role)) = pairs.iter().find(|(first, second, _)| {
        is(atoms, last, second) && last > 0 && is(atoms, last - 1, first)
    }) {
        return (*role, last - 1..last + 1);
    }
    let role = match atoms[last].lower.as_str() {
        "on" | "at" => DateRole::On,
        "in" | "during" | "over" => DateRole::In,
        "from" | "starting" | "beginning" | "effective" => DateRole::From,
        "until" | "till" | "through" | "thru" => DateRole::Until,
        "to" => DateRole::To,
        "by" => DateRole::By,
        "before" => DateRole::Before,
        "after" | "following" => DateRole::After,
        "since" => DateRole::Since,
        "for" => DateRole::For,
        "within" => DateRole::Within,
        "of" => DateRole::Attributive,
        _ => return (bare(atoms, at, end, value), none),
    };
    (role, last..last + 1)
}

/// Without preposition: "the October 12 deal" belongs to a noun, "said Monday" does not.
fn bare(atoms: &[Atom<'_>], at: usize, end: usize, value: &DateValue) -> DateRole {
    let determined = at > 0
        && is_one_of(
            atoms,
            at - 1,
            &["the", "its", "a", "an", "his", "their", "this", "that"],
        );
    let noun = atoms
        .get(end)
        .is_some_and(|next| next.is_word() && !next.is_capital());
    let stretch = matches!(value, DateValue::Period(..) | DateValue::Window(..));
    if determined && noun && !stretch {
        DateRole::Attributive
    } else {
        DateRole::Bare
    }
}

/// Words that may stand between a preposition and its date.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "the", "midnight", "about", "around", "approximately", "nearly", "early", "noon", "next", "this", "eastern", "time",
    "et", "est", "edt", "gmt", "washington", "local", "only", "just",
];

/// "12:01 a.m."
fn time_of_day(atoms: &[Atom<'_>], at: usize) -> bool {
    use super::super::vocabulary::Kind;
    is_one_of(atoms, at, &["am", "pm", "a.m.", "p.m."])
        || mark(atoms, at, ':')
        || atoms
            .get(at)
            .is_some_and(|atom| matches!(atom.kind, Kind::Number(value) if value < 60.0))
            && (mark(atoms, at + 1, ':') || at > 0 && mark(atoms, at - 1, ':'))
}
