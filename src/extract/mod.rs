//! Trees and lexicon in, actors, events, statements and relations out. Pure and synchronous: no I/O, no clock, no gRPC.

pub mod actors;
mod assemble;
pub mod events;
pub mod facts;
pub mod page;
pub mod spans;
pub mod statements;

use std::sync::Arc;

use jiff::civil::Date;

use crate::language::Analyzer;
use crate::lexicon::Lexicon;
use crate::proto::v1;
use crate::text::offsets::OffsetUnit;
use crate::text::{self, Format, Limits, TextError};
pub use page::{Found, Line, Page, ReferenceDay};

/// Why a document yields nothing: it cannot be read as text.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExtractError {
    /// The text cannot be read.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// A document to read, and how.
#[derive(Clone, Debug, Default)]
pub struct Input<'d> {
    /// The caller's id of the document; only handed back.
    pub id: Option<&'d str>,
    /// The text.
    pub text: &'d str,
    /// What its bytes mean.
    pub format: Format,
    /// The headline, where it is not part of the text.
    pub title: Option<&'d str>,
    /// Who published it.
    pub publisher: Option<&'d str>,
    /// The day of publication.
    pub reference_day: Option<Date>,
    /// Bounds on what is read.
    pub limits: Limits,
    /// The unit of the offsets in the answer.
    pub offset_unit: OffsetUnit,
    /// Whether to say what made each event.
    pub explain: bool,
}

/// Reads documents. Holds no state of its own: any number of threads may share one.
#[derive(Clone, Debug)]
pub struct Extractor {
    lexicon: Arc<Lexicon>,
    analyzer: &'static Analyzer,
}

impl Extractor {
    /// With the embedded lexicon and model.
    pub fn embedded() -> Self {
        Self::new(Lexicon::embedded())
    }

    /// With a lexicon of the caller's.
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self {
            lexicon,
            analyzer: Analyzer::embedded(),
        }
    }

    /// Reads one document.
    ///
    /// # Errors
    /// See [`ExtractError`].
    pub fn extract(&self, input: &Input<'_>) -> Result<v1::Extraction, ExtractError> {
        let reading = text::read(input.text, input.format, &input.limits)?;
        let page = Page::new(&reading, &self.lexicon, self.analyzer, input);
        let spans = spans::Spans::new(input.text, &reading, input.format, input.offset_unit);
        let mut actors = actors::Actors::read(&page);
        let statements = statements::read(&page, &mut actors);
        for statement in &statements {
            if let Some(speaker) = statement.speaker
                && statement.mode != v1::StatementMode::Indirect
            {
                for words in &statement.content {
                    actors.lend_voice(&page, words, speaker);
                }
            }
        }
        let events = events::read(&page, &spans, &actors, &statements);
        let drafts = assemble::Drafts {
            page: &page,
            spans: &spans,
            actors: &actors,
            events: &events,
            statements: &statements,
        };
        let mut extraction = drafts.assemble();
        if input.explain {
            let explained = events
                .iter()
                .zip(&extraction.events)
                .flat_map(|(draft, event)| {
                    draft
                        .explanations
                        .iter()
                        .map(|explanation| v1::EventExplanation {
                            event_id: event.id.clone(),
                            ..explanation.clone()
                        })
                });
            extraction.explanations = explained.collect();
        }
        extraction.document_id = input.id.map(str::to_owned);
        extraction.offset_unit = match input.offset_unit {
            OffsetUnit::Utf8 => v1::OffsetUnit::Utf8,
            OffsetUnit::Utf16 => v1::OffsetUnit::Utf16,
            OffsetUnit::Utf32 => v1::OffsetUnit::Utf32,
        }
        .into();
        extraction.extractor_version = env!("CARGO_PKG_VERSION").to_owned();
        extraction.lexicon_version = self.lexicon.version().to_owned();
        Ok(extraction)
    }
}
