//! The article as people read it, each piece with its place in the submitted text.

use serde::Serialize;

use crate::proto::v1;
use crate::text::offsets::{OffsetTable, OffsetUnit};
use crate::text::{self, BlockKind, Format, Limits, Reading, TextError};

/// A paragraph, heading or the like.
#[derive(Debug, PartialEq, Serialize)]
pub struct Block {
    kind: &'static str,
    pieces: Vec<Piece>,
}

/// A run of readable text: its words, and the range of the submitted text, in UTF-16 units, that it stands for. Where that range
/// is as long as the words, the words are a copy of it; else the words stand for the range as a whole ("&" for "&amp;").
#[derive(Debug, PartialEq, Serialize)]
pub struct Piece(String, usize, usize);

/// The blocks of a document that the extractor has read.
///
/// # Errors
/// See [`TextError`].
pub fn blocks(document: &v1::Document, limits: Limits) -> Result<Vec<Block>, TextError> {
    let format = match document.format() {
        v1::TextFormat::Html => Format::Html,
        v1::TextFormat::Unspecified | v1::TextFormat::Plain => Format::Plain,
    };
    let limits = Limits {
        check_language: false,
        ..limits
    };
    let reading = text::read(&document.text, format, &limits)?;
    let offsets = OffsetTable::new(&document.text, OffsetUnit::Utf16);
    let blocks = reading.blocks().iter();
    let mut blocks: Vec<Block> = blocks
        .map(|block| Block {
            kind: kind(block.kind),
            pieces: pieces(&document.text, &reading, block.range.clone(), &offsets),
        })
        .collect();
    blocks.retain(|block| !block.pieces.is_empty());
    Ok(blocks)
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "item",
        BlockKind::TableRow => "row",
        BlockKind::Byline => "byline",
        BlockKind::Quote => "quote",
    }
}

fn pieces(
    source: &str,
    reading: &Reading<'_>,
    block: std::ops::Range<usize>,
    offsets: &OffsetTable<'_>,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut copying = false;
    let words = reading.slice(block.clone());
    for (at, char) in words.char_indices() {
        let at = block.start + at;
        let range = reading.source_range(at..at + char.len_utf8());
        let copied = source
            .get(range.clone())
            .is_some_and(|text| text.chars().eq([char]));
        let (start, end) = (offsets.convert(range.start), offsets.convert(range.end));
        match pieces.last_mut() {
            Some(Piece(words, _, last_end)) if copied && copying && *last_end == start => {
                words.push(char);
                *last_end = end;
            }
            _ => pieces.push(Piece(char.into(), start, end)),
        }
        copying = copied;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str, format: v1::TextFormat) -> v1::Document {
        v1::Document {
            text: text.to_owned(),
            format: format.into(),
            ..Default::default()
        }
    }

    #[test]
    fn plain_text_is_one_piece_a_block_in_utf16_units() {
        let text = "Duties rise \u{1F6A2}\n\nThe duty on \u{1F41F} rises.\n";
        let blocks = blocks(&document(text, v1::TextFormat::Plain), Limits::default()).unwrap();
        let places: Vec<_> = blocks
            .iter()
            .flat_map(|b| &b.pieces)
            .map(|Piece(words, start, end)| (words.as_str(), *start, *end))
            .collect();
        assert_eq!(
            places,
            [
                ("Duties rise \u{1F6A2}", 0, 14),
                ("The duty on \u{1F41F} rises.", 16, 37)
            ]
        );
    }

    #[test]
    fn what_stands_for_markup_is_a_piece_of_its_own() {
        let html =
            "<p>Smith &amp; Sons <b>protest</b> the duty on steel that the government imposed.</p>";
        let blocks = blocks(&document(html, v1::TextFormat::Html), Limits::default()).unwrap();
        let words: String = blocks
            .iter()
            .flat_map(|b| &b.pieces)
            .map(|p| p.0.as_str())
            .collect();
        assert_eq!(
            words,
            "Smith & Sons protest the duty on steel that the government imposed."
        );
        let ampersand = blocks.iter().flat_map(|b| &b.pieces).find(|p| p.0 == "&");
        assert_eq!(ampersand, Some(&Piece("&".into(), 9, 14)));
    }
}
