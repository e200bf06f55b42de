//! `tradewire store`: looks after a store.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::progress;
use crate::store::{Location, Totals, open_existing, sqlite};

/// Look after a store
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Print how much a store holds
    Info(StoreArgs),
    /// Read the whole store and print what is wrong with it. Exit codes: 0 nothing, 1 something
    Verify(StoreArgs),
    /// Copy a store in a file into a new file, as it is at one moment, while others write. To restore, put the copy in its place
    Backup(BackupArgs),
    /// Build the text index anew from the documents, after `verify` or a search found it damaged
    RebuildIndex(StoreArgs),
}

#[derive(Debug, clap::Args)]
struct StoreArgs {
    /// The store: a file, or the address of a database (postgres://user@host/database)
    #[arg(long, value_name = "FILE|ADDRESS")]
    store: Location,
}

#[derive(Debug, clap::Args)]
struct BackupArgs {
    #[command(flatten)]
    store: StoreArgs,

    /// File of the copy, which must not exist
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    let done = match &args.task {
        Task::Info(args) => info(args),
        Task::Verify(args) => verify(args),
        Task::Backup(args) => backup(args),
        Task::RebuildIndex(args) => rebuild(args),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn backup(args: &BackupArgs) -> Result<bool, Box<dyn std::error::Error>> {
    let Some(file) = args.store.store.file() else {
        return Err(
            "a store in PostgreSQL is copied with its own tools (pg_dump, pg_basebackup)".into(),
        );
    };
    sqlite::backup(file, &args.to)?;
    Ok(true)
}

#[tokio::main]
async fn info(args: &StoreArgs) -> Result<bool, Box<dyn std::error::Error>> {
    let store = open_existing(&args.store).await?;
    let Totals {
        documents,
        events,
        statements,
        actors,
    } = store.totals().await?;
    let meta = store.meta();
    anstream::println!(
        "store {}, schema version {}\n{documents} documents, {events} events, {statements} statements, {actors} actors",
        meta.store_id,
        meta.schema_version
    );
    store.close().await;
    Ok(true)
}

#[tokio::main]
async fn verify(args: &StoreArgs) -> Result<bool, Box<dyn std::error::Error>> {
    let store = open_existing(&args.store).await?;
    let wrong = store.verify().await?;
    store.close().await;
    for finding in &wrong {
        anstream::println!("{finding}");
    }
    if wrong.is_empty() {
        anstream::println!("nothing is wrong");
    }
    Ok(wrong.is_empty())
}

#[tokio::main]
async fn rebuild(args: &StoreArgs) -> Result<bool, Box<dyn std::error::Error>> {
    let store = open_existing(&args.store).await?;
    let documents = store.totals().await?.documents;
    let progress = progress::documents(Some(documents));
    let rebuilt = store
        .rebuild_text_index(&|done| progress.set_position(done))
        .await;
    progress.finish_and_clear();
    rebuilt?;
    store.close().await;
    anstream::println!("the text index of {documents} documents is new");
    Ok(true)
}
