//! Several processes over one store in PostgreSQL, each with a store of its own: what they write at the same time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::StreamExt;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tradewire::proto::v1::{self, SpeechAct};
use tradewire::store::postgres::{PostgresStore, Settings};
use tradewire::store::{
    Change, ChangeCursor, EventFilter, PutMode, StatementFilter, Store, StoreError,
};

use crate::fixtures::{Tariff, corpus, statement, telling};
use crate::merging::{all_events, apply};

/// Replicas over one new store; none where PostgreSQL is not installed.
async fn replicas(count: usize) -> Option<Vec<Arc<PostgresStore>>> {
    let address = tokio::task::spawn_blocking(crate::postgres::database).await;
    let address = address.unwrap()?;
    // All make the schema at the same time.
    let opening = (0..count).map(|_| PostgresStore::open(&address, Settings::default()));
    let opened = futures_util::future::join_all(opening).await;
    Some(
        opened
            .into_iter()
            .map(|store| Arc::new(store.unwrap()))
            .collect(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_that_start_together_open_one_store() {
    let Some(replicas) = replicas(6).await else {
        return;
    };
    for replica in &replicas {
        assert_eq!(replica.meta().store_id, replicas[0].meta().store_id);
    }
    let documents = corpus(5);
    replicas[0]
        .put(documents.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    let again = replicas[5].put(documents, PutMode::KeepSame).await.unwrap();
    assert_eq!(again.len(), 5);
    assert_eq!(replicas[3].totals().await.unwrap().documents, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_replicas_meet_at_the_same_moment_is_one() {
    let Some(replicas) = replicas(4).await else {
        return;
    };
    let puts = (0..40).map(|i| {
        let store = replicas[i % replicas.len()].clone();
        let document = telling(&format!("d{i:02}"), "2025-03-12", Tariff::default());
        async move {
            store
                .put(vec![document], PutMode::KeepSame)
                .await
                .unwrap()
                .remove(0)
        }
    });
    let puts = futures_util::future::join_all(puts).await;
    let id = &puts[0].event_ids;
    assert!(puts.iter().all(|put| put.event_ids == *id));
    let event = replicas[0].events(id).await.unwrap().remove(0);
    assert_eq!(event.source_count, 40, "no source is lost");
    assert_eq!(replicas[1].verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_document_that_all_put_and_delete_at_once_is_there_or_gone() {
    let Some(replicas) = replicas(4).await else {
        return;
    };
    let store = replicas[0].clone();
    for round in 0..10 {
        let writes = replicas.iter().enumerate().map(|(i, store)| {
            let document = telling("same", &format!("2025-03-{:02}", 1 + i), Tariff::default());
            async move {
                if i == 3 {
                    match store.delete("same").await {
                        Ok(()) | Err(StoreError::NotFound { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                } else {
                    store.put(vec![document], PutMode::KeepSame).await.unwrap();
                }
            }
        });
        futures_util::future::join_all(writes).await;
        let totals = store.totals().await.unwrap();
        assert_eq!(totals.documents, totals.events, "round {round}: {totals:?}");
        assert!(totals.documents <= 1);
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    }
}

/// The same documents over any replicas at the same time, with deletions and other contents in between.
#[test]
fn the_set_of_documents_alone_makes_the_events_whoever_writes() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let documents = corpus(40);
    let steps = proptest::collection::vec((0..documents.len(), 1..6_usize, 0..4_u8), 0..40);
    let order = Just((0..documents.len()).collect::<Vec<_>>()).prop_shuffle();
    let config = ProptestConfig {
        cases: 6,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let expected = runtime.block_on(async {
        let opened = crate::sqlite();
        opened
            .store
            .put(documents.clone(), PutMode::KeepSame)
            .await
            .unwrap();
        all_events(opened.store.as_ref()).await
    });
    TestRunner::new(config)
        .run(&(steps, order), |(steps, order)| {
            runtime.block_on(async {
                let Some(replicas) = replicas(3).await else {
                    return Ok(());
                };
                let watching = follow(replicas[0].clone());
                let each = |i: usize| replicas[i % replicas.len()].clone();
                let writes = steps
                    .into_iter()
                    .enumerate()
                    .map(|(i, (start, count, kind))| {
                        let some =
                            (start..start + count).map(|i| documents[i % documents.len()].clone());
                        let (store, some) = (each(i), some.collect());
                        async move { apply(store.as_ref(), some, kind).await }
                    });
                futures_util::future::join_all(writes).await;
                let writes = order.chunks(3).enumerate().map(|(i, chunk)| {
                    let some = chunk.iter().map(|&i| documents[i].clone()).collect();
                    let store = each(i);
                    async move { store.put(some, PutMode::KeepSame).await.unwrap() }
                });
                futures_util::future::join_all(writes).await;
                prop_assert_eq!(&all_events(replicas[1].as_ref()).await, &expected);
                prop_assert_eq!(replicas[2].verify().await.unwrap(), Vec::<String>::new());
                let (seen, statements) = watching.end().await;
                prop_assert_eq!(seen, statuses(&expected));
                let totals = replicas[0].totals().await.unwrap();
                prop_assert_eq!(statements as u64, totals.statements);
                Ok(())
            })
        })
        .unwrap();
}

/// What a watch has seen, and what ends it.
struct Watching {
    stop: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<(BTreeMap<String, i32>, usize)>,
}

impl Watching {
    /// What is there after all changes up to now.
    async fn end(self) -> (BTreeMap<String, i32>, usize) {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.unwrap()
    }
}

fn statuses(events: &BTreeMap<String, v1::EventRecord>) -> BTreeMap<String, i32> {
    let status = |record: &v1::EventRecord| record.event.as_ref().unwrap().status;
    events
        .iter()
        .map(|(id, record)| (id.clone(), status(record)))
        .collect()
}

/// Follows all changes of a store while others write, and checks that none is missing and none comes twice.
fn follow(store: Arc<PostgresStore>) -> Watching {
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = stop.clone();
    let task = tokio::spawn(async move {
        let mut events: BTreeMap<String, (u64, i32)> = BTreeMap::new();
        let mut statements: BTreeMap<String, u64> = BTreeMap::new();
        let (mut of_events, mut of_statements) =
            (ChangeCursor { revision: 0 }, ChangeCursor { revision: 0 });
        loop {
            let last = stopping.load(Ordering::Relaxed);
            let all = EventFilter::default();
            let changes = store.event_changes(&all, of_events, 7).await.unwrap();
            for placed in changes.changes {
                match placed.change {
                    Change::Added(record) => {
                        let status = record.event.as_ref().unwrap().status;
                        let before = events.insert(record.id.clone(), (record.version, status));
                        assert_eq!(before, None, "{} is added once", record.id);
                    }
                    Change::Changed(record) => {
                        let status = record.event.as_ref().unwrap().status;
                        let before = events.insert(record.id.clone(), (record.version, status));
                        let (version, _) = before.expect("what changes was there");
                        assert_eq!(record.version, version + 1, "no version is left out");
                    }
                    Change::Removed { id, version } => {
                        let (before, _) = events.remove(&id).expect("what is removed was there");
                        assert_eq!(version, before + 1, "no version is left out");
                    }
                }
            }
            of_events = changes.cursor;
            let all = StatementFilter::default();
            let said = store
                .statement_changes(&all, of_statements, 7)
                .await
                .unwrap();
            for placed in said.changes {
                match placed.change {
                    Change::Added(record) => {
                        assert_eq!(statements.insert(record.id, record.version), None);
                    }
                    Change::Changed(record) => {
                        let before = statements.insert(record.id, record.version);
                        assert_eq!(before, Some(record.version - 1));
                    }
                    Change::Removed { id, version } => {
                        assert_eq!(statements.remove(&id), Some(version - 1));
                    }
                }
            }
            of_statements = said.cursor;
            if last && changes.caught_up && said.caught_up {
                let events = events.into_iter().map(|(id, (_, status))| (id, status));
                return (events.collect(), statements.len());
            }
            if changes.caught_up {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        }
    });
    Watching { stop, task }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_is_woken_by_what_another_replica_writes() {
    let Some(replicas) = replicas(2).await else {
        return;
    };
    let mut revisions = replicas[1].revisions();
    let before = *revisions.borrow_and_update();
    replicas[0].put(corpus(5), PutMode::KeepSame).await.unwrap();
    let woken = revisions.wait_for(|now| *now > before);
    tokio::time::timeout(std::time::Duration::from_secs(30), woken)
        .await
        .expect("it is woken")
        .unwrap();
    let changes = replicas[1]
        .event_changes(&EventFilter::default(), before, 100)
        .await;
    assert!(!changes.unwrap().changes.is_empty());
}

/// Each month has partitions of its own, which the first who needs them makes.
#[tokio::test(flavor = "multi_thread")]
async fn months_that_replicas_meet_at_the_same_moment_are_made_once() {
    let Some(replicas) = replicas(2).await else {
        return;
    };
    let puts = (0..480).map(|i| {
        let (year, month) = (1990 + i / 4 / 12, 1 + i / 4 % 12);
        let day = format!("{year}-{month:02}-12");
        let mut document = telling(&format!("d{i:03}"), &day, Tariff::default());
        statement(&mut document, "ann-lee", SpeechAct::Warn, "Jobs", &["e1"]);
        let store = replicas[i % replicas.len()].clone();
        async move { store.put(vec![document], PutMode::KeepSame).await.map(drop) }
    });
    let puts = futures_util::stream::iter(puts).buffer_unordered(16);
    let failed: Vec<StoreError> = puts.filter_map(async |put| put.err()).collect().await;
    assert_eq!(failed, []);
    assert_eq!(replicas[0].totals().await.unwrap().documents, 480);
}
