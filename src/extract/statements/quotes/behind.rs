//! Cues behind a quotation.

use super::place::Place;
use crate::extract::statements::cues::{Cue, CueKind, unknown_verb};
use crate::extract::statements::speakers;
use crate::language::{Relation, Upos};

impl<'p> Place<'_, 'p> {
    /// A cue behind the quotation: "...," X said; "..." said X; "...," according to X.
    pub(super) fn cue_behind(&self) -> Option<(usize, Cue<'p>)> {
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
        let first = scene.cues.partition_point(|cue| cue.head < from);
        let mut near = scene.cues[first..]
            .iter()
            .take_while(|cue| cue.head < limit);
        let cue = near.find(|cue| {
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
