//! Several states in one measure: each on the other, or one of them on the other.

use std::ops::Range;

use crate::extract::actors::ActorMention;
use crate::extract::events::compose::Bond;
use crate::extract::events::reading::RoleReading;
use crate::extract::events::roles::{Scene, push};
use crate::proto::v1::Role;

/// "the two leaders agreed to cut tariffs on Chinese goods": of several who agree, the one that is hit does not act.
pub(super) fn one_of_them(scene: &Scene<'_, '_>, hit: &ActorMention, roles: &mut Vec<RoleReading>) {
    let others = roles
        .iter()
        .filter(|r| r.role == Role::Implementer)
        .any(|r| r.actor.is_none_or(|a| !hit.actors.contains(&a)));
    if !others {
        return;
    }
    roles.retain(|r| match (r.role, r.actor) {
        (Role::Implementer, Some(actor)) => !hit.actors.contains(&actor),
        (Role::Representative, Some(actor)) => scene
            .state(actor)
            .is_none_or(|state| !hit.actors.contains(&state)),
        _ => true,
    });
}

/// "each other's goods", "tit-for-tat": both impose, both are hit.
pub(super) fn mutual(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    zone: &Range<usize>,
    roles: &mut Vec<RoleReading>,
) {
    let words = scene.words;
    let range = bond.phrase.start..zone.end;
    let reciprocal = range
        .clone()
        .any(|i| words.phrase(i, &["each", "other"]) || words.phrase(i, &["one", "another"]));
    let between = range
        .clone()
        .find(|&i| words.at(i) == "between" && i >= zone.start);
    let mut both: Vec<RoleReading> = Vec::new();
    if reciprocal {
        both.extend(
            roles
                .iter()
                .filter(|r| r.role == Role::Implementer)
                .cloned(),
        );
    } else if let Some(at) = between {
        for mention in scene.mentions_in(at..(at + 12).min(words.len())) {
            scene.add(&mut both, Role::Implementer, mention);
        }
        both.retain(|r| r.role == Role::Implementer);
    }
    if both.len() >= 2 {
        roles.retain(|r| !matches!(r.role, Role::Implementer | Role::Target));
        for role in both {
            push(
                roles,
                RoleReading {
                    role: Role::Implementer,
                    ..role.clone()
                },
            );
            push(
                roles,
                RoleReading {
                    role: Role::Target,
                    ..role
                },
            );
        }
    }
}
