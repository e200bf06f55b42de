//! Who said what: reporting cue x speaker x content, over quotation marks and over trees.

mod about;
mod acts;
mod author;
mod channel;
mod content;
mod cues;
mod drafts;
mod layout;
mod names;
mod nesting;
mod nominal;
mod paraphrase;
mod quotes;
mod relay;
mod scene;
mod silence;
mod speakers;
mod syntax;
#[cfg(test)]
mod tests;
mod times;
mod voices;

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Page;
use super::actors::{ActorIndex, Actors};
use crate::proto::v1::{SpeechAct, StatementMode};
pub use about::events_spoken_of;
use drafts::Saying;
use scene::Stage;
pub use silence::{is_set_off, may_report, may_tell};

/// A statement as read. Ranges are bytes of the read text.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementDraft {
    /// In what form the content is given.
    pub mode: StatementMode,
    /// What the speaker does by saying it.
    pub act: SpeechAct,
    /// Who speaks.
    pub speaker: Option<ActorIndex>,
    /// The speaker as written beside the cue; none where it is elided.
    pub speaker_range: Option<Range<usize>>,
    /// Where the speaker is elided: the words in another clause or sentence that say who it is.
    pub antecedent: Option<Range<usize>>,
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

/// Reads the statements of a page, in text order. Speakers that only a common noun names ("economists") join the actors.
pub fn read(page: &Page<'_>, actors: &mut Actors) -> Vec<StatementDraft> {
    let stage = Stage::new(page);
    let quoted = quotes::read(&stage, actors);
    let mut sayings: Vec<Saying<'_>> = Vec::new();
    for said in quoted.iter().filter(|said| said.is_told()) {
        let content = said.content.clone();
        sayings.push(match (&said.cue, said.voice) {
            (Some((line, cue)), _) => Saying::told(&stage, actors, *line, cue, content),
            (None, voice) => Saying {
                speakers: voice.map_or_else(Vec::new, |(line, head)| {
                    voices::of_head(&stage, actors, line, head)
                }),
                content,
                ..Saying::default()
            },
        });
    }
    let taken: FxHashSet<(usize, usize)> = quoted
        .iter()
        .filter(|said| !said.goes_on)
        .filter_map(|said| said.cue.as_ref().map(|(line, cue)| (*line, cue.head)))
        .collect();
    sayings.extend(paraphrase::read(&stage, actors, &taken));
    sayings.extend(layout::read(&stage, actors, &sayings));
    sayings.sort_by_key(Saying::start);
    let sayings = with_following(&stage, sayings, &quoted);
    let mut drafts = drafts::drafts(&stage, actors, &sayings);
    nesting::relate(&stage, actors, &mut drafts);
    drafts
}

/// Whoever spoke last in the paragraph before a quoted one without a cue speaks on in it.
fn with_following<'p>(
    stage: &Stage<'p>,
    sayings: Vec<Saying<'p>>,
    quoted: &[quotes::Quoted<'p>],
) -> Vec<Saying<'p>> {
    let mut following = quoted
        .iter()
        .filter(|said| !said.is_told())
        .filter(|said| !said.content.is_empty())
        .peekable();
    let mut all: Vec<Saying<'p>> = Vec::with_capacity(sayings.len());
    let mut take = |all: &mut Vec<Saying<'p>>, before: usize| {
        while let Some(said) = following.next_if(|said| said.start() < before) {
            let earlier = all.last().filter(|earlier| {
                let end = earlier.content.last().map_or(0, |range| range.start);
                stage
                    .block_of(stage.line_at(end))
                    .is_some_and(|block| block + 1 == said.first_block)
            });
            if let Some(earlier) = earlier {
                let saying = Saying {
                    content: said.content.clone(),
                    speakers: voices::go_on(&earlier.speakers),
                    ..Saying::default()
                };
                all.push(saying);
            }
        }
    };
    for saying in sayings {
        take(&mut all, saying.start());
        all.push(saying);
    }
    take(&mut all, usize::MAX);
    all
}
