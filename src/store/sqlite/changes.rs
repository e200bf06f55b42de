//! The sequence of changes, seen through a filter.

use rusqlite::{Connection, OptionalExtension, params};

use super::records;
use super::schema;
use super::text::{Index, Words};
use crate::proto::v1;
use crate::store::change::change_kind;
use crate::store::query::{EventFilter, Order, StatementFilter};
use crate::store::record::{self, StatementRow};
use crate::store::span::Span;
use crate::store::{Change, ChangeCursor, Changes, Placed, RecordKind, StoreError};

/// Rows of the table `change` that are looked at for one answer.
const MOST_ROWS: i64 = 2_000;

/// A row of the table `change`.
struct Row {
    revision: u64,
    id: String,
    version: u64,
    gone: bool,
    before: Option<Vec<u8>>,
}

/// The place after the last change.
pub fn last(connection: &Connection) -> Result<ChangeCursor, StoreError> {
    Ok(ChangeCursor {
        revision: schema::get(connection, "revision")?,
    })
}

/// Changes of events after a place.
pub fn events(
    connection: &Connection,
    filter: &EventFilter,
    after: ChangeCursor,
    limit: usize,
) -> Result<Changes<v1::EventRecord>, StoreError> {
    let words = filter
        .text
        .as_ref()
        .map(|text| Words::new(Index::Documents, text, Order::NewestFirst));
    collect(connection, RecordKind::Event, after, limit, |row| {
        let key = key_of(connection, "SELECT key FROM event WHERE id = ?1", &row.id)?;
        // Of an event that is gone nobody knows any more what its sources said.
        let told = match key {
            Some(key) => told(connection, filter, words.as_ref(), key)?,
            None => true,
        };
        let matches = |record: &v1::EventRecord| {
            told && record
                .event
                .as_ref()
                .is_some_and(|event| filter.matches(event))
        };
        let before = row
            .before
            .as_deref()
            .map(|bytes| record::head(bytes, 0))
            .transpose()?;
        let now = match key {
            _ if row.gone => None,
            Some(key) => match records::event_head(connection, key)? {
                Some(head) if head.version == row.version => Some(head),
                _ => after_change(connection, row, |bytes| record::head(bytes, row.version))?,
            },
            None => after_change(connection, row, |bytes| record::head(bytes, row.version))?,
        };
        let was = before.as_ref().is_some_and(matches);
        match now.filter(matches) {
            Some(mut record) => {
                if let Some(key) = key {
                    records::complete(connection, key, &mut record)?;
                }
                Ok(Some(if was {
                    Change::Changed(record)
                } else {
                    Change::Added(record)
                }))
            }
            None => Ok(was.then(|| removed(row))),
        }
    })
}

/// Changes of statements after a place.
pub fn statements(
    connection: &Connection,
    filter: &StatementFilter,
    after: ChangeCursor,
    limit: usize,
) -> Result<Changes<v1::StatementRecord>, StoreError> {
    let words = filter
        .text
        .as_ref()
        .map(|text| Words::new(Index::Statements, text, Order::NewestFirst));
    collect(connection, RecordKind::Statement, after, limit, |row| {
        let key = key_of(
            connection,
            "SELECT key FROM statement WHERE id = ?1",
            &row.id,
        )?;
        let holds = match (&words, key) {
            (Some(words), Some(key)) => words.tier_of(connection, key)?.is_some(),
            _ => true,
        };
        let matches = |row: &StatementRow| holds && filter.matches(&row.record, &row.affiliations);
        let before = row
            .before
            .as_deref()
            .map(StatementRow::decode)
            .transpose()?;
        let now = match key {
            _ if row.gone => None,
            Some(key) => match records::statement(connection, key)? {
                statement if statement.record.version == row.version => Some(statement),
                _ => after_change(connection, row, StatementRow::decode)?,
            },
            None => after_change(connection, row, StatementRow::decode)?,
        };
        let was = before.as_ref().is_some_and(matches);
        Ok(match now.filter(matches) {
            Some(now) if was => Some(Change::Changed(now.record)),
            Some(now) => Some(Change::Added(now.record)),
            None => was.then(|| removed(row)),
        })
    })
}

fn removed<T>(row: &Row) -> Change<T> {
    Change::Removed {
        id: row.id.clone(),
        version: row.version,
    }
}

/// Whether one source of an event was published on the days asked for and holds the words asked for.
fn told(
    connection: &Connection,
    filter: &EventFilter,
    words: Option<&Words>,
    key: i64,
) -> Result<bool, StoreError> {
    if words.is_none() && filter.reported.is_all() {
        return Ok(true);
    }
    let (first, beyond) = Span::of(&filter.reported).keys();
    let mut select = connection.prepare_cached(
        "SELECT document FROM telling WHERE event = ?1 AND document >= ?2 AND document < ?3",
    )?;
    let documents = select.query_map(params![key, first, beyond], |row| row.get(0))?;
    for document in documents {
        match words {
            None => return Ok(true),
            Some(words) if words.tier_of(connection, document?)?.is_some() => return Ok(true),
            Some(_) => {}
        }
    }
    Ok(false)
}

fn key_of(connection: &Connection, sql: &str, id: &str) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// A record as a change left it: what the next change of it found.
fn after_change<T>(
    connection: &Connection,
    row: &Row,
    decode: impl Fn(&[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT before FROM change WHERE id = ?1 AND version = ?2")?;
    let before: Option<Option<Vec<u8>>> = select
        .query_row(params![row.id, row.version + 1], |row| row.get(0))
        .optional()?;
    before.flatten().map(|bytes| decode(&bytes)).transpose()
}

fn collect<T>(
    connection: &Connection,
    kind: RecordKind,
    after: ChangeCursor,
    limit: usize,
    see: impl Fn(&Row) -> Result<Option<Change<T>>, StoreError>,
) -> Result<Changes<T>, StoreError> {
    let last = last(connection)?;
    if after > last {
        return Err(StoreError::InvalidChangeCursor);
    }
    let kept_from: u64 = schema::get(connection, "forgotten")?;
    if after.revision < kept_from {
        return Err(StoreError::ChangesExpired {
            kept_from,
            asked: after.revision,
        });
    }
    let mut select = connection.prepare_cached(
        "SELECT revision, kind, id, version, gone, before FROM change WHERE revision > ?1 ORDER BY revision LIMIT ?2",
    )?;
    let mut rows = select.query(params![after.revision, MOST_ROWS])?;
    let mut changes = Vec::new();
    let mut cursor = after;
    let mut ended = true;
    let mut looked_at = 0;
    while let Some(columns) = rows.next()? {
        looked_at += 1;
        let row = Row {
            revision: columns.get(0)?,
            id: columns.get(2)?,
            version: columns.get(3)?,
            gone: columns.get(4)?,
            before: columns.get(5)?,
        };
        cursor = ChangeCursor {
            revision: row.revision,
        };
        if columns.get::<_, i16>(1)? == change_kind(kind)
            && let Some(change) = see(&row)?
        {
            changes.push(Placed { change, cursor });
            if changes.len() >= limit {
                ended = false;
                break;
            }
        }
    }
    if ended && looked_at < MOST_ROWS {
        cursor = last;
    }
    Ok(Changes {
        changes,
        caught_up: cursor == last,
        cursor,
    })
}
