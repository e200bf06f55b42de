//! What becomes of events whose cores have left or been joined.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cluster::Batch;
use super::components::components;
use super::graph::{Anchor, EventKey, Graph, NO_EVENT};

impl Batch {
    /// Looks at each of some events by itself.
    pub(super) fn regroup<G: Graph>(
        &mut self,
        graph: &mut G,
        events: &BTreeSet<EventKey>,
    ) -> Result<(), G::Error> {
        for &event in events {
            self.regroup_with(graph, &BTreeSet::from([event]), None)?;
        }
        Ok(())
    }

    /// Finds anew what hangs together among the cores of some events and one more.
    pub(super) fn regroup_with<G: Graph>(
        &mut self,
        graph: &mut G,
        events: &BTreeSet<EventKey>,
        more: Option<i64>,
    ) -> Result<(), G::Error> {
        let mut rows: Vec<(i64, EventKey)> = more.map(|row| (row, NO_EVENT)).into_iter().collect();
        for &event in events {
            self.dirty.insert(event);
            rows.extend(graph.cores(event)?.into_iter().map(|row| (row, event)));
        }
        let mut cores = Vec::with_capacity(rows.len());
        for (row, event) in rows {
            cores.push((graph.node(row)?.place, graph.keys(row)?, event));
        }
        let mut groups = components(&cores);
        let mut old: BTreeMap<Anchor, EventKey> = BTreeMap::new();
        for &event in events {
            old.insert(graph.anchor(event)?, event);
        }
        // Who keeps its anchor keeps its event; of the others the largest first takes the event of most of its tellings.
        groups.sort_by_key(|group| {
            (
                !old.contains_key(&group.anchor),
                usize::MAX - group.members.len(),
                group.anchor,
            )
        });
        let mut homes: HashMap<EventKey, EventKey> = HashMap::new();
        for group in groups {
            let mut from: BTreeMap<EventKey, usize> = BTreeMap::new();
            for &member in &group.members {
                if let Some((_, _, event)) = cores.get(member) {
                    *from.entry(*event).or_default() += 1;
                }
            }
            let free: BTreeSet<EventKey> = old.values().copied().collect();
            let event = if let Some(event) = old.remove(&group.anchor) {
                event
            } else if let Some((&event, _)) = from
                .iter()
                .filter(|(event, _)| free.contains(event))
                .max_by_key(|(_, n)| **n)
            {
                old.retain(|_, old| *old != event);
                graph.rename(event, group.anchor)?;
                event
            } else {
                graph.create(group.anchor)?
            };
            for event_before in from.into_keys() {
                homes.entry(event_before).or_insert(event);
            }
            for &member in &group.members {
                if let Some((place, ..)) = cores.get(member) {
                    self.place_in(graph, place.row, event)?;
                }
            }
        }
        for event in old.into_values() {
            graph.retire(event, homes.get(&event).copied())?;
        }
        Ok(())
    }
}
