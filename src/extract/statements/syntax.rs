//! A sentence with its tree indexed: dependents and subtrees of every word in one pass, so that reading stays linear.

use std::ops::Range;

use compact_str::CompactString;

use super::times;
use crate::extract::Page;
use crate::language::{Relation, Tree, Upos};
use crate::text::Token;

/// One sentence, ready for questions.
#[derive(Debug)]
pub(super) struct Syntax<'p> {
    text: &'p str,
    tokens: &'p [Token],
    tree: &'p Tree,
    first_child: Vec<u32>,
    next_sibling: Vec<u32>,
    spans: Vec<(u32, u32)>,
    /// Bytes of quotations that touch the sentence, marks included, in order.
    quotations: Vec<Range<usize>>,
    /// Heads of the cues, in order.
    reports: Vec<usize>,
}

const NONE: u32 = u32::MAX;

/// How far behind "asked", in tokens, the question may begin.
const NEAR: usize = 10;

/// Words that begin what somebody is asked.
const QUESTIONS: &[&str] = &[
    "whether", "if", "how", "what", "why", "who", "when", "where", "which", "about",
];

impl<'p> Syntax<'p> {
    pub fn new(page: &'p Page<'_>, line: usize, quotations: Vec<Range<usize>>) -> Self {
        let tokens = page.tokens(line);
        let tree = &page.lines[line].tree;
        let len = tokens.len();
        let mut this = Self {
            text: page.text(),
            tokens,
            tree,
            first_child: vec![NONE; len],
            next_sibling: vec![NONE; len],
            spans: (0..len as u32).map(|i| (i, i + 1)).collect(),
            quotations,
            reports: Vec::new(),
        };
        let mut roots = Vec::new();
        for node in (0..len).rev() {
            match tree.head(node).filter(|&head| head < len && head != node) {
                Some(head) => {
                    this.next_sibling[node] =
                        std::mem::replace(&mut this.first_child[head], node as u32)
                }
                None => roots.push(node),
            }
        }
        // Parents before children in `order`, so that the reverse widens every parent by its finished children.
        let mut order = roots;
        let mut at = 0;
        while let Some(&node) = order.get(at) {
            at += 1;
            order.extend(this.children(node));
        }
        for &node in order.iter().rev() {
            if let Some(head) = tree.head(node).filter(|&head| head < len && head != node) {
                let (first, behind) = this.spans[node];
                let span = &mut this.spans[head];
                *span = (span.0.min(first), span.1.max(behind));
            }
        }
        this
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A word as written; empty beyond the sentence.
    pub fn word(&self, token: usize) -> &'p str {
        self.tokens
            .get(token)
            .map(|token| token.text(self.text))
            .unwrap_or_default()
    }

    /// A word in lower case.
    pub fn lower(&self, token: usize) -> CompactString {
        let word = self.word(token);
        if !word.is_ascii() {
            return CompactString::from_str_to_lowercase(word);
        }
        let mut lower = CompactString::new(word);
        lower.make_ascii_lowercase();
        lower
    }

    /// Whether a word is one of these, whatever its case.
    pub fn is(&self, token: usize, words: &[&str]) -> bool {
        let word = self.word(token);
        words.iter().any(|other| word.eq_ignore_ascii_case(other))
    }

    pub fn lemma(&self, token: usize) -> &'p str {
        self.tree
            .nodes
            .get(token)
            .map(|node| node.lemma.as_str())
            .unwrap_or_default()
    }

    pub fn upos(&self, token: usize) -> Upos {
        self.tree.nodes.get(token).map_or(Upos::X, |node| node.upos)
    }

    /// English part of speech.
    pub fn xpos(&self, token: usize) -> &'static str {
        self.tree
            .nodes
            .get(token)
            .map_or("XX", |node| node.xpos.as_str())
    }

    /// Relation to the head, without subtype.
    pub fn base(&self, token: usize) -> Relation {
        self.relation(token).universal()
    }

    pub fn relation(&self, token: usize) -> Relation {
        self.tree.relation(token).unwrap_or(Relation::Dep)
    }

    pub fn head(&self, token: usize) -> Option<usize> {
        self.tree
            .head(token)
            .filter(|&head| head < self.len() && head != token)
    }

    /// Direct dependents, left to right.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + use<'_, 'p> {
        let first = self.first_child.get(token).copied().unwrap_or(NONE);
        std::iter::successors((first != NONE).then_some(first as usize), |&child| {
            let next = self.next_sibling[child];
            (next != NONE).then_some(next as usize)
        })
    }

    /// The first dependent in one of these relations, subtypes told apart.
    pub fn child(&self, token: usize, relations: &[Relation]) -> Option<usize> {
        self.children(token)
            .find(|&child| relations.contains(&self.relation(child)))
    }

    /// Smallest range of tokens that covers a word and everything below it.
    pub fn span(&self, token: usize) -> Range<usize> {
        self.spans
            .get(token)
            .map_or(0..0, |&(first, behind)| first as usize..behind as usize)
    }

    /// Bytes of the read text; an empty range for no tokens.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.range().start..last.range().end,
            Some([only]) => only.range(),
            _ => 0..0,
        }
    }

    /// The first token that begins at or behind a byte.
    pub fn token_from(&self, byte: usize) -> usize {
        self.tokens
            .partition_point(|token| token.range().start < byte)
    }

    /// The first token that ends behind a byte.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens
            .partition_point(|token| token.range().end <= byte)
    }

    /// Keeps which tokens head cues, in order.
    pub fn set_reports(&mut self, heads: Vec<usize>) {
        self.reports = heads;
    }

    /// Whether a token heads a cue.
    pub fn is_report(&self, token: usize) -> bool {
        self.reports.binary_search(&token).is_ok()
    }

    /// Whether a token stands between quotation marks.
    pub fn is_quoted(&self, token: usize) -> bool {
        let Some(start) = self.tokens.get(token).map(|token| token.range().start) else {
            return false;
        };
        let at = self
            .quotations
            .partition_point(|quotation| quotation.end <= start);
        self.quotations
            .get(at)
            .is_some_and(|quotation| quotation.start <= start)
    }

    /// Whether a token is a mark and no word.
    pub fn is_mark(&self, token: usize) -> bool {
        !self.word(token).chars().any(char::is_alphanumeric)
    }

    /// A range without marks at its edges; brackets, "%" and "$" stay.
    pub fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let loose = |token: usize| {
            self.is_mark(token)
                && !self.is(token, &["%", "$", "€", "£", "(", ")", "[", "]", "#", "@"])
        };
        while range.start < range.end && loose(range.start) {
            range.start += 1;
        }
        while range.start < range.end && loose(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    /// Whether a participle is a past tense in front of its subject: "..., predicted Jane Roe, an economist".
    pub fn is_inverted(&self, verb: usize) -> bool {
        let behind_mark = verb > 0 && self.is(verb - 1, &[",", "”", "\"", "''", "’", "»"]);
        let name = (verb + 1..self.len())
            .take_while(|&token| self.upos(token) == Upos::Propn)
            .last();
        self.xpos(verb) == "VBN"
            && behind_mark
            && name.is_some_and(|name| name + 1 >= self.len() || self.is_mark(name + 1))
    }

    /// The word that begins what somebody is asked: "asked on Friday whether ...", "asked in an interview what ...".
    pub fn question(&self, verb: usize) -> Option<usize> {
        if self.lemma(verb) != "ask" {
            return None;
        }
        let mut at = verb + 1;
        while self.upos(at) == Upos::Adv && !self.is(at, QUESTIONS) || times::end_of(self, at) > at
        {
            at = times::end_of(self, at).max(at + 1);
        }
        if self.opens_with(verb) {
            at = (at..self.len().min(at + NEAR))
                .take_while(|&token| !self.is(token, &[",", ".", "by"]))
                .find(|&token| self.is(token, QUESTIONS))
                .unwrap_or(at);
        }
        let infinitive =
            self.is(at, &["to", "for"]) && self.child(verb, &[Relation::AuxPass]).is_some();
        (self.is(at, QUESTIONS) || infinitive).then_some(at)
    }

    /// Whether a sentence begins with a participle, or "when" and a participle: "Asked about it, ...".
    pub fn opens_with(&self, verb: usize) -> bool {
        let first = verb.saturating_sub(usize::from(verb > 0 && self.is(verb - 1, &["when"])));
        first == 0 || first == 1 && self.is_mark(0)
    }

    /// Whether a verb tells of a question that nobody is named for: "asked whether it would act, the ministry said", "she was asked
    /// about it".
    pub fn is_asked(&self, verb: usize) -> bool {
        let active = self.children(verb).any(|child| {
            child < verb
                && (self.is(child, &["has", "have", "had", "’ve", "'ve"])
                    || self.relation(child) == Relation::Nsubj)
        });
        self.question(verb).is_some()
            && matches!(self.xpos(verb), "VBN" | "VBD")
            && (self.is_passive(verb) || !active)
            && self.child(verb, &[Relation::OblAgent]).is_none()
    }

    /// Whether a verb's clause only tells when something else happened: "when the poll asked ...", "as the levy threatens ...".
    pub fn is_circumstance(&self, verb: usize) -> bool {
        self.relation(verb) == Relation::Advcl
            && self.children(verb).any(|child| {
                child < verb
                    && matches!(self.relation(child), Relation::Mark | Relation::Advmod)
                    && self.is(
                        child,
                        &["when", "while", "as", "after", "before", "once", "where"],
                    )
            })
    }

    /// Whether what the tagger takes for a bare verb has a plural in front that is its subject: "many traders say".
    pub fn is_bare_plural(&self, verb: usize) -> bool {
        let front = verb
            .checked_sub(1)
            .filter(|&front| !self.is(front, &["—", "–", "--"]) || verb < 2);
        let front = front.or_else(|| verb.checked_sub(2));
        self.xpos(verb) == "VB"
            && front.is_some_and(|front| {
                matches!(self.xpos(front), "NNS" | "NNPS" | "CD")
                    || self.is(
                        front,
                        &["many", "most", "some", "others", "few", "they", "we"],
                    )
            })
            && !self
                .children(verb)
                .any(|child| child < verb && matches!(self.upos(child), Upos::Aux | Upos::Part))
    }

    /// Whether a verb stands in the passive. A subject that the tree takes for a passive one does not make it so without an auxiliary.
    pub fn is_passive(&self, verb: usize) -> bool {
        let auxiliary = self.child(verb, &[Relation::AuxPass]).is_some();
        let subject = self
            .child(verb, &[Relation::NsubjPass, Relation::CsubjPass])
            .is_some();
        auxiliary
            || subject
                && (self.child(verb, &[Relation::Aux]).is_some()
                    || self.xpos(verb) != "VBN" && self.xpos(verb) != "VBD")
    }
}
