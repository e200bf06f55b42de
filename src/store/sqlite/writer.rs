//! The one thread that writes. Whatever waits when it begins a transaction shares it, so that the cost of durability is paid
//! once for all.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::Settings;
use super::batch::Writing;
use super::records;
use crate::store::prepare::Prepared;
use crate::store::{ChangeCursor, Health, Put, PutMode, PutOutcome, StoreError};

/// Bytes for which a store that was full must have room again before it counts as ready: a large document.
const ROOM_BYTES: usize = 1 << 20;

/// After how long without a pause the file is left free for a moment: SQLite does not queue those who wait for it, so that a process
/// with much to write would shut out all others.
const TURN: Duration = Duration::from_secs(1);
/// How long it is left free: longer than others take from one look at the lock to the next.
const PAUSE: Duration = Duration::from_millis(30);

/// What is to be written.
pub enum Work {
    /// Documents to put.
    Put(Vec<Prepared>, PutMode),
    /// A document to delete, by id.
    Delete(String),
    /// The text index to build anew; what is told of its progress.
    RebuildText(mpsc::UnboundedSender<u64>),
    /// Nothing, durably.
    Probe,
}

/// What came of it.
pub type Done = Result<Vec<Put>, StoreError>;

/// Something to write, and where to answer.
pub struct Job {
    pub work: Work,
    pub answer: oneshot::Sender<Done>,
}

/// What the thread tells everybody.
pub struct Signals {
    pub revision: watch::Sender<ChangeCursor>,
    pub health: watch::Sender<Health>,
}

/// Starts the thread. It ends when all senders are gone.
pub fn start(
    connection: Connection,
    settings: &Settings,
    signals: Signals,
) -> Result<(mpsc::Sender<Job>, JoinHandle<()>), StoreError> {
    let (sender, receiver) = mpsc::channel(settings.queue.max(1));
    let mut writer = Writer {
        connection,
        receiver,
        signals,
        batch_documents: settings.batch_documents.max(1),
        kept_changes: settings.kept_changes,
        patience: settings.busy_timeout,
    };
    let thread = std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || writer.run());
    let thread = thread.map_err(|error| StoreError::Internal {
        cause: format!("the writer cannot be started: {error}"),
    })?;
    Ok((sender, thread))
}

struct Writer {
    connection: Connection,
    receiver: mpsc::Receiver<Job>,
    signals: Signals,
    batch_documents: usize,
    kept_changes: i64,
    /// How long to wait for other processes.
    patience: Duration,
}

impl Writer {
    fn run(&mut self) {
        let (mut idle_since, mut turn) = (Instant::now(), Instant::now());
        while let Some(first) = self.receiver.blocking_recv() {
            if idle_since.elapsed() >= PAUSE {
                turn = Instant::now();
            } else if turn.elapsed() >= TURN {
                std::thread::sleep(PAUSE);
                turn = Instant::now();
            }
            let mut size = first.work.size();
            let mut jobs = vec![first];
            while size < self.batch_documents
                && let Ok(job) = self.receiver.try_recv()
            {
                size += job.work.size();
                jobs.push(job);
            }
            self.serve(jobs);
            idle_since = Instant::now();
        }
        // Leaves one file behind instead of two, unless others are at work.
        if let Err(error) = self
            .connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize")
        {
            tracing::warn!(%error, "the log of the store is not written back");
        }
    }

    fn serve(&mut self, jobs: Vec<Job>) {
        let (works, answers): (Vec<Work>, Vec<_>) =
            jobs.into_iter().map(|job| (job.work, job.answer)).unzip();
        let results = match guarded(|| self.write(&works)) {
            Ok(results) => results,
            // One that cannot be written must not take the others with it.
            Err(_) if works.len() > 1 => works
                .iter()
                .map(|work| {
                    guarded(|| self.write(std::slice::from_ref(work)))
                        .and_then(|mut all| all.pop().unwrap_or_else(lost))
                })
                .collect(),
            Err(error) => vec![Err(error)],
        };
        for ((work, answer), result) in works.iter().zip(answers).zip(results) {
            self.note_health(work, &result);
            // Who does not wait any more does not want to know.
            let _ = answer.send(result);
        }
    }

    /// Writes all in one transaction. An error of one that leaves the others alone is in its place.
    fn write(&mut self, works: &[Work]) -> Result<Vec<Done>, StoreError> {
        let room = if self.is_full() && works.iter().any(|work| matches!(work, Work::Probe)) {
            self.look_for_room()
        } else {
            Ok(())
        };
        let transaction = super::schema::begin(&self.connection, self.patience)?;
        let mut writing = Writing::new(&transaction)?;
        let mut results = Vec::with_capacity(works.len());
        // Where a document comes twice, the later one counts for both.
        let mut latest: HashMap<&str, i64> = HashMap::new();
        for work in works {
            results.push(match work {
                Work::Put(documents, mode) => {
                    let mut puts = Vec::with_capacity(documents.len());
                    for document in documents {
                        let (key, outcome) = writing.put(document, *mode)?;
                        if outcome != PutOutcome::Superseded {
                            latest.insert(&document.id, key);
                        }
                        puts.push((&document.id, outcome));
                    }
                    Ok(puts)
                }
                Work::Delete(id) => match writing.delete(id) {
                    Err(error @ StoreError::NotFound { .. }) => Err(error),
                    other => other.map(|()| Vec::new()),
                },
                Work::RebuildText(progress) => {
                    super::maintain::rebuild_text(&transaction, progress)?;
                    Ok(Vec::new())
                }
                Work::Probe => match &room {
                    Ok(()) => {
                        let now = jiff::Timestamp::now().to_string();
                        super::schema::set(&transaction, "probed", now)?;
                        Ok(Vec::new())
                    }
                    Err(error) => Err(error.clone()),
                },
            });
        }
        let revision = writing.finish(self.kept_changes)?;
        let mut done = Vec::with_capacity(results.len());
        for result in results {
            done.push(match result {
                Err(error) => Err(error),
                Ok(puts) => {
                    let answered = puts.into_iter().map(|(document_id, outcome)| {
                        let key = match outcome {
                            PutOutcome::Superseded => None,
                            _ => latest.get(document_id.as_str()).copied(),
                        };
                        let key = key.unwrap_or_default();
                        Ok(Put {
                            document_id: document_id.clone(),
                            outcome,
                            event_ids: records::event_ids(&transaction, key)?,
                            statement_ids: records::statement_ids(&transaction, key)?,
                        })
                    });
                    Ok(answered.collect::<Result<_, StoreError>>()?)
                }
            });
        }
        transaction.commit()?;
        let revision = ChangeCursor {
            revision: revision.unsigned_abs(),
        };
        self.signals.revision.send_if_modified(|last| {
            let newer = *last != revision;
            *last = revision;
            newer
        });
        Ok(done)
    }

    fn is_full(&self) -> bool {
        matches!(
            *self.signals.health.borrow(),
            Health::Failing(StoreError::Full { .. })
        )
    }

    /// Whether there is room for a large document: writes one's worth of zeros, which the next probe takes away again.
    fn look_for_room(&self) -> Result<(), StoreError> {
        super::schema::set(&self.connection, "probed", vec![0_u8; ROOM_BYTES])
    }

    fn note_health(&self, work: &Work, result: &Done) {
        let health = match result {
            Ok(_) => match &*self.signals.health.borrow() {
                // Damage that one read has met is there although others do not meet it.
                Health::Failing(StoreError::Damaged { .. }) => return,
                // What is small, or takes away, succeeds in a full store as well.
                Health::Failing(StoreError::Full { .. }) if !matches!(work, Work::Probe) => return,
                _ => Health::Ready,
            },
            Err(
                error @ (StoreError::Full { .. }
                | StoreError::Damaged { .. }
                | StoreError::Unavailable { .. }),
            ) => Health::Failing(error.clone()),
            Err(_) => return,
        };
        self.signals.health.send_if_modified(|last| {
            let changed = *last != health;
            *last = health;
            changed
        });
    }
}

impl Work {
    /// How many documents it is about.
    fn size(&self) -> usize {
        match self {
            Self::Put(documents, _) => documents.len(),
            _ => 1,
        }
    }
}

/// Writes, and survives what it cannot stand: the transaction is rolled back, the next one begins anew.
fn guarded<T>(write: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|_| {
        Err(StoreError::Internal {
            cause: "the writer panicked".to_owned(),
        })
    })
}

/// The answer to a job that the batch has lost.
fn lost() -> Done {
    Err(StoreError::Internal {
        cause: "a write was not answered".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_panics_is_answered_and_leaves_nothing_behind() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t(x)").unwrap();
        let panicked = guarded(|| {
            let transaction = connection.transaction()?;
            transaction.execute("INSERT INTO t VALUES (1)", [])?;
            if transaction.is_autocommit() {
                return Ok(());
            }
            panic!("a fault of ours");
        });
        assert!(matches!(panicked, Err(StoreError::Internal { .. })));
        assert!(connection.is_autocommit());
        let count: u32 = connection
            .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 0);
    }
}
