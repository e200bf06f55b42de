//! What surrounds every call: the listener, reflection, health, the log of calls, deadlines, and an orderly end.

mod call_log;
mod connection;
mod cut;
mod deadline;
mod drain;

use std::future::Future;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::codec::CompressionEncoding::{Gzip, Zstd};
use tonic::server::NamedService;
use tonic::transport::Server;
use tonic_health::ServingStatus;
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};

use crate::config::Config;
use crate::error::Error;
use crate::proto::v1::extraction_service_server::ExtractionServiceServer;
use crate::service::extraction::Extraction;
use crate::service::workers::Workers;
use call_log::CallLogLayer;
use connection::Connection;
use deadline::DeadlineLayer;
use drain::DrainLayer;

/// A service that takes and sends compressed messages where its callers do.
macro_rules! compressed {
    ($service:expr) => {
        $service
            .accept_compressed(Gzip)
            .accept_compressed(Zstd)
            .send_compressed(Gzip)
            .send_compressed(Zstd)
    };
}

/// Room for what a request holds beside the text.
const MESSAGE_OVERHEAD_BYTES: usize = 256 * 1024;

/// Why a server ended.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The transport failed.
    #[error("cannot serve: {0}")]
    Transport(#[from] tonic::transport::Error),
    /// The descriptors of the services cannot be served.
    #[error("cannot describe the services: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The extractor cannot be loaded.
    #[error("cannot load the extractor: {0}")]
    Extractor(#[source] Error),
}

/// Serves until `shutdown` resolves, then ends within the time that the configuration gives to open calls.
///
/// # Errors
/// See [`ServeError`].
pub async fn run(
    listener: TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let stopping = CancellationToken::new();
    let cut = CancellationToken::new();
    // However this ends, dropped included, no connection outlives it.
    let _cut_at_last = cut.clone().drop_guard();
    let workers = Workers::new(config.workers.max(1), config.max_admitted, config.lexicon);
    let health = health().await;

    let extraction = ExtractionServiceServer::new(Extraction {
        workers: workers.clone(),
        limits: config.limits,
        max_in_flight: config.max_in_flight_per_stream.max(1),
        stopping: stopping.clone(),
    })
    .max_decoding_message_size(
        config
            .limits
            .max_bytes
            .saturating_add(MESSAGE_OVERHEAD_BYTES),
    );

    let health_server = HealthServer::new(HealthService::from_health_reporter(health.clone()));
    let router = Server::builder()
        .layer(CallLogLayer)
        .layer(DeadlineLayer)
        .layer(DrainLayer::new(stopping.clone()))
        .add_service(compressed!(extraction))
        .add_service(compressed!(health_server))
        .add_service(compressed!(reflection().build_v1()?))
        .add_service(compressed!(reflection().build_v1alpha()?));
    let incoming = TcpListenerStream::new(listener)
        .map(|stream| stream.map(|stream| Connection::new(stream, &cut)));
    let serving = router.serve_with_incoming_shutdown(incoming, stopping.clone().cancelled_owned());
    tokio::pin!(serving, shutdown);

    let ready = async {
        workers.extractor().await.map_err(ServeError::Extractor)?;
        set_health(&health, ServingStatus::Serving).await;
        tracing::info!("ready");
        Ok::<_, ServeError>(())
    };
    tokio::pin!(ready);
    let mut loading = true;
    loop {
        tokio::select! {
            ended = &mut serving => return Ok(ended?),
            loaded = &mut ready, if loading => {
                loaded?;
                loading = false;
            }
            () = &mut shutdown => break,
        }
    }

    tracing::info!(within = ?config.drain, "stopping");
    set_health(&health, ServingStatus::NotServing).await;
    stopping.cancel();
    if let Ok(ended) = tokio::time::timeout(config.drain, &mut serving).await {
        return Ok(ended?);
    }
    tracing::warn!("calls still open are cut off");
    cut.cancel();
    Ok(serving.await?)
}

/// The names under which health is told: the server as a whole, and each service.
const HEALTH_NAMES: [&str; 2] = ["", ExtractionServiceServer::<Extraction>::NAME];

async fn set_health(health: &HealthReporter, status: ServingStatus) {
    for name in HEALTH_NAMES {
        health.set_service_status(name, status).await;
    }
}

/// Health of a server that is not yet ready.
async fn health() -> HealthReporter {
    let health = HealthReporter::new();
    set_health(&health, ServingStatus::NotServing).await;
    health
}

/// Describes what is served, and what errors carry.
fn reflection<'d>() -> tonic_reflection::server::Builder<'d> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(crate::proto::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
        .with_service_name(ExtractionServiceServer::<Extraction>::NAME)
        .with_service_name("grpc.health.v1.Health")
}
