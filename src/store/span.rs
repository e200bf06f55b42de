//! The days that a search may look at.

use super::day::DayNumber;
use super::key::first_key;
use super::query::Days;

/// The days that may be looked at, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: i32,
    pub last: i32,
}

impl Span {
    pub fn of(days: &Days) -> Self {
        let all = if days.is_all() { 0 } else { 1 };
        Self {
            first: days.first.map_or(all, |day| DayNumber::of(day).0),
            // Room for the day after, and for a shift to a key.
            last: days.last.map_or(i32::MAX >> 9, |day| DayNumber::of(day).0),
        }
    }

    /// The smallest key, and the smallest beyond the largest.
    pub fn keys(&self) -> (i64, i64) {
        (first_key(self.first), first_key(self.last + 1))
    }
}
