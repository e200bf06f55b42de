//! A quotation among its neighbours.

use std::ops::Range;

use super::Quoted;
use crate::extract::statements::content::inserted;
use crate::extract::statements::cues::Cue;
use crate::extract::statements::scene::{Piece, Stage};
use crate::extract::statements::syntax::Syntax;
use crate::language::Upos;

/// How far behind a cue, in tokens, what is said may go on.
const FAR: usize = 12;

/// A piece among its neighbours.
pub(super) struct Place<'s, 'p> {
    pub(super) stage: &'s Stage<'p>,
    pub(super) piece: &'s Piece,
    pub(super) index: usize,
    /// The lines of its first and last byte.
    pub(super) first_line: usize,
    pub(super) last_line: usize,
}

impl<'s, 'p> Place<'s, 'p> {
    pub(super) fn new(stage: &'s Stage<'p>, index: usize) -> Self {
        let piece = &stage.pieces[index];
        Self {
            stage,
            piece,
            index,
            first_line: stage.line_at(piece.outer.start),
            last_line: stage.line_at(piece.outer.end.saturating_sub(1)),
        }
    }

    pub(super) fn said(&self, cue: Option<(usize, Cue<'p>)>, colon: bool) -> Quoted<'p> {
        Quoted {
            content: vec![self.piece.inner.clone()],
            cue,
            first_block: self.piece.block,
            block: self.piece.block,
            colon,
            unclosed: self.piece.unclosed,
            voice: None,
            goes_on: false,
        }
    }

    /// The quoted words; from the beginning of the sentence where the quotation begins in the middle of one and runs on over others.
    pub(super) fn content_from_sentence(&self) -> Range<usize> {
        let inner = self.piece.inner.clone();
        let front = self.in_front();
        if self.begins_sentence() || front.is_empty() {
            return inner;
        }
        let runs_on = self.first_line != self.last_line && self.front_is_fragment();
        // "The levy, with all its exceptions, “is a mess,” he said."
        let goes_on = front.start == 0
            && self.first_char().is_lowercase()
            && self.stage.scenes[self.first_line]
                .cues
                .first()
                .is_none_or(|cue| cue.head >= front.end);
        if runs_on || goes_on {
            return self.syntax(self.first_line).bytes(front).start..inner.end;
        }
        inner
    }

    /// What stands in front of an inserted cue where the quotation goes on with it: "The port is empty, he said, “and so are we.”"
    pub(super) fn opening(&self, line: usize, cue: &Cue<'p>) -> Option<Range<usize>> {
        let syntax = self.syntax(line);
        let front = self.in_front();
        if line != self.first_line
            || front.start > 0
            || !self.first_char().is_lowercase()
            || !syntax.is(front.end.checked_sub(1)?, &[","])
        {
            return None;
        }
        let opening = inserted::opening(syntax, cue)?;
        let range = syntax.bytes(syntax.trimmed(opening));
        Some(range).filter(|range| !range.is_empty())
    }

    /// What goes on behind the cue behind the quotation: "“It is bad luck,” he said, that both came at once".
    pub(super) fn closing(&self, line: usize, cue: &Cue<'p>) -> Option<Range<usize>> {
        let syntax = self.syntax(line);
        let comma = (cue.tokens.end..syntax.len())
            .take(FAR)
            .find(|&token| syntax.is(token, &[","]))?;
        let goes_on = syntax.is(comma + 1, &["that"])
            || syntax.is(comma + 1, &["to"]) && syntax.xpos(comma + 2) == "VB";
        let that = usize::from(syntax.is(comma + 1, &["that"]));
        let range = syntax.bytes(syntax.trimmed(comma + 1 + that..syntax.len()));
        let quoted = self
            .stage
            .pieces
            .get(self.index + 1)
            .is_some_and(|next| next.outer.start < range.end);
        Some(range).filter(|range| goes_on && !range.is_empty() && !quoted)
    }

    pub(super) fn syntax(&self, line: usize) -> &'s Syntax<'p> {
        &self.stage.scenes[line].syntax
    }

    pub(super) fn words(&self) -> usize {
        self.stage
            .text(self.piece.inner.clone())
            .split_whitespace()
            .count()
    }

    pub(super) fn last_char(&self) -> char {
        self.stage
            .text(self.piece.inner.clone())
            .chars()
            .next_back()
            .unwrap_or(' ')
    }

    pub(super) fn first_char(&self) -> char {
        self.stage
            .text(self.piece.inner.clone())
            .chars()
            .next()
            .unwrap_or(' ')
    }

    /// Whether it reads as a sentence of its own, at least by its edges.
    pub(super) fn is_sentence(&self) -> bool {
        let first = self.first_char();
        (first.is_uppercase() || !first.is_alphabetic())
            && (matches!(
                self.last_char(),
                '.' | ',' | '?' | '!' | '…' | '—' | '–' | ';' | ':' | '\'' | '’' | '-' | ')' | ']'
            ) || self.words() > 6)
    }

    /// Tokens of its first line between the previous quotation, or the beginning of the sentence, and its opening mark.
    pub(super) fn in_front(&self) -> Range<usize> {
        let syntax = self.syntax(self.first_line);
        let behind = syntax.token_at(self.piece.outer.start);
        let from = self.index.checked_sub(1).map_or(0, |previous| {
            syntax.token_from(self.stage.pieces[previous].outer.end)
        });
        from.min(behind)..behind
    }

    /// Whether nothing of its sentence but conjunctions and marks stands in front of it.
    pub(super) fn begins_sentence(&self) -> bool {
        let syntax = self.syntax(self.first_line);
        let front = self.in_front();
        let previous_in_line = front.start > 0;
        !previous_in_line
            && front.clone().all(|token| {
                syntax.is_mark(token)
                    || syntax.upos(token) == Upos::Cconj
                    || syntax.upos(token) == Upos::Adv && front.len() < 3
            })
    }

    /// Whether the words in front flow into the quotation: no mark parts them.
    pub(super) fn front_is_fragment(&self) -> bool {
        let front = self.in_front();
        front.end > front.start && !self.syntax(self.first_line).is_mark(front.end - 1)
    }

    /// Whether the quotation is its whole block.
    pub(super) fn fills_block(&self) -> bool {
        let Some(block) = self.stage.block(self.piece.block) else {
            return false;
        };
        let (front, behind) = (
            block.range.start..self.piece.outer.start,
            self.piece.outer.end..block.range.end,
        );
        let wordless =
            |range: Range<usize>| !self.stage.text(range).chars().any(char::is_alphanumeric);
        wordless(front) && wordless(behind)
    }

    /// Whether an earlier block holds nothing but quotations, or ends with the colon that leads to this one.
    pub(super) fn block_only_quotes(&self, block: usize) -> bool {
        let Some(block) = self.stage.block(block) else {
            return false;
        };
        let text = self.stage.text(block.range.clone()).trim_end();
        text.ends_with(['”', '"', '\'', '’', ':'])
    }
}
