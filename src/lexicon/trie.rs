//! All forms in one trie over words: a text is matched in one pass, each word costing one look-up.
//!
//! Hyphens are optional on both sides ("hot-rolled steel" and "hot rolled steel" are one form), other punctuation is not.

use super::EntryRef;
use super::form::{Case, Form};
use super::words::{Shape, UNKNOWN, Vocabulary, Word, WordId};
use rustc_hash::FxHashMap;

/// A form of an entry, at the node where its last word ends.
#[derive(Clone, Copy)]
pub(super) struct Terminal {
    pub entry: EntryRef,
    pub form: Form,
    pub weak: bool,
    pub opaque: bool,
    person: bool,
    case: Case,
    /// Bit i: the i-th word needs a capital.
    capitals: u32,
    /// The next form at the same node, plus one.
    next: u32,
}

/// What an entry says of a form that it adds.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub entry: EntryRef,
    pub form: Form,
    pub case: Case,
    pub weak: bool,
    /// Hides the names of actors inside it.
    pub opaque: bool,
    /// Names a person: an initial may stand inside ("Jane Q. Doe").
    pub person: bool,
}

/// The trie.
#[derive(Default)]
pub(super) struct Trie {
    vocabulary: Vocabulary,
    /// By word: node after that word at the beginning, 0 for none.
    roots: Vec<u32>,
    edges: FxHashMap<(u32, WordId), u32>,
    /// By node: first terminal plus one, 0 for none.
    terminals_at: Vec<u32>,
    terminals: Vec<Terminal>,
}

impl Trie {
    /// Adds a form; false if it has no words.
    pub fn add(&mut self, form: &str, spec: Spec) -> bool {
        if self.terminals_at.is_empty() {
            self.terminals_at.push(0);
        }
        let words: Vec<Word> = self
            .vocabulary
            .add(form)
            .into_iter()
            .filter(|w| w.shape != Shape::Hyphen)
            .collect();
        self.roots.resize(self.vocabulary.len(), 0);
        let mut node = 0u32;
        let mut capitals = 0u32;
        for (i, word) in words.iter().enumerate() {
            let fresh = self.terminals_at.len() as u32;
            let slot = match i {
                0 => &mut self.roots[word.id as usize],
                _ => self.edges.entry((node, word.id)).or_insert(0),
            };
            if *slot == 0 {
                *slot = fresh;
                self.terminals_at.push(0);
            }
            node = *slot;
            let is_capital = matches!(word.shape, Shape::Capital | Shape::Letter | Shape::Capitals);
            capitals |= u32::from(is_capital && i < 32)
                .checked_shl(i as u32)
                .unwrap_or(0);
        }
        if node == 0 {
            return false;
        }
        let Spec {
            entry,
            form,
            case,
            weak,
            opaque,
            person,
        } = spec;
        let next = std::mem::replace(
            &mut self.terminals_at[node as usize],
            self.terminals.len() as u32 + 1,
        );
        self.terminals.push(Terminal {
            entry,
            form,
            weak,
            opaque,
            person,
            case,
            capitals,
            next,
        });
        true
    }

    /// Splits a text into words and reports every form in it: its first and last word, whether an initial was
    /// passed over, and the terminal.
    pub fn scan(
        &self,
        text: &str,
        words: &mut Vec<Word>,
        mut found: impl FnMut(&[Word], usize, usize, bool, Terminal),
    ) {
        self.vocabulary.look_up(text, words);
        let words = words.as_slice();
        for first in 0..words.len() {
            let Some(&root) = self.roots.get(words[first].id as usize) else {
                continue;
            };
            self.walk(
                words,
                root,
                first,
                false,
                &mut |last, has_initial, terminal| {
                    if (terminal.person || !has_initial)
                        && terminal.fits(text, &words[first..=last])
                    {
                        found(words, first, last, has_initial, terminal);
                    }
                },
            );
        }
    }

    /// Follows the edges from a node that stands for the words up to `last`; an initial ("Q.") may be passed over once.
    fn walk(
        &self,
        words: &[Word],
        mut node: u32,
        mut last: usize,
        has_initial: bool,
        found: &mut impl FnMut(usize, bool, Terminal),
    ) {
        while node != 0 {
            let mut next = self.terminals_at[node as usize];
            while let Some(terminal) = (next as usize)
                .checked_sub(1)
                .and_then(|i| self.terminals.get(i))
            {
                found(last, has_initial, *terminal);
                next = terminal.next;
            }
            last += 1;
            if words.get(last).is_some_and(|w| w.shape == Shape::Hyphen) {
                last += 1;
            }
            let after = |at: usize| match words.get(at) {
                Some(word) if word.id != UNKNOWN => {
                    self.edges.get(&(node, word.id)).copied().unwrap_or(0)
                }
                _ => 0,
            };
            if !has_initial && words.get(last).is_some_and(|w| w.shape == Shape::Letter) {
                let dot = words.get(last + 1).is_some_and(|w| w.shape == Shape::Dot);
                let behind = last + 1 + usize::from(dot);
                self.walk_once(words, after(behind), behind, found);
            }
            node = after(last);
        }
    }

    /// Goes on behind an initial.
    fn walk_once(
        &self,
        words: &[Word],
        node: u32,
        last: usize,
        found: &mut impl FnMut(usize, bool, Terminal),
    ) {
        if node != 0 {
            self.walk(words, node, last, true, found);
        }
    }
}

impl Terminal {
    /// Whether the words have the letter case that the form needs.
    fn fits(&self, text: &str, words: &[Word]) -> bool {
        // A person's initials are no words of the form: they and their full stops are left out of the count.
        let mut content = words
            .iter()
            .filter(|w| {
                w.shape != Shape::Hyphen
                    && !(self.person && matches!(w.shape, Shape::Letter | Shape::Dot))
            })
            .enumerate();
        let needs = |i: usize| i < 32 && self.capitals >> i & 1 == 1;
        match self.case {
            Case::Any => true,
            Case::Lower => words.first().is_some_and(|w| w.shape == Shape::Small),
            Case::Capital => content.all(|(i, w)| {
                !needs(i) || matches!(w.shape, Shape::Capital | Shape::Letter | Shape::Capitals)
            }),
            Case::Upper => content.all(|(i, w)| {
                !needs(i) || is_acronym(text.get(w.start..w.end).unwrap_or_default())
            }),
        }
    }
}

/// All capitals and digits, but for the "s" of a plural.
fn is_acronym(word: &str) -> bool {
    let word = word
        .strip_suffix('s')
        .filter(|w| w.len() > 1)
        .unwrap_or(word);
    !word.chars().any(char::is_lowercase)
}
