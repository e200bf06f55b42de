//! Byte offsets of a text as other units count them.

/// The unit in which offsets are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// UTF-8 code units: bytes.
    #[default]
    Utf8,
    /// UTF-16 code units, as JavaScript, Java and C# count.
    Utf16,
    /// Unicode code points, as Python counts.
    Utf32,
}

/// Bytes between two marks of the table.
const STRIDE: usize = 64;

/// Converts byte offsets of one text to another unit and back: O(1) forth, O(log n) back. ASCII text
/// and bytes need no table.
#[derive(Clone, Debug)]
pub struct OffsetTable<'t> {
    text: &'t str,
    unit: OffsetUnit,
    /// Units before every STRIDE-th byte; empty where units are bytes.
    marks: Vec<usize>,
    /// Length of the text in units.
    length: usize,
}

/// Units that a byte adds: all of a character are counted at its first byte.
fn units_at(byte: u8, unit: OffsetUnit) -> usize {
    match unit {
        OffsetUnit::Utf8 => 1,
        OffsetUnit::Utf16 => usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0),
        OffsetUnit::Utf32 => usize::from(byte & 0xC0 != 0x80),
    }
}

fn units_in(bytes: &[u8], unit: OffsetUnit) -> usize {
    bytes.iter().map(|&byte| units_at(byte, unit)).sum()
}

impl<'t> OffsetTable<'t> {
    /// A table for a text. One pass over it, unless the units are bytes.
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        if unit == OffsetUnit::Utf8 || text.is_ascii() {
            return Self {
                text,
                unit,
                marks: Vec::new(),
                length: text.len(),
            };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut length = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(length);
            length += units_in(chunk, unit);
        }
        Self {
            text,
            unit,
            marks,
            length,
        }
    }

    /// The unit counted.
    pub fn unit(&self) -> OffsetUnit {
        self.unit
    }

    /// Length of the text in the unit.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The offset, in the unit, of a byte offset. An offset inside a character is that of the
    /// character's end, one beyond the text that of the text's end.
    pub fn convert(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let chunk = byte / STRIDE;
        match self.marks.get(chunk) {
            Some(mark) => mark + units_in(&self.text.as_bytes()[chunk * STRIDE..byte], self.unit),
            None if self.marks.is_empty() => byte,
            None => self.length,
        }
    }

    /// The byte offset of an offset in the unit; none if it lies beyond the text or inside a character.
    pub fn byte(&self, offset: usize) -> Option<usize> {
        if offset >= self.length {
            return (offset == self.length).then_some(self.text.len());
        }
        if self.marks.is_empty() {
            return self.text.is_char_boundary(offset).then_some(offset);
        }
        let chunk = self
            .marks
            .partition_point(|&mark| mark <= offset)
            .checked_sub(1)?;
        let mut units = self.marks[chunk];
        for (at, &byte) in self.text.as_bytes().iter().enumerate().skip(chunk * STRIDE) {
            if byte & 0xC0 != 0x80 {
                if units >= offset {
                    return (units == offset).then_some(at);
                }
                units += units_at(byte, self.unit);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{OffsetTable, OffsetUnit};
    use proptest::prelude::*;

    #[test]
    fn units_differ_beyond_ascii() {
        let text = "5 € on 🚢s";
        let offsets = |unit| {
            let table = OffsetTable::new(text, unit);
            text.char_indices()
                .map(|(at, _)| table.convert(at))
                .collect::<Vec<_>>()
        };
        assert_eq!(offsets(OffsetUnit::Utf8), [0, 1, 2, 5, 6, 7, 8, 9, 13]);
        assert_eq!(offsets(OffsetUnit::Utf16), [0, 1, 2, 3, 4, 5, 6, 7, 9]);
        assert_eq!(offsets(OffsetUnit::Utf32), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn inside_a_surrogate_pair_there_is_no_byte() {
        let table = OffsetTable::new("a🚢b", OffsetUnit::Utf16);
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|offset| table.byte(offset)),
            [Some(0), Some(1), None, Some(5), Some(6), None]
        );
    }

    proptest! {
        #[test]
        fn conversions_round_trip(text in any::<String>(), repeat in 1_usize..20) {
            let text = text.repeat(repeat);
            for unit in [OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::Utf32] {
                let table = OffsetTable::new(&text, unit);
                for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    let expected = match unit {
                        OffsetUnit::Utf8 => at,
                        OffsetUnit::Utf16 => text[..at].encode_utf16().count(),
                        OffsetUnit::Utf32 => text[..at].chars().count(),
                    };
                    prop_assert_eq!(table.convert(at), expected);
                    prop_assert_eq!(table.byte(expected), Some(at));
                }
            }
        }
    }
}
