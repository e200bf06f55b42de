//! A real server on a free port of the loopback, and clients for it.
#![allow(dead_code, reason = "no test file uses all of it")]

pub mod news;

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::Status;
use tonic::transport::Channel;
use tonic_types::StatusExt;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::lookup_service_client::LookupServiceClient;
use tradewire::proto::v1::{Document, ExtractRequest, IngestRequest, IngestedDocument};
use tradewire::{Config, ServeError};

/// Longer than anything here takes; a test that waits so long hangs.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// An article that tells a tariff and holds one quote.
pub const ARTICLE: &str = "OTTAWA, March 12 - The United States imposed a 25% tariff on Canadian steel on Monday.\n\n\
    \u{201c}We will answer in kind,\u{201d} Canadian Trade Minister Paul Duval told reporters.\n";

/// A running server.
pub struct TestServer {
    pub address: SocketAddr,
    stop: CancellationToken,
    ended: JoinHandle<Result<(), ServeError>>,
}

impl TestServer {
    /// Starts one.
    pub async fn start(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let ended = tokio::spawn(tradewire::run(
            listener,
            config,
            stop.clone().cancelled_owned(),
        ));
        Self {
            address,
            stop,
            ended,
        }
    }

    /// A connection.
    pub async fn channel(&self) -> Channel {
        let address = format!("http://{}", self.address);
        Channel::from_shared(address)
            .unwrap()
            .connect()
            .await
            .unwrap()
    }

    /// A client of the extraction service.
    pub async fn client(&self) -> ExtractionServiceClient<Channel> {
        ExtractionServiceClient::new(self.channel().await)
    }

    /// A client of the look-up service.
    pub async fn lookup(&self) -> LookupServiceClient<Channel> {
        LookupServiceClient::new(self.channel().await)
    }

    /// Has documents kept.
    pub async fn ingest(
        &self,
        documents: impl IntoIterator<Item = Document>,
    ) -> Vec<IngestedDocument> {
        let mut client = self.client().await;
        let mut ingested = Vec::new();
        for document in documents {
            let document = Some(document);
            let answer = client.ingest(IngestRequest { document }).await.unwrap();
            ingested.push(answer.into_inner().ingested.unwrap());
        }
        ingested
    }

    /// Tells it to stop.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Tells it to stop and waits until it has.
    pub async fn stopped(self) {
        self.stop();
        let ended = tokio::time::timeout(PATIENCE, self.ended).await;
        ended.expect("the server ends").unwrap().unwrap();
    }
}

/// Settings of a server with a store in a folder.
pub fn storing(folder: &tempfile::TempDir) -> Config {
    let mut config = Config::default();
    config.store.path = Some(folder.path().join("news.db").into());
    config
}

/// Reason and metadata of an error.
pub fn error_info(status: &Status) -> (String, std::collections::HashMap<String, String>) {
    let details = status.get_error_details();
    let info = details.error_info().expect("every error says its reason");
    assert_eq!(info.domain, "tradewire");
    (info.reason.clone(), info.metadata.clone())
}

/// The fields that an error says to be wrong, each with its reason.
pub fn violations(status: &Status) -> Vec<(String, String)> {
    let details = status.get_error_details();
    let request = details.bad_request().expect("a bad request");
    let listed = request.field_violations.iter();
    listed
        .map(|v| (v.field.clone(), v.reason.clone()))
        .collect()
}

/// A document of this text.
pub fn document(text: &str) -> Document {
    Document {
        text: text.to_owned(),
        ..Document::default()
    }
}

/// Asks to read this text.
pub fn request(text: &str) -> ExtractRequest {
    ExtractRequest {
        document: Some(document(text)),
        options: None,
    }
}
