//! Counting events.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::lines::{Lines, Table};
use super::records;
use super::search_events::driving_terms;
use super::text::{Index, Words};
use crate::proto::v1;
use crate::store::counting::Counting;
use crate::store::query::{CountQuery, Order};
use crate::store::span::Span;
use crate::store::tally::Dimension;
use crate::store::{StoreError, TextQuery};

/// Numbers of events, by day and then by group.
pub fn count(
    connection: &Connection,
    query: &CountQuery,
) -> Result<Vec<v1::EventCount>, StoreError> {
    let mut counting = Counting::new(query);
    match counting.counted() {
        Some((dimension, values)) => {
            from_counters(connection, &mut counting, dimension, values)?;
        }
        None => by_looking(connection, &mut counting)?,
    }
    Ok(counting.counts())
}

fn from_counters(
    connection: &Connection,
    counting: &mut Counting<'_>,
    dimension: Dimension,
    values: Option<Vec<String>>,
) -> Result<(), StoreError> {
    let days = counting.counter_days();
    let value = if values.is_some() {
        "value = ?2 AND"
    } else {
        ""
    };
    let sql =
        format!("SELECT value, day, count FROM counter WHERE dimension = ?1 AND {value} {days}");
    let mut select = connection.prepare_cached(&sql)?;
    let mut add = |rows: &mut rusqlite::Rows<'_>| -> Result<(), StoreError> {
        while let Some(row) = rows.next()? {
            counting.add(row.get(0)?, row.get(1)?, row.get(2)?);
        }
        Ok(())
    };
    match values {
        None => add(&mut select.query([dimension as i64])?)?,
        Some(values) => {
            for value in values {
                add(&mut select.query(params![dimension as i64, value])?)?;
            }
        }
    }
    Ok(())
}

/// Looks at every event that may match.
fn by_looking(connection: &Connection, counting: &mut Counting<'_>) -> Result<(), StoreError> {
    let filter = &counting.query.filter;
    let mut seen = HashSet::new();
    let mut consider = |event: i64| -> Result<(), StoreError> {
        if seen.insert(event)
            && let Some(head) = records::event_head(connection, event)?
        {
            counting.look(&head);
        }
        Ok(())
    };
    let span = Span::of(&filter.reported);
    if let Some(text) = &filter.text {
        for_each_source(connection, text, span, &mut consider)?;
    } else {
        let terms = driving_terms(connection, filter)?;
        let mut lines = Lines::new(connection, Table::Events, &terms, span, true, None);
        while let Some((_, event)) = lines.next()? {
            consider(event)?;
        }
    }
    Ok(())
}

/// The events of all documents that hold some words.
fn for_each_source(
    connection: &Connection,
    text: &TextQuery,
    span: Span,
    consider: &mut impl FnMut(i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let words = Words::new(Index::Documents, text, Order::NewestFirst);
    let mut after = None;
    loop {
        let (documents, ended) = words.piece(connection, 0, after, span)?;
        after = documents.last().copied().or(after);
        for document in documents {
            let mut select =
                connection.prepare_cached("SELECT event FROM telling WHERE document = ?1")?;
            let events = select.query_map([document], |row| row.get(0))?;
            for event in events.collect::<Result<Vec<i64>, _>>()? {
                consider(event)?;
            }
        }
        if ended {
            return Ok(());
        }
    }
}
