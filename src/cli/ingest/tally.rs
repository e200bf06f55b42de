//! What came of the documents, and what failed and why.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use prost::Message;
use thiserror::Error;
use tonic::Code;

use crate::proto::v1::{DocumentError, IngestOutcome, IngestedDocument};

/// Counts what came of the documents and tells of failures as they happen.
pub struct Tally {
    progress: ProgressBar,
    report: Option<Report>,
    began: Instant,
    added: u64,
    replaced: u64,
    unchanged: u64,
    failed: u64,
}

/// A file that takes one JSON object per failure.
struct Report {
    path: PathBuf,
    file: BufWriter<File>,
}

/// A document that is not kept.
pub struct Failure<'f> {
    /// What messages call it.
    pub name: &'f str,
    /// Name of the gRPC code.
    pub code: &'f str,
    /// The reason, as in `google.rpc.ErrorInfo`.
    pub reason: &'f str,
    /// In words.
    pub message: &'f str,
}

/// The report cannot be written.
#[derive(Debug, Error)]
#[error("cannot write {}: {error}", path.display())]
pub struct ReportError {
    path: PathBuf,
    error: io::Error,
}

// === impl Tally ===

impl Tally {
    /// Nothing yet. `report`: where failures are written to as well.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn new(progress: ProgressBar, report: Option<&Path>) -> Result<Self, ReportError> {
        let report = report.map(Report::create).transpose()?;
        Ok(Self {
            progress,
            report,
            began: Instant::now(),
            added: 0,
            replaced: 0,
            unchanged: 0,
            failed: 0,
        })
    }

    /// A document is kept.
    pub fn kept(&mut self, document: &IngestedDocument) {
        let counter = match document.outcome() {
            IngestOutcome::Unchanged => &mut self.unchanged,
            IngestOutcome::Replaced => &mut self.replaced,
            IngestOutcome::Added | IngestOutcome::Unspecified => &mut self.added,
        };
        *counter += 1;
        self.progress.inc(1);
    }

    /// A document is not kept.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn failed(&mut self, failure: &Failure<'_>) -> Result<(), ReportError> {
        self.failed += 1;
        self.progress.inc(1);
        let Failure { name, message, .. } = failure;
        self.progress
            .suspend(|| crate::cli::complain(&format!("{name}: {message}")));
        self.report
            .as_mut()
            .map_or(Ok(()), |report| report.write(failure))
    }

    /// How many failed.
    pub fn failures(&self) -> u64 {
        self.failed
    }

    /// Tells what came of all.
    ///
    /// # Errors
    /// [`ReportError`].
    pub fn end(&mut self) -> Result<String, ReportError> {
        self.progress.finish_and_clear();
        if let Some(report) = &mut self.report {
            report.end()?;
        }
        let all = self.added + self.replaced + self.unchanged + self.failed;
        let took = self.began.elapsed();
        Ok(format!(
            "{all} documents in {:.1} s ({:.0} a second): {} new, {} replaced, {} unchanged, {} failed",
            took.as_secs_f64(),
            rate(all, took),
            self.added,
            self.replaced,
            self.unchanged,
            self.failed,
        ))
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown without decimals")]
fn rate(count: u64, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(f64::EPSILON)
}

// === impl Report ===

impl Report {
    fn create(path: &Path) -> Result<Self, ReportError> {
        let file = File::create(path).map_err(|error| ReportError {
            path: path.to_owned(),
            error,
        })?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    fn write(&mut self, failure: &Failure<'_>) -> Result<(), ReportError> {
        let line = serde_json::json!({
            "input": failure.name,
            "code": failure.code,
            "reason": failure.reason,
            "message": failure.message,
        });
        let written = writeln!(self.file, "{line}");
        self.checked(written)
    }

    fn end(&mut self) -> Result<(), ReportError> {
        let written = self.file.flush();
        self.checked(written)
    }

    fn checked(&self, written: io::Result<()>) -> Result<(), ReportError> {
        written.map_err(|error| ReportError {
            path: self.path.clone(),
            error,
        })
    }
}

/// The reason that an error gives in its details; empty where it gives none.
pub fn reason(error: &DocumentError) -> String {
    let info = error
        .details
        .iter()
        .find(|detail| detail.type_url.ends_with("/google.rpc.ErrorInfo"));
    let info = info.and_then(|info| tonic_types::pb::ErrorInfo::decode(&*info.value).ok());
    info.map_or_else(String::new, |info| info.reason)
}

/// Name of a gRPC code as the protocol writes it.
pub fn code_name(code: Code) -> String {
    let name = format!("{code:?}");
    let mut written = String::with_capacity(name.len() + 4);
    for (i, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && i > 0 {
            written.push('_');
        }
        written.push(c.to_ascii_uppercase());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_named_as_the_protocol_names_them() {
        assert_eq!(code_name(Code::InvalidArgument), "INVALID_ARGUMENT");
        assert_eq!(code_name(Code::DataLoss), "DATA_LOSS");
        assert_eq!(code_name(Code::Internal), "INTERNAL");
    }
}
