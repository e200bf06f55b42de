//! The graph in memory, for tests of the rule.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::cluster::Batch;
use super::graph::{Anchor, EventKey, Graph, NO_EVENT, Node, Place};
use super::keys::Keys;
use super::{Telling, anchor_id};

/// The tellings and how they hang together.
#[derive(Debug, Default)]
pub struct Memory {
    pub tellings: BTreeMap<i64, (Telling, Node)>,
    offers: BTreeSet<(i64, Place)>,
    seeks: BTreeSet<(i64, Place)>,
    links: BTreeSet<(i64, Place)>,
    anchors: BTreeMap<EventKey, Anchor>,
    next: i64,
}

impl Memory {
    /// Adds and takes away at the same time; returns the rows of what was added.
    pub fn change(&mut self, add: Vec<Telling>, remove: &[i64]) -> Vec<i64> {
        let mut batch = Batch::default();
        let Ok(()) = batch.remove(self, remove);
        for row in remove {
            self.tellings.remove(row);
        }
        let mut rows = Vec::new();
        for telling in add {
            self.next += 1;
            let place = Place {
                day: telling.day.0,
                uid: telling.uid(),
                row: self.next,
            };
            self.tellings.insert(
                self.next,
                (
                    telling,
                    Node {
                        place,
                        leader: None,
                        event: NO_EVENT,
                    },
                ),
            );
            rows.push(self.next);
        }
        let Ok(()) = batch.add(self, &rows);
        let Ok(()) = batch.settle(self);
        rows
    }

    /// The events: by id who tells of them, each as document and event.
    pub fn events(&self) -> BTreeMap<String, BTreeSet<(String, String)>> {
        let mut events: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
        for (telling, node) in self.tellings.values() {
            let id = anchor_id(self.anchors[&node.event]);
            let told = (telling.document_id.clone(), telling.event.id.clone());
            events.entry(id).or_default().insert(told);
        }
        assert_eq!(
            events.len(),
            self.anchors.len(),
            "no event without tellings"
        );
        events
    }
}

fn set(rows: &mut BTreeSet<(i64, Place)>, key: i64, at: Place, there: bool) {
    let changed = if there {
        rows.insert((key, at))
    } else {
        rows.remove(&(key, at))
    };
    assert!(changed);
}

fn from_day(day: i32) -> Place {
    Place {
        day,
        uid: i64::MIN,
        row: i64::MIN,
    }
}

impl Graph for Memory {
    type Error = Infallible;

    fn node(&mut self, row: i64) -> Result<Node, Infallible> {
        Ok(self.tellings[&row].1)
    }

    fn keys(&mut self, row: i64) -> Result<Keys, Infallible> {
        Ok(Keys::of(&self.tellings[&row].0))
    }

    fn assign(&mut self, row: i64, leader: Option<i64>, event: EventKey) -> Result<(), Infallible> {
        let node = &mut self.tellings.get_mut(&row).unwrap().1;
        (node.leader, node.event) = (leader, event);
        Ok(())
    }

    fn followers(&mut self, row: i64) -> Result<Vec<i64>, Infallible> {
        let all = self
            .tellings
            .iter()
            .filter(|(_, (_, node))| node.leader == Some(row));
        Ok(all.map(|(&row, _)| row).collect())
    }

    fn cores(&mut self, event: EventKey) -> Result<Vec<i64>, Infallible> {
        let all = self.tellings.iter();
        Ok(all
            .filter(|(_, (_, n))| n.event == event && n.leader.is_none())
            .map(|(&row, _)| row)
            .collect())
    }

    fn set_offer(&mut self, key: i64, at: Place, there: bool) -> Result<(), Infallible> {
        set(&mut self.offers, key, at, there);
        Ok(())
    }

    fn offer_from(&mut self, key: i64, day: i32) -> Result<Option<Place>, Infallible> {
        let first = self.offers.range((key, from_day(day))..).next();
        Ok(first.filter(|(k, _)| *k == key).map(|(_, place)| *place))
    }

    fn offer_day_before(&mut self, key: i64, day: i32) -> Result<Option<i32>, Infallible> {
        let last = self.offers.range(..(key, from_day(day))).next_back();
        Ok(last.filter(|(k, _)| *k == key).map(|(_, place)| place.day))
    }

    fn set_seek(&mut self, key: i64, at: Place, there: bool) -> Result<(), Infallible> {
        set(&mut self.seeks, key, at, there);
        Ok(())
    }

    fn seekers(&mut self, key: i64, first: i32, last: i32) -> Result<Vec<i64>, Infallible> {
        let on = self
            .seeks
            .range((key, from_day(first))..(key, from_day(last.saturating_add(1))));
        Ok(on.map(|(_, place)| place.row).collect())
    }

    fn set_link(&mut self, key: i64, at: Place, there: bool) -> Result<(), Infallible> {
        set(&mut self.links, key, at, there);
        Ok(())
    }

    fn link_before(&mut self, key: i64, at: Place) -> Result<Option<Place>, Infallible> {
        let last = self.links.range(..(key, at)).next_back();
        Ok(last.filter(|(k, _)| *k == key).map(|(_, place)| *place))
    }

    fn link_after(&mut self, key: i64, at: Place) -> Result<Option<Place>, Infallible> {
        let mut after = self
            .links
            .range((key, at)..)
            .filter(|(_, place)| *place != at);
        Ok(after
            .next()
            .filter(|(k, _)| *k == key)
            .map(|(_, place)| *place))
    }

    fn anchor(&mut self, event: EventKey) -> Result<Anchor, Infallible> {
        Ok(self.anchors[&event])
    }

    fn create(&mut self, anchor: Anchor) -> Result<EventKey, Infallible> {
        let taken = self.anchors.values().any(|other| *other == anchor);
        assert!(!taken, "no two events with one anchor");
        self.next += 1;
        self.anchors.insert(self.next, anchor);
        Ok(self.next)
    }

    fn rename(&mut self, event: EventKey, anchor: Anchor) -> Result<(), Infallible> {
        let taken = self.anchors.values().any(|other| *other == anchor);
        assert!(!taken, "no two events with one anchor");
        self.anchors.insert(event, anchor);
        Ok(())
    }

    fn retire(&mut self, event: EventKey, _: Option<EventKey>) -> Result<(), Infallible> {
        self.anchors.remove(&event);
        Ok(())
    }
}
