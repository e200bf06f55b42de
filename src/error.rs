//! What a call can fail with, and the one place that turns it into a gRPC status.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use thiserror::Error;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

use crate::extract::ExtractError;
use crate::proto::v1::{self, ErrorReason};
use crate::text::TextError;

/// `domain` of every `google.rpc.ErrorInfo` of this service.
pub const DOMAIN: &str = "tradewire";

/// How long a caller should wait before it asks an overloaded or stopping server again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// What a call can fail with.
#[derive(Debug, Error)]
pub enum Error {
    /// The request breaks rules.
    #[error("{0}")]
    Invalid(Violations),
    /// Too much work is waiting.
    #[error("the server is busy: {limit} documents are already waiting or being read")]
    Overloaded {
        /// How many documents may wait or be read at one time.
        limit: usize,
    },
    /// The caller's deadline passed.
    #[error("the deadline passed before the answer was ready")]
    DeadlineExceeded,
    /// The server is stopping.
    #[error("the server is stopping")]
    ShuttingDown,
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
    /// Path of the field in the request (`document.published_at`).
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// It breaks a rule, which the words state.
    Rule(String),
    /// It holds nothing to read.
    Empty,
    /// It is larger than what is read.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// Most bytes that are read.
        limit: usize,
    },
    /// It is not in English.
    Language {
        /// The language, as a tag or by name.
        language: String,
    },
    /// It is HTML that cannot be read.
    Html {
        /// Why not.
        cause: String,
    },
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
        for (i, Violation { field, problem }) in self.iter().enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            write!(f, "{separator}{field}: {problem}")?;
        }
        Ok(())
    }
}

// === impl Problem ===

impl Problem {
    fn reason(&self) -> ErrorReason {
        match self {
            Self::Rule(_) => ErrorReason::InvalidField,
            Self::Empty => ErrorReason::EmptyText,
            Self::TooLarge { .. } => ErrorReason::DocumentTooLarge,
            Self::Language { .. } => ErrorReason::UnsupportedLanguage,
            Self::Html { .. } => ErrorReason::UnreadableHtml,
        }
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rule(_) | Self::Empty => Vec::new(),
            Self::TooLarge { bytes, limit } => vec![
                ("size_bytes", bytes.to_string()),
                ("limit_bytes", limit.to_string()),
            ],
            Self::Language { language } => vec![("language", language.clone())],
            Self::Html { cause } => vec![("cause", cause.clone())],
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(rule) => f.write_str(rule),
            Self::Empty => f.write_str("holds nothing to read"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "has {bytes} bytes, at most {limit} are read")
            }
            Self::Language { language } => {
                write!(
                    f,
                    "is in another language ({language}), only English is read"
                )
            }
            Self::Html { cause } => write!(f, "cannot be read as HTML: {cause}"),
        }
    }
}

// === impl Error ===

impl Error {
    /// One broken rule.
    pub fn violation(field: &'static str, problem: Problem) -> Self {
        Self::Invalid(Violations {
            first: Violation { field, problem },
            others: Vec::new(),
        })
    }

    /// Why the call failed.
    pub fn reason(&self) -> ErrorReason {
        match self {
            Self::Invalid(violations) => violations.reason(),
            Self::Overloaded { .. } => ErrorReason::Overloaded,
            Self::DeadlineExceeded => ErrorReason::DeadlineExceeded,
            Self::ShuttingDown => ErrorReason::ShuttingDown,
            Self::Internal { .. } => ErrorReason::Internal,
        }
    }

    /// The gRPC code.
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::InvalidArgument,
            Self::Overloaded { .. } => Code::ResourceExhausted,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::ShuttingDown => Code::Unavailable,
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
                for Violation { problem, .. } in violations.iter() {
                    metadata.extend(
                        problem
                            .metadata()
                            .into_iter()
                            .map(|(k, v)| (k.to_owned(), v)),
                    );
                }
                details.set_bad_request(violations.iter().map(field_violation).collect::<Vec<_>>());
            }
            Self::Overloaded { limit } => {
                metadata.insert("limit".to_owned(), limit.to_string());
                details.set_retry_info(Some(RETRY_DELAY));
            }
            Self::ShuttingDown => {
                details.set_retry_info(Some(RETRY_DELAY));
            }
            Self::Internal { .. } => {
                metadata.insert("request_id".to_owned(), request_id.to_owned());
            }
            Self::DeadlineExceeded => {}
        }
        details.set_error_info(reason_name(self.reason()), DOMAIN, metadata);
        details.set_request_info(request_id, "");
        details
    }
}

impl From<ExtractError> for Error {
    fn from(error: ExtractError) -> Self {
        let ExtractError::Text(error) = error;
        let problem = match error {
            TextError::Empty | TextError::NoWords { .. } => Problem::Empty,
            TextError::TooLarge { bytes, limit } => Problem::TooLarge { bytes, limit },
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

fn field_violation(violation: &Violation) -> FieldViolation {
    FieldViolation {
        reason: reason_name(violation.problem.reason()).to_owned(),
        ..FieldViolation::new(violation.field, violation.problem.to_string())
    }
}

/// `ERROR_REASON_EMPTY_TEXT` -> `EMPTY_TEXT`.
fn reason_name(reason: ErrorReason) -> &'static str {
    let name = reason.as_str_name();
    name.strip_prefix("ERROR_REASON_").unwrap_or(name)
}
