//! How documents of a stream are let in: no faster than their caller may, and no more than there is room for.

use std::sync::Arc;

use futures_util::stream::{Stream, StreamExt};
use http::Extensions;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::allowance::Allowance;
use super::workers::Workers;
use crate::error::Error;

/// A place for a document, free again when it is dropped.
pub type Place = Result<OwnedSemaphorePermit, Error>;

/// Lets the documents of one stream in.
#[derive(Clone, Debug)]
pub struct Intake {
    allowance: Allowance,
    workers: Workers,
    /// The place that the stream has for itself, whatever others do.
    own: Arc<Semaphore>,
}

impl Intake {
    /// For a call with these extensions.
    pub fn new(extensions: &Extensions, workers: Workers) -> Self {
        Self {
            allowance: Allowance::of(extensions),
            workers,
            own: Arc::new(Semaphore::new(1)),
        }
    }

    /// The requests, each with a place for its document. The next is left unread until there is one.
    pub fn let_in<T: Send + 'static>(
        self,
        requests: impl Stream<Item = T> + Send + 'static,
    ) -> impl Stream<Item = (T, Place)> + Send + 'static {
        requests.then(move |request| {
            let this = self.clone();
            async move {
                this.allowance.take().await;
                (request, this.workers.admit_streamed(&this.own).await)
            }
        })
    }
}
