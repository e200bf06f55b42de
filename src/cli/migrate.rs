//! `tradewire migrate`: makes the schema of a store in PostgreSQL, or brings it up to date.

use std::process::ExitCode;

use crate::store::postgres::{PostgresStore, SCHEMA_VERSION};
use crate::store::{Location, open};

/// Make the schema of a store, or bring it up to date
///
/// `serve` does the same when it starts; this is for an operator whose servers may not change the schema. Any number of processes may
/// do so at the same time: one does it, the others wait. Exit codes: 0 done, 1 failed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The store: a file, or the address of a database (postgres://user@host/database)
    #[arg(
        long,
        value_name = "FILE|ADDRESS",
        env = "TRADEWIRE_STORE_PATH",
        hide_env_values = true
    )]
    store: Location,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match migrate(&args.store) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn migrate(location: &Location) -> Result<(), Box<dyn std::error::Error>> {
    match location {
        Location::Postgres(address) => {
            let before = PostgresStore::migrate(address).await?;
            if before == SCHEMA_VERSION {
                anstream::println!("the schema has version {SCHEMA_VERSION} already");
            } else {
                anstream::println!(
                    "the schema had version {before}, it has version {SCHEMA_VERSION} now"
                );
            }
        }
        Location::File(_) => {
            let store = open(location).await?;
            anstream::println!("the schema has version {}", store.meta().schema_version);
            store.close().await;
        }
    }
    Ok(())
}
