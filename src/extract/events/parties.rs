//! Who sits at the table, signs, complains: the parts in talks, deals, disputes and joint action.

use std::ops::Range;

use super::compose::{Bond, How};
use super::modality::Modality;
use super::reading::{Reading, RoleReading};
use super::roles::{Scene, push};
use super::triggers::Measure;
use crate::extract::actors::ActorMention;
use crate::lexicon::{ActorKind, EntryRef};
use crate::proto::v1::{EventType, NegotiationLevel, Role};

/// Fills in the parts of a reading that is no policy measure.
pub(super) fn assign(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    modality: Option<&Modality>,
    reading: &mut Reading,
    zone: &Range<usize>,
    measure: &Measure<'_>,
) {
    let keep: Vec<Range<usize>> = bond.acts.iter().map(|b| b.act.tokens.clone()).collect();
    let passive = bond
        .acts
        .iter()
        .any(|b| matches!(b.how, How::Passive | How::Subject));
    let mut roles = Vec::new();
    match reading.kind {
        EventType::Dispute => dispute(
            scene, bond, modality, zone, &keep, passive, &mut roles, measure,
        ),
        EventType::Commitment => {
            let mut subject = Vec::new();
            if let Some(modality) = modality.filter(|_| !passive) {
                subject = scene.subject(modality.top);
            }
            for mention in scene
                .mentions_in(bond.phrase.start..measure.tokens.start)
                .chain(subject)
            {
                scene.add(&mut roles, Role::Implementer, mention);
            }
            for (preposition, mention) in scene.after(zone.clone(), &keep) {
                if matches!(preposition.as_str(), "from" | "to" | "in") {
                    scene.add(&mut roles, Role::Target, mention);
                }
            }
        }
        _ => {
            for mention in
                scene.mentions_in(bond.phrase.start..measure.tokens.start.max(bond.phrase.start))
            {
                scene.add(&mut roles, Role::Party, mention);
            }
            for (preposition, mention) in scene.after(zone.clone(), &keep) {
                if matches!(preposition.as_str(), "between" | "with" | "among" | "by") {
                    scene.add(&mut roles, Role::Party, mention);
                }
            }
            if let Some(verb) = modality.map(|m| m.top).filter(|_| !passive) {
                for mention in scene.subject(verb) {
                    scene.add(&mut roles, Role::Party, mention);
                }
            }
            // "X said after meeting Y"; "agreed with Y to a deal": partners between verb and measure
            if let Some(object) = bond
                .acts
                .iter()
                .find(|b| b.how == How::Object && b.act.tokens.end < bond.phrase.start)
            {
                for (preposition, mention) in
                    scene.after(object.act.tokens.end..bond.phrase.start, &[])
                {
                    if preposition == "with" {
                        scene.add(&mut roles, Role::Party, mention);
                    }
                }
            }
        }
    }
    reading.roles = roles;
    forum(scene, reading, zone, bond);
    if reading.kind == EventType::Negotiation {
        reading.level = level(scene, reading);
    }
    if reading.kind == EventType::Agreement {
        agreement_name(scene, reading, bond, zone);
    }
}

#[allow(clippy::too_many_arguments)]
fn dispute(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    modality: Option<&Modality>,
    zone: &Range<usize>,
    keep: &[Range<usize>],
    passive: bool,
    roles: &mut Vec<RoleReading>,
    measure: &Measure<'_>,
) {
    let ruling = measure.entry.stage == Some(crate::lexicon::DisputeStep::Ruling);
    let mut active: Vec<&ActorMention> = scene
        .mentions_in(bond.phrase.start..measure.tokens.start.max(bond.phrase.start))
        .collect();
    if let Some(verb) = modality.map(|m| m.top).filter(|_| !passive) {
        active.extend(scene.subject(verb));
    }
    for mention in active {
        if judges(scene, mention) {
            adjudicate(scene, mention, roles);
        } else if !ruling {
            scene.add(roles, Role::Complainant, mention);
        }
    }
    for (preposition, mention) in scene.after(zone.clone(), keep) {
        if judges(scene, mention) {
            adjudicate(scene, mention, roles);
            continue;
        }
        match preposition.as_str() {
            "against" | "over" | "about" | "regarding" | "concerning" | "on" => {
                let first = roles.iter().all(|r| r.role != Role::Respondent);
                if first || scene.words.before(mention.tokens.start) == "and" {
                    scene.add(roles, Role::Respondent, mention);
                }
            }
            "by" | "from" if ruling || passive => scene.add(roles, Role::Complainant, mention),
            _ => {}
        }
    }
    let complainants: Vec<_> = roles
        .iter()
        .filter(|r| r.role == Role::Complainant)
        .map(|r| r.actor)
        .collect();
    roles.retain(|r| !(r.role == Role::Respondent && complainants.contains(&r.actor)));
}

/// Whether a mention is a court, a panel or the organization that settles disputes.
pub(super) fn judges(scene: &Scene<'_, '_>, mention: &ActorMention) -> bool {
    mention.actors.iter().any(|&a| {
        let Some(actor) = scene.actors.list.get(a) else {
            return false;
        };
        match actor.kind {
            ActorKind::InternationalOrganization => {
                matches!(actor.id.as_str(), "wto" | "gatt" | "icj")
            }
            ActorKind::GovernmentBody => {
                actor.id.contains("court") || actor.id.contains("tribunal")
            }
            _ => false,
        }
    })
}

/// Puts a court into its role as what it is, not as its state.
pub(super) fn adjudicate(
    scene: &Scene<'_, '_>,
    mention: &ActorMention,
    roles: &mut Vec<RoleReading>,
) {
    for &actor in &mention.actors {
        let role = RoleReading {
            role: Role::Adjudicator,
            actor: Some(actor),
            line: scene.words.line,
            tokens: mention.tokens.clone(),
            borrowed: false,
        };
        push(roles, role);
    }
}

/// The summit or court in whose frame it takes place.
fn forum(scene: &Scene<'_, '_>, reading: &mut Reading, zone: &Range<usize>, bond: &Bond<'_, '_>) {
    let words = scene.words;
    let around = bond.cover().start..zone.end;
    if let Some(line) = words.page.lines.get(words.line)
        && let Some(found) = line
            .found
            .iter()
            .find(|f| matches!(f.entry, EntryRef::Forum(_)) && around.contains(&f.tokens.start))
    {
        reading.forum = Some(found.tokens.clone());
    }
    if reading.kind == EventType::Dispute {
        let judge = reading.roles.iter().find(|r| r.role == Role::Adjudicator);
        if let Some(judge) = judge {
            reading.forum = Some(judge.tokens.clone());
            reading.forum_actor = judge.actor;
        } else if let Some(at) = around.clone().find(|&i| words.is(i, &["wto", "gatt"])) {
            reading.forum = Some(at..at + 1);
        }
    }
}

/// Leaders, ministers or officials: from the offices of those who represent the parties, and from nouns.
pub(super) fn level(scene: &Scene<'_, '_>, reading: &Reading) -> NegotiationLevel {
    let words = scene.words;
    for i in reading.extent.clone() {
        match words.at(i) {
            "president" | "presidents" | "leaders" | "premier" | "heads" | "chancellor"
            | "prime" | "leader" => return NegotiationLevel::Leaders,
            "minister" | "ministers" | "secretary" | "ministerial" | "commissioner" => {
                return NegotiationLevel::Ministers;
            }
            "officials" | "negotiators" | "teams" | "working-level" | "delegation" | "envoys" => {
                return NegotiationLevel::Officials;
            }
            _ => {}
        }
    }
    NegotiationLevel::Unspecified
}

fn agreement_name(
    scene: &Scene<'_, '_>,
    reading: &mut Reading,
    bond: &Bond<'_, '_>,
    zone: &Range<usize>,
) {
    let words = scene.words;
    let around = bond.cover().start..zone.end;
    let Some(line) = words.page.lines.get(words.line) else {
        return;
    };
    let found = line.found.iter().find_map(|f| match f.entry {
        EntryRef::Agreement(index) if around.contains(&f.tokens.start) => {
            Some((f.tokens.clone(), Some(index)))
        }
        _ => None,
    });
    reading.agreement = found;
}
