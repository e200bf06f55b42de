//! Whose exports or imports a restriction is on: curbs of others' exports keep them out, curbs of others' imports keep goods in.

use std::ops::Range;

use crate::extract::actors::{ActorMention, MentionForm};
use crate::extract::events::reading::{Reading, RoleReading};
use crate::extract::events::roles::Scene;
use crate::proto::v1::{EventType, Role};

/// Turns a restriction of the exports or imports of another state than its implementer's into what it is for the implementer, and makes
/// that state its target.
pub(in crate::extract::events) fn turn(
    scene: &Scene<'_, '_>,
    range: &Range<usize>,
    reading: &mut Reading,
    roles: &mut Vec<RoleReading>,
) {
    let (flow, turned) = match reading.kind {
        EventType::ExportControl => ("export", EventType::ImportRestriction),
        EventType::ImportRestriction => ("import", EventType::ExportControl),
        _ => return,
    };
    let Some(owner) = owner(scene, range.clone(), flow) else {
        return;
    };
    let states: Vec<_> = owner
        .actors
        .iter()
        .filter_map(|&actor| scene.state(actor))
        .collect();
    let of = |role: Role| {
        roles
            .iter()
            .filter(move |r| r.role == role)
            .filter_map(|r| r.actor)
    };
    let own = of(Role::Implementer).any(|actor| states.contains(&actor));
    // "imports" have two owners: who makes the goods, and who buys them.
    let foreign = reading.kind == EventType::ExportControl
        || owner.form != MentionForm::Demonym && of(Role::Target).all(|a| states.contains(&a));
    if own || states.is_empty() || of(Role::Implementer).next().is_none() || !foreign {
        return;
    }
    reading.kind = turned;
    if reading.kind == EventType::ImportRestriction {
        roles.retain(|r| r.role != Role::Target);
    }
    scene.add(roles, Role::Target, owner);
}

/// The state that stands before the noun for what flows: "Japanese chip exports", "the country's imports".
fn owner<'p>(scene: &Scene<'_, 'p>, range: Range<usize>, flow: &str) -> Option<&'p ActorMention> {
    let words = scene.words;
    let noun = range
        .clone()
        .find(|&i| words.at(i).trim_end_matches('s') == flow && !words.is_verb_at(i))?;
    let start = words.phrase_start(noun, |_| false).max(range.start);
    scene
        .mentions_in(start..noun)
        .filter(|m| m.form != MentionForm::Pronoun)
        .find(|m| m.form == MentionForm::Demonym || words.is_possessive(m.tokens.end))
}
