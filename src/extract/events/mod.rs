//! Trade events: a measure or forum x an act x modality x arguments, read off the trees.

mod arguments;
mod bearers;
mod borrow;
mod codes;
mod complete;
mod compose;
mod confidence;
mod context;
mod dates;
mod domestic;
mod drafts;
mod explain;
mod forums;
mod merge;
mod modality;
mod outcome;
mod parties;
mod read;
mod reading;
mod relations;
mod representatives;
mod roles;
mod settle;
mod triggers;
mod whole;
mod words;

pub use reading::{Lasting, Link, Reading, Reference, RoleReading, Trail};

use std::ops::Range;

use super::Page;
use super::actors::{ActorIndex, Actors};
use super::spans::Spans;
use super::statements::StatementDraft;
use crate::proto::v1::{
    Amount, Direction, EventDates, EventExplanation, EventStatus, EventType, Goods, Location,
    RelationKind, Role, TaxonomyCodes, trade_event::Detail,
};

/// A place that tells of an event. Ranges are bytes of the read text.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionDraft {
    /// The words that tell it.
    pub range: Range<usize>,
    /// The status given here; unspecified where it only refers back.
    pub status: EventStatus,
    /// The words that decide the status.
    pub status_cue: Option<Range<usize>>,
}

/// An actor, or an unresolved group, in a role.
#[derive(Clone, Debug, PartialEq)]
pub struct ParticipantDraft {
    /// The part that it has.
    pub role: Role,
    /// Who; none for a group that resolves to no actor.
    pub actor: Option<ActorIndex>,
    /// The words that put it there.
    pub ranges: Vec<Range<usize>>,
}

/// A relation to another event.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationDraft {
    /// How this event stands to the other.
    pub kind: RelationKind,
    /// The other, as an index of the list.
    pub to: usize,
    /// The words that say so.
    pub range: Option<Range<usize>>,
}

/// An event as read. Spans inside goods, amounts, dates and details are already those of the submitted text.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDraft {
    /// What it is.
    pub kind: EventType,
    /// How real it is.
    pub status: EventStatus,
    /// Whether it harms or eases.
    pub direction: Direction,
    /// Who has which part in it.
    pub participants: Vec<ParticipantDraft>,
    /// Where the text tells of it, in text order; never empty.
    pub mentions: Vec<MentionDraft>,
    /// The goods that it covers.
    pub goods: Vec<Goods>,
    /// Money or trade that it covers.
    pub amount: Option<Amount>,
    /// When it is or was.
    pub dates: Option<EventDates>,
    /// Where it happens.
    pub location: Option<Location>,
    /// What only events of its type have.
    pub detail: Option<Detail>,
    /// How it stands to others.
    pub relations: Vec<RelationDraft>,
    /// Its codes in other classifications.
    pub codes: Option<TaxonomyCodes>,
    /// Share of such events that are right.
    pub confidence: Option<f64>,
    /// What made each of its mentions; the event's id is not set yet.
    pub explanations: Vec<EventExplanation>,
}

/// Whether a page may tell of events. Needs no trees.
pub fn may_tell(page: &Page<'_>) -> bool {
    context::topic(page) != context::Topic::Other
}

/// Places that are compared with each other. No article tells of so many acts; in what does, each stretch of so many is read by
/// itself, so that cost stays linear.
const TOGETHER: usize = 400;

/// Reads the events of a page, in text order of their first mention.
pub fn read(
    page: &Page<'_>,
    spans: &Spans<'_>,
    actors: &Actors,
    statements: &[StatementDraft],
) -> Vec<EventDraft> {
    let mut readings = read::page(page, spans, actors);
    complete::date_steps(page, spans, &mut readings);
    let mut events: Vec<EventDraft> = Vec::new();
    for together in readings.chunks_mut(TOGETHER) {
        let before = events.len();
        let mut found = events_of(page, spans, actors, statements, together);
        for relation in found.iter_mut().flat_map(|event| &mut event.relations) {
            relation.to += before;
        }
        events.extend(found);
    }
    events
}

/// The events of some readings.
fn events_of(
    page: &Page<'_>,
    spans: &Spans<'_>,
    actors: &Actors,
    statements: &[StatementDraft],
    readings: &mut [Reading],
) -> Vec<EventDraft> {
    borrow::inherit(page, readings);
    borrow::further(readings);
    borrow::implementers(readings);
    borrow::parties(readings);
    bearers::issued(actors, readings);
    bearers::dominant(readings);
    let mut groups = merge::group(readings);
    let pair = complete::pair(actors);
    if pair.is_none() {
        domestic::drop_domestic(page.lexicon, actors, readings, &mut groups);
    }
    let mut events: Vec<EventDraft> = groups
        .iter()
        .filter_map(|group| drafts::draft(page, spans, actors, pair, readings, group))
        .collect();
    complete::announce_with_deal(readings, &groups, &mut events);
    forums::name(actors, readings, &groups, &mut events);
    representatives::from_sayings(actors, around(statements, &events), &mut events);
    representatives::of_lists(actors, readings, &groups, &mut events);
    relations::relate(page, readings, actors, &groups, &mut events);
    for event in &mut events {
        event.codes = codes::codes(event);
        event.confidence = Some(confidence::of(event));
    }
    events
}

/// Those of the statements, which stand in text order, that reach into what the events tell.
fn around<'s>(statements: &'s [StatementDraft], events: &[EventDraft]) -> &'s [StatementDraft] {
    let mentions = || events.iter().flat_map(|event| &event.mentions);
    let first = mentions().map(|mention| mention.range.start).min();
    let last = mentions().map(|mention| mention.range.end).max();
    let (Some(first), Some(last)) = (first, last) else {
        return &[];
    };
    let reaches = |statement: &StatementDraft| {
        let mut content = statement.content.iter();
        content.any(|words| words.start < last && first < words.end)
    };
    let start = statements.iter().position(reaches).unwrap_or(0);
    let end = statements
        .iter()
        .rposition(reaches)
        .map_or(start, |at| at + 1);
    &statements[start..end]
}
