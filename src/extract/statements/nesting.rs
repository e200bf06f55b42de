//! Sayings inside sayings, and outlets that only relay one.

use std::ops::Range;

use super::StatementDraft;
use super::author;
use super::scene::Stage;
use crate::extract::actors::Actors;
use crate::lexicon::ActorKind;
use crate::proto::v1::StatementMode;

/// How many ranges around a place are looked at: those of speakers who say the same, and few more.
const AROUND: usize = 16;

/// Share of a report, in percent, that a saying must fill for the reporting outlet to be no more than its source.
const RELAYED: usize = 60;

/// Says of every statement within which other it is told, and makes of outlets that report nothing but somebody's saying its source.
pub(super) fn relate(stage: &Stage<'_>, actors: &Actors, drafts: &mut Vec<StatementDraft>) {
    let within = containers(drafts);
    let relays: Vec<bool> = drafts
        .iter()
        .map(|draft| {
            draft.mode != StatementMode::Direct
                && draft.source.is_none()
                && draft
                    .speaker
                    .and_then(|actor| actors.list.get(actor))
                    .is_some_and(|actor| actor.kind == ActorKind::Media)
        })
        .collect();
    let mut dropped = vec![false; drafts.len()];
    for index in 0..drafts.len() {
        let Some(outer) = within[index].filter(|&outer| relays[outer]) else {
            continue;
        };
        if !fills(stage, &drafts[index], &drafts[outer]) {
            continue;
        }
        let (range, actor) = (drafts[outer].speaker_range.clone(), drafts[outer].speaker);
        if let Some(range) = range {
            drafts[index].source_range = Some(range);
            drafts[index].source = actor;
            dropped[outer] = true;
        }
    }
    // The indices that the remaining ones get.
    let mut kept = 0;
    let places: Vec<Option<usize>> = dropped
        .iter()
        .map(|&dropped| {
            (!dropped).then(|| {
                kept += 1;
                kept - 1
            })
        })
        .collect();
    for (draft, around) in drafts.iter_mut().zip(&within) {
        let mut around = *around;
        while let Some(outer) = around.filter(|&outer| dropped[outer]) {
            around = within[outer];
        }
        draft.within = around.and_then(|outer| places[outer]);
    }
    let mut places = places.into_iter();
    drafts.retain(|_| places.next().flatten().is_some());
    name_first_persons(stage, actors, drafts);
}

/// How many levels of sayings are gone up for whoever says "I".
const LEVELS: usize = 8;

/// "I", "we" in what somebody says are that one; outside of all sayings, whoever the document says that it is by.
fn name_first_persons(stage: &Stage<'_>, actors: &Actors, drafts: &mut [StatementDraft]) {
    let is = |draft: &StatementDraft, words: &[&str]| {
        draft.speaker.is_none()
            && draft.speaker_range.clone().is_some_and(|range| {
                let word = stage.text(range);
                words.iter().any(|other| word.eq_ignore_ascii_case(other))
            })
    };
    let mut author = None;
    for index in 0..drafts.len() {
        if !is(&drafts[index], &["i", "my", "we", "our"]) {
            continue;
        }
        let outer = std::iter::successors(drafts[index].within, |&outer| drafts[outer].within)
            .take(LEVELS)
            .find_map(|outer| drafts[outer].speaker);
        let speaks = drafts[index].within.is_none() && is(&drafts[index], &["i", "my"]);
        drafts[index].speaker = outer.or_else(|| {
            speaks
                .then(|| *author.get_or_insert_with(|| author::of(stage, actors)))
                .flatten()
        });
    }
}

/// For every draft the narrowest other one whose content holds its cue, or, without a cue, its content. Linear but for sorting.
fn containers(drafts: &[StatementDraft]) -> Vec<Option<usize>> {
    let mut contents: Vec<(&Range<usize>, usize)> = drafts
        .iter()
        .enumerate()
        .flat_map(|(index, draft)| draft.content.iter().map(move |range| (range, index)))
        .collect();
    contents.sort_by_key(|(range, index)| (range.start, std::cmp::Reverse(range.end), *index));
    let mut places: Vec<(Range<usize>, usize)> = drafts
        .iter()
        .enumerate()
        .filter_map(|(index, draft)| {
            let place = draft
                .cue
                .clone()
                .or_else(|| draft.content.first().cloned())?;
            Some((place, index))
        })
        .collect();
    places.sort_by_key(|(place, index)| (place.start, *index));
    let mut within = vec![None; drafts.len()];
    let mut open: Vec<(&Range<usize>, usize)> = Vec::new();
    let mut next = contents.into_iter().peekable();
    for (place, index) in places {
        while let Some(content) = next.next_if(|(range, _)| range.start <= place.start) {
            while open
                .last()
                .is_some_and(|(range, _)| range.end <= content.0.start)
            {
                open.pop();
            }
            open.push(content);
        }
        while open
            .last()
            .is_some_and(|(range, _)| range.end <= place.start)
        {
            open.pop();
        }
        let same = |other: usize| {
            other == index
                || drafts[other].content == drafts[index].content
                    && drafts[other].cue == drafts[index].cue
        };
        let around = open
            .iter()
            .rev()
            .take(AROUND)
            .filter(|(range, other)| range.end >= place.end && !same(*other))
            .min_by_key(|(range, other)| (range.end - range.start, *other));
        within[index] = around.map(|(_, other)| *other);
    }
    // Two that hold each other's places would go round in a circle: only a wider content holds a narrower one.
    let width = |index: usize| -> usize {
        drafts[index]
            .content
            .iter()
            .map(ExactSizeIterator::len)
            .sum()
    };
    for (index, outer) in within.iter_mut().enumerate() {
        *outer = outer.filter(|&outer| (width(outer), outer) > (width(index), index));
    }
    within
}

/// Whether a saying is nearly all that a report tells.
fn fills(stage: &Stage<'_>, inner: &StatementDraft, outer: &StatementDraft) -> bool {
    let size = |range: Range<usize>| {
        stage
            .text(range)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count()
    };
    let mut parts: Vec<Range<usize>> = inner.content.clone();
    parts.extend(inner.cue.clone());
    parts.extend(inner.speaker_range.clone());
    let inside: usize = parts
        .iter()
        .map(|part| {
            outer
                .content
                .iter()
                .map(|range| part.start.max(range.start)..part.end.min(range.end))
                .filter(|common| common.start < common.end)
                .map(size)
                .sum::<usize>()
        })
        .sum();
    let all: usize = outer.content.iter().cloned().map(size).sum();
    all > 0 && inside * 100 >= all * RELAYED
}
