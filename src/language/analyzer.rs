//! The stage's entry point.

use std::sync::LazyLock;

use super::{Lemma, Node, Relation, Tree, Upos, Xpos};
use crate::text::tokenize::Token;

/// Tags, lemmatises and parses sentences.
#[derive(Debug)]
pub struct Analyzer {}

impl Analyzer {
    /// The analyzer with the embedded weights, made ready at the first call.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Analyzer> = LazyLock::new(|| Analyzer {});
        &EMBEDDED
    }

    /// One tree a sentence, in the order given. `text` is what the tokens' offsets index.
    pub fn analyze(&self, text: &str, sentences: &[&[Token]]) -> Vec<Tree> {
        sentences.iter().map(|tokens| flat(text, tokens)).collect()
    }
}

/// Everything under the first token.
fn flat(text: &str, tokens: &[Token]) -> Tree {
    let node = |(index, token): (usize, &Token)| Node {
        upos: Upos::X,
        xpos: Xpos::Xx,
        lemma: Lemma::new(&token.text(text).to_lowercase()),
        head: (index > 0).then_some(0),
        relation: if index > 0 {
            Relation::Dep
        } else {
            Relation::Root
        },
    };
    Tree {
        nodes: tokens.iter().enumerate().map(node).collect(),
    }
}
