//! What a reading still lacks, and whether it says enough.

use super::idle::{is_general, is_idle};
use crate::extract::events::compose::{Bond, How};
use crate::extract::events::outcome;
use crate::extract::events::reading::{Reading, Reference};
use crate::extract::events::roles::Scene;
use crate::extract::events::triggers::{Measure, is_policy};
use crate::extract::events::words::Words;
use crate::lexicon::{Effect, EntryRef, MeasureKind};
use crate::proto::v1::{DisputeStage, EventStatus, EventType, Role};

/// Whether an agreement is only called by its name, which says nothing of an act.
fn named_only(words: &Words<'_>, measure: &Measure<'_>) -> bool {
    words.page.lines.get(words.line).is_some_and(|line| {
        line.found.iter().any(|f| {
            matches!(f.entry, EntryRef::Agreement(_)) && f.tokens.contains(&measure.head())
        })
    })
}

/// "appealed against the ruling", "its appeal against the ruling"
fn appeals(words: &Words<'_>, bond: &Bond<'_, '_>) -> bool {
    let acts = bond
        .acts
        .iter()
        .any(|b| b.how != How::Compound && words.at(b.act.head()).starts_with("appeal"));
    let start = bond.phrase.start;
    acts || (start.saturating_sub(3)..start)
        .any(|i| words.at(i).starts_with("appeal") && words.is_verb_at(i))
}

/// Beginnings of the verbs by which a panel comes to be.
const FORMING: &[&str] = &[
    "establish",
    "set",
    "form",
    "request",
    "appoint",
    "compos",
    "seek",
    "sought",
];

/// "set up a panel to examine the complaint"
fn forms_panel(words: &Words<'_>, bond: &Bond<'_, '_>, measure: &Measure<'_>) -> bool {
    let before = bond.cover().start.saturating_sub(12)..measure.tokens.start;
    let panel = before.clone().rev().take(8).any(|i| words.at(i) == "panel");
    panel
        && before
            .into_iter()
            .any(|i| FORMING.iter().any(|stem| words.at(i).starts_with(stem)))
}

/// Drops what says too little, and completes the rest.
pub(super) fn finish(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    reading: &mut Reading,
    effects: &[Effect],
    measure: &Measure<'_>,
    kind: MeasureKind,
) -> Option<Reading> {
    let words = scene.words;
    if is_idle(scene, bond, reading, effects, measure) {
        return None;
    }
    if reading.kind == EventType::Agreement {
        reading.agreement_stage = outcome::agreement_stage(effects, reading.status);
    }
    if reading.kind == EventType::Dispute {
        reading.dispute_stage = outcome::dispute_stage(measure.entry.stage, effects);
        if appeals(words, bond) {
            reading.dispute_stage = DisputeStage::Appeal;
        } else if reading.dispute_stage == DisputeStage::Filed && forms_panel(words, bond, measure)
        {
            reading.dispute_stage = DisputeStage::Panel;
        }
    }
    if reading.kind == EventType::Investigation {
        let near =
            measure.tokens.start.saturating_sub(2)..reading.extent.end.max(measure.tokens.end);
        reading.legal_basis = near
            .clone()
            .find(|&i| {
                words.at(i) == "section"
                    && words.at(i + 1).starts_with(|c: char| c.is_ascii_digit())
            })
            .map(|i| i..i + 2);
    }
    // "while encouraging dialogue": nobody talks, and nothing happens to the talks.
    if reading.kind == EventType::Negotiation
        && measure.entry.needs_context
        && reading.actors_in(Role::Party).next().is_none()
        && !effects.iter().any(|e| {
            matches!(
                e,
                Effect::Hold | Effect::Open | Effect::Cancel | Effect::Pause | Effect::Reject
            )
        })
    {
        reading.reference = Reference::Definite;
    }
    // "the meeting was originally scheduled for": refers to what has been put off since.
    if reading.kind == EventType::Negotiation
        && effects.contains(&Effect::Plan)
        && reading.extent.clone().any(|i| {
            words.is(i, &["earlier", "originally", "previously", "initially"])
                && words.group(reading.act.unwrap_or(i)).be
        })
    {
        reading.reference = Reference::Definite;
    }
    let tells = bond.acts.iter().any(|b| b.how != How::Compound);
    let named = !reading.roles.is_empty();
    if is_general(scene, bond, reading, effects, measure) {
        if reading.kind == EventType::Agreement {
            return None;
        }
        reading.reference = Reference::Definite;
    }
    if !tells
        && (kind == MeasureKind::Preference
            || reading.kind == EventType::Agreement && named_only(words, measure))
    {
        return None;
    }
    if !tells {
        // Only named, not told: what it is at the time of writing follows from what the text tells elsewhere.
        if bond.acts.is_empty() {
            reading.status_cue = None;
        }
        // "the accord between the two", "last year's deal": that there is one is taken as known.
        let known = reading.kind == EventType::Agreement
            && bond.acts.is_empty()
            && (bond.phrase.start..measure.tokens.start)
                .any(|i| words.is_possessive(i) || matches!(words.at(i), "the" | "this"));
        if reading.reference == Reference::Definite && (is_policy(kind) || known) {
            reading.status = EventStatus::Unspecified;
        }
        if !named
            && words.at(bond.phrase.start) != "the"
            && !matches!(
                words.at(bond.phrase.start),
                "these" | "this" | "those" | "its" | "their" | "such"
            )
            && !words.phrase(bond.phrase.start, &["no"])
        {
            let rated = (bond.phrase.start..measure.tokens.start)
                .any(|i| matches!(words.at(i), "%" | "percent" | "pct" | "pc"))
                || words.at(measure.tokens.end) == "of";
            if !rated {
                return None;
            }
        }
    }
    Some(reading.clone())
}
