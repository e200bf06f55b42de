//! Words and marks of English text, cut as the Universal Dependencies treebanks cut them.

use std::ops::Range;

/// A token: half-open byte range of the read text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Token {
    /// The token's bytes as a range.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The token's text; empty if `text` is not the one it was cut from.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// Appends the tokens of `text[range]` to `out`, in order.
pub fn tokenize(text: &str, range: Range<usize>, out: &mut Vec<Token>) {
    let Some(part) = text.get(range.clone()) else {
        return;
    };
    let mut open: Option<usize> = None;
    let token = |start: usize, end: usize| Token {
        start: (range.start + start) as u32,
        end: (range.start + end) as u32,
    };
    for (at, c) in part.char_indices() {
        if c.is_alphanumeric()
            || (open.is_some() && c == '.' && part[at + 1..].starts_with(char::is_alphanumeric))
        {
            open.get_or_insert(at);
            continue;
        }
        if let Some(start) = open.take() {
            out.push(token(start, at));
        }
        if !c.is_whitespace() {
            out.push(token(at, at + c.len_utf8()));
        }
    }
    if let Some(start) = open {
        out.push(token(start, part.len()));
    }
}
