//! The services, and the health that is told of each. A new service is added in [`Services::of`].

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use http::Request;
use tokio::sync::Mutex;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::body::Body;
use tonic::server::NamedService;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic_health::ServingStatus;
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};
use tower::Service;

use super::ServeError;
use super::listeners::{ListenError, Listeners};
use crate::proto::v1::extraction_service_server::ExtractionServiceServer;
use crate::proto::v1::lookup_service_server::LookupServiceServer;
use crate::service::compressed::compressed;
use crate::service::extraction::Extraction;
use crate::service::lookup::{ById, Lookup};

/// Name of the extraction service.
pub(super) const EXTRACTION: &str = ExtractionServiceServer::<Extraction>::NAME;

/// Name of the look-up service.
pub(super) const LOOKUP: &str = LookupServiceServer::<Lookup>::NAME;

/// Room for what a request holds beside the text.
const MESSAGE_OVERHEAD_BYTES: usize = 256 * 1024;

/// What is served.
pub(super) struct Services {
    routes: Routes,
    names: Vec<&'static str>,
    /// Those without which the server is not ready.
    needed: BTreeSet<&'static str>,
}

/// Tells the health of the server and of each service: the server is ready when all services are that it needs.
#[derive(Clone)]
pub(super) struct Readiness {
    reporter: HealthReporter,
    state: Arc<Mutex<State>>,
    names: Arc<[&'static str]>,
}

/// What stands between the server and being ready.
struct State {
    /// The services for which it waits.
    waiting: BTreeSet<&'static str>,
    stopping: bool,
}

impl Services {
    /// All of ours.
    pub fn of(extraction: Extraction, lookup: Lookup) -> Self {
        let max_message_bytes = extraction
            .limits
            .max_bytes
            .saturating_add(MESSAGE_OVERHEAD_BYTES);
        let mut services = Self {
            routes: Routes::default(),
            names: Vec::new(),
            needed: BTreeSet::new(),
        };
        // Without a store there is nothing that it could do.
        let looks_up = lookup.store.is_some();
        services.add(compressed!(
            ExtractionServiceServer::new(extraction).max_decoding_message_size(max_message_bytes)
        ));
        services.add(ById::new(
            lookup.clone(),
            compressed!(LookupServiceServer::new(lookup)),
        ));
        services.needed.insert(EXTRACTION);
        if looks_up {
            services.needed.insert(LOOKUP);
        }
        services
    }

    /// Adds a service, whose health is told under its name.
    fn add<S>(&mut self, service: S)
    where
        S: Service<Request<Body>, Error = Infallible>
            + NamedService
            + Clone
            + Send
            + Sync
            + 'static,
        S::Response: axum::response::IntoResponse,
        S::Future: Send + 'static,
    {
        self.names.push(S::NAME);
        self.routes = std::mem::take(&mut self.routes).add_service(service);
    }

    /// The routes to them, to their health, of which none is ready yet, and to their description.
    pub async fn routes(self) -> Result<(Routes, Readiness), ServeError> {
        let readiness = Readiness {
            reporter: HealthReporter::new(),
            state: Arc::new(Mutex::new(State {
                waiting: self.needed,
                stopping: false,
            })),
            names: self.names.into(),
        };
        readiness.tell_all(ServingStatus::NotServing).await;
        let health = HealthService::from_health_reporter(readiness.reporter.clone());
        let describe = || reflection(&readiness.names);
        let routes = self
            .routes
            .add_service(compressed!(HealthServer::new(health)))
            .add_service(compressed!(describe().build_v1()?))
            .add_service(compressed!(describe().build_v1alpha()?));
        Ok((routes, readiness))
    }
}

impl Readiness {
    /// A service can do its work.
    pub async fn ready(&self, name: &'static str) {
        self.set(name, true).await;
    }

    /// A service can do its work, or not, from now on.
    pub async fn set(&self, name: &'static str, ready: bool) {
        let mut state = self.state.lock().await;
        if state.stopping {
            return;
        }
        if ready {
            state.waiting.remove(name);
        } else {
            state.waiting.insert(name);
        }
        let all = state.waiting.is_empty();
        for (name, ready) in [(name, ready), ("", all)] {
            let status = if ready {
                ServingStatus::Serving
            } else {
                ServingStatus::NotServing
            };
            self.reporter.set_service_status(name, status).await;
        }
    }

    /// Tells health alone at this address, until a token is cancelled.
    pub async fn tell_at(
        &self,
        address: SocketAddr,
        end: CancellationToken,
    ) -> Result<(), ListenError> {
        let listener = Listeners::bind_tcp(address).await?;
        let health = HealthService::from_health_reporter(self.reporter.clone());
        let bound = listener.local_addr().unwrap_or(address);
        tracing::info!(address = %bound, "health");
        let serving = Server::builder()
            .add_service(compressed!(HealthServer::new(health)))
            .serve_with_incoming_shutdown(
                TcpListenerStream::new(listener),
                end.clone().cancelled_owned(),
            );
        tokio::spawn(async move {
            // Watches go on until they are cut.
            if let Some(Err(error)) = end.run_until_cancelled(serving).await {
                tracing::error!(%error, "health is no longer told");
            }
        });
        Ok(())
    }

    /// Nothing is served any more.
    pub async fn stopping(&self) {
        self.state.lock().await.stopping = true;
        self.tell_all(ServingStatus::NotServing).await;
    }

    async fn tell_all(&self, status: ServingStatus) {
        for name in self.names.iter().copied().chain([""]) {
            self.reporter.set_service_status(name, status).await;
        }
    }
}

/// Describes what is served, and what errors carry.
fn reflection<'d>(names: &[&'static str]) -> tonic_reflection::server::Builder<'d> {
    let described = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(crate::proto::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
        .with_service_name("grpc.health.v1.Health");
    names
        .iter()
        .fold(described, |builder, name| builder.with_service_name(*name))
}
