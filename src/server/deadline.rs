//! Ends calls at their caller's deadline with DEADLINE_EXCEEDED, and at the latest when they have gone on for as long as is allowed.
//! What works for a call that has ended is dropped, and stops.
//!
//! tonic itself answers CANCELLED when `grpc-timeout` runs out, and never ends a stream for it. Its timer starts before ours does, so
//! ours is set a little earlier.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, Request, Response};
use tokio::time::{Instant, timeout_at};
use tonic::body::Body;
use tower::{Layer, Service};

use super::expiry::Expiring;
use super::methods::{Length, length};
use crate::error::Error;
use crate::service::request_id::RequestId;
use crate::store::deadline::within;

/// How much earlier than tonic's our timer runs out, at most; timers count in milliseconds.
const LEAD: Duration = Duration::from_millis(2);

/// Makes [`Deadline`]s.
#[derive(Clone, Copy, Debug)]
pub struct DeadlineLayer {
    /// Longest time that a call which is no stream may take.
    pub max_call: Option<Duration>,
    /// Longest time that a stream may be open.
    pub max_stream: Option<Duration>,
}

/// A service whose calls end at their caller's deadline.
#[derive(Clone, Debug)]
pub struct Deadline<S> {
    inner: S,
    longest: DeadlineLayer,
}

/// When a call ends, and what its caller is told then.
struct End {
    at: Instant,
    error: Error,
}

impl DeadlineLayer {
    fn end_of<B>(&self, request: &Request<B>) -> Option<End> {
        let now = Instant::now();
        // An end too far off to be told is none.
        let end = |after: Duration, error| {
            Some(End {
                at: now.checked_add(after)?,
                error,
            })
        };
        let asked = grpc_timeout(request.headers())
            .and_then(|timeout| end(timeout - LEAD.min(timeout / 2), Error::DeadlineExceeded));
        let longest = match length(request.uri().path()) {
            Length::Single => self
                .max_call
                .and_then(|limit| end(limit, Error::DeadlineExceeded)),
            Length::Stream => self
                .max_stream
                .and_then(|limit| end(limit, Error::StreamExpired { limit })),
            Length::Endless => None,
        };
        asked.into_iter().chain(longest).min_by_key(|end| end.at)
    }
}

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadline<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Deadline {
            inner,
            longest: *self,
        }
    }
}

impl<S, B> Service<Request<B>> for Deadline<S>
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
        let end = self.longest.end_of(&request);
        let id = RequestId::of(request.extensions());
        let answer = self.inner.call(request);
        Box::pin(async move {
            let Some(End { at, error }) = end else {
                return answer.await;
            };
            match timeout_at(at, within(at, answer)).await {
                Err(_) => Ok(error.status(id.as_str()).into_http()),
                Ok(answer) => Ok(answer?.map(|body| {
                    Body::new(Expiring::new(body, at, move || error.status(id.as_str())))
                })),
            }
        })
    }
}

/// The value of `grpc-timeout`: at most eight digits and a unit. Anything else counts as none.
fn grpc_timeout(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    if digits.len() > 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(count * 60 * 60)),
        "M" => Some(Duration::from_secs(count * 60)),
        "S" => Some(Duration::from_secs(count)),
        "m" => Some(Duration::from_millis(count)),
        "u" => Some(Duration::from_micros(count)),
        "n" => Some(Duration::from_nanos(count)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_the_protocol_writes_them() {
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", value.parse().unwrap());
            grpc_timeout(&headers)
        };
        assert_eq!(
            read("99999999H"),
            Some(Duration::from_secs(359_999_996_400))
        );
        assert_eq!(read("2M"), Some(Duration::from_secs(120)));
        assert_eq!(read("250m"), Some(Duration::from_millis(250)));
        assert_eq!(read("0n"), Some(Duration::ZERO));
        for wrong in ["", "S", "5", "5s", "+5S", "999999999S", "1.5S", "-1S"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
