//! Trees and lexicon in, actors, events, statements and relations out. Pure and synchronous: no I/O, no clock, no gRPC.

pub mod actors;
mod assemble;
pub mod events;
pub mod facts;
pub mod page;
pub mod spans;
pub mod statements;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use crate::language::Analyzer;
use crate::lexicon::Lexicon;
use crate::proto::v1;
use crate::text::offsets::OffsetUnit;
use crate::text::{self, Format, Limits, Reading, TextError};
pub use page::{Found, Line, Page, ReferenceDay};

/// Why a document yields nothing: it cannot be read as text.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExtractError {
    /// The text cannot be read.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Nobody waits for the answer any more.
    #[error("stopped before the document was read")]
    Stopped,
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
    /// Who published it: where that is a government, "we" and "the President" in its own words are that government's.
    pub publisher: Option<&'d str>,
    /// The day of publication.
    pub reference_day: Option<Date>,
    /// Bounds on what is read.
    pub limits: Limits,
    /// The unit of the offsets in the answer.
    pub offset_unit: OffsetUnit,
    /// Whether to say what made each event.
    pub explain: bool,
    /// Becomes true when nobody waits for the answer any more.
    pub stop: Option<&'d AtomicBool>,
}

impl Input<'_> {
    /// Whether to stop.
    pub fn stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// # Errors
    /// [`ExtractError::Stopped`] where nobody waits for the answer any more.
    fn go_on(&self) -> Result<(), ExtractError> {
        if self.stopped() {
            Err(ExtractError::Stopped)
        } else {
            Ok(())
        }
    }
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

    /// What it knows of the world.
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Reads one document.
    ///
    /// # Errors
    /// See [`ExtractError`].
    pub fn extract(&self, input: &Input<'_>) -> Result<v1::Extraction, ExtractError> {
        let reading = text::read(input.text, input.format, &input.limits)?;
        input.go_on()?;
        let mut page = Page::unparsed(&reading, &self.lexicon, input);
        let mut extraction = if self.is_silent(&mut page, input) {
            assemble::nothing(&page)
        } else {
            page.parse(self.analyzer, input, Page::has_letters);
            Self::facts(&page, &reading, input)?
        };
        input.go_on()?;
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

    /// Whether a page surely tells of no event and no saying. Trees cost more than all else: they are made of the few lines on
    /// which words of saying stand, and of all lines only if something is told.
    fn is_silent(&self, page: &mut Page<'_>, input: &Input<'_>) -> bool {
        if events::may_tell(page) || statements::is_set_off(page) {
            return false;
        }
        page.parse(self.analyzer, input, statements::may_report);
        !(0..page.lines.len()).any(|line| statements::may_tell(page, line))
    }

    /// What a parsed page tells.
    fn facts(
        page: &Page<'_>,
        reading: &Reading<'_>,
        input: &Input<'_>,
    ) -> Result<v1::Extraction, ExtractError> {
        input.go_on()?;
        let spans = spans::Spans::new(input.text, reading, input.format, input.offset_unit);
        let mut actors = actors::Actors::read(page);
        input.go_on()?;
        let statements = statements::read(page, &mut actors);
        for statement in &statements {
            if let Some(speaker) = statement.speaker
                && statement.mode != v1::StatementMode::Indirect
            {
                for words in &statement.content {
                    actors.lend_voice(page, words, speaker);
                }
            }
        }
        actors.lend_issuer(page);
        input.go_on()?;
        let events = events::read(page, &spans, &actors, &statements);
        let drafts = assemble::Drafts {
            page,
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
        Ok(extraction)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Each paragraph as a document of its own: those that are not read whole must be those that tell nothing.
    #[test]
    fn silent_pages_tell_nothing() {
        const TEXTS: [&str; 8] = [
            include_str!("../../benches/news/plain-garden.txt"),
            include_str!("../../benches/news/plain-match.txt"),
            include_str!("../../benches/news/plain-storm.txt"),
            include_str!("../../benches/news/told-hospital.txt"),
            include_str!("../../benches/news/told-museum.txt"),
            include_str!("../../benches/news/told-schools.txt"),
            include_str!("../../benches/news/trade-long.txt"),
            include_str!("../../examples/articles/fact-sheet.txt"),
        ];
        let extractor = Extractor::embedded();
        let mut silent = 0;
        let paragraphs = TEXTS.iter().flat_map(|text| text.split("\n\n"));
        for text in TEXTS.into_iter().chain(paragraphs) {
            let input = Input {
                text,
                ..Input::default()
            };
            let reading = text::read(text, Format::Plain, &Limits::default()).expect("English");
            let mut page = Page::unparsed(&reading, &extractor.lexicon, &input);
            if !extractor.is_silent(&mut page, &input) {
                continue;
            }
            silent += 1;
            page.parse(extractor.analyzer, &input, |_, _| true);
            let told = Extractor::facts(&page, &reading, &input).expect("nobody stops it");
            assert_eq!((told.events, told.statements), (vec![], vec![]), "{text}");
        }
        assert!((10..40).contains(&silent), "{silent}");
    }

    #[test]
    fn reading_stops_when_nobody_waits_for_the_answer() {
        let text = "Canada imposed a 25% tariff on steel from Mexico on Monday. ".repeat(10_000);
        let stop = AtomicBool::new(false);
        let input = Input {
            text: &text,
            stop: Some(&stop),
            ..Input::default()
        };
        let read = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(5));
                stop.store(true, Ordering::Relaxed);
            });
            Extractor::embedded().extract(&input)
        });
        assert_eq!(read, Err(ExtractError::Stopped));
    }
}
