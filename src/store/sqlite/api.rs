//! What the store promises, by what its parts do.

use async_trait::async_trait;
use prost::bytes::Bytes;
use rusqlite::{Connection, OptionalExtension};
use tokio::sync::{mpsc, watch};

use super::writer::Work;
use super::{
    SqliteStore, changes, count, list_actors, maintain, records, search_events, search_keys,
};
use crate::proto::v1;
use crate::store::prepare::{Prepared, prepare_all};
use crate::store::query::{
    ActorQuery, CountQuery, DocumentQuery, EventFilter, EventQuery, Page, StatementFilter,
    StatementQuery,
};
use crate::store::record;
use crate::store::{
    ChangeCursor, Changes, ContentHash, CopiedDocument, Cursor, ExtractedDocument, Health, Meta,
    Put, PutMode, RecordKind, Store, StoreError, Totals, WritePosition,
};
use std::sync::PoisonError;

/// Reads the records with some ids, in order, or says which are unknown.
fn all<T>(
    kind: RecordKind,
    ids: &[String],
    mut read: impl FnMut(&str) -> Result<Option<T>, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    let mut unknown = Vec::new();
    for id in ids {
        match read(id)? {
            Some(record) => found.push(record),
            None => unknown.push(id.clone()),
        }
    }
    if unknown.is_empty() {
        Ok(found)
    } else {
        Err(StoreError::NotFound { kind, ids: unknown })
    }
}

fn key_of(connection: &Connection, sql: &str, id: &str) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// The key of an event, also by an id that it had before.
fn event_key(connection: &Connection, id: &str) -> Result<Option<i64>, StoreError> {
    /// How often an id is followed; successors of successors are rare.
    const MOST_STEPS: usize = 64;
    let mut id = id.to_owned();
    for _ in 0..MOST_STEPS {
        if let Some(key) = key_of(connection, "SELECT key FROM event WHERE id = ?1", &id)? {
            return Ok(Some(key));
        }
        let mut select =
            connection.prepare_cached("SELECT successor FROM retired WHERE id = ?1")?;
        match select
            .query_row([&id], |row| row.get::<_, Option<String>>(0))
            .optional()?
            .flatten()
        {
            Some(successor) => id = successor,
            None => return Ok(None),
        }
    }
    Ok(None)
}

impl SqliteStore {
    async fn put_prepared<T: Send + 'static>(
        &self,
        documents: Vec<T>,
        prepare: fn(T) -> Prepared,
        mode: PutMode,
    ) -> Result<Vec<Put>, StoreError> {
        let prepared = prepare_all(documents, prepare).await?;
        self.write(Work::Put(prepared, mode)).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn put(
        &self,
        documents: Vec<ExtractedDocument>,
        mode: PutMode,
    ) -> Result<Vec<Put>, StoreError> {
        self.put_prepared(documents, Prepared::new, mode).await
    }

    async fn known(&self, documents: &[(String, ContentHash)]) -> Result<Vec<bool>, StoreError> {
        let documents = documents.to_vec();
        self.read(move |connection| {
            let mut select = connection
                .prepare_cached("SELECT 1 FROM document WHERE id = ?1 AND content_hash = ?2")?;
            let mut known = Vec::with_capacity(documents.len());
            for (id, hash) in &documents {
                known.push(select.exists(rusqlite::params![id, hash.0])?);
            }
            Ok(known)
        })
        .await
    }

    async fn delete(&self, document_id: &str) -> Result<(), StoreError> {
        self.write(Work::Delete(document_id.to_owned()))
            .await
            .map(drop)
    }

    /// Every read of a file is the latest.
    fn written(&self) -> WritePosition {
        WritePosition::default()
    }

    async fn documents(&self, ids: &[String]) -> Result<Vec<v1::DocumentRecord>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |connection| {
            all(RecordKind::Document, &ids, |id| {
                let key = key_of(connection, "SELECT key FROM document WHERE id = ?1", id)?;
                key.map(|key| records::document(connection, key))
                    .transpose()
            })
        })
        .await
    }

    async fn events(&self, ids: &[String]) -> Result<Vec<v1::EventRecord>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |connection| {
            all(RecordKind::Event, &ids, |id| {
                let Some(key) = event_key(connection, id)? else {
                    return Ok(None);
                };
                let Some(mut record) = records::event_head(connection, key)? else {
                    return Ok(None);
                };
                records::complete(connection, key, &mut record)?;
                Ok(Some(record))
            })
        })
        .await
    }

    async fn statements(&self, ids: &[String]) -> Result<Vec<v1::StatementRecord>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |connection| {
            all(RecordKind::Statement, &ids, |id| {
                let key = key_of(connection, "SELECT key FROM statement WHERE id = ?1", id)?;
                key.map(|key| Ok(records::statement(connection, key)?.record))
                    .transpose()
            })
        })
        .await
    }

    /// From memory, unless the file has been changed since it was read.
    async fn encoded(&self, kind: RecordKind, id: &str) -> Result<Bytes, StoreError> {
        let now = self.kept.state();
        if let Some(record) = now.and_then(|now| self.kept.get(kind, id, now)) {
            return Ok(record);
        }
        let record = record::encoded(self, kind, id).await?;
        if let Some(then) = now {
            self.kept.keep(kind, id.to_owned(), then, record.clone());
        }
        Ok(record)
    }

    async fn actors(&self, ids: &[String]) -> Result<Vec<Option<v1::ActorResult>>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |connection| {
            ids.iter()
                .map(|id| list_actors::get(connection, id))
                .collect()
        })
        .await
    }

    async fn search_documents(
        &self,
        query: &DocumentQuery,
    ) -> Result<Page<v1::DocumentResult>, StoreError> {
        let (query, budget) = (query.clone(), self.scan_budget);
        self.read(move |connection| search_keys::documents(connection, &query, budget))
            .await
    }

    async fn search_events(&self, query: &EventQuery) -> Result<Page<v1::EventResult>, StoreError> {
        let (query, budget) = (query.clone(), self.scan_budget);
        self.read(move |connection| search_events::search(connection, &query, budget))
            .await
    }

    async fn search_statements(
        &self,
        query: &StatementQuery,
    ) -> Result<Page<v1::StatementResult>, StoreError> {
        let (query, budget) = (query.clone(), self.scan_budget);
        self.read(move |connection| search_keys::statements(connection, &query, budget))
            .await
    }

    async fn count_events(&self, query: &CountQuery) -> Result<Vec<v1::EventCount>, StoreError> {
        let query = query.clone();
        self.read(move |connection| count::count(connection, &query))
            .await
    }

    async fn list_actors(&self, query: &ActorQuery) -> Result<Page<v1::ActorResult>, StoreError> {
        let query = query.clone();
        self.read(move |connection| list_actors::list(connection, &query))
            .await
    }

    async fn event_changes(
        &self,
        filter: &EventFilter,
        after: ChangeCursor,
        limit: usize,
    ) -> Result<Changes<v1::EventRecord>, StoreError> {
        let filter = filter.clone();
        self.read(move |connection| changes::events(connection, &filter, after, limit))
            .await
    }

    async fn statement_changes(
        &self,
        filter: &StatementFilter,
        after: ChangeCursor,
        limit: usize,
    ) -> Result<Changes<v1::StatementRecord>, StoreError> {
        let filter = filter.clone();
        self.read(move |connection| changes::statements(connection, &filter, after, limit))
            .await
    }

    async fn last_change(&self) -> Result<ChangeCursor, StoreError> {
        self.read(changes::last).await
    }

    fn revisions(&self) -> watch::Receiver<ChangeCursor> {
        self.revision.clone()
    }

    fn health(&self) -> watch::Receiver<Health> {
        self.health.subscribe()
    }

    async fn probe(&self) -> Health {
        // The writer notes what came of it, if there is one.
        let written = self.write(Work::Probe).await;
        let read = self.last_change().await;
        match (written, read) {
            (Ok(_), Ok(_)) => self.health.borrow().clone(),
            (Err(error), _) | (_, Err(error)) => {
                let failing = Health::Failing(error);
                self.health.send_if_modified(|last| {
                    let changed = *last != failing;
                    last.clone_from(&failing);
                    changed
                });
                failing
            }
        }
    }

    fn meta(&self) -> &Meta {
        &self.meta
    }

    async fn totals(&self) -> Result<Totals, StoreError> {
        self.read(maintain::totals).await
    }

    async fn scan_documents(
        &self,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<v1::DocumentRecord>, StoreError> {
        let cursor = cursor.cloned();
        self.read(move |connection| {
            search_keys::scan(connection, cursor.as_ref(), limit, records::document)
        })
        .await
    }

    async fn copy_out(
        &self,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<CopiedDocument>, StoreError> {
        let cursor = cursor.cloned();
        self.read(move |connection| {
            search_keys::scan(connection, cursor.as_ref(), limit, records::copy)
        })
        .await
    }

    async fn copy_in(&self, documents: Vec<CopiedDocument>) -> Result<Vec<Put>, StoreError> {
        self.put_prepared(documents, Prepared::copied, PutMode::KeepSame)
            .await
    }

    async fn rebuild_text_index(
        &self,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), StoreError> {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let writing = self.write(Work::RebuildText(sender));
        let telling = async {
            while let Some(done) = receiver.recv().await {
                progress(done);
            }
        };
        tokio::join!(writing, telling).0.map(drop)
    }

    async fn verify(&self) -> Result<Vec<String>, StoreError> {
        // A connection that has searched keeps an idea of the text index, with which the check of a later state finds fault.
        let verified = self.readers.read_anew(maintain::verify).await;
        self.note(&verified);
        verified
    }

    async fn close(&self) {
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(writer);
        if let Some(thread) = thread {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the writer of the store has died");
            }
        }
    }
}
