//! Sentence boundaries.

use std::ops::Range;

use super::tokenize::Token;

/// Splits the tokens of one block into sentences: ranges of token indices, in order, without gaps.
pub fn split(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        if matches!(token.text(text), "." | "?" | "!") {
            found.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}
