//! What can be set about a server. `default.toml` lists and explains every setting; it is also the list of the names that are known.

mod check;
mod duration;
mod layers;
mod listen;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;

use crate::store::Location;
use crate::text;
pub use layers::Layers;
pub use listen::ListenAddress;

/// Every setting with its default and its meaning, as a TOML file.
pub const DEFAULT_TOML: &str = include_str!("default.toml");

/// Settings of a server.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Listening and the life of connections.
    pub server: Server,
    /// Words of the operator's own.
    pub lexicon: Lexicon,
    /// Where documents are kept.
    pub store: Store,
    /// Bounds on what callers can ask for.
    pub limits: Limits,
    /// Encryption.
    pub tls: Tls,
    /// Who may call.
    pub auth: Auth,
    /// Calls from web pages.
    pub web: Web,
    /// Logs, traces and metrics.
    pub telemetry: Telemetry,
}

/// Listening and the life of connections.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Where to listen.
    pub listen: Vec<ListenAddress>,
    /// Where health alone is told, without TLS and to anybody.
    pub health_listen: Option<SocketAddr>,
    /// How long calls that are open when the server stops may go on.
    #[serde(with = "duration")]
    pub drain: Duration,
    /// A connection older than this is asked to end.
    #[serde(with = "duration::or_off")]
    pub max_connection_age: Option<Duration>,
    /// How long calls of such a connection may go on.
    #[serde(with = "duration")]
    pub max_connection_age_grace: Duration,
    /// How often a silent peer is asked whether it is still there.
    #[serde(with = "duration::or_off")]
    pub keepalive_interval: Option<Duration>,
    /// How long that answer may take.
    #[serde(with = "duration")]
    pub keepalive_timeout: Duration,
    /// How long a new connection may take until its peer has said what it speaks, TLS handshake included.
    #[serde(with = "duration")]
    pub handshake_timeout: Duration,
    /// How often files that may change are looked at.
    #[serde(with = "duration")]
    pub reload_interval: Duration,
}

/// Where documents are kept.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// Where the store is. None: nothing is kept.
    pub path: Option<Location>,
    /// Most bytes that a file may have; 0: as many as the disk holds.
    pub max_bytes: u64,
}

/// Words of the operator's own.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Lexicon {
    /// Folders of lexicon files; later ones win.
    pub folders: Vec<PathBuf>,
}

/// Bounds on what callers can ask for.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest document, in bytes.
    pub max_document_bytes: usize,
    /// Deepest nesting of HTML elements.
    pub max_html_depth: usize,
    /// Whether to refuse what is reliably recognised as another language than English.
    pub check_language: bool,
    /// Threads that read documents; 0: one per core.
    pub workers: usize,
    /// Documents of single calls that may wait or be read at one time; as many again of all streams together.
    pub max_queued_documents: usize,
    /// Documents of one stream that may wait or be read at one time.
    pub max_in_flight_per_stream: usize,
    /// Calls that may be open at one time.
    pub max_calls: usize,
    /// Connections that may be open at one time.
    pub max_connections: usize,
    /// Calls that one connection may have open at one time.
    pub max_calls_per_connection: u32,
    /// Largest headers of a call, in bytes.
    pub max_header_bytes: u32,
    /// Calls and streamed documents that one caller may make in a second; 0: any number.
    pub max_rate_per_caller: u32,
    /// Calls and streamed documents that one caller may make at once, after a pause; 0: as many as in a second.
    pub max_burst_per_caller: u32,
    /// Longest time that a call which is no stream may take.
    #[serde(with = "duration::or_off")]
    pub max_call_duration: Option<Duration>,
    /// Longest time that a stream may be open.
    #[serde(with = "duration::or_off")]
    pub max_stream_duration: Option<Duration>,
}

/// Encryption.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// PEM file with the certificates of the server.
    pub certificate: Option<PathBuf>,
    /// PEM file with its private key.
    pub key: Option<PathBuf>,
    /// PEM file with the authorities that issue certificates to clients.
    pub client_ca: Option<PathBuf>,
}

/// Who may call.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// TOML file with API keys.
    pub keys_file: Option<PathBuf>,
    /// Listen beyond this machine although nobody has to say who calls.
    pub allow_anonymous: bool,
    /// Whether health can be asked for without credentials.
    pub health: Access,
    /// Whether the services can be described without credentials.
    pub reflection: Access,
    /// File with the public keys of the issuer of tokens.
    pub jwks_file: Option<PathBuf>,
    /// The `iss` that tokens must have.
    pub jwt_issuer: Option<String>,
    /// The `aud` that tokens must have.
    pub jwt_audience: Option<String>,
}

/// Whether something needs credentials, where there are any.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It does not.
    #[default]
    Open,
    /// It does.
    Closed,
}

/// Calls from web pages.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// Origins of pages that may call by gRPC-Web.
    pub origins: Vec<String>,
}

/// Logs, traces and metrics.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// How the log is written.
    pub log_format: LogFormat,
    /// What the log holds.
    pub log_filter: String,
    /// Where Prometheus may fetch metrics.
    pub prometheus_listen: Option<SocketAddr>,
    /// Collector to which traces and metrics are sent.
    pub otlp_endpoint: Option<String>,
    /// File with headers for the collector.
    pub otlp_headers_file: Option<PathBuf>,
    /// How often metrics are sent to the collector.
    #[serde(with = "duration")]
    pub otlp_interval: Duration,
    /// The share of calls that are traced where the caller has not decided.
    pub trace_ratio: f64,
    /// `service.name` of traces and metrics.
    pub service_name: String,
}

/// How the log is written.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, strum::Display, strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
}

/// Why settings cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A source of settings is wrong.
    #[error("{origin}: {problem}")]
    Wrong {
        /// Where the setting is from: a file, a variable, a flag.
        origin: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Settings do not fit together.
    #[error("{}", .0.join("\n"))]
    Unfit(Vec<String>),
}

// === impl sections ===

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: vec![ListenAddress::Tcp(SocketAddr::from((
                [127, 0, 0, 1],
                50051,
            )))],
            health_listen: None,
            drain: Duration::from_secs(10),
            max_connection_age: None,
            max_connection_age_grace: Duration::from_secs(30),
            keepalive_interval: Some(Duration::from_secs(60)),
            keepalive_timeout: Duration::from_secs(20),
            handshake_timeout: Duration::from_secs(10),
            reload_interval: Duration::from_secs(5),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let text = text::Limits::default();
        Self {
            max_document_bytes: text.max_bytes,
            max_html_depth: text.max_depth,
            check_language: text.check_language,
            workers: 0,
            max_queued_documents: 1024,
            max_in_flight_per_stream: 64,
            max_calls: 1024,
            max_connections: 1024,
            max_calls_per_connection: 128,
            max_header_bytes: 16 * 1024,
            max_rate_per_caller: 0,
            max_burst_per_caller: 0,
            max_call_duration: Some(Duration::from_secs(60)),
            max_stream_duration: Some(Duration::from_secs(60 * 60)),
        }
    }
}

impl Limits {
    /// Bounds on one document.
    pub fn text(&self) -> text::Limits {
        text::Limits {
            max_bytes: self.max_document_bytes,
            max_depth: self.max_html_depth,
            check_language: self.check_language,
        }
    }

    /// How many threads read documents.
    pub fn worker_count(&self) -> usize {
        match self.workers {
            0 => std::thread::available_parallelism().map_or(1, Into::into),
            count => count,
        }
    }
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log_format: LogFormat::Text,
            log_filter: "info".to_owned(),
            prometheus_listen: None,
            otlp_endpoint: None,
            otlp_headers_file: None,
            otlp_interval: Duration::from_secs(60),
            trace_ratio: 1.0,
            service_name: "tradewire".to_owned(),
        }
    }
}
