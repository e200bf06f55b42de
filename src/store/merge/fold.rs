//! What an event says when all its tellings are taken together.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::goods_name;
use super::status::goes_on;
use super::vote::Votes;
use super::{Telling, anchor_id, detail};
use crate::proto::v1::{self, EventStatus};
use crate::store::day::DayNumber;
use crate::store::merge::graph::Anchor;

/// Sorts tellings by the order in which they count: by day, those without first; then by what does not depend on the store.
pub fn sort(tellings: &mut [Telling]) {
    tellings.sort_by(|a, b| order(a).cmp(&order(b)));
}

fn order(telling: &Telling) -> (DayNumber, &str, usize, &str) {
    let id = telling.event.id.as_str();
    (telling.day, &telling.document_id, id.len(), id)
}

/// The record of an event, without its sources, of which the version is 0 and the relations are left out: both depend on more
/// than the tellings. The tellings must be sorted.
pub fn fold(anchor: Anchor, tellings: &[Telling]) -> v1::EventRecord {
    let history = history(tellings);
    let events = || tellings.iter().map(|telling| &telling.event);
    let mut kinds = Votes::default();
    let mut directions = Votes::default();
    let mut codes: [Votes<String, String>; 4] = Default::default();
    let mut confidence: Option<f64> = None;
    for event in events() {
        kinds.cast(event.r#type, event.r#type);
        if event.direction != 0 {
            directions.cast(event.direction, event.direction);
        }
        if let Some(told) = &event.codes {
            let fields = [&told.mast, &told.gta, &told.cameo, &told.plover];
            for (votes, code) in codes.iter_mut().zip(fields) {
                if let Some(code) = code {
                    votes.cast(code.clone(), code.clone());
                }
            }
        }
        confidence = match (confidence, event.confidence) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
    }
    let [mast, gta, cameo, plover] = codes.map(Votes::winner);
    let codes = v1::TaxonomyCodes {
        mast,
        gta,
        cameo,
        plover,
    };
    let days = || {
        tellings
            .iter()
            .map(|telling| telling.day)
            .filter(|&day| day != DayNumber::UNKNOWN)
    };
    let id = anchor_id(anchor);
    v1::EventRecord {
        event: Some(v1::TradeEvent {
            id: id.clone(),
            r#type: kinds.winner().unwrap_or_default(),
            status: history.last().map_or(0, |report| report.status),
            direction: directions.winner().unwrap_or_default(),
            participants: participants(events()),
            goods: goods(events()),
            amount: most(
                events().filter_map(|event| event.amount.as_ref()),
                amount_key,
                |amount| v1::Amount {
                    span: None,
                    ..amount.clone()
                },
            ),
            dates: dates(events()),
            location: location(events()),
            detail: detail::detail(tellings),
            codes: (codes != v1::TaxonomyCodes::default()).then_some(codes),
            confidence,
            ..Default::default()
        }),
        id,
        version: 0,
        sources: Vec::new(),
        history,
        first_reported: days().min().and_then(DayNumber::iso),
        last_reported: days().max().and_then(DayNumber::iso),
        source_count: u32::try_from(tellings.len()).unwrap_or(u32::MAX),
    }
}

/// What most say, of values that are the same where their keys are.
pub(super) fn most<'t, T: 't, K: Ord, V>(
    told: impl Iterator<Item = &'t T>,
    key: impl Fn(&T) -> K,
    value: impl Fn(&T) -> V,
) -> Option<V> {
    let mut votes = Votes::default();
    for one in told {
        votes.cast(key(one), one);
    }
    votes.winner().map(value)
}

/// A key for money, whatever the words.
pub(super) fn amount_key(amount: &v1::Amount) -> (Option<u64>, Option<u64>, Option<String>) {
    let bits = |value: Option<f64>| value.map(f64::to_bits);
    (
        bits(amount.value),
        bits(amount.max_value),
        amount.currency.clone(),
    )
}

/// The steps of the status, day by day: on each day what most tell, of equally many the furthest.
fn history(tellings: &[Telling]) -> Vec<v1::StatusReport> {
    let mut history: Vec<v1::StatusReport> = Vec::new();
    for day in tellings.chunk_by(|a, b| a.day == b.day) {
        let mut told: BTreeMap<EventStatus, usize> = BTreeMap::new();
        for telling in day {
            if telling.event.status() != EventStatus::Unspecified {
                *told.entry(telling.event.status()).or_default() += 1;
            }
        }
        let Some((&status, _)) = told
            .iter()
            .max_by_key(|(status, count)| (**count, **status))
        else {
            continue;
        };
        let current = history.last().map(v1::StatusReport::status);
        if !goes_on(current, status) {
            continue;
        }
        if let Some(first) = day.iter().find(|telling| telling.event.status() == status) {
            history.push(v1::StatusReport {
                status: status.into(),
                day: first.day.iso(),
                document_id: first.document_id.clone(),
                span: words_of(&first.event, status),
            });
        }
    }
    history
}

/// The words that give an event a status: the first mention with it, else the first of all.
fn words_of(event: &v1::TradeEvent, status: EventStatus) -> Option<v1::Span> {
    let with_status = event
        .mentions
        .iter()
        .find(|mention| mention.status() == status);
    with_status.or(event.mentions.first())?.span.clone()
}

fn participants<'t>(events: impl Iterator<Item = &'t v1::TradeEvent>) -> Vec<v1::Participant> {
    let mut votes = Votes::default();
    let mut voters = 0;
    for event in events {
        let told: BTreeSet<(i32, &str)> = event
            .participants
            .iter()
            .filter(|participant| !participant.actor_id.is_empty())
            .map(|participant| (participant.role, participant.actor_id.as_str()))
            .collect();
        voters += usize::from(!told.is_empty());
        for (role, actor_id) in told {
            votes.cast((role, actor_id), (role, actor_id));
        }
    }
    let accepted = votes.accepted(voters).into_iter();
    accepted
        .map(|(role, actor_id)| v1::Participant {
            role,
            actor_id: actor_id.to_owned(),
            spans: Vec::new(),
        })
        .collect()
}

fn goods<'t>(events: impl Iterator<Item = &'t v1::TradeEvent>) -> Vec<v1::Goods> {
    let mut votes = Votes::default();
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut voters = 0;
    for event in events {
        let told: BTreeMap<String, &v1::Goods> = event
            .goods
            .iter()
            .map(|goods| (goods_name(goods), goods))
            .collect();
        voters += usize::from(!told.is_empty());
        for (name, goods) in told {
            let known = codes.entry(name.clone()).or_default();
            known.extend(goods.hs_codes.iter().cloned());
            votes.cast(name.clone(), (name, goods));
        }
    }
    let accepted = votes.accepted(voters).into_iter();
    accepted
        .map(|(name, goods)| v1::Goods {
            text: goods.text.clone(),
            name: goods.name.clone(),
            hs_codes: codes
                .remove(&name)
                .unwrap_or_default()
                .into_iter()
                .collect(),
            span: None,
        })
        .collect()
}

fn dates<'t>(events: impl Iterator<Item = &'t v1::TradeEvent> + Clone) -> Option<v1::EventDates> {
    let of = |pick: fn(&v1::EventDates) -> Option<&v1::DateInterval>| {
        let told = events
            .clone()
            .filter_map(|event| event.dates.as_ref())
            .filter_map(pick);
        let resolved = told.filter(|date| date.start.is_some() && date.end.is_some());
        let key = |date: &v1::DateInterval| (date.start.clone(), date.end.clone(), date.precision);
        most(resolved, key, |date| v1::DateInterval {
            span: None,
            ..date.clone()
        })
    };
    let dates = v1::EventDates {
        announced: of(|dates| dates.announced.as_ref()),
        effective: of(|dates| dates.effective.as_ref()),
        ends: of(|dates| dates.ends.as_ref()),
        occurred: of(|dates| dates.occurred.as_ref()),
    };
    (dates != v1::EventDates::default()).then_some(dates)
}

fn location<'t>(events: impl Iterator<Item = &'t v1::TradeEvent>) -> Option<v1::Location> {
    let told = events.filter_map(|event| event.location.as_ref());
    let known = told.filter(|location| location.name.is_some() || location.country_id.is_some());
    let key = |location: &v1::Location| (location.name.clone(), location.country_id.clone());
    most(known, key, |location| v1::Location {
        span: None,
        ..location.clone()
    })
}
