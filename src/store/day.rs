//! Days as numbers, for arithmetic and for keys of tables.

use jiff::civil::Date;

use crate::proto::v1;

/// A day as a number: 1 is 0001-01-01; 0 where no day is known, which is before all days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayNumber(pub i32);

/// The day before day 1.
const ORIGIN: Date = Date::constant(0, 12, 31);

impl DayNumber {
    /// No day is known.
    pub const UNKNOWN: Self = Self(0);

    /// Of a day.
    pub fn of(date: Date) -> Self {
        let days = date.duration_since(ORIGIN).as_hours() / 24;
        Self(i32::try_from(days).unwrap_or_default().max(0))
    }

    /// Of a day in ISO 8601, or of the local day of an RFC 3339 time; unknown where it is neither.
    pub fn parse(written: Option<&str>) -> Self {
        let day = written.and_then(|written| written.get(..10)?.parse::<Date>().ok());
        day.map_or(Self::UNKNOWN, Self::of)
    }

    /// The day; none where none is known.
    pub fn date(self) -> Option<Date> {
        let span = jiff::Span::new().try_days(self.0).ok()?;
        (self.0 > 0).then(|| ORIGIN.checked_add(span).ok())?
    }

    /// In ISO 8601; none where none is known.
    pub fn iso(self) -> Option<String> {
        self.date().map(|date| date.to_string())
    }
}

/// The day on which a document reports: that of its publication, else that of its dateline.
pub fn report_day(document: &v1::Document, extraction: &v1::Extraction) -> DayNumber {
    match DayNumber::parse(document.published_at.as_deref()) {
        DayNumber::UNKNOWN => DayNumber::parse(extraction.reference_day.as_deref()),
        day => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_correspond() {
        for written in ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"] {
            let number = DayNumber::parse(Some(written));
            assert_eq!(number.iso().as_deref(), Some(written));
        }
        assert_eq!(DayNumber::parse(Some("0001-01-01")), DayNumber(1));
        assert_eq!(
            DayNumber::parse(Some("2025-03-02T00:30:00+09:00")),
            DayNumber::parse(Some("2025-03-02"))
        );
        assert_eq!(DayNumber::parse(Some("soon")), DayNumber::UNKNOWN);
        assert_eq!(DayNumber::UNKNOWN.iso(), None);
    }
}
