//! The whole store against a naive model: any sequence of puts, new readings, deletions, searches, pages, counts and watches, with
//! the store closed and opened in between.
//!
//! The model keeps what each document says and looks at all of it for each question. Documents tell of few acts, which differ
//! by target and goods and lie close together in time: so the model knows without a rule of merging which tellings are one event.
//!
//! 32 sequences for each store; `TRADEWIRE_MODEL_SEQUENCES=5000` for more.

mod asked;
mod followers;
mod naive;
mod steps;
mod used;

use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tradewire::store::Store;
use tradewire::store::postgres::PostgresStore;

use naive::Model;
use used::{Place, Used};

/// A store in a file.
#[derive(Debug)]
struct Sqlite(tempfile::TempDir);

impl Place for Sqlite {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(crate::sqlite_in(&self.0))
    }
}

/// A store in a database of its own.
#[derive(Debug)]
struct InPostgres(String);

impl Drop for InPostgres {
    fn drop(&mut self) {
        crate::postgres::drop_database(&self.0);
    }
}

impl Place for InPostgres {
    fn new() -> Self {
        Self(crate::postgres::database().expect("a database"))
    }

    async fn open(&self) -> Arc<dyn Store> {
        let settings = tradewire::store::postgres::Settings {
            scan_budget: 50,
            ..Default::default()
        };
        let store = PostgresStore::open(&self.0, settings).await;
        Arc::new(store.expect("the store opens"))
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("TRADEWIRE_MODEL_SEQUENCES")
            .map_or(32, |count| count.parse().unwrap()),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn sequences<P: Place>() {
    let config = config();
    let run = |(model, steps, seen)| {
        Used::<P>::test_sequential(config.clone(), model, steps, seen);
        Ok(())
    };
    let tried = TestRunner::new(config.clone()).run(&Model::sequential_strategy(1..40), run);
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn sqlite_does_what_the_model_does() {
    sequences::<Sqlite>();
}

#[test]
fn postgres_does_what_the_model_does() {
    // Where it is not installed there is nothing to test.
    if crate::postgres::shared().is_some() {
        sequences::<InPostgres>();
    }
}
