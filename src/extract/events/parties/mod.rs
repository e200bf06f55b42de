//! Who sits at the table, signs, complains: the parts in talks, deals, disputes and joint action.

mod disputes;

pub(super) use disputes::{adjudicate, judges};

use std::ops::Range;

use super::compose::{Bond, How};
use super::modality::Modality;
use super::reading::{Reading, RoleReading};
use super::roles::Scene;
use super::triggers::Measure;
use crate::language::Upos;
use crate::lexicon::EntryRef;
use crate::proto::v1::{EventType, NegotiationLevel, Role};
use disputes::dispute;

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
            let side = bond.verb().and_then(|b| beside(scene, b.act.head()));
            let mut between = false;
            for (preposition, mention) in scene.after(zone.clone(), &keep) {
                let of = preposition.is_empty()
                    && reading.kind == EventType::Negotiation
                    && scene.words.before(mention.tokens.start) == "of";
                match preposition.as_str() {
                    "by" if side.is_some() => {
                        scene.add(&mut roles, side.unwrap_or(Role::Party), mention)
                    }
                    "between" | "with" | "among" | "by" => {
                        between |= preposition == "between";
                        scene.add(&mut roles, Role::Party, mention);
                    }
                    _ if of => scene.add(&mut roles, Role::Party, mention),
                    _ => {}
                }
            }
            // Where the noun names both, the subject of "hopes that the talks between ..." is no third party.
            let named = between && states(&roles) >= 2;
            if let Some(verb) = modality
                .map(|m| m.top)
                .filter(|_| !passive && (!named || side.is_some()))
            {
                let alone = roles.iter().all(|r| r.role != Role::Party);
                let role = match side {
                    Some(side) if !alone => side,
                    _ => Role::Party,
                };
                for mention in scene.subject(verb) {
                    scene.add(&mut roles, role, mention);
                }
            }
            if reading.kind == EventType::Negotiation
                && (states(&roles) == 0 || states(&roles) == 1 && bond.acts.is_empty())
            {
                frame_of_talk(scene, bond, measure, &mut roles);
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

/// "A and B discussed trade in a phone call": the meeting is the frame in which the two talk.
fn frame_of_talk(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    measure: &Measure<'_>,
    roles: &mut Vec<RoleReading>,
) {
    let words = scene.words;
    if !words.is(
        bond.phrase.start.wrapping_sub(1),
        &["in", "during", "by", "over", "via", "at", "on", "for"],
    ) {
        return;
    }
    let Some(verb) = words
        .tree
        .ancestors(measure.head())
        .take(3)
        .find(|&node| words.upos(node) == Upos::Verb)
    else {
        return;
    };
    let mut found = Vec::new();
    for mention in scene.subject(verb) {
        scene.add(&mut found, Role::Party, mention);
    }
    for (preposition, mention) in scene.after(verb + 1..bond.phrase.start, &[]) {
        if preposition == "with" {
            scene.add(&mut found, Role::Party, mention);
        }
    }
    // "offered a compromise in talks with B": one of the two is told already.
    found.retain(|new| roles.iter().all(|old| old.actor != new.actor));
    if states(&found) + states(roles) >= 2 {
        roles.extend(found);
    }
}

/// States among the parties.
fn states(roles: &[RoleReading]) -> usize {
    roles.iter().filter(|r| r.role == Role::Party).count()
}

/// The part of whoever lends a roof or a hand to the talks of others.
fn beside(scene: &Scene<'_, '_>, verb: usize) -> Option<Role> {
    match scene.words.at(verb) {
        "host" | "hosts" | "hosted" | "hosting" => Some(Role::Host),
        "broker" | "brokers" | "brokered" | "brokering" | "mediate" | "mediates" | "mediated"
        | "mediating" => Some(Role::Mediator),
        _ => None,
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
