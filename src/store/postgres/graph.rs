//! The tellings of the store as the graph that merging works on. What can be foreseen is fetched at once ([`PgGraph::foresee`]),
//! the rest when it is asked for; what changes is written at the end.

mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use prost::Message;

use super::lines::{Lines, before_day, start_of_day};
use super::numbers::Numbers;
use super::session::Session;
use crate::proto::v1;
use crate::store::StoreError;
use crate::store::day::DayNumber;
use crate::store::merge::Telling;
use crate::store::merge::graph::{Anchor, EventKey, Graph, NO_EVENT, Node, Place};
use crate::store::merge::keys::{Keys, MAX_SEEK_DAYS};
use crate::store::pending::Pending;
use rows::{Inserted, Moved};

/// Columns of a telling.
const COLUMNS: &str = "row, day, uid, leader, event, document_id, body";

/// The graph of one batch.
pub struct PgGraph<'s> {
    session: &'s Session,
    numbers: &'s Numbers,
    pub pending: Pending,
    links: Lines,
    offers: Lines,
    seeks: Lines,
    keys: HashMap<i64, Keys>,
    /// Anchors of stored events.
    stored: HashMap<EventKey, Anchor>,
    /// Anchors of events that were made or renamed; none: it is gone.
    anchors: BTreeMap<EventKey, Option<Anchor>>,
    deleted: Vec<i64>,
}

impl<'s> PgGraph<'s> {
    pub fn new(session: &'s Session, numbers: &'s Numbers) -> Self {
        Self {
            session,
            numbers,
            pending: Pending::default(),
            links: Lines::new("link"),
            offers: Lines::new("offer"),
            seeks: Lines::new("seek"),
            keys: HashMap::new(),
            stored: HashMap::new(),
            anchors: BTreeMap::new(),
            deleted: Vec::new(),
        }
    }

    /// Fetches what adding the new tellings and removing some stored ones will ask for, many at once.
    pub fn foresee(&mut self, removed: &[i64]) -> Result<(), StoreError> {
        self.fetch(removed)?;
        let new: Vec<(Keys, Place)> = self
            .pending
            .fresh()
            .filter_map(|(row, fresh)| {
                Some((fresh.telling.keys.clone(), self.pending.node(row)?.place))
            })
            .collect();
        let each = |of: fn(&Keys) -> &Vec<i64>| {
            let new = new.iter();
            new.flat_map(move |(keys, at)| of(keys).iter().map(move |&key| (key, *at)))
                .collect::<Vec<(i64, Place)>>()
        };
        let links = each(|keys| &keys.links);
        self.links.foresee(self.session, &links, &links)?;
        let (offers, seeks) = (each(|keys| &keys.offers), each(|keys| &keys.seeks));
        let both = || offers.iter().chain(&seeks);
        let next: Vec<(i64, Place)> = both()
            .map(|(key, at)| (*key, before_day(at.day)))
            .chain(
                offers
                    .iter()
                    .map(|(key, at)| (*key, before_day(at.day + 1))),
            )
            .collect();
        let previous: Vec<(i64, Place)> = both()
            .map(|(key, at)| (*key, start_of_day(at.day)))
            .collect();
        self.offers.foresee(self.session, &next, &previous)?;
        // Who seeks is asked for between the offers before and after; of the day before the first offer counts.
        let (mut firsts, mut ranges) = (Vec::new(), BTreeSet::new());
        for (key, at) in &seeks {
            if let Some(day) = self.offer_day_before(*key, at.day)? {
                firsts.push((*key, before_day(day)));
            }
        }
        for (key, at) in &offers {
            let before = self.offer_day_before(*key, at.day)?.unwrap_or(i32::MIN);
            let after = self.offer_from(*key, at.day + 1)?;
            let first = before.max(at.day.saturating_sub(MAX_SEEK_DAYS));
            let after = after.map_or(i32::MAX, |place| place.day);
            let last = after.min(at.day.saturating_add(MAX_SEEK_DAYS));
            ranges.insert((*key, first, last));
        }
        self.offers.foresee(self.session, &firsts, &[])?;
        let ranges: Vec<(i64, i32, i32)> = ranges.into_iter().collect();
        self.seeks.foresee_ranges(self.session, &ranges)?;
        let mut rows: BTreeSet<i64> = self.links.named();
        rows.extend(self.offers.named());
        rows.extend(self.seeks.named());
        let rows: Vec<i64> = rows.into_iter().collect();
        self.fetch(&rows)?;
        let leaders: Vec<i64> = rows
            .iter()
            .filter_map(|&row| self.pending.node(row)?.leader)
            .collect();
        self.fetch(&leaders)?;
        let events: BTreeSet<EventKey> = rows
            .iter()
            .chain(removed)
            .filter_map(|&row| Some(self.pending.node(row)?.event))
            .collect();
        self.fetch_anchors(&events.into_iter().collect::<Vec<_>>())
    }

    /// Forgets a telling that was removed from the batch.
    pub fn delete(&mut self, row: i64) {
        if !self.pending.delete(row) {
            self.deleted.push(row);
        }
    }

    /// The anchor of an event; none if it is gone.
    pub fn anchor_now(&mut self, event: EventKey) -> Result<Option<Anchor>, StoreError> {
        match self.anchors.get(&event) {
            Some(anchor) => Ok(*anchor),
            None => self.anchor(event).map(Some),
        }
    }

    /// Writes what has changed. `since`: a revision of this transaction.
    pub fn flush(&self, since: i64, publishers: &HashMap<i64, Origin>) -> Result<(), StoreError> {
        for lines in [&self.links, &self.offers, &self.seeks] {
            lines.flush(self.session)?;
        }
        if !self.deleted.is_empty() {
            self.session
                .execute("DELETE FROM telling WHERE row = ANY($1)", &[&self.deleted])?;
        }
        let (mut new, mut moved) = (Inserted::default(), Moved::default());
        for (node, fresh) in self.pending.changes() {
            match fresh {
                Some(fresh) => new.push(node, fresh, publishers),
                None => moved.push(node),
            }
        }
        new.write(self.session, since)?;
        moved.write(self.session)
    }

    /// Nodes and keys of stored tellings.
    fn fetch(&mut self, rows: &[i64]) -> Result<(), StoreError> {
        let unknown: Vec<i64> = rows
            .iter()
            .copied()
            .filter(|row| self.pending.node(*row).is_none())
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let sql = format!("SELECT {COLUMNS} FROM telling WHERE row = ANY($1)");
        let found = self.session.rows(&sql, &[&unknown])?;
        self.learn(&found)
    }

    fn learn(&mut self, found: &[tokio_postgres::Row]) -> Result<(), StoreError> {
        for columns in found {
            let (row, day): (i64, i32) = (columns.try_get(0)?, columns.try_get(1)?);
            self.pending.learn(Node {
                place: Place {
                    day,
                    uid: columns.try_get(2)?,
                    row,
                },
                leader: columns.try_get(3)?,
                event: columns.try_get(4)?,
            });
            let body: &[u8] = columns.try_get(6)?;
            let telling = Telling {
                document_id: columns.try_get(5)?,
                day: DayNumber(day),
                event: v1::TradeEvent::decode(body)?,
            };
            self.keys.insert(row, Keys::of(&telling));
        }
        Ok(())
    }

    fn fetch_anchors(&mut self, events: &[EventKey]) -> Result<(), StoreError> {
        let found = self.session.rows(
            "SELECT key, anchor_day, anchor_link FROM event WHERE key = ANY($1)",
            &[&events],
        )?;
        for row in found {
            let anchor = Anchor {
                day: row.try_get(1)?,
                link: row.try_get(2)?,
            };
            self.stored.insert(row.try_get(0)?, anchor);
        }
        Ok(())
    }

    fn stored_rows(&mut self, sql: &str, key: i64) -> Result<Vec<i64>, StoreError> {
        let found = self.session.rows(sql, &[&key])?;
        self.learn(&found)?;
        let rows: Result<Vec<i64>, _> = found.iter().map(|row| row.try_get(0)).collect();
        let mut rows = self.pending.unchanged(rows?);
        rows.retain(|row| !self.deleted.contains(row));
        Ok(rows)
    }
}

/// Where a telling comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    pub document_id: String,
    pub publisher: Option<String>,
}

impl Graph for PgGraph<'_> {
    type Error = StoreError;

    fn node(&mut self, row: i64) -> Result<Node, StoreError> {
        if self.pending.node(row).is_none() {
            self.fetch(&[row])?;
        }
        let node = self.pending.node(row);
        node.ok_or_else(|| StoreError::Damaged {
            cause: format!("there is no telling {row}"),
        })
    }

    fn keys(&mut self, row: i64) -> Result<Keys, StoreError> {
        if let Some(keys) = self.pending.keys(row) {
            return Ok(keys.clone());
        }
        self.node(row)?;
        Ok(self.keys.get(&row).cloned().unwrap_or_default())
    }

    fn assign(&mut self, row: i64, leader: Option<i64>, event: EventKey) -> Result<(), StoreError> {
        let old = self.node(row)?;
        self.pending.assign(old, leader, event);
        Ok(())
    }

    fn followers(&mut self, row: i64) -> Result<Vec<i64>, StoreError> {
        let mut rows = if self.pending.is_fresh(row) {
            Vec::new()
        } else {
            let sql = format!("SELECT {COLUMNS} FROM telling WHERE leader = $1");
            self.stored_rows(&sql, row)?
        };
        rows.extend(self.pending.followers(row));
        Ok(rows)
    }

    fn cores(&mut self, event: EventKey) -> Result<Vec<i64>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM telling WHERE event = $1 AND leader IS NULL");
        let mut rows = self.stored_rows(&sql, event)?;
        rows.extend(self.pending.cores(event));
        Ok(rows)
    }

    fn set_offer(&mut self, key: i64, at: Place, there: bool) -> Result<(), StoreError> {
        self.offers.set(key, at, there);
        Ok(())
    }

    fn offer_from(&mut self, key: i64, day: i32) -> Result<Option<Place>, StoreError> {
        self.offers.next(self.session, key, before_day(day))
    }

    fn offer_day_before(&mut self, key: i64, day: i32) -> Result<Option<i32>, StoreError> {
        let place = self.offers.previous(self.session, key, start_of_day(day))?;
        Ok(place.map(|place| place.day))
    }

    fn set_seek(&mut self, key: i64, at: Place, there: bool) -> Result<(), StoreError> {
        self.seeks.set(key, at, there);
        Ok(())
    }

    fn seekers(&mut self, key: i64, first: i32, last: i32) -> Result<Vec<i64>, StoreError> {
        let places = self.seeks.range(self.session, key, first, last)?;
        Ok(places.into_iter().map(|place| place.row).collect())
    }

    fn set_link(&mut self, key: i64, at: Place, there: bool) -> Result<(), StoreError> {
        self.links.set(key, at, there);
        Ok(())
    }

    fn link_before(&mut self, key: i64, at: Place) -> Result<Option<Place>, StoreError> {
        self.links.previous(self.session, key, at)
    }

    fn link_after(&mut self, key: i64, at: Place) -> Result<Option<Place>, StoreError> {
        self.links.next(self.session, key, at)
    }

    fn anchor(&mut self, event: EventKey) -> Result<Anchor, StoreError> {
        if let Some(Some(anchor)) = self.anchors.get(&event) {
            return Ok(*anchor);
        }
        if !self.stored.contains_key(&event) {
            self.fetch_anchors(&[event])?;
        }
        let anchor = self.stored.get(&event).copied();
        anchor.ok_or_else(|| StoreError::Damaged {
            cause: format!("there is no event {event}"),
        })
    }

    fn create(&mut self, anchor: Anchor) -> Result<EventKey, StoreError> {
        let key = self.numbers.next(self.session)?;
        debug_assert_ne!(key, NO_EVENT);
        self.anchors.insert(key, Some(anchor));
        Ok(key)
    }

    fn rename(&mut self, event: EventKey, anchor: Anchor) -> Result<(), StoreError> {
        self.anchors.insert(event, Some(anchor));
        Ok(())
    }

    fn retire(&mut self, event: EventKey, successor: Option<EventKey>) -> Result<(), StoreError> {
        self.anchors.insert(event, None);
        self.pending.retired.push((event, successor));
        Ok(())
    }
}
