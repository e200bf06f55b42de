//! Lengths of time and points so far from another: "for 90 days", "in 90 days", "two weeks ago", "60 days after", "within a year".

use super::super::atoms::Atom;
use super::super::numbers::{dash, is, is_one_of, number};
use super::super::vocabulary::{Edge, Kind, Near};
use super::grammar::Read;
use super::{DateValue, Length, Unit};

/// A length of time, with what places it in time, that begins at an atom.
pub(super) fn read(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    stretch_from_now(atoms, at)
        .or_else(|| neighbour(atoms, at))
        .or_else(|| measured(atoms, at))
}

/// "90 days", "a year", "4 to 5 days", "60-day", "two-and-a-half years".
fn length(atoms: &[Atom<'_>], at: usize) -> Read<Length> {
    let (least, most, mut end) = count(atoms, at)?;
    end += usize::from(dash(atoms, end));
    // "10 business days" are more than ten days, by how much is not said.
    end += usize::from(is_one_of(
        atoms,
        end,
        &["full", "more", "calendar", "consecutive", "straight"],
    ));
    let Kind::Unit(mut unit, _) = atoms.get(end)?.kind else {
        return None;
    };
    if unit == Unit::Weekend {
        return None;
    }
    let whole = |value: f64| {
        (value.fract() == 0.0 && (1.0..100_000.0).contains(&value)).then_some(value as u32)
    };
    let (least, most) = match (whole(least), whole(most)) {
        (Some(least), Some(most)) => (least, most),
        // "one and a half years" is a number of months.
        _ if unit == Unit::Year => {
            unit = Unit::Month;
            (whole(least * 12.0)?, whole(most * 12.0)?)
        }
        _ => return None,
    };
    Some((Length { least, most, unit }, end + 1))
}

/// One number or two.
fn count(atoms: &[Atom<'_>], at: usize) -> Option<(f64, f64, usize)> {
    if is_one_of(atoms, at, &["a", "an"]) {
        if is(atoms, at + 1, "half") && dash(atoms, at + 2) {
            return Some((0.5, 0.5, at + 2));
        }
        return matches!(atoms.get(at + 1)?.kind, Kind::Unit(..)).then_some((1.0, 1.0, at + 1));
    }
    if is(atoms, at, "half") && is(atoms, at + 1, "a") {
        return Some((0.5, 0.5, at + 2));
    }
    let first = number(atoms, at)?;
    if first.value < 0.5 {
        return None;
    }
    let joined = is_one_of(atoms, first.end, &["to", "or"]) || dash(atoms, first.end);
    match number(atoms, first.end + 1).filter(|second| joined && second.value > first.value) {
        Some(second) => Some((first.value, second.value, second.end)),
        None => Some((first.value, first.value, first.end)),
    }
}

/// "the past two weeks", "the next 4 to 5 days", "the coming year".
fn stretch_from_now(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let Kind::Near(near @ (Near::Last | Near::Next)) = atoms.get(at)?.kind else {
        return None;
    };
    // "The pact is to last 16 years."
    if is(atoms, at, "last") && at > 0 && is_one_of(atoms, at - 1, BEFORE_VERBS) {
        return None;
    }
    let ahead = near == Near::Next;
    if let Some((length, end)) = count(atoms, at + 1).and_then(|_| length(atoms, at + 1)) {
        return Some((DateValue::Window(length, ahead), end));
    }
    // "over the past year" is a stretch, "last year" and "the coming week" a unit of the calendar.
    let stretch =
        at > 0 && is(atoms, at - 1, "the") && is_one_of(atoms, at, &["past", "last", "next"]);
    let Kind::Unit(unit, false) = atoms.get(at + 1)?.kind else {
        return None;
    };
    let bounded = is_one_of(atoms, at + 2, &["of", "in"]);
    (stretch && !bounded && unit != Unit::Weekend).then_some((
        DateValue::Window(
            Length {
                least: 1,
                most: 1,
                unit,
            },
            ahead,
        ),
        at + 2,
    ))
}

/// "the following week", "the previous year", "the next day": beside something else that the text names.
fn neighbour(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let after = match atoms.get(at)?.kind {
        Kind::Near(Near::Following) => true,
        Kind::Near(Near::Previous) => false,
        Kind::Near(Near::Next) if is(atoms, at + 1, "day") => true,
        _ => return None,
    };
    let end = at + 2;
    let fits = matches!(
        atoms.get(at + 1)?.kind,
        Kind::Unit(_, false) | Kind::Month(_, true) | Kind::Weekday(_, true)
    );
    fits.then_some((
        DateValue::Anchored {
            length: None,
            after,
        },
        end,
    ))
}

/// A length and what stands before or behind it.
fn measured(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let (length, end) = length(atoms, at)?;
    let anchored = |after: bool, end: usize| {
        Some((
            DateValue::Anchored {
                length: Some(length),
                after,
            },
            end,
        ))
    };
    let next = atoms.get(end);
    match next.map(|atom| (atom.kind, atom.lower.as_str())) {
        Some((_, "ago")) => return Some((DateValue::Offset(length, false), end + 1)),
        Some((_, "hence")) => return Some((DateValue::Offset(length, true), end + 1)),
        Some((_, "from")) if is_one_of(atoms, end + 1, &["now", "today"]) => {
            return Some((DateValue::Offset(length, true), end + 2));
        }
        Some((Kind::Edge(Edge::Earlier), _)) => return anchored(false, end + 1),
        Some((Kind::Edge(Edge::Later), _)) => return anchored(true, end + 1),
        Some((_, "before")) => return anchored(false, end),
        Some((_, "prior")) if is(atoms, end + 1, "to") => return anchored(false, end),
        Some((_, "after" | "following" | "from" | "of"))
            if !is(atoms, end, "of") || within(atoms, at) =>
        {
            return anchored(true, end);
        }
        _ => {}
    }
    let mut before = at;
    while before > 0 && is_one_of(atoms, before - 1, FILLERS) {
        before -= 1;
    }
    // A modifier ("a 90-day truce") is a length wherever it stands.
    let hyphen = dash(atoms, end.wrapping_sub(2)) && next.is_some_and(Atom::is_word);
    let preposition = before
        .checked_sub(1)
        .and_then(|at| atoms.get(at))
        .map(|atom| atom.lower.as_str());
    let time = apostrophe(atoms, end);
    match preposition {
        Some("in") if !hyphen => {
            // "in two weeks' time"; "the first increase in three years" looks back.
            let back = before > 1 && is_one_of(atoms, before - 2, LOOKING_BACK);
            (!back).then_some((DateValue::Offset(length, true), time.unwrap_or(end)))
        }
        Some("within") if !hyphen => Some((DateValue::Window(length, true), end)),
        // "$12 billion a year" is a rate, "for a year" a length.
        Some("for" | "after" | "of" | "than" | "over" | "lasts" | "last") => {
            Some((DateValue::Duration(length), end))
        }
        _ if is_one_of(atoms, at, &["a", "an"]) && !hyphen => None,
        _ => Some((DateValue::Duration(length), end)),
    }
}

fn within(atoms: &[Atom<'_>], at: usize) -> bool {
    (1..=2).any(|back| at >= back && is(atoms, at - back, "within"))
}

/// "'s time" or "' time" behind a length.
fn apostrophe(atoms: &[Atom<'_>], at: usize) -> Option<usize> {
    let mark = matches!(atoms.get(at)?.kind, Kind::Mark('\'' | '’'));
    let next = at + usize::from(mark) + usize::from(is(atoms, at + 1, "s"));
    (mark && is(atoms, next, "time")).then_some(next + 1)
}

const BEFORE_VERBS: &[&str] = &[
    "to", "will", "would", "could", "may", "might", "can", "should", "not",
];

const FILLERS: &[&str] = &[
    "about",
    "almost",
    "nearly",
    "another",
    "around",
    "approximately",
    "roughly",
    "at",
    "least",
    "just",
    "only",
    "as",
    "little",
];

/// Nouns and adjectives behind which "in two years" tells how long it has been.
#[rustfmt::skip]
const LOOKING_BACK: &[&str] = &[
    "first", "time", "lowest", "highest", "largest", "biggest", "worst", "best", "most", "level", "low", "high", "visit",
    "meeting", "least", "increase", "rise", "fall", "drop", "decline",
];
