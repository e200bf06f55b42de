//! Ends streams that would never end by themselves when the server stops: health watches and reflection.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use tokio_util::sync::CancellationToken;
use tonic::body::Body;
use tower::{Layer, Service};

use super::cut::Cut;
use crate::error::Error;
use crate::service::request_id::RequestId;

/// Services of ours that end their own streams in an orderly way.
const ORDERLY: &str = "/tradewire.";

/// Makes [`Drain`]s.
#[derive(Clone, Debug)]
pub struct DrainLayer {
    stopping: CancellationToken,
}

/// A service whose answers end when the server stops.
#[derive(Clone, Debug)]
pub struct Drain<S> {
    inner: S,
    stopping: CancellationToken,
}

impl DrainLayer {
    /// Ends answers when `stopping` is cancelled.
    pub fn new(stopping: CancellationToken) -> Self {
        Self { stopping }
    }
}

impl<S> Layer<S> for DrainLayer {
    type Service = Drain<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Drain {
            inner,
            stopping: self.stopping.clone(),
        }
    }
}

impl<S, B> Service<Request<B>> for Drain<S>
where
    S: Service<Request<B>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if request.uri().path().starts_with(ORDERLY) {
            return Box::pin(self.inner.call(request));
        }
        let id = RequestId::of(request.extensions());
        let stopping = self.stopping.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let cut = async move {
                stopping.cancelled_owned().await;
                Error::ShuttingDown.status(id.as_str())
            };
            Ok(answer.await?.map(|body| Body::new(Cut::new(body, cut))))
        })
    }
}
