//! One sentence as the readers of actors look at it: words without regard to case, tags, grammatical ranks.

use std::ops::Range;

use compact_str::CompactString;

use crate::extract::Page;
use crate::extract::page::Found;
use crate::language::{Relation, Tree, Upos};
use crate::text::Token;

/// How prominent a place in a sentence is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Inside another noun phrase: adjective, member of a compound.
    Modifier,
    /// Possessor.
    Possessor,
    /// Behind a preposition.
    Oblique,
    /// Object.
    Object,
    /// Subject or agent.
    Subject,
}

/// A sentence with its tree and lexicon entries.
#[derive(Clone, Copy)]
pub(super) struct View<'p> {
    pub page: &'p Page<'p>,
    pub line: usize,
    pub tokens: &'p [Token],
    pub tree: &'p Tree,
    pub found: &'p [Found],
}

impl<'p> View<'p> {
    pub fn new(page: &'p Page<'p>, line: usize) -> Option<Self> {
        let this = page.lines.get(line)?;
        Some(Self {
            page,
            line,
            tokens: page.tokens(line),
            tree: &this.tree,
            found: &this.found,
        })
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A token as written; empty outside the sentence.
    pub fn word(&self, token: usize) -> &'p str {
        self.tokens
            .get(token)
            .map(|token| token.text(self.page.text()))
            .unwrap_or_default()
    }

    pub fn lower(&self, token: usize) -> CompactString {
        self.word(token).to_lowercase().into()
    }

    /// Whether a token is a word, which is given in lower case.
    pub fn is(&self, token: usize, word: &str) -> bool {
        self.word(token).eq_ignore_ascii_case(word)
    }

    /// Whether a token is one of some words, which are given in lower case.
    pub fn is_any(&self, token: usize, words: &[&str]) -> bool {
        let word = self.word(token);
        words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// The token before, if there is one.
    pub fn before(&self, token: usize) -> Option<usize> {
        token.checked_sub(1)
    }

    pub fn capital(&self, token: usize) -> bool {
        self.word(token).starts_with(char::is_uppercase)
    }

    /// All letters are capitals, and there are at least two.
    pub fn all_capitals(&self, token: usize) -> bool {
        let word = self.word(token);
        word.chars().filter(|c| c.is_uppercase()).count() >= 2
            && !word.chars().any(char::is_lowercase)
    }

    pub fn possessive_marker(&self, token: usize) -> bool {
        matches!(
            self.word(token),
            "'s" | "\u{2019}s" | "'" | "\u{2019}" | "'S" | "\u{2019}S"
        )
    }

    pub fn upos(&self, token: usize) -> Upos {
        self.tree.nodes.get(token).map_or(Upos::X, |node| node.upos)
    }

    pub fn lemma(&self, token: usize) -> &'p str {
        self.tree
            .nodes
            .get(token)
            .map_or("", |node| node.lemma.as_str())
    }

    pub fn plain_relation(&self, token: usize) -> Relation {
        self.tree.relation(token).unwrap_or(Relation::Dep)
    }

    /// The token at which a conjunct, an apposition or a part of a name is tied into the sentence.
    pub fn anchor(&self, token: usize) -> usize {
        let mut at = token;
        // Chains are short in good trees; the bound keeps bad ones cheap.
        for _ in 0..32 {
            match self.plain_relation(at) {
                Relation::Conj | Relation::Appos | Relation::Flat | Relation::NmodDesc => {
                    match self.tree.head(at) {
                        Some(head) => at = head,
                        None => break,
                    }
                }
                _ => break,
            }
        }
        at
    }

    pub fn rank(&self, token: usize) -> Rank {
        match self.plain_relation(self.anchor(token)) {
            Relation::Nsubj
            | Relation::NsubjPass
            | Relation::NsubjOuter
            | Relation::OblAgent
            | Relation::Csubj => Rank::Subject,
            Relation::Obj | Relation::Iobj => Rank::Object,
            Relation::NmodPoss => Rank::Possessor,
            Relation::Compound | Relation::Amod | Relation::Flat => Rank::Modifier,
            _ => Rank::Oblique,
        }
    }

    /// The token of a range whose head lies outside it; the last one where the tree does not say.
    pub fn head_of(&self, range: &Range<usize>) -> usize {
        range
            .clone()
            .find(|&token| {
                self.tree
                    .head(token)
                    .is_none_or(|head| !range.contains(&head))
            })
            .filter(|_| self.tree.len() == self.len())
            .unwrap_or(range.end.saturating_sub(1))
    }

    /// The preposition before a range of tokens, determiners skipped.
    pub fn preposition(&self, range: &Range<usize>) -> Option<usize> {
        let mut at = self.before(range.start)?;
        while self.is_any(
            at,
            &[
                "the",
                "mainland",
                "neighboring",
                "neighbouring",
                "southern",
                "northern",
                "both",
            ],
        ) {
            at = self.before(at)?;
        }
        // "after Brussels imposed": what begins a clause is no preposition.
        if self.plain_relation(at) == Relation::Mark {
            return None;
        }
        matches!(self.upos(at), Upos::Adp | Upos::X | Upos::Sconj)
            .then_some(at)
            .filter(|&at| !self.capital(at) || at == 0)
    }

    /// The words of some tokens as the text has them.
    pub fn text(&self, range: Range<usize>) -> &'p str {
        let bytes = self.page.bytes(self.line, range);
        self.page.reading.text().get(bytes).unwrap_or_default()
    }

    /// The words of some tokens with single spaces: a name that a line break splits is the same name.
    pub fn name(&self, range: Range<usize>) -> String {
        let text = self.text(range);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
