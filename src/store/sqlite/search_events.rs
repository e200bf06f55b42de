//! Searching events by what they say.

use rusqlite::{Connection, OptionalExtension, params};

use super::lines::{At, Lines, Table};
use super::{records, schema, search_text};
use crate::proto::v1;
use crate::store::StoreError;
use crate::store::driving::{conditions, shortest};
use crate::store::place::{CursorKind, PlaceInSearch};
use crate::store::query::{EventFilter, EventQuery, Order, Page};
use crate::store::span::Span;
use crate::store::tally::{ALL_DAYS, Dimension};

/// A page of events.
pub fn search(
    connection: &Connection,
    query: &EventQuery,
    budget: usize,
) -> Result<Page<v1::EventResult>, StoreError> {
    if let Some(words) = &query.filter.text {
        return search_text::events(connection, query, words, budget);
    }
    let after = query.cursor.as_ref();
    let after = after
        .map(|cursor| PlaceInSearch::read(CursorKind::Events, cursor))
        .transpose()?;
    let as_of = match after {
        Some(place) => place.as_of,
        None => schema::get(connection, "revision")?,
    };
    let newest_first = query.order != Order::OldestFirst;
    let span = Span::of(&query.filter.reported);
    let place = after.map(|place| (place.day, place.key));
    let terms = driving_terms(connection, &query.filter)?;
    let mut lines = Lines::new(connection, Table::Events, &terms, span, newest_first, place);
    let cursor = |(day, key): At| {
        PlaceInSearch {
            tier: 0,
            day,
            key,
            event: 0,
            as_of,
        }
        .cursor(CursorKind::Events)
    };
    let mut found: Vec<(At, v1::EventRecord)> = Vec::new();
    let mut next = None;
    let mut looked_at = 0;
    let mut last = None;
    while let Some(at) = lines.next()? {
        if looked_at == budget {
            next = last.map(cursor);
            break;
        }
        looked_at += 1;
        last = Some(at);
        let Some(head) = records::event_head(connection, at.1)? else {
            continue;
        };
        let event = head.event.as_ref();
        let matches = event.is_some_and(|event| query.filter.matches(event));
        // One source reports on one day only.
        let several = head.source_count > 1;
        if !matches || (several && !stands_at(connection, at, span, as_of, newest_first)?) {
            continue;
        }
        if found.len() == query.limit {
            next = found.last().map(|(at, _)| cursor(*at));
            break;
        }
        found.push((at, head));
    }
    let mut items = Vec::with_capacity(found.len());
    for ((_, key), mut record) in found {
        records::complete(connection, key, &mut record)?;
        items.push(v1::EventResult {
            event: Some(record),
            snippets: Vec::new(),
        });
    }
    Ok(Page { items, next })
}

/// Whether an event belongs at one of the days of its reports: at the last one that may be looked at (the first one where the
/// oldest come first) of those known when the search began, so that reports that come in meanwhile do not move it.
fn stands_at(
    connection: &Connection,
    (day, key): At,
    span: Span,
    as_of: i64,
    newest_first: bool,
) -> Result<bool, StoreError> {
    let (known, any) = if newest_first {
        (
            "SELECT day FROM event_day WHERE event = ?1 AND day <= ?3 AND since <= ?4 ORDER BY day DESC LIMIT 1",
            "SELECT day FROM event_day WHERE event = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day DESC LIMIT 1",
        )
    } else {
        (
            "SELECT day FROM event_day WHERE event = ?1 AND day >= ?2 AND since <= ?4 ORDER BY day LIMIT 1",
            "SELECT day FROM event_day WHERE event = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day LIMIT 1",
        )
    };
    let mut select = connection.prepare_cached(known)?;
    let place: Option<i32> = select
        .query_row(params![key, span.first, span.last, as_of], |row| row.get(0))
        .optional()?;
    let place = match place {
        Some(place) if (span.first..=span.last).contains(&place) => Some(place),
        _ => {
            let mut select = connection.prepare_cached(any)?;
            select
                .query_row(params![key, span.first, span.last], |row| row.get(0))
                .optional()?
        }
    };
    Ok(place == Some(day))
}

/// The terms of one condition of the filter, of which every event that matches has one: those of the condition that fewest
/// events fulfil.
pub fn driving_terms(
    connection: &Connection,
    filter: &EventFilter,
) -> Result<Vec<i64>, StoreError> {
    let conditions = conditions(filter);
    let mut counts = Vec::with_capacity(conditions.len());
    for condition in &conditions {
        let mut sum = 0;
        for (dimension, value) in &condition.groups {
            sum += count(connection, *dimension, value)?;
        }
        counts.push(sum);
    }
    Ok(shortest(filter, conditions, &counts))
}

/// How many events there are in a group.
fn count(connection: &Connection, dimension: Dimension, value: &str) -> Result<i64, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT count FROM counter WHERE dimension = ?1 AND value = ?2 AND day = ?3",
    )?;
    let count = select.query_row(params![dimension as i64, value, ALL_DAYS], |row| row.get(0));
    Ok(count.optional()?.unwrap_or(0))
}
