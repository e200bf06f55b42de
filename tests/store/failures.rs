//! What a store in a file can fail with.

use std::fs;
use std::path::Path;

use tradewire::store::sqlite::{SCHEMA_VERSION, Settings, SqliteStore};
use tradewire::store::{Health, PutMode, Store, StoreError};

use crate::fixtures::corpus;

fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(
        path,
        Settings {
            busy_timeout: std::time::Duration::from_millis(50),
            ..Settings::default()
        },
    )
}

/// A closed store with something in it.
async fn filled(path: &Path) {
    let store = open(path).unwrap();
    store.put(corpus(40), PutMode::KeepSame).await.unwrap();
    store.close().await;
}

fn sql(path: &Path, statement: &str) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(statement)
        .unwrap();
}

#[tokio::test]
async fn a_store_keeps_its_id_and_its_contents() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = open(&path).unwrap();
    store.put(corpus(10), PutMode::KeepSame).await.unwrap();
    let (id, totals) = (store.meta().store_id.clone(), store.totals().await.unwrap());
    store.close().await;
    let again = open(&path).unwrap();
    assert_eq!(
        (again.meta().store_id.clone(), again.totals().await.unwrap()),
        (id, totals)
    );
    assert_eq!(again.probe().await, Health::Ready);
}

#[tokio::test]
async fn a_newer_or_foreign_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    filled(&path).await;
    sql(
        &path,
        &format!("PRAGMA user_version = {}", SCHEMA_VERSION + 1),
    );
    let newer = StoreError::NewerSchema {
        found: SCHEMA_VERSION + 1,
        known: SCHEMA_VERSION,
    };
    assert_eq!(open(&path).unwrap_err(), newer);
    let other = folder.path().join("other.db");
    sql(&other, "CREATE TABLE accounts(id)");
    assert!(matches!(open(&other), Err(StoreError::Foreign { .. })));
    let text = folder.path().join("text.db");
    fs::write(&text, "This is no database at all, only text. ".repeat(50)).unwrap();
    assert!(matches!(
        open(&text),
        Err(StoreError::Damaged { .. } | StoreError::Foreign { .. })
    ));
    assert!(matches!(
        open(&folder.path().join("no/such/folder.db")),
        Err(StoreError::Unavailable { .. })
    ));
}

#[tokio::test]
async fn a_truncated_file_is_found_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    filled(&path).await;
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 3]).unwrap();
    let error = match open(&path) {
        Err(error) => error,
        Ok(store) => match store.verify().await {
            Err(error) => error,
            Ok(wrong) => {
                assert!(!wrong.is_empty());
                return;
            }
        },
    };
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_that_another_holds_is_not_available_and_then_is_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = open(&path).unwrap();
    let health = store.health();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = store.put(corpus(1), PutMode::KeepSame).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable { .. })),
        "{refused:?}"
    );
    assert!(matches!(
        *health.borrow(),
        Health::Failing(StoreError::Unavailable { .. })
    ));
    other.execute_batch("ROLLBACK").unwrap();
    store.put(corpus(1), PutMode::KeepSame).await.unwrap();
    assert_eq!(*health.borrow(), Health::Ready);
}

#[tokio::test]
async fn a_full_store_says_so_and_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let settings = Settings {
        most_bytes: Some(80 * 8192),
        ..Settings::default()
    };
    let store = SqliteStore::open(&path, settings).unwrap();
    let documents = corpus(2_000);
    let mut kept = 0;
    let error = loop {
        match store
            .put(vec![documents[kept].clone()], PutMode::KeepSame)
            .await
        {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    let full = |health: &Health| matches!(health, Health::Failing(StoreError::Full { .. }));
    assert!(full(&store.probe().await));
    assert_eq!(
        store.totals().await.unwrap().documents,
        u64::try_from(kept).unwrap()
    );
    // A little that is taken away makes room for nothing large.
    store.delete("d000").await.unwrap();
    assert!(full(&store.probe().await) && full(&store.health().borrow()));
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    store.close().await;

    let settings = Settings {
        most_bytes: None,
        ..Settings::default()
    };
    let store = SqliteStore::open(&path, settings).unwrap();
    store
        .put(vec![documents[kept].clone()], PutMode::KeepSame)
        .await
        .unwrap();
    assert_eq!(store.probe().await, Health::Ready);
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
}

/// SQLite lets whoever asks first have the file: one that never stops to write would keep it for itself.
#[tokio::test(flavor = "multi_thread")]
async fn one_that_writes_without_end_lets_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let settings = Settings {
        busy_timeout: std::time::Duration::from_secs(30),
        ..Settings::default()
    };
    let endless = std::sync::Arc::new(SqliteStore::open(&path, settings.clone()).unwrap());
    endless.put(corpus(60), PutMode::KeepSame).await.unwrap();
    let writing: Vec<_> = (0..4)
        .map(|_| {
            let endless = endless.clone();
            tokio::spawn(async move {
                loop {
                    endless.rebuild_text_index(&|_| ()).await.unwrap();
                }
            })
        })
        .collect();
    for number in 60..64 {
        let other = SqliteStore::open(&path, settings.clone()).unwrap();
        let document = corpus(number + 1).remove(number);
        other.put(vec![document], PutMode::KeepSame).await.unwrap();
        other.close().await;
    }
    writing.iter().for_each(tokio::task::JoinHandle::abort);
    assert_eq!(endless.totals().await.unwrap().documents, 64);
}
