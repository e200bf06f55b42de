//! Dates in a sentence: what is written, how it stands to the event, and the days that it means.
//!
//! `find` reads the words; [`DateExpression::resolve`] turns them into days. Weeks run from Monday to Sunday. Thirds of a
//! month or year are early, mid and late: "late August" is the 21st to the 31st. "Earlier this year" ends with the
//! reference day, "later this year" begins with it.

mod anchored;
mod calendar;
mod find;
mod grammar;
mod periods;
pub mod reference;
mod resolve;
mod role;
mod sense;
#[cfg(test)]
mod tests;
mod years;

use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::vocabulary::{Edge, Near};
use crate::proto::v1::DatePrecision;
pub use find::find;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Two weeks.
    Fortnight,
    /// Saturday and Sunday.
    Weekend,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// At least so many.
    pub least: u32,
    /// At most so many; the same where the text gives one number.
    pub most: u32,
    /// Of these.
    pub unit: Unit,
}

/// Which year a month or day lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InYear {
    /// Not said: the nearest in the direction of reading.
    Unsaid,
    /// A year.
    Given(i16),
    /// So many years from the present one: "August last year" is -1.
    Relative(i16),
    /// The last one that is over: "last September".
    Last,
    /// The first that has not begun: "next March".
    Next,
}

/// A day by month and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// Year.
    pub year: InYear,
    /// Month, 1 to 12; none in "on the 15th".
    pub month: Option<i8>,
    /// Day of the month.
    pub day: i8,
    /// Day of the week, where it is named beside.
    pub weekday: Option<Weekday>,
}

/// Which of all Mondays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichWeek {
    /// Not said: the nearest in the direction of reading.
    Unsaid,
    /// The last before the reference day.
    Last,
    /// The first behind it.
    Next,
    /// The one of a week, counted from the present one.
    Week(i8),
}

/// A stretch of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Period {
    /// So many units from the present one: "next week" is one week, "today" is no day.
    Relative(Unit, i16),
    /// A month.
    Month(i8, InYear),
    /// A quarter, 1 to 4.
    Quarter(i8, InYear),
    /// A half of a year, 1 or 2.
    Half(i8, InYear),
    /// Three months that begin with this one.
    Season(i8, InYear),
    /// A year.
    Year(i16),
    /// Years, first and last.
    Years(i16, i16),
    /// The week with this day in it.
    WeekOf(CalendarDay),
    /// A week of a month or year, from 1; the last is 0.
    WeekIn(i8, Box<Period>),
    /// A half of a month or another period, 1 or 2.
    HalfOf(i8, Box<Period>),
    /// A year of a calendar that is not known here: "fiscal 2026", "the 2025/26 marketing year".
    OtherYear(i16),
}

/// Which part of a period is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its first third.
    Early,
    /// Its second third.
    Mid,
    /// Its last third.
    Late,
    /// Its first day.
    Start,
    /// Its last day.
    End,
    /// From its first day to the reference day.
    Earlier,
    /// From the reference day to its last day.
    Later,
}

/// What a date expression says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateValue {
    /// "October 10, 2025".
    Day(CalendarDay),
    /// "Monday", "last Thursday".
    Weekday(Weekday, WhichWeek),
    /// "late August", "next week", "the end of 2026".
    Period(Period, Part),
    /// "July 6-8", "April and May".
    Between(Box<DateValue>, Box<DateValue>),
    /// A point so far from the reference day: "two weeks ago" (`ahead` is false), "in 90 days".
    Offset(Length, bool),
    /// A stretch of time that ends or begins with the reference day: "in the past two weeks", "within 30 days" (`ahead`).
    Window(Length, bool),
    /// How long: "for 90 days".
    Duration(Length),
    /// So far from something else that the sentence names: "60 days after publication", "a year earlier" (`after` is false).
    Anchored {
        /// How far.
        length: Option<Length>,
        /// Whether behind it.
        after: bool,
    },
    /// The start of a day, not said which.
    Midnight,
    /// At once.
    Immediately,
}

/// How a date stands to what happens, as its preposition says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateRole {
    /// No preposition: "said Monday".
    Bare,
    /// "on", "at".
    On,
    /// "in", "during".
    In,
    /// "from", "starting", "effective", "as of".
    From,
    /// "until", "through".
    Until,
    /// "to", behind a verb of moving a date or a date with "from".
    To,
    /// "by", "no later than".
    By,
    /// "before", "ahead of".
    Before,
    /// "after".
    After,
    /// "since".
    Since,
    /// "for": a length of time, or the day something is set for.
    For,
    /// "within".
    Within,
    /// Belongs to a noun: "last year's accord", "the October 12 deal".
    Attributive,
}

/// In which direction a date without a year, or a weekday, is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// The latest that is not behind the reference day.
    Backward,
    /// The earliest that is not before it.
    Forward,
    /// The nearest; of weekdays, the latest.
    Nearest,
}

/// A date in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateExpression {
    /// Its tokens inside the sentence, without the preposition.
    pub tokens: Range<usize>,
    /// The tokens of its preposition, empty where there is none.
    pub marker: Range<usize>,
    /// What the preposition says.
    pub role: DateRole,
    /// What it says.
    pub value: DateValue,
    /// The direction that the words around it suggest.
    pub sense: Look,
}

/// Days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayInterval {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// How finely the date is known.
    pub precision: DatePrecision,
}

impl DateExpression {
    /// The days that are meant; none where the words leave it open or only a reference day could tell.
    pub fn resolve(&self, reference: Option<Date>, look: Look) -> Option<DayInterval> {
        resolve::value(&self.value, reference, look)
    }

    /// The days that are meant, read in the direction that the words around suggest.
    pub fn days(&self, reference: Option<Date>) -> Option<DayInterval> {
        self.resolve(reference, self.sense)
    }

    /// How long, where it is a length of time.
    pub fn length(&self) -> Option<Length> {
        match self.value {
            DateValue::Duration(length)
            | DateValue::Offset(length, _)
            | DateValue::Window(length, _) => Some(length),
            DateValue::Anchored { length, .. } => length,
            _ => None,
        }
    }
}

impl Length {
    /// The day so far behind another one; the longer end of a range.
    pub fn after(&self, day: Date) -> Option<Date> {
        calendar::shift(day, self.unit, i64::from(self.most))
    }
}

impl From<Edge> for Part {
    fn from(edge: Edge) -> Self {
        match edge {
            Edge::Early => Self::Early,
            Edge::Mid => Self::Mid,
            Edge::Late => Self::Late,
            Edge::Start => Self::Start,
            Edge::End => Self::End,
            Edge::Earlier => Self::Earlier,
            Edge::Later => Self::Later,
        }
    }
}

impl Near {
    /// Units from the present one; none where the text names another point of reference.
    fn offset(self) -> Option<i16> {
        match self {
            Self::Last => Some(-1),
            Self::This => Some(0),
            Self::Next => Some(1),
            Self::Previous | Self::Following => None,
        }
    }
}
