//! From a submitted document to its words: readable text, blocks, sentences, tokens and quotations.
//!
//! All ranges are half-open byte ranges of the read text ([`Reading::text`]), on character boundaries;
//! [`Reading::source_range`] maps them to the untouched source.

pub(crate) mod calendar;
pub mod dateline;
mod english;
mod error;
mod html;
pub mod offsets;
mod plain;
pub mod quotations;
pub mod sentences;
mod source_map;
pub mod tokenize;
mod unseen;

use std::borrow::Cow;
use std::ops::Range;

pub use dateline::Dateline;
pub use error::{Limits, TextError};
pub use quotations::{Quotation, QuoteStyle};
use source_map::SourceMap;
pub use tokenize::Token;

/// What the bytes of a document mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Words only, with line breaks.
    #[default]
    Plain,
    /// An HTML page or fragment.
    Html,
}

/// The words of a document, cleaned for reading, each mapped to the untouched source.
#[derive(Clone, Debug)]
pub struct Reading<'s> {
    text: Cow<'s, str>,
    map: SourceMap,
    blocks: Vec<Block>,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    quotations: Vec<Quotation>,
    datelines: Vec<Dateline>,
}

/// A paragraph, heading, list item or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// Its bytes of the read text, without bullets and surrounding space.
    pub range: Range<usize>,
    /// Its sentences, as indices of [`Reading::sentences`].
    pub sentences: Range<usize>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A title, or a line that heads what follows.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list; its bullet or number is not part of the block.
    ListItem,
    /// A row of a table.
    TableRow,
    /// Who wrote the document: "By Jane Doe", "Editing by John Roe".
    Byline,
    /// Running text set off as a quotation by markup or indentation, with or without quotation marks.
    Quote,
}

/// A sentence of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its block, as an index of [`Reading::blocks`].
    pub block: usize,
    /// Its bytes of the read text, without a dateline.
    pub range: Range<usize>,
    /// Its tokens, as indices of [`Reading::tokens`], without a dateline's.
    pub tokens: Range<usize>,
    /// The tokens of a dateline directly before the sentence proper: "GENEVA, May 3 (Reuters) -".
    pub dateline: Option<Range<usize>>,
}

/// Reads a document.
///
/// # Errors
/// See [`TextError`]: empty, too large, too deeply nested, without words, not English.
pub fn read<'s>(
    source: &'s str,
    format: Format,
    limits: &Limits,
) -> Result<Reading<'s>, TextError> {
    let bytes = source.len();
    if bytes == 0 {
        return Err(TextError::Empty);
    }
    // Tokens hold 32-bit offsets, and an entity can be read as up to six bytes for every four.
    let limit = limits.max_bytes.min(u32::MAX as usize / 2);
    if bytes > limit {
        return Err(TextError::TooLarge { bytes, limit });
    }
    let (text, map, plan) = match format {
        Format::Plain => {
            let (text, map) = unseen::without(source);
            let plan = plain::blocks(&text);
            (text, map, plan)
        }
        Format::Html => html::read(source, limits)?,
    };
    if !plan.iter().any(|planned| {
        text[planned.range.clone()]
            .chars()
            .any(char::is_alphanumeric)
    }) {
        return Err(TextError::NoWords { bytes });
    }
    if limits.check_language {
        english::check(&text)?;
    }
    let mut reading = Reading {
        text,
        map,
        blocks: Vec::with_capacity(plan.len()),
        sentences: Vec::new(),
        tokens: Vec::new(),
        quotations: Vec::new(),
        datelines: Vec::new(),
    };
    for planned in plan {
        reading.push_block(planned);
    }
    reading.quotations = quotations::find(&reading.text, &reading.blocks);
    Ok(reading)
}

/// The character boundary at or before a byte.
fn char_floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// A block of which the sentences are not yet known.
pub(crate) struct PlannedBlock {
    pub kind: BlockKind,
    pub range: Range<usize>,
}

impl Reading<'_> {
    /// The readable text: for plain text the source without the characters that nobody sees, the article's words for HTML.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The sentences of all blocks, in order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The tokens of all blocks, datelines included, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The quotations, in the order of their opening marks.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The datelines, in order.
    pub fn datelines(&self) -> &[Dateline] {
        &self.datelines
    }

    /// The tokens of a sentence, without a dateline's.
    pub fn sentence_tokens(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens.clone()).unwrap_or_default()
    }

    /// The words of a range; empty if it does not lie on character boundaries of the read text.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The bytes of the untouched source that a byte range of the read text stands for.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.source_range(range)
    }

    fn push_block(&mut self, planned: PlannedBlock) {
        let PlannedBlock { kind, range } = planned;
        let block = self.blocks.len();
        let first_sentence = self.sentences.len();
        let first_token = self.tokens.len();
        let mut proper = range.start;
        if let Some(dateline) = dateline::find(&self.text, range.clone(), block) {
            if dateline.range.end < range.end {
                tokenize::tokenize(&self.text, dateline.range.clone(), &mut self.tokens);
                proper = dateline.range.end;
            }
            self.datelines.push(dateline);
        }
        let first_proper = self.tokens.len();
        tokenize::tokenize(&self.text, proper..range.end, &mut self.tokens);
        let mut dateline = (first_token < first_proper).then_some(first_token..first_proper);
        for found in sentences::split(&self.text, &self.tokens[first_proper..]) {
            let tokens = first_proper + found.start..first_proper + found.end;
            let (Some(first), Some(last)) = (
                self.tokens.get(tokens.start),
                self.tokens.get(tokens.end - 1),
            ) else {
                continue;
            };
            let range = first.range().start..last.range().end;
            self.sentences.push(Sentence {
                block,
                range,
                tokens,
                dateline: dateline.take(),
            });
        }
        self.blocks.push(Block {
            kind,
            range,
            sentences: first_sentence..self.sentences.len(),
        });
    }
}

#[cfg(test)]
mod tests;
