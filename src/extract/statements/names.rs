//! Names that stand alone, without a verb, where layout makes them the names of speakers.

use std::ops::Range;

use super::nominal;
use super::syntax::Syntax;
use crate::extract::actors::Actors;
use crate::language::Upos;
use crate::lexicon::ActorKind;

/// The dashes in front of a signature.
pub(super) const DASHES: &[char] = &['-', '–', '—', '―', ' ', '\u{a0}', '*'];

/// Longest name with titles and affiliations, in tokens.
const LONGEST: usize = 24;

/// The token that heads the name in a range that holds nothing else: "Ambassador Roe", "Jane Roe, president of the Union (Ohio)".
pub(super) fn speaker(
    syntax: &Syntax<'_>,
    actors: &Actors,
    line: usize,
    tokens: Range<usize>,
) -> Option<usize> {
    // "On prices:" heads a subject.
    let about = syntax.upos(tokens.start) == Upos::Adp;
    if tokens.is_empty() || tokens.len() > LONGEST || about {
        return None;
    }
    let verb = |token: usize| {
        let tag = syntax.xpos(token);
        let small = syntax.word(token).starts_with(char::is_lowercase);
        // "Watch the video:" is no name.
        let order = token == tokens.start && tag == "VB";
        matches!(syntax.upos(token), Upos::Verb | Upos::Aux)
            && matches!(tag, "VBD" | "VBZ" | "VBP" | "MD" | "VB" | "VBG")
            && (small || order)
    };
    if tokens.clone().any(verb) {
        return None;
    }
    // The name stands in front of the first comma or bracket; what follows says who it is.
    let end = tokens
        .clone()
        .find(|&token| syntax.is(token, &[",", "(", "[", "|"]))
        .unwrap_or(tokens.end);
    let mentioned = (tokens.start..end).rev().find(|&token| {
        actors.at(line, token).is_some_and(|mention| {
            mention
                .actors
                .first()
                .and_then(|&actor| actors.list.get(actor))
                .is_some_and(|actor| actor.kind == ActorKind::Person || !mention.place)
        })
    });
    let mention = mentioned
        .and_then(|token| actors.at(line, token))
        .map(|mention| mention.head);
    mention.or_else(|| {
        let last = end.checked_sub(1).filter(|&last| last >= tokens.start)?;
        let named =
            syntax.upos(last) == Upos::Propn && syntax.word(last).starts_with(char::is_uppercase);
        (named || nominal::can_speak(syntax, actors, line, last)).then_some(last)
    })
}

/// What the actor is that a word of a line mentions.
pub(super) fn kind(actors: &Actors, line: usize, head: usize) -> Option<ActorKind> {
    let actor = actors.at(line, head)?.actors.first().copied()?;
    actors.list.get(actor).map(|actor| actor.kind)
}

/// Whether a word of a line mentions a person.
pub(super) fn is_person(actors: &Actors, line: usize, head: usize) -> bool {
    kind(actors, line, head) == Some(ActorKind::Person)
}
