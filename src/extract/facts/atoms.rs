//! A sentence cut finer than tokens: runs of digits, runs of letters, single marks, each with its measured meaning.
//!
//! Dates, rates and amounts are read on atoms, so that it does not matter whether a tokenizer leaves "$34bn", "25%" or
//! "mid-August" whole. Every atom knows the token that it lies in.

use std::ops::Range;

use compact_str::CompactString;

use super::vocabulary::{self, Kind};
use crate::text::Token;

/// A run of digits, a run of letters, or a mark.
#[derive(Clone, Debug)]
pub(crate) struct Atom<'t> {
    /// As written.
    pub text: &'t str,
    /// In lower case, without the periods of "U.S." and "a.m.".
    pub lower: CompactString,
    /// What it means for measures and dates.
    pub kind: Kind,
    /// The token that it begins in, inside the sentence.
    pub token: usize,
    /// One past the token that it ends in.
    pub token_end: usize,
    /// Whether nothing stands between it and the atom before.
    pub glued: bool,
}

impl Atom<'_> {
    /// Whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is a word, number words and names of months included.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphabetic)
    }
}

/// The tokens that some atoms lie in; an empty range for no atoms.
pub(crate) fn tokens_of(atoms: &[Atom<'_>], range: Range<usize>) -> Range<usize> {
    match atoms.get(range) {
        Some([first, .., last]) => first.token..last.token_end,
        Some([only]) => only.token..only.token_end,
        _ => 0..0,
    }
}

/// Cuts the tokens of a sentence into atoms, in order.
pub(crate) fn cut<'t>(text: &'t str, tokens: &[Token]) -> Vec<Atom<'t>> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Vec::new();
    };
    let start = first.range().start;
    let Some(part) = text.get(start..last.range().end) else {
        return Vec::new();
    };
    let mut atoms: Vec<Atom<'t>> = Vec::with_capacity(tokens.len() + 8);
    let mut at = 0;
    let mut token = 0;
    let mut glued = false;
    while let Some(c) = part[at..].chars().next() {
        if c.is_whitespace() {
            glued = false;
            at += c.len_utf8();
            continue;
        }
        let length = length(&part[at..], c);
        while tokens.get(token + 1).is_some() && tokens[token].range().end <= start + at {
            token += 1;
        }
        let mut token_end = token + 1;
        while tokens
            .get(token_end)
            .is_some_and(|next| next.range().start < start + at + length)
        {
            token_end += 1;
        }
        let written = &part[at..at + length];
        let lower = lower(written);
        atoms.push(Atom {
            text: written,
            kind: vocabulary::kind(written, &lower, c),
            lower,
            token,
            token_end,
            glued,
        });
        glued = true;
        at += length;
    }
    atoms
}

/// Bytes of the atom at the start of `rest`, which begins with `c`.
fn length(rest: &str, c: char) -> usize {
    if c.is_ascii_digit() {
        digits(rest.as_bytes())
    } else if c.is_alphabetic() {
        let letters = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        if letters == c.len_utf8() {
            dotted(rest).unwrap_or(letters)
        } else {
            letters
        }
    } else {
        c.len_utf8()
    }
}

/// "1,585", "7.8": separators count between digits, a comma only before three of them.
fn digits(rest: &[u8]) -> usize {
    let run = |from: usize| {
        rest.get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = run(0);
    let groups = end <= 3;
    loop {
        let following = run(end + 1);
        match rest.get(end) {
            Some(b',') if groups && following == 3 => end += 4,
            Some(b'.') if following > 0 => return end + 1 + following,
            _ => return end,
        }
    }
}

/// "U.S.", "a.m.": single letters with a period each, at least two of them. The last period may lack.
fn dotted(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut end = 0;
    let mut letters = 0;
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        match bytes.get(end + 1) {
            Some(b'.') => end += 2,
            Some(next) if letters > 0 && !next.is_ascii_alphanumeric() => end += 1,
            None if letters > 0 => end += 1,
            _ => break,
        }
        letters += 1;
    }
    (letters > 1).then_some(end)
}

fn lower(written: &str) -> CompactString {
    if written.contains('.') && written.starts_with(|c: char| c.is_ascii_alphabetic()) {
        written
            .chars()
            .filter(|c| *c != '.')
            .map(|c| c.to_ascii_lowercase())
            .collect()
    } else {
        CompactString::from_str_to_lowercase(written)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::text::tokenize::tokenize;

    /// The tokens of a sentence.
    pub fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &mut tokens);
        tokens
    }

    #[test]
    fn cuts_numbers_words_and_marks_however_tokens_are_cut() {
        let text = "U.S. levies: $34bn, 7.5% on 2,493 items from mid-May, 12:01 a.m. to 5,10.";
        let whole: Vec<Token> = text
            .split_whitespace()
            .map(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                Token {
                    start: start as u32,
                    end: (start + word.len()) as u32,
                }
            })
            .collect();
        let expected = [
            "U.S.", "levies", ":", "$", "34", "bn", ",", "7.5", "%", "on", "2,493", "items",
            "from", "mid", "-", "May", ",", "12", ":", "01", "a.m.", "to", "5", ",", "10", ".",
        ];
        for tokens in [tokens(text), whole] {
            let atoms = cut(text, &tokens);
            let words: Vec<&str> = atoms.iter().map(|atom| atom.text).collect();
            assert_eq!(words, expected);
            for atom in &atoms {
                let words =
                    tokens[atom.token].range().start..tokens[atom.token_end - 1].range().end;
                assert!(text[words].contains(atom.text));
            }
        }
    }
}
