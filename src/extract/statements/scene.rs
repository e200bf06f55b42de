//! The page laid out for reading statements: every sentence with its cues, every quotation with its place.

use std::ops::Range;

use super::cues::{self, Cue};
use super::syntax::Syntax;
use crate::extract::Page;
use crate::text::Block;

/// Longest sentence that is read, in tokens. No prose comes near it; the bound keeps what is looked for around every cue short.
const LONGEST: usize = 1000;

/// A sentence with its cues.
#[derive(Debug)]
pub(super) struct Scene<'p> {
    pub syntax: Syntax<'p>,
    pub cues: Vec<Cue<'p>>,
}

/// A quotation that stands in no other.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Bytes with the marks.
    pub outer: Range<usize>,
    /// Bytes between the marks, without space at the edges.
    pub inner: Range<usize>,
    /// Whether its closing mark is missing.
    pub unclosed: bool,
    /// The block that it stands in.
    pub block: usize,
}

/// All sentences and quotations of a page.
#[derive(Debug)]
pub(super) struct Stage<'p> {
    pub page: &'p Page<'p>,
    pub scenes: Vec<Scene<'p>>,
    pub pieces: Vec<Piece>,
}

impl<'p> Stage<'p> {
    pub fn new(page: &'p Page<'p>) -> Self {
        let blocks = page.reading.blocks();
        let mut pieces: Vec<Piece> = Vec::new();
        for quotation in page
            .reading
            .quotations()
            .iter()
            .filter(|quotation| quotation.parent.is_none())
        {
            let block = blocks.partition_point(|block| block.range.end <= quotation.open.start);
            let inner = trim(page.text(), quotation.inner.clone());
            if block < blocks.len() && !inner.is_empty() {
                pieces.push(Piece {
                    outer: quotation.open.start
                        ..quotation
                            .close
                            .as_ref()
                            .map_or(inner.end, |close| close.end),
                    inner,
                    unclosed: quotation.close.is_none(),
                    block,
                });
            }
        }
        let scenes = (0..page.lines.len())
            .map(|line| {
                let range = page
                    .sentence(line)
                    .map_or(0..0, |sentence| sentence.range.clone());
                let first = pieces.partition_point(|piece| piece.outer.end <= range.start);
                let touching = pieces
                    .get(first..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|piece| piece.outer.start < range.end);
                let mut syntax = Syntax::new(
                    page,
                    line,
                    touching.map(|piece| piece.outer.clone()).collect(),
                );
                let cues = match syntax.len() {
                    0..=LONGEST => cues::find(&syntax, page.lexicon),
                    _ => Vec::new(),
                };
                syntax.set_reports(cues.iter().map(|cue| cue.head).collect());
                Scene { syntax, cues }
            })
            .collect();
        Self {
            page,
            scenes,
            pieces,
        }
    }

    pub fn text(&self, range: Range<usize>) -> &'p str {
        self.page.reading.slice(range)
    }

    pub fn block(&self, block: usize) -> Option<&'p Block> {
        self.page.reading.blocks().get(block)
    }

    /// The sentence that holds a byte, or the last one before it.
    pub fn line_at(&self, byte: usize) -> usize {
        let behind = self
            .page
            .reading
            .sentences()
            .partition_point(|sentence| sentence.range.start <= byte);
        behind.saturating_sub(1)
    }

    /// The block of a line.
    pub fn block_of(&self, line: usize) -> Option<usize> {
        self.page.sentence(line).map(|sentence| sentence.block)
    }

    /// The sentence in front of a line in the same block, without its full stop.
    pub fn sentence_before(&self, line: usize) -> Option<Range<usize>> {
        let before = line.checked_sub(1)?;
        let near = self.block_of(before)? == self.block_of(line)?;
        let syntax = &self.scenes[before].syntax;
        let range = syntax.bytes(syntax.trimmed(0..syntax.len()));
        Some(range).filter(|range| near && !range.is_empty())
    }

    /// The first piece that ends behind a byte.
    pub fn piece_from(&self, byte: usize) -> usize {
        self.pieces.partition_point(|piece| piece.outer.end <= byte)
    }

    /// Whether a byte stands between quotation marks.
    pub fn is_quoted(&self, byte: usize) -> bool {
        self.pieces
            .get(self.piece_from(byte))
            .is_some_and(|piece| piece.outer.start <= byte)
    }
}

/// A range without space at its edges.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len())
}
