//! Events and statements as rows of tables, for people who analyse them: JSON lines, CSV, Parquet.
//!
//! The columns and their order are stable: new ones are added behind the others. `docs/export.md` lists them.

mod dyads;
mod events;
mod gdelt;
mod levels;
mod of_type;
mod parquet;
mod plover;
mod statements;
mod table;
mod write;

pub use events::EVENTS;
pub use gdelt::GDELT;
pub use plover::PLOVER;
pub use statements::STATEMENTS;
pub use table::{Column, Kind, Row, Value};
pub use write::{Format, WriteError, Writer};

use crate::proto::v1;

/// A table, and how its rows are made.
#[derive(Clone, Copy)]
pub struct Table {
    /// Its name, as file names and documentation give it.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Makes the rows of a document.
    pub rows: fn(&Source<'_>) -> Vec<Row>,
}

/// A document and what it tells.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// The document; its text is not used.
    pub document: &'s v1::Document,
    /// The facts.
    pub extraction: &'s v1::Extraction,
}

impl Source<'_> {
    /// The day of publication or, if it is not known, the day of the dateline.
    fn published_on(&self) -> Option<String> {
        self.extraction.reference_day.clone()
    }

    fn actor(&self, id: &str) -> Option<&v1::Actor> {
        self.extraction.actors.iter().find(|actor| actor.id == id)
    }
}

/// `EVENT_TYPE_EXPORT_CONTROL` -> `EXPORT_CONTROL`; nothing for what is not known.
fn bare(value: &str, prefix: &str) -> Option<String> {
    let bare = value.strip_prefix(prefix).unwrap_or(value);
    (bare != "UNSPECIFIED").then(|| bare.to_owned())
}

fn words(span: Option<&v1::Span>) -> Option<String> {
    span.map(|span| span.text.clone())
}
