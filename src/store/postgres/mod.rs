//! The store in PostgreSQL, for any number of processes that read and write at the same time.
//!
//! What a process writes waits a moment for others of its kind (`writer`) and goes into one transaction (`batch`), which merges
//! under locks that keep the merging of one type of event in one hand. Watches are woken by one task (`tailer`) that looks how
//! far the sequence of changes is complete (`horizon`). Reads take one state of the store each.

mod api;
mod batch;
mod changes;
mod connect;
mod core;
mod count;
mod documents;
mod errors;
mod graph;
mod horizon;
mod lines;
mod list_actors;
mod maintain;
mod months;
mod numbers;
mod plan;
mod publish;
mod records;
mod schema;
mod search_events;
mod search_keys;
mod search_text;
mod session;
mod standby;
mod statements;
mod tailer;
mod tally;
mod text;
mod told;
mod writer;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::timeout_at;

use self::core::Core;
use super::{Consistency, Health, Meta, Put, StoreError, consistency, deadline};
pub use connect::Address;
pub use schema::SCHEMA_VERSION;
use session::Session;
use writer::{Job, Work};

/// Settings of a store in PostgreSQL. The defaults suit a server with a few cores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Connections that read at the same time. Default: 8.
    pub readers: usize,
    /// Transactions that write at the same time, each with a connection of its own. Default: 2.
    pub writers: usize,
    /// Most documents in one transaction, unless one call puts more. Default: 128.
    pub batch_documents: usize,
    /// Writes that may wait; further ones wait to wait. Default: 1,024.
    pub queue: usize,
    /// Changes that are kept for those who resume a watch. Default: 1,000,000.
    pub kept_changes: i64,
    /// Records that are looked at for one page; then the page ends, full or not. Default: 20,000.
    pub scan_budget: usize,
    /// How long something is tried again while the database is away, or asks for another attempt. Default: 10 seconds.
    pub retry_for: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readers: 8,
            writers: 2,
            batch_documents: 128,
            queue: 1024,
            kept_changes: 1_000_000,
            scan_budget: 20_000,
            retry_for: Duration::from_secs(10),
        }
    }
}

/// The store in PostgreSQL.
#[derive(Debug)]
pub struct PostgresStore {
    core: Arc<Core>,
    meta: Meta,
    writer: Mutex<Option<mpsc::Sender<Job>>>,
    writing: Mutex<Option<JoinHandle<()>>>,
    tasks: Vec<AbortHandle>,
}

impl PostgresStore {
    /// Opens the store at an address; makes its schema, or brings it up to date. Any number of processes may do so at the same
    /// time.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`], [`StoreError::Foreign`], [`StoreError::Unavailable`] where the database cannot be reached
    /// for as long as things are tried again.
    pub async fn open(address: &str, settings: Settings) -> Result<Self, StoreError> {
        let core = Arc::new(Core::new(address, settings)?);
        let meta = core
            .again(&core.pool, |_, session| {
                schema::migrate(session)?;
                if schema::new_epoch(session)? {
                    tracing::warn!(
                        "the store has come into another database: tokens of before are refused"
                    );
                }
                schema::meta(session)
            })
            .await?;
        core.look().await?;
        let (writer, writing) = writer::start(&core);
        let tasks = vec![
            tokio::spawn(tailer::tail(core.clone())).abort_handle(),
            tokio::spawn(tailer::call(core.clone())).abort_handle(),
            tokio::spawn(tailer::listen(core.clone())).abort_handle(),
        ];
        Ok(Self {
            core,
            meta,
            writer: Mutex::new(Some(writer)),
            writing: Mutex::new(Some(writing)),
            tasks,
        })
    }

    /// Makes the schema of the store at an address, or brings it up to date; the version that was there before (0: none).
    ///
    /// # Errors
    /// As [`PostgresStore::open`].
    pub async fn migrate(address: &str) -> Result<u32, StoreError> {
        let core = Arc::new(Core::new(address, Settings::default())?);
        core.again(&core.pool, |_, session| schema::migrate(session))
            .await
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
        let writer = writer.ok_or_else(closed)?;
        let (answer, answered) = oneshot::channel();
        let done = async {
            let sent = writer.send(Job { work, answer }).await;
            sent.map_err(|_| closed())?;
            answered.await.map_err(|_| closed())?
        };
        tokio::pin!(done);
        // Others may wait longer, and go on being tried.
        let until = deadline::until(self.core.settings.retry_for);
        if let Ok(done) = timeout_at(until, &mut done).await {
            return done;
        }
        let health = self.core.health.borrow().clone();
        match health {
            Health::Failing(error) => Err(error),
            Health::Ready => done.await,
        }
    }

    /// Reads, again and again while the database is away; from a copy where that is fresh enough.
    async fn read<T: Send + 'static>(
        &self,
        read: impl Fn(&Core, &Session) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let read = Arc::new(read);
        if let Some(standbys) = &self.core.standbys
            && let Consistency::AtLeast(position) = consistency::wanted()
        {
            let read = read.clone();
            let read = move |core: &Core, session: &Session| read(core, session);
            if let Some(answer) = standbys.read(&self.core, position, read).await {
                return answer;
            }
        }
        let read = move |core: &Core, session: &Session| read(core, session);
        self.core.again(&self.core.readers, read).await
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Text as the database takes it: without the character 0, which it cannot hold.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}
