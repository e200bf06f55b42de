//! The day of a document, where only its dateline tells it.

use jiff::civil::Date;

use super::super::atoms::cut;
use super::grammar::day;
use super::resolve;
use super::{DateValue, InYear, Look};
use crate::text::Reading;

/// The day in the first dateline that has one with its year; without a year it cannot be known.
pub fn from_dateline(reading: &Reading<'_>) -> Option<Date> {
    let written = reading
        .datelines()
        .iter()
        .find_map(|dateline| dateline.date.clone())?;
    let tokens = reading.tokens();
    let first = tokens.partition_point(|token| token.range().end <= written.start);
    let behind = tokens.partition_point(|token| token.range().start < written.end);
    let atoms = cut(reading.text(), tokens.get(first..behind)?);
    let found = (0..atoms.len()).find_map(|at| day(&atoms, at))?.0;
    let known = matches!(found.year, InYear::Given(_));
    let days = resolve::value(&DateValue::Day(found), None, Look::Nearest).filter(|_| known)?;
    Some(days.first)
}
