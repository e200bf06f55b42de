//! Verbs that are events by themselves only in some surroundings: rulings on injury, planned purchases, retaliation of no told form.

use super::super::parties;
use super::super::reading::Reading;
use super::super::roles::{PLANS, Scene};
use super::super::triggers::{Act, is_policy};
use super::{plain, start};
use crate::lexicon::{ActorKind, MeasureKind};
use crate::proto::v1::{EventType, Role};

/// "The commission found that Korean pipes were dumped": an authority that decides in its own probe.
pub(super) fn injury(scene: &Scene<'_, '_>, act: &Act<'_>, index: u32) -> Option<Reading> {
    let words = scene.words;
    let harm = (act.tokens.end..words.len()).any(|i| {
        ["injur", "dumped", "dumping", "subsidized", "subsidised"]
            .iter()
            .any(|stem| words.at(i).starts_with(stem))
    });
    if !harm {
        return None;
    }
    let (mut reading, modality, zone) = start(scene, act, EventType::Investigation, index);
    let mut roles = Vec::new();
    for mention in scene.subject(modality.top) {
        let authority = mention
            .actors
            .iter()
            .any(|&actor| scene.kind(actor) == Some(ActorKind::GovernmentBody));
        if authority && !parties::judges(scene, mention) {
            scene.add(&mut roles, Role::Implementer, mention);
        }
    }
    let own: Vec<_> = roles.iter().filter_map(|r| r.actor).collect();
    if own.is_empty() {
        return None;
    }
    for mention in scene.mentions_in(zone.start..words.len()) {
        if mention.actors.iter().all(|actor| !own.contains(actor)) && !mention.place {
            scene.add(&mut roles, Role::Target, mention);
        }
    }
    reading.status = plain(modality.realis);
    reading.roles = roles;
    Some(reading)
}

/// Whether an infinitive explains a plan or a promise: "a plan to buy", "the agreement to invest".
pub(super) fn planned(scene: &Scene<'_, '_>, infinitive: usize) -> bool {
    // "agreed to": a verb together with its "to".
    let whole = scene
        .triggers
        .act_at(infinitive)
        .is_some_and(|act| act.tokens.len() > 1 && act.tokens.start < infinitive);
    // "was to stop": had agreed or been told to.
    let due = infinitive > 0
        && scene
            .words
            .is(infinitive - 1, &["is", "are", "was", "were", "be"]);
    whole
        || due
        || (infinitive.saturating_sub(5)..infinitive).any(|i| {
            PLANS.contains(&scene.words.at(i))
                || scene.words.is(
                    i,
                    &[
                        "agreement",
                        "deal",
                        "commitment",
                        "commitments",
                        "committed",
                        "promises",
                        "pledges",
                        "understanding",
                    ],
                )
        })
}

/// "retaliated with higher tariffs": the form is told, and the measure is the event.
pub(super) fn form_told(scene: &Scene<'_, '_>, act: &Act<'_>) -> bool {
    let words = scene.words;
    let end = (act.tokens.end + 10).min(words.len());
    let Some(with) = (act.tokens.end..end)
        .take_while(|&i| !words.is_soft_break(i) && words.at(i) != ",")
        .find(|&i| words.is(i, &["with", "by"]))
    else {
        return false;
    };
    scene.triggers.measures.iter().any(|m| {
        (with..with + 12).contains(&m.tokens.start)
            && is_policy(m.entry.kind)
            && m.entry.kind != MeasureKind::Countermeasure
    })
}
