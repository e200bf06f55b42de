//! Reads documents on threads of their own, a bounded number at a time, so that the threads that serve never wait for a processor.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinError, spawn_blocking};

use super::meters::Meters;
use super::request::DocumentRequest;
use crate::error::Error;
use crate::extract::{Extractor, Input};
use crate::lexicon::Lexicon;
use crate::proto::v1;

/// The threads that read. Clones share them.
#[derive(Clone, Debug)]
pub struct Workers {
    lexicon: Option<Arc<Lexicon>>,
    extractor: Arc<OnceCell<Extractor>>,
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    streamed: Arc<Semaphore>,
    max_admitted: usize,
    meters: Arc<Meters>,
}

/// Stops the reading of a document when it is dropped.
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Workers {
    /// `count` threads at most, for which `max_admitted` single calls at most may wait, those that run included, and as many
    /// documents of streams. They read with the lexicon given, else with the embedded one.
    pub fn new(count: usize, max_admitted: usize, lexicon: Option<Arc<Lexicon>>) -> Self {
        let admitted = Arc::new(Semaphore::new(max_admitted));
        let streamed = Arc::new(Semaphore::new(max_admitted));
        let waiting = {
            let (admitted, streamed) = (admitted.clone(), streamed.clone());
            move || 2 * max_admitted - admitted.available_permits() - streamed.available_permits()
        };
        Self {
            lexicon,
            extractor: Arc::default(),
            running: Arc::new(Semaphore::new(count)),
            admitted,
            streamed,
            max_admitted,
            meters: Arc::new(Meters::new(waiting)),
        }
    }

    /// What is measured about them, and about what becomes of what they read.
    pub(super) fn meters(&self) -> &Meters {
        &self.meters
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
            what: "documents are already waiting or being read",
            limit: self.max_admitted,
        })
    }

    /// A place for a document of a stream, as soon as there is one: the stream's own, or one of those that streams share.
    ///
    /// # Errors
    /// [`Error::Internal`], never while the server runs.
    pub async fn admit_streamed(
        &self,
        own: &Arc<Semaphore>,
    ) -> Result<OwnedSemaphorePermit, Error> {
        tokio::select! {
            biased;
            place = own.clone().acquire_owned() => place,
            place = self.streamed.clone().acquire_owned() => place,
        }
        .map_err(internal)
    }

    /// Reads a document when a thread is free. Dropped before that, it costs nothing more; dropped later, the thread stops soon.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the text cannot be read; [`Error::Internal`] if the extractor fails.
    pub async fn read(&self, request: DocumentRequest) -> Result<v1::Extraction, Error> {
        let extractor = self.extractor().await?.clone();
        let running = self.running.clone().acquire_owned().await;
        let turn = running.map_err(internal)?;
        let stop = StopOnDrop(Arc::default());
        let stopped = stop.0.clone();
        let meters = self.meters.clone();
        let span = tracing::Span::current();
        let read = spawn_blocking(move || {
            let _inside = span.enter();
            let extraction = meters.measure(|| {
                extractor.extract(&Input {
                    stop: Some(&stopped),
                    ..request.input()
                })
            });
            drop(turn);
            extraction
        });
        Ok(read.await.map_err(died)??)
    }
}

/// A task that died. What it said when it panicked may quote the text that it was reading.
pub(super) fn died(error: JoinError) -> Error {
    let cause = if error.is_panic() {
        "a task panicked"
    } else {
        "a task was cancelled"
    };
    Error::Internal {
        cause: cause.to_owned(),
    }
}

fn internal(cause: impl std::error::Error) -> Error {
    Error::Internal {
        cause: cause.to_string(),
    }
}
