//! What a clause leaves unsaid and another clause says: the parties of a list's items, of further measures, of what a probe leads to.

use super::reading::{Reading, Reference, RoleReading};
use super::roles::push;
use crate::extract::Page;
use crate::extract::actors::ActorIndex;
use crate::proto::v1::{Direction, EventStatus, EventType, Role};
use crate::text::BlockKind;

/// A measure whose target alone is named is that of whoever else in the text hits the same target: of the only one who does,
/// or of the one in the sentences right before.
pub(super) fn implementers(readings: &mut [Reading]) {
    let policy = |r: &Reading| r.direction != Direction::Unspecified;
    let of = |r: &Reading, role: Role| r.actors_in(role).collect::<Vec<_>>();
    let known: Vec<(usize, Vec<ActorIndex>, Vec<RoleReading>)> = readings
        .iter()
        .filter(|r| policy(r))
        .map(|r| {
            let own = r.roles.iter().filter(|x| x.role == Role::Implementer);
            (r.line, of(r, Role::Target), own.cloned().collect())
        })
        .filter(|(_, targets, own): &(_, Vec<_>, Vec<RoleReading>)| {
            !targets.is_empty()
                && !own.is_empty()
                && !own
                    .iter()
                    .any(|o| o.actor.is_some_and(|a| targets.contains(&a)))
        })
        .collect();
    for reading in readings.iter_mut().filter(|r| policy(r)) {
        let targets = of(reading, Role::Target);
        if targets.is_empty() || reading.roles.iter().any(|r| r.role == Role::Implementer) {
            continue;
        }
        let same = known
            .iter()
            .filter(|(_, hit, _)| targets.iter().any(|t| hit.contains(t)));
        let actors = |own: &[RoleReading]| own.iter().map(|o| o.actor).collect::<Vec<_>>();
        let mut all: Vec<_> = same.clone().map(|(_, _, own)| actors(own)).collect();
        all.sort();
        all.dedup();
        let line = reading.line;
        let source = match all.as_slice() {
            [_] => same.min_by_key(|(l, ..)| l.abs_diff(line)),
            _ => same
                .filter(|(l, ..)| *l <= line && line - l <= 2)
                .max_by_key(|(l, ..)| *l),
        };
        let Some((_, _, own)) = source else { continue };
        for role in own
            .iter()
            .filter(|o| o.actor.is_none_or(|a| !targets.contains(&a)))
        {
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

/// "Further duties", "more sanctions" are those of whoever took the ones before, on whom those were.
pub(super) fn further(readings: &mut [Reading]) {
    for i in 0..readings.len() {
        let (before, rest) = readings.split_at_mut(i);
        let Some(reading) = rest.first_mut().filter(|r| r.another && r.roles.is_empty()) else {
            continue;
        };
        let source = before.iter().rev().find(|r| {
            r.kind == reading.kind
                && r.direction == reading.direction
                && reading.line - r.line <= 1
                && r.roles.iter().any(|x| x.role == Role::Implementer)
        });
        for role in source.into_iter().flat_map(|r| &r.roles) {
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

/// Duties to which a probe may lead are those of whoever runs the probe; a deal that is talked about is one of those who talk.
pub(super) fn parties(readings: &mut [Reading]) {
    for i in 0..readings.len() {
        let (before, rest) = readings.split_at_mut(i);
        let Some(reading) = rest.first_mut() else {
            continue;
        };
        let roles: &[Role] = match reading.kind {
            EventType::TradeRemedy => &[Role::Implementer, Role::Target],
            EventType::Agreement => &[Role::Party],
            _ => continue,
        };
        if reading.roles.iter().any(|r| roles.contains(&r.role)) {
            continue;
        }
        let source = before.iter().rev().find(|r| match reading.kind {
            EventType::TradeRemedy => {
                r.kind == EventType::Investigation
                    && reading.line - r.line <= 6
                    && r.roles.iter().any(|x| x.role == Role::Implementer)
            }
            _ => r.kind == EventType::Negotiation && r.line == reading.line,
        });
        let borrowed: Vec<RoleReading> = source
            .into_iter()
            .flat_map(|r| &r.roles)
            .filter(|r| roles.contains(&r.role))
            .map(|role| RoleReading {
                borrowed: true,
                ..role.clone()
            })
            .collect();
        for role in borrowed {
            push(&mut reading.roles, role);
        }
    }
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
        let own: Vec<ActorIndex> = reading.actors_in(Role::Target).collect();
        let source = before.iter().rev().find(|r| {
            r.kind == reading.kind
                && !r.roles.is_empty()
                && r.actors_in(Role::Implementer).all(|a| !own.contains(&a))
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
        // What is announced and takes effect as a whole does so item by item.
        let by: Vec<_> = reading.actors_in(Role::Implementer).collect();
        let whole = before.iter().rev().find(|r| {
            !same_line
                && (item || reading.act.is_none())
                && r.kind == reading.kind
                && reading.line - r.line <= 8
                && (r.dates.announced.is_some() || r.dates.effective.is_some())
                && r.actors_in(Role::Implementer).all(|a| by.contains(&a))
        });
        if let Some(whole) = whole {
            let dates = &mut reading.dates;
            if dates.announced.is_none() {
                dates.announced.clone_from(&whole.dates.announced);
            }
            if dates.effective.is_none() {
                dates.effective.clone_from(&whole.dates.effective);
            }
        }
        if reading.status == EventStatus::Unspecified || !same_line && reading.act.is_none() {
            reading.status = source.status;
        }
        reading.reference = Reference::Telling;
    }
}
