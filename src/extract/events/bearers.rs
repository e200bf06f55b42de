//! Whose a measure is that the text tells of without anybody who takes it.

use super::reading::{Reading, Reference, RoleReading};
use super::roles::push;
use crate::extract::actors::{ActorIndex, Actors};
use crate::proto::v1::{Direction, EventStatus, EventType, Role};

/// A measure that a government tells of in its own notice or release, with nobody named who takes it, is that government's.
pub(super) fn issued(actors: &Actors, readings: &mut [Reading]) {
    let Some(issuer) = actors.issuer else {
        return;
    };
    for reading in readings.iter_mut() {
        let measure =
            reading.direction != Direction::Unspecified || reading.kind == EventType::Investigation;
        let told = reading.act.is_some() && reading.reference == Reference::Telling;
        let settled = matches!(
            reading.status,
            EventStatus::Announced | EventStatus::Effective | EventStatus::Suspended
        );
        if measure
            && told
            && settled
            && !matches!(
                reading.kind,
                EventType::Commitment | EventType::Subsidy | EventType::Countermeasure
            )
            && reading.actors_in(Role::Implementer).next().is_none()
            && reading.actors_in(Role::Target).all(|a| a != issuer)
        {
            let role = RoleReading {
                role: Role::Implementer,
                actor: Some(issuer),
                line: reading.line,
                tokens: reading.trigger..reading.trigger + 1,
                borrowed: true,
            };
            push(&mut reading.roles, role);
        }
    }
}

/// A duty told without anybody is that of the only state whose duties the document tells, and hits whom all of them hit.
pub(super) fn dominant(readings: &mut [Reading]) {
    let duty = |r: &Reading| {
        matches!(r.kind, EventType::Tariff | EventType::TradeRemedy)
            && r.reference == Reference::Telling
    };
    let sides = |r: &Reading, role: Role| {
        let mut actors: Vec<ActorIndex> = r.actors_in(role).collect();
        actors.sort_unstable();
        actors.dedup();
        actors
    };
    let known: Vec<(Vec<ActorIndex>, Vec<ActorIndex>, RoleReading)> = readings
        .iter()
        .filter(|r| duty(r))
        .filter_map(|r| {
            let first = r
                .roles
                .iter()
                .find(|x| x.role == Role::Implementer)?
                .clone();
            Some((sides(r, Role::Implementer), sides(r, Role::Target), first))
        })
        .collect();
    let Some((taker, targets, role)) = known.first() else {
        return;
    };
    let [taker] = taker.as_slice() else {
        return;
    };
    if !known.iter().all(|(own, ..)| own.as_slice() == [*taker]) {
        return;
    }
    let one_side =
        known.len() >= 2 && !targets.is_empty() && known.iter().all(|(_, hit, _)| hit == targets);
    let hits: Vec<RoleReading> = readings
        .iter()
        .filter(|r| duty(r) && one_side)
        .flat_map(|r| r.roles.iter().filter(|x| x.role == Role::Target))
        .take(targets.len())
        .cloned()
        .collect();
    for reading in readings.iter_mut().filter(|r| duty(r)) {
        let bare = reading.actors_in(Role::Implementer).next().is_none();
        if !bare || reading.actors_in(Role::Target).any(|a| a == *taker) {
            continue;
        }
        let alone = reading.actors_in(Role::Target).next().is_none();
        let lent = std::iter::once(role).chain(hits.iter().filter(|_| alone));
        for role in lent {
            push(
                &mut reading.roles,
                RoleReading {
                    borrowed: true,
                    ..role.clone()
                },
            );
        }
    }
}
