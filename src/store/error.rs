//! What a store can fail with.

use thiserror::Error;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum RecordKind {
    /// A document.
    Document,
    /// An event.
    Event,
    /// A statement.
    Statement,
    /// An actor.
    Actor,
}

/// What a store can fail with.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// No such records.
    #[error("no {kind} with id {}", .ids.join(", "))]
    NotFound {
        /// What was looked for.
        kind: RecordKind,
        /// The ids that are unknown, in the order asked for.
        ids: Vec<String>,
    },
    /// A cursor is none of this query's.
    #[error("the cursor does not belong to this query")]
    InvalidCursor,
    /// A change cursor is none of this store's.
    #[error("the change cursor does not belong to this store")]
    InvalidChangeCursor,
    /// The changes after a change cursor are no longer kept.
    #[error("changes are kept from revision {kept_from} on, not from {asked} on")]
    ChangesExpired {
        /// First revision after which changes can be asked for.
        kept_from: u64,
        /// The revision asked for.
        asked: u64,
    },
    /// The store cannot be reached, is locked by another process, may not be read or written, or is closed.
    #[error("the store is not available: {cause}")]
    Unavailable {
        /// What stands in the way.
        cause: String,
    },
    /// There is no room left.
    #[error("the store has no room left: {cause}")]
    Full {
        /// What is full.
        cause: String,
    },
    /// What is stored contradicts itself.
    #[error("the store is damaged: {cause}")]
    Damaged {
        /// What is wrong.
        cause: String,
    },
    /// It was written by a newer version of this program.
    #[error("the store has schema version {found}, this program knows versions up to {known}")]
    NewerSchema {
        /// Version of the store.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// It is no store of this program.
    #[error("not a store of this program: {cause}")]
    Foreign {
        /// What says so.
        cause: String,
    },
    /// A fault of this program.
    #[error("fault of the store: {cause}")]
    Internal {
        /// What went wrong.
        cause: String,
    },
}

impl StoreError {
    /// One record that is not there.
    pub fn not_found(kind: RecordKind, id: &str) -> Self {
        Self::NotFound {
            kind,
            ids: vec![id.to_owned()],
        }
    }
}

impl From<prost::DecodeError> for StoreError {
    fn from(error: prost::DecodeError) -> Self {
        Self::Damaged {
            cause: format!("a record cannot be decoded: {error}"),
        }
    }
}
