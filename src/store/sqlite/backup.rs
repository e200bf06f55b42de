//! A copy of a store of one moment, made while others write.

use std::fs::{self, File, OpenOptions};
use std::path::Path;

use rusqlite::OpenFlags;

use super::{Settings, schema};
use crate::store::StoreError;

/// Copies the store of a file into a new file, as it is at one moment, whatever others write meanwhile. When it returns, the copy is
/// whole and durable; where it fails there is none. The copy is a store itself: restoring is putting it in the place of the old one.
///
/// # Errors
/// [`StoreError::Unavailable`] where there is no store, the new file exists, or cannot be written; [`StoreError::Full`],
/// [`StoreError::Damaged`], [`StoreError::Foreign`], [`StoreError::NewerSchema`].
pub fn backup(from: &Path, to: &Path) -> Result<(), StoreError> {
    // Claims the name, so that nothing is ever written over.
    let claimed = OpenOptions::new().write(true).create_new(true).open(to);
    drop(claimed.map_err(|error| unavailable(to, error))?);
    let copied = copy(from, to);
    if copied.is_err() {
        // What is not whole must not be taken for a copy.
        let _ = fs::remove_file(to);
    }
    copied
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let connection = schema::connect(
        from,
        &Settings::default(),
        OpenFlags::SQLITE_OPEN_READ_WRITE,
    )?;
    if schema::version(&connection)? == 0 {
        return Err(StoreError::Foreign {
            cause: "the file is empty".to_owned(),
        });
    }
    // SQLite writes into a file that exists if it is empty.
    let name = to.to_str().ok_or_else(|| StoreError::Unavailable {
        cause: format!("{}: the name is not UTF-8", to.display()),
    })?;
    connection.execute("VACUUM INTO ?1", [name])?;
    let synced = File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| unavailable(to, error))?;
    // The entry in the folder as well; some systems have no way to, nor need of one.
    if let Some(folder) = to.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn unavailable(path: &Path, error: std::io::Error) -> StoreError {
    StoreError::Unavailable {
        cause: format!("{}: {error}", path.display()),
    }
}
