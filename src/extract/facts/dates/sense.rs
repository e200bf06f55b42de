//! Whether the words around a date speak of what was or of what will be.

use super::super::atoms::Atom;
use super::super::numbers::is_one_of;
use super::super::vocabulary::Kind;
use super::{DateRole, DateValue, Look};

/// How many atoms away a verb may stand.
const REACH: usize = 28;

/// The direction in which the date in `at..end` is best looked for.
pub(super) fn sense(
    atoms: &[Atom<'_>],
    at: usize,
    end: usize,
    role: DateRole,
    value: &DateValue,
) -> Look {
    match role {
        DateRole::Since => return Look::Backward,
        // "was extended until July 9": behind the verb's own time.
        DateRole::Until | DateRole::By | DateRole::Before | DateRole::To => return Look::Forward,
        _ => {}
    }
    // The verb before the date rules it; a date that opens its clause waits for the verb behind.
    let before = (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|&n| !boundary(&atoms[n]))
        .find_map(|n| verb(atoms, n));
    let after = || {
        (end..atoms.len().min(end + REACH))
            .take_while(|&n| !boundary(&atoms[n]))
            .find_map(|n| verb(atoms, n))
    };
    let weekday = matches!(value, DateValue::Weekday(..));
    let cue = match role {
        // "Tuesday's move to raise duties" was on Tuesday, whatever verbs stand about.
        DateRole::Attributive if weekday => None,
        DateRole::Attributive => before,
        // "The threat on Tuesday to raise duties": an aim behind the date is not what it dates.
        _ => before.or_else(|| after().filter(|cue| !matches!(cue, Cue::Aim))),
    };
    match cue {
        Some(Cue::Past) => Look::Backward,
        Some(Cue::Future) => Look::Forward,
        Some(Cue::Aim) if weekday => Look::Forward,
        None if role == DateRole::Within => Look::Forward,
        Some(Cue::Aim) | None => Look::Nearest,
    }
}

/// What a word says of the time of what is told.
#[derive(Clone, Copy)]
enum Cue {
    /// It has been.
    Past,
    /// It will be.
    Future,
    /// An aim or a beginning, which may lie behind: "the decision to", "starting".
    Aim,
}

fn boundary(atom: &Atom<'_>) -> bool {
    matches!(
        atom.kind,
        Kind::Mark(';' | ':' | '“' | '”' | '"' | '(' | ')')
    )
}

/// What a verb or noun of time at an atom says.
fn verb(atoms: &[Atom<'_>], at: usize) -> Option<Cue> {
    let atom = atoms.get(at)?;
    if atom.kind != Kind::Word && atom.lower != "may" {
        return None;
    }
    let word = atom.lower.as_str();
    if FUTURE.contains(&word) {
        return Some(Cue::Future);
    }
    if AIM.contains(&word) {
        return Some(Cue::Aim);
    }
    if word == "to" {
        let infinitive = atoms.get(at + 1).is_some_and(|next| {
            next.kind == Kind::Word
                && !next.is_capital()
                && !NOT_VERBS.contains(&next.lower.as_str())
        });
        return infinitive.then(|| infinitive_of(atoms, at));
    }
    if PAST.contains(&word) || word.len() > 4 && word.ends_with("ed") && !NOT_PAST.contains(&word) {
        return Some(passive(atoms, at));
    }
    None
}

/// "Plans to", "is due to" look ahead, "a decision to" need not.
fn infinitive_of(atoms: &[Atom<'_>], to: usize) -> Cue {
    let before = to.checked_sub(1).and_then(|n| atoms.get(n));
    match before {
        Some(word) if FUTURE.contains(&word.lower.as_str()) => Cue::Future,
        _ => Cue::Aim,
    }
}

/// Past tense, unless "be" or "being" before the participle leaves it open: "will be imposed on June 1".
fn passive(atoms: &[Atom<'_>], at: usize) -> Cue {
    let mut before = at;
    while before > 0
        && at - before < 3
        && atoms[before - 1].kind == Kind::Word
        && (atoms[before - 1].lower.ends_with("ly")
            || is_one_of(atoms, before - 1, &["also", "not"]))
    {
        before -= 1;
    }
    let helper = before.checked_sub(1).map(|n| atoms[n].lower.as_str());
    match helper {
        Some("be" | "is" | "are") => Cue::Future,
        _ => Cue::Past,
    }
}

#[rustfmt::skip]
const FUTURE: &[&str] = &[
    "will", "would", "shall", "ll", "may", "might", "could", "can", "should", "must", "expected", "scheduled", "planned",
    "due", "slated", "set", "plans", "planning", "plan", "expects", "deadline", "upcoming", "begins", "starts", "takes",
    "expires", "ends", "intends", "vows", "going", "wants", "aims", "proposed", "faces", "unless", "if", "looming",
];

#[rustfmt::skip]
const AIM: &[&str] = &["starting", "beginning", "commencing", "effective", "supposed", "meant"];

/// Past forms that do not end in "-ed".
#[rustfmt::skip]
const PAST: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "took", "made", "met", "held", "began", "went", "came", "gave", "put", "hit",
    "struck", "sent", "won", "lost", "fell", "rose", "spoke", "wrote", "left", "became", "brought", "bought", "sold", "paid",
    "laid", "led", "cut", "broke", "withdrew", "drew", "fought", "got", "kept", "saw", "taken", "given", "been", "begun",
    "filed", "found", "ran", "shut", "slapped",
];

/// Words in "-ed" that are no past tense.
const NOT_PAST: &[&str] = &[
    "united",
    "need",
    "exceed",
    "proceed",
    "indeed",
    "speed",
    "named",
    "based",
    "so-called",
    "called",
    "related",
    "hundred",
    "agreed-upon",
];

const NOT_VERBS: &[&str] = &[
    "the",
    "a",
    "an",
    "its",
    "their",
    "his",
    "her",
    "our",
    "about",
    "be",
    "this",
    "that",
    "those",
    "these",
    "all",
    "up",
    "more",
    "at",
    "around",
    "goods",
    "products",
    "imports",
    "countries",
];
