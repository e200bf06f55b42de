//! What SQLite fails with, in the words of the store.

use rusqlite::{Error, ErrorCode};

use crate::store::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let cause = error.to_string();
        match &error {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::Full { cause },
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged { cause },
                ErrorCode::SystemIoFailure if short_read(failure.extended_code) => {
                    Self::Damaged { cause }
                }
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::OperationInterrupted
                | ErrorCode::OutOfMemory => Self::Unavailable { cause },
                _ => Self::Internal { cause },
            },
            // What is asked never changes: tables or columns are missing that this program has made.
            Error::SqlInputError { .. } => Self::Damaged { cause },
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
            | Error::QueryReturnedNoRows => Self::Damaged { cause },
            _ => Self::Internal { cause },
        }
    }
}

/// Whether another process holds the file.
pub fn is_locked(error: &StoreError) -> bool {
    // As SQLite words SQLITE_BUSY.
    matches!(error, StoreError::Unavailable { cause } if cause == "database is locked")
}

/// Whether a page could not be read because the file ends before it.
fn short_read(extended_code: i32) -> bool {
    extended_code == rusqlite::ffi::SQLITE_IOERR_SHORT_READ
}
