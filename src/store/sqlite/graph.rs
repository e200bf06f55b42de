//! The tellings of a store as the graph that merging works on. What a batch changes of tellings is kept in memory until
//! [`SqlGraph::flush`].

use prost::Message;
use rusqlite::{Connection, OptionalExtension, params};

use crate::proto::v1;
use crate::store::StoreError;
use crate::store::day::DayNumber;
use crate::store::merge::Telling;
use crate::store::merge::graph::{Anchor, EventKey, Graph, Node, Place};
use crate::store::merge::keys::Keys;
use crate::store::pending::{Fresh, Pending};

/// The graph of one batch.
pub struct SqlGraph<'c> {
    connection: &'c Connection,
    pub pending: Pending,
}

impl<'c> SqlGraph<'c> {
    pub fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            pending: Pending::default(),
        }
    }

    /// The tellings of a document.
    pub fn of_document(&self, document: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT row FROM telling WHERE document = ?1")?;
        let rows = statement.query_map([document], |row| row.get(0))?;
        let mut rows = rows.collect::<Result<Vec<i64>, _>>()?;
        let fresh = self.pending.fresh();
        rows.extend(
            fresh
                .filter(|(_, fresh)| fresh.document == document)
                .map(|(row, _)| row),
        );
        Ok(rows)
    }

    /// Deletes a telling that was removed from the batch.
    pub fn delete(&mut self, row: i64) -> Result<(), StoreError> {
        if !self.pending.delete(row) {
            let mut statement = self
                .connection
                .prepare_cached("DELETE FROM telling WHERE row = ?1")?;
            statement.execute([row])?;
        }
        Ok(())
    }

    /// Writes what has changed. To be called once.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO telling(row, document, event, leader, day, uid, local, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let mut update = self
            .connection
            .prepare_cached("UPDATE telling SET event = ?2, leader = ?3 WHERE row = ?1")?;
        for (node, fresh) in self.pending.changes() {
            let row = node.place.row;
            if let Some(Fresh { document, telling }) = fresh {
                insert.execute(params![
                    row,
                    document,
                    node.event,
                    node.leader,
                    node.place.day,
                    node.place.uid,
                    telling.local,
                    telling.body
                ])?;
            } else {
                update.execute(params![row, node.event, node.leader])?;
            }
        }
        Ok(())
    }

    /// Rows that the file knows under a key, but for those that this batch has changed.
    fn unchanged(&self, sql: &str, key: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([key], |row| row.get(0))?;
        Ok(self.pending.unchanged(rows.collect::<Result<_, _>>()?))
    }

    fn set(
        &self,
        insert: &str,
        delete: &str,
        key: i64,
        at: Place,
        there: bool,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(if there { insert } else { delete })?;
        statement.execute(params![key, at.day, at.uid, at.row])?;
        Ok(())
    }

    fn place(&self, sql: &str, values: impl rusqlite::Params) -> Result<Option<Place>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let place = statement.query_row(values, |row| {
            Ok(Place {
                day: row.get(0)?,
                uid: row.get(1)?,
                row: row.get(2)?,
            })
        });
        Ok(place.optional()?)
    }
}

impl Graph for SqlGraph<'_> {
    type Error = StoreError;

    fn node(&mut self, row: i64) -> Result<Node, StoreError> {
        if let Some(node) = self.pending.node(row) {
            return Ok(node);
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT day, uid, leader, event FROM telling WHERE row = ?1")?;
        let node = statement.query_row([row], |columns| {
            Ok(Node {
                place: Place {
                    day: columns.get(0)?,
                    uid: columns.get(1)?,
                    row,
                },
                leader: columns.get(2)?,
                event: columns.get(3)?,
            })
        })?;
        self.pending.learn(node);
        Ok(node)
    }

    fn keys(&mut self, row: i64) -> Result<Keys, StoreError> {
        if let Some(keys) = self.pending.keys(row) {
            return Ok(keys.clone());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT t.day, t.body, d.id FROM telling t JOIN document d ON d.key = t.document WHERE t.row = ?1",
        )?;
        let (day, body, document_id): (i32, Vec<u8>, String) = statement
            .query_row([row], |columns| {
                Ok((columns.get(0)?, columns.get(1)?, columns.get(2)?))
            })?;
        Ok(Keys::of(&Telling {
            document_id,
            day: DayNumber(day),
            event: v1::TradeEvent::decode(body.as_slice())?,
        }))
    }

    fn assign(&mut self, row: i64, leader: Option<i64>, event: EventKey) -> Result<(), StoreError> {
        let old = self.node(row)?;
        self.pending.assign(old, leader, event);
        Ok(())
    }

    fn followers(&mut self, row: i64) -> Result<Vec<i64>, StoreError> {
        let mut rows = if self.pending.is_fresh(row) {
            Vec::new()
        } else {
            self.unchanged("SELECT row FROM telling WHERE leader = ?1", row)?
        };
        rows.extend(self.pending.followers(row));
        Ok(rows)
    }

    fn cores(&mut self, event: EventKey) -> Result<Vec<i64>, StoreError> {
        let mut rows = self.unchanged(
            "SELECT row FROM telling WHERE event = ?1 AND leader IS NULL",
            event,
        )?;
        rows.extend(self.pending.cores(event));
        Ok(rows)
    }

    fn set_offer(&mut self, key: i64, at: Place, there: bool) -> Result<(), StoreError> {
        self.set(
            "INSERT OR IGNORE INTO offer(key, day, uid, row) VALUES (?1, ?2, ?3, ?4)",
            "DELETE FROM offer WHERE key = ?1 AND day = ?2 AND uid = ?3 AND row = ?4",
            key,
            at,
            there,
        )
    }

    fn offer_from(&mut self, key: i64, day: i32) -> Result<Option<Place>, StoreError> {
        self.place(
            "SELECT day, uid, row FROM offer WHERE key = ?1 AND day >= ?2 ORDER BY day, uid, row LIMIT 1",
            params![key, day],
        )
    }

    fn offer_day_before(&mut self, key: i64, day: i32) -> Result<Option<i32>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT day FROM offer WHERE key = ?1 AND day < ?2 ORDER BY day DESC LIMIT 1",
        )?;
        Ok(statement
            .query_row(params![key, day], |row| row.get(0))
            .optional()?)
    }

    fn set_seek(&mut self, key: i64, at: Place, there: bool) -> Result<(), StoreError> {
        self.set(
            "INSERT OR IGNORE INTO seek(key, day, uid, row) VALUES (?1, ?2, ?3, ?4)",
            "DELETE FROM seek WHERE key = ?1 AND day = ?2 AND uid = ?3 AND row = ?4",
            key,
            at,
            there,
        )
    }

    fn seekers(&mut self, key: i64, first: i32, last: i32) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT row FROM seek WHERE key = ?1 AND day BETWEEN ?2 AND ?3")?;
        let rows = statement.query_map(params![key, first, last], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn set_link(&mut self, key: i64, at: Place, there: bool) -> Result<(), StoreError> {
        self.set(
            "INSERT OR IGNORE INTO link(key, day, uid, row) VALUES (?1, ?2, ?3, ?4)",
            "DELETE FROM link WHERE key = ?1 AND day = ?2 AND uid = ?3 AND row = ?4",
            key,
            at,
            there,
        )
    }

    fn link_before(&mut self, key: i64, at: Place) -> Result<Option<Place>, StoreError> {
        self.place(
            "SELECT day, uid, row FROM link WHERE key = ?1 AND (day, uid, row) < (?2, ?3, ?4)
             ORDER BY day DESC, uid DESC, row DESC LIMIT 1",
            params![key, at.day, at.uid, at.row],
        )
    }

    fn link_after(&mut self, key: i64, at: Place) -> Result<Option<Place>, StoreError> {
        self.place(
            "SELECT day, uid, row FROM link WHERE key = ?1 AND (day, uid, row) > (?2, ?3, ?4)
             ORDER BY day, uid, row LIMIT 1",
            params![key, at.day, at.uid, at.row],
        )
    }

    fn anchor(&mut self, event: EventKey) -> Result<Anchor, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT anchor_day, anchor_link FROM event WHERE key = ?1")?;
        Ok(statement.query_row([event], |row| {
            Ok(Anchor {
                day: row.get(0)?,
                link: row.get(1)?,
            })
        })?)
    }

    fn create(&mut self, anchor: Anchor) -> Result<EventKey, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("INSERT INTO event(anchor_link, anchor_day) VALUES (?1, ?2)")?;
        Ok(statement.insert(params![anchor.link, anchor.day])?)
    }

    fn rename(&mut self, event: EventKey, anchor: Anchor) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("UPDATE event SET anchor_link = ?2, anchor_day = ?3 WHERE key = ?1")?;
        statement.execute(params![event, anchor.link, anchor.day])?;
        Ok(())
    }

    fn retire(&mut self, event: EventKey, successor: Option<EventKey>) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE event SET anchor_link = NULL, anchor_day = NULL WHERE key = ?1",
        )?;
        statement.execute([event])?;
        self.pending.retired.push((event, successor));
        Ok(())
    }
}
