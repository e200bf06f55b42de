//! What clustering works on: tellings in the order of time, on links and among offers.

use super::keys::Keys;

/// A telling in the order of time; ties are broken by what depends on the telling only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The day of the report, as a number.
    pub day: i32,
    /// [`super::Telling::uid`].
    pub uid: i64,
    /// Key of the telling in the store.
    pub row: i64,
}

/// By what an event is known for good: the earliest of its stretches on a link, with the start rounded down to a multiple of
/// the gap. No two events share one, since two stretches on one link are further apart than the gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// First day of the span of time in which the stretch begins, as a number.
    pub day: i32,
    /// The link.
    pub link: i64,
}

/// Key of an event in the store.
pub type EventKey = i64;

/// Where a telling belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its place.
    pub place: Place,
    /// The telling that it follows; none for a core.
    pub leader: Option<i64>,
    /// Its event.
    pub event: EventKey,
}

/// What clustering reads and writes. Tellings stand in it with [`Node`] and [`Keys`] before they are added.
pub trait Graph {
    /// What access can fail with.
    type Error;

    /// The telling's node.
    fn node(&mut self, row: i64) -> Result<Node, Self::Error>;
    /// The telling's keys.
    fn keys(&mut self, row: i64) -> Result<Keys, Self::Error>;
    /// Changes what a telling follows and where it belongs.
    fn assign(&mut self, row: i64, leader: Option<i64>, event: EventKey)
    -> Result<(), Self::Error>;
    /// Those who follow a telling.
    fn followers(&mut self, row: i64) -> Result<Vec<i64>, Self::Error>;
    /// The cores of an event.
    fn cores(&mut self, event: EventKey) -> Result<Vec<i64>, Self::Error>;

    /// Adds or removes a row of the offers.
    fn set_offer(&mut self, key: i64, at: Place, there: bool) -> Result<(), Self::Error>;
    /// The first offer on or after a day.
    fn offer_from(&mut self, key: i64, day: i32) -> Result<Option<Place>, Self::Error>;
    /// The last day before a day that has an offer.
    fn offer_day_before(&mut self, key: i64, day: i32) -> Result<Option<i32>, Self::Error>;
    /// Adds or removes a row of those who seek.
    fn set_seek(&mut self, key: i64, at: Place, there: bool) -> Result<(), Self::Error>;
    /// Those who seek on the days from first to last.
    fn seekers(&mut self, key: i64, first: i32, last: i32) -> Result<Vec<i64>, Self::Error>;
    /// Adds or removes a row of the links of cores.
    fn set_link(&mut self, key: i64, at: Place, there: bool) -> Result<(), Self::Error>;
    /// The last core before a place on a link.
    fn link_before(&mut self, key: i64, at: Place) -> Result<Option<Place>, Self::Error>;
    /// The first core after a place on a link.
    fn link_after(&mut self, key: i64, at: Place) -> Result<Option<Place>, Self::Error>;

    /// The anchor of an event.
    fn anchor(&mut self, event: EventKey) -> Result<Anchor, Self::Error>;
    /// Makes an event.
    fn create(&mut self, anchor: Anchor) -> Result<EventKey, Self::Error>;
    /// Gives an event another anchor.
    fn rename(&mut self, event: EventKey, anchor: Anchor) -> Result<(), Self::Error>;
    /// Takes an event away that has no cores any more. `successor`: the event that has most to do with it.
    fn retire(&mut self, event: EventKey, successor: Option<EventKey>) -> Result<(), Self::Error>;
}

/// The event of a telling that has none yet.
pub const NO_EVENT: EventKey = 0;

impl Anchor {
    /// Of a stretch on a link that begins on a day.
    pub(super) fn of(link: i64, day: i32, gap_days: i32) -> Self {
        let gap = gap_days.max(1);
        Self {
            day: day.div_euclid(gap) * gap,
            link,
        }
    }
}
