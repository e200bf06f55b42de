//! A page: one document read as far as words, lexicon entries, names and trees; what all readers of facts stand on.

use std::ops::Range;

use jiff::civil::Date;

use super::Input;
use super::facts::dates::reference;
use crate::language::{Analyzer, Name, Tree, names};
use crate::lexicon::{EntryRef, Form, Lexicon};
use crate::text::{Reading, Sentence, Token};

/// The day against which relative dates are resolved, and from where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferenceDay {
    /// The day.
    pub day: Date,
    /// Whether it is only known from the dateline in the text.
    pub from_dateline: bool,
}

/// A lexicon entry in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The tokens that it covers, inside the sentence.
    pub tokens: Range<usize>,
    /// Which entry.
    pub entry: EntryRef,
    /// How it is written.
    pub form: Form,
    /// Whether the form alone is not enough to be sure.
    pub weak: bool,
}

/// A sentence with all that is known of its words. Token indices are inside the sentence; node `i` of the tree is token `i`.
#[derive(Clone, Debug)]
pub struct Line {
    /// Index of the sentence in the reading.
    pub sentence: usize,
    /// The tree; empty where the sentence is not parsed.
    pub tree: Tree,
    /// Lexicon entries, by first token.
    pub found: Vec<Found>,
    /// Names, by first token.
    pub names: Vec<Name>,
}

/// One document with its words, lexicon entries, names and trees.
#[derive(Debug)]
pub struct Page<'d> {
    /// The text.
    pub reading: &'d Reading<'d>,
    /// The lexicon.
    pub lexicon: &'d Lexicon,
    /// One line a sentence of the reading, in order.
    pub lines: Vec<Line>,
    /// The day against which relative dates are resolved.
    pub reference: Option<ReferenceDay>,
    /// Headline, where it is not part of the text. Context only.
    pub title: Option<&'d str>,
    /// Who published the document.
    pub publisher: Option<&'d str>,
}

/// Sentences that are parsed before looking again whether anybody still waits: some milliseconds' worth.
const SENTENCES_AT_ONCE: usize = 128;

impl<'d> Page<'d> {
    /// Finds the lexicon's entries in a reading and parses its sentences.
    pub fn new(
        reading: &'d Reading<'d>,
        lexicon: &'d Lexicon,
        analyzer: &Analyzer,
        input: &Input<'d>,
    ) -> Self {
        let mut page = Self::unparsed(reading, lexicon, input);
        page.parse(analyzer, input, |_, _| true);
        page
    }

    /// Finds the lexicon's entries in a reading.
    pub fn unparsed(reading: &'d Reading<'d>, lexicon: &'d Lexicon, input: &Input<'d>) -> Self {
        let mut matches = lexicon.find(reading.text()).into_iter().peekable();
        let mut lines = Vec::with_capacity(reading.sentences().len());
        for (index, sentence) in reading.sentences().iter().enumerate() {
            let tokens = reading.sentence_tokens(sentence);
            let mut found = Vec::new();
            while let Some(next) = matches.next_if(|m| m.range.start < sentence.range.end) {
                let covered = covered(tokens, &next.range);
                if next.range.start >= sentence.range.start && !covered.is_empty() {
                    found.push(Found {
                        tokens: covered,
                        entry: next.entry,
                        form: next.form,
                        weak: next.weak,
                    });
                }
            }
            lines.push(Line {
                sentence: index,
                tree: Tree::default(),
                found,
                names: Vec::new(),
            });
        }
        Self {
            reading,
            lexicon,
            lines,
            reference: input
                .reference_day
                .map(|day| (day, false))
                .or_else(|| Some((reference::from_text(reading)?, true)))
                .map(|(day, from_dateline)| ReferenceDay { day, from_dateline }),
            title: input.title,
            publisher: input.publisher,
        }
    }

    /// Parses the wanted lines of those that are not parsed yet, and finds their names. Stops early where nobody waits any more.
    pub fn parse(
        &mut self,
        analyzer: &Analyzer,
        input: &Input<'_>,
        wanted: impl Fn(&Self, usize) -> bool,
    ) {
        let reading = self.reading;
        let (text, sentences) = (reading.text(), reading.sentences());
        let lines: Vec<usize> = (0..self.lines.len())
            .filter(|&line| self.lines[line].tree.is_empty() && wanted(self, line))
            .collect();
        for some in lines.chunks(SENTENCES_AT_ONCE) {
            if input.stopped() {
                break;
            }
            let tokens: Vec<&[Token]> = some
                .iter()
                .map(|&line| reading.sentence_tokens(&sentences[line]))
                .collect();
            let trees = analyzer.analyze(text, &tokens);
            for ((&line, tokens), tree) in some.iter().zip(tokens).zip(trees) {
                let line = &mut self.lines[line];
                line.names = names(text, tokens, &tree);
                line.tree = tree;
            }
        }
    }

    /// Whether a line has letters: figures and marks alone need no tree.
    pub fn has_letters(&self, line: usize) -> bool {
        self.sentence(line).is_some_and(|sentence| {
            let words = self.reading.slice(sentence.range.clone());
            words.contains(char::is_alphabetic)
        })
    }

    /// The read text.
    pub fn text(&self) -> &str {
        self.reading.text()
    }

    /// The sentence of a line.
    pub fn sentence(&self, line: usize) -> Option<&Sentence> {
        self.reading.sentences().get(line)
    }

    /// The tokens of a line's sentence.
    pub fn tokens(&self, line: usize) -> &[Token] {
        self.sentence(line)
            .map(|sentence| self.reading.sentence_tokens(sentence))
            .unwrap_or_default()
    }

    /// A token as written; empty beyond the sentence.
    pub fn word(&self, line: usize, token: usize) -> &str {
        self.tokens(line)
            .get(token)
            .map(|token| token.text(self.text()))
            .unwrap_or_default()
    }

    /// The lemma of a token; empty beyond the sentence or without a tree.
    pub fn lemma(&self, line: usize, token: usize) -> &str {
        self.lines
            .get(line)
            .and_then(|line| line.tree.nodes.get(token))
            .map(|node| node.lemma.as_str())
            .unwrap_or_default()
    }

    /// Bytes of the read text that some tokens of a sentence cover; an empty range for no tokens.
    pub fn bytes(&self, line: usize, tokens: Range<usize>) -> Range<usize> {
        match self.tokens(line).get(tokens) {
            Some([first, .., last]) => first.range().start..last.range().end,
            Some([only]) => only.range(),
            _ => 0..0,
        }
    }
}

/// The tokens, sorted, that share a byte with a range.
pub(crate) fn covered(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let first = tokens.partition_point(|token| token.range().end <= range.start);
    let behind = tokens.partition_point(|token| token.range().start < range.end);
    first..behind.max(first)
}
