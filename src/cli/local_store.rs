//! A store on this machine, opened for one command, and the extractor beside it.

use std::sync::Arc;

use super::LexiconArgs;
use crate::service::workers::Workers;
use crate::store::{Location, Store, open, open_existing};

/// Documents that may wait for a thread.
const MAX_WAITING: usize = 256;

/// A store and an extractor.
pub struct LocalStore {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The threads that read.
    pub workers: Workers,
}

impl LocalStore {
    /// Opens a store, or creates it; `jobs` threads read, by default one per core.
    ///
    /// # Errors
    /// What is wrong with store or lexicon.
    pub async fn open(
        location: &Location,
        lexicon: &LexiconArgs,
        jobs: Option<usize>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        Self::with(open(location).await?, lexicon, jobs)
    }

    fn with(
        store: Arc<dyn Store>,
        lexicon: &LexiconArgs,
        jobs: Option<usize>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let jobs = jobs.filter(|jobs| *jobs > 0);
        let cores = || std::thread::available_parallelism().map_or(1, Into::into);
        let jobs = jobs.unwrap_or_else(cores);
        Ok(Self {
            workers: Workers::new(jobs, MAX_WAITING, lexicon.load()?),
            store,
        })
    }

    /// As [`LocalStore::open`], but the store must be there.
    ///
    /// # Errors
    /// What is wrong with store or lexicon.
    pub async fn open_existing(
        location: &Location,
        lexicon: &LexiconArgs,
        jobs: Option<usize>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        Self::with(open_existing(location).await?, lexicon, jobs)
    }

    /// Ends writing.
    pub async fn close(&self) {
        self.store.close().await;
    }
}
