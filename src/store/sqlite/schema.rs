//! The file: how it is opened, created, brought up to date, and refused.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, ToSql, Transaction, TransactionBehavior, params,
    types::FromSql,
};

use super::Settings;
use super::errors::is_locked;
use crate::store::merge::RULE_VERSION;
use crate::store::words::WORDS_VERSION;
use crate::store::{Meta, StoreError, Tokens};

/// `application_id` of the file: "trdw".
const APPLICATION_ID: i32 = 0x7472_6477;

/// What brings a file from each version to the next; version 0 is empty.
const MIGRATIONS: [&str; 1] = [include_str!("schema.sql")];

/// The schema version that this program writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// How long SQLite itself waits for another writer. It looks ever more rarely, so that it would miss the moments in which one that
/// writes without end leaves the file free ([`super::writer`]); so it is asked again and again instead.
const POLL: Duration = Duration::from_millis(20);

/// How long to wait between two of these attempts: where SQLite says at once that the file is locked, nothing else would.
const BREATH: Duration = Duration::from_millis(5);

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 256;

/// Opens a file for writing; creates it, and brings it up to date.
///
/// While another process does the same, or puts in order what a killed one has left, SQLite says at once that the file is locked: it
/// waits only later. So this waits.
pub fn open_writer(path: &Path, settings: &Settings) -> Result<Connection, StoreError> {
    let opened = while_locked(settings.busy_timeout, || {
        open_writer_at_once(path, settings)
    });
    opened.map_err(|error| explained(path, error))
}

/// Why a file that is there may not be written, where the system says so: SQLite does not, or only that a file cannot be opened.
fn explained(path: &Path, error: StoreError) -> StoreError {
    match (&error, std::fs::OpenOptions::new().append(true).open(path)) {
        (StoreError::Unavailable { cause }, Err(why)) if path.exists() => StoreError::Unavailable {
            cause: format!("{cause}: {why}"),
        },
        _ => error,
    }
}

/// Tries again while another process holds the file, as long as the patience lasts.
fn while_locked<T>(
    patience: Duration,
    attempt: impl Fn() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let begun = Instant::now();
    loop {
        match attempt() {
            Err(error) if is_locked(&error) && begun.elapsed() < patience => {
                std::thread::sleep(BREATH);
            }
            other => return other,
        }
    }
}

fn open_writer_at_once(path: &Path, settings: &Settings) -> Result<Connection, StoreError> {
    let mut connection = connect(
        path,
        settings,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    connection.busy_timeout(POLL)?;
    let version = version(&connection)?;
    if version == 0 {
        // Effective only before the first table.
        connection.pragma_update(None, "page_size", settings.page_bytes)?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", settings.checkpoint_pages)?;
    connection.pragma_update(None, "cache_size", -cache_kib(settings.writer_cache_bytes))?;
    if let Some(bytes) = settings.most_bytes {
        // The pages of a file that is there already may have another size than those of a new one.
        let page: u64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        connection.pragma_update(None, "max_page_count", (bytes / page.max(1)).max(1))?;
    }
    // One that is up to date waits for nobody who writes.
    if version < SCHEMA_VERSION {
        migrate(&mut connection)?;
    }
    Ok(connection)
}

/// Begins a transaction that writes; waits for other processes that do.
pub fn begin(connection: &Connection, patience: Duration) -> Result<Transaction<'_>, StoreError> {
    while_locked(patience, || {
        let begun = Transaction::new_unchecked(connection, TransactionBehavior::Immediate);
        Ok(begun?)
    })
}

/// Opens a file for reading.
pub fn open_reader(path: &Path, settings: &Settings) -> Result<Connection, StoreError> {
    let connection = connect(path, settings, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -cache_kib(settings.reader_cache_bytes))?;
    Ok(connection)
}

fn cache_kib(bytes: usize) -> i64 {
    i64::try_from(bytes / 1024).unwrap_or(i64::MAX)
}

/// Opens a file with what all connections have in common.
pub fn connect(
    path: &Path,
    settings: &Settings,
    flags: OpenFlags,
) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(settings.busy_timeout)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // A file may come from anywhere: its schema gets to call nothing, and its pages are looked at before they are believed.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Else a statement is prepared anew each time that other values are bound, in case these would have it planned otherwise: that
    // takes longer than most statements run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

/// The version of a file; 0: it is empty.
pub fn version(connection: &Connection) -> Result<u32, StoreError> {
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (tables > 0 || version > 0) {
        return Err(StoreError::Foreign {
            cause: "the file is a database of another program".to_owned(),
        });
    }
    if version > SCHEMA_VERSION {
        return Err(StoreError::NewerSchema {
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    Ok(version)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    // Two processes may open a new file at the same time: the version counts inside the transaction.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&transaction)?;
    let steps = MIGRATIONS.iter().skip(from as usize);
    for step in steps {
        transaction.execute_batch(step)?;
    }
    if from == 0 {
        let key: [u8; 32] = {
            let (a, b) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
            let mut key = [0; 32];
            key[..16].copy_from_slice(a.as_bytes());
            key[16..].copy_from_slice(b.as_bytes());
            key
        };
        set(&transaction, "store_id", uuid::Uuid::new_v4().to_string())?;
        set(&transaction, "token_key", key.to_vec())?;
        set(&transaction, "words_version", WORDS_VERSION)?;
        set(&transaction, "rule_version", RULE_VERSION)?;
        set(&transaction, "sequence", 0)?;
        set(&transaction, "revision", 0)?;
        set(&transaction, "forgotten", 0)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    if from < SCHEMA_VERSION {
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    transaction.commit()?;
    Ok(())
}

/// What the store is.
pub fn meta(connection: &Connection) -> Result<Meta, StoreError> {
    let key: Vec<u8> = get(connection, "token_key")?;
    let key = <[u8; 32]>::try_from(key).map_err(|_| StoreError::Damaged {
        cause: "the key of the tokens has a wrong length".to_owned(),
    })?;
    Ok(Meta {
        store_id: get(connection, "store_id")?,
        schema_version: SCHEMA_VERSION,
        tokens: Tokens::new(key),
    })
}

/// Writes a value of the table `meta`.
pub fn set(connection: &Connection, name: &str, value: impl ToSql) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO meta(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2",
    )?;
    statement.execute(params![name, value])?;
    Ok(())
}

/// Reads a value of the table `meta`.
pub fn get<T: FromSql>(connection: &Connection, name: &str) -> Result<T, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    let value = statement.query_row([name], |row| row.get(0)).optional()?;
    value.ok_or_else(|| StoreError::Damaged {
        cause: format!("the store does not know its {name}"),
    })
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readers: std::thread::available_parallelism()
                .map_or(4, |cores| cores.get().clamp(4, 16)),
            busy_timeout: Duration::from_secs(5),
            page_bytes: 8192,
            checkpoint_pages: 8000,
            writer_cache_bytes: 256 << 20,
            reader_cache_bytes: 32 << 20,
            kept_record_bytes: 16 << 20,
            batch_documents: 512,
            queue: 1024,
            kept_changes: 1_000_000,
            most_bytes: None,
            scan_budget: 20_000,
        }
    }
}
