//! What a store's failures are to a caller. What only concerns the operator stays in the log.

use std::collections::HashMap;
use std::time::Duration;

use tonic::Code;
use tonic_types::{ErrorDetails, FieldViolation};

use super::{Problem, RETRY_DELAY, reason_name};
use crate::proto::v1::ErrorReason;
use crate::store::StoreError;

/// How long a caller should wait before it asks a full store again: somebody has to make room first.
const RETRY_FULL: Duration = Duration::from_secs(60);

/// Most of the ids that are unknown that an error names, and most bytes that they may have: errors travel in headers.
const MAX_NAMED: usize = 20;
const MAX_NAMED_BYTES: usize = 1024;

pub(super) fn code(error: &StoreError) -> Code {
    match error {
        StoreError::NotFound { .. } => Code::NotFound,
        StoreError::InvalidCursor | StoreError::InvalidChangeCursor => Code::InvalidArgument,
        StoreError::ChangesExpired { .. } => Code::OutOfRange,
        StoreError::Unavailable { .. } => Code::Unavailable,
        StoreError::Full { .. } => Code::ResourceExhausted,
        StoreError::Damaged { .. } => Code::DataLoss,
        StoreError::NewerSchema { .. }
        | StoreError::Foreign { .. }
        | StoreError::Internal { .. } => Code::Internal,
    }
}

pub(super) fn reason(error: &StoreError) -> ErrorReason {
    match error {
        StoreError::NotFound { .. } => ErrorReason::NotFound,
        StoreError::InvalidCursor => ErrorReason::InvalidPageToken,
        StoreError::InvalidChangeCursor => ErrorReason::InvalidResumeToken,
        StoreError::ChangesExpired { .. } => ErrorReason::ResumeTokenExpired,
        StoreError::Unavailable { .. } => ErrorReason::StoreUnavailable,
        StoreError::Full { .. } => ErrorReason::StoreFull,
        StoreError::Damaged { .. } => ErrorReason::StoreDamaged,
        StoreError::NewerSchema { .. }
        | StoreError::Foreign { .. }
        | StoreError::Internal { .. } => ErrorReason::Internal,
    }
}

/// Whether the operator has something to do about it.
pub(super) fn is_fault(error: &StoreError) -> bool {
    match error {
        StoreError::NotFound { .. }
        | StoreError::InvalidCursor
        | StoreError::InvalidChangeCursor
        | StoreError::ChangesExpired { .. } => false,
        StoreError::Unavailable { .. }
        | StoreError::Full { .. }
        | StoreError::Damaged { .. }
        | StoreError::NewerSchema { .. }
        | StoreError::Foreign { .. }
        | StoreError::Internal { .. } => true,
    }
}

/// Whether it is a fault of this program.
pub(super) fn is_internal(error: &StoreError) -> bool {
    reason(error) == ErrorReason::Internal
}

/// What the caller is told.
pub(super) fn message(error: &StoreError) -> String {
    match error {
        StoreError::NotFound { kind, ids } => {
            let named = named(ids);
            let more = match ids.len() - named.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("no {kind} with id {}{more}", named.join(", "))
        }
        StoreError::InvalidCursor => format!("page_token: {}", Problem::PageToken),
        StoreError::InvalidChangeCursor => format!("resume_token: {}", Problem::ResumeToken),
        StoreError::ChangesExpired { .. } => {
            "resume_token: is older than the changes that are kept: search anew, then watch from now on"
                .to_owned()
        }
        StoreError::Unavailable { .. } => "the store is not available".to_owned(),
        StoreError::Full { .. } => "the store has no room left".to_owned(),
        StoreError::Damaged { .. } => "the store is damaged".to_owned(),
        StoreError::NewerSchema { .. }
        | StoreError::Foreign { .. }
        | StoreError::Internal { .. } => "internal error".to_owned(),
    }
}

pub(super) fn metadata(error: &StoreError) -> HashMap<String, String> {
    let mut metadata = HashMap::new();
    let mut put = |key: &str, value: String| metadata.insert(key.to_owned(), value);
    match error {
        StoreError::NotFound { kind, ids } => {
            put("kind", kind.to_string());
            put("id", ids.first().cloned().unwrap_or_default());
            if ids.len() > 1 {
                put("ids", serde_json::json!(named(ids)).to_string());
                put("count", ids.len().to_string());
            }
        }
        StoreError::ChangesExpired { kept_from, asked } => {
            put("kept_from", kept_from.to_string());
            put("asked", asked.to_string());
        }
        _ => {}
    }
    metadata
}

/// Details beside the reason.
pub(super) fn add_details(error: &StoreError, details: &mut ErrorDetails) {
    let token = |field: &str, problem: Problem| {
        vec![FieldViolation {
            reason: reason_name(problem.reason()).to_owned(),
            ..FieldViolation::new(field, problem.to_string())
        }]
    };
    match error {
        StoreError::InvalidCursor => {
            details.set_bad_request(token("page_token", Problem::PageToken));
        }
        StoreError::InvalidChangeCursor => {
            details.set_bad_request(token("resume_token", Problem::ResumeToken));
        }
        StoreError::Unavailable { .. } => {
            details.set_retry_info(Some(RETRY_DELAY));
        }
        StoreError::Full { .. } => {
            details.set_retry_info(Some(RETRY_FULL));
        }
        _ => {}
    }
}

/// As many of the ids, from the first on, as fit into an error.
fn named(ids: &[String]) -> &[String] {
    let mut bytes = 0;
    let fit = ids.iter().take(MAX_NAMED).take_while(|id| {
        bytes += id.len();
        bytes <= MAX_NAMED_BYTES
    });
    let count = fit.count();
    ids.get(..count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt;

    use crate::error::Error;
    use crate::store::{RecordKind, StoreError};

    #[test]
    fn many_unknown_ids_still_fit_into_headers() {
        let ids: Vec<String> = (0..1000).map(|i| format!("{i:0>256}")).collect();
        let kind = RecordKind::Event;
        let status = Error::from(StoreError::NotFound { kind, ids }).status("r");
        assert!(status.details().len() + status.message().len() < 6 * 1024);
        let details = status.get_error_details();
        let metadata = &details.error_info().unwrap().metadata;
        assert_eq!(metadata["kind"], "event");
        assert_eq!(metadata["id"], format!("{:0>256}", 0));
        assert_eq!(metadata["count"], "1000");
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&metadata["ids"])
                .unwrap()
                .len(),
            4
        );
    }

    #[test]
    fn what_went_wrong_inside_is_not_told() {
        let cause = || "disk I/O error at /srv/secret.db".to_owned();
        for error in [
            StoreError::Unavailable { cause: cause() },
            StoreError::Full { cause: cause() },
            StoreError::Damaged { cause: cause() },
            StoreError::Internal { cause: cause() },
            StoreError::Foreign { cause: cause() },
        ] {
            let status = Error::from(error).status("r");
            assert!(!format!("{status:?}").contains("secret"), "{status:?}");
        }
    }
}
