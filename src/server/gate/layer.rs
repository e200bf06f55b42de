//! The gate as a layer around the services.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;
use tokio::sync::OwnedSemaphorePermit;
use tonic::Status;
use tonic::body::Body;
use tower::{Layer, Service};

use super::{Gate, Pass};
use crate::server::call_log::CallerName;
use crate::service::request_id::RequestId;

/// Makes [`Gated`] services.
#[derive(Clone)]
pub(in crate::server) struct GateLayer(pub Arc<Gate>);

/// A service that is called only by who may.
#[derive(Clone)]
pub(in crate::server) struct Gated<S> {
    inner: S,
    gate: Arc<Gate>,
}

pin_project! {
    /// The body of an answer, with the place that its call takes up.
    struct Placed {
        #[pin]
        body: Body,
        _place: Option<OwnedSemaphorePermit>,
    }
}

impl<S> Layer<S> for GateLayer {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Gated {
            inner,
            gate: self.0.clone(),
        }
    }
}

impl<S, B> Service<Request<B>> for Gated<S>
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

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let admitted = self.gate.admit(
            request.uri().path(),
            request.headers(),
            request.extensions(),
        );
        let Pass { caller, place } = match admitted {
            Ok(pass) => pass,
            Err(error) => {
                let id = RequestId::of(request.extensions());
                let refusal = error.status(id.as_str()).into_http();
                return Box::pin(std::future::ready(Ok(refusal)));
            }
        };
        CallerName::tell(request.extensions(), caller.name.clone());
        if let Some(rates) = &self.gate.rates {
            request
                .extensions_mut()
                .insert(rates.allowance(caller.name));
        }
        let answer = self.inner.call(request);
        Box::pin(async move {
            Ok(answer.await?.map(|body| {
                Body::new(Placed {
                    body,
                    _place: place,
                })
            }))
        })
    }
}

impl http_body::Body for Placed {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        self.project().body.poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
