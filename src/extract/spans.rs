//! The one place where byte ranges of the read text become spans of the submitted text in the client's unit.

use std::ops::Range;

use crate::proto::v1;
use crate::text::offsets::{OffsetTable, OffsetUnit};
use crate::text::{Format, Reading};

/// Makes spans of one document.
#[derive(Debug)]
pub struct Spans<'d> {
    source: &'d str,
    reading: &'d Reading<'d>,
    offsets: OffsetTable<'d>,
    plain: bool,
}

impl<'d> Spans<'d> {
    /// For a reading of `source`, in the unit that the client asks for.
    pub fn new(
        source: &'d str,
        reading: &'d Reading<'d>,
        format: Format,
        unit: OffsetUnit,
    ) -> Self {
        Self {
            source,
            reading,
            offsets: OffsetTable::new(source, unit),
            plain: format == Format::Plain,
        }
    }

    /// The span of a byte range of the read text.
    pub fn span(&self, range: &Range<usize>) -> v1::Span {
        let source = self.reading.source_range(range.clone());
        let text = if self.plain {
            self.source
                .get(source.clone())
                .unwrap_or_default()
                .to_owned()
        } else {
            // White space of HTML means one space, however it is written.
            let words = self.reading.slice(range.clone()).split_whitespace();
            words.collect::<Vec<_>>().join(" ")
        };
        v1::Span {
            start: offset(self.offsets.convert(source.start)),
            end: offset(self.offsets.convert(source.end)),
            text,
        }
    }
}

/// Documents are limited to far less than 4 GiB by [`crate::text::read`], so that the conversion never saturates.
fn offset(units: usize) -> u32 {
    u32::try_from(units).unwrap_or(u32::MAX)
}
