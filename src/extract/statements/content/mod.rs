//! What is said, where no quotation marks say it: clauses and objects of the cue, or the sentence around it.

mod clauses;
mod ends;
pub(super) mod inserted;
mod nouns;
mod objects;
mod relative;

use std::ops::Range;

use super::cues::{Cue, CueKind};
use super::speakers::{self, Voice};
use super::syntax::Syntax;
use crate::language::Upos;

/// An indirect content.
#[derive(Clone, Debug, Default)]
pub(super) struct Indirect {
    /// Its tokens, in order; none where the cue has no content.
    pub tokens: Vec<Range<usize>>,
    /// Whether it is a clause or an infinitive. Objects and phrases are contents only where nothing else reports them.
    pub firm: bool,
}

impl Indirect {
    fn firm(tokens: Vec<Range<usize>>) -> Self {
        Self { tokens, firm: true }
    }

    fn loose(tokens: Option<Range<usize>>) -> Self {
        Self {
            tokens: tokens.into_iter().collect(),
            firm: false,
        }
    }
}

/// The content of a cue. `speaks` tells whether the speaker is somebody who can speak: without that, only clauses are contents
/// ("the study says that"), objects are not ("the decision confirmed the trend").
pub(super) fn indirect(syntax: &Syntax<'_>, cue: &Cue<'_>, voice: Voice, speaks: bool) -> Indirect {
    let mut found = match cue.kind {
        CueKind::Source => Indirect::firm(inserted::around(
            syntax,
            inserted::source_phrase(syntax, cue),
        )),
        CueKind::Verb => of_verb(syntax, cue, voice, speaks),
        CueKind::Noun => nouns::of_noun(syntax, cue),
    };
    for range in &mut found.tokens {
        *range = syntax.trimmed(range.clone());
        // The conjunction is no part of what is said.
        if syntax.is(range.start, &["that"])
            && range.len() > 1
            && syntax.upos(range.start + 1) != Upos::Verb
        {
            *range = syntax.trimmed(range.start + 1..range.end);
        }
    }
    found.tokens.retain(|range| !range.is_empty());
    found
}

fn of_verb(syntax: &Syntax<'_>, cue: &Cue<'_>, voice: Voice, speaks: bool) -> Indirect {
    if let Some(sentence) = inserted::as_clause(syntax, cue)
        .or_else(|| inserted::between_commas(syntax, cue, Some(voice)))
    {
        return Indirect::firm(sentence);
    }
    if let Some(question) = clauses::asked(syntax, cue) {
        return Indirect::firm(vec![question]);
    }
    if speakers::postposed(syntax, cue.head).is_some()
        && let Some(around) = inserted::inserted(syntax, cue, Some(voice))
    {
        return Indirect::firm(around);
    }
    if let Some(clause) = clauses::complement(syntax, cue) {
        let front = relative::antecedent(syntax, cue, clause.start);
        return Indirect::firm(front.into_iter().chain([clause]).collect());
    }
    if let Some(around) = inserted::inserted(syntax, cue, Some(voice)) {
        return Indirect::firm(around);
    }
    let described = match speaks {
        true => objects::described(syntax, cue),
        false => Vec::new(),
    };
    if !described.is_empty() {
        return Indirect {
            tokens: described,
            firm: false,
        };
    }
    let object = if speaks {
        objects::object(syntax, cue).or_else(|| objects::preposition(syntax, cue))
    } else {
        None
    };
    if object.is_some() {
        return Indirect::loose(object);
    }
    Indirect::firm(clauses::bare_clause(syntax, cue).into_iter().collect())
}
