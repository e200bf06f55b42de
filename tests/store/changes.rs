//! The sequence of changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tradewire::proto::v1::{self, EventStatus};
use tradewire::store::{
    Change, ChangeCursor, EventFilter, PutMode, StatementFilter, Store, StoreError,
};

use crate::fixtures::{Tariff, corpus, telling};
use crate::merging::all_events;

const START: ChangeCursor = ChangeCursor { revision: 0 };

/// What somebody knows who has taken all changes.
async fn followed(
    store: &dyn Store,
    filter: &EventFilter,
    limit: usize,
) -> BTreeMap<String, v1::EventRecord> {
    let mut known: BTreeMap<String, v1::EventRecord> = BTreeMap::new();
    let mut cursor = START;
    loop {
        let changes = store.event_changes(filter, cursor, limit).await.unwrap();
        for placed in changes.changes {
            assert!(
                placed.cursor > cursor,
                "every place is later than the one before"
            );
            cursor = placed.cursor;
            match placed.change {
                Change::Added(record) => {
                    assert!(
                        known.insert(record.id.clone(), record).is_none(),
                        "added once"
                    );
                }
                Change::Changed(record) => {
                    let before = known
                        .insert(record.id.clone(), record.clone())
                        .expect("was known");
                    assert!(record.version > before.version);
                }
                Change::Removed { id, version } => {
                    let before = known.remove(&id).expect("was known");
                    assert!(version > before.version);
                }
            }
        }
        cursor = changes.cursor;
        if changes.caught_up {
            return known;
        }
    }
}

/// Looks until all is told, or for a long time: over PostgreSQL, whatever transaction is open on the same database server, that of
/// another test or of its housekeeping, holds up what is told.
async fn eventually<T>(look: impl AsyncFn() -> T, all: impl Fn(&T) -> bool) -> T {
    let late = Instant::now() + Duration::from_secs(20);
    loop {
        let found = look().await;
        if all(&found) || Instant::now() > late {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub async fn the_changes_rebuild_the_store(store: Arc<dyn Store>) {
    let documents = corpus(30);
    for chunk in documents.chunks(4) {
        store.put(chunk.to_vec(), PutMode::KeepSame).await.unwrap();
    }
    for document in documents.iter().step_by(3) {
        store
            .delete(document.document.id.as_ref().unwrap())
            .await
            .unwrap();
    }
    for limit in [1, 7, 1_000] {
        let now = all_events(store.as_ref()).await;
        let known = eventually(
            async || followed(store.as_ref(), &EventFilter::default(), limit).await,
            |known| known.keys().eq(now.keys()),
        )
        .await;
        let ids: Vec<&String> = known.keys().collect();
        assert_eq!(ids, now.keys().collect::<Vec<_>>());
        for (id, record) in known {
            assert_eq!(
                record.event.map(|event| event.status),
                now[&id].event.as_ref().map(|event| event.status)
            );
            assert_eq!(record.history, now[&id].history);
        }
    }
    let statements = store.totals().await.unwrap().statements;
    let there = eventually(
        async || {
            let filter = StatementFilter::default();
            let told = store.statement_changes(&filter, START, 1_000).await;
            let changes = told.unwrap().changes;
            let there = changes
                .iter()
                .fold(0_i64, |there, placed| match placed.change {
                    Change::Added(_) => there + 1,
                    Change::Changed(_) => there,
                    Change::Removed { .. } => there - 1,
                });
            u64::try_from(there).unwrap()
        },
        |there| *there == statements,
    )
    .await;
    assert_eq!(there, statements);
    assert_eq!(
        *store.revisions().borrow(),
        store.last_change().await.unwrap()
    );
}

pub async fn a_filter_sees_events_come_and_go(store: Arc<dyn Store>) {
    let told = |id: &str, day: &str, status| {
        telling(
            id,
            day,
            Tariff {
                status,
                ..Tariff::default()
            },
        )
    };
    let filter = EventFilter {
        statuses: vec![EventStatus::Effective],
        ..EventFilter::default()
    };
    store
        .put(
            vec![told("a", "2025-03-01", EventStatus::Announced)],
            PutMode::KeepSame,
        )
        .await
        .unwrap();
    store
        .put(
            vec![told("b", "2025-03-05", EventStatus::Effective)],
            PutMode::KeepSame,
        )
        .await
        .unwrap();
    store
        .put(
            vec![told("c", "2025-03-06", EventStatus::Effective)],
            PutMode::KeepSame,
        )
        .await
        .unwrap();
    store
        .put(
            vec![told("d", "2025-03-09", EventStatus::Ended)],
            PutMode::KeepSame,
        )
        .await
        .unwrap();
    let changes = eventually(
        async || {
            let told = store.event_changes(&filter, START, 100).await;
            told.unwrap().changes
        },
        |changes| changes.len() >= 3,
    )
    .await;
    let seen: Vec<(&str, u64)> = changes
        .iter()
        .map(|placed| match &placed.change {
            Change::Added(record) => ("added", record.version),
            Change::Changed(record) => ("changed", record.version),
            Change::Removed { version, .. } => ("removed", *version),
        })
        .collect();
    assert_eq!(seen, [("added", 2), ("changed", 3), ("removed", 4)]);
    let resumed = store
        .event_changes(&filter, changes[1].cursor, 100)
        .await
        .unwrap();
    assert_eq!(resumed.changes, changes[2..]);
}

pub async fn a_place_that_is_not_yet_is_refused(store: Arc<dyn Store>) {
    let later = ChangeCursor { revision: 9 };
    let refused = store.event_changes(&EventFilter::default(), later, 1).await;
    assert_eq!(refused, Err(StoreError::InvalidChangeCursor));
}
