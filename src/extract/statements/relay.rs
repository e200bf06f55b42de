//! Agencies and papers that merely relay what somebody else said: "Xinhua reported, citing the ministry".

use std::ops::Range;

use super::cues::{Cue, CueKind};
use super::nominal;
use super::scene::Stage;
use super::syntax::Syntax;
use super::voices::{self, Speaker};
use crate::extract::actors::{ActorIndex, Actors};
use crate::language::Relation;
use crate::lexicon::ActorKind;

/// Who relays a saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// The words, as bytes of the read text.
    pub range: Range<usize>,
    /// Who it is.
    pub actor: Option<ActorIndex>,
}

/// Participles by which an outlet spreads somebody's words: "in a statement carried by".
const SPREAD: &[&str] = &[
    "carry",
    "publish",
    "quote",
    "cite",
    "report",
    "relay",
    "distribute",
    "post",
    "air",
    "broadcast",
    "run",
    "release",
];

/// How far behind a cue, in tokens, the name of its source may begin.
const NEAR: usize = 12;

/// Verbs that hand on another's words.
const HANDING_ON: &[&str] = &["quote", "cite"];

/// Whether a verb hands on another's words: "quoted the minister as saying".
pub(super) fn hands_on(syntax: &Syntax<'_>, verb: usize) -> bool {
    HANDING_ON.contains(&syntax.lemma(verb))
}

/// Whether a cue only names where a report comes from: ", citing the ministry".
pub(super) fn is_citation(
    syntax: &Syntax<'_>,
    actors: &Actors,
    line: usize,
    cue: &Cue<'_>,
) -> bool {
    let object = syntax.child(cue.head, &[Relation::Obj]);
    cue.kind == CueKind::Verb
        && hands_on(syntax, cue.head)
        && syntax.xpos(cue.head) == "VBG"
        && object.is_some_and(|object| nominal::can_speak(syntax, actors, line, object))
}

/// Who relays the saying of a cue. Where the subject of the cue is an outlet that names the one it has the words from, the speakers
/// change.
pub(super) fn source(
    stage: &Stage<'_>,
    actors: &mut Actors,
    line: usize,
    cue: &Cue<'_>,
    speakers: &mut Vec<Speaker>,
) -> Option<Source> {
    let syntax = &stage.scenes[line].syntax;
    if cue.kind != CueKind::Verb {
        return None;
    }
    if let Some(head) = cited(syntax, cue).filter(|_| is_media(actors, speakers)) {
        let outlet = speakers.first()?;
        let source = Source {
            range: outlet.range.clone()?,
            actor: outlet.actor,
        };
        *speakers = voices::of_head(stage, actors, line, head);
        return Some(source);
    }
    let outlet = quoting(syntax, cue).or_else(|| spreading(syntax, cue))?;
    let mention = actors.at(line, outlet);
    let actor = mention.and_then(|mention| mention.actors.first().copied());
    let known = actor.and_then(|actor| actors.list.get(actor));
    // Of the words, only an outlet's name makes it one.
    known.filter(|actor| actor.kind == ActorKind::Media)?;
    Some(Source {
        range: syntax.bytes(mention?.tokens.clone()),
        actor,
    })
}

fn is_media(actors: &Actors, speakers: &[Speaker]) -> bool {
    !speakers.is_empty()
        && speakers.iter().all(|speaker| {
            speaker
                .actor
                .and_then(|actor| actors.list.get(actor))
                .is_some_and(|actor| actor.kind == ActorKind::Media)
        })
}

/// Of "reported, citing X": X.
fn cited(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<usize> {
    let participle = syntax
        .children(cue.head)
        .chain(cue.tokens.end..(cue.tokens.end + NEAR).min(syntax.len()))
        .find(|&token| {
            hands_on(syntax, token) && syntax.xpos(token) == "VBG" && !syntax.is_quoted(token)
        })?;
    syntax
        .child(participle, &[Relation::Obj])
        .filter(|&object| object > participle)
}

/// Of "X quoted him as saying", "he was quoted by X as saying": X.
fn quoting(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<usize> {
    let verb = syntax
        .head(cue.head)
        .filter(|&verb| verb < cue.head && hands_on(syntax, verb))?;
    if syntax.is_passive(verb) || syntax.xpos(verb) == "VBN" {
        return syntax.child(verb, &[Relation::OblAgent]);
    }
    syntax.child(verb, &[Relation::Nsubj])
}

/// Of "said in a statement carried by X": X.
fn spreading(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<usize> {
    syntax.children(cue.head).find_map(|noun| {
        let participle = syntax.children(noun).find(|&child| {
            syntax.relation(child) == Relation::Acl
                && syntax.xpos(child) == "VBN"
                && SPREAD.contains(&syntax.lemma(child))
        })?;
        syntax.child(participle, &[Relation::OblAgent])
    })
}
