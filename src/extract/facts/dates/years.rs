//! Months, quarters, seasons and years as they are written.

use super::super::atoms::Atom;
use super::super::numbers::{dash, is, is_one_of, mark};
use super::super::vocabulary::{Kind, Near};
use super::grammar::{Read, day_number};
use super::{InYear, Period, Unit};

/// A month, quarter, half, season or year.
pub(super) fn stretch(atoms: &[Atom<'_>], at: usize) -> Read<Period> {
    month(atoms, at)
        .or_else(|| numbered(atoms, at))
        .or_else(|| season(atoms, at))
        .or_else(|| year_period(atoms, at))
}

/// Years that are taken for such where only their form speaks for them.
pub(super) const YEARS: std::ops::Range<i16> = 1800..2100;

/// A year in four digits.
pub(super) fn year(atoms: &[Atom<'_>], at: usize) -> Read<i16> {
    let atom = atoms.get(at)?;
    let Kind::Number(value) = atom.kind else {
        return None;
    };
    let four = atom.text.len() == 4 && atom.text.bytes().all(|byte| byte.is_ascii_digit());
    (four && YEARS.contains(&(value as i16))).then_some((value as i16, at + 1))
}

/// The year behind a month or a day: ", 2025", "last year", "of this year".
pub(super) fn in_year(atoms: &[Atom<'_>], at: usize) -> (InYear, usize) {
    let comma = at + usize::from(mark(atoms, at, ',') || dash(atoms, at) && atoms[at].glued);
    let of = comma + usize::from(is(atoms, comma, "of"));
    if let Some((year, end)) = year(atoms, of) {
        let unit = atoms.get(end).map(|atom| atom.kind);
        if !matches!(unit, Some(Kind::Percent | Kind::Scale(_))) {
            return (InYear::Given(year), end);
        }
    }
    let of = at + usize::from(is(atoms, at, "of"));
    match (
        atoms.get(of).map(|atom| atom.kind),
        atoms.get(of + 1).map(|atom| atom.kind),
    ) {
        (Some(Kind::Near(near)), Some(Kind::Unit(Unit::Year, false))) => match near.offset() {
            Some(years) => (InYear::Relative(years), of + 2),
            None => (InYear::Unsaid, at),
        },
        _ => (InYear::Unsaid, at),
    }
}

/// "March 2025", "September last year", "August".
fn month(atoms: &[Atom<'_>], at: usize) -> Read<Period> {
    let Kind::Month(month, full) = atoms.get(at)?.kind else {
        return None;
    };
    let next = at + 1 + usize::from(!full && mark(atoms, at + 1, '.'));
    let (year, end) = in_year(atoms, next);
    // "May" and "March" are also a name and a verb; short forms alone are no months ("Dec", "Mar-a-Lago").
    let alone = year == InYear::Unsaid;
    let doubtful = !full && !mark(atoms, at + 1, '.')
        || matches!(month, 3 | 5)
            && !at.checked_sub(1).is_some_and(|before| {
                is_one_of(atoms, before, TIME_WORDS) || is_part(atoms, before)
            })
        || atoms
            .get(at + 1)
            .is_some_and(|atom| atom.is_capital() && matches!(month, 4..=6 | 8) && at == 0);
    if alone && doubtful {
        return None;
    }
    Some((Period::Month(month, year), end))
}

/// Words behind which "May" and "March" are months.
#[rustfmt::skip]
const TIME_WORDS: &[&str] = &[
    "in", "since", "until", "till", "through", "during", "of", "by", "from", "before", "after", "as", "and", "last", "next",
    "this",
];

/// Whether the atom, or the word before a hyphen, is "early", "late", "mid" or "end".
fn is_part(atoms: &[Atom<'_>], at: usize) -> bool {
    let word = if dash(atoms, at) {
        at.wrapping_sub(1)
    } else {
        at
    };
    matches!(
        atoms.get(word).map(|atom| atom.kind),
        Some(Kind::Edge(_) | Kind::Month(..))
    )
}

/// "the first quarter of 2026", "Q3 2025", "second half", "H1".
fn numbered(atoms: &[Atom<'_>], at: usize) -> Read<Period> {
    let atom = atoms.get(at)?;
    if matches!(atom.text, "Q" | "H") {
        let Kind::Number(number) = atoms.get(at + 1).filter(|next| next.glued)?.kind else {
            return None;
        };
        let (year, end) = in_year(atoms, at + 2);
        let quarter = atom.text == "Q";
        let most = if quarter { 4.0 } else { 2.0 };
        return (1.0..=most).contains(&number).then(|| {
            let make = if quarter {
                Period::Quarter
            } else {
                Period::Half
            };
            (make(number as i8, year), end)
        });
    }
    let (number, next) = ordinal(atoms, at)?;
    let next = next + usize::from(dash(atoms, next));
    let quarter = match atoms.get(next)? {
        Atom {
            kind: Kind::Unit(Unit::Quarter, false),
            ..
        } if (1..=4).contains(&number) => true,
        half if half.lower == "half" && (1..=2).contains(&number) => false,
        _ => return None,
    };
    let make = |year| {
        if quarter {
            Period::Quarter(number, year)
        } else {
            Period::Half(number, year)
        }
    };
    let end = next + 1;
    if is(atoms, end, "of") && is(atoms, end + 1, "the") && is(atoms, end + 2, "year") {
        return Some((make(InYear::Relative(0)), end + 3));
    }
    let of = end + usize::from(is(atoms, end, "of") || is(atoms, end, "in"));
    if let (false, Some((month @ Period::Month(..), end))) = (quarter, month(atoms, of)) {
        return Some((Period::HalfOf(number, Box::new(month)), end));
    }
    let (year, end) = in_year(atoms, end);
    Some((make(year), end))
}

/// "first", "3rd", "last" as 0.
pub(super) fn ordinal(atoms: &[Atom<'_>], at: usize) -> Read<i8> {
    match atoms.get(at)?.kind {
        Kind::Ordinal(number) => Some((number as i8, at + 1)),
        Kind::Near(Near::Last) => Some((0, at + 1)),
        Kind::Number(_) => {
            let (number, end) = day_number(atoms, at)?;
            (end == at + 2).then_some((number, end))
        }
        _ => None,
    }
}

/// "the summer of 2018", "summer 2018"; without a year only behind "the" or "in".
fn season(atoms: &[Atom<'_>], at: usize) -> Read<Period> {
    let Kind::Season(first) = atoms.get(at)?.kind else {
        return None;
    };
    let (mut year, mut end) = in_year(atoms, at + 1);
    let placed = at > 0
        && is_one_of(
            atoms,
            at - 1,
            &["the", "in", "by", "since", "until", "late", "early"],
        );
    // "Purchases fall this year."
    if first == 9 && matches!(year, InYear::Relative(_)) && !placed {
        (year, end) = (InYear::Unsaid, at + 1);
    }
    let by_itself = at > 0
        && is_one_of(atoms, at - 1, &["the", "in", "by", "this", "until"])
        && !is(atoms, at, "fall");
    let in_the = at > 1
        && is(atoms, at - 1, "the")
        && is_one_of(atoms, at - 2, &["in", "by", "during", "until"]);
    (year != InYear::Unsaid || by_itself && first != 3 || in_the)
        .then_some((Period::Season(first, year), end))
}

/// "2027", "fiscal 2026", "2018-2020", "the 1990s". Only where words beside it speak of time; the caller decides that.
fn year_period(atoms: &[Atom<'_>], at: usize) -> Read<Period> {
    if is_one_of(
        atoms,
        at,
        &["fiscal", "financial", "marketing", "crop", "fy"],
    ) {
        let next = at + 1 + usize::from(is(atoms, at + 1, "year"));
        let (year, mut end) = year(atoms, next)?;
        while atoms.get(end).is_some_and(|atom| {
            atom.glued && matches!(atom.kind, Kind::Number(_) | Kind::Dash | Kind::Mark('/'))
        }) {
            end += 1;
        }
        return Some((Period::OtherYear(year), end));
    }
    let (first, end) = year(atoms, at)?;
    let next = atoms.get(end);
    if next.is_some_and(|next| next.glued && next.lower == "s") {
        return (first % 10 == 0).then_some((Period::Years(first, first + 9), end + 1));
    }
    if next.is_some_and(|next| next.kind == Kind::Dash || next.kind == Kind::Mark('/'))
        && atoms.get(end + 1).is_some_and(|a| a.glued)
    {
        if let Some((last, end)) = year(atoms, end + 1).filter(|(last, _)| *last > first) {
            return Some((Period::Years(first, last), end));
        }
        if let Some(Kind::Number(_)) = atoms.get(end + 1).map(|atom| atom.kind) {
            return Some((Period::OtherYear(first), end + 2));
        }
    }
    Some((Period::Year(first), end))
}
