//! Actors by id and by the beginning of a name.

use prost::Message;
use rusqlite::{Connection, OptionalExtension, params};

use crate::proto::v1;
use crate::store::StoreError;
use crate::store::actors::midnight;
use crate::store::key::{day_of, first_key};
use crate::store::place::{CursorKind, read_words, words_cursor};
use crate::store::query::{ActorQuery, Page};

/// One actor with its counts; none if no document names it.
pub fn get(connection: &Connection, id: &str) -> Result<Option<v1::ActorResult>, StoreError> {
    let mut select = connection.prepare_cached(
        "SELECT a.body, ifnull(c.events, 0), ifnull(c.statements, 0)
         FROM actor a LEFT JOIN actor_count c ON c.id = a.id WHERE a.id = ?1",
    )?;
    let found: Option<(Vec<u8>, u64, u64)> = select
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((body, event_count, statement_count)) = found else {
        return Ok(None);
    };
    let mut first = connection.prepare_cached(
        "SELECT min(document) FROM actor_document WHERE actor = ?1 AND document >= ?2",
    )?;
    let first: Option<i64> = first.query_row(params![id, first_key(1)], |row| row.get(0))?;
    Ok(Some(v1::ActorResult {
        actor: Some(v1::Actor::decode(body.as_slice())?),
        event_count,
        statement_count,
        first_reported: first.map(|document| midnight(day_of(document))),
    }))
}

/// A page of actors, by id.
pub fn list(
    connection: &Connection,
    query: &ActorQuery,
) -> Result<Page<v1::ActorResult>, StoreError> {
    let after = query
        .cursor
        .as_ref()
        .map(|cursor| read_words(CursorKind::Actors, cursor))
        .transpose()?;
    let after = after.unwrap_or_default();
    let prefix = query.filter.name_prefix.to_lowercase();
    let mut kinds: Vec<String> = query
        .filter
        .kinds
        .iter()
        .map(|kind| i32::from(*kind).to_string())
        .collect();
    kinds.sort();
    let of_kinds = if kinds.is_empty() {
        String::new()
    } else {
        format!("AND a.kind IN ({})", kinds.join(","))
    };
    let limit = i64::try_from(query.limit + 1).unwrap_or(i64::MAX);
    let sql = if prefix.is_empty() {
        format!(
            "SELECT a.id FROM actor a WHERE a.id > ?1 {of_kinds} AND ?3 <= ?4 ORDER BY a.id LIMIT ?2"
        )
    } else {
        format!(
            "SELECT DISTINCT a.id FROM actor_name n JOIN actor a ON a.id = n.id
             WHERE n.name >= ?3 AND n.name < ?4 AND a.id > ?1 {of_kinds} ORDER BY a.id LIMIT ?2"
        )
    };
    let mut select = connection.prepare_cached(&sql)?;
    let beyond = format!("{prefix}\u{10FFFF}");
    let ids = select.query_map(params![after, limit, prefix, beyond], |row| row.get(0))?;
    let mut ids = ids.collect::<Result<Vec<String>, _>>()?;
    let more = ids.len() > query.limit;
    ids.truncate(query.limit);
    let next = ids
        .last()
        .filter(|_| more)
        .map(|id| words_cursor(CursorKind::Actors, id));
    let mut items = Vec::with_capacity(ids.len());
    for id in &ids {
        items.extend(get(connection, id)?);
    }
    Ok(Page { items, next })
}
