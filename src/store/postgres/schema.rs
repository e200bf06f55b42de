//! The schema: made and brought up to date by whichever process comes first, and what the store is.

use tokio_postgres::error::SqlState;

use super::session::Session;
use crate::store::merge::RULE_VERSION;
use crate::store::words::WORDS_VERSION;
use crate::store::{Meta, StoreError, Tokens};

/// What brings a database from each version to the next; version 0 is empty.
const MIGRATIONS: [&str; 2] = [
    include_str!("schema.sql"),
    include_str!("words_at_once.sql"),
];

/// The schema version that this program writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// Numbers of event types for which there is a lock; more than there are types.
const KINDS: i32 = 63;

/// Attempts to make the first table, which several processes may make at the same time.
const ATTEMPTS: u32 = 10;

/// Makes the schema, or brings it up to date. Several processes may do so at the same time: all but one wait. Returns the version
/// that was found.
pub fn migrate(session: &Session) -> Result<u32, StoreError> {
    if let Some(version) = version(session)?
        && version == SCHEMA_VERSION
    {
        return Ok(version);
    }
    let encoding: String = session.one("SHOW server_encoding", &[])?.try_get(0)?;
    if encoding != "UTF8" {
        return Err(StoreError::Foreign {
            cause: format!("the database is encoded in {encoding}, not in UTF8"),
        });
    }
    refuse_foreign(session)?;
    // Two processes that make one table at once: PostgreSQL lets one of them fail.
    let mut made = Err(StoreError::NotFound {
        kind: crate::store::RecordKind::Document,
        ids: Vec::new(),
    });
    for _ in 0..ATTEMPTS {
        made = session.run("CREATE TABLE IF NOT EXISTS tradewire_schema(version integer NOT NULL)");
        if made.is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    made?;
    let system = system(session)?;
    session.run("BEGIN; LOCK TABLE tradewire_schema IN ACCESS EXCLUSIVE MODE")?;
    let result = step(session, &system);
    match &result {
        Ok(_) => session.run("COMMIT")?,
        // The first error counts.
        Err(_) => drop(session.run("ROLLBACK")),
    }
    result
}

/// Inside the transaction that holds the lock.
fn step(session: &Session, system: &str) -> Result<u32, StoreError> {
    let from = version(session)?.unwrap_or(0);
    for step in MIGRATIONS.iter().skip(from as usize) {
        session.run(step)?;
    }
    if from == 0 {
        session.execute(
            "INSERT INTO merge_lock SELECT generate_series(0, $1::integer)",
            &[&KINDS],
        )?;
        let key: String = [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()]
            .map(|half| half.simple().to_string())
            .concat();
        set(session, "store_id", &uuid::Uuid::new_v4().to_string())?;
        set(session, "token_key", &key)?;
        set(session, "epoch", "1")?;
        set(session, "system", system)?;
        set(session, "words_version", &WORDS_VERSION.to_string())?;
        set(session, "rule_version", &RULE_VERSION.to_string())?;
        set(session, "forgotten", "0")?;
    }
    if from < SCHEMA_VERSION {
        session.run("DELETE FROM tradewire_schema")?;
        session.execute(
            "INSERT INTO tradewire_schema(version) VALUES ($1)",
            &[&i32::try_from(SCHEMA_VERSION).unwrap_or(i32::MAX)],
        )?;
    }
    Ok(from)
}

/// The version of the schema; none where there is no schema.
fn version(session: &Session) -> Result<Option<u32>, StoreError> {
    let there: bool = session
        .one("SELECT to_regclass('tradewire_schema') IS NOT NULL", &[])?
        .try_get(0)?;
    if !there {
        return Ok(None);
    }
    let row = session.row("SELECT version FROM tradewire_schema", &[])?;
    let version = row.map(|row| row.try_get::<_, i32>(0)).transpose()?;
    let version = version.and_then(|version| u32::try_from(version).ok());
    match version {
        Some(found) if found > SCHEMA_VERSION => Err(StoreError::NewerSchema {
            found,
            known: SCHEMA_VERSION,
        }),
        other => Ok(other),
    }
}

/// A schema that holds tables of another program is left alone.
fn refuse_foreign(session: &Session) -> Result<(), StoreError> {
    let row = session.one(
        "SELECT count(*) FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
         AND to_regclass('tradewire_schema') IS NULL",
        &[],
    )?;
    let others: i64 = row.try_get(0)?;
    if others > 0 {
        return Err(StoreError::Foreign {
            cause: format!("the schema holds {others} tables of another program"),
        });
    }
    Ok(())
}

/// What the store is. The tokens are bound to its id and its epoch.
pub fn meta(session: &Session) -> Result<Meta, StoreError> {
    let store_id = get(session, "store_id")?;
    let epoch = get(session, "epoch")?;
    let key = get(session, "token_key")?;
    Ok(Meta {
        tokens: Tokens::new(token_key(&[&key, &store_id, &epoch])),
        store_id,
        schema_version: SCHEMA_VERSION,
    })
}

fn token_key(parts: &[&str]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

/// Begins a new epoch where the contents have come into another database (a dump that was restored): the sequence of changes goes
/// on there without what was lost, and places of before mean nothing.
pub fn new_epoch(session: &Session) -> Result<bool, StoreError> {
    let (known, found) = (get(session, "system")?, system(session)?);
    if known == found {
        return Ok(false);
    }
    let moved = session.execute(
        "UPDATE meta SET value = $1 WHERE name = 'system' AND value = $2",
        &[&found, &known],
    )?;
    if moved == 1 {
        session.execute(
            "UPDATE meta SET value = (value::bigint + 1)::text WHERE name = 'epoch'",
            &[],
        )?;
    }
    Ok(moved == 1)
}

/// What tells this database from its copies; empty where the server does not say it.
fn system(session: &Session) -> Result<String, StoreError> {
    let found = session.row(
        "SELECT system_identifier::text FROM pg_control_system()",
        &[],
    );
    match found {
        Ok(row) => Ok(match row {
            Some(row) => row.try_get(0)?,
            None => String::new(),
        }),
        Err(StoreError::Internal { cause })
            if cause.contains(SqlState::INSUFFICIENT_PRIVILEGE.code())
                || cause.contains(SqlState::UNDEFINED_FUNCTION.code()) =>
        {
            Ok(String::new())
        }
        Err(error) => Err(error),
    }
}

/// Writes a value of the table `meta`.
pub fn set(session: &Session, name: &str, value: &str) -> Result<(), StoreError> {
    session.execute(
        "INSERT INTO meta(name, value) VALUES ($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        &[&name, &value],
    )?;
    Ok(())
}

/// Reads a value of the table `meta`.
pub fn get(session: &Session, name: &str) -> Result<String, StoreError> {
    let row = session.row("SELECT value FROM meta WHERE name = $1", &[&name])?;
    let row = row.ok_or_else(|| StoreError::Damaged {
        cause: format!("the store does not know its {name}"),
    })?;
    Ok(row.try_get(0)?)
}
