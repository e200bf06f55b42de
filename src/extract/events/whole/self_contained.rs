//! Verbs that name their own measure or forum: "met", "retaliated", "sued", "pledged to buy".

use super::super::context;
use super::super::modality::Realis;
use super::super::outcome;
use super::super::parties;
use super::super::reading::{Reading, Reference};
use super::super::roles::Scene;
use super::super::triggers::Act;
use super::super::words::Modal;
use super::charged::{form_told, injury, planned};
use super::{plain, start};
use crate::lexicon::{Effect, Instrument, MeasureKind};
use crate::proto::v1::{Direction, DisputeStage, EventStatus, EventType, Role};

/// What is met without a meeting.
const MET: &[&str] = &[
    "halfway",
    "demand",
    "demands",
    "requirements",
    "needs",
    "deadline",
    "target",
    "targets",
    "obligations",
    "criteria",
    "standards",
];

/// What is answered with words.
const SAID_AGAINST: &[&str] = &[
    "allegations",
    "allegation",
    "criticism",
    "critics",
    "claims",
    "claim",
    "accusations",
    "accusation",
    "suggestions",
    "comments",
    "remarks",
    "reports",
    "rumors",
    "rumours",
];

/// Beginnings of the verbs of trade itself: whoever has bought has pledged nothing.
const TRADES: &[&str] = &["buy", "bought", "purchas", "import", "invest"];

/// The reading of a verb that is an event of a kind by itself.
pub(super) fn self_contained(
    scene: &Scene<'_, '_>,
    act: &Act<'_>,
    index: u32,
    kind: MeasureKind,
    effect: Effect,
) -> Option<Reading> {
    let event = outcome::event_type(kind)?;
    if !act.is_verb() && matches!(event, EventType::Commitment | EventType::Coordination) {
        return None;
    }
    // "to meet demand", "to meet each other halfway": nobody meets.
    if event == EventType::Negotiation
        && (act.tokens.end..act.tokens.end + 4).any(|i| scene.words.is(i, MET))
    {
        return None;
    }
    // "hit back at allegations": with words.
    if event == EventType::Countermeasure
        && (act.tokens.end..act.tokens.end + 5).any(|i| scene.words.is(i, SAID_AGAINST))
    {
        return None;
    }
    if event == EventType::Countermeasure && form_told(scene, act) {
        return None;
    }
    if effect == Effect::Rule
        && let Some(reading) = injury(scene, act, index)
    {
        return Some(reading);
    }
    let (mut reading, modality, zone) = start(scene, act, event, index);
    reading.status = plain(modality.realis);
    let subject = scene.subject(modality.top);
    let mut roles = Vec::new();
    match event {
        EventType::Negotiation | EventType::Coordination => {
            for mention in subject {
                scene.add(&mut roles, Role::Party, mention);
            }
            let object = scene.after(zone.clone(), &[]);
            for (preposition, mention) in object {
                let meets = event == EventType::Negotiation && preposition == "to";
                if meets || matches!(preposition.as_str(), "" | "with") {
                    scene.add(&mut roles, Role::Party, mention);
                }
            }
            let states = roles.iter().filter(|r| r.role == Role::Party).count();
            if states < 2 {
                return None;
            }
            if reading.status == EventStatus::Threatened {
                reading.status = EventStatus::Proposed;
            }
            if event == EventType::Negotiation {
                reading.roles.clone_from(&roles);
                reading.level = parties::level(scene, &reading);
            }
        }
        EventType::Countermeasure => {
            for mention in subject {
                scene.add(&mut roles, Role::Implementer, mention);
            }
            for (preposition, mention) in scene.after(zone.clone(), &[]) {
                if matches!(preposition.as_str(), "against" | "at" | "on") {
                    scene.add(&mut roles, Role::Target, mention);
                }
            }
            reading.direction = Direction::Restrictive;
            if reading.status == EventStatus::Announced {
                reading.status = EventStatus::Threatened;
            }
        }
        EventType::Dispute => {
            for mention in subject {
                if parties::judges(scene, mention) {
                    parties::adjudicate(scene, mention, &mut roles);
                } else {
                    scene.add(&mut roles, Role::Complainant, mention);
                }
            }
            for (preposition, mention) in scene.after(zone.clone(), &[]) {
                if parties::judges(scene, mention) {
                    parties::adjudicate(scene, mention, &mut roles);
                    continue;
                }
                // "ruled against X in a dispute with Y"
                let role = match preposition.as_str() {
                    "against" => Role::Respondent,
                    "with" | "by" if effect == Effect::Rule => Role::Complainant,
                    "over" | "" | "about" | "on" | "with" => Role::Respondent,
                    _ => continue,
                };
                scene.add(&mut roles, role, mention);
            }
            reading.dispute_stage = if effect == Effect::Rule {
                DisputeStage::Ruling
            } else if scene.words.is(act.tokens.end - 1, &["consultations"]) {
                DisputeStage::Consultations
            } else {
                DisputeStage::Filed
            };
            let bench = (act.tokens.start.saturating_sub(6)..act.tokens.start).any(|i| {
                scene.words.is(
                    i,
                    &[
                        "court", "judge", "judges", "panel", "tribunal", "judgment", "ruling",
                    ],
                )
            });
            if effect == Effect::Rule && !bench && roles.iter().all(|r| r.role != Role::Adjudicator)
                || roles.is_empty() && !bench
            {
                return None;
            }
        }
        EventType::Investigation => {
            for mention in subject {
                scene.add(&mut roles, Role::Implementer, mention);
            }
            for (preposition, mention) in scene.after(zone.clone(), &[]) {
                if matches!(preposition.as_str(), "" | "by" | "of" | "from" | "in") {
                    scene.add(&mut roles, Role::Target, mention);
                }
            }
            if roles.iter().all(|r| r.role != Role::Implementer) || !context::sentence(scene.words)
            {
                return None;
            }
        }
        EventType::Commitment => {
            let purchase = scene.words.lower.get(act.tokens.clone()).is_some_and(|w| {
                w.iter()
                    .any(|w| w.starts_with("stop") || w.starts_with("halt"))
            });
            let trades = TRADES
                .iter()
                .any(|stem| scene.words.at(act.head()).starts_with(stem));
            let governed = reading.trail.entries.len() >= 2;
            let group = scene.words.group(act.head());
            let done = modality.realis == Realis::Real && !governed;
            let able = group.modal == Some(Modal::May) && !governed;
            let bought = scene.words.lower.get(act.tokens.clone()).is_some_and(|w| {
                w.iter()
                    .any(|w| TRADES.iter().any(|stem| w.starts_with(stem)))
            });
            let halted = purchase
                && bought
                && done
                && !modality.conditional
                && (group.has || scene.words.at(act.head()).ends_with("ed"));
            if done && (!group.has || trades) && !halted && !(purchase && !bought && group.has)
                || able
                || matches!(modality.realis, Realis::Threat)
                || group.to && !governed && !planned(scene, group.start)
            {
                return None;
            }
            for mention in subject {
                scene.add(&mut roles, Role::Implementer, mention);
            }
            for (preposition, mention) in scene.after(zone.clone(), &[]) {
                if matches!(
                    preposition.as_str(),
                    "" | "from" | "of" | "in" | "to" | "into"
                ) {
                    scene.add(&mut roles, Role::Target, mention);
                }
            }
            let own: Vec<_> = roles
                .iter()
                .filter(|r| r.role == Role::Implementer)
                .filter_map(|r| r.actor)
                .collect();
            if own.is_empty() {
                return None;
            }
            roles
                .retain(|r| !(r.role == Role::Target && r.actor.is_some_and(|a| own.contains(&a))));
            reading.direction = if purchase {
                Direction::Restrictive
            } else {
                Direction::Liberalising
            };
            // "has stopped buying": what was no more than a pledge is done.
            if halted {
                reading.kind = EventType::ImportRestriction;
                reading.instrument = Some((Instrument::Ban, act.tokens.clone()));
            } else if reading.status == EventStatus::Effective {
                reading.status = EventStatus::Announced;
            }
        }
        _ => {}
    }
    if roles.is_empty() && event != EventType::Countermeasure {
        return None;
    }
    if event == EventType::Countermeasure
        && roles.is_empty()
        && !matches!(
            reading.status,
            EventStatus::Threatened | EventStatus::Proposed
        )
    {
        reading.reference = Reference::Definite;
    }
    reading.roles = roles;
    Some(reading)
}
