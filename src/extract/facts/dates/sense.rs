//! In which direction the words around a date look.

use super::super::atoms::Atom;
use super::super::numbers::is;
use super::super::vocabulary::Kind;
use super::{DateRole, Look};

/// Atoms before the date that are looked at, nearest first.
const BEFORE: usize = 16;
/// Atoms behind it, where those before do not decide.
const BEHIND: usize = 10;

/// The direction for the date at `at..end`.
pub(super) fn of(atoms: &[Atom<'_>], at: usize, end: usize, role: DateRole) -> Look {
    match role {
        DateRole::Until | DateRole::By | DateRole::Before | DateRole::To => return Look::Forward,
        DateRole::Since => return Look::Backward,
        _ => {}
    }
    // "Will be held": what stands behind "be" has no tense of its own.
    let before = (at.saturating_sub(BEFORE)..at)
        .rev()
        .filter(|&word| word == 0 || !is(atoms, word - 1, "be"))
        .filter_map(|word| atoms.get(word));
    // A clause of its own has a tense of its own.
    let clause = |atom: &&Atom<'_>| !matches!(atom.kind, Kind::Mark(';' | ':'));
    let behind = atoms.get(end..).unwrap_or_default().iter().take(BEHIND);
    before
        .take_while(clause)
        .chain(behind.take_while(clause))
        .find_map(tense)
        .unwrap_or(Look::Nearest)
}

/// What a word tells of the time spoken of.
fn tense(atom: &Atom<'_>) -> Option<Look> {
    if FORWARD.contains(&atom.lower.as_str()) {
        return Some(Look::Forward);
    }
    let past = BACKWARD.contains(&atom.lower.as_str())
        || atom.lower.len() > 4 && atom.lower.ends_with("ed") && !atom.is_capital();
    past.then_some(Look::Backward)
}

#[rustfmt::skip]
const FORWARD: &[&str] = &[
    "will", "would", "shall", "ll", "plan", "plans", "planned", "planning", "set", "due", "scheduled", "slated", "expected",
    "expects", "intends", "intend", "deadline", "upcoming", "could", "may", "might", "can", "expire", "expires", "begin",
    "begins", "starting", "start", "starts", "effective", "proposed", "threatening", "threatens", "supposed", "poised",
];

#[rustfmt::skip]
const BACKWARD: &[&str] = &[
    "was", "were", "had", "has", "have", "been", "did", "said", "told", "took", "met", "held", "hit", "made", "went",
    "came", "began", "struck", "put", "spoke", "rose", "fell", "won", "wrote", "gave", "sent", "ago", "last", "dated",
    "signed", "since", "cut", "brought", "left", "broke", "sought", "lost", "got", "became",
];
