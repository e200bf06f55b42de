//! Events that are written, many in one statement.

use std::collections::BTreeSet;

use crate::store::StoreError;
use crate::store::merge::graph::EventKey;
use crate::store::postgres::session::Session;

/// Rows of the table `event` that change.
#[derive(Default)]
pub struct EventRows<'t> {
    pub keys: Vec<EventKey>,
    pub links: Vec<i64>,
    pub days: Vec<i32>,
    pub ids: Vec<&'t str>,
    pub versions: Vec<i64>,
    pub heads: Vec<Vec<u8>>,
    pub gone: Vec<EventKey>,
    /// Ids that lead to another event from now on, or to none.
    pub left: BTreeSet<&'t str>,
}

impl EventRows<'_> {
    pub fn write(&self, session: &Session) -> Result<(), StoreError> {
        if !self.left.is_empty() {
            let left: Vec<&str> = self.left.iter().copied().collect();
            session.execute("DELETE FROM event_id WHERE id = ANY($1)", &[&left])?;
        }
        if !self.gone.is_empty() {
            session.execute("DELETE FROM event WHERE key = ANY($1)", &[&self.gone])?;
        }
        if self.keys.is_empty() {
            return Ok(());
        }
        session.execute(
            "INSERT INTO event(key, anchor_link, anchor_day, id, version, head)
             SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::text[], $5::bigint[], $6::bytea[])
             ON CONFLICT(key) DO UPDATE SET anchor_link = excluded.anchor_link, anchor_day = excluded.anchor_day,
               id = excluded.id, version = excluded.version, head = excluded.head",
            &[
                &self.keys,
                &self.links,
                &self.days,
                &self.ids,
                &self.versions,
                &self.heads,
            ],
        )?;
        session.execute(
            "INSERT INTO event_id(id, key) SELECT * FROM unnest($1::text[], $2::bigint[])
             ON CONFLICT(id) DO UPDATE SET key = excluded.key WHERE event_id.key <> excluded.key",
            &[&self.ids, &self.keys],
        )?;
        Ok(())
    }
}
