//! Reads documents on threads of their own, a bounded number at a time, so that the threads that serve never wait for a processor.

use std::sync::Arc;

use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::request::DocumentRequest;
use crate::error::Error;
use crate::extract::Extractor;
use crate::lexicon::Lexicon;
use crate::proto::v1;

/// The threads that read. Clones share them.
#[derive(Clone, Debug)]
pub struct Workers {
    lexicon: Option<Arc<Lexicon>>,
    extractor: Arc<OnceCell<Extractor>>,
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    max_admitted: usize,
}

impl Workers {
    /// `count` threads at most, for which `max_admitted` single calls at most may wait, those that run included. They read with
    /// the lexicon given, else with the embedded one.
    pub fn new(count: usize, max_admitted: usize, lexicon: Option<Arc<Lexicon>>) -> Self {
        Self {
            lexicon,
            extractor: Arc::default(),
            running: Arc::new(Semaphore::new(count)),
            admitted: Arc::new(Semaphore::new(max_admitted)),
            max_admitted,
        }
    }

    /// The extractor, as soon as it is loaded.
    ///
    /// # Errors
    /// [`Error::Internal`] if it cannot be loaded.
    pub async fn extractor(&self) -> Result<&Extractor, Error> {
        let load = || {
            let lexicon = self.lexicon.clone();
            spawn_blocking(move || lexicon.map_or_else(Extractor::embedded, Extractor::new))
        };
        self.extractor.get_or_try_init(load).await.map_err(internal)
    }

    /// A place for one call; it is free again when the permit is dropped.
    ///
    /// # Errors
    /// [`Error::Overloaded`] if all places are taken.
    pub fn admit(&self) -> Result<OwnedSemaphorePermit, Error> {
        let place = self.admitted.clone().try_acquire_owned();
        place.map_err(|_| Error::Overloaded {
            limit: self.max_admitted,
        })
    }

    /// Reads a document when a thread is free. Dropped before that, it costs nothing more.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the text cannot be read; [`Error::Internal`] if the extractor fails.
    pub async fn read(&self, request: DocumentRequest) -> Result<v1::Extraction, Error> {
        let extractor = self.extractor().await?.clone();
        let running = self.running.clone().acquire_owned().await;
        let turn = running.map_err(internal)?;
        let read = spawn_blocking(move || {
            let extraction = extractor.extract(&request.input());
            drop(turn);
            extraction
        });
        Ok(read.await.map_err(internal)??)
    }
}

fn internal(cause: impl std::error::Error) -> Error {
    Error::Internal {
        cause: cause.to_string(),
    }
}
