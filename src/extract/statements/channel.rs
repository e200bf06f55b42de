//! To whom and by what means: "told reporters", "in an interview with Fox Business", "on social media".

use std::ops::Range;

use super::cues::Cue;
use super::scene::Stage;
use super::syntax::Syntax;
use crate::extract::actors::{ActorIndex, Actors};
use crate::language::{Relation, Upos};
use crate::lexicon::{ActorKind, Construction};

/// Somebody spoken to: the words as bytes, and who it is.
pub(super) type Addressee = (Range<usize>, Option<ActorIndex>);

/// Nouns for means of saying something in public.
const MEANS: &[&str] = &[
    "statement",
    "interview",
    "conference",
    "briefing",
    "speech",
    "address",
    "letter",
    "release",
    "media",
    "twitter",
    "x",
    "facebook",
    "truth",
    "post",
    "tweet",
    "hearing",
    "report",
    "note",
    "email",
    "e-mail",
    "memo",
    "testimony",
    "call",
    "podcast",
    "webinar",
    "panel",
    "remarks",
    "editorial",
    "op-ed",
    "television",
    "tv",
    "radio",
    "telegram",
    "weibo",
    "wechat",
    "blog",
    "website",
    "message",
    "notice",
    "communique",
    "communiqué",
    "video",
    "transcript",
    "filing",
    "column",
    "article",
    "meeting",
    "forum",
    "event",
    "rally",
    "social",
];

/// The channel and the addressee that stand with a cue.
pub(super) fn read(
    stage: &Stage<'_>,
    actors: &Actors,
    line: usize,
    cue: &Cue<'_>,
) -> (Option<Range<usize>>, Option<Addressee>) {
    let syntax = &stage.scenes[line].syntax;
    let mut channel = None;
    let mut addressee = None;
    if cue.takes(Construction::Recipient) {
        let object = syntax.children(cue.head).find(|&child| {
            child > cue.head && matches!(syntax.relation(child), Relation::Obj | Relation::Iobj)
        });
        if let Some(object) = object {
            let mention = actors.at(line, object);
            let tokens =
                mention.map_or_else(|| phrase(syntax, object), |mention| mention.tokens.clone());
            let range = syntax.bytes(tokens);
            let actor = mention.and_then(|mention| mention.actors.first().copied());
            let media = actor
                .and_then(|actor| actors.list.get(actor))
                .is_some_and(|actor| actor.kind == ActorKind::Media);
            if media
                || syntax.is(
                    object,
                    &[
                        "reporters",
                        "journalists",
                        "broadcaster",
                        "newspaper",
                        "agency",
                        "radio",
                        "television",
                    ],
                )
            {
                channel = Some(range.clone());
            }
            addressee = Some((range, actor));
        }
    }
    if channel.is_none() {
        channel = beside(syntax, actors, line, cue.head)
            .or_else(|| spoken(syntax, actors, line, cue.head))
            .or_else(|| trailing(syntax, cue.tokens.end))
            .map(|phrase| syntax.bytes(syntax.trimmed(phrase)));
    }
    (channel, addressee)
}

/// The means among the phrases that hang on a verb: "wrote on social media", "told Fox News".
fn beside(syntax: &Syntax<'_>, actors: &Actors, line: usize, verb: usize) -> Option<Range<usize>> {
    syntax
        .children(verb)
        .filter(|&child| matches!(syntax.base(child), Relation::Obl | Relation::Nmod))
        .find(|&child| {
            let lemma = syntax.word(child).to_lowercase();
            let means = MEANS.contains(&lemma.as_str()) || MEANS.contains(&syntax.lemma(child));
            let outlet = || {
                phrase(syntax, child).any(|token| {
                    actors.at(line, token).is_some_and(|mention| {
                        mention
                            .actors
                            .first()
                            .and_then(|&actor| actors.list.get(actor))
                            .is_some_and(|actor| actor.kind == ActorKind::Media)
                    })
                })
            };
            let case = |words: &[&str]| syntax.children(child).any(|case| syntax.is(case, words));
            case(&["in", "on", "at", "during", "via", "through", "to", "with"])
                && (means || syntax.is(child, LISTENERS) || outlet())
        })
        .map(|child| phrase(syntax, child))
}

/// "Speaking at a summit, Roe said", "said Roe, speaking to reporters".
fn spoken(syntax: &Syntax<'_>, actors: &Actors, line: usize, verb: usize) -> Option<Range<usize>> {
    syntax
        .children(verb)
        .filter(|&child| {
            matches!(syntax.base(child), Relation::Advcl | Relation::Acl)
                && syntax.is(
                    child,
                    &["speaking", "talking", "writing", "appearing", "testifying"],
                )
        })
        .find_map(|child| beside(syntax, actors, line, child))
}

/// Means that are surely no part of what is said where they stand behind it.
const SURE: &[&str] = &[
    "statement",
    "interview",
    "email",
    "e-mail",
    "tweet",
    "speech",
    "op-ed",
    "memo",
    "briefing",
    "release",
];

/// How many words may stand between "in" and the means.
const BETWEEN: usize = 4;

/// "... in a statement on Friday" at the end of a sentence, wherever the tree hangs it.
pub(super) fn trailing(syntax: &Syntax<'_>, from: usize) -> Option<Range<usize>> {
    let end = syntax.trimmed(0..syntax.len()).end;
    let start = (from.max(1)..end)
        .rev()
        .take_while(|&token| {
            !matches!(
                syntax.xpos(token),
                "VBD" | "VBZ" | "VBP" | "MD" | "VBG" | "VB"
            )
        })
        .find(|&token| {
            let noun = (token + 2..end.min(token + 2 + BETWEEN))
                .take_while(|&noun| !syntax.is_mark(noun) && syntax.upos(noun) != Upos::Adp)
                .any(|noun| syntax.is(noun, SURE));
            syntax.is(token, &["in", "during"])
                && syntax.is(token + 1, &["a", "an", "his", "her", "their", "its"])
                && noun
                && syntax.xpos(token - 1) != "VBN"
                && !syntax.is_quoted(token)
        })?;
    Some(start..end)
}

/// Those to whom one speaks in public.
const LISTENERS: &[&str] = &["reporters", "journalists"];

/// A noun with what belongs to it, up to the first comma.
fn phrase(syntax: &Syntax<'_>, head: usize) -> Range<usize> {
    let span = syntax.span(head);
    let end = (head..span.end)
        .find(|&token| syntax.is(token, &[",", "that"]))
        .unwrap_or(span.end);
    span.start..end
}
