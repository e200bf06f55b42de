//! How documents are read, for every command that reads them.

use std::panic::{self, AssertUnwindSafe};

use thiserror::Error;

use super::inputs::{Input, InputError, Kind};
use crate::error::Error as CallError;
use crate::extract::Extractor;
use crate::lexicon::LexiconError;
use crate::proto::v1;
use crate::service::request::DocumentRequest;
use crate::text::Limits;

/// What a user may say about how documents are read.
#[derive(Debug, clap::Args)]
pub struct ReaderArgs {
    #[command(flatten)]
    lexicon: super::LexiconArgs,

    /// How to read the inputs, whatever their names; standard input is plain text unless this says otherwise
    #[arg(long, value_enum)]
    pub input_format: Option<Kind>,

    /// Day or time of publication of inputs that do not tell it themselves
    #[arg(long, value_name = "DAY|TIME")]
    published_at: Option<String>,

    /// Largest document that is read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_bytes)]
    max_document_bytes: usize,
}

/// Reads inputs as the user asked.
pub struct Reader<'a> {
    args: &'a ReaderArgs,
    extractor: Extractor,
}

/// Why an input yields nothing.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It is no document.
    #[error(transparent)]
    Input(#[from] InputError),
    /// It is a document that is not read.
    #[error(transparent)]
    Document(#[from] CallError),
    /// The extractor cannot stand it.
    #[error("the extractor panicked: this is a fault of tradewire")]
    Panic,
}

impl<'a> Reader<'a> {
    /// Loads the lexicon that the user asks for.
    ///
    /// # Errors
    /// See [`LexiconError`].
    pub fn new(args: &'a ReaderArgs) -> Result<Self, LexiconError> {
        let lexicon = args.lexicon.load()?;
        Ok(Self {
            args,
            extractor: lexicon.map_or_else(Extractor::embedded, Extractor::new),
        })
    }

    /// Bounds on what is read.
    pub fn limits(&self) -> Limits {
        Limits {
            max_bytes: self.args.max_document_bytes,
            ..Limits::default()
        }
    }

    /// The document that an input holds, with an id, and with a time of publication if the user gave one.
    ///
    /// # Errors
    /// See [`InputError`].
    pub fn document(&self, input: &Input) -> Result<v1::Document, InputError> {
        let mut document = input.read()?;
        if document.published_at.is_none() {
            document.published_at.clone_from(&self.args.published_at);
        }
        if document.id.is_none() {
            document.id = Some(input.stem.clone());
        }
        Ok(document)
    }

    /// What a document tells.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn extract(
        &self,
        document: v1::Document,
        options: v1::ExtractOptions,
    ) -> Result<v1::Extraction, ReadError> {
        let request = DocumentRequest::new(Some(document), Some(options), self.limits())?;
        // One document that the extractor cannot stand must not cost the others.
        panic::catch_unwind(AssertUnwindSafe(|| {
            self.extractor.extract(&request.input())
        }))
        .map_err(|_| ReadError::Panic)?
        .map_err(|error| CallError::from(error).into())
    }
}
