//! Quotation marks and what they enclose.

use std::ops::Range;

use super::Block;

/// The pair of marks of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteStyle {
    /// "straight"
    StraightDouble,
    /// 'straight'
    StraightSingle,
    /// “curly”
    CurlyDouble,
    /// ‘curly’
    CurlySingle,
    /// ``TeX''
    TexDouble,
    /// `TeX'
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

/// A quotation of one block. Ranges are bytes of the read text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark.
    pub open: Range<usize>,
    /// The closing mark; none if it is missing.
    pub close: Option<Range<usize>>,
    /// What the marks enclose; to the end of the block without a closing mark.
    pub inner: Range<usize>,
    /// Number of quotations around this one.
    pub depth: u8,
    /// The quotation around this one, as an index of the reading's quotations.
    pub parent: Option<usize>,
    /// The earlier quotation without closing mark that this one continues in the next paragraph.
    pub continues: Option<usize>,
    /// The marks.
    pub style: QuoteStyle,
}

/// Finds the quotations of all blocks, in the order of their opening marks.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Quotation> {
    let mut found = Vec::new();
    for block in blocks {
        let mut open: Option<(usize, usize, QuoteStyle)> = None;
        for (at, c) in text[block.range.clone()].char_indices() {
            let start = block.range.start + at;
            let end = start + c.len_utf8();
            match (c, open) {
                ('"', None) => open = Some((start, end, QuoteStyle::StraightDouble)),
                ('“', None) => open = Some((start, end, QuoteStyle::CurlyDouble)),
                ('"' | '”', Some((opened, inner, style))) => {
                    found.push(Quotation {
                        open: opened..inner,
                        close: Some(start..end),
                        inner: inner..start,
                        depth: 0,
                        parent: None,
                        continues: None,
                        style,
                    });
                    open = None;
                }
                _ => {}
            }
        }
    }
    found
}
