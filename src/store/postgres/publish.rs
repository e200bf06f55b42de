//! From changed tellings to changed events: their records, what they are found by, how they count, and who is told.

mod rows;

use std::collections::{BTreeMap, HashMap};

use prost::Message;

use super::batch::Writing;
use super::graph::Origin;
use super::statements;
use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::merge::Telling;
use crate::store::merge::graph::EventKey;
use crate::store::publication::{Published, Turn, postings, successors};
use crate::store::{RecordKind, StoreError};
use rows::EventRows;

impl Writing<'_> {
    /// Settles which tellings are one event, and brings everything that follows from it up to date. `origins`: where the new
    /// tellings come from, by document.
    pub fn finish(mut self, origins: &HashMap<i64, Origin>) -> Result<(), StoreError> {
        self.batch.settle(&mut self.graph)?;
        let moved: Vec<i64> = self
            .graph
            .pending
            .before
            .keys()
            .copied()
            .filter(|&row| !self.graph.pending.is_fresh(row))
            .collect();
        let mut before = statements::about(&self, &moved)?;
        let dirty: Vec<EventKey> = std::mem::take(&mut self.batch.dirty).into_iter().collect();
        let mut olds = self.published(&dirty)?;
        self.graph.flush(self.since, origins)?;
        let mut news = self.folded(&dirty)?;
        let turns: Vec<Turn> = dirty
            .iter()
            .map(|&key| Turn {
                key,
                old: olds.remove(&key),
                new: news.remove(&key),
            })
            .collect();
        let renamed = self.renamed(&turns)?;
        for (key, row) in statements::about(&self, &renamed)? {
            before.entry(key).or_insert(row);
        }
        self.publish(&turns)?;
        self.index(&turns)?;
        statements::restate(&mut self, before)?;
        self.flush_retired()?;
        self.flush_changes()?;
        self.flush_tally()
    }

    /// Takes an id out of use.
    pub(super) fn retire(&mut self, id: &str, version: i64, successor: Option<&str>) {
        self.retired
            .insert(id.to_owned(), (version, successor.map(str::to_owned)));
    }

    /// The versions of records that are new, or are there again.
    pub(super) fn next_versions<'i>(
        &mut self,
        ids: &[&'i str],
    ) -> Result<HashMap<&'i str, i64>, StoreError> {
        let mut versions: HashMap<&str, i64> = HashMap::new();
        let rows = self.session.rows(
            "DELETE FROM retired WHERE id = ANY($1) RETURNING id, version",
            &[&ids],
        )?;
        let mut stored: HashMap<String, i64> = HashMap::new();
        for row in rows {
            stored.insert(row.try_get(0)?, row.try_get(1)?);
        }
        for id in ids {
            let now = self.retired.remove(*id).map(|(version, _)| version);
            let before = now.or_else(|| stored.get(*id).copied());
            versions.insert(id, before.unwrap_or(0) + 1);
        }
        Ok(versions)
    }

    /// Events as others see them now.
    fn published(&self, keys: &[EventKey]) -> Result<HashMap<EventKey, Published>, StoreError> {
        let rows = self.session.rows(
            "SELECT e.key, e.id, e.version, e.head, ARRAY(SELECT day FROM event_day d WHERE d.event = e.key)
             FROM event e WHERE e.key = ANY($1)",
            &[&keys],
        )?;
        let mut found = HashMap::new();
        for row in rows {
            let days: Vec<i32> = row.try_get(4)?;
            let published = Published {
                id: row.try_get(1)?,
                version: row.try_get(2)?,
                head: v1::EventRecord::decode(row.try_get::<_, &[u8]>(3)?)?,
                days: days.into_iter().collect(),
            };
            found.insert(row.try_get(0)?, published);
        }
        Ok(found)
    }

    /// What the tellings of events say together.
    fn folded(&mut self, keys: &[EventKey]) -> Result<HashMap<EventKey, Published>, StoreError> {
        let rows = self.session.rows(
            "SELECT event, day, document_id, body FROM telling WHERE event = ANY($1)",
            &[&keys],
        )?;
        let mut told: HashMap<EventKey, Vec<Telling>> = HashMap::new();
        for row in rows {
            told.entry(row.try_get(0)?).or_default().push(Telling {
                day: DayNumber(row.try_get(1)?),
                document_id: row.try_get(2)?,
                event: v1::TradeEvent::decode(row.try_get::<_, &[u8]>(3)?)?,
            });
        }
        let mut folded = HashMap::new();
        for (key, tellings) in told {
            let Some(anchor) = self.graph.anchor_now(key)? else {
                return Err(StoreError::Damaged {
                    cause: format!("tellings belong to event {key}, which is gone"),
                });
            };
            folded.extend(Published::of(anchor, tellings).map(|published| (key, published)));
        }
        Ok(folded)
    }

    /// The tellings of events that get another id.
    fn renamed(&self, turns: &[Turn]) -> Result<Vec<i64>, StoreError> {
        let other = turns.iter().filter(|turn| match (&turn.old, &turn.new) {
            (Some(old), Some(new)) => old.id != new.id,
            _ => false,
        });
        let keys: Vec<EventKey> = other.map(|turn| turn.key).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self
            .session
            .rows("SELECT row FROM telling WHERE event = ANY($1)", &[&keys])?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    fn publish(&mut self, turns: &[Turn]) -> Result<(), StoreError> {
        let old: BTreeMap<&str, &Published> = turns
            .iter()
            .filter_map(|turn| turn.old.as_ref())
            .map(|old| (old.id.as_str(), old))
            .collect();
        let new: BTreeMap<&str, EventKey> = turns
            .iter()
            .filter_map(|turn| Some((turn.new.as_ref()?.id.as_str(), turn.key)))
            .collect();
        let successors = successors(turns, &self.graph.pending.retired);
        for turn in turns {
            if let Some(gone) = turn.old.as_ref()
                && !new.contains_key(gone.id.as_str())
            {
                let version = gone.version + 1;
                let successor = successors.get(&turn.key).map(String::as_str);
                self.retire(&gone.id, version, successor);
                let before = gone.head.encode_to_vec();
                self.note_change(RecordKind::Event, &gone.id, version, true, Some(before));
            }
        }
        let unknown: Vec<&str> = new
            .keys()
            .copied()
            .filter(|id| !old.contains_key(id))
            .collect();
        let versions = self.next_versions(&unknown)?;
        let mut rows = EventRows::default();
        for turn in turns {
            let Some(published) = &turn.new else {
                rows.gone.push(turn.key);
                continue;
            };
            let id = published.id.as_str();
            let before = old.get(id);
            let version = match before {
                Some(before) => before.version + 1,
                None => versions.get(id).copied().unwrap_or(1),
            };
            let Some(anchor) = self.graph.anchor_now(turn.key)? else {
                continue;
            };
            rows.keys.push(turn.key);
            rows.links.push(anchor.link);
            rows.days.push(anchor.day);
            rows.ids.push(id);
            rows.versions.push(version);
            rows.heads.push(published.head.encode_to_vec());
            let before = before.map(|before| before.head.encode_to_vec());
            self.note_change(RecordKind::Event, id, version, false, before);
        }
        // Ids whose event is gone, or another one: two events may change ids in a ring.
        let leave = turns.iter().filter_map(|turn| {
            let old = turn.old.as_ref()?.id.as_str();
            (new.get(old) != Some(&turn.key)).then_some(old)
        });
        rows.left = leave.collect();
        rows.write(self.session)
    }

    /// Brings postings, days and counts of events up to date.
    fn index(&mut self, turns: &[Turn]) -> Result<(), StoreError> {
        let mut lost = (Vec::new(), Vec::new(), Vec::new());
        let mut won = (Vec::new(), Vec::new(), Vec::new());
        let (mut lost_days, mut won_days) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        for turn in turns {
            let (old, new) = (postings(turn.old.as_ref()), postings(turn.new.as_ref()));
            for (list, some) in [
                (&mut lost, old.difference(&new)),
                (&mut won, new.difference(&old)),
            ] {
                for (term, day) in some {
                    list.0.push(*term);
                    list.1.push(*day);
                    list.2.push(turn.key);
                }
            }
            let (old, new) = turn.days();
            let two = [(&mut lost_days, &old - &new), (&mut won_days, &new - &old)];
            for (list, some) in two {
                for day in some {
                    list.0.push(turn.key);
                    list.1.push(day);
                }
            }
            if let Some(old) = &turn.old {
                self.tally.event(&old.head, -1);
            }
            if let Some(new) = &turn.new {
                self.tally.event(&new.head, 1);
            }
        }
        if !lost.0.is_empty() {
            self.session.execute(
                "DELETE FROM event_posting p USING unnest($1::bigint[], $2::integer[], $3::bigint[]) q(term, day, event)
                 WHERE p.term = q.term AND p.day = q.day AND p.event = q.event",
                &[&lost.0, &lost.1, &lost.2],
            )?;
        }
        if !won.0.is_empty() {
            self.session.execute(
                "INSERT INTO event_posting(term, day, event) SELECT * FROM unnest($1::bigint[], $2::integer[], $3::bigint[])
                 ON CONFLICT DO NOTHING",
                &[&won.0, &won.1, &won.2],
            )?;
        }
        if !lost_days.0.is_empty() {
            self.session.execute(
                "DELETE FROM event_day d USING unnest($1::bigint[], $2::integer[]) q(event, day)
                 WHERE d.event = q.event AND d.day = q.day",
                &[&lost_days.0, &lost_days.1],
            )?;
        }
        if !won_days.0.is_empty() {
            self.session.execute(
                "INSERT INTO event_day(event, day, since)
                 SELECT event, day, $3::bigint FROM unnest($1::bigint[], $2::integer[]) q(event, day)",
                &[&won_days.0, &won_days.1, &self.since],
            )?;
        }
        Ok(())
    }

    fn flush_retired(&mut self) -> Result<(), StoreError> {
        let (mut ids, mut versions, mut successors) = (Vec::new(), Vec::new(), Vec::new());
        for (id, (version, successor)) in std::mem::take(&mut self.retired) {
            ids.push(id);
            versions.push(version);
            successors.push(successor);
        }
        if !ids.is_empty() {
            self.session.execute(
                "INSERT INTO retired(id, version, successor) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
                 ON CONFLICT(id) DO UPDATE SET version = excluded.version, successor = excluded.successor",
                &[&ids, &versions, &successors],
            )?;
        }
        Ok(())
    }
}
