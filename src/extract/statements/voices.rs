//! From the words for a speaker to the actor.

use std::ops::Range;

use super::cues::Cue;
use super::nominal;
use super::scene::Stage;
use super::speakers::{self, Voice};
use super::syntax::Syntax;
use crate::extract::actors::{Actor, ActorIndex, ActorMention, Actors};
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

/// The speaker that a word of a line names, without a cue.
pub(super) fn of_head(
    stage: &Stage<'_>,
    actors: &mut Actors,
    line: usize,
    head: usize,
) -> Vec<Speaker> {
    let syntax = &stage.scenes[line].syntax;
    let (tokens, found) = who(syntax, actors, line, head);
    vec![Speaker {
        range: Some(syntax.bytes(tokens)),
        own: true,
        actor: found.first().copied(),
    }]
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

/// The words for a speaker, and whom they mean: the actor that they mention, the country or body that an office belongs to, or somebody without a name.
fn who(
    syntax: &Syntax<'_>,
    actors: &mut Actors,
    line: usize,
    head: usize,
) -> (Range<usize>, Vec<ActorIndex>) {
    if let Some(mention) = actors.at(line, head) {
        let named = behind_title(syntax, actors, line, head, mention.tokens.end);
        let mention = named.unwrap_or(mention);
        if !is_member(syntax, actors, mention) {
            return (mention.tokens.clone(), mention.actors.clone());
        }
    }
    if let Some(mention) = behind_title(syntax, actors, line, head, head + 1) {
        return (mention.tokens.clone(), mention.actors.clone());
    }
    let tokens = bare_name(syntax, head);
    // "Some of the growers": the growers.
    let of_whom = syntax
        .children(head)
        .find(|&child| {
            child > head
                && syntax.base(child) == Relation::Nmod
                && syntax.children(child).any(|case| syntax.is(case, &["of"]))
        })
        .filter(|_| matches!(syntax.upos(head), Upos::Det | Upos::Num | Upos::Pron));
    if let Some(whom) = of_whom {
        let (_, actors) = who(syntax, actors, line, whom);
        return (tokens, actors);
    }
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
    let document = nominal::is_document(syntax, head);
    if OFFICES.contains(&singular) || for_office || document || word == "diplomat" {
        // Whoever only stands in a clause about it is not its owner: "a statement urging Congress to act".
        let clause = syntax
            .children(head)
            .filter(|&child| child > head && syntax.base(child) == Relation::Acl)
            .map(|child| syntax.span(child).start)
            .min()
            .unwrap_or(phrase.end);
        let owner = (phrase.start..head)
            .rev()
            .chain(head + 1..clause.min(phrase.end).min(head + 8))
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

/// "The Ohio Republican": one of a party, not the party.
fn is_member(syntax: &Syntax<'_>, actors: &Actors, mention: &ActorMention) -> bool {
    let party = mention
        .actors
        .first()
        .and_then(|&actor| actors.list.get(actor))
        .is_some_and(|actor| actor.kind == ActorKind::PoliticalParty);
    party
        && syntax.is(
            mention.head,
            &["republican", "democrat", "conservative", "liberal"],
        )
}

/// The person whose name follows a title or office without a mark between: "Sen. Jane Roe", "US Trade Representative Jane Roe".
fn behind_title<'a>(
    syntax: &Syntax<'_>,
    actors: &'a Actors,
    line: usize,
    head: usize,
    next: usize,
) -> Option<&'a ActorMention> {
    let is_person = |mention: &ActorMention| {
        mention
            .actors
            .first()
            .and_then(|&actor| actors.list.get(actor))
            .is_some_and(|actor| actor.kind == ActorKind::Person && actor.named)
    };
    let here = actors.at(line, head).is_some_and(is_person);
    let title = syntax.upos(head) == Upos::Propn && !here;
    actors
        .at(line, next)
        .filter(|mention| title && mention.tokens.start == next && is_person(mention))
}

/// Somebody of whom the text only says what they are: "economists", "people familiar with the matter".
fn stranger(
    syntax: &Syntax<'_>,
    actors: &mut Actors,
    mut tokens: Range<usize>,
) -> Option<ActorIndex> {
    let definite = syntax.is(tokens.start, &["the"]);
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
    if let Some(known) = actors.with_id(&id) {
        return Some(known);
    }
    if definite {
        // "The ministry": the only body of its kind in the document.
        let kind = match name.as_str() {
            "ministry" | "department" | "agency" => Some(ActorKind::GovernmentBody),
            "company" | "firm" => Some(ActorKind::Company),
            _ => None,
        };
        if let Some(known) = kind.and_then(|kind| actors.only_of_kind(kind)) {
            return Some(known);
        }
        // "A senior official ... the official": the same, where there is only one.
        if let Some(known) = actors.only_stranger(&name) {
            return Some(known);
        }
    }
    Some(actors.add(Actor {
        id,
        name,
        kind: ActorKind::Person,
        affiliation: None,
        title: None,
        named: false,
    }))
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
