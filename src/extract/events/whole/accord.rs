//! States that agree to do something.

use super::super::context::Topic;
use super::super::modality::Realis;
use super::super::reading::Reading;
use super::super::roles::Scene;
use super::super::triggers::Act;
use super::start;
use crate::lexicon::{ActorKind, Effect, MeasureKind};
use crate::proto::v1::{AgreementStage, EventStatus, EventType, Role};

/// Two and more states that agree to do something: a deal, whether or not the text calls it one.
pub(super) fn accord(scene: &Scene<'_, '_>, act: &Act<'_>, topic: Topic) -> Option<Reading> {
    let words = scene.words;
    if topic != Topic::Trade
        || !matches!(
            words.at(act.head()),
            "agree" | "agreed" | "agrees" | "agreeing"
        )
    {
        return None;
    }
    let (index, _) = act.with(&[Effect::Decide, Effect::Reach])?;
    let (mut reading, modality, zone) = start(scene, act, EventType::Agreement, index);
    // "agreed to coordinate": the joint action is the event.
    let together = scene.triggers.acts.iter().any(|a| {
        a.tokens.start > act.head()
            && a.tokens.start <= act.head() + 3
            && a.entries
                .iter()
                .any(|(_, e)| e.kind == Some(MeasureKind::Coordination))
    });
    if together {
        return None;
    }
    let talks = zone.start..(zone.start + 12).min(words.len());
    if scene.triggers.measures.iter().any(|m| {
        matches!(
            m.entry.kind,
            MeasureKind::Negotiation | MeasureKind::Agreement
        ) && talks.contains(&m.tokens.start)
    }) || !["to", "on"].contains(&words.at(act.head() + 1))
    {
        return None;
    }
    let mut roles = Vec::new();
    for mention in scene.subject(modality.top) {
        scene.add(&mut roles, Role::Party, mention);
    }
    let states = roles
        .iter()
        .filter(|r| {
            r.role == Role::Party
                && r.actor.is_some_and(|a| {
                    matches!(scene.kind(a), Some(ActorKind::Country | ActorKind::Bloc))
                })
        })
        .count();
    if states < 2 || modality.realis == Realis::Denied {
        return None;
    }
    reading.status = if modality.realis == Realis::Real {
        EventStatus::Announced
    } else {
        EventStatus::Proposed
    };
    reading.agreement_stage = if reading.status == EventStatus::Announced {
        AgreementStage::Reached
    } else {
        AgreementStage::Proposed
    };
    reading.roles = roles;
    Some(reading)
}
