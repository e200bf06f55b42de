//! The reference day that the text itself gives, where none comes with the document.

use jiff::civil::Date;

use super::{DateValue, Look, find};
use crate::proto::v1::DatePrecision;
use crate::text::Reading;

/// How many blocks at the head of a document may be a line with its date.
const HEAD: usize = 8;

/// How many words such a line has at most: "Published on Tuesday, March 4, 2025".
const SHORT: usize = 14;

/// The day of the dateline, or of a line at the head of the text that holds little else than a full date.
pub fn from_text(reading: &Reading<'_>) -> Option<Date> {
    let datelines = reading
        .datelines()
        .iter()
        .filter_map(|dateline| dateline.date.clone());
    let heads = reading
        .blocks()
        .iter()
        .take(HEAD)
        .map(|block| block.range.clone());
    datelines.chain(heads).find_map(|range| {
        let all = reading.tokens();
        let first = all.partition_point(|token| token.range().end <= range.start);
        let behind = all.partition_point(|token| token.range().start < range.end);
        let tokens = all.get(first..behind)?;
        if tokens.len() > SHORT {
            return None;
        }
        find(reading.text(), tokens).iter().find_map(|date| {
            let days = date.resolve(None, Look::Nearest)?;
            let day =
                matches!(date.value, DateValue::Day(_)) && days.precision == DatePrecision::Day;
            day.then_some(days.first)
        })
    })
}
