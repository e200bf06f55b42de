//! From changed tellings to changed events: their records, what they are found by, how they count, and who is told.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message;
use rusqlite::params;

use super::batch::Writing;
use super::schema;
use super::{records, tally};
use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::merge::Telling;
use crate::store::merge::graph::{Anchor, EventKey};
use crate::store::publication::{Published, Turn, postings, successors};
use crate::store::record::StatementRow;
use crate::store::{RecordKind, StoreError};

impl Writing<'_> {
    /// Settles which tellings are one event, and brings everything that follows from it up to date.
    ///
    /// Returns the revision of the last change. Changes before `kept` revisions are forgotten.
    pub fn finish(mut self, kept: i64) -> Result<i64, StoreError> {
        self.batch.settle(&mut self.graph)?;
        let moved = self.restated()?;
        self.graph.flush()?;
        let dirty = std::mem::take(&mut self.batch.dirty);
        let mut turns = Vec::with_capacity(dirty.len());
        for key in dirty {
            turns.push(self.turn(key)?);
        }
        let mut statements = self.renamed(&turns)?;
        statements.extend(moved);
        self.publish(&turns)?;
        self.restate(statements)?;
        tally::flush(&mut self.tally, self.connection)?;
        schema::set(self.connection, "sequence", self.sequence)?;
        schema::set(self.connection, "revision", self.revision)?;
        let forgotten = self.revision - kept;
        if forgotten > schema::get::<i64>(self.connection, "forgotten")? {
            self.connection
                .prepare_cached("DELETE FROM change WHERE revision <= ?1")?
                .execute([forgotten])?;
            schema::set(self.connection, "forgotten", forgotten)?;
        }
        Ok(self.revision)
    }

    fn turn(&self, key: EventKey) -> Result<Turn, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT id, version, head, anchor_link, anchor_day FROM event WHERE key = ?1",
        )?;
        type Columns = (
            Option<String>,
            i64,
            Option<Vec<u8>>,
            Option<i64>,
            Option<i32>,
        );
        let (id, version, head, link, day): Columns = select.query_row([key], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })?;
        let old = match (id, head) {
            (Some(id), Some(head)) => Some(Published {
                id,
                version,
                head: v1::EventRecord::decode(head.as_slice())?,
                days: self.days(key)?,
            }),
            _ => None,
        };
        let new = match (link, day) {
            (Some(link), Some(day)) => self.folded(key, Anchor { day, link })?,
            _ => None,
        };
        Ok(Turn { key, old, new })
    }

    fn days(&self, key: EventKey) -> Result<BTreeSet<i32>, StoreError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT day FROM event_day WHERE event = ?1")?;
        let days = select.query_map([key], |row| row.get(0))?;
        Ok(days.collect::<Result<_, _>>()?)
    }

    fn folded(&self, key: EventKey, anchor: Anchor) -> Result<Option<Published>, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT t.day, t.body, d.id FROM telling t JOIN document d ON d.key = t.document WHERE t.event = ?1",
        )?;
        let mut rows = select.query([key])?;
        let mut tellings = Vec::new();
        while let Some(row) = rows.next()? {
            let body: &[u8] = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            tellings.push(Telling {
                day: DayNumber(row.get(0)?),
                event: v1::TradeEvent::decode(body)?,
                document_id: row.get(2)?,
            });
        }
        Ok(Published::of(anchor, tellings))
    }

    fn publish(&mut self, turns: &[Turn]) -> Result<(), StoreError> {
        let old: BTreeMap<&str, &Published> = turns
            .iter()
            .filter_map(|turn| turn.old.as_ref())
            .map(|old| (old.id.as_str(), old))
            .collect();
        let new: BTreeSet<&str> = turns
            .iter()
            .filter_map(|turn| turn.new.as_ref())
            .map(|new| new.id.as_str())
            .collect();
        let successors = successors(turns, &self.graph.pending.retired);
        for turn in turns {
            let Some(was) = &turn.old else { continue };
            let renamed = turn.new.as_ref().is_none_or(|new| new.id != was.id);
            if renamed {
                // Two events may change ids in a ring: none has one while they are given anew.
                self.connection
                    .prepare_cached("UPDATE event SET id = NULL WHERE key = ?1")?
                    .execute([turn.key])?;
            }
            if !new.contains(was.id.as_str()) {
                let version = was.version + 1;
                self.retire(
                    &was.id,
                    version,
                    successors.get(&turn.key).map(String::as_str),
                )?;
                let before = was.head.encode_to_vec();
                self.note_change(RecordKind::Event, &was.id, version, true, Some(&before))?;
            }
        }
        for turn in turns {
            if let Some(published) = &turn.new {
                let before = old.get(published.id.as_str());
                let version = match before {
                    Some(before) => before.version + 1,
                    None => self.next_version(&published.id)?,
                };
                self.connection
                    .prepare_cached(
                        "UPDATE event SET id = ?2, version = ?3, head = ?4 WHERE key = ?1",
                    )?
                    .execute(params![
                        turn.key,
                        published.id,
                        version,
                        published.head.encode_to_vec()
                    ])?;
                let before = before.map(|before| before.head.encode_to_vec());
                self.note_change(
                    RecordKind::Event,
                    &published.id,
                    version,
                    false,
                    before.as_deref(),
                )?;
            } else {
                self.connection
                    .prepare_cached("DELETE FROM event WHERE key = ?1")?
                    .execute([turn.key])?;
            }
            self.index(turn)?;
        }
        Ok(())
    }

    /// Brings postings, days and counts of an event up to date.
    fn index(&mut self, turn: &Turn) -> Result<(), StoreError> {
        let (old, new) = (postings(turn.old.as_ref()), postings(turn.new.as_ref()));
        let mut delete = self.connection.prepare_cached(
            "DELETE FROM event_posting WHERE term = ?1 AND day = ?2 AND event = ?3",
        )?;
        for (term, day) in old.difference(&new) {
            delete.execute(params![term, day, turn.key])?;
        }
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO event_posting(term, day, event) VALUES (?1, ?2, ?3)",
        )?;
        for (term, day) in new.difference(&old) {
            insert.execute(params![term, day, turn.key])?;
        }
        let (old_days, new_days) = turn.days();
        for day in old_days.difference(&new_days) {
            self.connection
                .prepare_cached("DELETE FROM event_day WHERE event = ?1 AND day = ?2")?
                .execute(params![turn.key, day])?;
        }
        for day in new_days.difference(&old_days) {
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO event_day(event, day, since) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![turn.key, day, self.revision])?;
        }
        if let Some(old) = &turn.old {
            self.tally.event(&old.head, -1);
        }
        if let Some(new) = &turn.new {
            self.tally.event(&new.head, 1);
        }
        Ok(())
    }

    /// Statements of earlier documents about tellings that get another event, as they were.
    fn restated(&self) -> Result<BTreeMap<i64, StatementRow>, StoreError> {
        let moved: Vec<i64> = self
            .graph
            .pending
            .before
            .keys()
            .copied()
            .filter(|&row| !self.graph.pending.is_fresh(row))
            .collect();
        self.about(&moved)
    }

    /// Statements about events that get another id, as they were.
    fn renamed(&self, turns: &[Turn]) -> Result<BTreeMap<i64, StatementRow>, StoreError> {
        let mut found = BTreeMap::new();
        for turn in turns {
            if let (Some(old), Some(new)) = (&turn.old, &turn.new)
                && old.id != new.id
            {
                let mut select = self
                    .connection
                    .prepare_cached("SELECT row FROM telling WHERE event = ?1")?;
                let rows = select.query_map([turn.key], |row| row.get(0))?;
                found.extend(self.about(&rows.collect::<Result<Vec<i64>, _>>()?)?);
            }
        }
        Ok(found)
    }

    fn about(&self, rows: &[i64]) -> Result<BTreeMap<i64, StatementRow>, StoreError> {
        let mut found = BTreeMap::new();
        for row in rows {
            let mut select = self
                .connection
                .prepare_cached("SELECT statement FROM statement_event WHERE telling = ?1")?;
            let keys = select.query_map([row], |row| row.get(0))?;
            for key in keys.collect::<Result<Vec<i64>, _>>()? {
                if !self.is_fresh_statement(key) {
                    found.insert(key, records::statement(self.connection, key)?);
                }
            }
        }
        Ok(found)
    }

    /// Notes that the events of statements have other ids, where they do.
    fn restate(&mut self, statements: BTreeMap<i64, StatementRow>) -> Result<(), StoreError> {
        for (key, before) in statements {
            let now = records::statement(self.connection, key)?.record;
            if now == before.record {
                continue;
            }
            let version = i64::try_from(now.version).unwrap_or(i64::MAX - 1) + 1;
            self.connection
                .prepare_cached("UPDATE statement SET version = ?2 WHERE key = ?1")?
                .execute(params![key, version])?;
            self.note_change(
                RecordKind::Statement,
                &now.id,
                version,
                false,
                Some(&before.encode()),
            )?;
        }
        Ok(())
    }
}
