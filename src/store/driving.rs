//! By which of its conditions a search goes: along the shortest list of records, of which every match is one.

use super::query::{DocumentFilter, EventFilter, StatementFilter};
use super::tally::Dimension;
use super::terms;

/// A condition on events.
pub struct Condition {
    /// The groups in which the events that fulfil it are counted.
    pub groups: Vec<(Dimension, String)>,
    /// Terms, of which each of these events has one.
    pub terms: Vec<i64>,
}

/// The conditions of a filter that are counted; the first one is none, which every event fulfils.
pub fn conditions(filter: &EventFilter) -> Vec<Condition> {
    let mut conditions = vec![Condition {
        groups: vec![(Dimension::All, String::new())],
        terms: vec![terms::any_event()],
    }];
    for term in &filter.actors {
        conditions.push(Condition {
            groups: groups(Dimension::Actor, term.any_of.iter().cloned()),
            terms: term
                .any_of
                .iter()
                .map(|id| terms::participant(id))
                .collect(),
        });
    }
    if !filter.goods.is_empty() {
        let names = filter.goods.iter().map(|name| name.to_lowercase());
        conditions.push(Condition {
            groups: groups(Dimension::Goods, names),
            terms: filter.goods.iter().map(|name| terms::goods(name)).collect(),
        });
    }
    if !filter.types.is_empty() {
        let names = filter
            .types
            .iter()
            .map(|kind| kind.as_str_name().to_owned());
        let of_type = |kind: &crate::proto::v1::EventType| terms::event_type((*kind).into());
        conditions.push(Condition {
            groups: groups(Dimension::Type, names),
            terms: filter.types.iter().map(of_type).collect(),
        });
    }
    conditions
}

fn groups(dimension: Dimension, values: impl Iterator<Item = String>) -> Vec<(Dimension, String)> {
    values.map(|value| (dimension, value)).collect()
}

/// The terms of the condition that fewest events fulfil. `counts`: how many fulfil each of the [`conditions`].
pub fn shortest(filter: &EventFilter, conditions: Vec<Condition>, counts: &[i64]) -> Vec<i64> {
    let counted = conditions.into_iter().zip(counts);
    let best = counted.min_by_key(|(_, count)| **count);
    let (count, terms) = best.map_or_else(
        || (0, vec![terms::any_event()]),
        |(condition, count)| (*count, condition.terms),
    );
    // Chapters are not counted; they are rarely common. A prefix of one digit names ten of them.
    let prefixes = &filter.hs_prefixes;
    if !prefixes.is_empty() && prefixes.iter().all(|prefix| prefix.len() >= 2) && count / 4 > 0 {
        let chapters = prefixes.iter().filter_map(|prefix| terms::chapter(prefix));
        return chapters.collect();
    }
    terms
}

/// The terms of one condition, of which every statement that matches has one.
pub fn of_statements(filter: &StatementFilter) -> Vec<i64> {
    let of = |values: &[String], term: fn(&str) -> i64| values.iter().map(|v| term(v)).collect();
    if !filter.speakers.is_empty() {
        of(&filter.speakers, terms::speaker)
    } else if !filter.channels.is_empty() {
        of(&filter.channels, terms::channel)
    } else if !filter.affiliations.is_empty() {
        of(&filter.affiliations, terms::affiliation)
    } else if !filter.acts.is_empty() {
        let acts = filter.acts.iter();
        acts.map(|act| terms::act((*act).into())).collect()
    } else {
        vec![terms::any_statement()]
    }
}

/// The terms of one condition, of which every document that matches has one.
pub fn of_documents(filter: &DocumentFilter) -> Vec<i64> {
    if filter.publishers.is_empty() {
        return vec![terms::any_document()];
    }
    let publishers = filter.publishers.iter();
    publishers.map(|name| terms::publisher(name)).collect()
}
