//! From the words for a speaker to the actor.

use std::ops::Range;

use super::cues::Cue;
use super::scene::Stage;
use super::speakers::{self, Voice};
use super::syntax::Syntax;
use crate::extract::actors::{Actor, ActorIndex, Actors};
use crate::language::{Relation, Upos};
use crate::lexicon::{ActorKind, slug};

/// A speaker as written, and who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Speaker {
    /// The words, as bytes of the read text.
    pub range: Option<Range<usize>>,
    /// Whether they stand beside the cue.
    pub own: bool,
    /// Who it is.
    pub actor: Option<ActorIndex>,
}

/// The speakers of a cue: several where several speak together.
pub(super) fn speakers(
    stage: &Stage<'_>,
    actors: &mut Actors,
    line: usize,
    cue: &Cue<'_>,
) -> Vec<Speaker> {
    let syntax = &stage.scenes[line].syntax;
    let Some(Voice { head, meant, own }) = speakers::voice(syntax, cue) else {
        return Vec::new();
    };
    if head != meant {
        let range = Some(syntax.bytes(head..head + 1));
        let (_, meant) = who(syntax, actors, line, meant);
        let actor = meant.first().copied();
        return vec![Speaker { range, own, actor }];
    }
    let mut found: Vec<Speaker> = Vec::new();
    for head in speakers::together(syntax, head) {
        let (tokens, actors) = who(syntax, actors, line, head);
        let range = Some(syntax.bytes(tokens));
        match actors.as_slice() {
            [] => found.push(Speaker {
                range,
                own,
                actor: None,
            }),
            all => found.extend(all.iter().map(|&actor| Speaker {
                range: range.clone(),
                own,
                actor: Some(actor),
            })),
        }
    }
    let mut seen = Vec::new();
    found.retain(|speaker| match speaker.actor {
        Some(actor) if seen.contains(&actor) => false,
        Some(actor) => {
            seen.push(actor);
            true
        }
        None => true,
    });
    found
}

/// Nouns for those who speak as the body or country in front of them: "a White House official".
const OFFICES: &[&str] = &[
    "official",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "government",
    "administration",
    "authority",
    "negotiator",
    "side",
    "ministry",
    "minister",
    "delegation",
    "envoy",
    "aide",
    "team",
    "department",
    "office",
    "leader",
    "leadership",
    "cabinet",
];

/// Nouns for what is written, behind which its author speaks.
const DOCUMENTS: &[&str] = &[
    "statement",
    "report",
    "release",
    "letter",
    "notice",
    "analysis",
    "study",
    "data",
    "figure",
    "document",
    "website",
    "memo",
    "filing",
    "study",
    "poll",
    "survey",
    "communique",
    "note",
    "notification",
    "announcement",
    "transcript",
    "order",
    "ruling",
];

/// The words for a speaker, and whom they mean: the actor that they mention, the country or body that an office belongs to, or somebody without a name.
fn who(
    syntax: &Syntax<'_>,
    actors: &mut Actors,
    line: usize,
    head: usize,
) -> (Range<usize>, Vec<ActorIndex>) {
    if let Some(mention) = actors.at(line, head) {
        return (mention.tokens.clone(), mention.actors.clone());
    }
    let tokens = bare_name(syntax, head);
    if !matches!(syntax.upos(head), Upos::Noun | Upos::Propn) {
        return (tokens, Vec::new());
    }
    // "UPS, the largest company of its kind": whom the apposition names.
    let beside = syntax
        .children(head)
        .filter(|&child| syntax.relation(child) == Relation::Appos)
        .chain(
            syntax
                .head(head)
                .filter(|_| syntax.relation(head) == Relation::Appos),
        );
    for other in beside {
        if let Some(mention) = actors.at(line, other).filter(|mention| !mention.place) {
            return (mention.tokens.clone(), mention.actors.clone());
        }
    }
    let word = syntax.word(head).to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    let phrase = syntax.span(head);
    let for_office = (phrase.start..head).any(|token| {
        syntax.is(token, &["government", "official"]) && syntax.upos(token) == Upos::Noun
    });
    let document = DOCUMENTS.contains(&singular);
    if OFFICES.contains(&singular) || for_office || document || word == "diplomat" {
        let owner = (phrase.start..head)
            .rev()
            .chain(head + 1..phrase.end.min(head + 8))
            .find_map(|token| {
                let mention = actors.at(line, token).filter(|mention| !mention.place)?;
                let actor = mention.actors.first().copied()?;
                Some((mention.tokens.clone(), actor))
            });
        if let Some((named, owner)) = owner {
            return (if document { named } else { tokens }, vec![owner]);
        }
    }
    (
        tokens.clone(),
        stranger(syntax, actors, tokens).into_iter().collect(),
    )
}

/// Somebody of whom the text only says what they are: "economists", "people familiar with the matter".
fn stranger(
    syntax: &Syntax<'_>,
    actors: &mut Actors,
    mut tokens: Range<usize>,
) -> Option<ActorIndex> {
    while tokens.start + 1 < tokens.end
        && !matches!(
            syntax.upos(tokens.start),
            Upos::Adj | Upos::Noun | Upos::Propn
        )
    {
        tokens.start += 1;
    }
    let words: Vec<&str> = tokens.map(|token| syntax.word(token)).collect();
    let name = words.join(" ");
    let id = slug(&name);
    if id.is_empty() {
        return None;
    }
    // Few of them in a document; the lexicon's actors are many, but only those of this document are in the list.
    if let Some(known) = actors.list.iter().position(|actor| actor.id == id) {
        return Some(known);
    }
    actors.list.push(Actor {
        id,
        name,
        kind: ActorKind::Person,
        affiliation: None,
        title: None,
        named: false,
    });
    Some(actors.list.len() - 1)
}

/// The same speakers, going on without a cue.
pub(super) fn go_on(speakers: &[Speaker]) -> Vec<Speaker> {
    speakers
        .iter()
        .cloned()
        .map(|speaker| Speaker {
            own: false,
            ..speaker
        })
        .collect()
}

/// The words of a speaker without title, articles of names and what is said of him.
fn bare_name(syntax: &Syntax<'_>, head: usize) -> Range<usize> {
    let (mut start, mut end) = (head, head + 1);
    let proper = syntax.upos(head) == Upos::Propn;
    while start > 0
        && syntax
            .head(start - 1)
            .is_some_and(|of| (start..end).contains(&of))
    {
        let front = start - 1;
        let part = match syntax.relation(front) {
            Relation::Flat | Relation::Compound => true,
            Relation::Det | Relation::Amod | Relation::Nummod | Relation::NmodPoss => !proper,
            _ => false,
        };
        if !part || (proper && syntax.upos(front) != Upos::Propn) {
            break;
        }
        start = front;
    }
    while end < syntax.len()
        && syntax
            .head(end)
            .is_some_and(|of| (start..end).contains(&of))
        && matches!(syntax.relation(end), Relation::Flat)
    {
        end += 1;
    }
    start..end
}
