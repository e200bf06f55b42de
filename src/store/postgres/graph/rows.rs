//! Tellings that are written, many in one statement.

use std::collections::HashMap;

use super::Origin;
use crate::store::StoreError;
use crate::store::merge::graph::Node;
use crate::store::pending::Fresh;
use crate::store::postgres::session::Session;
use crate::store::postgres::storable;

/// New tellings.
#[derive(Default)]
pub struct Inserted<'f> {
    rows: Vec<i64>,
    documents: Vec<i64>,
    document_ids: Vec<&'f str>,
    publishers: Vec<Option<&'f str>>,
    events: Vec<i64>,
    leaders: Vec<Option<i64>>,
    kinds: Vec<i32>,
    days: Vec<i32>,
    uids: Vec<i64>,
    locals: Vec<String>,
    bodies: Vec<&'f [u8]>,
}

impl<'f> Inserted<'f> {
    pub fn push(&mut self, node: Node, fresh: &'f Fresh, origins: &'f HashMap<i64, Origin>) {
        let origin = origins.get(&fresh.document);
        self.rows.push(node.place.row);
        self.documents.push(fresh.document);
        self.document_ids
            .push(origin.map_or("", |origin| &origin.document_id));
        self.publishers
            .push(origin.and_then(|origin| origin.publisher.as_deref()));
        self.events.push(node.event);
        self.leaders.push(node.leader);
        self.kinds.push(fresh.telling.kind);
        self.days.push(node.place.day);
        self.uids.push(node.place.uid);
        self.locals.push(storable(&fresh.telling.local));
        self.bodies.push(&fresh.telling.body);
    }

    pub fn write(&self, session: &Session, since: i64) -> Result<(), StoreError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        session.execute(
            "INSERT INTO telling(row, document, document_id, publisher, event, leader, kind, day, uid, local, body, since)
             SELECT *, $12::bigint FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
                                       $7::integer[], $8::integer[], $9::bigint[], $10::text[], $11::bytea[])",
            &[
                &self.rows,
                &self.documents,
                &self.document_ids,
                &self.publishers,
                &self.events,
                &self.leaders,
                &self.kinds,
                &self.days,
                &self.uids,
                &self.locals,
                &self.bodies,
                &since,
            ],
        )?;
        Ok(())
    }
}

/// Tellings that get another event or leader.
#[derive(Default)]
pub struct Moved {
    rows: Vec<i64>,
    events: Vec<i64>,
    leaders: Vec<Option<i64>>,
}

impl Moved {
    pub fn push(&mut self, node: Node) {
        self.rows.push(node.place.row);
        self.events.push(node.event);
        self.leaders.push(node.leader);
    }

    pub fn write(&self, session: &Session) -> Result<(), StoreError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        session.execute(
            "UPDATE telling t SET event = q.event, leader = q.leader
             FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) q(row, event, leader) WHERE t.row = q.row",
            &[&self.rows, &self.events, &self.leaders],
        )?;
        Ok(())
    }
}
