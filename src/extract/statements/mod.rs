//! Who said what: reporting cue x speaker x content, over quotation marks and over trees.

use std::ops::Range;

use super::Page;
use super::actors::{ActorIndex, Actors};
use crate::proto::v1::{SpeechAct, StatementMode};

/// A statement as read. Ranges are bytes of the read text.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementDraft {
    /// In what form the content is given.
    pub mode: StatementMode,
    /// What the speaker does by saying it.
    pub act: SpeechAct,
    /// Who speaks.
    pub speaker: Option<ActorIndex>,
    /// The speaker as written.
    pub speaker_range: Option<Range<usize>>,
    /// The words that report.
    pub cue: Option<Range<usize>>,
    /// What is said, in text order, without quotation marks; never empty.
    pub content: Vec<Range<usize>>,
    /// The outlet or means.
    pub channel: Option<Range<usize>>,
    /// Who merely relays it, as written.
    pub source_range: Option<Range<usize>>,
    /// Who merely relays it.
    pub source: Option<ActorIndex>,
    /// To whom it is said, as written.
    pub addressee_range: Option<Range<usize>>,
    /// To whom it is said.
    pub addressee: Option<ActorIndex>,
    /// The statement, as an index of the list, within which this one is reported.
    pub within: Option<usize>,
}

/// Reads the statements of a page, in text order.
pub fn read(_page: &Page<'_>, _actors: &Actors) -> Vec<StatementDraft> {
    Vec::new()
}
