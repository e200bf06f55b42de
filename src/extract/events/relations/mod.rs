//! How events of one document stand to each other: in response, under a condition, as part of a deal, as the next step.

mod conditions;
mod deals;
mod responses;
mod steps;

use super::complete;
use super::merge::Group;
use super::outcome::is_measure;
use super::reading::Reading;
use super::{EventDraft, ParticipantDraft, RelationDraft};
use crate::extract::Page;
use crate::extract::actors::{ActorIndex, Actors};
use crate::proto::v1::{EventStatus, EventType, RelationKind, Role};

/// Sets the relations of all events.
pub(super) fn relate(
    page: &Page<'_>,
    readings: &[Reading],
    actors: &Actors,
    groups: &[Group],
    events: &mut [EventDraft],
) {
    let mut found: Vec<Vec<RelationDraft>> = vec![Vec::new(); events.len()];
    let scene = Relating {
        page,
        readings,
        actors,
        groups,
        events,
    };
    for (i, relations) in found.iter_mut().enumerate() {
        scene.responses(i, relations);
        scene.conditions(i, relations);
        scene.implements(i, relations);
        scene.follows(i, relations);
        relations.sort_by_key(|r| (r.to, r.kind as i32));
        relations.dedup_by(|a, b| a.to == b.to && a.kind == b.kind);
    }
    share_answers(readings, groups, &mut found);
    let answered = answered_states(events, &found);
    for ((event, relations), states) in events.iter_mut().zip(found).zip(answered) {
        event.relations = relations;
        answer_to(event, states);
    }
}

/// The items of a list answer what the line above them answers, from which they have their parties.
fn share_answers(readings: &[Reading], groups: &[Group], found: &mut [Vec<RelationDraft>]) {
    for item in 0..groups.len() {
        let answers: Vec<RelationDraft> = complete::head(readings, groups, item)
            .and_then(|head| found.get(head))
            .into_iter()
            .flatten()
            .filter(|r| r.kind == RelationKind::InResponseTo && r.to != item)
            .cloned()
            .collect();
        if let Some(own) = found.get_mut(item)
            && own.iter().all(|r| r.kind != RelationKind::InResponseTo)
        {
            own.extend(answers);
        }
    }
}

/// By event: the states whose measures it answers.
fn answered_states(events: &[EventDraft], found: &[Vec<RelationDraft>]) -> Vec<Vec<ActorIndex>> {
    let implementers = |to: usize| {
        events
            .get(to)
            .into_iter()
            .flat_map(|e| &e.participants)
            .filter(|p| p.role == Role::Implementer)
            .filter_map(|p| p.actor)
    };
    found
        .iter()
        .map(|relations| {
            relations
                .iter()
                .filter(|r| r.kind == RelationKind::InResponseTo)
                .flat_map(|r| implementers(r.to))
                .collect()
        })
        .collect()
}

/// Retaliation hits whom it answers, where the text names nobody else.
fn answer_to(event: &mut EventDraft, mut states: Vec<ActorIndex>) {
    let named = event.participants.iter().any(|p| {
        p.role == Role::Target
            || p.role == Role::Implementer && p.actor.is_some_and(|a| states.contains(&a))
    });
    if named || !is_measure(event.kind) {
        return;
    }
    states.sort_unstable();
    states.dedup();
    let ranges: Vec<_> = event
        .mentions
        .first()
        .map(|m| m.range.clone())
        .into_iter()
        .collect();
    event
        .participants
        .extend(states.into_iter().map(|actor| ParticipantDraft {
            role: Role::Target,
            actor: Some(actor),
            ranges: ranges.clone(),
        }));
}

struct Relating<'a, 'p> {
    page: &'a Page<'p>,
    readings: &'a [Reading],
    actors: &'a Actors,
    groups: &'a [Group],
    events: &'a [EventDraft],
}

impl<'a> Relating<'a, '_> {
    fn members(&self, event: usize) -> impl Iterator<Item = &'a Reading> + '_ {
        self.groups
            .get(event)
            .into_iter()
            .flatten()
            .filter_map(|&i| self.readings.get(i))
    }

    fn actors(&self, event: usize, role: Role) -> Vec<ActorIndex> {
        self.events
            .get(event)
            .into_iter()
            .flat_map(|e| &e.participants)
            .filter(|p| p.role == role)
            .filter_map(|p| p.actor)
            .collect()
    }

    fn kind(&self, event: usize) -> EventType {
        self.events
            .get(event)
            .map_or(EventType::Unspecified, |e| e.kind)
    }

    fn status(&self, event: usize) -> EventStatus {
        self.events
            .get(event)
            .map_or(EventStatus::Unspecified, |e| e.status)
    }

    fn policy(&self, event: usize) -> bool {
        is_measure(self.kind(event))
    }

    /// The events other than `event` that the sentence of a line tells, with the token of their trigger.
    fn in_line(&self, event: usize, line: usize) -> Vec<(usize, usize)> {
        (0..self.groups.len())
            .filter(|&other| other != event)
            .flat_map(|other| {
                self.members(other)
                    .filter(move |r| r.line == line)
                    .map(move |r| (other, r.trigger))
            })
            .collect()
    }

    fn first_line(&self, event: usize) -> usize {
        self.members(event)
            .map(|r| r.line)
            .min()
            .unwrap_or(usize::MAX)
    }
}
