//! Dependency trees and the questions that readers of trees ask.

use std::ops::{Deref, Range};

use compact_str::CompactString;

use super::{Relation, Upos, Xpos};

/// Dictionary form of a word; lower case except in names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Lemma(CompactString);

impl Lemma {
    /// Takes a dictionary form as it stands.
    pub fn new(form: &str) -> Self {
        Self(CompactString::new(form))
    }

    /// The dictionary form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Lemma {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Lemma {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a dictionary knows of a word as a name. Words that are no proper nouns have the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct NameHint {
    /// Whether a place has this name.
    pub place: bool,
    /// Whether names of places hold the word.
    pub part_of_place: bool,
    /// Whether names of persons hold the word.
    pub person: bool,
}

/// A token as a node of its sentence's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Universal part of speech.
    pub upos: Upos,
    /// English part of speech.
    pub xpos: Xpos,
    /// Dictionary form.
    pub lemma: Lemma,
    /// Index of the head inside the sentence; `None` for the root.
    pub head: Option<u32>,
    /// Relation to the head; [`Relation::Root`] where there is none.
    pub relation: Relation,
    /// What the word may name.
    pub hint: NameHint,
}

/// Dependency tree of one sentence: one node a token, in order.
///
/// A tree made by [`Analyzer`](super::Analyzer) has one root and no cycles. Every method here holds
/// on any heads at all: indices out of range have no node and walks end after as many steps as there are nodes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tree {
    /// The nodes, in the order of the tokens.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// How many tokens the sentence has.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the sentence has no tokens.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Index of the root; `None` only for the empty tree.
    pub fn root(&self) -> Option<usize> {
        self.nodes.iter().position(|node| node.head.is_none())
    }

    /// Index of the head of `node`.
    pub fn head(&self, node: usize) -> Option<usize> {
        Some(self.nodes.get(node)?.head? as usize)
    }

    /// Relation of `node` to its head.
    pub fn relation(&self, node: usize) -> Option<Relation> {
        Some(self.nodes.get(node)?.relation)
    }

    /// Indices of the direct dependents of `node`, left to right.
    pub fn children(&self, node: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(move |&child| self.head(child) == Some(node))
    }

    /// Leftmost dependent of `node` whose relation is `relation`, subtype included.
    pub fn child_with(&self, node: usize, relation: Relation) -> Option<usize> {
        self.children(node)
            .find(|&child| self.relation(child) == Some(relation))
    }

    /// Dependents of `node` whose relation is `relation` or a subtype of it, left to right.
    pub fn children_under(
        &self,
        node: usize,
        relation: Relation,
    ) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children(node)
            .filter(move |&child| self.relation(child).map(Relation::universal) == Some(relation))
    }

    /// Heads above `node`, nearest first.
    pub fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(node), |&above| self.head(above)).take(self.nodes.len())
    }

    /// Whether `node` stands below `above`, or is it.
    pub fn is_descendant(&self, node: usize, above: usize) -> bool {
        node == above || self.ancestors(node).any(|ancestor| ancestor == above)
    }

    /// Indices of `node` and everything below it, in the order of the sentence. Linear in the sentence.
    pub fn subtree(&self, node: usize) -> Vec<usize> {
        let mut first_child = vec![usize::MAX; self.nodes.len()];
        let mut next_sibling = vec![usize::MAX; self.nodes.len()];
        for child in (0..self.nodes.len()).rev() {
            if let Some(slot) = self.head(child).and_then(|head| first_child.get_mut(head)) {
                next_sibling[child] = std::mem::replace(slot, child);
            }
        }
        let mut inside = vec![false; self.nodes.len()];
        let mut found = Vec::new();
        let mut open = vec![node];
        while let Some(next) = open.pop() {
            if inside.get(next) != Some(&false) {
                continue;
            }
            inside[next] = true;
            found.push(next);
            let mut child = first_child[next];
            while child != usize::MAX {
                open.push(child);
                child = next_sibling[child];
            }
        }
        found.sort_unstable();
        found
    }

    /// Smallest range of token indices that covers `node` and everything below it.
    pub fn span(&self, node: usize) -> Range<usize> {
        match self.subtree(node).as_slice() {
            [] => 0..0,
            [only] => *only..only + 1,
            [first, .., last] => *first..last + 1,
        }
    }

    /// Way through the tree from `from` to `to`, both included; `None` if they are not connected.
    pub fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let up: Vec<usize> = std::iter::once(from).chain(self.ancestors(from)).collect();
        let mut down = Vec::new();
        for step in std::iter::once(to).chain(self.ancestors(to)) {
            if let Some(meeting) = up.iter().position(|&above| above == step) {
                let mut path = up[..=meeting].to_vec();
                path.extend(down.iter().rev());
                return Some(path);
            }
            down.push(step);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(heads: &[Option<u32>]) -> Tree {
        let node = |&head: &Option<u32>| Node {
            hint: NameHint::default(),
            upos: Upos::X,
            xpos: Xpos::Xx,
            lemma: Lemma::default(),
            head,
            relation: if head.is_some() {
                Relation::Dep
            } else {
                Relation::Root
            },
        };
        Tree {
            nodes: heads.iter().map(node).collect(),
        }
    }

    #[test]
    fn walks_follow_the_heads() {
        let tree = tree(&[Some(1), None, Some(4), Some(4), Some(1)]);
        assert_eq!(tree.root(), Some(1));
        assert_eq!(tree.children(4).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(tree.subtree(4), [2, 3, 4]);
        assert_eq!(tree.span(1), 0..5);
        assert_eq!(tree.path(0, 3), Some(vec![0, 1, 4, 3]));
        assert!(tree.is_descendant(3, 1));
        assert!(!tree.is_descendant(3, 0));
    }

    #[test]
    fn walks_end_on_broken_heads() {
        let tree = tree(&[Some(1), Some(0), Some(99)]);
        assert_eq!(tree.root(), None);
        assert_eq!(tree.subtree(0), [0, 1]);
        assert_eq!(tree.ancestors(0).count(), 3);
        assert_eq!(tree.path(0, 2), None);
        assert_eq!(tree.span(7), 0..0);
    }
}
