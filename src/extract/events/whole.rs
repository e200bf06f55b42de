//! Verbs that are events by themselves: to meet, to retaliate, to sue, to ban exports, to pledge purchases, to agree.

use std::ops::Range;

use super::context::{self, Topic};
use super::modality::{self, Modality, Realis};
use super::outcome;
use super::parties;
use super::reading::{Reading, Reference};
use super::roles::Scene;
use super::triggers::Act;
use crate::lexicon::{ActorKind, Effect, EntryRef, Frame, Instrument, MeasureKind};
use crate::proto::v1::{
    AgreementStage, Direction, DisputeStage, EventStatus, EventType, Role, TariffChange,
};

/// Adds the readings of a sentence's verbs that no measure has taken.
pub(super) fn read(
    scene: &Scene<'_, '_>,
    topic: Topic,
    used: &[usize],
    readings: &mut Vec<Reading>,
) {
    for act in &scene.triggers.acts {
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
            if let Some(reading) = reading {
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
    }
}

fn self_contained(
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
                if matches!(preposition.as_str(), "" | "with" | "to") {
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
                } else if matches!(
                    preposition.as_str(),
                    "against" | "over" | "" | "about" | "on" | "with"
                ) {
                    scene.add(&mut roles, Role::Respondent, mention);
                }
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
            if modality.realis == Realis::Real
                && !scene.words.group(act.head()).has
                && reading.trail.entries.len() < 2
                || matches!(modality.realis, Realis::Threat)
            {
                return None;
            }
            for mention in subject {
                scene.add(&mut roles, Role::Implementer, mention);
            }
            let purchase = scene.words.lower.get(act.tokens.clone()).is_some_and(|w| {
                w.iter()
                    .any(|w| w.starts_with("stop") || w.starts_with("halt"))
            });
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
            if reading.status == EventStatus::Effective {
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

/// "tax imports of", "blacklisted the company".
fn on_goods(
    scene: &Scene<'_, '_>,
    act: &Act<'_>,
    index: u32,
    kind: MeasureKind,
    instrument: Option<Instrument>,
) -> Option<Reading> {
    let event = outcome::event_type(kind)?;
    let (mut reading, modality, zone) = start(scene, act, event, index);
    let mut roles = Vec::new();
    let passive = scene.words.group(act.head()).be;
    for mention in scene.subject(modality.top) {
        scene.add(
            &mut roles,
            if passive {
                Role::Target
            } else {
                Role::Implementer
            },
            mention,
        );
    }
    for (preposition, mention) in scene.after(zone.clone(), &[]) {
        match preposition.as_str() {
            "by" => scene.add(&mut roles, Role::Implementer, mention),
            "" | "of" | "from" | "on" if !passive => scene.add(&mut roles, Role::Target, mention),
            _ => {}
        }
    }
    if roles.is_empty()
        || event == EventType::Tariff
            && !zone
                .clone()
                .any(|i| scene.words.is(i, &["imports", "goods", "products"]))
    {
        return None;
    }
    if event == EventType::Tariff {
        reading.change = TariffChange::Impose;
    }
    reading.direction = Direction::Restrictive;
    reading.status = plain(modality.realis);
    reading.instrument = instrument.map(|i| (i, act.tokens.clone()));
    reading.roles = roles;
    Some(reading)
}

const EASING: &[&str] = &[
    "eas", "loosen", "relax", "resum", "reopen", "re-open", "lift",
];
const NO_BAN: &[&str] = &[
    "restrict", "curb", "limit", "curtail", "control", "tighten", "cap", "ration", "clamp",
    "crack", "choke",
];

/// "banned imports of meat from", "curb exports of", "blocking the sale of chips to".
fn on_flow(scene: &Scene<'_, '_>, act: &Act<'_>, index: u32) -> Option<Reading> {
    let words = scene.words;
    let verb = words.at(act.head());
    let reach = act.tokens.end..(act.tokens.end + 9).min(words.len());
    let mut event = None;
    for i in reach {
        if words.is_soft_break(i)
            || words.at(i) == ","
            || scene.triggers.measure_at(i).is_some()
            || scene.triggers.act_at(i).is_some_and(|a| a.is_verb())
        {
            break;
        }
        event = match words.at(i) {
            "exports" | "export" | "shipments" | "sales" | "sale" | "exporting" | "re-exports"
            | "selling" | "shipping" => Some(EventType::ExportControl),
            "imports" | "import" | "importing" | "importation" => {
                Some(EventType::ImportRestriction)
            }
            "investment" | "investments" | "takeover" | "acquisition" | "acquisitions" => {
                Some(EventType::InvestmentRestriction)
            }
            _ => continue,
        };
        break;
    }
    let event = event?;
    let (mut reading, modality, zone) = start(scene, act, event, index);
    let mut roles = Vec::new();
    let passive = words.group(act.head()).be;
    if !passive {
        for mention in scene.subject(modality.top) {
            scene.add(&mut roles, Role::Implementer, mention);
        }
    }
    for (preposition, mention) in scene.after(zone.clone(), &[]) {
        match (event, preposition.as_str()) {
            (_, "by") => scene.add(&mut roles, Role::Implementer, mention),
            (EventType::ExportControl, "to" | "for") => {
                scene.add(&mut roles, Role::Target, mention)
            }
            (EventType::ImportRestriction, "from" | "of" | "") => {
                scene.add(&mut roles, Role::Target, mention)
            }
            (EventType::InvestmentRestriction, "from" | "in" | "") => {
                scene.add(&mut roles, Role::Target, mention)
            }
            _ => {}
        }
    }
    let own: Vec<_> = roles
        .iter()
        .filter(|r| r.role == Role::Implementer)
        .filter_map(|r| r.actor)
        .collect();
    if own.is_empty() && roles.is_empty() {
        return None;
    }
    roles.retain(|r| !(r.role == Role::Target && r.actor.is_some_and(|a| own.contains(&a))));
    let eases = EASING.iter().any(|e| verb.starts_with(e));
    reading.direction = if eases {
        Direction::Liberalising
    } else {
        Direction::Restrictive
    };
    reading.status = plain(modality.realis);
    let instrument = if verb.starts_with("cap") || verb.starts_with("limit") {
        Some(Instrument::Quota)
    } else {
        (!eases && !NO_BAN.iter().any(|v| verb.starts_with(v))).then_some(Instrument::Ban)
    };
    reading.instrument = instrument.map(|i| (i, act.tokens.clone()));
    reading.roles = roles;
    Some(reading)
}

/// Two and more states that agree to do something: a deal, whether or not the text calls it one.
fn accord(scene: &Scene<'_, '_>, act: &Act<'_>, topic: Topic) -> Option<Reading> {
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
    let talks = zone.start..(zone.start + 12).min(words.len());
    if scene.triggers.measures.iter().any(|m| {
        matches!(
            m.entry.kind,
            MeasureKind::Negotiation | MeasureKind::Agreement
        ) && talks.contains(&m.tokens.start)
    }) || words.at(act.tokens.end) != "to" && words.at(act.tokens.end) != "on"
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
