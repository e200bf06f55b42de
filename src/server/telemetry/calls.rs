//! Spans and metrics of calls, after OpenTelemetry's conventions for RPC.

use std::time::Duration;

use http::HeaderMap;
use opentelemetry::metrics::{Histogram, UpDownCounter};
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::TraceContextExt;
use opentelemetry::{KeyValue, global};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tonic::Code;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// Upper ends of the ranges of time that are told apart, in seconds.
const SECONDS: [f64; 14] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0,
];

/// Instruments of calls.
#[derive(Debug)]
pub struct CallMeters {
    duration: Histogram<f64>,
    open: UpDownCounter<i64>,
}

/// The span of a call; none where nobody traces.
#[derive(Debug)]
pub struct CallSpan(Span);

impl CallMeters {
    /// Instruments of the process.
    pub fn new() -> Self {
        let meter = global::meter("tradewire");
        Self {
            duration: meter
                .f64_histogram("rpc.server.call.duration")
                .with_unit("s")
                .with_description("Time from the beginning of a call to the end of its answer.")
                .with_boundaries(SECONDS.to_vec())
                .build(),
            open: meter
                .i64_up_down_counter("tradewire.calls.open")
                .with_description("Calls that are open.")
                .build(),
        }
    }

    /// A call has begun.
    pub fn begun(&self, method: &'static str) {
        self.open.add(1, &[KeyValue::new("rpc.method", method)]);
    }

    /// A call has ended.
    pub fn ended(&self, method: &'static str, code: Code, duration: Duration) {
        let method = KeyValue::new("rpc.method", method);
        self.open.add(-1, std::slice::from_ref(&method));
        let attributes = [
            method,
            KeyValue::new("rpc.system.name", "grpc"),
            KeyValue::new("rpc.response.status_code", name_of(code)),
        ];
        self.duration.record(duration.as_secs_f64(), &attributes);
    }
}

impl CallSpan {
    /// The span of a call that begins now, a child of its caller's where the caller says so (W3C Trace Context).
    pub fn new(method: &'static str, request_id: &str, headers: &HeaderMap) -> Self {
        let span = tracing::trace_span!(
            target: "tradewire::trace",
            "call",
            otel.name = method,
            otel.kind = "server",
            otel.status_code = tracing::field::Empty,
            error.type = tracing::field::Empty,
            rpc.system.name = "grpc",
            rpc.method = method,
            rpc.response.status_code = tracing::field::Empty,
            request_id,
        );
        if !span.is_disabled() {
            let parent = TraceContextPropagator::new().extract(&Headers(headers));
            // Without a parent it is a root.
            let _ = span.set_parent(parent);
        }
        Self(span)
    }

    /// For what is done in the course of the call.
    pub fn inside(&self) -> Span {
        self.0.clone()
    }

    /// The call has ended.
    pub fn ended(&self, code: Code) {
        self.0.record("rpc.response.status_code", name_of(code));
        // After the conventions, what callers do wrong is no error of the server's span.
        let fault = matches!(
            code,
            Code::Unknown
                | Code::DeadlineExceeded
                | Code::Unimplemented
                | Code::Internal
                | Code::Unavailable
                | Code::DataLoss
        );
        if fault {
            self.0.record("otel.status_code", "ERROR");
            self.0.record("error.type", name_of(code));
        }
    }

    /// Its trace, for the log; none where nobody traces.
    pub fn trace_id(&self) -> Option<String> {
        if self.0.is_disabled() {
            return None;
        }
        let context = self.0.context();
        let span = context.span();
        let span = span.span_context();
        span.is_valid().then(|| span.trace_id().to_string())
    }
}

/// Headers of a call, as a propagator reads them.
struct Headers<'h>(&'h HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(http::HeaderName::as_str).collect()
    }
}

/// `INVALID_ARGUMENT`, as the conventions write it.
fn name_of(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
