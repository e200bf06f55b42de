//! What a clause leaves unsaid and its surroundings say: the parties of a list's items, the partner of a pair of states.

use super::EventDraft;
use super::dates::interval;
use super::merge::Group;
use super::reading::Reading;
use crate::extract::Page;
use crate::extract::actors::{ActorIndex, Actors, MentionForm};
use crate::extract::facts::dates::{DateRole, find};
use crate::extract::spans::Spans;
use crate::lexicon::ActorKind;
use crate::proto::v1::{Direction, EventStatus, EventType, Role};

/// The state of which a document speaks most.
pub(super) fn main_state(actors: &Actors) -> Option<ActorIndex> {
    by_count(actors).first().map(|&(_, actor)| actor)
}

/// The two states that a document is mostly about, where it is about two.
pub(super) fn pair(actors: &Actors) -> Option<(ActorIndex, ActorIndex)> {
    let counts = by_count(actors);
    let [(first, a), (second, b), rest @ ..] = counts.as_slice() else {
        return None;
    };
    let third = rest.first().map_or(0, |(count, _)| *count);
    (*second >= 2 && second * 5 >= *first && third * 2 <= *second).then_some((*a, *b))
}

/// The states of a document with how often it speaks of them, the most frequent first.
fn by_count(actors: &Actors) -> Vec<(usize, ActorIndex)> {
    let mut counts: Vec<(usize, ActorIndex)> = Vec::new();
    for mention in actors.mentions.iter().flatten() {
        for &actor in &mention.actors {
            // "we" in a government's own text says nothing of whom it is about.
            if mention.form == MentionForm::Pronoun && Some(actor) == actors.issuer {
                continue;
            }
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
    counts
}

/// "The parties will take the following steps by May 14:": the day is that of each step told below.
pub(super) fn date_steps(page: &Page<'_>, spans: &Spans<'_>, readings: &mut [Reading]) {
    let reference = page.reference.map(|r| r.day);
    for line in 0..page.lines.len() {
        let tokens = page.tokens(line);
        let colon = tokens.last().is_some_and(|t| t.text(page.text()) == ":");
        let listing = |word: &str| word == "following" || word == "follows";
        if !colon || !tokens.iter().any(|t| listing(t.text(page.text()))) {
            continue;
        }
        let day = find(page.text(), tokens).into_iter().find_map(|date| {
            matches!(date.role, DateRole::By | DateRole::On | DateRole::From).then_some(())?;
            Some((date.days(reference)?, date.tokens))
        });
        let Some((days, tokens)) = day else { continue };
        let value = interval(days, spans.span(&page.bytes(line, tokens)));
        // They stand in text order.
        let after = readings.partition_point(|r| r.line <= line);
        let next = readings[after..].iter_mut();
        for reading in next.take_while(|r| r.line < line + 7).filter(|r| {
            r.direction != Direction::Unspecified
                && matches!(r.status, EventStatus::Announced | EventStatus::Suspended)
        }) {
            reading.dates.effective.get_or_insert_with(|| value.clone());
        }
    }
}

/// A measure that the same sentence tells as part of a deal is announced with the deal.
pub(super) fn announce_with_deal(
    readings: &[Reading],
    groups: &[Group],
    events: &mut [EventDraft],
) {
    let lines = |group: usize| -> Vec<usize> {
        let members = groups.get(group).into_iter().flatten();
        members
            .filter_map(|&i| Some(readings.get(i)?.line))
            .collect()
    };
    for event in 0..events.len() {
        let (kind, status) = (events[event].kind, events[event].status);
        let dates = events[event].dates.clone().unwrap_or_default();
        if kind != EventType::Tariff
            || status != EventStatus::Announced
            || dates.announced.is_some()
        {
            continue;
        }
        let own = lines(event);
        let day = (0..events.len())
            .filter(|&deal| {
                events[deal].kind == EventType::Agreement
                    && lines(deal).iter().any(|line| own.contains(line))
            })
            .find_map(|deal| {
                let dates = events[deal].dates.as_ref()?;
                dates.announced.clone().or(dates.occurred.clone())
            });
        if day.is_some() {
            events[event].dates.get_or_insert_default().announced = day;
        }
    }
}

/// The event that tells the line above an item of a list, from which the item has its parties.
pub(super) fn head(readings: &[Reading], groups: &[Group], item: usize) -> Option<usize> {
    let first = |group: usize| readings.get(*groups.get(group)?.first()?);
    let reading = first(item)?;
    let source = reading.roles.iter().find(|r| r.borrowed)?.line;
    let tells = |group: usize| {
        groups
            .get(group)
            .into_iter()
            .flatten()
            .filter_map(|&i| readings.get(i))
            .any(|r| r.line == source)
    };
    (0..groups.len())
        .find(|&g| g != item && tells(g) && first(g).is_some_and(|r| r.kind == reading.kind))
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
        EventType::Negotiation | EventType::Agreement | EventType::Coordination => {
            match of(Role::Party).as_slice() {
                [] => vec![(Role::Party, a), (Role::Party, b)],
                [one] => other(*one).map(|o| (Role::Party, o)).into_iter().collect(),
                _ => Vec::new(),
            }
        }
        EventType::Tariff
        | EventType::TradeRemedy
        | EventType::ExportControl
        | EventType::ImportRestriction
        | EventType::Sanction
        | EventType::Countermeasure
        | EventType::Commitment
        | EventType::Investigation
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
