//! Traces and metrics for a collector, by OTLP over gRPC.

use std::fs;

use opentelemetry_otlp::{MetricExporter, SpanExporter, WithExportConfig, WithTonicConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::PeriodicReader;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tonic::metadata::{MetadataKey, MetadataMap, MetadataValue};
use tonic::transport::ClientTlsConfig;

use super::TelemetryError;
use crate::config;

/// What sends spans, where there is a collector.
pub fn traces(
    settings: &config::Telemetry,
    resource: &Resource,
) -> Result<Option<SdkTracerProvider>, TelemetryError> {
    let Some(endpoint) = &settings.otlp_endpoint else {
        return Ok(None);
    };
    let exporter = SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .with_tls_config(ClientTlsConfig::new().with_enabled_roots())
        .with_metadata(headers(settings)?)
        .build()?;
    let ratio = Sampler::TraceIdRatioBased(settings.trace_ratio);
    let provider = SdkTracerProvider::builder()
        .with_sampler(Sampler::ParentBased(Box::new(ratio)))
        .with_resource(resource.clone())
        .with_batch_exporter(exporter)
        .build();
    Ok(Some(provider))
}

/// What sends metrics, where there is a collector.
pub fn metrics(
    settings: &config::Telemetry,
) -> Result<Option<PeriodicReader<MetricExporter>>, TelemetryError> {
    let Some(endpoint) = &settings.otlp_endpoint else {
        return Ok(None);
    };
    let exporter = MetricExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .with_tls_config(ClientTlsConfig::new().with_enabled_roots())
        .with_metadata(headers(settings)?)
        .build()?;
    let reader = PeriodicReader::builder(exporter).with_interval(settings.otlp_interval);
    Ok(Some(reader.build()))
}

/// What the file of headers holds, if there is one.
pub fn headers(settings: &config::Telemetry) -> Result<MetadataMap, TelemetryError> {
    let mut headers = MetadataMap::new();
    let Some(path) = &settings.otlp_headers_file else {
        return Ok(headers);
    };
    let text = fs::read_to_string(path).map_err(|source| TelemetryError::Headers {
        path: path.clone(),
        source,
    })?;
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let wrong = || TelemetryError::Header {
            path: path.clone(),
            line: index + 1,
        };
        let (name, value) = line.split_once(':').ok_or_else(wrong)?;
        let name = MetadataKey::from_bytes(name.trim().to_ascii_lowercase().as_bytes())
            .map_err(|_| wrong())?;
        let mut value: MetadataValue<_> = value.trim().parse().map_err(|_| wrong())?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(headers)
}
