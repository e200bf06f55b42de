//! The store in a file: SQLite with its own full-text index.
//!
//! One thread writes (`writer`), and commits whatever waits in one durable transaction; readers have connections of their own
//! (`readers`) and see the last commit. Several processes may read and write one file; each learns of the changes of the
//! others when it reads, but wakes its watchers only for its own.

mod actors;
mod api;
mod backup;
mod batch;
mod changes;
mod count;
mod errors;
mod graph;
mod kept;
mod lines;
mod list_actors;
mod maintain;
mod publish;
mod readers;
mod records;
mod schema;
mod search_events;
mod search_keys;
mod search_text;
mod tally;
mod text;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::{ChangeCursor, Health, Meta, Put, StoreError};
pub use backup::backup;
use kept::Kept;
use readers::Readers;
pub use schema::SCHEMA_VERSION;
use writer::{Job, Signals, Work};

/// Settings of a store in a file. The defaults suit a server on a small machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Connections that read at the same time. Default: one per core, at least 4, at most 16.
    pub readers: usize,
    /// How long to wait for another process that holds the file. Default: 5 seconds.
    pub busy_timeout: Duration,
    /// Size of a page of a new file, in bytes: a power of two from 512 to 65,536. Default: 8,192.
    pub page_bytes: u32,
    /// Pages in the log after which they are written back into the file. Default: 8,000.
    pub checkpoint_pages: u32,
    /// Memory of the writer for pages. Default: 256 MiB.
    pub writer_cache_bytes: usize,
    /// Memory of each reader for pages. Default: 32 MiB.
    pub reader_cache_bytes: usize,
    /// Memory for records that were read by id, as they are answered. Default: 16 MiB.
    pub kept_record_bytes: usize,
    /// Most documents in one transaction, unless one call puts more. Default: 512.
    pub batch_documents: usize,
    /// Writes that may wait; further ones wait to wait. Default: 1,024.
    pub queue: usize,
    /// Changes that are kept for those who resume a watch. Default: 1,000,000.
    pub kept_changes: i64,
    /// Most bytes that the file may have, the log beside it not counted; none: as many as the disk holds. Default: none.
    pub most_bytes: Option<u64>,
    /// Records that are looked at for one page; then the page ends, full or not. Default: 20,000.
    pub scan_budget: usize,
}

/// The store in a file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    meta: Meta,
    scan_budget: usize,
    readers: Readers,
    kept: Kept,
    writer: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    revision: watch::Receiver<ChangeCursor>,
    health: watch::Sender<Health>,
}

impl SqliteStore {
    /// Opens the store in a file; makes the file, but not its folder, where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`], [`StoreError::Foreign`], [`StoreError::Damaged`], [`StoreError::Full`],
    /// [`StoreError::Unavailable`] where it may not be read or written, or another process holds it.
    pub fn open(path: impl AsRef<Path>, settings: Settings) -> Result<Self, StoreError> {
        let path = path.as_ref().to_owned();
        let connection = schema::open_writer(&path, &settings)?;
        let meta = schema::meta(&connection)?;
        let (revision_sender, revision) = watch::channel(changes::last(&connection)?);
        let (health, _) = watch::channel(Health::Ready);
        let signals = Signals {
            revision: revision_sender,
            health: health.clone(),
        };
        let (writer, thread) = writer::start(connection, &settings, signals)?;
        Ok(Self {
            readers: Readers::new(path.clone(), settings.clone()),
            kept: Kept::new(path.clone(), settings.clone()),
            path,
            meta,
            scan_budget: settings.scan_budget.max(1),
            writer: Mutex::new(Some(writer)),
            thread: Mutex::new(Some(thread)),
            revision,
            health,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn write(&self, work: Work) -> Result<Vec<Put>, StoreError> {
        let closed = || StoreError::Unavailable {
            cause: "the store is closed".to_owned(),
        };
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let (answer, answered) = oneshot::channel();
        writer
            .ok_or_else(closed)?
            .send(Job { work, answer })
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let result = self.readers.read(read).await;
        self.note(&result);
        result
    }

    /// Lets the health follow what reading has found.
    fn note<T>(&self, result: &Result<T, StoreError>) {
        if let Err(error @ StoreError::Damaged { .. }) = result {
            self.health.send_replace(Health::Failing(error.clone()));
        }
    }
}
