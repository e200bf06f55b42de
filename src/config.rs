//! What can be set about a server.

use std::sync::Arc;
use std::time::Duration;

use crate::lexicon::Lexicon;
use crate::text;

/// Settings of a server. The defaults suit one machine.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the extractor knows of the world; none: the embedded lexicon as it is.
    pub lexicon: Option<Arc<Lexicon>>,
    /// Bounds on the documents that are read.
    pub limits: text::Limits,
    /// Threads that read documents. Default: one per core.
    pub workers: usize,
    /// Documents of single calls that may wait or be read at one time; the next call is refused as overloaded. Default: 1024.
    pub max_admitted: usize,
    /// Documents of one stream that may wait or be read at one time; the stream's next request is left unread until then.
    /// Default: 64.
    pub max_in_flight_per_stream: usize,
    /// How long calls that are open when the server stops may go on. Default: 10 seconds.
    pub drain: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            lexicon: None,
            limits: text::Limits::default(),
            workers: std::thread::available_parallelism().map_or(1, Into::into),
            max_admitted: 1024,
            max_in_flight_per_stream: 64,
            drain: Duration::from_secs(10),
        }
    }
}
