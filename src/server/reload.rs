//! Files that may change while the server runs: certificates, keys.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

/// What to make of the files' contents.
type Read<T> = Box<dyn Fn(&[Vec<u8>]) -> Result<T, String> + Send + Sync>;

/// What was last made of some files.
pub(super) struct Reloaded<T> {
    current: ArcSwap<T>,
    paths: Vec<PathBuf>,
    seen: Mutex<Vec<Vec<u8>>>,
    read: Read<T>,
}

/// Files that cannot be used.
#[derive(Debug, Error)]
#[error("{files}: {problem}")]
pub struct FileError {
    files: String,
    problem: String,
}

impl<T: Send + Sync + 'static> Reloaded<T> {
    /// Reads the files for the first time.
    pub fn load(
        paths: &[&Path],
        read: impl Fn(&[Vec<u8>]) -> Result<T, String> + Send + Sync + 'static,
    ) -> Result<Self, FileError> {
        let seen = contents(paths)?;
        let current = read(&seen).map_err(|problem| FileError {
            files: names(paths),
            problem,
        })?;
        Ok(Self {
            current: ArcSwap::from_pointee(current),
            paths: paths.iter().map(|path| path.to_path_buf()).collect(),
            seen: Mutex::new(seen),
            read: Box::new(read),
        })
    }

    /// What the files said when they last made sense.
    pub fn current(&self) -> Arc<T> {
        self.current.load_full()
    }

    /// Looks at the files again and again. Contents are compared, not times: that sees through links and atomic replacement.
    pub async fn keep_fresh(self: Arc<Self>, every: Duration, stopping: CancellationToken) {
        let look_again = async {
            loop {
                tokio::time::sleep(every).await;
                let this = self.clone();
                // Files may be slow.
                let _ = tokio::task::spawn_blocking(move || this.refresh()).await;
            }
        };
        stopping.run_until_cancelled(look_again).await;
    }

    fn refresh(&self) {
        let paths: Vec<_> = self.paths.iter().map(PathBuf::as_path).collect();
        let now = match contents(&paths) {
            Ok(now) => now,
            Err(error) => return tracing::error!(%error, "the former contents stay in use"),
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == now {
            return;
        }
        let files = names(&paths);
        match (self.read)(&now) {
            Ok(current) => {
                self.current.store(Arc::new(current));
                tracing::info!(files, "read again");
            }
            Err(problem) => {
                tracing::error!(
                    files,
                    problem,
                    "changed, but unusable; the former contents stay in use"
                );
            }
        }
        *seen = now;
    }
}

fn contents(paths: &[&Path]) -> Result<Vec<Vec<u8>>, FileError> {
    let read = |path: &&Path| {
        fs::read(path).map_err(|error| FileError {
            files: path.display().to_string(),
            problem: error.to_string(),
        })
    };
    paths.iter().map(read).collect()
}

fn names(paths: &[&Path]) -> String {
    let names: Vec<_> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    names.join(", ")
}
