//! Verbs that are events by themselves: to meet, to retaliate, to sue, to ban exports, to pledge purchases, to agree.

mod accord;
mod charged;
mod courts;
mod flows;
mod self_contained;

use std::ops::Range;

use super::context::{self, Topic};
use super::modality::{self, Modality, Realis};
use super::reading::Reading;
use super::roles::Scene;
use super::triggers::Act;
use crate::language::Relation;
use crate::lexicon::{Effect, EntryRef, Frame};
use crate::proto::v1::{EventStatus, EventType};
use accord::accord;
use flows::{on_flow, on_goods};
use self_contained::self_contained;

/// Adds the readings of a sentence's verbs that no measure has taken.
pub(super) fn read(
    scene: &Scene<'_, '_>,
    topic: Topic,
    used: &[usize],
    readings: &mut Vec<Reading>,
) {
    readings.extend(courts::brought(scene, topic));
    for act in &scene.triggers.acts {
        // "a negotiated deal": the participle only colours its noun.
        if scene.words.tree.relation(act.head()) == Some(Relation::Amod)
            && act.is_verb()
            && act.tokens.len() == 1
            && !scene.words.is_gerund_of_preposition(act.head())
        {
            continue;
        }
        let taken = used.contains(&act.tokens.start);
        for (index, entry) in &act.entries {
            // A ruling strikes a measure down: both are events.
            if taken && entry.frame != Frame::Flow && entry.effect != Effect::Rule {
                continue;
            }
            if entry.needs_context && topic != Topic::Trade && !context::sentence(scene.words) {
                continue;
            }
            let reading = match (entry.frame, entry.kind) {
                (Frame::Whole, Some(kind)) => {
                    self_contained(scene, act, *index, kind, entry.effect)
                }
                (Frame::Goods, Some(kind)) if act.is_verb() => {
                    on_goods(scene, act, *index, kind, entry.instrument)
                }
                (Frame::Flow, _) if act.is_verb() => on_flow(scene, act, *index),
                _ => None,
            };
            if let Some(reading) = reading.filter(|r| r.status != EventStatus::Unspecified) {
                readings.push(reading);
                break;
            }
        }
        if act.is_verb()
            && act.with(&[Effect::Decide, Effect::Reach]).is_some()
            && let Some(reading) = accord(scene, act, topic)
        {
            readings.push(reading);
        }
    }
}

fn start(
    scene: &Scene<'_, '_>,
    act: &Act<'_>,
    kind: EventType,
    index: u32,
) -> (Reading, Modality, Range<usize>) {
    let modality = modality::of(scene.words, scene.triggers, act);
    let end = scene.clause_end(act.tokens.end, &[]);
    let mut reading = Reading::new(scene.words.line, act.head(), kind);
    reading.act = Some(act.head());
    reading.trail.entries = std::iter::once(index)
        .chain(modality.entries.iter().copied())
        .map(EntryRef::Act)
        .collect();
    reading.status_cue = (!modality.cue.is_empty()).then(|| modality.cue.clone());
    reading.extent =
        modality.start.max(act.tokens.start.saturating_sub(14))..end.max(act.tokens.end);
    (reading, modality, act.tokens.end..end.max(act.tokens.end))
}

fn plain(realis: Realis) -> EventStatus {
    match realis {
        Realis::Real => EventStatus::Effective,
        Realis::Future => EventStatus::Announced,
        Realis::Possible => EventStatus::Proposed,
        Realis::Threat => EventStatus::Threatened,
        Realis::Paused => EventStatus::Suspended,
        Realis::Denied => EventStatus::Rejected,
        Realis::Untold => EventStatus::Unspecified,
    }
}
