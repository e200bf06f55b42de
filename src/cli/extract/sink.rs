//! Where answers go: standard output, or one file each.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;
use thiserror::Error;

use super::OutputFormat;

/// Takes the answers.
pub struct Sink {
    target: Target,
}

enum Target {
    /// Colours pass where this is a terminal that wants them.
    StandardOutput(anstream::AutoStream<io::Stdout>),
    Folder {
        folder: PathBuf,
        format: OutputFormat,
        /// The stems already written in this run.
        written: HashSet<String>,
    },
}

/// Why an answer was not written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// Standard output takes no more.
    #[error("cannot write to standard output: {0}")]
    StandardOutput(#[source] io::Error),
    /// A file or folder cannot be made.
    #[error("cannot write {path}: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// Two inputs have one name.
    #[error("another input of the same name was already written to {0}")]
    Taken(PathBuf),
}

// === impl WriteError ===

impl WriteError {
    /// Whether the reader of standard output has gone.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::StandardOutput(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

// === impl Sink ===

impl Sink {
    /// Into a folder, which is made, or else to standard output.
    ///
    /// # Errors
    /// [`WriteError::File`] if the folder cannot be made.
    pub fn new(folder: Option<&Path>, format: OutputFormat) -> Result<Self, WriteError> {
        let Some(folder) = folder else {
            let target = Target::StandardOutput(anstream::stdout());
            return Ok(Self { target });
        };
        fs::create_dir_all(folder).map_err(|error| WriteError::File {
            path: folder.to_owned(),
            error,
        })?;
        Ok(Self {
            target: Target::Folder {
                folder: folder.to_owned(),
                format,
                written: HashSet::new(),
            },
        })
    }

    /// Writes one answer.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(&mut self, stem: &str, answer: &str) -> Result<(), WriteError> {
        match &mut self.target {
            Target::StandardOutput(out) => out
                .write_all(answer.as_bytes())
                .and_then(|()| out.flush())
                .map_err(WriteError::StandardOutput),
            Target::Folder {
                folder,
                format,
                written,
            } => {
                // Files hold no colours; JSON has none.
                let (extension, answer) = match format {
                    OutputFormat::Json => ("json", Cow::Borrowed(answer)),
                    OutputFormat::Text => ("txt", strip_str(answer).to_string().into()),
                };
                let path = folder.join(format!("{stem}.{extension}"));
                if !written.insert(stem.to_owned()) {
                    return Err(WriteError::Taken(path));
                }
                fs::write(&path, answer.as_bytes())
                    .map_err(|error| WriteError::File { path, error })
            }
        }
    }
}
