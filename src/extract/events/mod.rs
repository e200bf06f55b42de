//! Trade events: a measure or forum x an act x modality x arguments, read off the trees.

mod arguments;
mod codes;
mod complete;
mod compose;
mod confidence;
mod context;
mod dates;
mod drafts;
mod explain;
mod merge;
mod modality;
mod outcome;
mod parties;
mod read;
mod reading;
mod relations;
mod roles;
mod settle;
mod triggers;
mod whole;
mod words;

pub use reading::{Link, Reading, Reference, RoleReading, Trail};

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

/// Reads the events of a page, in text order of their first mention.
pub fn read(
    page: &Page<'_>,
    spans: &Spans<'_>,
    actors: &Actors,
    _statements: &[StatementDraft],
) -> Vec<EventDraft> {
    let mut readings = read::page(page, spans, actors);
    complete::inherit(page, &mut readings);
    let groups = merge::group(&readings);
    let pair = complete::pair(actors);
    let mut events: Vec<EventDraft> = groups
        .iter()
        .filter_map(|group| drafts::draft(page, spans, actors, pair, &readings, group))
        .collect();
    relations::relate(page, &readings, &groups, &mut events);
    for event in &mut events {
        event.codes = codes::codes(event);
        event.confidence = Some(confidence::of(event));
    }
    events
}
