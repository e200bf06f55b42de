//! Who complains, who is complained of, and who judges.

use std::ops::Range;

use crate::extract::actors::ActorMention;
use crate::extract::events::compose::Bond;
use crate::extract::events::modality::Modality;
use crate::extract::events::reading::RoleReading;
use crate::extract::events::roles::{Scene, push};
use crate::extract::events::triggers::Measure;
use crate::lexicon::ActorKind;
use crate::proto::v1::Role;

#[allow(clippy::too_many_arguments)]
pub(super) fn dispute(
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
pub(in crate::extract::events) fn judges(scene: &Scene<'_, '_>, mention: &ActorMention) -> bool {
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
pub(in crate::extract::events) fn adjudicate(
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
