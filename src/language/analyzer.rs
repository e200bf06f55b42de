//! The stage's entry point.

use std::ops::Range;
use std::sync::LazyLock;

use super::lemma::Lemmatizer;
use super::network::{Instructions, Network, Parsed, SentenceCase, Weights, WeightsError};
use super::{NameHint, Node, Relation, Tree, Upos, Xpos};
use crate::text::tokenize::Token;

/// Most tokens that are parsed as one piece. Longer sentences are cut into windows, so that cost stays linear.
const WINDOW: usize = 128;

pub(super) static ENGLISH: &[u8] = include_bytes!("weights/english.safetensors");

/// Tags, lemmatises and parses sentences.
pub struct Analyzer {
    network: Network,
    lemmatizer: Lemmatizer,
}

impl Analyzer {
    /// The analyzer with the embedded weights, made ready at the first call.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Analyzer> =
            LazyLock::new(|| Analyzer::with(Instructions::detect()));
        &EMBEDDED
    }

    /// An analyzer of its own with the embedded weights, run with instructions that the processor has.
    pub fn with(instructions: Instructions) -> Self {
        Self::read(ENGLISH, instructions)
            .unwrap_or_else(|error| panic!("the embedded weights belong to this program: {error}"))
    }

    /// An analyzer with weights that `training/train.py` wrote, run with instructions that the processor has.
    pub fn read(weights: &[u8], instructions: Instructions) -> Result<Self, WeightsError> {
        let weights = Weights::parse(weights)?;
        Ok(Self {
            network: Network::read(&weights, instructions)?,
            lemmatizer: Lemmatizer::read(&weights)?,
        })
    }

    /// One tree a sentence, in the order given. `text` is what the tokens' offsets index.
    pub fn analyze(&self, text: &str, sentences: &[&[Token]]) -> Vec<Tree> {
        let mut windows: Vec<Vec<&str>> = Vec::with_capacity(sentences.len());
        let mut counts = Vec::with_capacity(sentences.len());
        for tokens in sentences {
            let before = windows.len();
            for range in windows_of(text, tokens) {
                windows.push(tokens[range].iter().map(|token| token.text(text)).collect());
            }
            counts.push(windows.len() - before);
        }
        let parsed = self.network.parse(&windows);
        let (mut forms, mut parsed) = (windows.as_slice(), parsed.as_slice());
        let mut trees = Vec::with_capacity(sentences.len());
        for count in counts {
            let (now_forms, later_forms) = forms.split_at(count);
            let (now_parsed, later_parsed) = parsed.split_at(count);
            (forms, parsed) = (later_forms, later_parsed);
            trees.push(self.tree(now_forms, now_parsed));
        }
        trees
    }

    /// Joins the windows of a sentence: the roots of later ones stand beside the root of the first.
    fn tree(&self, forms: &[Vec<&str>], parsed: &[Vec<Parsed>]) -> Tree {
        let mut nodes = Vec::with_capacity(parsed.iter().map(Vec::len).sum());
        let mut root = None;
        for (forms, parsed) in forms.iter().zip(parsed) {
            let capitals = SentenceCase::of(forms.iter().copied()) == SentenceCase::Capitals;
            let start = nodes.len() as u32;
            for (form, parsed) in forms.iter().zip(parsed) {
                let (head, relation) = match (parsed.head, root) {
                    (Some(head), _) => (Some(start + head), parsed.relation),
                    (None, None) => {
                        root = Some(nodes.len() as u32);
                        (None, Relation::Root)
                    }
                    (None, first) => (first, Relation::Parataxis),
                };
                let proper =
                    parsed.upos == Upos::Propn || matches!(parsed.xpos, Xpos::Nnp | Xpos::Nnps);
                nodes.push(Node {
                    hint: if proper {
                        self.network.name_hint(form)
                    } else {
                        NameHint::default()
                    },
                    upos: parsed.upos,
                    xpos: parsed.xpos,
                    lemma: self.lemmatizer.lemma(form, parsed.xpos, capitals),
                    head,
                    relation,
                });
            }
        }
        Tree { nodes }
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer").finish_non_exhaustive()
    }
}

/// Windows of at most [`WINDOW`] tokens, cut after a mark in their last third where there is one.
fn windows_of(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while tokens.len() - start > WINDOW {
        let marks = |marks: &'static [&'static str]| {
            (start + WINDOW * 2 / 3..start + WINDOW).rev().find(|&at| {
                tokens
                    .get(at)
                    .is_some_and(|token| marks.contains(&token.text(text)))
            })
        };
        let end = marks(&[";", ".", ":", "?", "!"])
            .or_else(|| marks(&[",", "--", "—", ")"]))
            .map_or(start + WINDOW, |at| at + 1);
        found.push(start..end);
        start = end;
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::tokenize;

    #[test]
    fn windows_are_short_and_leave_nothing_out() {
        for text in [
            "tin ".repeat(5_000),
            "tin and zinc, ".repeat(1_250),
            "tin. ".repeat(100),
        ] {
            let mut tokens = Vec::new();
            tokenize(&text, 0..text.len(), &mut tokens);
            let windows = windows_of(&text, &tokens);
            assert!(
                windows
                    .iter()
                    .all(|window| (1..=WINDOW).contains(&window.len()))
            );
            let covered: Vec<usize> = windows.into_iter().flatten().collect();
            assert!(covered.into_iter().eq(0..tokens.len()));
        }
    }
}
