//! Keys of documents and statements: the day, then a number that no other record has, so that they sort by day.

use super::day::DayNumber;

/// Bits of a key that count; the day stands above them.
pub const SEQUENCE_BITS: u32 = 40;

/// The key of the record with a number on a day.
pub fn key_of(day: i32, number: i64) -> i64 {
    (i64::from(day) << SEQUENCE_BITS) | number
}

/// The smallest key of a day.
pub fn first_key(day: i32) -> i64 {
    key_of(day, 0)
}

/// The day in a key.
pub fn day_of(key: i64) -> DayNumber {
    DayNumber(i32::try_from(key >> SEQUENCE_BITS).unwrap_or_default())
}

/// The number in a key.
pub fn number_of(key: i64) -> i64 {
    key & ((1 << SEQUENCE_BITS) - 1)
}
