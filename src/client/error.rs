//! What a call can fail with, as the caller sees it.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use thiserror::Error;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::proto::v1::ErrorReason;

/// Why a client has no answer.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The address is none, or nobody answers there.
    #[error("cannot connect: {0}")]
    Connect(#[from] tonic::transport::Error),
    /// The API key has characters that no header can carry.
    #[error("the API key is not printable ASCII")]
    Key,
    /// The server refused the call, or failed.
    #[error(transparent)]
    Call(#[from] Box<CallError>),
    /// The server answered without the message that the answer is for.
    #[error("the server's answer is empty")]
    Empty,
}

/// An error of the server, with its details.
#[derive(Debug)]
pub struct CallError {
    /// The status code.
    pub code: Code,
    /// What is wrong, for developers.
    pub message: String,
    /// Why. Absent for errors that do not come from tradewire.
    pub reason: Option<ErrorReason>,
    /// The figures of the message.
    pub metadata: HashMap<String, String>,
    /// Every rule that the request broke.
    pub violations: Vec<Violation>,
    /// After which time the server will take the call.
    pub retry_after: Option<Duration>,
}

/// A rule that a request broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The field.
    pub field: String,
    /// The rule.
    pub description: String,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.code, self.message)?;
        for Violation { field, description } in &self.violations {
            write!(f, "\n  {field}: {description}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CallError {}

impl From<Status> for CallError {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let info = details.error_info();
        let violations = details.bad_request().map(|bad| &bad.field_violations);
        Self {
            code: status.code(),
            message: status.message().to_owned(),
            reason: info.and_then(|info| {
                ErrorReason::from_str_name(&format!("ERROR_REASON_{}", info.reason))
            }),
            metadata: info.map(|info| info.metadata.clone()).unwrap_or_default(),
            violations: violations
                .into_iter()
                .flatten()
                .map(|violation| Violation {
                    field: violation.field.clone(),
                    description: violation.description.clone(),
                })
                .collect(),
            retry_after: details.retry_info().and_then(|retry| retry.retry_delay),
        }
    }
}

impl From<CallError> for ClientError {
    fn from(error: CallError) -> Self {
        Self::Call(Box::new(error))
    }
}
