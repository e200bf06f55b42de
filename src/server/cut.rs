//! The body of an answer that something may cut short: a deadline, or the end of the server.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::HeaderMap;
use http_body::{Body, Frame};
use pin_project_lite::pin_project;
use tonic::Status;

pin_project! {
    /// Passes the frames of a body on, until `cut` resolves at a time when the body has none: then it ends with that status, and
    /// the body is dropped, with the work behind it.
    pub struct Cut<B, F> {
        #[pin]
        body: Option<B>,
        #[pin]
        cut: F,
    }
}

impl<B, F> Cut<B, F> {
    /// A body that `cut` may end.
    pub fn new(body: B, cut: F) -> Self {
        Self {
            body: Some(body),
            cut,
        }
    }
}

impl<B: Body, F: Future<Output = Status>> Body for Cut<B, F> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let mut this = self.project();
        let Some(body) = this.body.as_mut().as_pin_mut() else {
            return Poll::Ready(None);
        };
        if let Poll::Ready(frame) = body.poll_frame(context) {
            if frame.is_none() {
                this.body.set(None);
            }
            return Poll::Ready(frame);
        }
        match this.cut.poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(status) => {
                this.body.set(None);
                let mut trailers = HeaderMap::new();
                // A status that cannot be written still ends the body, which callers read as an unknown error.
                let written = status.add_header(&mut trailers);
                Poll::Ready(written.is_ok().then(|| Ok(Frame::trailers(trailers))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }
}
