//! What is measured about the reading and keeping of documents, told through OpenTelemetry where the process does so.

use std::time::Instant;

use opentelemetry::metrics::{Counter, Histogram};
use opentelemetry::{KeyValue, global};

use crate::extract::ExtractError;
use crate::proto::v1;
use crate::store::{Put, PutOutcome, StoreError};

/// Upper ends of the ranges of time that are told apart, in seconds: from a sentence to the largest document.
const SECONDS: [f64; 12] = [
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 2.5, 10.0,
];

/// The instruments.
#[derive(Debug)]
pub struct Meters {
    documents: Counter<u64>,
    events: Counter<u64>,
    statements: Counter<u64>,
    duration: Histogram<f64>,
    ingested: Counter<u64>,
    put_duration: Histogram<f64>,
}

impl Meters {
    /// Instruments that also tell how many documents wait or are read at the time.
    pub fn new(waiting: impl Fn() -> usize + Send + Sync + 'static) -> Self {
        let meter = global::meter("tradewire");
        meter
            .u64_observable_gauge("tradewire.queue.documents")
            .with_description("Documents that wait or are being read.")
            .with_callback(move |gauge| gauge.observe(waiting() as u64, &[]))
            .build();
        Self {
            documents: meter
                .u64_counter("tradewire.documents")
                .with_description("Documents read, by outcome.")
                .build(),
            events: meter
                .u64_counter("tradewire.events")
                .with_description("Trade events extracted, by type.")
                .build(),
            statements: meter
                .u64_counter("tradewire.statements")
                .with_description("Statements extracted.")
                .build(),
            duration: meter
                .f64_histogram("tradewire.extraction.duration")
                .with_unit("s")
                .with_description("Time that reading a document took, without waiting.")
                .with_boundaries(SECONDS.to_vec())
                .build(),
            ingested: meter
                .u64_counter("tradewire.ingested.documents")
                .with_description("Documents given to the store, by outcome.")
                .build(),
            put_duration: meter
                .f64_histogram("tradewire.store.put.duration")
                .with_unit("s")
                .with_description("Time until the store had what was put together on disk.")
                .with_boundaries(SECONDS.to_vec())
                .build(),
        }
    }

    /// Puts `count` documents into the store and measures it.
    pub async fn measure_put(
        &self,
        count: usize,
        put: impl Future<Output = Result<Vec<Put>, StoreError>>,
    ) -> Result<Vec<Put>, StoreError> {
        let start = Instant::now();
        let puts = put.await;
        self.put_duration.record(start.elapsed().as_secs_f64(), &[]);
        let told = |outcome, count| {
            self.ingested
                .add(count, &[KeyValue::new("outcome", outcome)]);
        };
        match &puts {
            Ok(puts) => puts.iter().for_each(|put| {
                let outcome = match put.outcome {
                    PutOutcome::Added => "added",
                    PutOutcome::Replaced => "replaced",
                    PutOutcome::Unchanged | PutOutcome::Superseded => "unchanged",
                };
                told(outcome, 1);
            }),
            Err(_) => told("failed", count as u64),
        }
        puts
    }

    /// Reads a document and measures it.
    pub fn measure(
        &self,
        read: impl FnOnce() -> Result<v1::Extraction, ExtractError>,
    ) -> Result<v1::Extraction, ExtractError> {
        let start = Instant::now();
        let read = tracing::trace_span!(target: "tradewire::trace", "extract").in_scope(read);
        self.duration.record(start.elapsed().as_secs_f64(), &[]);
        let outcome = match &read {
            Ok(_) => "read",
            Err(ExtractError::Text(_)) => "refused",
            Err(ExtractError::Stopped) => "stopped",
        };
        self.documents.add(1, &[KeyValue::new("outcome", outcome)]);
        if let Ok(extraction) = &read {
            for event in &extraction.events {
                let kind = event
                    .r#type()
                    .as_str_name()
                    .trim_start_matches("EVENT_TYPE_");
                self.events.add(1, &[KeyValue::new("type", kind)]);
            }
            self.statements.add(extraction.statements.len() as u64, &[]);
        }
        read
    }
}
