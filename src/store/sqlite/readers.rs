//! Connections for reading, of which each task takes one for as long as it reads.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, InterruptHandle};
use tokio::sync::Semaphore;

use super::{Settings, schema};
use crate::store::StoreError;

/// The connections. Clones share them.
#[derive(Clone)]
pub struct Readers {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    settings: Settings,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

/// Interrupts what is read when its caller goes away.
struct GiveUp(Arc<Mutex<Option<InterruptHandle>>>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        let handle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = handle.as_ref() {
            handle.interrupt();
        }
    }
}

impl Readers {
    pub fn new(path: PathBuf, settings: Settings) -> Self {
        let free = Arc::new(Semaphore::new(settings.readers.max(1)));
        let shared = Shared {
            path,
            settings,
            idle: Mutex::default(),
            free,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Reads in one snapshot of the store, on a thread that may block.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.read_with(false, read).await
    }

    /// As [`Readers::read`], over a connection that has never read before.
    pub async fn read_anew<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.read_with(true, read).await
    }

    async fn read_with<T: Send + 'static>(
        &self,
        anew: bool,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = self
            .shared
            .free
            .clone()
            .acquire_owned()
            .await
            .map_err(fault)?;
        let shared = self.shared.clone();
        let running = Arc::new(Mutex::new(None));
        let give_up = GiveUp(running.clone());
        let task = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let idle = || shared.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let connection = match if anew { None } else { idle().pop() } {
                Some(connection) => connection,
                None => schema::open_reader(&shared.path, &shared.settings)?,
            };
            *running.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(connection.get_interrupt_handle());
            let result = (|| {
                let snapshot = connection.unchecked_transaction()?;
                let result = read(&snapshot);
                // Nothing is written: ending is enough.
                snapshot.finish()?;
                result
            })();
            // From here on nobody may interrupt the connection: the next reader has it.
            *running.lock().unwrap_or_else(PoisonError::into_inner) = None;
            if connection.is_autocommit() && !anew {
                idle().push(connection);
            }
            result
        });
        let result = task.await.map_err(fault)?;
        drop(give_up);
        result
    }
}

fn fault(error: impl std::error::Error) -> StoreError {
    StoreError::Internal {
        cause: error.to_string(),
    }
}

impl std::fmt::Debug for Readers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Readers")
            .field("path", &self.shared.path)
            .finish_non_exhaustive()
    }
}
