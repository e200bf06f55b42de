//! Quotations and the cues beside them: which are sayings, whose, and which belong together.

use std::ops::Range;

use super::cues::{Cue, CueKind, unknown_verb};
use super::scene::{Piece, Stage};
use super::speakers;
use super::syntax::Syntax;
use crate::language::{Relation, Upos};
use crate::lexicon::Construction;

/// A saying in quotation marks.
#[derive(Clone, Debug)]
pub(super) struct Quoted<'p> {
    /// What is said: bytes, in text order.
    pub content: Vec<Range<usize>>,
    /// The line of the cue and the cue; none for a paragraph of its own, where only the order of the text tells who speaks.
    pub cue: Option<(usize, Cue<'p>)>,
    /// The block that it begins in.
    pub first_block: usize,
    /// The block that it ends in.
    block: usize,
    /// The cue stands in front, ends with a colon, and all that is quoted behind it belongs to it.
    colon: bool,
    unclosed: bool,
}

/// Reads the quotations of a page.
pub(super) fn read<'p>(stage: &Stage<'p>) -> Vec<Quoted<'p>> {
    let mut found: Vec<Quoted<'p>> = Vec::new();
    for index in 0..stage.pieces.len() {
        let place = Place::new(stage, index);
        let before = place.cue_in_front();
        let last = found.last();
        let in_block = last.is_some_and(|last| last.block == place.piece.block);
        if let Some(front) = before {
            let taken = last.is_some_and(|last| {
                last.cue
                    .as_ref()
                    .is_some_and(|(line, cue)| *line == front.line && cue.head == front.cue.head)
            });
            if taken && (front.parted || place.is_sentence() && place.words() > 5) {
                join(&mut found, &place);
            } else if taken {
                continue;
            } else {
                found.push(place.said(Some((front.line, front.cue)), front.colon));
            }
            continue;
        }
        if let Some(after) = place.cue_behind() {
            let mut said = place.said(Some(after), false);
            said.content = vec![place.content_from_sentence()];
            found.push(said);
            continue;
        }
        let goes_on_in_block = in_block && place.begins_sentence() && place.is_sentence();
        let goes_on_over_blocks = last.is_some_and(|last| {
            last.block + 1 == place.piece.block
                && place.fills_block()
                && (last.unclosed || last.colon && place.block_only_quotes(last.block))
        });
        let follows = last.is_some_and(|last| last.block + 1 == place.piece.block);
        let whole = place.fills_block() && place.words() > 4;
        if goes_on_in_block || goes_on_over_blocks || whole && follows {
            join(&mut found, &place);
        } else if whole && matches!(place.last_char(), '.' | '?' | '!' | ',') {
            found.push(place.said(None, false));
        }
    }
    found
}

/// Adds a piece to the last saying.
fn join(found: &mut [Quoted<'_>], place: &Place<'_, '_>) {
    if let Some(last) = found.last_mut() {
        last.content.push(place.piece.inner.clone());
        last.block = place.piece.block;
        last.unclosed = place.piece.unclosed;
    }
}

/// A cue in front of a quotation.
struct Front<'p> {
    line: usize,
    cue: Cue<'p>,
    colon: bool,
    /// A mark stands between the cue and the quotation.
    parted: bool,
}

/// A piece among its neighbours.
struct Place<'s, 'p> {
    stage: &'s Stage<'p>,
    piece: &'s Piece,
    index: usize,
    /// The lines of its first and last byte.
    first_line: usize,
    last_line: usize,
}

impl<'s, 'p> Place<'s, 'p> {
    fn new(stage: &'s Stage<'p>, index: usize) -> Self {
        let piece = &stage.pieces[index];
        Self {
            stage,
            piece,
            index,
            first_line: stage.line_at(piece.outer.start),
            last_line: stage.line_at(piece.outer.end.saturating_sub(1)),
        }
    }

    fn said(&self, cue: Option<(usize, Cue<'p>)>, colon: bool) -> Quoted<'p> {
        Quoted {
            content: vec![self.piece.inner.clone()],
            cue,
            first_block: self.piece.block,
            block: self.piece.block,
            colon,
            unclosed: self.piece.unclosed,
        }
    }

    /// The quoted words; from the beginning of the sentence where the quotation begins in the middle of one and runs on over others.
    fn content_from_sentence(&self) -> Range<usize> {
        let inner = self.piece.inner.clone();
        if self.first_line != self.last_line
            && !self.begins_sentence()
            && !self.in_front().is_empty()
            && self.front_is_fragment()
        {
            let syntax = self.syntax(self.first_line);
            let start = syntax.bytes(self.in_front()).start;
            return start..inner.end;
        }
        inner
    }

    fn syntax(&self, line: usize) -> &'s Syntax<'p> {
        &self.stage.scenes[line].syntax
    }

    fn words(&self) -> usize {
        self.stage
            .text(self.piece.inner.clone())
            .split_whitespace()
            .count()
    }

    fn last_char(&self) -> char {
        self.stage
            .text(self.piece.inner.clone())
            .chars()
            .next_back()
            .unwrap_or(' ')
    }

    fn first_char(&self) -> char {
        self.stage
            .text(self.piece.inner.clone())
            .chars()
            .next()
            .unwrap_or(' ')
    }

    /// Whether it reads as a sentence of its own, at least by its edges.
    fn is_sentence(&self) -> bool {
        let first = self.first_char();
        (first.is_uppercase() || !first.is_alphabetic())
            && (matches!(
                self.last_char(),
                '.' | ',' | '?' | '!' | '…' | '—' | '–' | ';' | ':' | '\'' | '’' | '-' | ')' | ']'
            ) || self.words() > 6)
    }

    /// Tokens of its first line between the previous quotation, or the beginning of the sentence, and its opening mark.
    fn in_front(&self) -> Range<usize> {
        let syntax = self.syntax(self.first_line);
        let behind = syntax.token_at(self.piece.outer.start);
        let from = self.index.checked_sub(1).map_or(0, |previous| {
            syntax.token_from(self.stage.pieces[previous].outer.end)
        });
        from.min(behind)..behind
    }

    /// Whether nothing of its sentence but conjunctions and marks stands in front of it.
    fn begins_sentence(&self) -> bool {
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
    fn front_is_fragment(&self) -> bool {
        let front = self.in_front();
        front.end > front.start && !self.syntax(self.first_line).is_mark(front.end - 1)
    }

    /// Whether the quotation is its whole block.
    fn fills_block(&self) -> bool {
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
    fn block_only_quotes(&self, block: usize) -> bool {
        let Some(block) = self.stage.block(block) else {
            return false;
        };
        let text = self.stage.text(block.range.clone()).trim_end();
        text.ends_with(['”', '"', '\'', '’', ':'])
    }

    /// A cue in front of the quotation: "X said, ...", "X said: ...", "X said that ...".
    fn cue_in_front(&self) -> Option<Front<'p>> {
        let front = self.in_front();
        let mut line = self.first_line;
        let (mut from, mut to) = (front.start, front.end);
        if front.is_empty() && front.start == 0 {
            // The sentence before ends with a colon: in this block, or as the whole of the one before.
            line = line.checked_sub(1)?;
            let syntax = self.syntax(line);
            let near = self.stage.block_of(line)? + 1 >= self.piece.block;
            if !near || !syntax.is(syntax.len().checked_sub(1)?, &[":"]) {
                return None;
            }
            (from, to) = (0, syntax.len());
        }
        if from >= to {
            return None;
        }
        let syntax = self.syntax(line);
        let last = to - 1;
        let colon = syntax.is(last, &[":"]);
        let parted = colon || syntax.is(last, &[",", "—", "–", "--", ";"]);
        let quoted = |token: usize| self.stage.is_quoted(syntax.bytes(token..token + 1).start);
        let mut cues = self.stage.scenes[line]
            .cues
            .iter()
            .rev()
            .filter(|cue| cue.tokens.start >= from && cue.head < to && !quoted(cue.head));
        let fits = |cue: &Cue<'_>| match cue.kind {
            CueKind::Source => false,
            CueKind::Noun => colon && cue.entry.is_some_and(|entry| entry.document),
            CueKind::Verb => {
                let clause_between = syntax.children(cue.head).any(|child| {
                    child > cue.head
                        && child < last
                        && syntax.base(child) == Relation::Ccomp
                        && !colon
                        && syntax.span(child).start < last
                });
                (cue.takes(Construction::Quotation) || cue.takes(Construction::Clause) || colon)
                    && (colon || !clause_between)
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
                })?;
            return Some(Front {
                line,
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
            || syntax.is_mark(next)
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

    /// A cue behind the quotation: "...," X said; "..." said X; "...," according to X.
    fn cue_behind(&self) -> Option<(usize, Cue<'p>)> {
        if !self.begins_sentence() && self.front_is_fragment() && self.first_line == self.last_line
        {
            return None;
        }
        let mut line = self.last_line;
        let mut syntax = self.syntax(line);
        let mut from = syntax.token_from(self.piece.outer.end);
        if (from..syntax.len()).all(|token| syntax.is_mark(token)) {
            // Sentences are cut behind "?" and "!"; a cue may still follow in the next one.
            line += 1;
            let next = self.stage.scenes.get(line)?;
            if self.stage.block_of(line)? != self.piece.block || self.last_char() == '.' {
                return None;
            }
            syntax = &next.syntax;
            from = 0;
        }
        let limit = self
            .stage
            .pieces
            .get(self.index + 1)
            .map_or(syntax.len(), |next| syntax.token_at(next.outer.start));
        let comma = syntax.is(from, &[","]);
        while from < limit && syntax.is_mark(from) {
            from += 1;
        }
        if from >= limit {
            return None;
        }
        let last = self.last_char();
        let open_ended = comma
            || matches!(
                last,
                ',' | '?' | '!' | '—' | '–' | '…' | '-' | ';' | '\'' | '’'
            )
            || last.is_alphanumeric();
        let scene = &self.stage.scenes[line];
        let cue = scene.cues.iter().find(|cue| {
            cue.tokens.start >= from && cue.tokens.end <= limit && cue.kind != CueKind::Noun
        });
        let starts_with_verb = cue.is_some_and(|cue| cue.tokens.start == from);
        let refused = matches!(syntax.upos(from), Upos::Cconj | Upos::Sconj | Upos::Aux)
            || syntax.upos(from) == Upos::Adp && !starts_with_verb;
        if refused
            || !(open_ended
                || starts_with_verb
                || syntax.word(from).starts_with(char::is_lowercase))
        {
            return None;
        }
        let verb = cue.filter(|cue| match cue.kind {
            CueKind::Source => cue.tokens.start == from,
            _ => {
                let own = speakers::of_verb(syntax, cue.head)
                    .is_some_and(|voice| voice.own && voice.head >= from);
                let adjacent = cue.tokens.start <= from + 4;
                let gerund = syntax.xpos(cue.head) == "VBG";
                (own || adjacent)
                    && !gerund
                    && (comma || !last.is_alphanumeric() || cue.tokens.start <= from + 5)
            }
        });
        if let Some(cue) = verb {
            return Some((line, cue.clone()));
        }
        // A verb that no lexicon knows: "...," she snapped.
        let parted = matches!(last, ',' | '?' | '!') || comma;
        let verb = (from..limit.min(from + 12)).find(|&token| syntax.upos(token) == Upos::Verb)?;
        let subject = syntax.child(verb, &[Relation::Nsubj])?;
        let finite = matches!(syntax.xpos(verb), "VBD" | "VBZ" | "VBP" | "VBN");
        let object = syntax
            .child(verb, &[Relation::Obj])
            .is_some_and(|object| object > verb);
        let ok = parted
            && finite
            && subject >= from
            && !object
            && self.words() > 1
            && line == self.last_line
            && syntax.base(verb) != Relation::AclRelcl;
        ok.then(|| (line, unknown_verb(syntax, verb)))
    }
}
