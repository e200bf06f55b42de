//! Logs, traces and metrics of the process: lines on standard error, OTLP to a collector, a page for Prometheus.

pub mod calls;
mod otlp;
mod prometheus;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use opentelemetry::trace::TracerProvider;
use opentelemetry::{KeyValue, global};
use opentelemetry_otlp::ExporterBuildError;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use thiserror::Error;
use tokio_util::sync::DropGuard;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{self, LogFormat};

/// Under which target spans are made; they are for traces, not for the log.
const TRACES: &str = "tradewire::trace";

/// What these tell in detail are headers, keys among them, and frames. Who names them in the filter gets it nevertheless.
const QUIET: &str = "h2=info,hyper=info,hyper_util=info,rustls=info,tonic=info,tower=info";

/// What tells of the process while it runs.
#[derive(Debug)]
pub struct Telemetry {
    traces: Option<SdkTracerProvider>,
    metrics: Option<SdkMeterProvider>,
    _prometheus: Option<DropGuard>,
}

/// Why the process cannot tell of itself.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// The log's filter is wrong.
    #[error("telemetry.log_filter: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// A log is already written.
    #[error("cannot log: {0}")]
    Log(#[from] TryInitError),
    /// What is sent to the collector cannot be set up.
    #[error("telemetry.otlp_endpoint: {0}")]
    Otlp(#[from] ExporterBuildError),
    /// The file of headers cannot be read.
    #[error("{}: {source}", path.display())]
    Headers {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A line of the file of headers is wrong. What it holds may be secret.
    #[error("{}: line {line} is not `name: value`", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The page for Prometheus cannot be made.
    #[error("cannot tell metrics: {0}")]
    Metrics(#[from] opentelemetry_sdk::error::OTelSdkError),
    /// The page for Prometheus cannot be served.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
}

impl Telemetry {
    /// Begins to tell. Once in a process, in a Tokio runtime.
    ///
    /// # Errors
    /// See [`TelemetryError`].
    pub async fn start(settings: &config::Telemetry) -> Result<Self, TelemetryError> {
        let resource = Resource::builder()
            .with_service_name(settings.service_name.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let traces = otlp::traces(settings, &resource)?;
        let mut layers = vec![log(settings)?];
        if let Some(provider) = &traces {
            let spans = tracing_opentelemetry::layer()
                .with_tracer(provider.tracer("tradewire"))
                .with_location(false)
                .with_threads(false)
                .with_target(false)
                .with_level(false);
            let ours = Targets::new().with_target(TRACES, LevelFilter::TRACE);
            layers.push(spans.with_filter(ours).boxed());
        }
        tracing_subscriber::registry().with(layers).try_init()?;
        // The message of a panic may quote the text that was being read.
        std::panic::set_hook(Box::new(|panic| {
            let location = panic.location().map(ToString::to_string);
            tracing::error!(location, "panic");
        }));

        let (page, reader) = match settings.prometheus_listen {
            Some(address) => {
                let (registry, reader) = prometheus::registry()?;
                (
                    Some(prometheus::serve(address, registry).await?),
                    Some(reader),
                )
            }
            None => (None, None),
        };
        let sender = otlp::metrics(settings)?;
        let metrics = (sender.is_some() || reader.is_some()).then(|| {
            let mut provider = SdkMeterProvider::builder().with_resource(resource);
            if let Some(sender) = sender {
                provider = provider.with_reader(sender);
            }
            if let Some(reader) = reader {
                provider = provider.with_reader(reader);
            }
            provider.build()
        });
        if let Some(metrics) = &metrics {
            global::set_meter_provider(metrics.clone());
        }
        Ok(Self {
            traces,
            metrics,
            _prometheus: page,
        })
    }

    /// Sends what is not yet sent. Waits for the collector for some seconds, if it must.
    pub async fn end(self) {
        let send = move || {
            let traces = self.traces.as_ref().map(SdkTracerProvider::shutdown);
            let metrics = self.metrics.as_ref().map(SdkMeterProvider::shutdown);
            for error in [traces, metrics]
                .into_iter()
                .flatten()
                .filter_map(Result::err)
            {
                tracing::warn!(%error, "the last of the telemetry could not be sent");
            }
        };
        if let Err(error) = tokio::task::spawn_blocking(send).await {
            tracing::warn!(%error, "the last of the telemetry could not be sent");
        }
    }
}

/// Whether the process could tell of itself so; nothing is told yet, and nobody is asked whether he listens.
pub fn check(settings: &config::Telemetry) -> Result<(), TelemetryError> {
    otlp::headers(settings)?;
    log(settings)?;
    Ok(())
}

/// The log, on standard error.
fn log(
    settings: &config::Telemetry,
) -> Result<Box<dyn Layer<Registry> + Send + Sync>, TelemetryError> {
    let filter: EnvFilter = format!("{QUIET},{}", settings.log_filter).parse()?;
    // In a file, colours are rubbish between the words.
    let colours = anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    let log = tracing_subscriber::fmt::layer()
        .with_ansi(colours)
        .with_writer(io::stderr);
    Ok(match settings.log_format {
        LogFormat::Text => log.with_filter(filter).boxed(),
        LogFormat::Json => {
            let log = log
                .json()
                .flatten_event(true)
                .with_current_span(false)
                .with_span_list(false);
            log.with_filter(filter).boxed()
        }
    })
}
