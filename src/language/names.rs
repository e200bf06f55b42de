//! Names of persons, organisations and places, found by their form and their place in the sentence.

use std::ops::Range;

use super::Tree;
use crate::text::tokenize::Token;

/// What a name names, as far as its form and surroundings tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, ministry, union or other body.
    Organisation,
    /// A country, city or region.
    Place,
    /// A name of which the sentence does not tell the kind.
    Unknown,
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name's tokens, as indices inside the sentence; a title is not part of them.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// Tokens of the title or office written before a person's name.
    pub title: Option<Range<usize>>,
}

/// The names of a sentence, left to right, not overlapping.
pub fn names(text: &str, tokens: &[Token], _tree: &Tree) -> Vec<Name> {
    let capital = |token: &Token| token.text(text).starts_with(char::is_uppercase);
    let mut found: Vec<Name> = Vec::new();
    for (index, _) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| capital(token))
    {
        match found.last_mut() {
            Some(name) if name.tokens.end == index => name.tokens.end += 1,
            _ => found.push(Name {
                tokens: index..index + 1,
                kind: NameKind::Unknown,
                title: None,
            }),
        }
    }
    found
}
