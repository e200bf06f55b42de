//! From what is said to days.

use jiff::civil::{Date, Weekday};

use super::calendar::{around, day, in_week, join, months, only, part, shift, week, years};
use super::{
    CalendarDay, DateValue, DayInterval, InYear, Length, Look, Part, Period, Unit, WhichWeek,
};
use crate::proto::v1::DatePrecision;

/// The days that a value means.
pub(super) fn value(value: &DateValue, reference: Option<Date>, look: Look) -> Option<DayInterval> {
    match value {
        DateValue::Day(day) => calendar_day(*day, reference, look),
        DateValue::Weekday(day, which) => weekday(*day, *which, reference?, look).map(only),
        DateValue::Period(of, which) => {
            // A part that has to do with the present day is of the period around it.
            let look = match which {
                Part::Earlier => Look::Backward,
                Part::Later => Look::Forward,
                _ => look,
            };
            part(period(of, reference, look)?, *which, reference)
        }
        DateValue::Between(from, to) => between(from, to, reference, look),
        DateValue::Offset(length, ahead) => offset(*length, *ahead, reference?),
        DateValue::Window(length, ahead) => window(*length, *ahead, reference?),
        DateValue::Duration(_) | DateValue::Anchored { .. } => None,
        DateValue::Midnight => match look {
            Look::Backward => reference.map(only),
            Look::Forward => shift(reference?, Unit::Day, 1).map(only),
            Look::Nearest => None,
        },
        DateValue::Immediately => reference.map(only),
    }
}

/// The years in which something without a year may lie, those of the reference day and its neighbours.
fn in_year(
    year: InYear,
    reference: Option<Date>,
    look: Look,
    make: impl Fn(i16) -> Option<DayInterval>,
) -> Option<DayInterval> {
    let candidates = |reference: Date| {
        // A leap day may be years away.
        (-4..=4).filter_map(move |n| reference.year().checked_add(n))
    };
    match year {
        InYear::Given(year) => make(year),
        InYear::Relative(years) => make(reference?.year().checked_add(years)?),
        InYear::Last => {
            let reference = reference?;
            candidates(reference)
                .filter_map(make)
                .filter(|days| days.last < reference)
                .max_by_key(|days| days.first)
        }
        InYear::Next => {
            let reference = reference?;
            candidates(reference)
                .filter_map(make)
                .filter(|days| days.first > reference)
                .min_by_key(|days| days.first)
        }
        InYear::Unsaid => {
            let reference = reference?;
            let all = candidates(reference).filter_map(make);
            match look {
                Look::Backward => all
                    .filter(|days| days.first <= reference)
                    .max_by_key(|days| days.first),
                Look::Forward => all
                    .filter(|days| days.last >= reference)
                    .min_by_key(|days| days.first),
                Look::Nearest => all.min_by_key(|days| distance(days, reference)),
            }
        }
    }
}

/// Days between an interval and a day.
fn distance(days: &DayInterval, reference: Date) -> i32 {
    let between = |from: Date, to: Date| (to - from).get_days().max(0);
    between(days.last, reference) + between(reference, days.first)
}

fn calendar_day(of: CalendarDay, reference: Option<Date>, look: Look) -> Option<DayInterval> {
    let Some(month) = of.month else {
        return day_of_month(of.day, reference?, look);
    };
    let make = |year| {
        day(year, month, of.day).filter(|days| {
            of.weekday
                .is_none_or(|weekday| days.first.weekday() == weekday)
        })
    };
    let found = in_year(of.year, reference, look, make);
    match of.weekday {
        // A weekday that fits no near year is a slip of the writer: the date counts.
        Some(_) if found.is_none_or(|days| of.year == InYear::Unsaid && far(&days, reference)) => {
            calendar_day(
                CalendarDay {
                    weekday: None,
                    ..of
                },
                reference,
                look,
            )
        }
        _ => found,
    }
}

fn far(days: &DayInterval, reference: Option<Date>) -> bool {
    reference.is_some_and(|reference| distance(days, reference) > 550)
}

/// "On the 15th": of the month of the reference day or the one beside it.
fn day_of_month(number: i8, reference: Date, look: Look) -> Option<DayInterval> {
    let near = (-2..=2).filter_map(|n| {
        let month = shift(reference.first_of_month(), Unit::Month, n)?;
        day(month.year(), month.month(), number)
    });
    match look {
        Look::Backward => near
            .filter(|days| days.first <= reference)
            .max_by_key(|days| days.first),
        Look::Forward => near
            .filter(|days| days.first >= reference)
            .min_by_key(|days| days.first),
        Look::Nearest => near.min_by_key(|days| distance(days, reference)),
    }
}

fn weekday(day: Weekday, which: WhichWeek, reference: Date, look: Look) -> Option<Date> {
    let here = in_week(reference, day)?;
    match which {
        WhichWeek::Week(weeks) => shift(here, Unit::Week, i64::from(weeks)),
        WhichWeek::Last if here < reference => Some(here),
        WhichWeek::Last => shift(here, Unit::Week, -1),
        WhichWeek::Next if here > reference => Some(here),
        WhichWeek::Next => shift(here, Unit::Week, 1),
        WhichWeek::Unsaid => match look {
            Look::Forward if here < reference => shift(here, Unit::Week, 1),
            Look::Backward | Look::Nearest if here > reference => shift(here, Unit::Week, -1),
            _ => Some(here),
        },
    }
}

fn period(of: &Period, reference: Option<Date>, look: Look) -> Option<DayInterval> {
    match of {
        Period::Relative(Unit::Weekend, 0) => {
            let this = around(reference?, Unit::Weekend)?;
            match look {
                Look::Backward | Look::Nearest if this.first > reference? => {
                    around(shift(reference?, Unit::Week, -1)?, Unit::Weekend)
                }
                _ => Some(this),
            }
        }
        Period::Relative(unit, count) => {
            let start = match unit {
                Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade => {
                    reference?.first_of_month()
                }
                _ => reference?,
            };
            around(shift(start, *unit, i64::from(*count))?, *unit)
        }
        Period::Month(month, year) => {
            in_year(*year, reference, look, |year| months(year, *month, 1))
        }
        Period::Quarter(quarter, year) => in_year(*year, reference, look, |year| {
            months(year, quarter * 3 - 2, 3)
        }),
        Period::Half(half, year) => {
            in_year(*year, reference, look, |year| months(year, half * 6 - 5, 6))
        }
        Period::Season(first, year) => {
            in_year(*year, reference, look, |year| months(year, *first, 3))
        }
        Period::Year(year) => months(*year, 1, 12),
        Period::Years(first, last) => years(*first, *last),
        Period::WeekOf(day) => week(calendar_day(*day, reference, look)?.first),
        Period::WeekIn(number, of) => {
            let whole = period(of, reference, look)?;
            // Sevens of days from either end, whatever day they begin with.
            let first = match number {
                0 => shift(whole.last, Unit::Day, -6)?,
                n => shift(whole.first, Unit::Week, i64::from(*n) - 1)?,
            };
            let last = shift(first, Unit::Day, 6)?.min(whole.last);
            (first <= last).then_some(DayInterval {
                first,
                last,
                precision: DatePrecision::Week,
            })
        }
        Period::HalfOf(half, of) => {
            let whole = period(of, reference, look)?;
            let length = (whole.last - whole.first).get_days() + 1;
            let middle = shift(whole.first, Unit::Day, i64::from(length / 2))?;
            let (first, last) = match half {
                1 => (whole.first, shift(middle, Unit::Day, -1)?),
                _ => (middle, whole.last),
            };
            let precision = match whole.precision {
                DatePrecision::Month => DatePrecision::PartOfMonth,
                _ => DatePrecision::Interval,
            };
            (first <= last).then_some(DayInterval {
                first,
                last,
                precision,
            })
        }
        Period::OtherYear(_) => None,
    }
}

/// Both ends of a range; the first end of a year-less one leads, so that "December 28 to January 5" runs over the new year.
fn between(
    from: &DateValue,
    to: &DateValue,
    reference: Option<Date>,
    look: Look,
) -> Option<DayInterval> {
    let last = value(to, reference, look);
    let first = match (from, &last) {
        // "March 5 to 8, 2026": the year stands at the end.
        (DateValue::Day(day), Some(last)) if day.year == InYear::Unsaid => {
            calendar_day(*day, Some(last.last), Look::Backward)?
        }
        (DateValue::Period(of, which), Some(last)) if last.precision != DatePrecision::Day => part(
            period(of, Some(last.last), Look::Backward)?,
            *which,
            reference,
        )?,
        _ => value(from, reference, look)?,
    };
    let last = match last {
        Some(last) if last.last >= first.first => last,
        _ => value(to, Some(first.last), Look::Forward)?,
    };
    join(first, last)
}

/// "Two weeks ago" is as fine as its unit: days and hours are counted, anything longer is the calendar unit.
fn offset(length: Length, ahead: bool, reference: Date) -> Option<DayInterval> {
    let at = |count: u32| {
        let count = i64::from(count) * if ahead { 1 } else { -1 };
        let day = shift(reference, length.unit, count)?;
        match length.unit {
            // Measures run for exact terms, looking back is vague.
            Unit::Week | Unit::Fortnight | Unit::Month if ahead => Some(only(day)),
            unit => around(day, unit),
        }
    };
    let (near, far) = (at(length.least)?, at(length.most)?);
    match (length.least == length.most, ahead) {
        (true, _) => Some(near),
        (false, true) => join(near, far),
        (false, false) => join(far, near),
    }
}

fn window(length: Length, ahead: bool, reference: Date) -> Option<DayInterval> {
    let count = i64::from(length.most);
    let (first, last) = if ahead {
        (reference, shift(reference, length.unit, count)?)
    } else {
        (shift(reference, length.unit, -count)?, reference)
    };
    Some(DayInterval {
        first,
        last,
        precision: DatePrecision::Interval,
    })
}
