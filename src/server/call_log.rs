//! Gives each call its id, a span, a line in the log and a place in the metrics: id, method, code, duration, who calls. Never what
//! a message holds. Where tonic refuses a call with bare words, puts our typed error in their place.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Instant;

use http::{Extensions, HeaderMap, Request, Response};
use http_body::Frame;
use pin_project_lite::pin_project;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};
use tracing::{Instrument, Level};

use super::methods;
use super::telemetry::calls::{CallMeters, CallSpan};
use crate::service::oversize;
use crate::service::request_id::{HEADER, RequestId};

/// Makes [`CallLog`]s.
#[derive(Clone, Debug)]
pub struct CallLogLayer {
    meters: Arc<CallMeters>,
}

/// A service whose calls are named and logged.
#[derive(Clone, Debug)]
pub struct CallLog<S> {
    inner: S,
    meters: Arc<CallMeters>,
}

/// Who makes a call, as soon as that is known.
#[derive(Clone, Debug, Default)]
pub struct CallerName(Arc<OnceLock<Arc<str>>>);

/// A call that is not yet answered to the end. Dropped unanswered, it was cancelled.
struct Call {
    id: RequestId,
    method: &'static str,
    path: String,
    caller: CallerName,
    start: Instant,
    code: Option<Code>,
    span: CallSpan,
    meters: Arc<CallMeters>,
}

pin_project! {
    /// The body of an answer, with the call that it ends.
    struct Answer {
        #[pin]
        body: Body,
        call: Call,
    }
}

impl CallerName {
    /// Tells who makes a call.
    pub fn tell(extensions: &Extensions, name: Arc<str>) {
        if let Some(Self(caller)) = extensions.get() {
            // It is told once.
            let _ = caller.set(name);
        }
    }
}

impl CallLogLayer {
    /// Calls are counted from now on.
    pub fn new() -> Self {
        Self {
            meters: Arc::new(CallMeters::new()),
        }
    }
}

impl<S> Layer<S> for CallLogLayer {
    type Service = CallLog<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CallLog {
            inner,
            meters: self.meters.clone(),
        }
    }
}

impl<S, B> Service<Request<B>> for CallLog<S>
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
        let id = RequestId::from_headers(request.headers());
        let path = request.uri().path();
        let method = methods::name(path);
        let mut call = Call {
            id: id.clone(),
            method,
            path: path.to_owned(),
            caller: CallerName::default(),
            start: Instant::now(),
            code: None,
            span: CallSpan::new(method, id.as_str(), request.headers()),
            meters: self.meters.clone(),
        };
        call.meters.begun(method);
        request.extensions_mut().insert(id);
        request.extensions_mut().insert(call.caller.clone());
        let answer = self.inner.call(request).instrument(call.span.inside());
        Box::pin(async move {
            let mut answer = answer.await?;
            let refusal = answer.extensions().get().and_then(oversize::explained);
            if let Some(error) = refusal {
                answer = error.status(call.id.as_str()).into_http();
            }
            if let Some(id) = call.id.header_value() {
                answer.headers_mut().insert(HEADER, id);
            }
            call.code = code(answer.headers());
            Ok(answer.map(|body| Body::new(Answer { body, call })))
        })
    }
}

impl http_body::Body for Answer {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        let this = self.project();
        let frame = {
            let span = this.call.span.inside();
            let _inside = span.enter();
            this.body.poll_frame(context)
        };
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(trailers) = frame.trailers_ref()
        {
            this.call.code = code(trailers);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let code = self.code.unwrap_or(Code::Cancelled);
        let duration = self.start.elapsed();
        self.meters.ended(self.method, code, duration);
        self.span.ended(code);
        let Self { id, path, .. } = self;
        let caller = self.caller.0.get().map(|name| &**name);
        let trace_id = self.span.trace_id();
        let ms = duration.as_secs_f64() * 1e3;
        macro_rules! log {
            ($level:expr) => {
                tracing::event!($level, request_id = %id, method = path, ?code, ms, caller, trace_id, "call")
            };
        }
        match level(path, code) {
            Level::ERROR => log!(Level::ERROR),
            Level::WARN => log!(Level::WARN),
            Level::INFO => log!(Level::INFO),
            _ => log!(Level::DEBUG),
        }
    }
}

/// `grpc-status` of headers or trailers.
fn code(headers: &HeaderMap) -> Option<Code> {
    let status = headers.get(Status::GRPC_STATUS)?;
    Some(Code::from_bytes(status.as_bytes()))
}

/// Faults of the server are errors, trouble that its operator should know of is a warning; what callers do is neither. Probes and
/// manual look around are of no interest.
fn level(method: &str, code: Code) -> Level {
    match code {
        Code::Internal | Code::Unknown | Code::DataLoss => Level::ERROR,
        Code::ResourceExhausted | Code::Unavailable | Code::DeadlineExceeded => Level::WARN,
        _ if method.starts_with("/grpc.") => Level::DEBUG,
        _ => Level::INFO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_callers_do_wrong_is_no_error_of_the_server() {
        let method = "/tradewire.v1.ExtractionService/Extract";
        assert_eq!(level(method, Code::InvalidArgument), Level::INFO);
        assert_eq!(level(method, Code::NotFound), Level::INFO);
        assert_eq!(level(method, Code::ResourceExhausted), Level::WARN);
        assert_eq!(level(method, Code::Internal), Level::ERROR);
        assert_eq!(
            level("/grpc.health.v1.Health/Check", Code::Ok),
            Level::DEBUG
        );
        assert_eq!(
            level("/grpc.health.v1.Health/Check", Code::Internal),
            Level::ERROR
        );
    }
}
