//! `tradewire copy`: moves everything from one store into another.

use std::process::ExitCode;
use std::sync::Arc;

use futures_util::TryStreamExt;
use futures_util::stream;

use super::progress;
use crate::store::{CopiedDocument, Location, PutOutcome, Store, StoreError, open, open_existing};

/// Documents that are taken from one store and put into the other at one time.
const BATCH: usize = 128;

/// Batches that are put at one time.
const IN_FLIGHT: usize = 4;

/// Copy everything from one store into another
///
/// Documents keep their ids, what was read of them and when they came; events and statements keep their ids, since these follow from
/// the documents. Versions and the sequence of changes begin anew: resume tokens and page tokens are of one store only. A run that
/// was broken off is resumed by the same command. The other store may hold documents already, and servers may use both; what
/// comes into the first one meanwhile is copied by another run. Exit codes: 0 all copied, 1 failed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The store to copy from: a file, or the address of a database (postgres://user@host/database)
    #[arg(long, value_name = "FILE|ADDRESS")]
    from: Location,

    /// The store to copy to; it is made where there is none
    #[arg(long, value_name = "FILE|ADDRESS")]
    to: Location,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match copy(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn copy(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let from = open_existing(&args.from).await?;
    let to = open(&args.to).await?;
    if from.meta().store_id == to.meta().store_id {
        return Err("both are the same store".into());
    }
    let progress = progress::documents(Some(from.totals().await?.documents));
    let batches = documents(from.clone()).map_ok(|batch| {
        let to = to.clone();
        async move { put(&to, batch).await }
    });
    let mut batches = std::pin::pin!(batches.try_buffered(IN_FLIGHT));
    let (mut copied, mut there) = (0, 0);
    while let Some((new, known)) = batches.try_next().await? {
        (copied, there) = (copied + new, there + known);
        progress.inc(new + known);
    }
    progress.finish_and_clear();
    from.close().await;
    to.close().await;
    anstream::println!("{copied} documents copied, {there} were there");
    Ok(())
}

/// All documents of a store, some at a time.
fn documents(
    store: Arc<dyn Store>,
) -> impl stream::Stream<Item = Result<Vec<CopiedDocument>, StoreError>> {
    stream::try_unfold(Some(None), move |place| {
        let store = store.clone();
        async move {
            let Some(cursor) = place else {
                return Ok(None);
            };
            let page = store.copy_out(Option::as_ref(&cursor), BATCH).await?;
            Ok(Some((page.items, page.next.map(Some))))
        }
    })
}

/// Puts what is not there yet; how many were new and how many known.
async fn put(to: &Arc<dyn Store>, batch: Vec<CopiedDocument>) -> Result<(u64, u64), StoreError> {
    let of = |copied: &CopiedDocument| (copied.id(), copied.content_hash());
    let known = to.known(&batch.iter().map(of).collect::<Vec<_>>()).await?;
    let all = batch.len() as u64;
    let new = batch.into_iter().zip(known).filter(|(_, known)| !known);
    let put = to
        .copy_in(new.map(|(document, _)| document).collect())
        .await?;
    let new = put
        .iter()
        .filter(|put| put.outcome != PutOutcome::Unchanged);
    let new = new.count() as u64;
    Ok((new, all - new))
}
