//! From the readings of one event to its draft.

mod detail;
mod history;

use super::merge::Group;
use super::reading::{Reading, Reference};
use super::{EventDraft, MentionDraft, ParticipantDraft};
use super::{complete, explain};
use crate::extract::Page;
use crate::extract::actors::{ActorIndex, Actors};
use crate::extract::spans::Spans;
use crate::proto::v1::{self, EventType};
use detail::detail;
use history::{by_dates, dates, status};

/// The longest words of a mention; a longer clause is cut to what stands around its trigger.
const LONGEST: usize = 380;

/// Makes the draft of a group of readings.
pub(super) fn draft(
    page: &Page<'_>,
    spans: &Spans<'_>,
    actors: &Actors,
    pair: Option<(ActorIndex, ActorIndex)>,
    readings: &[Reading],
    group: &Group,
) -> Option<EventDraft> {
    let members: Vec<&Reading> = group.iter().filter_map(|&i| readings.get(i)).collect();
    let first = *members.first()?;
    // What the event is shaped by: its first full telling.
    let lead = members
        .iter()
        .copied()
        .find(|r| r.reference == Reference::Telling)
        .unwrap_or(first);
    let today = page.reference.map(|r| r.day);
    let dates = dates(&members, today);
    Some(EventDraft {
        kind: first.kind,
        status: by_dates(
            first.kind,
            lead.change,
            status(&members),
            dates.as_ref(),
            today,
        ),
        direction: if lead.direction == v1::Direction::Unspecified {
            first.direction
        } else {
            lead.direction
        },
        participants: complete(page, actors, pair, &members, first.kind),
        mentions: members.iter().map(|r| mention(page, r)).collect(),
        goods: goods(&members),
        amount: members.iter().find_map(|r| r.amount.clone()),
        dates,
        location: members.iter().find_map(|r| r.location.clone()),
        detail: detail(page, spans, &members, lead),
        relations: Vec::new(),
        codes: None,
        confidence: None,
        explanations: members
            .iter()
            .map(|r| explain::explanation(page, spans, r))
            .collect(),
    })
}

/// The participants, with the partner that the document as a whole supplies.
fn complete(
    page: &Page<'_>,
    actors: &Actors,
    pair: Option<(ActorIndex, ActorIndex)>,
    members: &[&Reading],
    kind: EventType,
) -> Vec<ParticipantDraft> {
    let mut found = participants(page, members);
    drop_self_made(kind, members, &mut found);
    let known: Vec<(v1::Role, ActorIndex)> = found
        .iter()
        .filter_map(|p| Some((p.role, p.actor?)))
        .collect();
    let global = members.iter().any(|r| {
        r.extent.clone().any(|i| {
            let word = page.word(r.line, i).to_lowercase();
            matches!(
                word.as_str(),
                "global"
                    | "worldwide"
                    | "countries"
                    | "nations"
                    | "world"
                    | "most-favored-nation"
                    | "mfn"
                    | "partners"
            )
        })
    });
    for (role, actor) in complete::partners(actors, pair, kind, &known, global) {
        // The words of the event itself stand for what they leave to the context.
        let range = members
            .first()
            .map(|r| page.bytes(r.line, r.trigger..r.trigger + 1))
            .unwrap_or_default();
        found.push(ParticipantDraft {
            role,
            actor: Some(actor),
            ranges: vec![range],
        });
    }
    found
}

/// Nobody lays a duty on himself: where one state stands in both parts, the part that only other sentences gave it goes.
fn drop_self_made(kind: EventType, members: &[&Reading], found: &mut Vec<ParticipantDraft>) {
    use EventType::{
        Countermeasure, ExportControl, ImportRestriction, Investigation, Sanction, Subsidy, Tariff,
        TradeRemedy,
    };
    if !matches!(
        kind,
        Tariff
            | TradeRemedy
            | Sanction
            | ImportRestriction
            | ExportControl
            | Countermeasure
            | Investigation
            | Subsidy
    ) {
        return;
    }
    let of = |role: v1::Role| {
        found
            .iter()
            .filter(|p| p.role == role)
            .map(|p| p.actor)
            .collect::<Vec<_>>()
    };
    let (implementers, targets) = (of(v1::Role::Implementer), of(v1::Role::Target));
    if let [one] = implementers.as_slice()
        && targets.contains(one)
    {
        let acts = members
            .iter()
            .flat_map(|r| &r.roles)
            .any(|r| r.role == v1::Role::Implementer && r.actor == *one && !r.borrowed);
        if targets.len() == 1 && !acts {
            found.retain(|p| p.role != v1::Role::Implementer);
        } else {
            found.retain(|p| p.role != v1::Role::Target || p.actor != *one);
        }
    }
}

fn participants(page: &Page<'_>, members: &[&Reading]) -> Vec<ParticipantDraft> {
    let mut found: Vec<ParticipantDraft> = Vec::new();
    for role in members.iter().flat_map(|r| &r.roles) {
        let range = page.bytes(role.line, role.tokens.clone());
        match found
            .iter_mut()
            .find(|p| p.role == role.role && p.actor == role.actor)
        {
            Some(participant) if participant.ranges.contains(&range) => {}
            Some(participant) => participant.ranges.push(range),
            None => found.push(ParticipantDraft {
                role: role.role,
                actor: role.actor,
                ranges: vec![range],
            }),
        }
    }
    found
}

fn mention(page: &Page<'_>, reading: &Reading) -> MentionDraft {
    let mut tokens = reading.extent.clone();
    while tokens.len() > 1 && page.bytes(reading.line, tokens.clone()).len() > LONGEST {
        if tokens.end > reading.trigger + 1 {
            tokens.end -= 1
        } else {
            tokens.start += 1
        }
    }
    MentionDraft {
        range: page.bytes(reading.line, tokens),
        status: reading.status,
        status_cue: reading
            .status_cue
            .clone()
            .map(|cue| page.bytes(reading.line, cue)),
    }
}

fn goods(members: &[&Reading]) -> Vec<v1::Goods> {
    let mut found: Vec<v1::Goods> = Vec::new();
    for goods in members.iter().flat_map(|r| &r.goods) {
        let known = found.iter().any(|g| {
            g.text.eq_ignore_ascii_case(&goods.text) || g.name.is_some() && g.name == goods.name
        });
        if !known {
            found.push(goods.clone());
        }
    }
    found
}
