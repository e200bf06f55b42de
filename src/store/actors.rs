//! What actors are found by, and since when they are known.

use std::collections::BTreeSet;

use super::day::DayNumber;
use crate::proto::v1;

/// From where timestamps count.
const EPOCH: jiff::civil::Date = jiff::civil::Date::constant(1970, 1, 1);

/// The midnight, in UTC, with which a day begins.
pub fn midnight(day: DayNumber) -> prost_types::Timestamp {
    let days = i64::from(day.0) - i64::from(DayNumber::of(EPOCH).0);
    prost_types::Timestamp {
        seconds: days * 24 * 60 * 60,
        nanos: 0,
    }
}

/// What an actor is found by: its id, and its name from the beginning of each word on, all in lower case.
pub fn names(actor: &v1::Actor) -> BTreeSet<String> {
    let name = actor.name.to_lowercase();
    let starts = name
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - name.as_ptr() as usize);
    let mut names: BTreeSet<String> = starts
        .filter_map(|at| name.get(at..))
        .map(str::to_owned)
        .collect();
    names.insert(actor.id.to_lowercase());
    names
}
