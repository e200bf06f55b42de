//! The stores under load: `cargo bench --bench store -- [EVENTS] [FOLDER]` fills one in SQLite (in FOLDER) and, where it is installed,
//! one in PostgreSQL (in the folder of temporary files) with synthetic articles up to EVENTS merged events (default 1,000,000) and
//! prints, at each power of ten on the way, how fast it takes documents and answers.
//!
//! The articles are made up: 3 events and 2 statements each, some 250 words, 10 years, actors and goods of very different
//! frequency; four events in five are new, the others are told again within some days.

#[path = "../tests/common/postgres.rs"]
mod postgres;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use jiff::ToSpan;
use jiff::civil::Date;
use tradewire::proto::v1::{self, EventStatus, EventType, Role, trade_event::Detail};
use tradewire::store::postgres::{self as postgres_store, PostgresStore};
use tradewire::store::sqlite::{Settings, SqliteStore};
use tradewire::store::{
    ActorTerm, Days, DocumentFilter, DocumentQuery, EventFilter, EventQuery, ExtractedDocument,
    Order, PutMode, Store, TextQuery,
};

/// Documents that one call puts, and calls after which the store is asked how much it holds.
const BATCH: usize = 256;
const BATCHES: usize = 4;
/// Calls of which the times are taken.
const SAMPLES: usize = 1_000;

/// A small generator of numbers that look random and are always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap_or_default()
    }

    /// Small numbers are much more frequent than large ones.
    fn skewed(&mut self, below: usize) -> usize {
        let a = self.below(below);
        let b = self.below(a + 1);
        self.below(b + 1)
    }
}

/// An act that several articles may tell.
#[derive(Clone)]
struct Act {
    kind: EventType,
    by: usize,
    on: usize,
    goods: usize,
    rate: usize,
    day: i64,
}

struct Articles {
    random: Random,
    sentences: Vec<String>,
    acts: Vec<Act>,
    made: usize,
    /// Articles that make up the ten years.
    expected: usize,
}

const KINDS: [EventType; 6] = [
    EventType::Tariff,
    EventType::Tariff,
    EventType::ExportControl,
    EventType::Sanction,
    EventType::Negotiation,
    EventType::Investigation,
];

fn country(i: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    [letters[i / 26 % 26], letters[i % 26]]
        .map(char::from)
        .iter()
        .collect()
}

impl Articles {
    fn new(events: usize) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let syllables = [
            "ta", "ri", "mon", "ex", "por", "den", "lu", "ka", "ver", "sto", "ni", "gal",
        ];
        let word = |random: &mut Random| -> String {
            let rank = random.skewed(20_000);
            (0..4)
                .map(|i| syllables[(rank / 12_usize.pow(i)) % 12])
                .collect()
        };
        let sentences = (0..4_000).map(|_| {
            let words: Vec<String> = (0..20).map(|_| word(&mut random)).collect();
            format!("{}.", words.join(" "))
        });
        let sentences = sentences.collect();
        Self {
            random,
            sentences,
            acts: Vec::new(),
            made: 0,
            expected: events * 10 / 24,
        }
    }

    fn next(&mut self) -> ExtractedDocument {
        let random = &mut self.random;
        // What is put beyond the ten years lies in them too.
        let expected = self.expected.max(1);
        let day = (self.made % expected * 3_650 / expected) as i64;
        let id = format!("article-{}", self.made);
        self.made += 1;
        let published = (Date::constant(2015, 1, 1) + day.days()).to_string();
        let mut acts = Vec::new();
        for _ in 0..3 {
            let again = self.acts.len() > 10 && random.below(5) == 0;
            let act = if again {
                self.acts[self.acts.len() - 1 - random.skewed(self.acts.len().min(2_000))].clone()
            } else {
                Act {
                    kind: KINDS[random.below(KINDS.len())],
                    by: random.skewed(120),
                    on: random.skewed(120),
                    goods: random.skewed(2_000),
                    rate: random.below(100),
                    day: day + random.below(60) as i64,
                }
            };
            self.acts.push(act.clone());
            acts.push(act);
        }
        if self.acts.len() > 10_000 {
            self.acts.drain(..5_000);
        }
        let mut text = String::new();
        for act in &acts {
            text += &format!(
                "{} acts on goods{} from {}. ",
                country(act.by),
                act.goods,
                country(act.on)
            );
            for _ in 0..4 {
                text += &self.sentences[random.below(self.sentences.len())];
                text += " ";
            }
        }
        let mut actors: Vec<v1::Actor> = Vec::new();
        for id in acts
            .iter()
            .flat_map(|act| [country(act.by), country(act.on)])
        {
            if !actors.iter().any(|actor| actor.id == id) {
                actors.push(v1::Actor {
                    name: format!("Country {id}"),
                    id,
                    kind: v1::ActorKind::Country.into(),
                    ..Default::default()
                });
            }
        }
        let statements = (0..2).map(|i| v1::Statement {
            id: format!("s{}", i + 1),
            act: v1::SpeechAct::Assert.into(),
            speaker_id: Some(country(acts[i].by)),
            content: vec![v1::Span {
                start: 0,
                end: 60,
                text: self.sentences[random.below(self.sentences.len())].clone(),
            }],
            event_ids: vec![format!("e{}", i + 1)],
            ..Default::default()
        });
        let statements = statements.collect();
        let events = acts
            .iter()
            .zip(1..)
            .map(|(act, i)| event(act, i, 1 + random.below(5)));
        ExtractedDocument {
            extraction: v1::Extraction {
                actors,
                events: events.collect(),
                statements,
                ..Default::default()
            },
            document: v1::Document {
                id: Some(id),
                title: Some(format!(
                    "{} and {}",
                    country(acts[0].by),
                    country(acts[0].on)
                )),
                text,
                publisher: Some(format!("Publisher {}", random.skewed(200))),
                published_at: Some(published),
                ..Default::default()
            },
        }
    }
}

fn event(act: &Act, i: usize, status: usize) -> v1::TradeEvent {
    let meeting = act.kind == EventType::Negotiation;
    let participant = |role: Role, id: usize| v1::Participant {
        role: role.into(),
        actor_id: country(id),
        spans: vec![v1::Span {
            start: 0,
            end: 2,
            text: country(id),
        }],
    };
    let roles = if meeting {
        [Role::Party; 2]
    } else {
        [Role::Implementer, Role::Target]
    };
    let day = (Date::constant(2015, 1, 1) + act.day.days()).to_string();
    let date = v1::DateInterval {
        start: Some(day.clone()),
        end: Some(day),
        precision: v1::DatePrecision::Day.into(),
        span: None,
    };
    let rate = v1::Rate {
        min_percent: Some(act.rate as f64),
        max_percent: Some(act.rate as f64),
        ..Default::default()
    };
    v1::TradeEvent {
        id: format!("e{i}"),
        r#type: act.kind.into(),
        status: EventStatus::try_from(i32::try_from(status).unwrap_or(1))
            .unwrap_or_default()
            .into(),
        participants: vec![participant(roles[0], act.by), participant(roles[1], act.on)],
        mentions: vec![v1::EventMention {
            span: Some(v1::Span {
                start: 0,
                end: 40,
                text: "acts on goods from another country at once".into(),
            }),
            ..Default::default()
        }],
        goods: (!meeting)
            .then(|| v1::Goods {
                text: format!("goods{}", act.goods),
                name: Some(format!("goods{}", act.goods)),
                hs_codes: vec![format!("{:04}", act.goods)],
                span: None,
            })
            .into_iter()
            .collect(),
        dates: Some(if meeting {
            v1::EventDates {
                occurred: Some(date),
                ..Default::default()
            }
        } else {
            v1::EventDates {
                effective: Some(date),
                ..Default::default()
            }
        }),
        detail: (act.kind == EventType::Tariff).then(|| {
            Detail::Tariff(v1::TariffDetail {
                rate: Some(rate),
                ..Default::default()
            })
        }),
        ..Default::default()
    }
}

/// Median and 99th percentile.
fn shown(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    format!("p50 {:>8.3} ms  p99 {:>8.3} ms", at(50), at(99))
}

/// Takes the times of all kinds of reads.
async fn reads(store: &Arc<dyn Store>, ids: &[String], days: i64, label: &str) {
    let mut random = Random(42);
    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let id = ids[random.below(ids.len())].clone();
        let start = Instant::now();
        store.events(&[id]).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  get{label:<18}                {}", shown(times));

    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let first = Date::constant(2015, 1, 1)
            + (random.below(usize::try_from(days).unwrap_or(1).max(1)) as i64).days();
        let query = EventQuery {
            filter: EventFilter {
                actors: vec![ActorTerm {
                    any_of: vec![country(random.skewed(120))],
                    roles: Vec::new(),
                }],
                reported: Days {
                    first: Some(first),
                    last: Some(first + 90.days()),
                },
                ..Default::default()
            },
            order: Order::NewestFirst,
            limit: 50,
            cursor: None,
        };
        let start = Instant::now();
        store.search_events(&query).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  actor and date, newest 50{label:<12}{}", shown(times));

    for order in [Order::NewestFirst, Order::Relevance] {
        let mut times = Vec::new();
        for _ in 0..SAMPLES {
            let word = format!("goods{}", random.skewed(2_000));
            let query = DocumentQuery {
                filter: DocumentFilter {
                    text: TextQuery::parse(&word).ok(),
                    ..Default::default()
                },
                order,
                limit: 50,
                cursor: None,
            };
            let start = Instant::now();
            store.search_documents(&query).await.unwrap();
            times.push(start.elapsed());
        }
        println!(
            "  one word, {order:?}, 50 documents{label:<2} {}",
            shown(times)
        );
    }
    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let word = format!("goods{}", random.skewed(2_000));
        let query = EventQuery {
            filter: EventFilter {
                text: TextQuery::parse(&word).ok(),
                ..Default::default()
            },
            order: Order::Relevance,
            limit: 50,
            cursor: None,
        };
        let start = Instant::now();
        store.search_events(&query).await.unwrap();
        times.push(start.elapsed());
    }
    println!("  one word, Relevance, 50 events{label:<4}{}", shown(times));
}

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
        while_writing(store, articles, &ids, days).await;
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

/// The same reads while documents are put as fast as the store takes them.
async fn while_writing(store: &Arc<dyn Store>, articles: &mut Articles, ids: &[String], days: i64) {
    let waiting: Vec<Vec<ExtractedDocument>> = (0..200)
        .map(|_| (0..BATCH / 8).map(|_| articles.next()).collect())
        .collect();
    let stop = Arc::new(AtomicBool::new(false));
    let written = Arc::new(AtomicU64::new(0));
    let writer = {
        let (store, stop, written) = (store.clone(), stop.clone(), written.clone());
        tokio::spawn(async move {
            for batch in waiting {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                written.fetch_add(batch.len() as u64, Ordering::Relaxed);
                store.put(batch, PutMode::KeepSame).await.unwrap();
            }
        })
    };
    reads(store, ids, days, " (writing)").await;
    stop.store(true, Ordering::Relaxed);
    writer.await.unwrap();
    println!(
        "  {} documents put meanwhile",
        written.load(Ordering::Relaxed)
    );
}
