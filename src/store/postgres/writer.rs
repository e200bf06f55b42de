//! What waits to be written shares transactions, so that the cost of durability and of round trips is paid once for many. Several
//! transactions may be under way at the same time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::Core;
use super::batch::{self, Context, Written};
use super::session::Session;
use crate::store::prepare::Prepared;
use crate::store::{Put, PutMode, StoreError};

/// What is to be written.
pub enum Work {
    /// Documents to put.
    Put(Vec<Prepared>, PutMode),
    /// A document to delete, by id.
    Delete(String),
    /// The text index to build anew; what is told of its progress.
    RebuildText(mpsc::UnboundedSender<u64>),
}

/// What came of it.
pub type Done = Result<Vec<Put>, StoreError>;

/// Something to write, and where to answer.
pub struct Job {
    pub work: Work,
    pub answer: oneshot::Sender<Done>,
}

/// Starts the writers. They end when all senders are gone.
pub fn start(core: &Arc<Core>) -> (mpsc::Sender<Job>, JoinHandle<()>) {
    let (sender, mut receiver) = mpsc::channel::<Job>(core.settings.queue.max(1));
    let core = core.clone();
    let most = core.settings.batch_documents.max(1);
    let turns = Arc::new(tokio::sync::Semaphore::new(core.settings.writers.max(1)));
    let task = tokio::spawn(async move {
        let mut writing = tokio::task::JoinSet::new();
        while let Some(first) = receiver.recv().await {
            // Whatever comes while all writers are busy joins the batch.
            let Ok(turn) = turns.clone().acquire_owned().await else {
                break;
            };
            let mut size = first.work.size();
            let mut jobs = vec![first];
            while size < most
                && let Ok(job) = receiver.try_recv()
            {
                size += job.work.size();
                jobs.push(job);
            }
            let core = core.clone();
            writing.spawn(serve(core, jobs, turn));
            while writing.try_join_next().is_some() {}
        }
        while writing.join_next().await.is_some() {}
    });
    (sender, task)
}

async fn serve(core: Arc<Core>, jobs: Vec<Job>, turn: OwnedSemaphorePermit) {
    let core = &core;
    let (works, answers): (Vec<Work>, Vec<_>) =
        jobs.into_iter().map(|job| (job.work, job.answer)).unzip();
    let works = Arc::new(works);
    let results = match write(core, works.clone()).await {
        Ok(results) => results,
        Err(error @ StoreError::Unavailable { .. }) => vec![Err(error); answers.len()],
        // One that cannot be written must not take the others with it.
        Err(_) if answers.len() > 1 => match Arc::try_unwrap(works) {
            Ok(works) => {
                let mut results = Vec::with_capacity(answers.len());
                for work in works {
                    let result = write(core, Arc::new(vec![work])).await;
                    results.push(result.and_then(|mut all| all.pop().unwrap_or_else(lost)));
                }
                results
            }
            Err(_) => answers.iter().map(|_| lost()).collect(),
        },
        Err(error) => vec![Err(error); answers.len()],
    };
    drop(turn);
    if results.iter().any(Result::is_ok) {
        core.wrote().await;
    }
    for (answer, result) in answers.into_iter().zip(results) {
        // Who does not wait any more does not want to know.
        let _ = answer.send(result);
    }
}

/// Writes all in one transaction, again and again while the database is not there or asks for another attempt.
async fn write(core: &Arc<Core>, works: Arc<Vec<Work>>) -> Result<Vec<Done>, StoreError> {
    // The transaction of which nobody knows whether it was committed, and what it would have answered.
    let mut in_doubt: Option<InDoubt> = None;
    let mut attempts = core.attempts();
    loop {
        let slot = core.slot();
        let attempt = {
            let works = works.clone();
            let attempt = core.on_thread(&core.pool, move |core, session| {
                transact(core, session, slot, &works, in_doubt)
            });
            attempt.await.unwrap_or_else(|error| (Err(error), None))
        };
        let (result, doubt) = attempt;
        in_doubt = doubt;
        core.note_health(&result);
        match result {
            Ok(written) => return Ok(written),
            Err(error) if !matches!(error, StoreError::Unavailable { .. }) => return Err(error),
            Err(error) => {
                if !attempts.wait().await {
                    return Err(error);
                }
                tracing::debug!(%error, "writing again");
            }
        }
    }
}

/// A transaction whose commitment was not answered.
struct InDoubt {
    transaction: i64,
    written: Written,
}

/// One attempt, on a thread that may block.
fn transact(
    core: &Core,
    session: Result<Session, StoreError>,
    slot: i16,
    works: &[Work],
    in_doubt: Option<InDoubt>,
) -> (Result<Vec<Done>, StoreError>, Option<InDoubt>) {
    let session = match session {
        Ok(session) => session,
        Err(error) => return (Err(error), in_doubt),
    };
    if let Some(doubt) = in_doubt {
        match was_committed(&session, &doubt) {
            Ok(Some(position)) => {
                core.note_written(position);
                return (Ok(doubt.written.answers), None);
            }
            Ok(None) => {}
            Err(error) => {
                session.discard();
                return (Err(error), Some(doubt));
            }
        }
    }
    let days = works.iter().flat_map(Work::days);
    if let Err(error) = core.months.ensure(&session, days) {
        session.discard();
        return (Err(error), None);
    }
    let context = Context {
        numbers: &core.numbers,
        slot,
    };
    let inside = (|| {
        session.run("BEGIN")?;
        for work in works {
            match work {
                Work::RebuildText(progress) => super::maintain::rebuild_text(&session, progress)?,
                Work::Put(..) | Work::Delete(_) => {}
            }
        }
        let written = batch::write(&session, &context, works)?;
        let row = session.one("SELECT pg_current_xact_id_if_assigned()::text::bigint", &[])?;
        Ok((written, row.try_get::<_, Option<i64>>(0)?))
    })();
    let (written, transaction) = match inside {
        Ok(inside) => inside,
        Err(error) => {
            // Closed, it is rolled back by the database.
            session.discard();
            return (Err(error), None);
        }
    };
    match session.commit() {
        Ok(position) => {
            core.note_written(position);
            (Ok(written.answers), None)
        }
        Err(error) => {
            session.discard();
            let doubt = transaction.map(|transaction| InDoubt {
                transaction,
                written,
            });
            (Err(error), doubt)
        }
    }
}

/// Whether a transaction was committed although nobody has said so, and if so, a place in the log behind it. One that is still
/// running is waited for.
fn was_committed(session: &Session, doubt: &InDoubt) -> Result<Option<i64>, StoreError> {
    let row = session.one(
        "SELECT pg_xact_status($1::text::xid8)",
        &[&doubt.transaction.to_string()],
    )?;
    match row.try_get::<_, Option<&str>>(0)? {
        Some("committed") => {}
        Some("in progress") => {
            return Err(StoreError::Unavailable {
                cause: "a transaction is still being committed".to_owned(),
            });
        }
        _ => return Ok(None),
    }
    // After a failover that has lost transactions another one may have its number: what counts is what is there.
    let (ids, keys): (Vec<&str>, Vec<i64>) = doubt
        .written
        .put
        .iter()
        .map(|(id, key)| (id.as_str(), *key))
        .unzip();
    let row = session.one(
        "SELECT NOT EXISTS (SELECT FROM unnest($1::text[], $2::bigint[]) q(id, key)
           WHERE NOT EXISTS (SELECT FROM document_id d WHERE d.id = q.id AND d.key = q.key))
         AND NOT EXISTS (SELECT FROM document_id WHERE id = ANY($3))",
        &[&ids, &keys, &doubt.written.deleted],
    )?;
    match row.try_get(0)? {
        true => session.log_position().map(Some),
        false => Ok(None),
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

    /// The days of the documents that it puts.
    fn days(&self) -> impl Iterator<Item = i32> {
        let documents = match self {
            Self::Put(documents, _) => documents.as_slice(),
            _ => &[],
        };
        documents.iter().map(|document| document.day.0)
    }
}

/// The answer to a job that the batch has lost.
fn lost() -> Done {
    Err(StoreError::Internal {
        cause: "a write was not answered".to_owned(),
    })
}
