//! From the words for a speaker to the actor.

use std::ops::Range;

use super::cues::Cue;
use super::scene::Stage;
use super::speakers::{self, Voice};
use super::syntax::Syntax;
use crate::extract::actors::{ActorIndex, Actors};
use crate::language::{Relation, Upos};

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
    actors: &Actors,
    line: usize,
    cue: &Cue<'_>,
) -> Vec<Speaker> {
    let syntax = &stage.scenes[line].syntax;
    let Some(voice) = speakers::voice(syntax, cue) else {
        return Vec::new();
    };
    let Voice { head, meant, own } = voice;
    if head != meant {
        let actor = actors
            .at(line, meant)
            .and_then(|mention| mention.actors.first().copied());
        let range = Some(syntax.bytes(head..head + 1));
        return vec![Speaker { range, own, actor }];
    }
    let mut found = Vec::new();
    for head in speakers::together(syntax, head) {
        let mention = actors.at(line, head);
        let tokens =
            mention.map_or_else(|| bare_name(syntax, head), |mention| mention.tokens.clone());
        let range = Some(syntax.bytes(tokens));
        let actors = mention
            .map(|mention| mention.actors.as_slice())
            .unwrap_or_default();
        match actors {
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
    found
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
