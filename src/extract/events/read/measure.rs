//! The event around a measure: its acts, what they come to, and whether they say enough.

use std::ops::Range;

use super::finish::finish;
use super::policy::policy_roles;
use super::sense::{WISHES, negative, spared, weighed, withdrawn};
use super::support::{frames_another, supported};
use crate::extract::events::compose::{self, Bond, How};
use crate::extract::events::context::Topic;
use crate::extract::events::modality::{self, Realis};
use crate::extract::events::reading::{Reading, Reference, Trail};
use crate::extract::events::roles::Scene;
use crate::extract::events::triggers::{Measure, is_policy};
use crate::extract::events::words::Words;
use crate::extract::events::{outcome, parties, settle};
use crate::language::Relation;
use crate::lexicon::{Effect, EntryRef, Instrument, MeasureKind};
use crate::proto::v1::{EventStatus, EventType, TariffChange};

/// Reads the event around a measure.
pub(super) fn measure_reading(
    scene: &Scene<'_, '_>,
    measure: &Measure<'_>,
    topic: Topic,
    used: &mut Vec<usize>,
) -> Option<Reading> {
    let words = scene.words;
    let mut bond = compose::bind(words, scene.triggers, &measure.tokens);
    let keep: Vec<Range<usize>> = bond
        .acts
        .iter()
        .map(|b| b.act.tokens.clone())
        .chain([bond.phrase.clone()])
        .collect();
    let end = scene
        .clause_end(
            bond.cover()
                .end
                .min(bond.phrase.end.max(measure.tokens.end)),
            &keep,
        )
        .max(bond.cover().end);
    // "the tariffs that A imposed on B": what the verb behind the measure brings.
    let end = match bond.verb() {
        Some(verb) if verb.act.tokens.start >= bond.phrase.end && end <= verb.act.tokens.end => {
            scene.clause_end(verb.act.tokens.end, &keep).max(end)
        }
        _ => end,
    };
    if measure.entry.needs_context && !supported(scene, topic) {
        return None;
    }
    if frames_another(scene, &bond, measure) {
        return None;
    }
    let kind = settle::kind(scene, measure, &bond, end)?;
    let event = outcome::event_type(kind)?;
    let mut reading = Reading::new(words.line, measure.head(), event);
    reading.trail = Trail {
        entries: vec![EntryRef::Measure(measure.index)],
        ..Trail::default()
    };

    let apt: Vec<usize> = outcome::effects(&bond, event)
        .iter()
        .filter(|(i, effect, _)| {
            // "has a deal", but not "a deal that had critics"
            let held = *effect == Effect::Hold && event == EventType::Agreement;
            *effect != Effect::None && !(held && bond.acts[*i].how != How::Object)
        })
        .map(|(i, ..)| *i)
        .collect();
    let mut place = 0..;
    bond.acts
        .retain(|_| place.next().is_some_and(|i| apt.contains(&i)));
    let told = outcome::effects(&bond, event);
    let mut effects: Vec<Effect> = told.iter().map(|(_, effect, _)| *effect).collect();
    if let Some(change) = measure.entry.change {
        effects.insert(0, change);
    }
    reading
        .trail
        .entries
        .extend(told.iter().map(|(_, _, index)| EntryRef::Act(*index)));
    reading.trail.by_tree = bond.acts.iter().any(|b| b.by_tree);
    let outer = bond.verb().or(bond.outer());
    let modality = outer.map(|bound| modality::of(words, scene.triggers, bound.act));
    let realis = modality.as_ref().map_or(Realis::Real, |m| m.realis);
    if realis == Realis::Untold || weighed(words, &bond) || clause_of_deal(scene, &bond, event) {
        return None;
    }
    if let Some(modality) = &modality {
        reading.status_cue = (!modality.cue.is_empty()).then(|| modality.cue.clone());
        reading
            .trail
            .entries
            .extend(modality.entries.iter().map(|&index| EntryRef::Act(index)));
    }
    for bound in &bond.acts {
        used.push(bound.act.tokens.start);
    }
    let mut realis = realis;
    if outer.is_none()
        && matches!(
            event,
            EventType::Negotiation | EventType::Dispute | EventType::Investigation
        )
        && let Some(above) = modality::of_noun(words, scene.triggers, measure.head())
        && matches!(above.realis, Realis::Possible | Realis::Threat)
    {
        realis = above.realis;
        reading.status_cue = (!above.cue.is_empty()).then_some(above.cue);
    }
    if realis == Realis::Real
        && let Some(term) = bond.acts.iter().filter(|b| !b.act.is_verb()).find_map(|b| {
            let start = words.phrase_start(b.act.tokens.start, |_| false);
            modality::term(words, start)
        })
    {
        realis = Realis::Future;
        reading.status_cue = Some(term..term + 1);
    }
    if let Some(spared) = spared(words, &bond, event) {
        effects.insert(0, Effect::Exempt);
        realis = spared;
    }
    let withdrawn = withdrawn(&bond, &told);
    if withdrawn {
        effects.retain(|e| !matches!(e, Effect::Remove | Effect::Cancel | Effect::Leave));
    }
    let change = outcome::change(&effects, kind);
    if matches!(event, EventType::Tariff | EventType::TradeRemedy) {
        reading.change = change;
        reading.change_cue = told
            .iter()
            .find(|(_, effect, _)| {
                matches!(
                    effect,
                    Effect::Raise
                        | Effect::Lower
                        | Effect::Remove
                        | Effect::Exempt
                        | Effect::Prolong
                        | Effect::Keep
                        | Effect::Begin
                )
            })
            .map(|(i, ..)| bond.acts[*i].act.tokens.clone());
    }
    let ceiling = measure.entry.instrument == Some(Instrument::Quota)
        || measure.tokens.clone().any(|i| {
            words.is(
                i,
                &["limit", "limits", "ceiling", "ceilings", "cap", "caps"],
            )
        });
    reading.direction = outcome::direction(event, change, &effects, ceiling);
    reading.act = outer.map(|bound| bound.act.head());
    reading.status = outcome::status(event, &effects, realis, change);
    if effects.contains(&Effect::Remove)
        && bond.acts.iter().any(|b| b.how == How::Subject)
        && reading.status == EventStatus::Effective
    {
        reading.status = EventStatus::Ended;
    }
    if withdrawn && realis == Realis::Real {
        reading.status = EventStatus::Ended;
    }
    reading.stands = reading.status == EventStatus::Effective
        && realis == Realis::Real
        && (effects.contains(&Effect::InForce) || effects.contains(&Effect::Keep));
    reading.instrument = settle::instrument(words, measure, &bond, event, end);
    reading.remedy = measure.entry.remedy;
    reading.format = measure.entry.format;
    reading.reference = reference(words, &bond, event);
    reading.unborn = told.iter().any(|(i, effect, _)| {
        bond.acts.get(*i).is_some_and(|b| b.how == How::Adjective)
            && matches!(effect, Effect::Plan | Effect::Threaten | Effect::Propose)
    });
    reading.another = (bond.phrase.start..measure.tokens.end).any(|i| {
        words.is(
            i,
            &[
                "further", "another", "more", "second", "third", "next", "separate", "later",
            ],
        )
    });
    reading.fresh = (bond.phrase.start..measure.tokens.end).any(|i| {
        words.is(
            i,
            &[
                "new",
                "further",
                "another",
                "more",
                "fresh",
                "extra",
                "second",
                "later",
                "additional",
                "next",
                "separate",
                "third",
            ],
        )
    });
    let definite = words.is(bond.phrase.start, &["the", "this", "these", "those"]);
    if definite && reading.change == TariffChange::Extend && effects.contains(&Effect::Keep) {
        // "the levy remains in force": nothing is done to it.
        reading.change = TariffChange::Impose;
    }
    // "we did not want this duty": what is thought of a measure says nothing of how real it is.
    let disliked = realis == Realis::Denied
        && bond
            .verb()
            .is_some_and(|verb| verb.how == How::Object && words.is(verb.act.head(), WISHES));
    if disliked {
        reading.status = EventStatus::Unspecified;
        reading.status_cue = None;
    }
    reading.conditional = modality.as_ref().is_some_and(|m| m.conditional);
    if definite && reading.conditional {
        reading.status = EventStatus::Unspecified;
        reading.status_cue = None;
    }
    if reading.status == EventStatus::Unspecified {
        reading.reference = Reference::Definite;
    }
    negative(words, &bond, &mut reading);

    let zone = words_zone(&bond, end);
    let start = modality
        .as_ref()
        .map_or(bond.cover().start, |m| m.start.min(bond.cover().start));
    reading.extent =
        start.max(bond.cover().start.saturating_sub(14))..zone.end.max(bond.cover().end);
    if is_policy(kind) || event == EventType::Investigation {
        policy_roles(
            scene,
            &bond,
            modality.as_ref(),
            &mut reading,
            &zone,
            &effects,
            measure,
        );
    } else {
        parties::assign(
            scene,
            &bond,
            modality.as_ref(),
            &mut reading,
            &zone,
            measure,
        );
    }
    finish(scene, &bond, &mut reading, &effects, measure, kind)
}

/// "The accord between A and B set quotas on fish": what only describes a deal, and does not say who does what.
fn clause_of_deal(scene: &Scene<'_, '_>, bond: &Bond<'_, '_>, event: EventType) -> bool {
    let words = scene.words;
    let restriction = matches!(
        event,
        EventType::ImportRestriction | EventType::ExportControl
    );
    let verb = bond.verb().filter(|verb| verb.how == How::Object);
    let subject = verb.map(|verb| verb.act.head()).and_then(|verb| {
        // A participle behind the noun has it as its head.
        let above = words.tree.head(verb);
        let participle = words.tree.relation(verb) == Some(Relation::Acl);
        let subject = words.tree.children_under(verb, Relation::Nsubj).next();
        subject.or(above.filter(|_| participle))
    });
    let deal = subject.and_then(|subject| scene.triggers.measure_at(subject));
    restriction
        && bond.phrase.start + 1 >= bond.phrase.end
        && deal.is_some_and(|deal| deal.entry.kind == MeasureKind::Agreement)
}

fn words_zone(bond: &Bond<'_, '_>, end: usize) -> Range<usize> {
    bond.phrase.end..end.max(bond.phrase.end)
}

/// How the noun phrase refers.
fn reference(words: &Words<'_>, bond: &Bond<'_, '_>, kind: EventType) -> Reference {
    let tells = bond
        .acts
        .iter()
        .any(|b| !matches!(b.how, How::Compound | How::Adjective));
    if tells {
        return Reference::Telling;
    }
    let first = words.at(bond.phrase.start);
    if matches!(
        first,
        "the" | "these" | "those" | "this" | "such" | "that" | "its" | "their" | "both"
    ) {
        return Reference::Definite;
    }
    // "the talks follow an earlier video call": one that was not told before.
    if kind == EventType::Negotiation && matches!(first, "a" | "an" | "another") {
        return Reference::Telling;
    }
    if bond.acts.is_empty() {
        Reference::Definite
    } else {
        Reference::Telling
    }
}
