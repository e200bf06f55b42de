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
    /// White space, also a soft hyphen: separates words and is none.
    Space,
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
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let (length, shape) = token(rest);
        if shape != Shape::Space {
            let token = rest.get(..length).unwrap_or_default();
            folded.clear();
            if token.is_ascii() {
                folded.push_str(token);
                folded.make_ascii_lowercase();
            } else {
                fold_into(token, &mut folded);
            }
            let (end, id) = (start + length, id_of(&folded));
            words.push(Word {
                start,
                end,
                id,
                shape,
            });
        }
        start += length;
    }
}

/// Length in bytes and shape of the token at the start of a text that is not empty.
fn token(text: &str) -> (usize, Shape) {
    let bytes = text.as_bytes();
    let length = bytes
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let ends_in_ascii = bytes.get(length).is_none_or(u8::is_ascii);
    if length > 0 && ends_in_ascii {
        let word = bytes.get(..length).unwrap_or_default();
        let capitals = word.iter().filter(|b| b.is_ascii_uppercase()).count();
        let smalls = word.iter().filter(|b| b.is_ascii_lowercase()).count();
        let first = word.first().map_or(' ', |&b| char::from(b));
        return (length, shape_of(first, capitals, smalls));
    }
    match bytes.first() {
        Some(b'-') => (1, Shape::Hyphen),
        Some(b'.') => (1, Shape::Dot),
        Some(b) if b.is_ascii_whitespace() || b.is_ascii_control() => (1, Shape::Space),
        Some(b) if length == 0 && b.is_ascii() => (1, Shape::Other),
        _ => unicode_token(text),
    }
}

/// [`token`] for what is not ASCII.
fn unicode_token(text: &str) -> (usize, Shape) {
    let mut chars = text.char_indices();
    let Some((_, first)) = chars.next() else {
        return (text.len(), Shape::Space);
    };
    if first.is_alphanumeric() {
        let length = chars
            .find(|(_, c)| !c.is_alphanumeric())
            .map_or(text.len(), |(at, _)| at);
        let word = || text.get(..length).unwrap_or_default().chars();
        let capitals = word().filter(|c| c.is_uppercase()).count();
        let smalls = word().filter(|c| c.is_lowercase()).count();
        return (length, shape_of(first, capitals, smalls));
    }
    let shape = match first {
        '\u{2010}'..='\u{2013}' => Shape::Hyphen,
        '\u{ad}' => Shape::Space,
        _ if first.is_whitespace() || first.is_control() => Shape::Space,
        _ => Shape::Other,
    };
    (first.len_utf8(), shape)
}

fn shape_of(first: char, capitals: usize, smalls: usize) -> Shape {
    match (first.is_uppercase(), capitals, smalls) {
        (true, 1, 0) => Shape::Letter,
        (_, 2.., 0) => Shape::Capitals,
        (true, ..) => Shape::Capital,
        _ if first.is_alphabetic() => Shape::Small,
        _ => Shape::Other,
    }
}
