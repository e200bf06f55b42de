//! Events before and after a change of their tellings: what others see of them, and what they are found by.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::graph::{Anchor, EventKey};
use super::merge::{Telling, fold};
use super::terms;
use crate::proto::v1;

/// An event before and after a transaction.
pub struct Turn {
    pub key: EventKey,
    pub old: Option<Published>,
    pub new: Option<Published>,
}

/// An event as others see it.
pub struct Published {
    pub id: String,
    pub version: i64,
    pub head: v1::EventRecord,
    /// Days on which it was reported.
    pub days: BTreeSet<i32>,
}

impl Published {
    /// What tellings say together, in whatever order they come; none where there are none. The version is not known yet.
    pub fn of(anchor: Anchor, mut tellings: Vec<Telling>) -> Option<Self> {
        if tellings.is_empty() {
            return None;
        }
        fold::sort(&mut tellings);
        let head = fold::fold(anchor, &tellings);
        Some(Self {
            id: head.id.clone(),
            version: 0,
            head,
            days: tellings.iter().map(|telling| telling.day.0).collect(),
        })
    }
}

impl Turn {
    /// The days before and after.
    pub fn days(&self) -> (BTreeSet<i32>, BTreeSet<i32>) {
        let days = |published: Option<&Published>| {
            published.map_or_else(BTreeSet::new, |published| published.days.clone())
        };
        (days(self.old.as_ref()), days(self.new.as_ref()))
    }
}

/// What an event is found by: each of its terms on each of its days.
pub fn postings(published: Option<&Published>) -> BTreeSet<(i64, i32)> {
    let Some(published) = published else {
        return BTreeSet::new();
    };
    let Some(event) = &published.head.event else {
        return BTreeSet::new();
    };
    let terms = terms::of_event(event);
    terms
        .iter()
        .flat_map(|&term| published.days.iter().map(move |&day| (term, day)))
        .collect()
}

/// The ids that lead on from an event whose id is gone. `retired`: events that are gone, with those that have most to do with
/// them.
pub fn successors(
    turns: &[Turn],
    retired: &[(EventKey, Option<EventKey>)],
) -> BTreeMap<EventKey, String> {
    let id_of: BTreeMap<EventKey, &String> = turns
        .iter()
        .filter_map(|turn| Some((turn.key, &turn.new.as_ref()?.id)))
        .collect();
    let mut successors: BTreeMap<EventKey, String> = id_of
        .iter()
        .map(|(&key, id)| (key, (*id).clone()))
        .collect();
    for (gone, successor) in retired {
        if let Some(id) = successor.and_then(|key| id_of.get(&key)) {
            successors.insert(*gone, (*id).clone());
        }
    }
    successors
}
