//! Cues in front of a quotation.

use std::ops::Range;

use super::place::Place;
use crate::extract::statements::cues::{Cue, CueKind, unknown_verb};
use crate::extract::statements::nominal;
use crate::extract::statements::syntax::Syntax;
use crate::language::{Relation, Upos};
use crate::lexicon::Construction;

/// The noun by which a sentence leads to what is quoted behind it without a colon: "made the following statement on the duty."
fn hands_over_to(syntax: &Syntax<'_>) -> Option<usize> {
    let following = (0..syntax.len()).find(|&token| syntax.is(token, &["following"]))?;
    (following + 1..following + 4).find(|&token| nominal::is_document(syntax, token))
}

/// A cue in front of a quotation.
pub(super) struct Front<'p> {
    pub(super) line: usize,
    pub(super) cue: Cue<'p>,
    pub(super) colon: bool,
    /// The cue has a clause of its own between itself and the quotation: "said he was busy: “...”".
    pub(super) clause: bool,
    /// A mark stands between the cue and the quotation.
    pub(super) parted: bool,
}

impl<'p> Place<'_, 'p> {
    /// A cue in front of the quotation: "X said, ...", "X said: ...", "X said that ...".
    pub(super) fn cue_in_front(&self) -> Option<Front<'p>> {
        let front = self.in_front();
        let mut line = self.first_line;
        let (mut from, mut to) = (front.start, front.end);
        let mut hands_over = None;
        if front.is_empty() && front.start == 0 {
            // The sentence before ends with a colon or hands over to the quotation: in this block, or as the whole of the one before.
            line = line.checked_sub(1)?;
            let syntax = self.syntax(line);
            let near = self.stage.block_of(line)? + 1 >= self.piece.block;
            let colon = syntax.is(syntax.len().checked_sub(1)?, &[":"]);
            hands_over = hands_over_to(syntax).filter(|_| !colon && self.words() > 4);
            if !near || !colon && hands_over.is_none() {
                return None;
            }
            (from, to) = (0, hands_over.map_or(syntax.len(), |noun| noun + 1));
        }
        if from >= to {
            return None;
        }
        let syntax = self.syntax(line);
        let last = to - 1;
        let colon = hands_over.is_some() || syntax.is(last, &[":"]);
        let parted = colon || syntax.is(last, &[",", "—", "–", "--", ";"]);
        let quoted = |token: usize| self.stage.is_quoted(syntax.bytes(token..token + 1).start);
        let all = &self.stage.scenes[line].cues;
        let behind = all.partition_point(|cue| cue.head < to);
        let mut cues = all[..behind]
            .iter()
            .rev()
            .take_while(|cue| cue.head >= from)
            .filter(|cue| cue.tokens.start >= from && !quoted(cue.head));
        // "Told them that, after all these years, “it is time”": the clause begins in front of the quotation.
        let conjunction = |cue: &Cue<'_>| {
            (cue.tokens.end..last)
                .find(|&token| syntax.is(token, &["that"]))
                .is_some_and(|that| that + 2 < to && !syntax.is_mark(that + 1))
        };
        let clause_between = |cue: &Cue<'_>| {
            syntax.children(cue.head).any(|child| {
                child > cue.head
                    && child < last
                    && syntax.base(child) == Relation::Ccomp
                    && syntax.span(child).start < last
                    && (syntax.span(child).start..last)
                        .any(|token| matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD"))
            })
        };
        let fits = |cue: &Cue<'_>| match cue.kind {
            CueKind::Source => false,
            CueKind::Noun => colon && cue.entry.is_some_and(|entry| entry.document),
            CueKind::Verb => {
                (cue.takes(Construction::Quotation) || cue.takes(Construction::Clause) || colon)
                    && (colon || !clause_between(cue) && !conjunction(cue))
            }
        };
        if parted {
            let verb = cues
                .clone()
                .find(|cue| cue.kind == CueKind::Verb && fits(cue));
            let cue = verb
                .or_else(|| cues.find(|cue| fits(cue)))
                .cloned()
                .or_else(|| {
                    let alone = self.is_sentence() && (colon || self.first_char().is_uppercase());
                    (alone && self.words() > 2)
                        .then(|| self.finite_verb(syntax, from..to))
                        .flatten()
                        // "Pointed out that it had a new book, “Oats.”": the verb frames a clause, and the marks a title.
                        .filter(|cue| !(clause_between(cue) || conjunction(cue)))
                })?;
            return Some(Front {
                line,
                clause: cue.kind == CueKind::Verb && clause_between(&cue),
                cue,
                colon,
                parted,
            });
        }
        let cue = cues.find(|cue| fits(cue))?;
        let touches = cue.tokens.end >= to
            || (cue.tokens.end + 1 == to
                && syntax.is(last, &["that", "of", "as", "only", "simply"]));
        let complete = self.ends_clause();
        let near = to - cue.tokens.end.min(to) <= 9
            && self.first_char().is_uppercase()
            && matches!(self.last_char(), '.' | '?' | '!' | ',');
        let ok = complete
            && (touches && (cue.takes(Construction::Clause) || cue.takes(Construction::Quotation))
                || near && cue.takes(Construction::Quotation));
        ok.then(|| Front {
            line,
            cue: cue.clone(),
            colon: false,
            clause: false,
            parted,
        })
    }

    /// Whether nothing goes on behind the quotation without a mark.
    fn ends_clause(&self) -> bool {
        if matches!(self.last_char(), '.' | '?' | '!' | ',') {
            return true;
        }
        let syntax = self.syntax(self.last_line);
        let next = syntax.token_from(self.piece.outer.end);
        next >= syntax.len()
            || syntax.is_mark(next) && !syntax.is(next, &["-", "—", "–", "--", "("])
            || syntax.is(next, &["and", "but", "while"])
            || self.words() > 6 && syntax.is(next, &["as", "in", "at", "during", "on"])
    }

    /// The last finite verb with a subject in a range.
    fn finite_verb(&self, syntax: &Syntax<'p>, range: Range<usize>) -> Option<Cue<'p>> {
        let verb = range.rev().find(|&token| {
            syntax.upos(token) == Upos::Verb
                && matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP")
                && syntax.child(token, &[Relation::Nsubj]).is_some()
        })?;
        Some(unknown_verb(syntax, verb))
    }
}
