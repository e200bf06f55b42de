//! Words that stand for an act told before: "the move takes effect", "the measures were suspended", "they will be introduced".

use std::ops::Range;

use crate::extract::events::compose::{self, Bond, Bound, How};
use crate::extract::events::reading::{Reading, Reference};
use crate::extract::events::roles::Scene;
use crate::extract::events::words::Words;
use crate::extract::events::{modality, outcome};
use crate::lexicon::{Effect, EntryRef};
use crate::proto::v1::{EventStatus, EventType};

/// Nouns that stand for any measure.
#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "move", "moves", "measure", "measures", "step", "steps", "action", "actions", "decision", "order", "policy", "change",
    "changes", "rule", "rules", "penalty", "penalties", "hike", "hikes", "increase", "increases", "package", "regulation",
    "regulations", "proclamation", "levy", "levies", "scheme",
];

/// Nouns that stand for a restriction whose kind the text told before.
#[rustfmt::skip]
const RESTRICTIONS: &[&str] = &[
    "ban", "bans", "restriction", "restrictions", "curb", "curbs", "controls", "limits", "quota", "quotas", "prohibition",
    "moratorium", "requirement", "requirements",
];

/// Participles of verbs that lay a measure.
#[rustfmt::skip]
const LAID: &[&str] = &[
    "imposed", "introduced", "implemented", "applied", "enacted", "levied", "enforced", "adopted", "reinstated", "reimposed",
    "activated", "instituted",
];

/// Nouns that stand for a meeting.
const MEETINGS: &[&str] = &[
    "event",
    "trip",
    "visit",
    "gathering",
    "session",
    "encounter",
];

/// Words that point back.
const POINTING: &[&str] = &["the", "this", "these", "that", "those", "both"];

/// Pronouns that stand for a measure where they take effect or end.
const PRONOUNS: &[&str] = &["it", "they", "this", "these", "both"];

/// Sentences back to what is stood for.
const REACH: usize = 3;

/// Adds what a sentence says of acts told before by words that only stand for them.
pub(super) fn read(scene: &Scene<'_, '_>, readings: &mut Vec<Reading>, first: usize) {
    let words = scene.words;
    let mut found = Vec::new();
    for noun in 0..words.len() {
        let Some(class) = class(scene, noun) else {
            continue;
        };
        if readings[first..]
            .iter()
            .any(|r| r.trigger == noun || r.act == Some(noun))
        {
            continue;
        }
        let Some(told) = antecedent(readings, words.line, noun, class) else {
            continue;
        };
        if class == Class::Pronoun && (words.line == told.line || words.line - told.line > 1) {
            continue;
        }
        found.extend(reading(scene, noun, class, told));
    }
    readings.extend(found);
}

/// What a word may stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Measure,
    Restriction,
    Meeting,
    Pronoun,
}

fn class(scene: &Scene<'_, '_>, noun: usize) -> Option<Class> {
    let words = scene.words;
    if noun == 0 && words.is(noun, PRONOUNS) && words.is_auxiliary(noun + 1)
        || noun == 0 && words.is(noun, &["they", "it"])
    {
        return Some(Class::Pronoun);
    }
    let pointed = noun > 0
        && (words.is(noun - 1, POINTING)
            || noun > 1
                && words.is(
                    noun - 1,
                    &["latest", "new", "surprise", "planned", "proposed"],
                )
                && words.is(noun - 2, POINTING));
    // "when these changes come into effect": not yet.
    let begin = words.phrase_start(noun, |_| false);
    if words.is(
        begin.wrapping_sub(1),
        &["when", "once", "before", "until", "if", "unless", "whether"],
    ) {
        return None;
    }
    // "the decision to raise": the noun is explained, and stands for nothing else.
    let explained = words.is(
        noun + 1,
        &[
            "to", "of", "that", "on", "by", "against", "for", "in", "from", "with", "-", "’s", "'s",
        ],
    );
    let compound = words.is_noun(noun + 1);
    if !pointed || explained || compound {
        return None;
    }
    if words.is(noun, MEASURES) {
        Some(Class::Measure)
    } else if words.is(noun, RESTRICTIONS) {
        Some(Class::Restriction)
    } else if words.is(noun, MEETINGS) {
        Some(Class::Meeting)
    } else {
        None
    }
}

/// The latest act before a word that it may stand for.
fn antecedent(readings: &[Reading], line: usize, noun: usize, class: Class) -> Option<&Reading> {
    readings
        .iter()
        .filter(|r| {
            let fits = match class {
                Class::Measure | Class::Pronoun => outcome::is_measure(r.kind),
                Class::Restriction => matches!(
                    r.kind,
                    EventType::ExportControl
                        | EventType::ImportRestriction
                        | EventType::Sanction
                        | EventType::InvestmentRestriction
                ),
                Class::Meeting => r.kind == EventType::Negotiation,
            };
            fits && r.reference != Reference::Pro
                && line - r.line <= REACH
                && (r.line < line || r.extent.end <= noun)
        })
        // "the ban" is rather a ban of imports than the sanctions that it answers.
        .max_by_key(|r| {
            let apt = class != Class::Restriction || r.kind != EventType::Sanction;
            (apt, r.line, r.trigger)
        })
}

/// What the verb beside such a word says of the act that it stands for.
fn reading(scene: &Scene<'_, '_>, noun: usize, class: Class, told: &Reading) -> Option<Reading> {
    let words = scene.words;
    let at = noun..noun + 1;
    let mut bond: Bond<'_, '_> = compose::bind(words, scene.triggers, &at);
    bond.acts.retain(|b| {
        let clear = (noun..b.act.tokens.start).all(|i| !words.is_soft_break(i));
        b.act.is_verb()
            && clear
            && (class != Class::Pronoun || matches!(b.how, How::Passive | How::Subject))
    });
    let found: Vec<_> = outcome::effects(&bond, told.kind)
        .into_iter()
        .filter(|(i, effect, _)| tells(words, &bond.acts[*i], *effect, class))
        .collect();
    let (outer, ..) = *found.last()?;
    let effects: Vec<Effect> = found.iter().map(|(_, effect, _)| *effect).collect();
    let act = bond.acts[outer].act;
    let modality = modality::of(words, scene.triggers, act);
    if modality.conditional {
        return None;
    }
    let status = outcome::status(told.kind, &effects, modality.realis, told.change);
    if status == EventStatus::Unspecified {
        return None;
    }
    let mut reading = Reading::new(words.line, noun, told.kind);
    reading.act = Some(act.head());
    reading.status = status;
    reading.status_cue = (!modality.cue.is_empty()).then(|| modality.cue.clone());
    reading.reference = Reference::Pro;
    reading.stands = status == EventStatus::Effective
        && modality.realis == modality::Realis::Real
        && effects
            .iter()
            .any(|e| matches!(e, Effect::InForce | Effect::Keep));
    let cover: Range<usize> = bond.cover();
    let end = scene.clause_end(cover.end, std::slice::from_ref(&act.tokens));
    reading.extent = cover.start..end.max(cover.end);
    reading.trail.entries = found
        .iter()
        .map(|&(_, _, index)| EntryRef::Act(index))
        .chain(modality.entries.iter().map(|&index| EntryRef::Act(index)))
        .collect();
    Some(reading)
}

/// Effects that a word of no meaning of its own may suffer.
fn tells(words: &Words<'_>, bound: &Bound<'_, '_>, effect: Effect, class: Class) -> bool {
    let (act, how) = (bound.act, bound.how);
    match effect {
        Effect::InForce
        | Effect::Pause
        | Effect::Remove
        | Effect::Cancel
        | Effect::Prolong
        | Effect::Keep => true,
        Effect::Announce => how == How::Passive && class != Class::Pronoun,
        Effect::Begin => how == How::Passive && words.is(act.head(), LAID),
        _ => false,
    }
}
