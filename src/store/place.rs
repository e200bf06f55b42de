//! Where a page ends, and how a cursor says it.

use crate::store::{Cursor, StoreError};

/// The last record of a page, in the order of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceInSearch {
    /// What the search goes by: how well words match, counted from 0 for the best.
    pub tier: u8,
    /// The day under which the record was found.
    pub day: i32,
    /// Key of the record, or of the document through which it was found.
    pub key: i64,
    /// Key of the event among those of one document.
    pub event: i64,
    /// What was there when the search began: the last revision, or sequence number.
    pub as_of: i64,
}

/// Kinds of cursors, so that one is not taken for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorKind {
    Events = 1,
    EventsByText = 2,
    Statements = 3,
    Documents = 4,
    Actors = 5,
    Scan = 6,
}

impl PlaceInSearch {
    pub fn cursor(&self, kind: CursorKind) -> Cursor {
        let mut bytes = vec![kind as u8, self.tier];
        bytes.extend(self.day.to_be_bytes());
        for number in [self.key, self.event, self.as_of] {
            bytes.extend(number.to_be_bytes());
        }
        Cursor(bytes)
    }

    pub fn read(kind: CursorKind, cursor: &Cursor) -> Result<Self, StoreError> {
        let read = || {
            let ([head, tier], rest) = cursor.0.split_first_chunk()?;
            let (day, rest) = rest.split_first_chunk()?;
            let (key, rest) = rest.split_first_chunk()?;
            let (event, rest) = rest.split_first_chunk()?;
            let as_of: &[u8; 8] = rest.try_into().ok()?;
            (*head == kind as u8).then_some(Self {
                tier: *tier,
                day: i32::from_be_bytes(*day),
                key: i64::from_be_bytes(*key),
                event: i64::from_be_bytes(*event),
                as_of: i64::from_be_bytes(*as_of),
            })
        };
        read().ok_or(StoreError::InvalidCursor)
    }
}

/// A cursor that holds words.
pub fn words_cursor(kind: CursorKind, words: &str) -> Cursor {
    let mut bytes = vec![kind as u8];
    bytes.extend(words.as_bytes());
    Cursor(bytes)
}

/// The words of a cursor.
pub fn read_words(kind: CursorKind, cursor: &Cursor) -> Result<String, StoreError> {
    let words = cursor
        .0
        .split_first()
        .filter(|(head, _)| **head == kind as u8);
    let words = words.and_then(|(_, words)| String::from_utf8(words.to_vec()).ok());
    words.ok_or(StoreError::InvalidCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_as_what_it_is() {
        let place = PlaceInSearch {
            tier: 2,
            day: 739_000,
            key: i64::MAX,
            event: -1,
            as_of: 7,
        };
        let cursor = place.cursor(CursorKind::Events);
        assert_eq!(PlaceInSearch::read(CursorKind::Events, &cursor), Ok(place));
        let other = PlaceInSearch::read(CursorKind::Documents, &cursor);
        assert_eq!(other, Err(StoreError::InvalidCursor));
        let cut = Cursor(cursor.0[..9].to_vec());
        assert_eq!(
            PlaceInSearch::read(CursorKind::Events, &cut),
            Err(StoreError::InvalidCursor)
        );
    }
}
