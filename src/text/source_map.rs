//! From the bytes of the read text back to the bytes of the untouched source.

use std::ops::Range;

/// How read text and source correspond.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SourceMap {
    /// Pieces in the order of the read text; none if the read text is the source itself.
    pieces: Vec<Piece>,
}

/// A stretch of read text and the source that it stands for. It ends where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    read: usize,
    source: usize,
    /// None for text that was copied byte for byte; else the length of the source that the piece
    /// as a whole stands for (an entity, collapsed white space, tags).
    replaced: Option<usize>,
}

impl SourceMap {
    /// Notes that the read text from `read` on is a copy of the source from `source` on.
    pub fn copy(&mut self, read: usize, source: usize) {
        if let Some(last) = self.pieces.last()
            && last.replaced.is_none()
            && last.source + (read - last.read) == source
        {
            return;
        }
        self.pieces.push(Piece {
            read,
            source,
            replaced: None,
        });
    }

    /// Notes that the read text from `read` on stands for the whole of a source range.
    pub fn replace(&mut self, read: usize, source: Range<usize>) {
        self.pieces.push(Piece {
            read,
            source: source.start,
            replaced: Some(source.len()),
        });
    }

    /// The source bytes of a range of the read text. O(log n) in the number of pieces.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return range;
        }
        let start = self.start_of(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..self.end_of(range.end - 1).max(start)
    }

    fn piece_at(&self, read: usize) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.read <= read);
        self.pieces.get(after.checked_sub(1)?).copied()
    }

    /// First source byte of a read byte.
    fn start_of(&self, read: usize) -> usize {
        self.piece_at(read).map_or(0, |piece| match piece.replaced {
            Some(_) => piece.source,
            None => piece.source + (read - piece.read),
        })
    }

    /// One past the last source byte of a read byte.
    fn end_of(&self, read: usize) -> usize {
        self.piece_at(read).map_or(0, |piece| match piece.replaced {
            Some(length) => piece.source + length,
            None => piece.source + (read - piece.read) + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::SourceMap;

    #[test]
    fn a_range_ends_where_its_last_byte_ends_not_where_the_next_begins() {
        // source: `AT&amp;T <b>plc</b>`, read: `AT&T plc`
        let mut map = SourceMap::default();
        map.copy(0, 0);
        map.replace(2, 2..7);
        map.copy(3, 7);
        map.copy(5, 12);
        assert_eq!(map.source_range(0..4), 0..8);
        assert_eq!(map.source_range(2..3), 2..7);
        assert_eq!(map.source_range(0..5), 0..9);
        assert_eq!(map.source_range(5..8), 12..15);
        assert_eq!(map.source_range(5..5), 12..12);
    }

    #[test]
    fn without_pieces_text_and_source_are_the_same() {
        assert_eq!(SourceMap::default().source_range(3..9), 3..9);
    }
}
