//! What a call can fail with, and the one place that turns it into a gRPC status.

mod problem;
mod store;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use thiserror::Error;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

use crate::extract::ExtractError;
use crate::proto::v1::{self, ErrorReason};
use crate::store::StoreError;
use crate::text::TextError;
pub use problem::Problem;

/// `domain` of every `google.rpc.ErrorInfo` of this service.
pub const DOMAIN: &str = "tradewire";

/// How long a caller should wait before it asks an overloaded or stopping server again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// Most bytes of a value of the caller's that an error repeats, and most bytes of the broken rules that it lists: errors travel in
/// headers, of which clients take 8 KB without being told otherwise.
const MAX_VALUE_BYTES: usize = 200;
const MAX_LISTED_BYTES: usize = 1200;

/// What a call can fail with.
#[derive(Debug, Error)]
pub enum Error {
    /// The request breaks rules.
    #[error("{0}")]
    Invalid(Violations),
    /// Too much work is waiting.
    #[error("the server is busy: {limit} {what}")]
    Overloaded {
        /// What there is too much of ("calls are open").
        what: &'static str,
        /// How many there may be at one time.
        limit: usize,
    },
    /// The caller's rate is used up.
    #[error("the rate of {limit} a second is used up")]
    RateLimited {
        /// Calls and streamed documents that the caller may make in a second.
        limit: u32,
        /// How long until the next one.
        wait: Duration,
    },
    /// Nobody knows who calls; why.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The caller may not do this.
    #[error("the credentials do not cover the scope {scope}")]
    PermissionDenied {
        /// The scope that is needed.
        scope: String,
    },
    /// A stream was open for as long as streams may be.
    #[error("the stream was open for {} seconds, the longest time that is allowed", limit.as_secs_f64())]
    StreamExpired {
        /// The longest time.
        limit: Duration,
    },
    /// The caller's deadline passed.
    #[error("the deadline passed before the answer was ready")]
    DeadlineExceeded,
    /// The server is stopping.
    #[error("the server is stopping")]
    ShuttingDown,
    /// The server was started without a store.
    #[error(
        "this server keeps nothing: it was started without a store (`tradewire serve --store PATH`)"
    )]
    NoStore,
    /// The store cannot do what was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of the server. The cause is logged, never sent.
    #[error("internal error: {cause}")]
    Internal {
        /// What went wrong.
        cause: String,
    },
}

/// The rules that a request breaks; at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations {
    first: Violation,
    others: Vec<Violation>,
}

/// One rule that a request breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Path of the field in the request (`document.published_at`, `filter.actors[1].actor_id`).
    pub field: Cow<'static, str>,
    /// What is wrong with it.
    pub problem: Problem,
}

// === impl Violations ===

impl Violations {
    /// The rules broken, or none.
    pub fn new(list: Vec<Violation>) -> Option<Self> {
        let mut list = list.into_iter();
        let first = list.next()?;
        Some(Self {
            first,
            others: list.collect(),
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// As many of them, from the first on, as fit into an error.
    fn listed(&self) -> impl Iterator<Item = &Violation> {
        let mut bytes = 0;
        self.iter().enumerate().map_while(move |(i, violation)| {
            bytes += violation.field.len() + violation.problem.to_string().len();
            (i == 0 || bytes <= MAX_LISTED_BYTES).then_some(violation)
        })
    }

    /// The reason that all share; otherwise that fields break rules.
    fn reason(&self) -> ErrorReason {
        let first = self.first.problem.reason();
        if self.others.iter().all(|v| v.problem.reason() == first) {
            first
        } else {
            ErrorReason::InvalidField
        }
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut more = self.iter().count();
        for (i, Violation { field, problem }) in self.listed().enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            write!(f, "{separator}{field}: {problem}")?;
            more -= 1;
        }
        match more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

// === impl Error ===

impl Error {
    /// One broken rule.
    pub fn violation(field: &'static str, problem: Problem) -> Self {
        Self::Invalid(Violations {
            first: Violation {
                field: field.into(),
                problem,
            },
            others: Vec::new(),
        })
    }

    /// Why the call failed.
    pub fn reason(&self) -> ErrorReason {
        match self {
            Self::Invalid(violations) => violations.reason(),
            Self::Overloaded { .. } => ErrorReason::Overloaded,
            Self::RateLimited { .. } => ErrorReason::RateLimited,
            Self::Unauthenticated(_) => ErrorReason::Unauthenticated,
            Self::PermissionDenied { .. } => ErrorReason::PermissionDenied,
            Self::StreamExpired { .. } => ErrorReason::StreamExpired,
            Self::DeadlineExceeded => ErrorReason::DeadlineExceeded,
            Self::ShuttingDown => ErrorReason::ShuttingDown,
            Self::NoStore => ErrorReason::NoStore,
            Self::Store(error) => store::reason(error),
            Self::Internal { .. } => ErrorReason::Internal,
        }
    }

    /// The gRPC code.
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::InvalidArgument,
            Self::Overloaded { .. } | Self::RateLimited { .. } => Code::ResourceExhausted,
            Self::Unauthenticated(_) => Code::Unauthenticated,
            Self::PermissionDenied { .. } => Code::PermissionDenied,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::ShuttingDown | Self::StreamExpired { .. } => Code::Unavailable,
            Self::NoStore => Code::FailedPrecondition,
            Self::Store(error) => store::code(error),
            Self::Internal { .. } => Code::Internal,
        }
    }

    /// The status that the caller gets, which knows the call by `request_id`.
    pub fn status(&self, request_id: &str) -> Status {
        let message = match self {
            Self::Internal { cause } => {
                tracing::error!(request_id, cause, "internal error");
                "internal error".to_owned()
            }
            Self::Store(error) => {
                if store::is_fault(error) {
                    tracing::error!(request_id, %error, "the store failed");
                }
                store::message(error)
            }
            sendable => sendable.to_string(),
        };
        Status::with_error_details(self.code(), message, self.details(request_id))
    }

    /// The answer of a stream to a document that could not be read.
    pub fn document_error(&self, request_id: &str) -> v1::DocumentError {
        let status = self.status(request_id);
        // tonic keeps the details as an encoded google.rpc.Status.
        let details = <tonic_types::pb::Status as prost::Message>::decode(status.details())
            .map(|status| status.details)
            .unwrap_or_default();
        v1::DocumentError {
            code: status.code().into(),
            message: status.message().to_owned(),
            details,
        }
    }

    fn details(&self, request_id: &str) -> ErrorDetails {
        let mut metadata: HashMap<String, String> = HashMap::new();
        let mut details = ErrorDetails::new();
        match self {
            Self::Invalid(violations) => {
                for Violation { problem, .. } in violations.listed() {
                    metadata.extend(
                        problem
                            .metadata()
                            .into_iter()
                            .map(|(k, v)| (k.to_owned(), v)),
                    );
                }
                details
                    .set_bad_request(violations.listed().map(field_violation).collect::<Vec<_>>());
            }
            Self::Overloaded { limit, .. } => {
                metadata.insert("limit".to_owned(), limit.to_string());
                details.set_retry_info(Some(RETRY_DELAY));
            }
            Self::RateLimited { limit, wait } => {
                metadata.insert("limit".to_owned(), limit.to_string());
                details.set_retry_info(Some(*wait));
            }
            Self::PermissionDenied { scope } => {
                metadata.insert("scope".to_owned(), scope.clone());
            }
            Self::StreamExpired { limit } => {
                metadata.insert("limit_seconds".to_owned(), limit.as_secs_f64().to_string());
                details.set_retry_info(Some(Duration::ZERO));
            }
            Self::ShuttingDown => {
                details.set_retry_info(Some(RETRY_DELAY));
            }
            Self::Internal { .. } => {
                metadata.insert("request_id".to_owned(), request_id.to_owned());
            }
            Self::Store(error) => {
                metadata = store::metadata(error);
                if store::is_internal(error) {
                    metadata.insert("request_id".to_owned(), request_id.to_owned());
                }
                store::add_details(error, &mut details);
            }
            Self::DeadlineExceeded | Self::NoStore | Self::Unauthenticated(_) => {}
        }
        details.set_error_info(reason_name(self.reason()), DOMAIN, metadata);
        details.set_request_info(request_id, "");
        details
    }
}

impl From<ExtractError> for Error {
    fn from(error: ExtractError) -> Self {
        let error = match error {
            ExtractError::Text(error) => error,
            // Whoever stopped it no longer waits for this.
            ExtractError::Stopped => return Self::DeadlineExceeded,
        };
        let problem = match error {
            TextError::Empty | TextError::NoWords { .. } => Problem::Empty,
            TextError::TooLarge { bytes, limit } => Problem::TooLarge {
                bytes: Some(bytes),
                limit,
            },
            TextError::TooDeep { .. } => Problem::Html {
                cause: error.to_string(),
            },
            TextError::WrongLanguage { language, .. } => Problem::Language {
                language: language.to_owned(),
            },
        };
        Self::violation("document.text", problem)
    }
}

/// As much of a value of the caller's as an error repeats.
fn cut(value: &str) -> Cow<'_, str> {
    if value.len() <= MAX_VALUE_BYTES {
        return value.into();
    }
    let end = (0..=MAX_VALUE_BYTES)
        .rev()
        .find(|&at| value.is_char_boundary(at));
    format!("{}…", &value[..end.unwrap_or(0)]).into()
}

fn field_violation(violation: &Violation) -> FieldViolation {
    FieldViolation {
        reason: reason_name(violation.problem.reason()).to_owned(),
        ..FieldViolation::new(violation.field.as_ref(), violation.problem.to_string())
    }
}

/// `ERROR_REASON_EMPTY_TEXT` -> `EMPTY_TEXT`.
fn reason_name(reason: ErrorReason) -> &'static str {
    let name = reason.as_str_name();
    name.strip_prefix("ERROR_REASON_").unwrap_or(name)
}

#[cfg(test)]
mod tests;
