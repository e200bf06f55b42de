//! Records that were read by id, as they go over the wire, for as long as nobody has changed the file.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
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

/// Most connections that notice changes.
const MOST_WATCHERS: usize = 16;

/// What a file holds, told from what it held before; comparable only with others of the same [`Kept`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State(u64);

/// The records.
pub struct Kept {
    path: PathBuf,
    settings: Settings,
    records: Cache<(RecordKind, String), (State, Bytes), Size>,
    /// Each thread asks the same one again and again, so that threads seldom wait for each other.
    watchers: Vec<Mutex<Watcher>>,
    /// How often any of them has noticed that the file was changed.
    changes: AtomicU64,
}

/// Notices what other connections change; opened when it is first needed.
#[derive(Default)]
struct Watcher {
    connection: Option<Connection>,
    version: Option<i64>,
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
            watchers: std::iter::repeat_with(Mutex::default)
                .take(settings.readers.clamp(1, MOST_WATCHERS))
                .collect(),
            changes: AtomicU64::default(),
            path,
            settings,
        }
    }

    /// What the file holds now; none where that cannot be said at once. Takes some microseconds and never waits for the file.
    ///
    /// Of one watcher, only the first that asks after a change gets a new state from it, and others must not get the old one meanwhile:
    /// hence its lock is held until the change is counted. A record that is kept for a state was read after the last change that was
    /// counted for it, and whoever asks after a later change counts that first, by his own watcher if by no other.
    pub fn state(&self) -> Option<State> {
        let watcher = self.watchers.get(turn() % self.watchers.len())?;
        let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if watcher.connection.is_none() {
            watcher.connection = Some(self.watch().ok()?);
        }
        let version = version_of(watcher.connection.as_ref()?).ok()?;
        if watcher.version.replace(version) == Some(version) {
            return Some(State(self.changes.load(Ordering::SeqCst)));
        }
        Some(State(self.changes.fetch_add(1, Ordering::SeqCst) + 1))
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
fn version_of(connection: &Connection) -> Result<i64, StoreError> {
    let mut version = connection.prepare_cached("PRAGMA data_version")?;
    Ok(version.query_row([], |row| row.get(0))?)
}

/// A number of this thread.
fn turn() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static TURN: usize = NEXT.fetch_add(1, Ordering::Relaxed));
    TURN.with(|turn| *turn)
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_thread_takes_what_was_kept_before_a_change_for_what_is_there_now() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let settings = Settings {
            readers: 3,
            ..Settings::default()
        };
        let writer = schema::open_writer(&path, &settings).unwrap();
        writer.execute_batch("CREATE TABLE t(x)").unwrap();
        let kept = Kept::new(path, settings);
        let key = || (RecordKind::Event, "e");
        // Of the five threads some share a watcher.
        let states = || -> Vec<State> {
            std::thread::scope(|scope| {
                let asking: Vec<_> = (0..5)
                    .map(|_| scope.spawn(|| kept.state().unwrap()))
                    .collect();
                asking.into_iter().map(|one| one.join().unwrap()).collect()
            })
        };
        states();
        for round in 0..20_u8 {
            let now = states();
            assert_eq!(now, states(), "nothing has changed");
            for state in &now {
                kept.keep(
                    key().0,
                    key().1.to_owned(),
                    *state,
                    Bytes::from(vec![round]),
                );
            }
            assert!(kept.get(key().0, key().1, now[0]).is_some());
            writer.execute_batch("INSERT INTO t VALUES (1)").unwrap();
            for state in states() {
                assert!(kept.get(key().0, key().1, state).is_none(), "round {round}");
            }
        }
    }
}
