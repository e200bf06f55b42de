//! A real server on a free port of the loopback, and clients for it.
#![allow(dead_code, reason = "no test file uses all of it")]

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::{Document, ExtractRequest};
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
