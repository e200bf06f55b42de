//! The body of an answer that has an end, whether or not anybody takes it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http::HeaderMap;
use http_body::Frame;
use tokio::task::AbortHandle;
use tokio::time::{Instant, Sleep, sleep_until};
use tonic::Status;
use tonic::body::Body;

type Tell = Box<dyn FnOnce() -> Status + Send>;

/// Passes the frames of a body on until its time is up, then ends with a status. The body is dropped at that time, with the work
/// behind it and the places that it takes, even where the peer takes no more frames and so nobody asks for them.
pub(super) struct Expiring {
    body: Arc<Mutex<Option<Body>>>,
    sleep: Pin<Box<Sleep>>,
    dropping: AbortHandle,
    expired: Option<Tell>,
}

impl Expiring {
    /// A body that is told to end at `at` with the status that `expired` makes.
    pub fn new(body: Body, at: Instant, expired: impl FnOnce() -> Status + Send + 'static) -> Self {
        let body = Arc::new(Mutex::new(Some(body)));
        let dropped = body.clone();
        let dropping = tokio::spawn(async move {
            sleep_until(at).await;
            drop(take(&dropped));
        });
        Self {
            body,
            sleep: Box::pin(sleep_until(at)),
            dropping: dropping.abort_handle(),
            expired: Some(Box::new(expired)),
        }
    }
}

fn take(body: &Mutex<Option<Body>>) -> Option<Body> {
    body.lock().unwrap_or_else(PoisonError::into_inner).take()
}

impl http_body::Body for Expiring {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        if self.expired.is_none() {
            return Poll::Ready(None);
        }
        if self.sleep.as_mut().poll(context).is_pending() {
            let mut body = self.body.lock().unwrap_or_else(PoisonError::into_inner);
            // It is gone only if its time is up just now.
            if let Some(present) = body.as_mut() {
                let frame = std::task::ready!(Pin::new(present).poll_frame(context));
                if frame.is_none() {
                    *body = None;
                    drop(body);
                    self.expired = None;
                }
                return Poll::Ready(frame);
            }
        }
        drop(take(&self.body));
        let Some(expired) = self.expired.take() else {
            return Poll::Ready(None);
        };
        let mut trailers = HeaderMap::new();
        // A status that cannot be written still ends the body, which callers read as an unknown error.
        let written = expired().add_header(&mut trailers);
        Poll::Ready(written.is_ok().then(|| Ok(Frame::trailers(trailers))))
    }

    fn is_end_stream(&self) -> bool {
        let body = self.body.lock().unwrap_or_else(PoisonError::into_inner);
        match &*body {
            Some(body) => body.is_end_stream(),
            None => self.expired.is_none(),
        }
    }
}

impl Drop for Expiring {
    fn drop(&mut self) {
        self.dropping.abort();
    }
}
