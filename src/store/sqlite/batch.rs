//! Puts and deletions that are made in one transaction.

use prost::Message;
use rusqlite::{Connection, OptionalExtension, params};

use super::graph::SqlGraph;
use super::{actors, schema};
use crate::proto::v1;
use crate::store::change::change_kind;
use crate::store::key::{key_of, number_of};
use crate::store::merge::cluster::Batch;
use crate::store::prepare::Prepared;
use crate::store::record::pack;
use crate::store::tally::Tally;
use crate::store::{PutMode, PutOutcome, RecordKind, StoreError};

/// One transaction of the writer.
pub struct Writing<'c> {
    pub(super) connection: &'c Connection,
    pub(super) graph: SqlGraph<'c>,
    pub(super) batch: Batch,
    pub(super) tally: Tally,
    pub(super) sequence: i64,
    pub(super) revision: i64,
    /// Statements that came with this transaction are later than this.
    first_sequence: i64,
}

/// A stored document, as far as deciding about it needs it.
struct Known {
    key: i64,
    content_hash: Vec<u8>,
    reading_hash: Vec<u8>,
}

impl<'c> Writing<'c> {
    pub fn new(connection: &'c Connection) -> Result<Self, StoreError> {
        let sequence = schema::get(connection, "sequence")?;
        Ok(Self {
            connection,
            graph: SqlGraph::new(connection),
            batch: Batch::default(),
            tally: Tally::default(),
            sequence,
            revision: schema::get(connection, "revision")?,
            first_sequence: sequence,
        })
    }

    /// Puts a document; its key and what was done. What is superseded has no key: 0.
    pub fn put(
        &mut self,
        prepared: &Prepared,
        mode: PutMode,
    ) -> Result<(i64, PutOutcome), StoreError> {
        let mut outcome = PutOutcome::Added;
        let known = self.known(&prepared.id)?;
        let is_same = |known: &Known| known.content_hash == prepared.content_hash.0;
        if mode == PutMode::Reread && !known.as_ref().is_some_and(is_same) {
            return Ok((0, PutOutcome::Superseded));
        }
        if let Some(known) = known {
            let same_content = is_same(&known);
            let same_reading =
                mode == PutMode::KeepSame || known.reading_hash == prepared.reading_hash;
            if same_content && same_reading {
                return Ok((known.key, PutOutcome::Unchanged));
            }
            self.take_back(known.key)?;
            outcome = PutOutcome::Replaced;
        }
        let key = self.next_key(prepared.day.0);
        self.connection
            .prepare_cached(
                "INSERT INTO document(key, id, publisher, content_hash, reading_hash, ingested_at, facts, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                key,
                prepared.id,
                prepared.publisher,
                prepared.content_hash.0,
                prepared.reading_hash,
                prepared.ingested_at,
                prepared.facts,
                prepared.body
            ])?;
        self.connection
            .prepare_cached(
                "INSERT INTO document_text(rowid, title, lead, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                key,
                prepared.text.title,
                prepared.text.lead,
                prepared.text.body
            ])?;
        self.post(&prepared.terms, key)?;
        actors::add(self.connection, key, &prepared.actors)?;
        let mut rows = Vec::with_capacity(prepared.tellings.len());
        for telling in &prepared.tellings {
            self.sequence += 1;
            self.graph
                .pending
                .insert(self.sequence, key, telling.clone());
            rows.push(self.sequence);
        }
        self.batch.add(&mut self.graph, &rows)?;
        self.add_statements(prepared, key, &rows)?;
        Ok((key, outcome))
    }

    /// Deletes a document.
    pub fn delete(&mut self, id: &str) -> Result<(), StoreError> {
        match self.known(id)? {
            Some(known) => self.take_back(known.key),
            None => Err(StoreError::not_found(RecordKind::Document, id)),
        }
    }

    /// Whether a statement has come with this transaction.
    pub(super) fn is_fresh_statement(&self, key: i64) -> bool {
        number_of(key) > self.first_sequence
    }

    /// Notes a change; its place in the sequence of changes.
    pub(super) fn note_change(
        &mut self,
        kind: RecordKind,
        id: &str,
        version: i64,
        gone: bool,
        before: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        self.revision += 1;
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO change(revision, kind, id, version, gone, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        statement.execute(params![
            self.revision,
            i64::from(change_kind(kind)),
            id,
            version,
            gone,
            before
        ])?;
        Ok(())
    }

    fn known(&self, id: &str) -> Result<Option<Known>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key, content_hash, reading_hash FROM document WHERE id = ?1")?;
        let known = statement.query_row([id], |row| {
            Ok(Known {
                key: row.get(0)?,
                content_hash: row.get(1)?,
                reading_hash: row.get(2)?,
            })
        });
        Ok(known.optional()?)
    }

    /// A key for a record of a day: greater than all of that day.
    fn next_key(&mut self, day: i32) -> i64 {
        self.sequence += 1;
        key_of(day, self.sequence)
    }

    fn post(&self, terms: &[i64], key: i64) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO posting(term, key) VALUES (?1, ?2)")?;
        for term in terms {
            statement.execute(params![term, key])?;
        }
        Ok(())
    }

    fn unpost(&self, terms: impl IntoIterator<Item = i64>, key: i64) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("DELETE FROM posting WHERE term = ?1 AND key = ?2")?;
        for term in terms {
            statement.execute(params![term, key])?;
        }
        Ok(())
    }

    fn add_statements(
        &mut self,
        prepared: &Prepared,
        document: i64,
        rows: &[i64],
    ) -> Result<(), StoreError> {
        for statement in &prepared.statements {
            let key = self.next_key(prepared.day.0);
            let about: Vec<i64> = statement
                .tellings
                .iter()
                .filter_map(|&i| rows.get(i).copied())
                .collect();
            let tellings = pack(&about);
            let version = self.next_version(&statement.id)?;
            self.connection
                .prepare_cached(
                    "INSERT INTO statement(key, id, version, document, affiliations, tellings, body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    key,
                    statement.id,
                    version,
                    document,
                    statement.affiliations.join("\n"),
                    tellings,
                    statement.body
                ])?;
            let mut link = self.connection.prepare_cached(
                "INSERT OR IGNORE INTO statement_event(telling, statement) VALUES (?1, ?2)",
            )?;
            for row in about {
                link.execute(params![row, key])?;
            }
            self.connection
                .prepare_cached("INSERT INTO statement_text(rowid, content) VALUES (?1, ?2)")?
                .execute(params![key, statement.content])?;
            self.post(&statement.terms, key)?;
            if let Some(speaker) = &statement.speaker {
                self.tally.statement(speaker, 1);
            }
            self.note_change(RecordKind::Statement, &statement.id, version, false, None)?;
        }
        Ok(())
    }

    /// The version of a record that is new, or is there again.
    pub(super) fn next_version(&self, id: &str) -> Result<i64, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT version FROM retired WHERE id = ?1")?;
        let version: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
        if version.is_some() {
            self.connection
                .prepare_cached("DELETE FROM retired WHERE id = ?1")?
                .execute([id])?;
        }
        Ok(version.unwrap_or(0) + 1)
    }

    /// Takes an id out of use.
    pub(super) fn retire(
        &self,
        id: &str,
        version: i64,
        successor: Option<&str>,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO retired(id, version, successor) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id, version, successor])?;
        Ok(())
    }

    /// Takes back everything that a document told.
    fn take_back(&mut self, document: i64) -> Result<(), StoreError> {
        let rows = self.graph.of_document(document)?;
        self.take_back_statements(document)?;
        self.batch.remove(&mut self.graph, &rows)?;
        for row in rows {
            self.graph.delete(row)?;
            self.connection
                .prepare_cached("DELETE FROM statement_event WHERE telling = ?1")?
                .execute([row])?;
        }
        let body: Vec<u8> = self
            .connection
            .prepare_cached("SELECT body FROM document WHERE key = ?1")?
            .query_row([document], |row| row.get(0))?;
        let terms = crate::store::terms::of_document(&v1::Document::decode(body.as_slice())?);
        self.unpost(terms, document)?;
        actors::remove(self.connection, document)?;
        self.connection
            .prepare_cached("DELETE FROM document_text WHERE rowid = ?1")?
            .execute([document])?;
        self.connection
            .prepare_cached("DELETE FROM document WHERE key = ?1")?
            .execute([document])?;
        Ok(())
    }

    fn take_back_statements(&mut self, document: i64) -> Result<(), StoreError> {
        let keys: Vec<i64> = self
            .connection
            .prepare_cached("SELECT key FROM statement WHERE document = ?1")?
            .query_map([document], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for key in keys {
            let record = super::records::statement(self.connection, key)?;
            let Some(statement) = &record.record.statement else {
                continue;
            };
            if let Some(speaker) = &statement.speaker_id {
                self.tally.statement(speaker, -1);
            }
            let terms = crate::store::terms::of_statement(statement, &record.affiliations);
            self.unpost(terms, key)?;
            self.connection
                .prepare_cached("DELETE FROM statement_text WHERE rowid = ?1")?
                .execute([key])?;
            self.connection
                .prepare_cached("DELETE FROM statement WHERE key = ?1")?
                .execute([key])?;
            let version = i64::try_from(record.record.version).unwrap_or(i64::MAX - 1) + 1;
            self.retire(&record.record.id, version, None)?;
            let before = record.encode();
            self.note_change(
                RecordKind::Statement,
                &record.record.id,
                version,
                true,
                Some(&before),
            )?;
        }
        Ok(())
    }
}
