//! What a clause leaves unsaid and its surroundings say: the parties of a list's items, the partner of a pair of states.

use super::reading::{Reading, Reference, RoleReading};
use super::roles::push;
use crate::extract::Page;
use crate::extract::actors::{ActorIndex, Actors};
use crate::lexicon::ActorKind;
use crate::proto::v1::{EventStatus, EventType, Role};
use crate::text::BlockKind;

/// The two states that a document is mostly about, where it is about two.
pub(super) fn pair(actors: &Actors) -> Option<(ActorIndex, ActorIndex)> {
    let mut counts: Vec<(usize, ActorIndex)> = Vec::new();
    for mention in actors.mentions.iter().flatten() {
        for &actor in &mention.actors {
            let Some(state) = actors.state_behind(actor) else {
                continue;
            };
            match counts.iter_mut().find(|(_, a)| *a == state) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, state)),
            }
        }
    }
    counts.sort_by_key(|&(count, actor)| (usize::MAX - count, actor));
    let [(first, a), (second, b), rest @ ..] = counts.as_slice() else {
        return None;
    };
    let third = rest.first().map_or(0, |(count, _)| *count);
    (*second >= 2 && second * 5 >= *first && third * 2 <= *second).then_some((*a, *b))
}

/// Items of a list, and further rates in a sentence, share what the words before them say.
pub(super) fn inherit(page: &Page<'_>, readings: &mut [Reading]) {
    for i in 0..readings.len() {
        let (before, rest) = readings.split_at_mut(i);
        let Some(reading) = rest.first_mut() else {
            continue;
        };
        if !matches!(reading.kind, EventType::Tariff | EventType::TradeRemedy)
            || reading.rate.is_none()
        {
            continue;
        }
        if reading.roles.iter().any(|r| r.role == Role::Implementer) {
            continue;
        }
        let item = page
            .sentence(reading.line)
            .and_then(|s| page.reading.blocks().get(s.block))
            .is_some_and(|block| matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow));
        let short = page.tokens(reading.line).len() < 30;
        let source = before.iter().rev().find(|r| {
            r.kind == reading.kind
                && !r.roles.is_empty()
                && (r.line == reading.line || (item || short) && reading.line - r.line <= 8)
        });
        let Some(source) = source else { continue };
        let same_line = source.line == reading.line;
        for role in &source.roles {
            let known =
                reading.roles.iter().any(|r| r.role == role.role) && role.role == Role::Target;
            if !known {
                push(
                    &mut reading.roles,
                    RoleReading {
                        borrowed: true,
                        ..role.clone()
                    },
                );
            }
        }
        if reading.status == EventStatus::Unspecified || !same_line && reading.act.is_none() {
            reading.status = source.status;
        }
        reading.reference = Reference::Telling;
    }
}

/// Completes the parties of an event that names too few of them.
pub(super) fn partners(
    actors: &Actors,
    pair: Option<(ActorIndex, ActorIndex)>,
    kind: EventType,
    roles: &[(Role, ActorIndex)],
    global: bool,
) -> Vec<(Role, ActorIndex)> {
    let Some((a, b)) = pair else {
        return Vec::new();
    };
    let other = |x: ActorIndex| {
        if x == a {
            Some(b)
        } else if x == b {
            Some(a)
        } else {
            None
        }
    };
    let of = |role: Role| {
        roles
            .iter()
            .filter(|(r, _)| *r == role)
            .map(|(_, actor)| *actor)
            .collect::<Vec<_>>()
    };
    let state = |x: ActorIndex| {
        matches!(
            actors.list.get(x).map(|a| a.kind),
            Some(ActorKind::Country | ActorKind::Bloc)
        )
    };
    match kind {
        EventType::Negotiation | EventType::Agreement => match of(Role::Party).as_slice() {
            [] => vec![(Role::Party, a), (Role::Party, b)],
            [one] => other(*one).map(|o| (Role::Party, o)).into_iter().collect(),
            _ => Vec::new(),
        },
        EventType::Tariff
        | EventType::TradeRemedy
        | EventType::ExportControl
        | EventType::ImportRestriction
        | EventType::Sanction
        | EventType::Countermeasure
        | EventType::Commitment
            if !global =>
        {
            match (
                of(Role::Implementer).as_slice(),
                of(Role::Target).as_slice(),
            ) {
                ([one], []) => other(*one).map(|o| (Role::Target, o)).into_iter().collect(),
                ([], targets) if !targets.is_empty() && kind != EventType::Commitment => {
                    let states: Vec<_> = targets.iter().copied().filter(|&t| state(t)).collect();
                    match states.as_slice() {
                        [one] => other(*one)
                            .map(|o| (Role::Implementer, o))
                            .into_iter()
                            .collect(),
                        _ => Vec::new(),
                    }
                }
                _ => Vec::new(),
            }
        }
        EventType::Dispute => match (
            of(Role::Complainant).as_slice(),
            of(Role::Respondent).as_slice(),
        ) {
            ([one], []) => other(*one)
                .map(|o| (Role::Respondent, o))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
