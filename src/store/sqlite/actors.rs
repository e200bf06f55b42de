//! The actors that documents name: each as the newest document that names it describes it.

use prost::Message;
use rusqlite::{Connection, OptionalExtension, params};

use crate::proto::v1;
use crate::store::StoreError;
use crate::store::actors::names;

/// Notes the actors of a document.
pub fn add(connection: &Connection, document: i64, actors: &[v1::Actor]) -> Result<(), StoreError> {
    for actor in actors {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO actor_document(actor, document) VALUES (?1, ?2)",
            )?
            .execute(params![actor.id, document])?;
        let newest: Option<i64> = connection
            .prepare_cached("SELECT document FROM actor WHERE id = ?1")?
            .query_row([&actor.id], |row| row.get(0))
            .optional()?;
        if newest.is_none_or(|newest| newest <= document) {
            write(connection, document, actor, newest.is_some())?;
        }
    }
    Ok(())
}

/// Forgets the actors of a document.
pub fn remove(connection: &Connection, document: i64) -> Result<(), StoreError> {
    for actor in of_document(connection, document)? {
        connection
            .prepare_cached("DELETE FROM actor_document WHERE actor = ?1 AND document = ?2")?
            .execute(params![actor.id, document])?;
        let shown: Option<i64> = connection
            .prepare_cached("SELECT document FROM actor WHERE id = ?1")?
            .query_row([&actor.id], |row| row.get(0))
            .optional()?;
        if shown != Some(document) {
            continue;
        }
        let newest: Option<i64> = connection
            .prepare_cached("SELECT max(document) FROM actor_document WHERE actor = ?1")?
            .query_row([&actor.id], |row| row.get(0))?;
        let other = match newest {
            Some(newest) => {
                let all = of_document(connection, newest)?;
                all.into_iter()
                    .find(|other| other.id == actor.id)
                    .map(|other| (newest, other))
            }
            None => None,
        };
        match other {
            Some((newest, other)) => write(connection, newest, &other, true)?,
            None => {
                clear_names(connection, &actor.id)?;
                connection
                    .prepare_cached("DELETE FROM actor WHERE id = ?1")?
                    .execute([&actor.id])?;
            }
        }
    }
    Ok(())
}

/// The actors that a stored document names.
fn of_document(connection: &Connection, document: i64) -> Result<Vec<v1::Actor>, StoreError> {
    let facts: Vec<u8> = connection
        .prepare_cached("SELECT facts FROM document WHERE key = ?1")?
        .query_row([document], |row| row.get(0))?;
    Ok(v1::Extraction::decode(facts.as_slice())?.actors)
}

fn write(
    connection: &Connection,
    document: i64,
    actor: &v1::Actor,
    known: bool,
) -> Result<(), StoreError> {
    let body = actor.encode_to_vec();
    if known {
        // Without RETURNING: that would be a savepoint, at which the text index writes what it holds in memory.
        let same = connection
            .prepare_cached("UPDATE actor SET document = ?2 WHERE id = ?1 AND body = ?3")?
            .execute(params![actor.id, document, body])?;
        if same > 0 {
            return Ok(());
        }
        clear_names(connection, &actor.id)?;
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO actor(id, document, kind, body) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![actor.id, document, actor.kind, body])?;
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO actor_name(name, id) VALUES (?1, ?2)")?;
    for name in names(actor) {
        insert.execute(params![name, actor.id])?;
    }
    Ok(())
}

fn clear_names(connection: &Connection, id: &str) -> Result<(), StoreError> {
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM actor WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(body) = body else { return Ok(()) };
    let mut delete =
        connection.prepare_cached("DELETE FROM actor_name WHERE name = ?1 AND id = ?2")?;
    for name in names(&v1::Actor::decode(body.as_slice())?) {
        delete.execute(params![name, id])?;
    }
    Ok(())
}
