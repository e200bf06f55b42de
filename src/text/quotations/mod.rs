//! Quotation marks and what they enclose.
//!
//! Quotations are found block by block, in one pass over the marks that `marks` reads: each may open,
//! close, or do whichever fits. No text fails: a closing mark without an opening one is skipped, an
//! opening mark without a closing one lasts to the end of its block. If the next block begins with the
//! same mark, it continues the quotation, as in speeches of several paragraphs.

mod marks;

use std::ops::Range;

use super::Block;
use marks::Mark;

/// The pair of marks of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteStyle {
    /// `"straight"`, also as two apostrophes.
    StraightDouble,
    /// `'straight'`
    StraightSingle,
    /// “curly”
    CurlyDouble,
    /// ‘curly’
    CurlySingle,
    /// ` ``TeX'' `
    TexDouble,
    /// `` `TeX' ``
    TexSingle,
    /// «guillemets»
    Guillemets,
    /// ‹single guillemets›
    SingleGuillemets,
    /// „low and high“
    LowHigh,
    /// ‚low and high‘
    LowHighSingle,
}

impl QuoteStyle {
    /// Whether its marks also serve as apostrophes.
    fn is_single(self) -> bool {
        matches!(
            self,
            Self::StraightSingle | Self::CurlySingle | Self::TexSingle | Self::LowHighSingle
        )
    }
}

/// A quotation of one block. Ranges are bytes of the read text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark.
    pub open: Range<usize>,
    /// The closing mark; none if it is missing.
    pub close: Option<Range<usize>>,
    /// What the marks enclose; without a closing mark up to the end of the block, of the quotation
    /// around it, or to the mark that opens the next one.
    pub inner: Range<usize>,
    /// Number of quotations around this one, at most 255.
    pub depth: u8,
    /// The quotation around this one, as an index of the reading's quotations.
    pub parent: Option<usize>,
    /// The earlier quotation, left without a closing mark, that this one continues.
    pub continues: Option<usize>,
    /// The marks.
    pub style: QuoteStyle,
}

/// Finds the quotations of all blocks, in the order of their opening marks. Linear in the text.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Quotation> {
    let mut finder = Finder {
        text,
        found: Vec::new(),
        open: Vec::new(),
        left_open: None,
    };
    let mut marks = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let next = blocks
            .get(index + 1)
            .and_then(|next| text[next.range.clone()].chars().next());
        marks::read(text, block.range.clone(), next, &mut marks);
        if marks
            .first()
            .is_none_or(|mark| mark.range.start > block.range.start)
        {
            finder.left_open = None;
        }
        for mark in &marks {
            finder.take(mark);
        }
        finder.end_block(block.range.end);
    }
    finder.found
}

struct Finder<'t> {
    text: &'t str,
    found: Vec<Quotation>,
    /// The quotations that are open, outermost first.
    open: Vec<usize>,
    /// The quotation that the previous block has left open.
    left_open: Option<usize>,
}

/// Open quotations among which the match of a closing mark is sought: deeper nesting is a slip of the
/// pen, and the bound keeps the search short.
const DEEPEST: usize = 8;

impl Finder<'_> {
    fn take(&mut self, mark: &Mark) {
        let opens = mark.opens.filter(|_| mark.looks_opening);
        if let Some(style) = opens {
            if let Some(depth) = self.broken_off_before(mark, style) {
                self.left_open = Some(self.open[depth]);
                self.leave(depth, mark.range.start);
            }
            self.begin(mark, style);
        } else if let Some(depth) = self.closed_by(mark) {
            self.close(depth, mark);
        } else if let Some(style) = mark.opens {
            self.begin(mark, style);
        }
    }

    /// The depth of a quotation that must have ended where a mark opens another one: both in double
    /// marks, after the end of a sentence. Its closing mark was forgotten, or left out because the
    /// quotation goes on.
    fn broken_off_before(&self, mark: &Mark, style: QuoteStyle) -> Option<usize> {
        let depth = self.open.len().checked_sub(1)?;
        let innermost = &self.found[self.open[depth]];
        (!style.is_single()
            && !innermost.style.is_single()
            && self.ends_sentence(innermost.inner.start..mark.range.start))
        .then_some(depth)
    }

    /// The depth of the open quotation that a mark can close.
    fn closed_by(&self, mark: &Mark) -> Option<usize> {
        let style = |depth: usize| self.found[self.open[depth]].style;
        let innermost = self.open.len().checked_sub(1)?;
        // What may be an apostrophe closes nothing but the innermost quotation.
        if mark.is_single() {
            return mark.closes.contains(&style(innermost)).then_some(innermost);
        }
        (innermost.saturating_sub(DEEPEST)..=innermost)
            .rev()
            .find(|&depth| mark.closes.contains(&style(depth)))
    }

    fn ends_sentence(&self, range: Range<usize>) -> bool {
        self.text[range].trim_end().ends_with(['.', '!', '?', '…'])
    }

    fn begin(&mut self, mark: &Mark, style: QuoteStyle) {
        let continues = self
            .left_open
            .take()
            .filter(|&earlier| self.open.is_empty() && self.found[earlier].style == style);
        self.found.push(Quotation {
            open: mark.range.clone(),
            close: None,
            inner: mark.range.end..mark.range.end,
            depth: u8::try_from(self.open.len()).unwrap_or(u8::MAX),
            parent: self.open.last().copied(),
            continues,
            style,
        });
        self.open.push(self.found.len() - 1);
    }

    fn close(&mut self, depth: usize, mark: &Mark) {
        let closed = self.open[depth];
        self.leave(depth, mark.range.start);
        self.found[closed].inner.end = mark.range.start;
        self.found[closed].close = Some(mark.range.clone());
    }

    /// Ends the open quotations from a depth on, without closing marks.
    fn leave(&mut self, depth: usize, end: usize) {
        for index in self.open.drain(depth..) {
            let inner = &mut self.found[index].inner;
            inner.end = inner.start + self.text[inner.start..end].trim_end().len();
        }
    }

    fn end_block(&mut self, end: usize) {
        self.left_open = self.open.first().copied();
        self.leave(0, end);
    }
}

#[cfg(test)]
mod tests;
