//! Counting events.

use std::collections::HashSet;

use super::search_events::{List, driving_terms};
use super::session::Session;
use super::storable;
use super::text::{Index, PIECE, Words};
use crate::proto::v1;
use crate::store::counting::Counting;
use crate::store::query::{CountQuery, Order};
use crate::store::record::head;
use crate::store::span::Span;
use crate::store::tally::Dimension;
use crate::store::{StoreError, TextQuery};

/// Numbers of events, by day and then by group.
pub fn count(session: &Session, query: &CountQuery) -> Result<Vec<v1::EventCount>, StoreError> {
    let mut counting = Counting::new(query);
    match counting.counted() {
        Some((dimension, values)) => from_counters(session, &mut counting, dimension, values)?,
        None => by_looking(session, &mut counting)?,
    }
    Ok(counting.counts())
}

fn from_counters(
    session: &Session,
    counting: &mut Counting<'_>,
    dimension: Dimension,
    values: Option<Vec<String>>,
) -> Result<(), StoreError> {
    let days = counting.counter_days();
    let all = values.is_none();
    let values: Vec<String> = values.iter().flatten().map(|v| storable(v)).collect();
    let sql = format!(
        "SELECT value, day, sum(count)::bigint FROM counter
         WHERE dimension = $1 AND ($2 OR value = ANY($3)) AND {days} GROUP BY value, day"
    );
    let number = super::tally::number(dimension);
    for row in session.rows(&sql, &[&number, &all, &values])? {
        let count: i64 = row.try_get(2)?;
        let count = u64::try_from(count).unwrap_or_default();
        counting.add(row.try_get(0)?, row.try_get(1)?, count);
    }
    Ok(())
}

/// Looks at every event that may match.
fn by_looking(session: &Session, counting: &mut Counting<'_>) -> Result<(), StoreError> {
    let filter = &counting.query.filter;
    let span = Span::of(&filter.reported);
    let mut seen = HashSet::new();
    if let Some(text) = &filter.text {
        return by_words(session, counting, text, span);
    }
    let mut list = List::of(driving_terms(session, filter)?, span);
    while let Some(piece) = list.heads(session)? {
        for (key, record) in piece {
            if seen.insert(key) {
                counting.look(&record);
            }
        }
    }
    Ok(())
}

/// Looks at the events of all documents that hold some words.
fn by_words(
    session: &Session,
    counting: &mut Counting<'_>,
    text: &TextQuery,
    span: Span,
) -> Result<(), StoreError> {
    let words = Words::new(Index::Documents, text, Order::NewestFirst);
    let mut seen: HashSet<i64> = HashSet::new();
    let mut after = None;
    loop {
        let (documents, ended) = words.piece(session, 0, after, span, PIECE)?;
        after = documents.last().copied().or(after);
        let rows = session.rows(
            "SELECT DISTINCT e.key, e.head FROM telling t JOIN event e ON e.key = t.event WHERE t.document = ANY($1)",
            &[&documents],
        )?;
        for row in rows {
            if seen.insert(row.try_get(0)?) {
                counting.look(&head(row.try_get(1)?, 0)?);
            }
        }
        if ended {
            return Ok(());
        }
    }
}
