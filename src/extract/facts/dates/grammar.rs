//! Days and weekdays as they are written.

use super::super::atoms::Atom;
use super::super::numbers::{dash, is, is_one_of, mark};
use super::super::vocabulary::{Kind, Near};
use super::years::{YEARS, in_year, stretch};
use super::{CalendarDay, DateValue, InYear, Part, Period, Unit, WhichWeek};

/// What is read, and one past its last atom.
pub(super) type Read<T> = Option<(T, usize)>;

/// A day, month, weekday or year that begins at an atom.
pub(super) fn point(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    weekday(atoms, at)
        .or_else(|| day(atoms, at).map(|(day, end)| (DateValue::Day(day), end)))
        .or_else(|| {
            stretch(atoms, at).map(|(period, end)| (DateValue::Period(period, Part::Whole), end))
        })
}

/// A day of the week, with the date or the week beside it.
fn weekday(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let Kind::Weekday(weekday, full) = atoms.get(at)?.kind else {
        return None;
    };
    let mut next = at + 1 + usize::from(!full && mark(atoms, at + 1, '.'));
    let short = next;
    next += usize::from(mark(atoms, next, ',') || mark(atoms, next, '('));
    next += usize::from(is(atoms, next, "the"));
    if let Some((day, end)) = day(atoms, next).or_else(|| ordinal_day(atoms, next)) {
        let day = CalendarDay {
            weekday: Some(weekday),
            ..day
        };
        return Some((DateValue::Day(day), end));
    }
    if !full {
        return None;
    }
    let of = short + usize::from(is_one_of(atoms, short, &["of", "in"]));
    let named = match (
        atoms.get(of).map(|atom| atom.kind),
        atoms.get(of + 1).map(|atom| atom.kind),
    ) {
        (Some(Kind::Near(near)), Some(Kind::Unit(Unit::Week, false))) => near.offset(),
        _ => None,
    };
    Some(match named {
        Some(weeks) => (
            DateValue::Weekday(weekday, WhichWeek::Week(weeks as i8)),
            of + 2,
        ),
        None => (DateValue::Weekday(weekday, WhichWeek::Unsaid), short),
    })
}

/// "last Thursday", "next September", "this coming Friday", "this summer".
pub(super) fn near_named(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let Kind::Near(mut near) = atoms.get(at)?.kind else {
        return None;
    };
    let mut next = at + 1;
    if let (Near::This, Some(Kind::Near(second))) = (near, atoms.get(next).map(|atom| atom.kind)) {
        near = second;
        next += 1;
    }
    let year = match near {
        Near::Last => InYear::Last,
        Near::This => InYear::Relative(0),
        Near::Next => InYear::Next,
        Near::Previous | Near::Following => return None,
    };
    match atoms.get(next)?.kind {
        Kind::Weekday(weekday, true) => {
            if let Some((DateValue::Day(day), end)) = self::weekday(atoms, next) {
                return Some((DateValue::Day(day), end));
            }
            let which = match near {
                Near::Last => WhichWeek::Last,
                Near::This => WhichWeek::Week(0),
                _ => WhichWeek::Next,
            };
            Some((DateValue::Weekday(weekday, which), next + 1))
        }
        Kind::Month(month, full) => {
            if let Some((mut day, end)) = day(atoms, next) {
                if day.year == InYear::Unsaid {
                    day.year = year;
                }
                return Some((DateValue::Day(day), end));
            }
            let end = next + 1 + usize::from(!full && mark(atoms, next + 1, '.'));
            Some((
                DateValue::Period(Period::Month(month, year), Part::Whole),
                end,
            ))
        }
        Kind::Season(first) => Some((
            DateValue::Period(Period::Season(first, year), Part::Whole),
            next + 1,
        )),
        _ => None,
    }
}

/// "October 10, 2025", "10 October", "the 5th of May", "2025-10-18", "13/4/2019".
pub(super) fn day(atoms: &[Atom<'_>], at: usize) -> Read<CalendarDay> {
    if let Kind::Month(month, full) = atoms.get(at)?.kind {
        let next = at + 1 + usize::from(!full && mark(atoms, at + 1, '.'));
        let next = next + usize::from(is(atoms, next, "the"));
        let (day, end) = day_number(atoms, next)?;
        if day > last_day(month) {
            return None;
        }
        let (year, end) = in_year(atoms, end);
        return Some((calendar_day(year, month, day), end));
    }
    if let Some(found) = numeric(atoms, at) {
        return Some(found);
    }
    let (day, end) = day_number(atoms, at)?;
    let mut next = end + usize::from(is(atoms, end, "of") || dash(atoms, end));
    let Kind::Month(month, full) = atoms.get(next)?.kind else {
        return None;
    };
    if day > last_day(month) {
        return None;
    }
    next += 1 + usize::from(!full && mark(atoms, next + 1, '.'));
    let (year, end) = in_year(atoms, next);
    Some((calendar_day(year, month, day), end))
}

fn calendar_day(year: InYear, month: i8, day: i8) -> CalendarDay {
    CalendarDay {
        year,
        month: Some(month),
        day,
        weekday: None,
    }
}

fn last_day(month: i8) -> i8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day of the month in digits, "15" or "15th", that measures nothing.
pub(super) fn day_number(atoms: &[Atom<'_>], at: usize) -> Read<i8> {
    let atom = atoms.get(at)?;
    let Kind::Number(value) = atom.kind else {
        return None;
    };
    let whole = atom.text.len() <= 2 && (1.0..=31.0).contains(&value);
    let ending = atoms
        .get(at + 1)
        .is_some_and(|next| next.glued && matches!(next.lower.as_str(), "st" | "nd" | "rd" | "th"));
    let end = at + 1 + usize::from(ending);
    let measured = atoms.get(end).is_some_and(|next| {
        matches!(next.kind, Kind::Percent | Kind::Scale(_) | Kind::Unit(..))
            || next.glued && next.is_word()
            || next.kind == Kind::Mark('/')
    }) || is(atoms, end, "per") && is_one_of(atoms, end + 1, &["cent", "centum"]);
    (whole && !measured).then_some((value as i8, end))
}

/// "15th" or "the 15th" without a month, maybe "of next month".
pub(super) fn ordinal_day(atoms: &[Atom<'_>], at: usize) -> Read<CalendarDay> {
    let (day, end) = day_number(atoms, at)?;
    (end == at + 2).then_some((
        CalendarDay {
            year: InYear::Unsaid,
            month: None,
            day,
            weekday: None,
        },
        end,
    ))
}

/// "2025-10-18", "2025/10/18", "13/4/2019" where only one reading is a date.
fn numeric(atoms: &[Atom<'_>], at: usize) -> Read<CalendarDay> {
    let part = |n: usize| match atoms.get(at + n) {
        Some(Atom {
            kind: Kind::Number(value),
            text,
            glued,
            ..
        }) if value.fract() == 0.0 && (n == 0 || *glued) => Some((*value as i16, text.len())),
        _ => None,
    };
    let separator = |n: usize| {
        atoms
            .get(at + n)
            .filter(|atom| atom.glued && (atom.kind == Kind::Dash || atom.kind == Kind::Mark('/')))
            .map(|atom| atom.kind)
    };
    let (first, second) = (separator(1)?, separator(3)?);
    let (a, b, c) = (part(0)?, part(2)?, part(4)?);
    let continued = atoms
        .get(at + 5)
        .is_some_and(|next| next.glued && (next.is_word() || next.kind == first));
    if first != second || continued {
        return None;
    }
    let (year, month, day) = match (a.1, b.1, c.1) {
        (4, 2, 2) => (a.0, b.0, c.0),
        (1..=2, 1..=2, 4) if b.0 > 12 || a.0 == b.0 => (c.0, a.0, b.0),
        (1..=2, 1..=2, 4) if a.0 > 12 => (c.0, b.0, a.0),
        _ => return None,
    };
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let fits =
        (1..=12).contains(&month) && (1..=last_day(month)).contains(&day) && YEARS.contains(&year);
    fits.then(|| (calendar_day(InYear::Given(year), month, day), at + 5))
}
