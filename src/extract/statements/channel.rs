//! To whom and by what means: "told reporters", "in an interview with Fox Business", "on social media".

use std::ops::Range;

use super::cues::Cue;
use super::scene::Stage;
use super::syntax::Syntax;
use crate::extract::actors::{ActorIndex, Actors};
use crate::language::Relation;
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
        channel = syntax
            .children(cue.head)
            .filter(|&child| matches!(syntax.base(child), Relation::Obl | Relation::Nmod))
            .find(|&child| {
                let lemma = syntax.word(child).to_lowercase();
                let means = MEANS.contains(&lemma.as_str()) || MEANS.contains(&syntax.lemma(child));
                means
                    && syntax.children(child).any(|case| {
                        syntax.is(
                            case,
                            &["in", "on", "at", "during", "via", "through", "to", "with"],
                        )
                    })
            })
            .map(|child| syntax.bytes(syntax.trimmed(phrase(syntax, child))));
    }
    (channel, addressee)
}

/// A noun with what belongs to it, up to the first comma.
fn phrase(syntax: &Syntax<'_>, head: usize) -> Range<usize> {
    let span = syntax.span(head);
    let end = (head..span.end)
        .find(|&token| syntax.is(token, &[",", "that"]))
        .unwrap_or(span.end);
    span.start..end
}
