//! The sorted lists on which tellings find each other, with what a batch changes of them: neighbours are looked up in the database,
//! many at once where they are foreseen, and what is to be added and removed is kept in memory until the end.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::session::Session;
use crate::store::StoreError;
use crate::store::merge::graph::Place;

/// One of the lists.
#[derive(Debug)]
pub struct Lines {
    table: &'static str,
    added: BTreeMap<i64, BTreeSet<Place>>,
    removed: BTreeMap<i64, HashSet<Place>>,
    /// What the database answers.
    next: HashMap<(i64, Place), Option<Place>>,
    previous: HashMap<(i64, Place), Option<Place>>,
    ranges: HashMap<i64, Vec<Range>>,
}

/// All places of a key from one day to another.
#[derive(Debug)]
struct Range {
    first: i32,
    last: i32,
    places: Vec<Place>,
}

/// Beyond all places of the day before.
pub fn before_day(day: i32) -> Place {
    Place {
        day: day.saturating_sub(1),
        uid: i64::MAX,
        row: i64::MAX,
    }
}

/// Before all places of a day.
pub fn start_of_day(day: i32) -> Place {
    Place {
        day,
        uid: i64::MIN,
        row: i64::MIN,
    }
}

const NEXT: &str = "SELECT q.key, q.day, q.uid, q.row, f.day, f.uid, f.row
    FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[]) q(key, day, uid, row)
    LEFT JOIN LATERAL (
      SELECT l.day, l.uid, l.row FROM TABLE l WHERE l.key = q.key AND (l.day, l.uid, l.row) > (q.day, q.uid, q.row)
      ORDER BY l.day, l.uid, l.row LIMIT 1
    ) f ON true";
const PREVIOUS: &str = "SELECT q.key, q.day, q.uid, q.row, f.day, f.uid, f.row
    FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[]) q(key, day, uid, row)
    LEFT JOIN LATERAL (
      SELECT l.day, l.uid, l.row FROM TABLE l WHERE l.key = q.key AND (l.day, l.uid, l.row) < (q.day, q.uid, q.row)
      ORDER BY l.day DESC, l.uid DESC, l.row DESC LIMIT 1
    ) f ON true";

impl Lines {
    pub fn new(table: &'static str) -> Self {
        Self {
            table,
            added: BTreeMap::new(),
            removed: BTreeMap::new(),
            next: HashMap::new(),
            previous: HashMap::new(),
            ranges: HashMap::new(),
        }
    }

    /// Adds or removes a place.
    pub fn set(&mut self, key: i64, at: Place, there: bool) {
        if there {
            self.removed.entry(key).or_default().remove(&at);
            self.added.entry(key).or_default().insert(at);
        } else {
            self.added.entry(key).or_default().remove(&at);
            self.removed.entry(key).or_default().insert(at);
        }
    }

    /// The first place after one.
    pub fn next(
        &mut self,
        session: &Session,
        key: i64,
        after: Place,
    ) -> Result<Option<Place>, StoreError> {
        let mut from = after;
        // What is to be removed is still in the database: go on behind it.
        let stored = loop {
            if !self.next.contains_key(&(key, from)) {
                self.foresee(session, &[(key, from)], &[])?;
            }
            match self.next.get(&(key, from)).copied().flatten() {
                Some(found) if self.is_removed(key, found) => from = found,
                other => break other,
            }
        };
        let added = self.added.get(&key);
        let added = added.and_then(|added| added.iter().copied().find(|place| *place > after));
        Ok(stored.into_iter().chain(added).min())
    }

    /// The last place before one.
    pub fn previous(
        &mut self,
        session: &Session,
        key: i64,
        before: Place,
    ) -> Result<Option<Place>, StoreError> {
        let mut from = before;
        let stored = loop {
            if !self.previous.contains_key(&(key, from)) {
                self.foresee(session, &[], &[(key, from)])?;
            }
            match self.previous.get(&(key, from)).copied().flatten() {
                Some(found) if self.is_removed(key, found) => from = found,
                other => break other,
            }
        };
        let added = self.added.get(&key);
        let added = added.and_then(|added| added.range(..before).next_back().copied());
        Ok(stored.into_iter().chain(added).max())
    }

    /// The places from one day to another.
    pub fn range(
        &mut self,
        session: &Session,
        key: i64,
        first: i32,
        last: i32,
    ) -> Result<Vec<Place>, StoreError> {
        let covers = |range: &&Range| range.first <= first && range.last >= last;
        let known = |lines: &Self| {
            let ranges = lines.ranges.get(&key)?;
            let range = ranges.iter().find(covers)?;
            let within = range.places.iter().copied();
            Some(
                within
                    .filter(|place| (first..=last).contains(&place.day))
                    .collect::<Vec<_>>(),
            )
        };
        let mut places = match known(self) {
            Some(places) => places,
            None => {
                self.foresee_ranges(session, &[(key, first, last)])?;
                known(self).unwrap_or_default()
            }
        };
        places.retain(|place| !self.is_removed(key, *place));
        if let Some(added) = self.added.get(&key) {
            places.extend(
                added
                    .iter()
                    .filter(|place| (first..=last).contains(&place.day)),
            );
        }
        Ok(places)
    }

    /// Looks up neighbours that will be asked for.
    pub fn foresee(
        &mut self,
        session: &Session,
        next: &[(i64, Place)],
        previous: &[(i64, Place)],
    ) -> Result<(), StoreError> {
        for (asked, sql, known) in [
            (next, NEXT, &mut self.next),
            (previous, PREVIOUS, &mut self.previous),
        ] {
            let asked: HashSet<(i64, Place)> = asked
                .iter()
                .copied()
                .filter(|asked| !known.contains_key(asked))
                .collect();
            if asked.is_empty() {
                continue;
            }
            let keys: Vec<i64> = asked.iter().map(|(key, _)| *key).collect();
            let days: Vec<i32> = asked.iter().map(|(_, at)| at.day).collect();
            let uids: Vec<i64> = asked.iter().map(|(_, at)| at.uid).collect();
            let rows: Vec<i64> = asked.iter().map(|(_, at)| at.row).collect();
            let sql = sql.replace("TABLE", self.table);
            for row in session.rows(&sql, &[&keys, &days, &uids, &rows])? {
                let asked = (
                    row.try_get(0)?,
                    Place {
                        day: row.try_get(1)?,
                        uid: row.try_get(2)?,
                        row: row.try_get(3)?,
                    },
                );
                let found = match row.try_get::<_, Option<i32>>(4)? {
                    Some(day) => Some(Place {
                        day,
                        uid: row.try_get(5)?,
                        row: row.try_get(6)?,
                    }),
                    None => None,
                };
                known.insert(asked, found);
            }
        }
        Ok(())
    }

    /// Looks up ranges that will be asked for, or parts of them.
    pub fn foresee_ranges(
        &mut self,
        session: &Session,
        ranges: &[(i64, i32, i32)],
    ) -> Result<(), StoreError> {
        if ranges.is_empty() {
            return Ok(());
        }
        let number: Vec<i32> = (0..).take(ranges.len()).collect();
        let keys: Vec<i64> = ranges.iter().map(|range| range.0).collect();
        let first: Vec<i32> = ranges.iter().map(|range| range.1).collect();
        let last: Vec<i32> = ranges.iter().map(|range| range.2).collect();
        let sql = "SELECT q.number, l.day, l.uid, l.row
            FROM unnest($1::integer[], $2::bigint[], $3::integer[], $4::integer[]) q(number, key, first, last)
            JOIN TABLE l ON l.key = q.key AND l.day BETWEEN q.first AND q.last"
            .replace("TABLE", self.table);
        let mut found: Vec<Vec<Place>> = vec![Vec::new(); ranges.len()];
        for row in session.rows(&sql, &[&number, &keys, &first, &last])? {
            let number: i32 = row.try_get(0)?;
            let place = Place {
                day: row.try_get(1)?,
                uid: row.try_get(2)?,
                row: row.try_get(3)?,
            };
            let at = usize::try_from(number).unwrap_or_default();
            if let Some(places) = found.get_mut(at) {
                places.push(place);
            }
        }
        for ((key, first, last), places) in ranges.iter().zip(found) {
            self.ranges.entry(*key).or_default().push(Range {
                first: *first,
                last: *last,
                places,
            });
        }
        Ok(())
    }

    /// The neighbours that the database has named so far.
    pub fn named(&self) -> BTreeSet<i64> {
        let neighbours = self.next.values().chain(self.previous.values());
        let in_ranges = self
            .ranges
            .values()
            .flatten()
            .flat_map(|range| &range.places);
        let all = neighbours.flatten().chain(in_ranges);
        all.map(|place| place.row).collect()
    }

    /// Writes what was added and removed.
    pub fn flush(&self, session: &Session) -> Result<(), StoreError> {
        let added = self.added.iter().map(|(key, places)| (*key, places.iter()));
        write(
            session,
            &format!(
                "INSERT INTO {}(key, day, uid, row)
                 SELECT * FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[]) ON CONFLICT DO NOTHING",
                self.table
            ),
            added.flat_map(|(key, places)| places.map(move |place| (key, *place))),
        )?;
        let removed = self
            .removed
            .iter()
            .map(|(key, places)| (*key, places.iter()));
        write(
            session,
            &format!(
                "DELETE FROM {} l USING unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[]) q(key, day, uid, row)
                 WHERE l.key = q.key AND l.day = q.day AND l.uid = q.uid AND l.row = q.row",
                self.table
            ),
            removed.flat_map(|(key, places)| places.map(move |place| (key, *place))),
        )
    }

    fn is_removed(&self, key: i64, place: Place) -> bool {
        let removed = self.removed.get(&key);
        removed.is_some_and(|removed| removed.contains(&place))
    }
}

fn write(
    session: &Session,
    sql: &str,
    places: impl Iterator<Item = (i64, Place)>,
) -> Result<(), StoreError> {
    let (mut keys, mut days, mut uids, mut rows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (key, place) in places {
        keys.push(key);
        days.push(place.day);
        uids.push(place.uid);
        rows.push(place.row);
    }
    if !keys.is_empty() {
        session.execute(sql, &[&keys, &days, &uids, &rows])?;
    }
    Ok(())
}
