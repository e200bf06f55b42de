//! Records that were read by id, as they go over the wire, for as long as nobody has changed the file.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prost::bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use rusqlite::Connection;

use super::{Settings, schema};
use crate::store::{RecordKind, StoreError};

/// What one record takes beside its bytes, about.
const OVERHEAD_BYTES: u64 = 200;

/// A record about this large is expected, so that the cache knows how many it will hold.
const USUAL_BYTES: u64 = 4096;

/// What a file holds, told from what it held before; comparable only with others of the same [`Kept`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State(i64);

/// The records.
pub struct Kept {
    path: PathBuf,
    settings: Settings,
    records: Cache<(RecordKind, String), (State, Bytes), Size>,
    /// Notices what other connections change; opened when it is first needed.
    watcher: Mutex<Option<Connection>>,
}

/// The size of a record in bytes.
#[derive(Clone)]
struct Size;

impl Weighter<(RecordKind, String), (State, Bytes)> for Size {
    fn weight(&self, (_, id): &(RecordKind, String), (_, record): &(State, Bytes)) -> u64 {
        let bytes = id.len() + record.len();
        u64::try_from(bytes)
            .unwrap_or(u64::MAX)
            .saturating_add(OVERHEAD_BYTES)
    }
}

impl Kept {
    pub fn new(path: PathBuf, settings: Settings) -> Self {
        let bytes = u64::try_from(settings.kept_record_bytes).unwrap_or(u64::MAX);
        let expected = usize::try_from(bytes / USUAL_BYTES).unwrap_or(usize::MAX);
        Self {
            records: Cache::with_weighter(expected, bytes, Size),
            path,
            settings,
            watcher: Mutex::default(),
        }
    }

    /// What the file holds now; none where that cannot be said at once. Takes some microseconds and never waits for the file.
    pub fn state(&self) -> Option<State> {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        let state = match watcher.as_ref() {
            Some(connection) => state_of(connection),
            None => self.watch().and_then(|connection| {
                let state = state_of(&connection);
                *watcher = Some(connection);
                state
            }),
        };
        state.ok()
    }

    /// A record that was read when the file held the same.
    pub fn get(&self, kind: RecordKind, id: &str, now: State) -> Option<Bytes> {
        let (then, record) = self.records.get(&(kind, id.to_owned()))?;
        (then == now).then_some(record)
    }

    /// Keeps a record that was read after the file was in a state: it is of that state, or of a later one and then nobody's.
    pub fn keep(&self, kind: RecordKind, id: String, then: State, record: Bytes) {
        self.records.insert((kind, id), (then, record));
    }

    fn watch(&self) -> Result<Connection, StoreError> {
        let connection = schema::open_reader(&self.path, &self.settings)?;
        // Whoever asks would rather read the record than wait.
        connection.busy_timeout(Duration::ZERO)?;
        Ok(connection)
    }
}

/// <https://www.sqlite.org/pragma.html#pragma_data_version>: another number whenever another connection has changed the file.
fn state_of(connection: &Connection) -> Result<State, StoreError> {
    let mut version = connection.prepare_cached("PRAGMA data_version")?;
    Ok(State(version.query_row([], |row| row.get(0))?))
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
