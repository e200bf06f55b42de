//! The stores under load: `cargo bench --bench store -- [EVENTS] [FOLDER]` fills one in SQLite (in FOLDER) and, where it is installed,
//! one in PostgreSQL (in the folder of temporary files) with synthetic articles up to EVENTS merged events (default 1,000,000) and
//! prints, at each power of ten on the way, how fast it takes documents and answers.

mod articles;
#[path = "../../tests/common/postgres.rs"]
mod postgres;
mod reads;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tradewire::store::postgres::{self as postgres_store, PostgresStore};
use tradewire::store::sqlite::{Settings, SqliteStore};
use tradewire::store::{ExtractedDocument, PutMode, Store};

use articles::Articles;
use reads::{reads, shown};

/// Documents that one call puts, and calls after which the store is asked how much it holds.
const BATCH: usize = 256;
const BATCHES: usize = 4;

/// A store that is measured.
struct Measured {
    name: &'static str,
    store: Arc<dyn Store>,
    /// What it takes on disk, in bytes.
    size: Box<dyn Fn() -> u64>,
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let events: usize = arguments
        .next()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1_000_000);
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(folder).unwrap();
    let path = folder.path().join("store.db");
    let sqlite = SqliteStore::open(&path, Settings::default()).unwrap();
    fill(
        Measured {
            name: "SQLite",
            store: Arc::new(sqlite),
            size: Box::new(move || std::fs::metadata(&path).map_or(0, |file| file.len())),
        },
        &mut Articles::new(events),
        events,
    )
    .await;
    // As it is installed, with the memory of a small server.
    let database = postgres::Postgres::start(&[
        "fsync = on",
        "full_page_writes = on",
        "shared_buffers = 512MB",
        "max_wal_size = 4GB",
    ]);
    let Some(database) = database else { return };
    let database = Arc::new(database);
    let address = database.address("postgres");
    let open = async || {
        let store = PostgresStore::open(&address, postgres_store::Settings::default()).await;
        Arc::new(store.unwrap()) as Arc<dyn Store>
    };
    let replicas = [open().await, open().await];
    let sized = database.clone();
    let mut articles = Articles::new(events);
    fill(
        Measured {
            name: "PostgreSQL",
            store: replicas[0].clone(),
            size: Box::new(move || {
                let size = sized.sql("postgres", "SELECT pg_database_size('postgres')");
                size.parse().unwrap_or(0)
            }),
        },
        &mut articles,
        events,
    )
    .await;
    for count in [1, 2, 1, 2] {
        together(&replicas[..count], &mut articles).await;
    }
    let tables = "SELECT relname || ' ' || pg_total_relation_size(oid) / 1024 || ' KiB' FROM pg_class
        WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC LIMIT 24";
    println!("{}", database.sql("postgres", tables));
    let log = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint / count(*) / 1024 || ' KiB of write-ahead log a document' FROM document";
    println!("{}", database.sql("postgres", log));
}

/// Documents put one by one by 64 callers, through one replica or several.
async fn together(replicas: &[Arc<dyn Store>], articles: &mut Articles) {
    let waiting: Vec<ExtractedDocument> = (0..2_000).map(|_| articles.next()).collect();
    let start = Instant::now();
    let puts = waiting
        .into_iter()
        .enumerate()
        .map(|(i, document)| replicas[i % replicas.len()].put(vec![document], PutMode::KeepSame));
    futures_util::stream::iter(puts)
        .buffer_unordered(64)
        .for_each(|put| async { drop(put.unwrap()) })
        .await;
    println!(
        "  put: {:.0} documents/s through {} replicas, one in each of 64 calls",
        2_000.0 / start.elapsed().as_secs_f64(),
        replicas.len()
    );
}

/// Fills a store, and measures it on the way.
async fn fill(measured: Measured, articles: &mut Articles, events: usize) {
    let store = &measured.store;
    let mut stage = 10_000.min(events);
    let (mut documents, mut since, mut writing) = (0_usize, 0_usize, Duration::ZERO);
    let mut ids: Vec<String> = Vec::new();
    loop {
        let mut batch = || (0..BATCH).map(|_| articles.next()).collect();
        let batches: Vec<Vec<ExtractedDocument>> = (0..BATCHES).map(|_| batch()).collect();
        let start = Instant::now();
        // By two callers: the next batch is made ready while one is written.
        let puts: Vec<_> = futures_util::stream::iter(batches)
            .map(|batch| store.put(batch, PutMode::KeepSame))
            .buffered(2)
            .collect()
            .await;
        writing += start.elapsed();
        documents += BATCHES * BATCH;
        since += BATCHES * BATCH;
        let puts = puts.into_iter().flat_map(Result::unwrap);
        ids.extend(puts.filter_map(|put| put.event_ids.into_iter().next()));
        if documents * 24 / 10 < stage {
            continue;
        }
        let totals = store.totals().await.unwrap();
        if usize::try_from(totals.events).unwrap_or(0) < stage {
            continue;
        }
        let size = (measured.size)();
        println!("{}: {totals:?}, {} MB", measured.name, size >> 20);
        println!(
            "  put: {:.0} documents/s in batches of {BATCH}, two at a time",
            since as f64 / writing.as_secs_f64()
        );
        (since, writing) = (0, Duration::ZERO);
        singles(store, articles).await;
        let days = i64::try_from(documents * 3_650 / articles.expected.max(1)).unwrap_or(1);
        reads(store, &ids, days, "").await;
        for coming in [AS_READ, AT_ONCE] {
            while_writing(store, articles, &ids, days, coming).await;
        }
        if stage >= events {
            break;
        }
        stage = (stage * 10).min(events);
    }
}

/// Documents put one by one: by one caller after the other, and by many at the same time, which share transactions.
async fn singles(store: &Arc<dyn Store>, articles: &mut Articles) {
    let mut times = Vec::new();
    for _ in 0..100 {
        let document = articles.next();
        let start = Instant::now();
        store.put(vec![document], PutMode::KeepSame).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  put one                   {}", shown(times));
    let waiting: Vec<ExtractedDocument> = (0..2_000).map(|_| articles.next()).collect();
    let start = Instant::now();
    let puts = waiting
        .into_iter()
        .map(|document| store.put(vec![document], PutMode::KeepSame));
    futures_util::stream::iter(puts)
        .buffer_unordered(64)
        .for_each(|put| async { drop(put.unwrap()) })
        .await;
    println!(
        "  put: {:.0} documents/s, one in each of 64 calls",
        2_000.0 / start.elapsed().as_secs_f64()
    );
}

/// How documents come in while others read.
struct Coming {
    label: &'static str,
    /// Documents that one call puts.
    batch: usize,
    /// From one call to the next; none: as soon as the one before is answered.
    every: Option<Duration>,
}

/// As fast as the store takes them.
const AT_ONCE: Coming = Coming {
    label: " (writing)",
    batch: BATCH / 8,
    every: None,
};

/// 200 a second: twice what two cores read.
const AS_READ: Coming = Coming {
    label: " (200/s)",
    batch: 10,
    every: Some(Duration::from_millis(50)),
};

/// The same reads while documents are put.
async fn while_writing(
    store: &Arc<dyn Store>,
    articles: &mut Articles,
    ids: &[String],
    days: i64,
    coming: Coming,
) {
    let waiting: Vec<Vec<ExtractedDocument>> = (0..200)
        .map(|_| (0..coming.batch).map(|_| articles.next()).collect())
        .collect();
    let stop = Arc::new(AtomicBool::new(false));
    let written = Arc::new(AtomicU64::new(0));
    let writer = {
        let (store, stop, written) = (store.clone(), stop.clone(), written.clone());
        tokio::spawn(async move {
            let mut turns = coming.every.map(tokio::time::interval);
            for batch in waiting {
                if let Some(turns) = &mut turns {
                    turns.tick().await;
                }
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                written.fetch_add(batch.len() as u64, Ordering::Relaxed);
                store.put(batch, PutMode::KeepSame).await.unwrap();
            }
        })
    };
    reads(store, ids, days, coming.label).await;
    stop.store(true, Ordering::Relaxed);
    writer.await.unwrap();
    println!(
        "  {} documents put meanwhile",
        written.load(Ordering::Relaxed)
    );
}
