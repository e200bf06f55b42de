//! Reading whole records, many at once.
//!
//! Tables that are cut by month are read key by key (`LATERAL`; `OFFSET 0` keeps the planner from making a join of it): only so does
//! each key lead into one partition. `key = ANY(...)` goes through all of them, or is planned anew each time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use prost::Message;
use tokio_postgres::Row;

use super::session::Session;
use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::record::{
    CopyParts, DocumentParts, StatementParts, StatementRow, complete as complete_one, head,
    related, unpack,
};
use crate::store::{CopiedDocument, MAX_SOURCES, StoreError};

/// What a document tells, by id.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// One for each event of its extraction.
    pub event_ids: Vec<String>,
    pub statement_ids: Vec<String>,
}

/// The statements with some keys; those that are not there are left out.
pub fn statements(
    session: &Session,
    keys: &[i64],
) -> Result<BTreeMap<i64, StatementRow>, StoreError> {
    let rows = session.rows(
        "SELECT s.key, s.id, s.version, s.document_id, s.affiliations, s.body, s.tellings FROM unnest($1::bigint[]) q(key)
         CROSS JOIN LATERAL (SELECT * FROM statement WHERE key = q.key OFFSET 0) s",
        &[&keys],
    )?;
    let mut all = Vec::with_capacity(rows.len());
    let mut about: BTreeSet<i64> = BTreeSet::new();
    for row in rows {
        let tellings = unpack(row.try_get(6)?);
        about.extend(&tellings);
        let parts = StatementParts {
            key: row.try_get(0)?,
            id: row.try_get(1)?,
            version: version(&row, 2)?,
            document_id: row.try_get(3)?,
            affiliations: row.try_get(4)?,
            body: row.try_get(5)?,
        };
        all.push((parts, tellings));
    }
    let about: Vec<i64> = about.into_iter().collect();
    let mut events: HashMap<i64, String> = HashMap::new();
    if !about.is_empty() {
        let rows = session.rows(
            "SELECT t.row, e.id FROM telling t JOIN event e ON e.key = t.event WHERE t.row = ANY($1)",
            &[&about],
        )?;
        for row in rows {
            events.insert(row.try_get(0)?, row.try_get(1)?);
        }
    }
    let mut found = BTreeMap::new();
    for (parts, tellings) in all {
        let ids = tellings.iter().filter_map(|row| events.get(row).cloned());
        found.insert(parts.key, parts.statement(ids)?);
    }
    Ok(found)
}

/// A version that is stored as a signed number.
pub fn version(row: &Row, column: usize) -> Result<u64, StoreError> {
    let version: i64 = row.try_get(column)?;
    Ok(version.unsigned_abs())
}

/// The heads of the events with some ids, with their keys; those that are not there are left out.
pub fn heads_by_id(
    session: &Session,
    ids: &[&str],
) -> Result<HashMap<String, (i64, v1::EventRecord)>, StoreError> {
    let rows = session.rows(
        "SELECT i.id, e.key, e.version, e.head FROM event_id i JOIN event e ON e.key = i.key WHERE i.id = ANY($1)",
        &[&ids],
    )?;
    let mut found = HashMap::new();
    for row in rows {
        let record = head(row.try_get(3)?, version(&row, 2)?)?;
        found.insert(row.try_get(0)?, (row.try_get(1)?, record));
    }
    Ok(found)
}

const ALL_SOURCES: &str = "ORDER BY t.document, t.row";
// Of many, those that come first and last by day and id, whichever was put first. Only days up to the last one that counts are
// looked at: keys of documents begin with the day.
const FIRST_SOURCES: &str = "AND t.document < (SELECT ((b.document >> 40) + 1) << 40 FROM telling b
    WHERE b.event = q.key ORDER BY b.document LIMIT 1 OFFSET $2::bigint - 1)
    ORDER BY t.day, t.document_id, t.row";
const LAST_SOURCES: &str = "AND t.document >= (SELECT (b.document >> 40) << 40 FROM telling b
    WHERE b.event = q.key ORDER BY b.document DESC LIMIT 1 OFFSET $2::bigint - 1)
    ORDER BY t.day DESC, t.document_id DESC, t.row DESC";

/// Gives heads their sources and relations.
pub fn complete(
    session: &Session,
    records: &mut [(i64, &mut v1::EventRecord)],
) -> Result<(), StoreError> {
    let most = u32::try_from(MAX_SOURCES).unwrap_or(u32::MAX);
    let (many, few): (Vec<i64>, Vec<i64>) = {
        let (many, few): (Vec<_>, Vec<_>) = records
            .iter()
            .partition(|(_, record)| record.source_count > most);
        let keys = |of: Vec<&(i64, &mut v1::EventRecord)>| of.iter().map(|(key, _)| *key).collect();
        (keys(many), keys(few))
    };
    let mut sources: HashMap<i64, Vec<(i64, v1::EventSource)>> = HashMap::new();
    for (keys, which, limit) in [
        (&few, ALL_SOURCES, MAX_SOURCES),
        (&many, FIRST_SOURCES, MAX_SOURCES / 2),
        (&many, LAST_SOURCES, MAX_SOURCES / 2),
    ] {
        if keys.is_empty() {
            continue;
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT q.key, t.document, t.document_id, t.publisher, t.day, t.body FROM unnest($1::bigint[]) q(key)
             CROSS JOIN LATERAL (SELECT * FROM telling t WHERE t.event = q.key {which} LIMIT $2) t
             ORDER BY t.document, t.row"
        );
        for row in session.rows(&sql, &[keys, &limit])? {
            let source = v1::EventSource {
                document_id: row.try_get(2)?,
                publisher: row.try_get(3)?,
                day: DayNumber(row.try_get(4)?).iso(),
                event: Some(v1::TradeEvent::decode(row.try_get::<_, &[u8]>(5)?)?),
            };
            let of = sources.entry(row.try_get(0)?).or_default();
            of.push((row.try_get(1)?, source));
        }
    }
    let documents: BTreeSet<i64> = sources.values().flat_map(|of| related(of)).collect();
    let ids = events_of(session, &documents.into_iter().collect::<Vec<_>>())?;
    for (key, record) in records {
        complete_one(record, sources.remove(key).unwrap_or_default(), &ids);
    }
    Ok(())
}

/// The ids of the stored events by the ids in the extractions of documents.
fn events_of(
    session: &Session,
    documents: &[i64],
) -> Result<HashMap<i64, HashMap<String, String>>, StoreError> {
    let mut ids: HashMap<i64, HashMap<String, String>> = HashMap::new();
    if documents.is_empty() {
        return Ok(ids);
    }
    let rows = session.rows(
        "SELECT t.document, t.local, e.id FROM telling t JOIN event e ON e.key = t.event WHERE t.document = ANY($1)",
        &[&documents],
    )?;
    for row in rows {
        let of = ids.entry(row.try_get(0)?).or_default();
        of.insert(row.try_get(1)?, row.try_get(2)?);
    }
    Ok(ids)
}

/// What documents tell.
pub fn told_by(session: &Session, documents: &[i64]) -> Result<HashMap<i64, Told>, StoreError> {
    let mut told: HashMap<i64, Told> = HashMap::new();
    if documents.is_empty() {
        return Ok(told);
    }
    let rows = session.rows(
        "SELECT t.document, e.id FROM telling t JOIN event e ON e.key = t.event WHERE t.document = ANY($1) ORDER BY t.row",
        &[&documents],
    )?;
    for row in rows {
        let of = told.entry(row.try_get(0)?).or_default();
        of.event_ids.push(row.try_get(1)?);
    }
    let rows = session.rows(
        "SELECT s.document, s.id FROM unnest($1::bigint[]) q(key)
         CROSS JOIN LATERAL (SELECT * FROM statement WHERE document = q.key
           AND key >= q.key >> 40 << 40 AND key < (q.key >> 40) + 1 << 40 OFFSET 0) s ORDER BY s.key",
        &[&documents],
    )?;
    for row in rows {
        let of = told.entry(row.try_get(0)?).or_default();
        of.statement_ids.push(row.try_get(1)?);
    }
    Ok(told)
}

/// The documents with some keys; those that are not there are left out.
pub fn documents(
    session: &Session,
    keys: &[i64],
) -> Result<HashMap<i64, v1::DocumentRecord>, StoreError> {
    let mut found = HashMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let mut told = told_by(session, keys)?;
    let rows = session.rows(
        "SELECT d.key, d.id, d.ingested_at, d.facts, d.body FROM unnest($1::bigint[]) q(key)
         CROSS JOIN LATERAL (SELECT * FROM document WHERE key = q.key OFFSET 0) d",
        &[&keys],
    )?;
    for row in rows {
        let key: i64 = row.try_get(0)?;
        let told = told.remove(&key).unwrap_or_default();
        let parts = DocumentParts {
            id: row.try_get(1)?,
            ingested_at: row.try_get(2)?,
            facts: row.try_get(3)?,
            body: row.try_get(4)?,
            event_ids: told.event_ids,
            statement_ids: told.statement_ids,
        };
        found.insert(key, parts.document()?);
    }
    Ok(found)
}

/// The documents with some keys and all that they tell, for another store; those that are not there are left out.
pub fn copies(session: &Session, keys: &[i64]) -> Result<HashMap<i64, CopiedDocument>, StoreError> {
    let rows = session.rows(
        "SELECT d.key, d.facts, d.body, i.reading_hash, d.ingested_at FROM document d JOIN document_id i ON i.id = d.id
         WHERE d.key = ANY($1)",
        &[&keys],
    )?;
    let mut parts: HashMap<i64, CopyParts> = HashMap::new();
    for row in rows {
        let of = CopyParts {
            facts: row.try_get(1)?,
            body: row.try_get(2)?,
            reading_hash: row.try_get(3)?,
            ingested_at: row.try_get(4)?,
            tellings: Vec::new(),
            statements: Vec::new(),
        };
        parts.insert(row.try_get(0)?, of);
    }
    let rows = session.rows(
        "SELECT document, row, body FROM telling WHERE document = ANY($1) ORDER BY row",
        &[&keys],
    )?;
    for row in rows {
        if let Some(of) = parts.get_mut(&row.try_get(0)?) {
            of.tellings.push((row.try_get(1)?, row.try_get(2)?));
        }
    }
    let rows = session.rows(
        "SELECT document, tellings, body FROM statement WHERE document = ANY($1) ORDER BY key",
        &[&keys],
    )?;
    for row in rows {
        if let Some(of) = parts.get_mut(&row.try_get(0)?) {
            of.statements.push((row.try_get(1)?, row.try_get(2)?));
        }
    }
    let mut copies = HashMap::new();
    for (key, of) in parts {
        copies.insert(key, of.copied()?);
    }
    Ok(copies)
}

/// The keys of records by id.
pub fn keys_by_id(
    session: &Session,
    table: &str,
    ids: &[String],
) -> Result<HashMap<String, i64>, StoreError> {
    let sql = format!("SELECT id, key FROM {table} WHERE id = ANY($1)");
    let rows = session.rows(&sql, &[&ids])?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

/// The present ids of events by ids that they have or had; those that lead nowhere are left out.
pub fn present_ids(
    session: &Session,
    asked: &[String],
) -> Result<HashMap<String, String>, StoreError> {
    /// How often an id is followed; successors of successors are rare.
    const MOST_STEPS: usize = 64;
    let mut present = HashMap::new();
    // Where the search for each has come.
    let mut at: HashMap<String, Vec<String>> = HashMap::new();
    for id in asked {
        at.entry(id.clone()).or_default().push(id.clone());
    }
    for _ in 0..MOST_STEPS {
        if at.is_empty() {
            break;
        }
        let ids: Vec<&String> = at.keys().collect();
        let rows = session.rows(
            "SELECT q.id, e.id IS NOT NULL, r.successor FROM unnest($1::text[]) q(id)
             LEFT JOIN event_id e ON e.id = q.id LEFT JOIN retired r ON r.id = q.id",
            &[&ids],
        )?;
        let mut next: HashMap<String, Vec<String>> = HashMap::new();
        for row in rows {
            let id: String = row.try_get(0)?;
            let wanted = at.remove(&id).unwrap_or_default();
            if row.try_get(1)? {
                present.extend(wanted.into_iter().map(|asked| (asked, id.clone())));
            } else if let Some(successor) = row.try_get::<_, Option<String>>(2)? {
                next.entry(successor).or_default().extend(wanted);
            }
        }
        at = next;
    }
    Ok(present)
}
