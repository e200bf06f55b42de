//! A sentence as composition sees it: words in lower case, coarse tags, verb groups, and where a clause breaks.

mod groups;
mod kinds;

pub(super) use groups::Modal;

use crate::extract::Page;
use crate::language::{Tree, Upos, Xpos};

/// A sentence's words.
pub(super) struct Words<'p> {
    /// The page.
    pub page: &'p Page<'p>,
    /// The sentence.
    pub line: usize,
    /// The words in lower case.
    pub lower: Vec<String>,
    /// The tree; flat where the analyzer knows no better.
    pub tree: &'p Tree,
    /// Whether the tree says anything.
    pub parsed: bool,
}

impl<'p> Words<'p> {
    pub fn new(page: &'p Page<'p>, line: usize) -> Option<Self> {
        let tree = &page.lines.get(line)?.tree;
        let lower = page
            .tokens(line)
            .iter()
            .map(|t| t.text(page.text()).to_lowercase())
            .collect::<Vec<_>>();
        let parsed = tree
            .nodes
            .iter()
            .any(|node| !matches!(node.upos, Upos::X | Upos::Punct));
        Some(Self {
            page,
            line,
            lower,
            tree,
            parsed: parsed && !tree.is_empty(),
        })
    }

    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// The word at a place; empty outside.
    pub fn at(&self, i: usize) -> &str {
        self.lower.get(i).map(String::as_str).unwrap_or_default()
    }

    /// The word before a place; empty at the beginning.
    pub fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map(|i| self.at(i)).unwrap_or_default()
    }

    pub fn is(&self, i: usize, set: &[&str]) -> bool {
        set.contains(&self.at(i))
    }

    /// Whether some words stand at a place.
    pub fn phrase(&self, i: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(k, word)| self.at(i + k) == *word)
    }

    /// The Penn Treebank tag of a word; none outside of the sentence.
    pub fn xpos(&self, i: usize) -> Option<Xpos> {
        self.tree.nodes.get(i).map(|node| node.xpos)
    }

    pub fn upos(&self, i: usize) -> Upos {
        if self.parsed {
            self.tree.nodes.get(i).map_or(Upos::X, |node| node.upos)
        } else {
            Upos::X
        }
    }
}
