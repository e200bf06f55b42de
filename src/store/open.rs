//! From a name to a store.

use std::sync::Arc;

use super::location::Location;
use super::postgres::{self, PostgresStore};
use super::sqlite::{self, SqliteStore};
use super::{Store, StoreError};

/// Opens the store at a location; makes the file, or the schema in the database, where there is none.
///
/// # Errors
/// See [`SqliteStore::open`] and [`PostgresStore::open`].
pub async fn open(location: &Location) -> Result<Arc<dyn Store>, StoreError> {
    open_bounded(location, None).await
}

/// Opens the store at a location, of which a file may grow to `most_bytes`; none: as far as the disk goes.
///
/// # Errors
/// As [`open()`].
pub async fn open_bounded(
    location: &Location,
    most_bytes: Option<u64>,
) -> Result<Arc<dyn Store>, StoreError> {
    match location {
        Location::File(path) => {
            let path = path.to_owned();
            let settings = sqlite::Settings {
                most_bytes,
                ..sqlite::Settings::default()
            };
            let open = move || SqliteStore::open(path, settings);
            let opened = tokio::task::spawn_blocking(open).await;
            let store = opened.map_err(|died| StoreError::Internal {
                cause: died.to_string(),
            })??;
            Ok(Arc::new(store))
        }
        Location::Postgres(address) => {
            let store = PostgresStore::open(address, postgres::Settings::default()).await?;
            Ok(Arc::new(store))
        }
    }
}

/// Opens a store that must be there.
///
/// # Errors
/// As [`open()`], and [`StoreError::Unavailable`] where there is no such file.
pub async fn open_existing(location: &Location) -> Result<Arc<dyn Store>, StoreError> {
    if let Some(path) = location.file()
        && !path.try_exists().unwrap_or(true)
    {
        return Err(StoreError::Unavailable {
            cause: format!("there is no store at {location}"),
        });
    }
    open(location).await
}
