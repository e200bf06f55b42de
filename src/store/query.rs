//! Validated queries. What cannot be said with these types cannot be asked of a store.

use jiff::civil::Date;

use super::cursor::Cursor;
use super::text_query::TextQuery;
use crate::proto::v1;

/// An inclusive range of days; no bound where absent. The default holds every day, and also what has no day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
}

/// Which events. All that is given must hold; an empty list or an absent value asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventFilter {
    /// Types, of which one must be the event's.
    pub types: Vec<v1::EventType>,
    /// Statuses, of which one must be the event's.
    pub statuses: Vec<v1::EventStatus>,
    /// Directions, of which one must be the event's.
    pub directions: Vec<v1::Direction>,
    /// Each must hold.
    pub actors: Vec<ActorTerm>,
    /// Canonical names of goods, of which one must be covered; without regard to case.
    pub goods: Vec<String>,
    /// Beginnings of Harmonized System codes (1 to 6 digits), of which one must be covered.
    pub hs_prefixes: Vec<String>,
    /// A date of the event.
    pub date: Option<DateTerm>,
    /// Days on one of which a source was published.
    pub reported: Days,
    /// A range that the event's rate must overlap.
    pub rate: Option<RateRange>,
    /// Words that one source must hold.
    pub text: Option<TextQuery>,
}

/// Somebody who takes part in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorTerm {
    /// Ids, of which one must take part: an actor, or a bloc and its members. Not empty.
    pub any_of: Vec<String>,
    /// Roles, of which it must have one; empty: any.
    pub roles: Vec<v1::Role>,
}

/// A date of an event: its interval and the range must share a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTerm {
    /// Which date; `Unspecified`: any.
    pub kind: v1::EventDateKind,
    /// The days.
    pub days: Days,
}

/// An inclusive range of rates in percent; no bound where absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RateRange {
    /// Lowest.
    pub min: Option<f64>,
    /// Highest.
    pub max: Option<f64>,
}

/// Which statements. All that is given must hold; an empty list or an absent value asks for nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementFilter {
    /// Ids, of which one must be the speaker's.
    pub speakers: Vec<String>,
    /// Ids of countries, blocs or organisations, for one of which the speaker must act (or be it).
    pub affiliations: Vec<String>,
    /// Speech acts, of which one must be the statement's.
    pub acts: Vec<v1::SpeechAct>,
    /// Channels as written, of which one must be the statement's; without regard to case.
    pub channels: Vec<String>,
    /// Ids of stored events, of one of which it must speak.
    pub events: Vec<String>,
    /// Days on one of which the document was published.
    pub reported: Days,
    /// Words that the content must hold.
    pub text: Option<TextQuery>,
}

/// Which documents. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentFilter {
    /// Publishers, of which one must be the document's; without regard to case.
    pub publishers: Vec<String>,
    /// Days on one of which it was published.
    pub published: Days,
    /// Words that it must hold.
    pub text: Option<TextQuery>,
}

/// In what order results come. What has no day comes after what has one where the newest come first, else before it. The
/// order is total: ties are broken in a way that does not change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Newest report first: for an event the newest within the days asked for, of a source that holds the words asked for.
    #[default]
    NewestFirst,
    /// Oldest report first: for an event the oldest within the days asked for, of a source that holds the words asked for.
    OldestFirst,
    /// Best match of the words first, and of equally good ones the newest. Words in the title match best, then those in the
    /// first hundred words, then those elsewhere. As [`Order::NewestFirst`] where no words are asked for.
    Relevance,
}

/// A page of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Query<F> {
    /// Which.
    pub filter: F,
    /// In what order.
    pub order: Order,
    /// How many at the most; at least 1.
    pub limit: usize,
    /// Where to go on; none: at the beginning. It must come from a query with the same filter and order.
    pub cursor: Option<Cursor>,
}

/// A page of events.
pub type EventQuery = Query<EventFilter>;
/// A page of statements.
pub type StatementQuery = Query<StatementFilter>;
/// A page of documents.
pub type DocumentQuery = Query<DocumentFilter>;

/// Which actors. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorFilter {
    /// What the name, a word of it, or the id must begin with, without regard to case. Empty: all.
    pub name_prefix: String,
    /// Kinds, of which one must be the actor's.
    pub kinds: Vec<v1::ActorKind>,
}

/// A page of actors, by id.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorQuery {
    /// Which.
    pub filter: ActorFilter,
    /// How many at the most; at least 1.
    pub limit: usize,
    /// Where to go on; none: at the beginning. It must come from a query with the same filter.
    pub cursor: Option<Cursor>,
}

/// How events are counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountQuery {
    /// Which.
    pub filter: EventFilter,
    /// By what they are grouped.
    pub grouping: v1::EventGrouping,
    /// By what span of time they are grouped, after the day of their first report. Events without a day count where all
    /// count together only.
    pub bucket: v1::TimeBucket,
}

/// A page of results.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// In the order asked for. May be fewer than the limit, or none, although more follow: a search that would have to look
    /// at too many records for one page gives what it has found.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

impl Days {
    /// Whether every day is meant, and what has none as well.
    pub fn is_all(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }

    /// Whether a day lies in the range. What has no day lies only in the range that holds all.
    pub fn contains(&self, day: Option<Date>) -> bool {
        match day {
            None => self.is_all(),
            Some(day) => {
                self.first.is_none_or(|first| first <= day)
                    && self.last.is_none_or(|last| day <= last)
            }
        }
    }
}
