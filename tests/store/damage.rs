//! Files that were damaged, cut, copied while they were written, or made by an older version.

use std::fs;
use std::path::{Path, PathBuf};

use tradewire::proto::v1;
use tradewire::store::sqlite::{SCHEMA_VERSION, Settings, SqliteStore, backup};
use tradewire::store::{
    CountQuery, DocumentFilter, DocumentQuery, EventFilter, EventQuery, Order, PutMode,
    StatementFilter, StatementQuery, Store, StoreError, TextQuery,
};

use crate::fixtures::corpus;

/// Small pages, so that a small file has many.
fn settings() -> Settings {
    Settings {
        page_bytes: 1024,
        readers: 1,
        ..Settings::default()
    }
}

/// A closed store with documents in it.
async fn filled(path: &Path, documents: usize) {
    let store = SqliteStore::open(path, settings()).unwrap();
    store
        .put(corpus(documents), PutMode::KeepSame)
        .await
        .unwrap();
    store.close().await;
}

/// All documents, by scanning.
async fn documents(store: &dyn Store) -> Result<Vec<v1::Document>, StoreError> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let page = store.scan_documents(cursor.as_ref(), 10).await?;
        all.extend(page.items.into_iter().filter_map(|record| record.document));
        cursor = page.next;
        if cursor.is_none() {
            all.sort_by(|a, b| a.id.cmp(&b.id));
            return Ok(all);
        }
        assert!(all.len() <= 10_000, "pages without end");
    }
}

/// Asks for everything in every way; the first that goes wrong.
async fn asked(store: &dyn Store) -> Result<(), StoreError> {
    let words = Some(TextQuery::parse("steel").unwrap());
    for text in [None, words.clone()] {
        let filter = EventFilter {
            text: text.clone(),
            ..EventFilter::default()
        };
        let query = EventQuery {
            filter: filter.clone(),
            order: Order::Relevance,
            limit: 50,
            cursor: None,
        };
        let found = store.search_events(&query).await?;
        let ids: Vec<String> = found
            .items
            .into_iter()
            .filter_map(|result| Some(result.event?.id))
            .collect();
        store.events(&ids).await.or_else(gone)?;
        let filter = StatementFilter {
            text: text.clone(),
            ..StatementFilter::default()
        };
        let query = StatementQuery {
            filter,
            order: Order::NewestFirst,
            limit: 50,
            cursor: None,
        };
        store.search_statements(&query).await?;
        let query = DocumentQuery {
            filter: DocumentFilter {
                text,
                ..DocumentFilter::default()
            },
            order: Order::OldestFirst,
            limit: 50,
            cursor: None,
        };
        store.search_documents(&query).await?;
    }
    let by_actor = CountQuery {
        grouping: v1::EventGrouping::Actor,
        bucket: v1::TimeBucket::Week,
        ..CountQuery::default()
    };
    store.count_events(&by_actor).await?;
    store.totals().await?;
    let start = tradewire::store::ChangeCursor { revision: 0 };
    store
        .event_changes(&EventFilter::default(), start, 1000)
        .await?;
    store
        .statement_changes(&StatementFilter::default(), start, 1000)
        .await?;
    Ok(())
}

/// A record whose id was damaged is not there.
fn gone<T: Default>(error: StoreError) -> Result<T, StoreError> {
    match error {
        StoreError::NotFound { .. } => Ok(T::default()),
        other => Err(other),
    }
}

/// That a damaged file is refused in the words of the store, or looked through and found wrong, or holds every document unchanged.
async fn is_noticed_or_harmless(path: &Path, whole: &[v1::Document], how: &str) {
    let typed = |error: &StoreError| {
        assert!(
            matches!(
                error,
                StoreError::Damaged { .. }
                    | StoreError::Foreign { .. }
                    | StoreError::NewerSchema { .. }
                    | StoreError::Unavailable { .. }
                    | StoreError::ChangesExpired { .. }
            ),
            "{how}: {error:?}"
        );
    };
    let store = match SqliteStore::open(path, settings()) {
        Ok(store) => store,
        Err(error) => return typed(&error),
    };
    if let Err(error) = asked(&store).await {
        typed(&error);
    }
    match (documents(&store).await, store.verify().await) {
        (Ok(read), Ok(wrong)) => assert!(!wrong.is_empty() || read == whole, "{how}: unnoticed"),
        (read, verified) => {
            read.err()
                .iter()
                .chain(verified.err().iter())
                .for_each(typed);
        }
    }
    // Writing to it may fail, but neither panic nor hang.
    if let Err(error) = store.put(corpus(3), PutMode::KeepSame).await {
        typed(&error);
    }
    store.close().await;
}

/// 150 places; `TRADEWIRE_BIT_FLIPS=5000` for more.
#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_is_noticed_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    filled(&path, 12).await;
    let bytes = fs::read(&path).unwrap();
    let whole = {
        let store = SqliteStore::open(&path, settings()).unwrap();
        let whole = documents(&store).await.unwrap();
        store.close().await;
        whole
    };
    let flips = std::env::var("TRADEWIRE_BIT_FLIPS").map_or(150, |flips| flips.parse().unwrap());
    let mut seed = 11_u64;
    for number in 0..flips {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // Every fourth in the first pages, where the schema is.
        let among = if number % 4 == 0 {
            6 * 1024
        } else {
            bytes.len()
        };
        let at = usize::try_from(seed >> 20).unwrap() % among;
        let bit = 1 << (seed >> 8 & 7);
        let damaged = folder.path().join(format!("{number}.db"));
        let mut copy = bytes.clone();
        copy[at] ^= bit;
        fs::write(&damaged, copy).unwrap();
        is_noticed_or_harmless(&damaged, &whole, &format!("bit {bit:#x} of byte {at}")).await;
        fs::remove_file(&damaged).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_cut_anywhere_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    filled(&path, 12).await;
    let bytes = fs::read(&path).unwrap();
    // Of an empty file nobody can say that it was a store.
    for part in 1..24 {
        let length = bytes.len() * part / 24 + part * 37 % 1024;
        let cut = folder.path().join(format!("{part}.db"));
        fs::write(&cut, &bytes[..length]).unwrap();
        is_noticed_or_harmless(&cut, &[], &format!("cut at {length}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_others_write_is_a_store_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = std::sync::Arc::new(SqliteStore::open(&path, settings()).unwrap());
    let all = corpus(400);
    // Two documents come and go together: in any one moment both are there, or neither is.
    let pair = all[..2].to_vec();
    let writing = {
        let (store, rest) = (store.clone(), all[2..].to_vec());
        tokio::spawn(async move {
            for chunk in rest.chunks(4) {
                store
                    .put([&pair, chunk].concat(), PutMode::KeepSame)
                    .await
                    .unwrap();
                let ids: Vec<_> = pair
                    .iter()
                    .filter_map(|document| document.document.id.clone())
                    .collect();
                store.delete(&ids[0]).await.unwrap();
                store
                    .put(vec![pair[0].clone()], PutMode::KeepSame)
                    .await
                    .unwrap();
            }
        })
    };
    let mut copies: Vec<PathBuf> = Vec::new();
    let mut sizes = Vec::new();
    while !writing.is_finished() || copies.is_empty() {
        let copy = folder.path().join(format!("copy-{}.db", copies.len()));
        let (from, to) = (path.clone(), copy.clone());
        tokio::task::spawn_blocking(move || backup(&from, &to))
            .await
            .unwrap()
            .unwrap();
        copies.push(copy);
    }
    writing.await.unwrap();
    for copy in copies.iter().rev().take(8) {
        let restored = SqliteStore::open(copy, settings()).unwrap();
        assert_eq!(restored.verify().await.unwrap(), Vec::<String>::new());
        assert_eq!(restored.meta().store_id, store.meta().store_id);
        for document in documents(&restored).await.unwrap() {
            let number: usize = document.id.as_ref().unwrap()[1..].parse().unwrap();
            assert_eq!(document, all[number].document);
        }
        sizes.push(restored.totals().await.unwrap().documents);
        // It goes on as the store would have.
        restored.put(all.clone(), PutMode::KeepSame).await.unwrap();
        assert_eq!(restored.totals().await.unwrap().documents, 400);
        restored.close().await;
    }
    assert!(
        sizes.is_sorted_by(|later, earlier| later + 1 >= *earlier),
        "{sizes:?}"
    );
    // What is there already is not written over.
    assert!(matches!(
        backup(&path, &copies[0]),
        Err(StoreError::Unavailable { .. })
    ));
    assert!(matches!(
        backup(&folder.path().join("none.db"), &folder.path().join("x.db")),
        Err(StoreError::Unavailable { .. })
    ));
    store.close().await;
}

/// The store that each schema version has left here.
fn version(number: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/store/versions/{number}.db"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_every_older_version_is_brought_up_to_date() {
    for number in 1..=SCHEMA_VERSION {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        fs::copy(version(number), &path).unwrap_or_else(|error| {
            panic!("a store of version {number} must be kept in tests/store/versions: {error}")
        });
        let store = SqliteStore::open(&path, settings()).unwrap();
        assert_eq!(store.meta().schema_version, SCHEMA_VERSION);
        assert_eq!(
            store.verify().await.unwrap(),
            Vec::<String>::new(),
            "{number}"
        );
        let expected: Vec<v1::Document> = corpus(8)
            .into_iter()
            .map(|document| document.document)
            .collect();
        assert_eq!(documents(&store).await.unwrap(), expected, "{number}");
        asked(&store).await.unwrap();
        store.put(corpus(30), PutMode::KeepSame).await.unwrap();
        store.delete("d003").await.unwrap();
        assert_eq!(
            store.verify().await.unwrap(),
            Vec::<String>::new(),
            "{number}"
        );
        store.close().await;
    }
}

/// Leaves a store of this version: run once for each new one, by name.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes into tests/store/versions"]
async fn leave_a_store_of_this_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let settings = Settings {
        page_bytes: 512,
        ..settings()
    };
    let store = SqliteStore::open(&path, settings).unwrap();
    store.put(corpus(9), PutMode::KeepSame).await.unwrap();
    store.delete("d008").await.unwrap();
    store.close().await;
    fs::create_dir_all(version(0).parent().unwrap()).unwrap();
    backup(&path, &version(SCHEMA_VERSION)).unwrap();
}

#[tokio::test]
async fn a_changed_letter_of_a_document_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    filled(&path, 3).await;
    let words = "steel";
    let mut bytes = fs::read(&path).unwrap();
    let places: Vec<usize> = (0..bytes.len() - words.len())
        .filter(|&at| bytes[at..].starts_with(words.as_bytes()))
        .collect();
    // The word stands in indexes and in what was read as well: in all of them it stays a word.
    assert!(!places.is_empty());
    for place in places {
        bytes[place] = b'S';
    }
    fs::write(&path, bytes).unwrap();
    let store = SqliteStore::open(&path, settings()).unwrap();
    let wrong = store.verify().await.unwrap();
    let documents = wrong
        .iter()
        .filter(|wrong| wrong.ends_with("is not what was put"));
    assert!(documents.count() > 0, "{wrong:?}");
    store.close().await;
}
