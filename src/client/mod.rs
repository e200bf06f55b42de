//! A client for Rust programs: connections, deadlines, retries, errors with their details, lists without pages.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use tradewire::client::{Client, Options};
//! use tradewire::proto::v1::{Document, ExtractOptions};
//!
//! let client = Client::connect("http://127.0.0.1:50051", Options::default()).await?;
//! let document = Document { text: "The EU imposed a 10% tariff on steel.".into(), ..Default::default() };
//! for event in client.extract(document, ExtractOptions::default()).await?.events {
//!     println!("{} {}", event.id, event.r#type().as_str_name());
//! }
//! # Ok(())
//! # }
//! ```

mod error;
mod lookup;
mod pages;
mod retry;

use std::time::Duration;

use tonic::metadata::AsciiMetadataValue;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

pub use error::{CallError, ClientError, Violation};
pub use pages::Pages;

use crate::proto::v1;
use crate::proto::v1::extraction_service_client::ExtractionServiceClient;
use crate::proto::v1::lookup_service_client::LookupServiceClient;

/// Largest answer that is taken, in bytes: a page of a thousand records of much-told events is larger than gRPC's default.
const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// How a client calls.
#[derive(Clone, Debug)]
pub struct Options {
    /// Longest time that a call may take, all tries together.
    pub deadline: Duration,
    /// How often a call is tried at the most. Only UNAVAILABLE and RESOURCE_EXHAUSTED are tried again.
    pub attempts: u32,
    /// Pause before the second try, unless the server names one; it doubles with every further try.
    pub pause: Duration,
    /// API key that every call carries.
    pub api_key: Option<String>,
}

/// A connection to a server. Clones share it.
#[derive(Clone, Debug)]
pub struct Client {
    channel: Channel,
    options: Options,
    key: Option<AsciiMetadataValue>,
}

// === impl Options ===

impl Default for Options {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(10),
            attempts: 4,
            pause: Duration::from_millis(100),
            api_key: None,
        }
    }
}

// === impl Client ===

impl Client {
    /// Connects to a server, `http://HOST:PORT` or `https://HOST:PORT`.
    ///
    /// # Errors
    /// [`ClientError::Connect`] if the address is none or nobody answers there, [`ClientError::Key`] if the key has characters that
    /// no header can carry.
    pub async fn connect(address: &str, options: Options) -> Result<Self, ClientError> {
        let endpoint = Endpoint::from_shared(address.to_owned())?.connect_timeout(options.deadline);
        let key = options.api_key.as_deref().map(str::parse).transpose();
        Ok(Self {
            channel: endpoint.connect().await?,
            key: key.map_err(|_| ClientError::Key)?,
            options,
        })
    }

    /// What a document tells.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn extract(
        &self,
        document: v1::Document,
        options: v1::ExtractOptions,
    ) -> Result<v1::Extraction, ClientError> {
        let request = v1::ExtractRequest {
            document: Some(document),
            options: Some(options),
        };
        let answer = self
            .call(request, |request| async {
                self.extraction().extract(request).await
            })
            .await?;
        answer.extraction.ok_or(ClientError::Empty)
    }

    /// The stub of the extraction service, for calls that have no method here.
    pub fn extraction(&self) -> ExtractionServiceClient<Channel> {
        ExtractionServiceClient::new(self.channel.clone())
            .max_decoding_message_size(MAX_ANSWER_BYTES)
    }

    /// The stub of the look-up service, for calls that have no method here.
    pub fn lookup(&self) -> LookupServiceClient<Channel> {
        LookupServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER_BYTES)
    }

    /// A request with the client's key.
    pub fn request<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        if let Some(key) = &self.key {
            request.metadata_mut().insert("x-api-key", key.clone());
        }
        request
    }

    /// Makes a unary call, with key, deadline and retries.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn call<M, A, F>(
        &self,
        message: M,
        call: impl Fn(Request<M>) -> F,
    ) -> Result<A, ClientError>
    where
        M: Clone,
        F: Future<Output = Result<tonic::Response<A>, Status>>,
    {
        let tries = retry::Tries::new(&self.options);
        let attempt = |left: Duration| {
            let mut request = self.request(message.clone());
            request.set_timeout(left);
            call(request)
        };
        Ok(tries
            .run(attempt)
            .await
            .map_err(CallError::from)?
            .into_inner())
    }
}

/// The snippets of the page on clients.
#[cfg(doctest)]
#[doc = include_str!("../../docs/clients.md")]
struct Snippets;
