//! The sequence of changes, for those who watch.

use super::cursor::ChangeCursor;
use super::error::RecordKind;

/// How a record has changed, seen through a filter.
#[derive(Clone, Debug, PartialEq)]
pub enum Change<T> {
    /// It is new, or has begun to match.
    Added(T),
    /// It matched before and matches now.
    Changed(T),
    /// It is gone, or no longer matches.
    Removed {
        /// Its id.
        id: String,
        /// Its version, one more than that of the record before if it is gone.
        version: u64,
    },
}

/// A change and the place after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<T> {
    /// The change. A record says what it said directly after this change; its sources, and their days and words where a
    /// filter asks for these, are those of now.
    pub change: Change<T>,
    /// Where to go on after it.
    pub cursor: ChangeCursor,
}

/// Some changes, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes<T> {
    /// Those that concern the filter.
    pub changes: Vec<Placed<T>>,
    /// Where to go on after all that were looked at, also those that do not concern the filter.
    pub cursor: ChangeCursor,
    /// Whether nothing more has happened yet: wait for [`super::Store::revisions`].
    pub caught_up: bool,
}

/// The number by which the changes of a kind of record are known in a database.
pub(in crate::store) fn change_kind(kind: RecordKind) -> i16 {
    match kind {
        RecordKind::Document => 0,
        RecordKind::Event => 1,
        RecordKind::Statement => 2,
        RecordKind::Actor => 3,
    }
}
