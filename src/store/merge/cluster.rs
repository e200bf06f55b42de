//! Which tellings are one event.
//!
//! A telling that lacks marks (see [`super::keys`]) follows the telling nearest in time that offers what it seeks; all others,
//! and those that find none, are cores. On each link the cores stand in order of time; two that follow each other within the
//! gap are joined. An event is what hangs together by joins, with all that follow its cores.
//!
//! This depends on the set of tellings only. [`Batch`] keeps it up to date at a cost that grows with what a change touches:
//! neighbours on a link, those who seek between two neighbouring offers, and, where cores leave, their event.

use std::collections::BTreeSet;

use super::graph::{Anchor, EventKey, Graph, NO_EVENT, Node, Place};
use super::keys::Keys;

/// Changes of the set of tellings that are made together.
#[derive(Debug, Default)]
pub struct Batch {
    /// Events of which the tellings have changed.
    pub dirty: BTreeSet<EventKey>,
    /// Tellings, old and new, that have got another event.
    pub moved: BTreeSet<i64>,
    unsettled: BTreeSet<i64>,
}

impl Batch {
    /// Takes tellings away. Their nodes must stay until this returns; then nothing refers to them.
    pub fn remove<G: Graph>(&mut self, graph: &mut G, rows: &[i64]) -> Result<(), G::Error> {
        let gone: BTreeSet<i64> = rows.iter().copied().collect();
        let mut broken = BTreeSet::new();
        for &row in &gone {
            let node = graph.node(row)?;
            let keys = graph.keys(row)?;
            for &key in &keys.offers {
                graph.set_offer(key, node.place, false)?;
            }
            for &key in &keys.seeks {
                graph.set_seek(key, node.place, false)?;
            }
            if node.leader.is_none() {
                for &key in &keys.links {
                    graph.set_link(key, node.place, false)?;
                }
                broken.insert(node.event);
            }
            self.dirty.insert(node.event);
            self.moved.remove(&row);
            let followers = graph.followers(row)?;
            self.unsettled
                .extend(followers.into_iter().filter(|row| !gone.contains(row)));
        }
        // Tellings that were added in this batch have no event yet.
        broken.remove(&NO_EVENT);
        self.dirty.remove(&NO_EVENT);
        for &row in &gone {
            self.unsettled.remove(&row);
            graph.assign(row, None, NO_EVENT)?;
        }
        // Those who followed a telling that is gone belong nowhere until they are settled.
        for &row in &self.unsettled.clone() {
            let node = graph.node(row)?;
            if node.leader.is_some_and(|leader| gone.contains(&leader)) {
                self.leave(graph, row)?;
            }
        }
        self.regroup(graph, &broken)
    }

    /// Adds tellings whose nodes stand in the graph with no leader and [`NO_EVENT`].
    pub fn add<G: Graph>(&mut self, graph: &mut G, rows: &[i64]) -> Result<(), G::Error> {
        for &row in rows {
            let place = graph.node(row)?.place;
            let keys = graph.keys(row)?;
            for &key in &keys.offers {
                graph.set_offer(key, place, true)?;
            }
            for &key in &keys.seeks {
                graph.set_seek(key, place, true)?;
            }
        }
        for &row in rows {
            let place = graph.node(row)?.place;
            for &key in &graph.keys(row)?.offers {
                self.unsettle_seekers(graph, key, place)?;
            }
            self.unsettled.insert(row);
        }
        Ok(())
    }

    /// Settles everything; afterwards every telling has its event.
    pub fn settle<G: Graph>(&mut self, graph: &mut G) -> Result<(), G::Error> {
        let mut rising = Vec::new();
        let mut broken = BTreeSet::new();
        for row in std::mem::take(&mut self.unsettled) {
            let node = graph.node(row)?;
            let keys = graph.keys(row)?;
            let leader = nearest(graph, &keys, node.place)?.map(|place| place.row);
            let waits = node.event == NO_EVENT;
            if leader == node.leader && !(waits && leader.is_none()) {
                continue;
            }
            if node.leader.is_none() && !waits {
                for &key in &keys.links {
                    graph.set_link(key, node.place, false)?;
                }
                broken.insert(node.event);
            }
            if leader.is_none() {
                rising.push((node.place, row));
            }
            // Those whose leader has no event yet get theirs with it.
            self.leave(graph, row)?;
            graph.assign(row, leader, NO_EVENT)?;
            self.moved.insert(row);
        }
        self.regroup(graph, &broken)?;
        rising.sort();
        for (_, row) in rising {
            self.raise(graph, row)?;
        }
        let waiting: Vec<i64> = self.moved.iter().copied().collect();
        for row in waiting {
            let node = graph.node(row)?;
            if node.leader.is_some() {
                let event = self.root_event(graph, node)?;
                self.place_in(graph, row, event)?;
            }
        }
        Ok(())
    }

    /// Those who may now follow a new offer: who seeks between the days of its neighbours.
    fn unsettle_seekers<G: Graph>(
        &mut self,
        graph: &mut G,
        key: i64,
        at: Place,
    ) -> Result<(), G::Error> {
        if graph.offer_from(key, at.day)? != Some(at) {
            // Another telling of the same day comes first.
            return Ok(());
        }
        let before = graph.offer_day_before(key, at.day)?;
        let after = graph.offer_from(key, at.day.saturating_add(1))?;
        let first = before
            .unwrap_or(i32::MIN)
            .max(at.day.saturating_sub(super::keys::MAX_SEEK_DAYS));
        let last = after
            .map_or(i32::MAX, |place| place.day)
            .min(at.day.saturating_add(super::keys::MAX_SEEK_DAYS));
        let seekers = graph.seekers(key, first, last)?;
        self.unsettled.extend(seekers);
        Ok(())
    }

    /// Takes a telling, and those who follow it, out of their event.
    fn leave<G: Graph>(&mut self, graph: &mut G, row: i64) -> Result<(), G::Error> {
        let node = graph.node(row)?;
        if node.event != NO_EVENT {
            self.dirty.insert(node.event);
        }
        graph.assign(row, None, NO_EVENT)?;
        self.moved.insert(row);
        Ok(())
    }

    /// Puts a telling, and those who follow it, into an event.
    pub(super) fn place_in<G: Graph>(
        &mut self,
        graph: &mut G,
        row: i64,
        event: EventKey,
    ) -> Result<(), G::Error> {
        let mut waiting = vec![row];
        while let Some(row) = waiting.pop() {
            let node = graph.node(row)?;
            if node.event != event {
                if node.event != NO_EVENT {
                    self.dirty.insert(node.event);
                }
                self.moved.insert(row);
                graph.assign(row, node.leader, event)?;
                waiting.extend(graph.followers(row)?);
            }
            self.dirty.insert(event);
        }
        Ok(())
    }

    /// The event of the core at the end of a chain of leaders.
    fn root_event<G: Graph>(
        &mut self,
        graph: &mut G,
        mut node: Node,
    ) -> Result<EventKey, G::Error> {
        while let Some(leader) = node.leader {
            node = graph.node(leader)?;
        }
        Ok(node.event)
    }

    /// Makes a telling a core: joins it with its neighbours.
    fn raise<G: Graph>(&mut self, graph: &mut G, row: i64) -> Result<(), G::Error> {
        let place = graph.node(row)?.place;
        let keys = graph.keys(row)?;
        let mut neighbours = BTreeSet::new();
        let mut start: Option<Anchor> = None;
        for &key in &keys.links {
            let near = |other: &Place| {
                (i64::from(other.day) - i64::from(place.day)).abs() <= i64::from(keys.gap_days)
            };
            let before = graph.link_before(key, place)?.filter(near);
            let after = graph.link_after(key, place)?.filter(near);
            if before.is_none() {
                let anchor = Anchor::of(key, place.day, keys.gap_days);
                start = Some(start.map_or(anchor, |start| start.min(anchor)));
            }
            for neighbour in before.into_iter().chain(after) {
                neighbours.insert(graph.node(neighbour.row)?.event);
            }
            graph.set_link(key, place, true)?;
        }
        let event = match (neighbours.first().copied(), neighbours.len()) {
            (Some(event), 1) => {
                let anchor = graph.anchor(event)?;
                if let Some(start) = start.filter(|start| *start < anchor) {
                    graph.rename(event, start)?;
                }
                event
            }
            (Some(_), _) => {
                graph.assign(row, None, NO_EVENT)?;
                return self.regroup_with(graph, &neighbours, Some(row));
            }
            (None, _) => {
                // Without neighbours every link begins a stretch here.
                let anchor = start.unwrap_or(Anchor::of(place.uid, place.day, keys.gap_days));
                graph.create(anchor)?
            }
        };
        self.place_in(graph, row, event)
    }
}

/// The telling that one follows: of all offers within reach the nearest in time, of equally near ones the earlier.
fn nearest<G: Graph>(graph: &mut G, keys: &Keys, at: Place) -> Result<Option<Place>, G::Error> {
    let mut best: Option<(i32, Place)> = None;
    for &key in &keys.seeks {
        let after = graph.offer_from(key, at.day)?;
        let before = match graph.offer_day_before(key, at.day)? {
            Some(day) => graph.offer_from(key, day)?,
            None => None,
        };
        for offer in before.into_iter().chain(after) {
            let distance = (offer.day.saturating_sub(at.day)).saturating_abs();
            if distance <= keys.seek_days && best.is_none_or(|best| (distance, offer) < best) {
                best = Some((distance, offer));
            }
        }
    }
    Ok(best.map(|(_, place)| place))
}
