//! What a batch changes of tellings, kept in memory until it is written, so that each is written once.

use std::collections::{BTreeSet, HashMap};

use super::merge::graph::{EventKey, NO_EVENT, Node, Place};
use super::merge::keys::Keys;
use super::prepare::PreparedTelling;

/// A telling that is not yet written.
pub struct Fresh {
    /// Key of its document.
    pub document: i64,
    pub telling: PreparedTelling,
}

/// The changes of one batch.
#[derive(Default)]
pub struct Pending {
    fresh: HashMap<i64, Fresh>,
    /// Tellings whose place in the graph has changed or been looked at.
    nodes: HashMap<i64, Node>,
    changed: BTreeSet<i64>,
    /// Changed tellings by their event and by what they follow.
    by_event: HashMap<EventKey, BTreeSet<i64>>,
    by_leader: HashMap<i64, BTreeSet<i64>>,
    /// The event in which a changed telling was before the batch.
    pub before: HashMap<i64, EventKey>,
    /// Events that are gone, with those that have most to do with them.
    pub retired: Vec<(EventKey, Option<EventKey>)>,
}

impl Pending {
    /// Takes in a new telling, before it is added to the batch.
    pub fn insert(&mut self, row: i64, document: i64, telling: PreparedTelling) {
        let PreparedTelling { day, uid, .. } = telling;
        let node = Node {
            place: Place { day, uid, row },
            leader: None,
            event: NO_EVENT,
        };
        self.fresh.insert(row, Fresh { document, telling });
        self.nodes.insert(row, node);
        self.mark(row, node);
    }

    /// Forgets a telling; whether it had come with this batch.
    pub fn delete(&mut self, row: i64) -> bool {
        if let Some(node) = self.nodes.remove(&row) {
            self.unmark(row, node);
        }
        self.fresh.remove(&row).is_some()
    }

    /// Whether a telling has come with this batch.
    pub fn is_fresh(&self, row: i64) -> bool {
        self.fresh.contains_key(&row)
    }

    /// The new tellings.
    pub fn fresh(&self) -> impl Iterator<Item = (i64, &Fresh)> {
        self.fresh.iter().map(|(&row, fresh)| (row, fresh))
    }

    /// The keys of a new telling.
    pub fn keys(&self, row: i64) -> Option<&Keys> {
        Some(&self.fresh.get(&row)?.telling.keys)
    }

    /// The node of a telling, if it is known.
    pub fn node(&self, row: i64) -> Option<Node> {
        self.nodes.get(&row).copied()
    }

    /// Remembers the node of a stored telling.
    pub fn learn(&mut self, node: Node) {
        self.nodes.entry(node.place.row).or_insert(node);
    }

    /// Changes what a telling follows and where it belongs.
    pub fn assign(&mut self, old: Node, leader: Option<i64>, event: EventKey) {
        let row = old.place.row;
        self.before.entry(row).or_insert(old.event);
        self.unmark(row, old);
        let node = Node {
            leader,
            event,
            ..old
        };
        self.nodes.insert(row, node);
        self.mark(row, node);
    }

    /// Leaves the stored rows that this batch has not changed.
    pub fn unchanged(&self, mut rows: Vec<i64>) -> Vec<i64> {
        rows.retain(|row| !self.changed.contains(row));
        rows
    }

    /// Changed tellings that follow one.
    pub fn followers(&self, row: i64) -> impl Iterator<Item = i64> {
        self.by_leader.get(&row).into_iter().flatten().copied()
    }

    /// Changed tellings of an event that follow nothing.
    pub fn cores(&self, event: EventKey) -> impl Iterator<Item = i64> {
        let rows = self.by_event.get(&event).into_iter().flatten().copied();
        rows.filter(|row| {
            self.nodes
                .get(row)
                .is_some_and(|node| node.leader.is_none())
        })
    }

    /// What has changed, with the whole telling where it is new.
    pub fn changes(&self) -> impl Iterator<Item = (Node, Option<&Fresh>)> {
        let changed = self.changed.iter();
        changed.filter_map(|row| Some((*self.nodes.get(row)?, self.fresh.get(row))))
    }

    fn mark(&mut self, row: i64, node: Node) {
        self.changed.insert(row);
        self.by_event.entry(node.event).or_default().insert(row);
        if let Some(leader) = node.leader {
            self.by_leader.entry(leader).or_default().insert(row);
        }
    }

    fn unmark(&mut self, row: i64, node: Node) {
        self.changed.remove(&row);
        if let Some(rows) = self.by_event.get_mut(&node.event) {
            rows.remove(&row);
        }
        if let Some(rows) = node
            .leader
            .and_then(|leader| self.by_leader.get_mut(&leader))
        {
            rows.remove(&row);
        }
    }
}
