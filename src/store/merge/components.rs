//! What hangs together, found from scratch.

use std::collections::{BTreeMap, HashMap};

use super::graph::{Anchor, Place};
use super::keys::Keys;

/// Cores that hang together.
#[derive(Debug)]
pub struct Group {
    /// By what they are known.
    pub anchor: Anchor,
    /// Indices of the cores.
    pub members: Vec<usize>,
}

/// What hangs together among cores that are joined with no others.
pub fn components<T>(cores: &[(Place, Keys, T)]) -> Vec<Group> {
    let mut on_link: HashMap<i64, Vec<usize>> = HashMap::new();
    for (i, (_, keys, _)) in cores.iter().enumerate() {
        for &key in &keys.links {
            on_link.entry(key).or_default().push(i);
        }
    }
    let mut joined: Vec<usize> = (0..cores.len()).collect();
    let mut starts: Vec<(usize, Anchor)> = Vec::new();
    for (link, mut line) in on_link {
        line.sort_by_key(|&i| cores[i].0);
        let mut last: Option<usize> = None;
        for i in line {
            let (place, keys, _) = &cores[i];
            let near = |&last: &usize| {
                i64::from(place.day) - i64::from(cores[last].0.day) <= i64::from(keys.gap_days)
            };
            match last.filter(near) {
                Some(last) => {
                    let (a, b) = (find(&mut joined, last), find(&mut joined, i));
                    joined[a] = b;
                }
                None => starts.push((i, Anchor::of(link, place.day, keys.gap_days))),
            }
            last = Some(i);
        }
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for (i, anchor) in starts {
        let root = find(&mut joined, i);
        let group = groups.entry(root).or_insert(Group {
            anchor,
            members: Vec::new(),
        });
        group.anchor = group.anchor.min(anchor);
    }
    for i in 0..cores.len() {
        let root = find(&mut joined, i);
        if let Some(group) = groups.get_mut(&root) {
            group.members.push(i);
        }
    }
    groups.into_values().collect()
}

/// The one that stands for all that are joined with `i`.
fn find(joined: &mut [usize], mut i: usize) -> usize {
    while joined[i] != i {
        joined[i] = joined[joined[i]];
        i = joined[i];
    }
    i
}

/// What each telling follows, by index, found from scratch.
pub fn leader_of<T>(tellings: &[(Place, Keys, T)]) -> Vec<Option<usize>> {
    let mut offers: BTreeMap<(i64, Place), usize> = BTreeMap::new();
    for (i, (place, keys, _)) in tellings.iter().enumerate() {
        offers.extend(keys.offers.iter().map(|&key| ((key, *place), i)));
    }
    let first_of = |day: i32| Place {
        day,
        uid: i64::MIN,
        row: i64::MIN,
    };
    let leader = |(at, keys, _): &(Place, Keys, T)| {
        let near = |key: i64| {
            let from = (key, first_of(at.day.saturating_sub(keys.seek_days)));
            let to = (
                key,
                first_of(at.day.saturating_add(keys.seek_days).saturating_add(1)),
            );
            offers
                .range(from..to)
                .map(|((_, place), &i)| ((place.day - at.day).abs(), *place, i))
        };
        keys.seeks
            .iter()
            .flat_map(|&key| near(key))
            .min()
            .map(|(_, _, i)| i)
    };
    tellings.iter().map(leader).collect()
}
