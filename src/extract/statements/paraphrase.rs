//! Sayings without quotation marks around them: every cue with a speaker and a content.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::cues::{Cue, CueKind};
use super::drafts::Saying;
use super::scene::{Scene, Stage};
use super::speakers::Voice;
use super::syntax::Syntax;
use super::{content, nominal, relay, speakers};
use crate::extract::actors::Actors;
use crate::language::{Relation, Upos};
use crate::lexicon::{Act, Construction};
use crate::text::Reading;

/// Fewest words of a content.
const SHORTEST: usize = 2;

/// A cue with its content.
struct Told<'s, 'p> {
    cue: &'s Cue<'p>,
    content: Vec<Range<usize>>,
    firm: bool,
}

/// Reads the cues of all lines but those that quotations have taken, named by line and head.
pub(super) fn read<'p>(
    stage: &Stage<'p>,
    actors: &mut Actors,
    taken: &FxHashSet<(usize, usize)>,
) -> Vec<Saying<'p>> {
    let mut sayings = Vec::new();
    for (line, scene) in stage.scenes.iter().enumerate() {
        let told: Vec<Told<'_, '_>> = scene
            .cues
            .iter()
            .filter(|cue| !taken.contains(&(line, cue.head)))
            .filter_map(|cue| told(stage, actors, line, scene, cue))
            .collect();
        // "Expressed hope that": the noun tells it, and the light verb is part of its cue.
        let nouns: Vec<Range<usize>> = told
            .iter()
            .filter(|told| told.cue.kind == CueKind::Noun && told.cue.tokens.start < told.cue.head)
            .map(|told| told.cue.tokens.clone())
            .collect();
        let is_light = |cue: &Cue<'_>| {
            cue.kind == CueKind::Verb
                && nouns
                    .get(nouns.partition_point(|tokens| tokens.end <= cue.head))
                    .is_some_and(|tokens| tokens.contains(&cue.head))
        };
        let covered = union(told.iter().flat_map(|told| told.content.iter().cloned()));
        for told in told.iter().filter(|told| !is_light(told.cue)) {
            let at = scene.syntax.bytes(told.cue.tokens.clone()).start;
            let behind = covered.partition_point(|range| range.end <= at);
            let inside = covered.get(behind).is_some_and(|range| range.start <= at);
            // What is said may itself tell of a saying; a mere phrase in it is part of what is said.
            if inside && !told.firm {
                continue;
            }
            sayings.push(Saying::told(
                stage,
                actors,
                line,
                told.cue,
                told.content.clone(),
            ));
        }
    }
    sayings
}

fn told<'s, 'p>(
    stage: &Stage<'p>,
    actors: &Actors,
    line: usize,
    scene: &'s Scene<'p>,
    cue: &'s Cue<'p>,
) -> Option<Told<'s, 'p>> {
    let syntax = &scene.syntax;
    if relay::is_citation(syntax, actors, line, cue) {
        return None;
    }
    let asked = cue.kind == CueKind::Verb && (syntax.is_asked(cue.head) || is_charged(syntax, cue));
    let nobody = || asked.then(|| Voice::elided(cue.head));
    let voice = speakers::voice(syntax, cue).or_else(nobody)?;
    let speaks = nominal::can_speak(syntax, actors, line, voice.meant);
    let speaks = speaks || asked;
    if !speaks && !may_report(scene, cue, voice) {
        return None;
    }
    let quoted = stage.is_quoted(syntax.bytes(cue.head..cue.head + 1).start);
    if quoted && !is_reported_by_others(scene, cue, voice) {
        return None;
    }
    let found = content::indirect(syntax, cue, voice, speaks);
    let behind = |range: &Range<usize>| range.start >= cue.tokens.end;
    if quoted && !(found.firm && found.tokens.iter().all(behind)) {
        return None;
    }
    let said = match points_back(syntax, cue) {
        true => stage.sentence_before(line).into_iter().collect(),
        false => found
            .tokens
            .into_iter()
            .map(|range| syntax.bytes(range))
            .collect(),
    };
    let content = to_quotations(stage, said, quoted);
    let words: usize = content
        .iter()
        .map(|range| stage.text(range.clone()).split_whitespace().count())
        .sum();
    (words >= SHORTEST).then_some(Told {
        cue,
        content,
        firm: found.firm,
    })
}

/// "Roe is accused of dumping steel": that it was said counts, whoever said it.
fn is_charged(syntax: &Syntax<'_>, cue: &Cue<'_>) -> bool {
    cue.entry
        .is_some_and(|entry| entry.act == Act::Accuse && entry.takes(Construction::Predicate))
        && syntax.is(cue.tokens.end, &["of"])
        && syntax.child(cue.head, &[Relation::AuxPass]).is_some()
}

/// "That's according to Roe": what is said stands in the sentence before.
fn points_back(syntax: &Syntax<'_>, cue: &Cue<'_>) -> bool {
    cue.kind == CueKind::Source
        && (1..4).contains(&cue.tokens.start)
        && syntax.is(0, &["that", "this", "it"])
        && (1..cue.tokens.start)
            .all(|token| syntax.is(token, &["'s", "’s", "is", "was", "all", "comes", "came"]))
}

/// Whether a cue has a content, if its speaker is somebody who can speak or if not. Whoever that is, [`told`] finds no more.
pub(super) fn may_be_told(reading: &Reading<'_>, syntax: &Syntax<'_>, cue: &Cue<'_>) -> bool {
    let asked = cue.kind == CueKind::Verb && (syntax.is_asked(cue.head) || is_charged(syntax, cue));
    let nobody = || asked.then(|| Voice::elided(cue.head));
    let Some(voice) = speakers::voice(syntax, cue).or_else(nobody) else {
        return false;
    };
    let told = [true, false].into_iter().any(|speaks| {
        let found = content::indirect(syntax, cue, voice, speaks);
        let words = |tokens| {
            reading
                .slice(syntax.bytes(tokens))
                .split_whitespace()
                .count()
        };
        found.tokens.into_iter().map(words).sum::<usize>() >= SHORTEST
    });
    told || points_back(syntax, cue)
}

/// Whether a cue tells of a saying although no person, body or country is its subject: a document speaks ("the report says"),
/// things only show, promise or threaten something.
fn may_report(scene: &Scene<'_>, cue: &Cue<'_>, voice: Voice) -> bool {
    let syntax = &scene.syntax;
    let thing = syntax.upos(voice.meant) == Upos::Noun && nominal::is_thing(syntax, voice.meant);
    if !thing || nominal::is_document(syntax, voice.meant) {
        return true;
    }
    match cue.kind {
        CueKind::Source => false,
        CueKind::Noun => true,
        CueKind::Verb => cue.entry.is_none_or(|entry| {
            entry.act == Act::Assert && !EVIDENTIAL.contains(&entry.id.as_str())
        }),
    }
}

/// Verbs by which facts speak as well as people.
const EVIDENTIAL: &[&str] = &[
    "show",
    "suggest",
    "indicate",
    "reveal",
    "imply",
    "highlight",
    "underline",
    "underscore",
    "signal",
    "find",
    "hold",
    "maintain",
    "hint",
    "express",
    "convey",
    "illustrate",
    "make clear",
    "make plain",
    "echo",
    "detail",
    "outline",
    "describe",
    "depict",
    "portray",
    "mention",
    "cite",
    "teach",
    "point",
    "refer",
];

/// Whether a quotation tells of what somebody else than its own speaker said.
fn is_reported_by_others(scene: &Scene<'_>, cue: &Cue<'_>, voice: Voice) -> bool {
    let syntax = &scene.syntax;
    let other = !syntax.is(
        voice.meant,
        &["i", "we", "you", "it", "who", "that", "which"],
    );
    let frames = cue.takes(Construction::Quotation) && cue.takes(Construction::Clause);
    cue.kind == CueKind::Verb
        && frames
        && voice.own
        && other
        && syntax.is_quoted(voice.meant)
        && matches!(syntax.xpos(cue.head), "VBD" | "VBZ" | "VBP" | "VBN")
}

/// Widens contents that end inside a quotation to its end, and leaves the marks at their edges out. Those of a cue in a quotation
/// stay in it.
fn to_quotations(stage: &Stage<'_>, content: Vec<Range<usize>>, quoted: bool) -> Vec<Range<usize>> {
    content
        .into_iter()
        .map(|mut range| {
            if let Some(piece) = stage
                .pieces
                .get(stage.piece_from(range.start))
                .filter(|piece| piece.outer.start <= range.start)
            {
                range.start = range.start.max(piece.inner.start);
                if quoted {
                    range.end = range.end.min(piece.inner.end);
                    return range;
                }
            }
            if let Some(piece) = range
                .end
                .checked_sub(1)
                .and_then(|last| stage.pieces.get(stage.piece_from(last)))
            {
                let inside = piece.outer.start < range.end && piece.inner.end >= range.end;
                if inside && piece.outer.start >= range.start {
                    range.end = piece.inner.end;
                }
            }
            range
        })
        .filter(|range| range.start < range.end)
        .collect()
}

/// Ranges merged where they touch, in order.
fn union(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = ranges.collect();
    all.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(all.len());
    for range in all {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
