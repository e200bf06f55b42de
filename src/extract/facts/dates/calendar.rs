//! The arithmetic of days, on jiff. Every result outside of the years that jiff knows is none.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::{DayInterval, Part, Unit};
use crate::proto::v1::DatePrecision;

/// A day so many units from another.
pub(super) fn shift(day: Date, unit: Unit, count: i64) -> Option<Date> {
    let span = Span::new();
    let span = match unit {
        // A time of day is not known: hours round up to days.
        Unit::Hour => span.try_days((count.abs() + 23) / 24 * count.signum()),
        Unit::Day => span.try_days(count),
        Unit::Week | Unit::Weekend => span.try_weeks(count),
        Unit::Fortnight => span.try_weeks(count.checked_mul(2)?),
        Unit::Month => span.try_months(count),
        Unit::Quarter => span.try_months(count.checked_mul(3)?),
        Unit::Year => span.try_years(count),
        Unit::Decade => span.try_years(count.checked_mul(10)?),
    }
    .ok()?;
    day.checked_add(span).ok()
}

/// A day of a year.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<DayInterval> {
    Date::new(year, month, day).ok().map(only)
}

/// One day.
pub(super) fn only(day: Date) -> DayInterval {
    DayInterval {
        first: day,
        last: day,
        precision: DatePrecision::Day,
    }
}

/// Whole months.
pub(super) fn months(year: i16, first: i8, count: i64) -> Option<DayInterval> {
    let first = Date::new(year, first, 1).ok()?;
    let last = shift(shift(first, Unit::Month, count)?, Unit::Day, -1)?;
    let precision = match count {
        1 => DatePrecision::Month,
        12 => DatePrecision::Year,
        _ => DatePrecision::Quarter,
    };
    Some(DayInterval {
        first,
        last,
        precision,
    })
}

/// Monday to Sunday.
pub(super) fn week(day: Date) -> Option<DayInterval> {
    let first = monday(day)?;
    Some(DayInterval {
        first,
        last: shift(first, Unit::Day, 6)?,
        precision: DatePrecision::Week,
    })
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Option<Date> {
    shift(
        day,
        Unit::Day,
        -i64::from(day.weekday().to_monday_zero_offset()),
    )
}

/// The day of the week in the week of another day.
pub(super) fn in_week(day: Date, weekday: Weekday) -> Option<Date> {
    shift(
        monday(day)?,
        Unit::Day,
        i64::from(weekday.to_monday_zero_offset()),
    )
}

/// The calendar unit that holds a day.
pub(super) fn around(day: Date, unit: Unit) -> Option<DayInterval> {
    match unit {
        Unit::Hour | Unit::Day => Some(only(day)),
        Unit::Week | Unit::Fortnight => week(day),
        Unit::Weekend => {
            let week = week(day)?;
            Some(DayInterval {
                first: shift(week.last, Unit::Day, -1)?,
                last: week.last,
                precision: DatePrecision::Interval,
            })
        }
        Unit::Month => months(day.year(), day.month(), 1),
        Unit::Quarter => months(day.year(), (day.month() - 1) / 3 * 3 + 1, 3),
        Unit::Year => months(day.year(), 1, 12),
        Unit::Decade => years(
            day.year().div_euclid(10) * 10,
            day.year().div_euclid(10) * 10 + 9,
        ),
    }
}

/// Whole years.
pub(super) fn years(first: i16, last: i16) -> Option<DayInterval> {
    Some(DayInterval {
        first: Date::new(first, 1, 1).ok()?,
        last: Date::new(last, 12, 31).ok()?,
        precision: DatePrecision::Interval,
    })
    .filter(|interval| interval.first <= interval.last)
}

/// A part of an interval. Thirds of a month end with the 10th, the 20th and the last day, those of a year with April,
/// August and December, those of anything else with a third of its days.
pub(super) fn part(of: DayInterval, part: Part, reference: Option<Date>) -> Option<DayInterval> {
    let (first, last) = match part {
        Part::Whole => return Some(of),
        Part::Start => return Some(only(of.first)),
        Part::End => return Some(only(of.last)),
        Part::Earlier => (of.first, reference?.min(of.last)),
        Part::Later => (reference?.max(of.first), of.last),
        Part::Early | Part::Mid | Part::Late => {
            let third = match part {
                Part::Early => 0,
                Part::Mid => 1,
                _ => 2,
            };
            let start = |n: i64| {
                let (unit, step) = match of.precision {
                    DatePrecision::Month => (Unit::Day, 10),
                    DatePrecision::Year => (Unit::Month, 4),
                    _ => (
                        Unit::Day,
                        i64::from((of.last - of.first).get_days() + 1) / 3,
                    ),
                };
                shift(of.first, unit, n * step)
            };
            let last = if third == 2 {
                of.last
            } else {
                shift(start(third + 1)?, Unit::Day, -1)?
            };
            (start(third)?, last)
        }
    };
    let precision = match (part, of.precision) {
        (Part::Earlier | Part::Later, _) => DatePrecision::Interval,
        (_, DatePrecision::Month) => DatePrecision::PartOfMonth,
        (_, DatePrecision::Year) => DatePrecision::Quarter,
        _ => DatePrecision::Interval,
    };
    (first <= last).then_some(DayInterval {
        first,
        last,
        precision,
    })
}

/// The smallest interval that holds both.
pub(super) fn join(from: DayInterval, to: DayInterval) -> Option<DayInterval> {
    (from.first <= to.last).then_some(DayInterval {
        first: from.first,
        last: to.last,
        precision: DatePrecision::Interval,
    })
}
