//! Periods beside the present one and parts of periods: "next week", "late August", "the end of June", "year-end".

use super::super::atoms::Atom;
use super::super::numbers::{dash, is, is_one_of};
use super::super::vocabulary::{Edge, Kind, Near};
use super::grammar::{Read, day, near_named, point};
use super::years::{in_year, ordinal, stretch};
use super::{DateValue, InYear, Part, Period, Unit};

/// A period or a part of one that begins at an atom.
pub(super) fn read(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    edge(atoms, at)
        .or_else(|| named_end(atoms, at))
        .or_else(|| week_of(atoms, at))
        .or_else(|| week_in(atoms, at))
        .or_else(|| near_named(atoms, at))
        .or_else(|| whole(atoms, at))
}

/// "next week", "this year", "last month"; "today".
pub(super) fn near_unit(atoms: &[Atom<'_>], at: usize) -> Read<Period> {
    match atoms.get(at)?.kind {
        Kind::Day(days) => Some((Period::Relative(Unit::Day, i16::from(days)), at + 1)),
        Kind::Near(near) => {
            let behind = usize::from(
                near == Near::This && is_one_of(atoms, at + 1, &["coming", "past", "current"]),
            );
            let near = match atoms.get(at + behind)?.kind {
                Kind::Near(near) => near,
                _ => near,
            };
            let Kind::Unit(unit, false) = atoms.get(at + behind + 1)?.kind else {
                return None;
            };
            if matches!(unit, Unit::Hour | Unit::Day | Unit::Decade) {
                return None;
            }
            let offset = near.offset()?;
            let end = at + behind + 2;
            // "this year's third quarter" is read by its quarter.
            Some((Period::Relative(unit, offset), end))
        }
        _ => None,
    }
}

/// "next week"; "the last week" and "the past year" are stretches that end today, which other rules read.
fn whole(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    if let (Some(Kind::Unit(Unit::Weekend, _)), true) = (
        atoms.get(at).map(|atom| atom.kind),
        at > 1 && is(atoms, at - 1, "the"),
    ) {
        let over = is_one_of(
            atoms,
            at - 2,
            &["over", "during", "at", "on", "for", "by", "before", "after"],
        );
        return over.then_some((
            DateValue::Period(Period::Relative(Unit::Weekend, 0), Part::Whole),
            at + 1,
        ));
    }
    let (period, end) = near_unit(atoms, at)?;
    let so_far = is(atoms, end, "so") && is(atoms, end + 1, "far");
    if so_far && period == Period::Relative(Unit::Year, 0) {
        return Some((DateValue::Period(period, Part::Earlier), end + 2));
    }
    Some((DateValue::Period(period, Part::Whole), end))
}

/// "early August", "mid-August", "late last month", "the end of June", "later this week", "earlier in the year".
fn edge(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    if is(atoms, at, "so") && is(atoms, at + 1, "far") {
        let next = at + 2 + usize::from(is(atoms, at + 2, "in"));
        let (period, end) = near_unit(atoms, next)?;
        return Some((DateValue::Period(period, Part::Earlier), end));
    }
    let Kind::Edge(edge) = atoms.get(at)?.kind else {
        return None;
    };
    let mut next = at + 1;
    // "early-to-mid August" is the wider one's first word; hyphens join.
    next += usize::from(dash(atoms, next));
    let hyphen = next > at + 1;
    if !hyphen {
        next += usize::from(is_one_of(atoms, next, &["of", "in", "on"]));
    }
    let of = next > at + 1 && !hyphen;
    let day_later = matches!(edge, Edge::Later | Edge::Earlier | Edge::Late | Edge::Early);
    if let Some((value, end)) = near_named(atoms, next) {
        return match value {
            DateValue::Period(period, Part::Whole) => {
                Some((DateValue::Period(period, edge.into()), end))
            }
            value if day_later => Some((value, end)),
            _ => None,
        };
    }
    if let Some((period, end)) = near_unit(atoms, next) {
        let part = match period {
            Period::Relative(Unit::Day, _) => Part::Whole,
            _ => edge.into(),
        };
        return Some((DateValue::Period(period, part), end));
    }
    if of && is(atoms, next, "the") {
        if let Some(Kind::Unit(
            unit @ (Unit::Week | Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade),
            false,
        )) = atoms.get(next + 1).map(|atom| atom.kind)
        {
            return Some((
                DateValue::Period(Period::Relative(unit, 0), edge.into()),
                next + 2,
            ));
        }
        next += 1;
    }
    if matches!(edge, Edge::End | Edge::Start)
        && of
        && let Some(Kind::Unit(Unit::Year, false)) = atoms.get(next).map(|atom| atom.kind)
    {
        return Some((
            DateValue::Period(Period::Relative(Unit::Year, 0), edge.into()),
            next + 1,
        ));
    }
    if let Some((period, end)) = stretch(atoms, next) {
        let close = hyphen || of || !matches!(edge, Edge::End | Edge::Start);
        // "later 2025" is no date.
        let fits = close && (of || !matches!(edge, Edge::Earlier | Edge::Later));
        return fits.then(|| (DateValue::Period(period, edge.into()), end));
    }
    // "later on Monday", "early Monday", "late on October 10"
    let (value, end) = point(atoms, next)?;
    (day_later && !hyphen).then_some((value, end))
}

/// "year-end", "month end"; with the year behind it: "year-end 2025".
fn named_end(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let Kind::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Quarter), false) =
        atoms.get(at)?.kind
    else {
        return None;
    };
    let next = at + 1 + usize::from(dash(atoms, at + 1));
    if atoms.get(next)?.kind != Kind::Edge(Edge::End) {
        return None;
    }
    match in_year(atoms, next + 1) {
        (InYear::Given(year), end) if unit == Unit::Year => {
            Some((DateValue::Period(Period::Year(year), Part::End), end))
        }
        _ => Some((
            DateValue::Period(Period::Relative(unit, 0), Part::End),
            next + 1,
        )),
    }
}

/// "the week of March 23", "the week beginning March 23rd".
fn week_of(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let Kind::Unit(Unit::Week, false) = atoms.get(at)?.kind else {
        return None;
    };
    if !is_one_of(
        atoms,
        at + 1,
        &[
            "of",
            "beginning",
            "starting",
            "commencing",
            "from",
            "ending",
        ],
    ) {
        return None;
    }
    let next = at + 2 + usize::from(is_one_of(atoms, at + 2, &["on", "the"]));
    let (day, end) = day(atoms, next)?;
    Some((DateValue::Period(Period::WeekOf(day), Part::Whole), end))
}

/// "the first week of May", "the last week of next month".
fn week_in(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    let (number, next) = ordinal(atoms, at)?;
    let Kind::Unit(Unit::Week, false) = atoms.get(next)?.kind else {
        return None;
    };
    if !is_one_of(atoms, next + 1, &["of", "in"]) || number > 53 {
        return None;
    }
    let (of, end) = near_unit(atoms, next + 2).or_else(|| stretch(atoms, next + 2))?;
    Some((
        DateValue::Period(Period::WeekIn(number, Box::new(of)), Part::Whole),
        end,
    ))
}
