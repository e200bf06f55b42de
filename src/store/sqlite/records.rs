//! Reading whole records.

use std::collections::HashMap;

use prost::Message;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::record::{
    self, CopyParts, DocumentParts, StatementParts, StatementRow, head, related, unpack,
};
use crate::store::{CopiedDocument, MAX_SOURCES, StoreError};

/// The statement with a key.
pub fn statement(connection: &Connection, key: i64) -> Result<StatementRow, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT s.id, s.version, d.id, s.affiliations, s.tellings, s.body
         FROM statement s JOIN document d ON d.key = s.document WHERE s.key = ?1",
    )?;
    let (id, version, document_id, affiliations, tellings, body): (
        String,
        u64,
        String,
        String,
        Vec<u8>,
        Vec<u8>,
    ) = select.query_row([key], |row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
        ))
    })?;
    let mut events = Vec::new();
    for row in unpack(&tellings) {
        events.extend(event_of(connection, row)?);
    }
    let parts = StatementParts {
        key,
        id,
        version,
        document_id,
        affiliations,
        body,
    };
    parts.statement(events)
}

/// The id of the event of a telling.
fn event_of(connection: &Connection, row: i64) -> Result<Option<String>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT e.id FROM telling t JOIN event e ON e.key = t.event WHERE t.row = ?1",
    )?;
    Ok(select
        .query_row([row], |row| row.get(0))
        .optional()?
        .flatten())
}

/// The head of the event with a key; none if there is no such event.
pub fn event_head(
    connection: &Connection,
    key: i64,
) -> Result<Option<v1::EventRecord>, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT version, head FROM event WHERE key = ?1 AND id IS NOT NULL")?;
    let found: Option<(u64, Vec<u8>)> = select
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found
        .map(|(version, bytes)| head(&bytes, version))
        .transpose()
}

/// Gives a head its sources and relations.
pub fn complete(
    connection: &Connection,
    key: i64,
    record: &mut v1::EventRecord,
) -> Result<(), StoreError> {
    let all = usize::try_from(record.source_count).unwrap_or(usize::MAX);
    let sources = if all <= MAX_SOURCES {
        sources(connection, key, ALL_SOURCES, MAX_SOURCES)?
    } else {
        let mut some = sources(connection, key, FIRST_SOURCES, MAX_SOURCES / 2)?;
        let mut last = sources(connection, key, LAST_SOURCES, MAX_SOURCES / 2)?;
        last.reverse();
        some.extend(last);
        some
    };
    let mut ids = HashMap::new();
    for document in related(&sources) {
        ids.insert(document, events_of(connection, document)?);
    }
    record::complete(record, sources, &ids);
    Ok(())
}

const ALL_SOURCES: &str = "SELECT t.document, d.id, d.publisher, t.day, t.body
    FROM telling t JOIN document d ON d.key = t.document WHERE t.event = ?1 ORDER BY t.document LIMIT ?2";
// Of many, those that come first and last by day and id, whichever was put first. Only days up to the last one that counts are
// looked at: keys of documents begin with the day.
const FIRST_SOURCES: &str = "SELECT t.document, d.id, d.publisher, t.day, t.body
    FROM telling t JOIN document d ON d.key = t.document
    WHERE t.event = ?1 AND t.document < (SELECT (document >> 40) + 1 << 40 FROM telling WHERE event = ?1
      ORDER BY document LIMIT 1 OFFSET ?2 - 1)
    ORDER BY t.day, d.id, t.row LIMIT ?2";
const LAST_SOURCES: &str = "SELECT t.document, d.id, d.publisher, t.day, t.body
    FROM telling t JOIN document d ON d.key = t.document
    WHERE t.event = ?1 AND t.document >= (SELECT document >> 40 << 40 FROM telling WHERE event = ?1
      ORDER BY document DESC LIMIT 1 OFFSET ?2 - 1)
    ORDER BY t.day DESC, d.id DESC, t.row DESC LIMIT ?2";

fn sources(
    connection: &Connection,
    event: i64,
    sql: &str,
    limit: usize,
) -> Result<Vec<(i64, v1::EventSource)>, StoreError> {
    let mut select = connection.prepare_cached(sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = select.query(params![event, limit])?;
    let mut sources = Vec::new();
    while let Some(row) = rows.next()? {
        let body: &[u8] = row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?;
        let source = v1::EventSource {
            document_id: row.get(1)?,
            publisher: row.get(2)?,
            day: DayNumber(row.get(3)?).iso(),
            event: Some(v1::TradeEvent::decode(body)?),
        };
        sources.push((row.get(0)?, source));
    }
    Ok(sources)
}

/// The ids of the stored events by the ids in the extraction of a document.
fn events_of(
    connection: &Connection,
    document: i64,
) -> Result<HashMap<String, String>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT t.local, e.id FROM telling t JOIN event e ON e.key = t.event WHERE t.document = ?1",
    )?;
    let rows = select.query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The ids of the stored events that a document tells, one for each event of its extraction.
pub fn event_ids(connection: &Connection, document: i64) -> Result<Vec<String>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT e.id FROM telling t JOIN event e ON e.key = t.event WHERE t.document = ?1 ORDER BY t.row",
    )?;
    let rows = select.query_map([document], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The ids of the stored statements of a document.
pub fn statement_ids(connection: &Connection, document: i64) -> Result<Vec<String>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT id FROM statement WHERE document = ?1 ORDER BY key")?;
    let rows = select.query_map([document], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The document with a key.
pub fn document(connection: &Connection, key: i64) -> Result<v1::DocumentRecord, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT id, ingested_at, facts, body FROM document WHERE key = ?1")?;
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let (id, ingested_at, facts, body): (String, i64, Vec<u8>, Vec<u8>) =
        select.query_row([key], read)?;
    let parts = DocumentParts {
        id,
        ingested_at,
        facts,
        body,
        event_ids: event_ids(connection, key)?,
        statement_ids: statement_ids(connection, key)?,
    };
    parts.document()
}

/// The document with a key and all that it tells, for another store.
pub fn copy(connection: &Connection, key: i64) -> Result<CopiedDocument, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT facts, body, reading_hash, ingested_at FROM document WHERE key = ?1",
    )?;
    let mut parts = select.query_row([key], |row| {
        Ok(CopyParts {
            facts: row.get(0)?,
            body: row.get(1)?,
            reading_hash: row.get(2)?,
            ingested_at: row.get(3)?,
            tellings: Vec::new(),
            statements: Vec::new(),
        })
    })?;
    let mut select = connection
        .prepare_cached("SELECT row, body FROM telling WHERE document = ?1 ORDER BY row")?;
    let tellings = select.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    parts.tellings = tellings.collect::<Result<_, _>>()?;
    let mut select = connection
        .prepare_cached("SELECT tellings, body FROM statement WHERE document = ?1 ORDER BY key")?;
    let statements = select.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    parts.statements = statements.collect::<Result<_, _>>()?;
    parts.copied()
}
