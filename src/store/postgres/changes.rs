//! The sequence of changes, seen through a filter.

use std::collections::{HashMap, HashSet};

use super::horizon::Revisions;
use super::session::Session;
use super::text::{Index, Words};
use super::{records, schema};
use crate::proto::v1;
use crate::store::change::change_kind;
use crate::store::query::{EventFilter, Order, StatementFilter};
use crate::store::record::{StatementRow, head};
use crate::store::span::Span;
use crate::store::{Change, ChangeCursor, Changes, Placed, RecordKind, StoreError};

/// Rows of the table `change` that are looked at for one answer.
const MOST_ROWS: usize = 2_000;

/// Changes that are looked at together.
const PIECE: usize = 128;

/// A row of the table `change`.
struct Row {
    revision: u64,
    id: String,
    version: u64,
    gone: bool,
    before: Option<Vec<u8>>,
}

/// Changes of events after a place.
pub fn events(
    session: &Session,
    filter: &EventFilter,
    after: ChangeCursor,
    limit: usize,
    revisions: Revisions,
) -> Result<Changes<v1::EventRecord>, StoreError> {
    let rows = read(session, RecordKind::Event, after, revisions)?;
    collect(rows, limit, |rows| {
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let heads = records::heads_by_id(session, &ids)?;
        let left = left_by(session, rows)?;
        let keys: Vec<i64> = heads.values().map(|(key, _)| *key).collect();
        let told = told(session, filter, &keys)?;
        let mut seen: Vec<Option<Change<v1::EventRecord>>> = Vec::with_capacity(rows.len());
        let mut completed: Vec<(usize, i64, v1::EventRecord)> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let known = heads.get(&row.id);
            // Of an event that is gone nobody knows any more what its sources said.
            let holds = known.is_none_or(|(key, _)| told.as_ref().is_none_or(|t| t.contains(key)));
            let matches = |record: &v1::EventRecord| {
                let event = record.event.as_ref();
                holds && event.is_some_and(|event| filter.matches(event))
            };
            let before = row.before.as_deref().map(|b| head(b, 0)).transpose()?;
            let now = match known {
                _ if row.gone => None,
                Some((_, record)) if record.version == row.version => Some(record.clone()),
                _ => left
                    .get(&(row.id.as_str(), row.version))
                    .map(|bytes| head(bytes, row.version))
                    .transpose()?,
            };
            let was = before.as_ref().is_some_and(matches);
            seen.push(match now.filter(matches) {
                Some(record) => {
                    if let Some((key, _)) = known {
                        completed.push((i, *key, record.clone()));
                    }
                    Some(if was {
                        Change::Changed(record)
                    } else {
                        Change::Added(record)
                    })
                }
                None => was.then(|| removed(row)),
            });
        }
        // One event may have changed several times: each of its records gets the sources.
        let mut waiting = completed;
        while !waiting.is_empty() {
            let mut once = HashSet::new();
            let (mut now, later): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|(_, key, _)| once.insert(*key));
            waiting = later;
            let mut heads: Vec<(i64, &mut v1::EventRecord)> = now
                .iter_mut()
                .map(|(_, key, record)| (*key, record))
                .collect();
            records::complete(session, &mut heads)?;
            for (i, _, record) in now {
                if let Some(Some(Change::Added(of) | Change::Changed(of))) = seen.get_mut(i) {
                    *of = record;
                }
            }
        }
        Ok(seen)
    })
}

/// Changes of statements after a place.
pub fn statements(
    session: &Session,
    filter: &StatementFilter,
    after: ChangeCursor,
    limit: usize,
    revisions: Revisions,
) -> Result<Changes<v1::StatementRecord>, StoreError> {
    let rows = read(session, RecordKind::Statement, after, revisions)?;
    collect(rows, limit, |rows| {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let keys = records::keys_by_id(session, "statement_id", &ids)?;
        let all: Vec<i64> = keys.values().copied().collect();
        let now = records::statements(session, &all)?;
        let left = left_by(session, rows)?;
        let holding = match &filter.text {
            Some(text) => {
                let words = Words::new(Index::Statements, text, Order::NewestFirst);
                Some(words.tiers_of(session, &all)?)
            }
            None => None,
        };
        let mut seen = Vec::with_capacity(rows.len());
        for row in rows {
            let key = keys.get(&row.id);
            let holds = match (&holding, key) {
                (Some(holding), Some(key)) => holding.contains_key(key),
                _ => true,
            };
            let matches =
                |row: &StatementRow| holds && filter.matches(&row.record, &row.affiliations);
            let before = row.before.as_deref();
            let before = before.map(StatementRow::decode).transpose()?;
            let now = match key.and_then(|key| now.get(key)) {
                _ if row.gone => None,
                Some(statement) if statement.record.version == row.version => {
                    Some(statement.clone())
                }
                _ => left
                    .get(&(row.id.as_str(), row.version))
                    .map(|bytes| StatementRow::decode(bytes))
                    .transpose()?,
            };
            let was = before.as_ref().is_some_and(matches);
            seen.push(match now.filter(matches) {
                Some(now) if was => Some(Change::Changed(now.record)),
                Some(now) => Some(Change::Added(now.record)),
                None => was.then(|| removed(row)),
            });
        }
        Ok(seen)
    })
}

fn removed<T>(row: &Row) -> Change<T> {
    Change::Removed {
        id: row.id.clone(),
        version: row.version,
    }
}

/// Those of some events of which one source was published on the days asked for and holds the words asked for; none where all are,
/// since nothing is asked for.
fn told(
    session: &Session,
    filter: &EventFilter,
    events: &[i64],
) -> Result<Option<HashSet<i64>>, StoreError> {
    if filter.text.is_none() && filter.reported.is_all() {
        return Ok(None);
    }
    let (first, beyond) = Span::of(&filter.reported).keys();
    let rows = session.rows(
        "SELECT DISTINCT event, document FROM telling WHERE event = ANY($1) AND document >= $2 AND document < $3",
        &[&events, &first, &beyond],
    )?;
    let mut sources: Vec<(i64, i64)> = Vec::with_capacity(rows.len());
    for row in rows {
        sources.push((row.try_get(0)?, row.try_get(1)?));
    }
    if let Some(text) = &filter.text {
        let words = Words::new(Index::Documents, text, Order::NewestFirst);
        let documents: HashSet<i64> = sources.iter().map(|(_, document)| *document).collect();
        let documents: Vec<i64> = documents.into_iter().collect();
        let holding = words.tiers_of(session, &documents)?;
        sources.retain(|(_, document)| holding.contains_key(document));
    }
    Ok(Some(sources.into_iter().map(|(event, _)| event).collect()))
}

/// Records as changes left them: what the next change of each found.
fn left_by<'r>(
    session: &Session,
    rows: &'r [Row],
) -> Result<HashMap<(&'r str, u64), Vec<u8>>, StoreError> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let versions: Vec<i64> = rows
        .iter()
        .map(|row| i64::try_from(row.version).unwrap_or(i64::MAX - 1))
        .collect();
    let found = session.rows(
        "SELECT q.number, n.before FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY q(id, version, number)
         JOIN change n ON n.id = q.id AND n.version = q.version + 1 WHERE n.before IS NOT NULL",
        &[&ids, &versions],
    )?;
    let mut left = HashMap::new();
    for columns in found {
        let number: i64 = columns.try_get(0)?;
        let at = usize::try_from(number - 1).unwrap_or_default();
        if let Some(row) = rows.get(at) {
            left.insert((row.id.as_str(), row.version), columns.try_get(1)?);
        }
    }
    Ok(left)
}

/// What was read of the sequence.
struct Read {
    rows: Vec<Row>,
    /// Where to go on behind all of them.
    cursor: ChangeCursor,
    caught_up: bool,
}

fn read(
    session: &Session,
    kind: RecordKind,
    after: ChangeCursor,
    revisions: Revisions,
) -> Result<Read, StoreError> {
    let place = i64::try_from(after.revision).unwrap_or(i64::MAX);
    if place > revisions.taken {
        return Err(StoreError::InvalidChangeCursor);
    }
    let forgotten: u64 = schema::get(session, "forgotten")?.parse().unwrap_or(0);
    if after.revision < forgotten {
        return Err(StoreError::ChangesExpired {
            kept_from: forgotten,
            asked: after.revision,
        });
    }
    let limit = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
    let found = session.rows(
        "SELECT revision, kind, id, version, gone, before FROM change WHERE revision > $1 AND revision <= $2
         ORDER BY revision LIMIT $3",
        &[&place, &revisions.complete, &limit],
    )?;
    let complete = ChangeCursor {
        revision: revisions.complete.unsigned_abs(),
    };
    let mut cursor = after;
    let mut rows = Vec::new();
    let ended = found.len() < MOST_ROWS;
    for columns in found {
        let revision: i64 = columns.try_get(0)?;
        cursor = ChangeCursor {
            revision: revision.unsigned_abs(),
        };
        if columns.try_get::<_, i16>(1)? != change_kind(kind) {
            continue;
        }
        rows.push(Row {
            revision: cursor.revision,
            id: columns.try_get(2)?,
            version: records::version(&columns, 3)?,
            gone: columns.try_get(4)?,
            before: columns.try_get(5)?,
        });
    }
    if ended {
        cursor = cursor.max(complete);
    }
    Ok(Read {
        rows,
        cursor,
        caught_up: ended,
    })
}

/// The changes that concern a filter, up to a number of them.
fn collect<T>(
    read: Read,
    limit: usize,
    see: impl Fn(&[Row]) -> Result<Vec<Option<Change<T>>>, StoreError>,
) -> Result<Changes<T>, StoreError> {
    let mut changes = Vec::new();
    for piece in read.rows.chunks(PIECE) {
        for (row, change) in piece.iter().zip(see(piece)?) {
            let Some(change) = change else { continue };
            let cursor = ChangeCursor {
                revision: row.revision,
            };
            changes.push(Placed { change, cursor });
            if changes.len() >= limit {
                return Ok(Changes {
                    changes,
                    caught_up: cursor == read.cursor,
                    cursor,
                });
            }
        }
    }
    Ok(Changes {
        changes,
        cursor: read.cursor,
        caught_up: read.caught_up,
    })
}
