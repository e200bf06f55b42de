//! The name by which caller and log know one call.

use std::fmt;
use std::sync::Arc;

use http::{Extensions, HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header in which a caller may name a call, and in which the answer names it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken from a caller, in bytes.
const MAX_BYTES: usize = 128;

/// The name of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The caller's, if it is short and printable; otherwise a fresh one.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        headers
            .get(HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|id| (1..=MAX_BYTES).contains(&id.len()))
            .map_or_else(Self::fresh, |id| Self(id.into()))
    }

    /// The one under which the call was logged; a fresh one where no log is kept.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get().cloned().unwrap_or_else(Self::fresh)
    }

    /// As a header value.
    pub fn header_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn fresh() -> Self {
        Self(Uuid::new_v4().to_string().into())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
