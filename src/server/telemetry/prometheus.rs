//! The page from which Prometheus takes metrics: `/metrics` on a port of its own.

use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use opentelemetry_prometheus::PrometheusExporter;
use opentelemetry_sdk::error::OTelSdkError;
use prometheus::{Encoder, Registry, TextEncoder};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::TelemetryError;

/// Where metrics are gathered, and what gathers them.
pub fn registry() -> Result<(Registry, PrometheusExporter), OTelSdkError> {
    let registry = Registry::new();
    let exporter = opentelemetry_prometheus::exporter().with_registry(registry.clone());
    Ok((registry, exporter.scope_info_enabled(false).build()?))
}

/// Serves the page until the guard is dropped.
pub async fn serve(address: SocketAddr, registry: Registry) -> Result<DropGuard, TelemetryError> {
    let failed = |source| TelemetryError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    tracing::info!(address = %bound, "metrics");
    let page = Router::new().route("/metrics", get(async move || metrics(&registry)));
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, page)
            .with_graceful_shutdown(stopped)
            .await
        {
            tracing::error!(%error, "metrics are no longer served");
        }
    });
    Ok(stop.drop_guard())
}

fn metrics(registry: &Registry) -> Response {
    let mut page = Vec::new();
    let encoder = TextEncoder::new();
    match encoder.encode(&registry.gather(), &mut page) {
        Ok(()) => ([(CONTENT_TYPE, encoder.format_type().to_owned())], page).into_response(),
        Err(error) => {
            tracing::error!(%error, "metrics cannot be told");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
