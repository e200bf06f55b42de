//! Words and punctuation of a text, as forms are matched against them.
//!
//! A word is a run of letters and digits, so that forms can only match on word boundaries; every punctuation mark is a token of
//! its own; white space, also line breaks, only separates. Letters are folded: lower case, without diacritics.

use super::slug::fold_into;
use rustc_hash::FxHashMap;

/// Number of a folded word; equal words have equal numbers.
pub(super) type WordId = u32;

/// The number of every word that no form holds.
pub(super) const UNKNOWN: WordId = u32::MAX;

/// The vocabulary of all forms.
#[derive(Default)]
pub(super) struct Vocabulary {
    ids: FxHashMap<Box<str>, WordId>,
}

/// A token of a text.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    pub id: WordId,
    pub shape: Shape,
}

/// Letter case and kind of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// No letters.
    Other,
    /// A full stop.
    Dot,
    /// A hyphen or en dash.
    Hyphen,
    /// First letter small: "steel", "iPhone".
    Small,
    /// First letter a capital, others not all: "Steel", "EVs".
    Capital,
    /// One capital alone: "U", "A".
    Letter,
    /// Two and more letters, all capitals: "US".
    Capitals,
}

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Numbers the words of a form.
    pub fn add(&mut self, form: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(4);
        split(
            form,
            |folded| match self.ids.get(folded) {
                Some(&id) => id,
                None => {
                    let id = self.ids.len() as WordId;
                    self.ids.insert(folded.into(), id);
                    id
                }
            },
            &mut words,
        );
        words
    }

    /// The words of a text.
    pub fn look_up(&self, text: &str, words: &mut Vec<Word>) {
        split(
            text,
            |folded| self.ids.get(folded).copied().unwrap_or(UNKNOWN),
            words,
        );
    }
}

fn split(text: &str, mut id_of: impl FnMut(&str) -> WordId, words: &mut Vec<Word>) {
    let mut folded = String::with_capacity(32);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{ad}' {
            continue;
        }
        let mut end = start + c.len_utf8();
        let shape = if c.is_alphanumeric() {
            let (mut capitals, mut others) =
                (usize::from(c.is_uppercase()), usize::from(c.is_lowercase()));
            while let Some((at, next)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                capitals += usize::from(next.is_uppercase());
                others += usize::from(next.is_lowercase());
                end = at + next.len_utf8();
            }
            match (c.is_uppercase(), capitals, others) {
                (true, 1, 0) => Shape::Letter,
                (_, 2.., 0) => Shape::Capitals,
                (true, ..) => Shape::Capital,
                _ if c.is_alphabetic() => Shape::Small,
                _ => Shape::Other,
            }
        } else if matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}') {
            Shape::Hyphen
        } else if c == '.' {
            Shape::Dot
        } else {
            Shape::Other
        };
        folded.clear();
        fold_into(text.get(start..end).unwrap_or_default(), &mut folded);
        words.push(Word {
            start,
            end,
            id: id_of(&folded),
            shape,
        });
    }
}
