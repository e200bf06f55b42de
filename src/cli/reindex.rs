//! `tradewire reindex`: reads all documents of a store again.

use std::process::ExitCode;
use std::sync::Arc;

use futures_util::stream::{self, TryStreamExt};

use super::local_store::LocalStore;
use super::progress;
use crate::error::Error;
use crate::proto::v1::DocumentRecord;
use crate::service::request::DocumentRequest;
use crate::service::workers::Workers;
use crate::store::{ExtractedDocument, Location, PutMode, PutOutcome, Store, StoreError};
use crate::text::Limits;

/// Documents that are taken from the store, read and put back at one time.
const BATCH: usize = 64;

/// Read all documents of a store again, after an update of this program or of the lexicon
///
/// Ids of documents stay, and those of events and statements stay where the new reading still tells them. A run that was broken off
/// can be repeated: what reads as before changes nothing. Exit codes: 0 all read, 1 failed for some or all, which keep their old
/// reading.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The store: a file, or the address of a database (postgres://user@host/database)
    #[arg(long, value_name = "FILE|ADDRESS")]
    store: Location,

    #[command(flatten)]
    lexicon: super::LexiconArgs,

    /// Threads that read; by default one per core
    #[arg(long, value_name = "COUNT")]
    jobs: Option<usize>,
}

/// What came of all documents.
#[derive(Debug, Default)]
struct Counts {
    changed: u64,
    unchanged: u64,
    failed: u64,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match reindex(args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Returns how many documents failed.
#[tokio::main]
async fn reindex(args: &Args) -> Result<u64, Box<dyn std::error::Error>> {
    let local = LocalStore::open_existing(&args.store, &args.lexicon, args.jobs).await?;
    let progress = progress::documents(Some(local.store.totals().await?.documents));
    let mut counts = Counts::default();
    let batches = documents(local.store.clone()).map_ok(|records| {
        let workers = local.workers.clone();
        async move { Ok::<_, StoreError>(read_all(&workers, records).await) }
    });
    // One batch is read while another one is written.
    let mut batches = std::pin::pin!(batches.try_buffered(2));
    while let Some(batch) = batches.try_next().await? {
        let mut read = Vec::with_capacity(batch.len());
        for (id, reading) in batch {
            match reading {
                Ok(document) => read.push(document),
                Err(error) => {
                    counts.failed += 1;
                    progress.inc(1);
                    progress.suspend(|| super::complain(&format!("{id}: {error}")));
                }
            }
        }
        let put = local.store.put(read, PutMode::Reread).await?;
        progress.inc(put.len() as u64);
        for put in put {
            match put.outcome {
                // A server has replaced or deleted it since it was taken from the store.
                PutOutcome::Superseded => {}
                PutOutcome::Unchanged => counts.unchanged += 1,
                PutOutcome::Added | PutOutcome::Replaced => counts.changed += 1,
            }
        }
    }
    progress.finish_and_clear();
    local.close().await;
    let Counts {
        changed,
        unchanged,
        failed,
    } = counts;
    anstream::println!("{changed} documents read anew, {unchanged} as before, {failed} failed");
    Ok(failed)
}

/// All documents of the store, some at a time.
fn documents(
    store: Arc<dyn Store>,
) -> impl stream::Stream<Item = Result<Vec<DocumentRecord>, StoreError>> {
    stream::try_unfold(Some(None), move |place| {
        let store = store.clone();
        async move {
            let Some(cursor) = place else {
                return Ok(None);
            };
            let page = store.scan_documents(Option::as_ref(&cursor), BATCH).await?;
            Ok(Some((page.items, page.next.map(Some))))
        }
    })
}

/// Reads documents at the same time; each with its id.
async fn read_all(
    workers: &Workers,
    records: Vec<DocumentRecord>,
) -> Vec<(String, Result<ExtractedDocument, Error>)> {
    let readings = records.into_iter().map(|record| async {
        let id = record.id.clone();
        (id, read(workers, record).await)
    });
    futures_util::future::join_all(readings).await
}

async fn read(workers: &Workers, record: DocumentRecord) -> Result<ExtractedDocument, Error> {
    // What was taken in once is read again, whatever its size and language.
    let limits = Limits {
        max_bytes: usize::MAX,
        check_language: false,
        ..Limits::default()
    };
    let request = DocumentRequest::new(record.document, None, limits)?;
    let document = request.document().clone();
    let extraction = workers.read(request).await?;
    Ok(ExtractedDocument {
        document,
        extraction,
    })
}
