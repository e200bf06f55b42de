//! What PostgreSQL fails with, in the words of the store.

use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use crate::store::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error.as_db_error() {
            Some(refused) => of_database(refused),
            // A broken connection, a time that has run out, a server that speaks of something else than was asked.
            None if error.is_closed() || std::error::Error::source(&error).is_some() => {
                Self::Unavailable {
                    cause: with_sources(&error),
                }
            }
            None => Self::Internal {
                cause: with_sources(&error),
            },
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => match Self::from(error) {
                // Whatever keeps it from connecting: the server may be there soon.
                Self::Internal { cause } => Self::Unavailable { cause },
                other => other,
            },
            other => Self::Unavailable {
                cause: with_sources(&other),
            },
        }
    }
}

fn of_database(error: &DbError) -> StoreError {
    let cause = format!("{} ({})", error.message(), error.code().code());
    let code = error.code();
    if *code == SqlState::DISK_FULL {
        return StoreError::Full { cause };
    }
    // Of a partition that another process has just made this connection may not have heard: nothing else is checked.
    if *code == SqlState::CHECK_VIOLATION {
        return StoreError::Unavailable { cause };
    }
    match code.code().get(..2) {
        // Connections, rollbacks that ask for another attempt, resources, what an operator or a failover does, input and output.
        Some("08" | "40" | "53" | "55" | "57" | "58" | "28") => StoreError::Unavailable { cause },
        Some("25") => StoreError::Unavailable { cause },
        Some("XX") if *code != SqlState::INTERNAL_ERROR => StoreError::Damaged { cause },
        Some("3D" | "3F") => StoreError::Unavailable { cause },
        _ => StoreError::Internal { cause },
    }
}

/// An error with all that lies behind it: the driver says little by itself.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(behind) = source {
        let more = behind.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        source = behind.source();
    }
    said
}
