//! Merging everything from scratch, to compare with what is stored.

use std::collections::BTreeMap;

use prost::Message;

use super::StoreError;
use super::merge::components::{components, leader_of};
use super::merge::graph::Place;
use super::merge::keys::Keys;
use super::merge::{Telling, anchor_id, fold};
use crate::proto::v1;

/// A telling as it is stored.
pub struct Stored {
    pub row: i64,
    pub uid: i64,
    /// Id of the event to which it belongs.
    pub event_id: Option<String>,
    pub telling: Telling,
}

/// All events as they must be; says which tellings belong elsewhere.
pub fn merged_anew(stored: Vec<Stored>, wrong: &mut Vec<String>) -> Vec<v1::EventRecord> {
    let with_keys = stored.into_iter().map(|stored| {
        let place = Place {
            day: stored.telling.day.0,
            uid: stored.uid,
            row: stored.row,
        };
        (place, Keys::of(&stored.telling), stored)
    });
    let tellings: Vec<(Place, Keys, Stored)> = with_keys.collect();
    let leaders = leader_of(&tellings);
    let cores: Vec<(Place, Keys, usize)> = tellings
        .iter()
        .enumerate()
        .filter(|(i, _)| leaders.get(*i) == Some(&None))
        .map(|(i, (place, keys, _))| (*place, keys.clone(), i))
        .collect();
    let mut anchors = BTreeMap::new();
    for group in components(&cores) {
        for member in group.members {
            if let Some((_, _, i)) = cores.get(member) {
                anchors.insert(*i, group.anchor);
            }
        }
    }
    let mut events: BTreeMap<_, Vec<Telling>> = BTreeMap::new();
    for (
        i,
        (
            _,
            _,
            Stored {
                event_id, telling, ..
            },
        ),
    ) in tellings.iter().enumerate()
    {
        let mut root = i;
        while let Some(Some(leader)) = leaders.get(root) {
            root = *leader;
        }
        let Some(anchor) = anchors.get(&root) else {
            continue;
        };
        let expected = anchor_id(*anchor);
        if event_id.as_ref() != Some(&expected) {
            wrong.push(format!(
                "event {} of document {} belongs to {expected}, not to {event_id:?}",
                telling.event.id, telling.document_id
            ));
        }
        events.entry(*anchor).or_default().push(telling.clone());
    }
    let folded = events.into_iter().map(|(anchor, mut told)| {
        fold::sort(&mut told);
        fold::fold(anchor, &told)
    });
    folded.collect()
}

/// Says whether an event is stored otherwise than it must be.
pub fn compare(
    expected: &v1::EventRecord,
    stored: Option<&[u8]>,
    wrong: &mut Vec<String>,
) -> Result<(), StoreError> {
    match stored {
        None => wrong.push(format!("event {} is missing", expected.id)),
        Some(head) => {
            if v1::EventRecord::decode(head)? != *expected {
                wrong.push(format!("event {} is not what its sources say", expected.id));
            }
        }
    }
    Ok(())
}
