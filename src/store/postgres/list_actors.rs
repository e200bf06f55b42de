//! Actors by id and by the beginning of a name: each as the newest document that names it describes it.

use std::collections::{HashMap, HashSet};

use prost::Message;

use super::session::Session;
use super::storable;
use crate::proto::v1;
use crate::store::StoreError;
use crate::store::actors::{midnight, names};
use crate::store::key::{day_of, first_key};
use crate::store::place::{CursorKind, read_words, words_cursor};
use crate::store::query::{ActorQuery, Page};

/// Actors looked at in one go.
const PIECE: usize = 200;

/// The actors with some ids; those that no document names are left out.
pub fn get(
    session: &Session,
    ids: &[String],
) -> Result<HashMap<String, v1::ActorResult>, StoreError> {
    let asked: Vec<String> = ids.iter().map(|id| storable(id)).collect();
    let rows = session.rows(
        "SELECT q.id, n.document, f.document,
           (SELECT sum(events)::bigint FROM actor_count c WHERE c.id = q.id),
           (SELECT sum(statements)::bigint FROM actor_count c WHERE c.id = q.id)
         FROM unnest($1::text[]) q(id)
         JOIN LATERAL (SELECT document FROM actor_document d WHERE d.actor = q.id ORDER BY document DESC LIMIT 1) n ON true
         LEFT JOIN LATERAL (SELECT document FROM actor_document d WHERE d.actor = q.id AND d.document >= $2
                            ORDER BY document LIMIT 1) f ON true",
        &[&asked, &first_key(1)],
    )?;
    let mut documents: HashMap<i64, Vec<(String, v1::ActorResult)>> = HashMap::new();
    for row in rows {
        let count = |column: usize| -> Result<u64, StoreError> {
            let sum: Option<i64> = row.try_get(column)?;
            Ok(u64::try_from(sum.unwrap_or_default()).unwrap_or_default())
        };
        let first: Option<i64> = row.try_get(2)?;
        let result = v1::ActorResult {
            actor: None,
            event_count: count(3)?,
            statement_count: count(4)?,
            first_reported: first.map(|document| midnight(day_of(document))),
        };
        let of = documents.entry(row.try_get(1)?).or_default();
        of.push((row.try_get(0)?, result));
    }
    let keys: Vec<i64> = documents.keys().copied().collect();
    let rows = session.rows(
        "SELECT d.key, d.facts FROM unnest($1::bigint[]) q(key)
         CROSS JOIN LATERAL (SELECT * FROM document WHERE key = q.key OFFSET 0) d",
        &[&keys],
    )?;
    let mut found = HashMap::new();
    for row in rows {
        let facts = v1::Extraction::decode(row.try_get::<_, &[u8]>(1)?)?;
        for (id, mut result) in documents.remove(&row.try_get(0)?).unwrap_or_default() {
            let actor = facts.actors.iter().find(|actor| storable(&actor.id) == id);
            result.actor = actor.cloned();
            if result.actor.is_some() {
                found.insert(id, result);
            }
        }
    }
    Ok(found)
}

/// A page of actors, by id.
pub fn list(session: &Session, query: &ActorQuery) -> Result<Page<v1::ActorResult>, StoreError> {
    let after = query
        .cursor
        .as_ref()
        .map(|cursor| read_words(CursorKind::Actors, cursor))
        .transpose()?;
    let mut after = after.unwrap_or_default();
    let prefix = storable(&query.filter.name_prefix.to_lowercase());
    let kinds: HashSet<i32> = query.filter.kinds.iter().map(|&kind| kind.into()).collect();
    let matches = |actor: &v1::Actor| {
        (kinds.is_empty() || kinds.contains(&actor.kind))
            && (prefix.is_empty()
                || names(actor)
                    .iter()
                    .any(|name| storable(name).starts_with(&prefix)))
    };
    let mut items: Vec<(String, v1::ActorResult)> = Vec::new();
    loop {
        let ids = candidates(session, &prefix, &after)?;
        let ended = ids.len() < PIECE;
        let mut found = get(session, &ids)?;
        for id in ids {
            let result = found.remove(&id);
            after.clone_from(&id);
            let Some(result) = result else { continue };
            if !result.actor.as_ref().is_some_and(matches) {
                continue;
            }
            if items.len() == query.limit {
                let next = items
                    .last()
                    .map(|(id, _)| words_cursor(CursorKind::Actors, id));
                return Ok(Page {
                    items: items.into_iter().map(|(_, result)| result).collect(),
                    next,
                });
            }
            items.push((id, result));
        }
        if ended {
            return Ok(Page {
                items: items.into_iter().map(|(_, result)| result).collect(),
                next: None,
            });
        }
    }
}

/// Ids of actors that may be named so, in order.
fn candidates(session: &Session, prefix: &str, after: &str) -> Result<Vec<String>, StoreError> {
    let limit = i64::try_from(PIECE).unwrap_or(i64::MAX);
    let rows = if prefix.is_empty() {
        session.rows(
            "SELECT id FROM actor WHERE id > $1 ORDER BY id LIMIT $2",
            &[&after, &limit],
        )?
    } else {
        let beyond = format!("{prefix}\u{10FFFF}");
        session.rows(
            "SELECT DISTINCT id FROM actor_name WHERE name >= $1 AND name < $2 AND id > $3 ORDER BY id LIMIT $4",
            &[&prefix, &beyond, &after, &limit],
        )?
    };
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
