//! A database that fails under load: killed, or replaced by its follower.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tradewire::proto::v1::{self, TradeEvent};
use tradewire::store::postgres::{PostgresStore, Settings};
use tradewire::store::{ExtractedDocument, PutMode, Store, StoreError};

use crate::postgres::Postgres;

/// Longer than anything here takes; a test that waits so long hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Tasks that write at the same time.
const WRITERS: usize = 6;

/// The document with a number; its version changes its text.
fn document(number: usize, version: usize) -> ExtractedDocument {
    let participant = |role: v1::Role, id: &str| v1::Participant {
        role: role.into(),
        actor_id: id.into(),
        spans: Vec::new(),
    };
    let event = TradeEvent {
        id: "e1".into(),
        r#type: v1::EventType::Sanction.into(),
        status: v1::EventStatus::Announced.into(),
        participants: vec![
            participant(v1::Role::Implementer, "US"),
            participant(v1::Role::Target, "BR"),
        ],
        goods: vec![v1::Goods {
            text: ["oil", "steel", "wine"][number % 3].into(),
            ..Default::default()
        }],
        ..Default::default()
    };
    ExtractedDocument {
        document: v1::Document {
            id: Some(format!("d{number}")),
            text: format!("Version {version} of document {number}."),
            published_at: Some(format!(
                "2025-{:02}-{:02}",
                1 + number % 12,
                1 + number % 28
            )),
            ..Default::default()
        },
        extraction: v1::Extraction {
            events: vec![event],
            ..Default::default()
        },
    }
}

/// Writers that put, replace and delete documents until they are told to stop, and note what was acknowledged: the version of a
/// document, or that it is gone.
struct Load {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    known: Arc<Mutex<HashMap<usize, Option<usize>>>>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Load {
    fn start(stores: &[Arc<PostgresStore>]) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let known: Arc<Mutex<HashMap<usize, Option<usize>>>> = Arc::default();
        let tasks = (0..WRITERS).map(|writer| {
            let store = stores[writer % stores.len()].clone();
            let (stop, acknowledged, known) = (stop.clone(), acknowledged.clone(), known.clone());
            tokio::spawn(async move {
                let note = |number, what| {
                    known.lock().unwrap().insert(number, what);
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                };
                for number in (writer..).step_by(WRITERS) {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let put =
                        |version| store.put(vec![document(number, version)], PutMode::KeepSame);
                    put(0).await.expect("the database comes back in time");
                    note(number, Some(0));
                    if number % 3 == 0 {
                        put(1).await.expect("the database comes back in time");
                        note(number, Some(1));
                    }
                    if number % 5 == 0 {
                        let deleted = store.delete(&format!("d{number}")).await;
                        deleted.expect("what was acknowledged is there to be deleted");
                        note(number, None);
                    }
                }
            })
        });
        Self {
            tasks: tasks.collect(),
            stop,
            acknowledged,
            known,
        }
    }

    /// Waits until some more writes are acknowledged.
    async fn more(&self, count: usize) {
        let until = self.acknowledged.load(Ordering::Relaxed) + count;
        let more = async {
            while self.acknowledged.load(Ordering::Relaxed) < until {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, more)
            .await
            .expect("writing goes on");
    }

    /// Stops, and checks that everything acknowledged is there, and nothing that was deleted.
    async fn check(self, store: &PostgresStore) {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.unwrap();
        }
        let known = self.known.lock().unwrap().clone();
        assert!(known.len() > WRITERS);
        for (number, what) in known {
            let stored = match store.documents(&[format!("d{number}")]).await {
                Ok(mut records) => records.remove(0).document,
                Err(StoreError::NotFound { .. }) => None,
                Err(error) => panic!("{error}"),
            };
            let expected = what.map(|version| document(number, version).document);
            assert_eq!(stored, expected, "d{number}");
        }
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    }
}

/// As many stores over one database as asked for, which wait long for a database that is away.
async fn replicas(address: &str, count: usize) -> Vec<Arc<PostgresStore>> {
    let settings = Settings {
        retry_for: PATIENCE,
        ..Settings::default()
    };
    let mut stores = Vec::new();
    for _ in 0..count {
        let store = PostgresStore::open(address, settings.clone()).await;
        stores.push(Arc::new(store.unwrap()));
    }
    stores
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_database_is_killed_under_load() {
    let Some(mut database) = blocking(|| Postgres::start(&[])).await else {
        return;
    };
    let stores = replicas(&database.address("postgres"), 2).await;
    let load = Load::start(&stores);
    for _ in 0..4 {
        load.more(60).await;
        database = blocking(move || {
            database.kill();
            database.run();
            database
        })
        .await;
    }
    load.more(30).await;
    load.check(&stores[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_follower_takes_over() {
    let Some(mut primary) = blocking(|| Postgres::start(&["wal_level = replica"])).await else {
        return;
    };
    let (follower, primary_again) = blocking(move || {
        let follower = primary.follower();
        // From here on nothing is acknowledged that the follower does not have.
        primary.sql(
            "postgres",
            "ALTER SYSTEM SET synchronous_standby_names = '*'",
        );
        primary.sql("postgres", "SELECT pg_reload_conf()");
        (follower, primary)
    })
    .await;
    primary = primary_again;
    let stores = replicas(&primary.address_with(&follower, "postgres"), 2).await;
    let before = stores[0].meta().store_id.clone();
    let load = Load::start(&stores);
    load.more(100).await;
    let (_primary, _follower) = blocking(move || {
        primary.kill();
        follower.promote();
        (primary, follower)
    })
    .await;
    load.more(100).await;
    load.check(&stores[1]).await;
    assert_eq!(stores[0].meta().store_id, before);
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}
