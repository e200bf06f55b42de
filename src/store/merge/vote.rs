//! What most tellings say.

use std::collections::BTreeMap;

/// Votes of tellings, counted in the order of report.
#[derive(Debug)]
pub struct Votes<K, V> {
    cast: BTreeMap<K, (usize, usize, V)>,
    turn: usize,
}

impl<K, V> Default for Votes<K, V> {
    fn default() -> Self {
        Self {
            cast: BTreeMap::new(),
            turn: 0,
        }
    }
}

impl<K: Ord, V> Votes<K, V> {
    /// Casts a vote for a value under its key; of equal keys the first value is kept.
    pub fn cast(&mut self, key: K, value: V) {
        self.turn += 1;
        let (count, last, _) = self.cast.entry(key).or_insert((0, 0, value));
        *count += 1;
        *last = self.turn;
    }

    /// What most say; of equally many the one that was said last.
    pub fn winner(self) -> Option<V> {
        let all = self.cast.into_values();
        all.max_by_key(|(count, last, _)| (*count, *last))
            .map(|(_, _, value)| value)
    }

    /// What at least one in ten of those who voted say, most first.
    pub fn accepted(self, voters: usize) -> Vec<V> {
        let mut all: Vec<_> = self
            .cast
            .into_iter()
            .filter(|(_, (count, ..))| count * 10 >= voters)
            .collect();
        all.sort_by(|(a, (x, ..)), (b, (y, ..))| y.cmp(x).then_with(|| a.cmp(b)));
        all.into_iter().map(|(_, (_, _, value))| value).collect()
    }
}
