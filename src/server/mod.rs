//! What surrounds every call: listeners, TLS, limits, deadlines, health, reflection, telemetry, and an orderly end.

mod call_log;
mod connection;
mod cut;
mod deadline;
mod drain;
mod expiry;
mod gate;
mod listeners;
mod methods;
mod reload;
mod services;
mod store;
mod telemetry;
mod tls;
mod web;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic_web::GrpcWebLayer;

use crate::config::Config;
use crate::error::Error;
use crate::lexicon::{Lexicon, LexiconError};
use crate::service::extraction::Extraction;
use crate::service::lookup::Lookup;
use crate::service::workers::Workers;
use crate::store::StoreError;
use call_log::CallLogLayer;
use deadline::DeadlineLayer;
use drain::DrainLayer;
pub use gate::NewKey;
use gate::{Gate, GateLayer};
use listeners::Terms;
pub use listeners::{ListenError, Listeners};
pub use methods::Scope;
pub use reload::FileError;
use services::{EXTRACTION, LOOKUP, Services};
pub use telemetry::{Telemetry, TelemetryError};
use tls::Tls;

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
    /// The operator's own lexicon cannot be used.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// The store cannot be opened.
    #[error("cannot open the store {location}: {source}")]
    Store {
        /// Where it is, without a password.
        location: String,
        /// Why not.
        source: StoreError,
    },
    /// An address on which nothing can listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The log, traces or metrics cannot be told as the settings say.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// A file that the settings name cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Checks the files that the settings name, without serving.
///
/// # Errors
/// See [`ServeError`].
pub fn check(config: &Config) -> Result<(), ServeError> {
    Tls::load(&config.tls)?;
    Gate::load(config)?;
    lexicon(&config.lexicon.folders)?;
    store::check(&config.store)?;
    telemetry::check(&config.telemetry)?;
    Ok(())
}

/// Serves until `shutdown` resolves, then ends within the time that the configuration gives to open calls.
///
/// # Errors
/// See [`ServeError`].
pub async fn run(
    listeners: impl Into<Listeners>,
    config: Config,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let Config { server, limits, .. } = &config;
    let stopping = CancellationToken::new();
    let cut = CancellationToken::new();
    // However this ends, dropped included, no connection outlives it.
    let _stopped_at_last = stopping.clone().drop_guard();
    let _cut_at_last = cut.clone().drop_guard();

    let tls = Tls::load(&config.tls)?.map(Arc::new);
    if let Some(tls) = &tls {
        tokio::spawn(tls.keep_fresh(server.reload_interval, stopping.clone()));
    }
    let gate = Arc::new(Gate::load(&config)?);
    gate.keep_fresh(server.reload_interval, &stopping);
    let workers = Workers::new(
        limits.worker_count(),
        limits.max_queued_documents,
        lexicon(&config.lexicon.folders)?,
    );
    let store = store::open(&config.store).await?;
    let extraction = Extraction {
        workers: workers.clone(),
        limits: limits.text(),
        max_in_flight: limits.max_in_flight_per_stream,
        store: store.clone(),
        stopping: stopping.clone(),
    };
    let lookup = Lookup {
        store: store.clone(),
        workers: workers.clone(),
        stopping: stopping.clone(),
    };
    let services = Services::of(extraction, lookup);
    let (routes, readiness) = services.routes().await?;
    if let Some(address) = server.health_listen {
        readiness.tell_at(address, cut.clone()).await?;
    }

    let mut builder = Server::builder();
    if let Some(age) = server.max_connection_age {
        builder = builder.max_connection_age(age);
    }
    let router = builder
        .max_concurrent_streams(limits.max_calls_per_connection)
        .http2_max_header_list_size(limits.max_header_bytes)
        .http2_keepalive_interval(server.keepalive_interval)
        .http2_keepalive_timeout(Some(server.keepalive_timeout))
        .max_connection_age_grace(server.max_connection_age_grace)
        // Browsers have no HTTP/2 of their own to give to a page.
        .accept_http1(!config.web.origins.is_empty())
        .layer(web::cors(&config.web))
        .layer(GrpcWebLayer::new())
        .layer(CallLogLayer::new())
        // Around the gate: a call that has ended gives its place back, even where its peer takes no more of the answer.
        .layer(DeadlineLayer {
            max_call: limits.max_call_duration,
            max_stream: limits.max_stream_duration,
        })
        .layer(GateLayer(gate))
        .layer(DrainLayer::new(stopping.clone()))
        .add_routes(routes);
    let connections = listeners.into().accept(Terms {
        tls,
        max_connections: limits.max_connections,
        handshake_timeout: server.handshake_timeout,
        cut: cut.clone(),
    });
    let serving = router.serve_with_incoming_shutdown(
        ReceiverStream::new(connections),
        stopping.clone().cancelled_owned(),
    );
    tokio::pin!(serving, shutdown);

    let ready = async {
        workers.extractor().await.map_err(ServeError::Extractor)?;
        readiness.ready(EXTRACTION).await;
        if let Some(store) = &store {
            let readiness = readiness.clone();
            let tell = async move |ready| readiness.set(LOOKUP, ready).await;
            tokio::spawn(store::follow(store.clone(), stopping.clone(), tell));
        }
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

    tracing::info!(within = ?server.drain, "stopping");
    readiness.stopping().await;
    stopping.cancel();
    let ended = match tokio::time::timeout(server.drain, &mut serving).await {
        Ok(ended) => ended,
        Err(_) => {
            tracing::warn!("calls still open are cut off");
            cut.cancel();
            serving.await
        }
    };
    if let Some(store) = &store {
        store.close().await;
    }
    Ok(ended?)
}

/// The operator's own lexicon; none where the embedded one is to be used as it is.
fn lexicon(folders: &[PathBuf]) -> Result<Option<Arc<Lexicon>>, LexiconError> {
    if folders.is_empty() {
        return Ok(None);
    }
    let folders: Vec<_> = folders.iter().map(PathBuf::as_path).collect();
    Ok(Some(Arc::new(Lexicon::load(&folders)?)))
}
