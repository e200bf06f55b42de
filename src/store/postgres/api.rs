//! What the store promises, by what its parts do.

use std::collections::HashMap;

use async_trait::async_trait;
use tokio::sync::{mpsc, watch};

use super::session::Session;
use super::writer::Work;
use super::{
    PostgresStore, changes, count, list_actors, maintain, records, search_events, search_keys,
};
use crate::proto::v1;
use crate::store::prepare::{Prepared, prepare_all};
use crate::store::query::{
    ActorQuery, CountQuery, DocumentQuery, EventFilter, EventQuery, Page, StatementFilter,
    StatementQuery,
};
use crate::store::{
    ChangeCursor, Changes, ContentHash, CopiedDocument, Cursor, ExtractedDocument, Health, Meta,
    Put, PutMode, RecordKind, Store, StoreError, Totals, WritePosition,
};
use std::sync::PoisonError;

/// The records with some ids, in order, or which are unknown.
fn all<T: Clone>(
    kind: RecordKind,
    ids: &[String],
    found: &HashMap<&String, T>,
) -> Result<Vec<T>, StoreError> {
    let unknown: Vec<String> = ids
        .iter()
        .filter(|id| !found.contains_key(id))
        .cloned()
        .collect();
    if unknown.is_empty() {
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    } else {
        Err(StoreError::NotFound { kind, ids: unknown })
    }
}

fn events(session: &Session, ids: &[String]) -> Result<Vec<v1::EventRecord>, StoreError> {
    let present = records::present_ids(session, ids)?;
    let asked: Vec<&str> = present.values().map(String::as_str).collect();
    let mut heads = records::heads_by_id(session, &asked)?;
    let mut found: Vec<(i64, &mut v1::EventRecord)> = heads
        .values_mut()
        .map(|(key, record)| (*key, record))
        .collect();
    records::complete(session, &mut found)?;
    let found: HashMap<&String, v1::EventRecord> = ids
        .iter()
        .filter_map(|id| Some((id, heads.get(present.get(id)?)?.1.clone())))
        .collect();
    all(RecordKind::Event, ids, &found)
}

#[async_trait]
impl Store for PostgresStore {
    async fn put(
        &self,
        documents: Vec<ExtractedDocument>,
        mode: PutMode,
    ) -> Result<Vec<Put>, StoreError> {
        let prepared = prepare_all(documents, Prepared::new).await?;
        self.write(Work::Put(prepared, mode)).await
    }

    async fn known(&self, documents: &[(String, ContentHash)]) -> Result<Vec<bool>, StoreError> {
        let documents = documents.to_vec();
        self.read(move |core, session| {
            let ids: Vec<&str> = documents.iter().map(|(id, _)| id.as_str()).collect();
            let rows = session.rows(
                "SELECT id, content_hash FROM document_id WHERE id = ANY($1)",
                &[&ids],
            )?;
            // Others may have written what is known: it lies before this.
            core.note_written(session.log_position()?);
            let mut hashes: HashMap<String, Vec<u8>> = HashMap::new();
            for row in rows {
                hashes.insert(row.try_get(0)?, row.try_get(1)?);
            }
            let known = documents.iter().map(|(id, hash)| {
                let stored = hashes.get(id);
                stored.is_some_and(|stored| *stored == hash.0)
            });
            Ok(known.collect())
        })
        .await
    }

    async fn delete(&self, document_id: &str) -> Result<(), StoreError> {
        self.write(Work::Delete(document_id.to_owned()))
            .await
            .map(drop)
    }

    fn written(&self) -> WritePosition {
        self.core.written()
    }

    async fn documents(&self, ids: &[String]) -> Result<Vec<v1::DocumentRecord>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |_, session| {
            session.snapshot(|session| {
                let keys = records::keys_by_id(session, "document_id", &ids)?;
                let of: Vec<i64> = keys.values().copied().collect();
                let by_key = records::documents(session, &of)?;
                let found: HashMap<&String, _> = ids
                    .iter()
                    .filter_map(|id| Some((id, by_key.get(keys.get(id)?)?.clone())))
                    .collect();
                all(RecordKind::Document, &ids, &found)
            })
        })
        .await
    }

    async fn events(&self, ids: &[String]) -> Result<Vec<v1::EventRecord>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |_, session| session.snapshot(|session| events(session, &ids)))
            .await
    }

    async fn statements(&self, ids: &[String]) -> Result<Vec<v1::StatementRecord>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |_, session| {
            session.snapshot(|session| {
                let keys = records::keys_by_id(session, "statement_id", &ids)?;
                let of: Vec<i64> = keys.values().copied().collect();
                let by_key = records::statements(session, &of)?;
                let found: HashMap<&String, _> = ids
                    .iter()
                    .filter_map(|id| Some((id, by_key.get(keys.get(id)?)?.record.clone())))
                    .collect();
                all(RecordKind::Statement, &ids, &found)
            })
        })
        .await
    }

    async fn actors(&self, ids: &[String]) -> Result<Vec<Option<v1::ActorResult>>, StoreError> {
        let ids = ids.to_vec();
        self.read(move |_, session| {
            session.snapshot(|session| {
                let found = list_actors::get(session, &ids)?;
                let ids = ids.iter();
                Ok(ids
                    .map(|id| found.get(&super::storable(id)).cloned())
                    .collect())
            })
        })
        .await
    }

    async fn search_documents(
        &self,
        query: &DocumentQuery,
    ) -> Result<Page<v1::DocumentResult>, StoreError> {
        let query = query.clone();
        self.read(move |core, session| {
            let budget = core.settings.scan_budget;
            session.snapshot(|session| search_keys::documents(session, &query, budget))
        })
        .await
    }

    async fn search_events(&self, query: &EventQuery) -> Result<Page<v1::EventResult>, StoreError> {
        let query = query.clone();
        self.read(move |core, session| {
            let budget = core.settings.scan_budget;
            let as_of = match query.cursor {
                // A search that goes on has its own.
                Some(_) => 0,
                None => core.tailer.horizon.complete(),
            };
            session.snapshot(|session| search_events::search(session, &query, budget, as_of))
        })
        .await
    }

    async fn search_statements(
        &self,
        query: &StatementQuery,
    ) -> Result<Page<v1::StatementResult>, StoreError> {
        let query = query.clone();
        self.read(move |core, session| {
            let budget = core.settings.scan_budget;
            session.snapshot(|session| search_keys::statements(session, &query, budget))
        })
        .await
    }

    async fn count_events(&self, query: &CountQuery) -> Result<Vec<v1::EventCount>, StoreError> {
        let query = query.clone();
        self.read(move |_, session| session.snapshot(|session| count::count(session, &query)))
            .await
    }

    async fn list_actors(&self, query: &ActorQuery) -> Result<Page<v1::ActorResult>, StoreError> {
        let query = query.clone();
        self.read(move |_, session| session.snapshot(|session| list_actors::list(session, &query)))
            .await
    }

    async fn event_changes(
        &self,
        filter: &EventFilter,
        after: ChangeCursor,
        limit: usize,
    ) -> Result<Changes<v1::EventRecord>, StoreError> {
        let filter = filter.clone();
        self.read(move |core, session| {
            let revisions = core.tailer.horizon.look(session)?;
            session.snapshot(|session| changes::events(session, &filter, after, limit, revisions))
        })
        .await
    }

    async fn statement_changes(
        &self,
        filter: &StatementFilter,
        after: ChangeCursor,
        limit: usize,
    ) -> Result<Changes<v1::StatementRecord>, StoreError> {
        let filter = filter.clone();
        self.read(move |core, session| {
            let revisions = core.tailer.horizon.look(session)?;
            session
                .snapshot(|session| changes::statements(session, &filter, after, limit, revisions))
        })
        .await
    }

    async fn last_change(&self) -> Result<ChangeCursor, StoreError> {
        let revisions = self
            .read(|core, session| core.tailer.horizon.look(session))
            .await?;
        Ok(ChangeCursor {
            revision: revisions.complete.unsigned_abs(),
        })
    }

    fn revisions(&self) -> watch::Receiver<ChangeCursor> {
        self.core.tailer.revision.subscribe()
    }

    fn health(&self) -> watch::Receiver<Health> {
        self.core.health.subscribe()
    }

    async fn probe(&self) -> Health {
        self.core.probe().await
    }

    fn meta(&self) -> &Meta {
        &self.meta
    }

    async fn totals(&self) -> Result<Totals, StoreError> {
        self.read(|_, session| session.snapshot(maintain::totals))
            .await
    }

    async fn scan_documents(
        &self,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<v1::DocumentRecord>, StoreError> {
        let cursor = cursor.cloned();
        self.read(move |core, session| {
            let taken = core.tailer.horizon.look(session)?.taken;
            let cursor = cursor.as_ref();
            session.snapshot(|session| {
                search_keys::scan(session, cursor, limit, taken, records::documents)
            })
        })
        .await
    }

    async fn copy_out(
        &self,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<CopiedDocument>, StoreError> {
        let cursor = cursor.cloned();
        self.read(move |core, session| {
            let taken = core.tailer.horizon.look(session)?.taken;
            let cursor = cursor.as_ref();
            session.snapshot(|session| {
                search_keys::scan(session, cursor, limit, taken, records::copies)
            })
        })
        .await
    }

    async fn copy_in(&self, documents: Vec<CopiedDocument>) -> Result<Vec<Put>, StoreError> {
        let prepared = prepare_all(documents, Prepared::copied).await?;
        self.write(Work::Put(prepared, PutMode::KeepSame)).await
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
        self.read(|_, session| session.snapshot(maintain::verify))
            .await
    }

    async fn close(&self) {
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let writing = self
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(writer);
        if let Some(writing) = writing
            && writing.await.is_err()
        {
            tracing::error!("the writer of the store has died");
        }
        for task in &self.tasks {
            task.abort();
        }
    }
}
