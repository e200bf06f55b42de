//! What is killed: a process that puts, replaces, deletes and reads again what others delete, while it searches, and says what has
//! been acknowledged.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use tradewire::proto::v1;
use tradewire::store::sqlite::{Settings, SqliteStore};
use tradewire::store::{CountQuery, EventFilter, EventQuery, Order, PutMode, Store, StoreError};

use crate::documents::{READINGS, State, document, id, state};

/// Tasks that write at the same time.
const WRITERS: usize = 4;

/// Processes that may work on one store, with numbers of their own each.
pub const LANES: usize = 2;

/// What the child is told by its environment.
pub const STORE: &str = "TRADEWIRE_CRASH_STORE";
pub const START: &str = "TRADEWIRE_CRASH_START";
pub const LANE: &str = "TRADEWIRE_CRASH_LANE";
/// Set where writing may fail: then it is tried again with the next document.
pub const FAULTS: &str = "TRADEWIRE_CRASH_FAULTS";

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())
        .and_then(|()| out.flush())
        .unwrap();
}

fn variable(name: &str) -> usize {
    std::env::var(name).unwrap().parse().unwrap()
}

/// Whether a write is done; where faults are expected it may not be.
fn done<T>(result: Result<T, StoreError>, faults: bool) -> bool {
    match result {
        Ok(_) => true,
        Err(StoreError::Full { .. } | StoreError::Unavailable { .. }) if faults => false,
        Err(error) => panic!("{error}"),
    }
}

pub async fn run() {
    let Ok(path) = std::env::var(STORE) else {
        return;
    };
    let faults = std::env::var_os(FAULTS).is_some();
    let (start, lane) = (variable(START), variable(LANE));
    let settings = Settings {
        // Another child may write for long on a busy machine.
        busy_timeout: Duration::from_secs(60),
        ..Settings::default()
    };
    let store = Arc::new(SqliteStore::open(path, settings).unwrap());
    say("\nready");
    let mut tasks = Vec::new();
    for writer in 0..WRITERS {
        let numbers = (start + lane * WRITERS + writer..).step_by(LANES * WRITERS);
        tasks.push(tokio::spawn(write(store.clone(), numbers, faults)));
    }
    tasks.push(tokio::spawn(read_again(store.clone(), faults)));
    tasks.push(tokio::spawn(index(store.clone(), faults)));
    tasks.push(tokio::spawn(search(store.clone(), faults)));
    for task in tasks {
        task.await.unwrap();
    }
}

/// Puts documents, changes every third and deletes every fifth, and says so.
async fn write(store: Arc<SqliteStore>, numbers: impl Iterator<Item = usize>, faults: bool) {
    let put = async |number, version| {
        let text = State {
            version,
            reading: 0,
        };
        done(
            store
                .put(vec![document(number, text)], PutMode::KeepSame)
                .await,
            faults,
        )
    };
    for number in numbers {
        say(&format!("begin {number}"));
        if !put(number, 0).await {
            continue;
        }
        say(&format!("put {number} 0"));
        if number.is_multiple_of(3) {
            if !put(number, 1).await {
                continue;
            }
            say(&format!("put {number} 1"));
        }
        if number.is_multiple_of(5) {
            if !done(store.delete(&id(number)).await, faults) {
                continue;
            }
            say(&format!("deleted {number}"));
        }
    }
}

/// Reads what is stored again, with another reading each time, while others replace and delete it.
async fn read_again(store: Arc<SqliteStore>, faults: bool) {
    for reading in 1.. {
        let mut cursor = None;
        loop {
            let page = match store.scan_documents(cursor.as_ref(), 16).await {
                Ok(page) => page,
                Err(error) => {
                    done::<()>(Err(error), faults);
                    break;
                }
            };
            let again = page.items.iter().map(|record| {
                let (number, State { version, .. }) = state(record);
                let reading = reading % READINGS;
                document(number, State { version, reading })
            });
            done(store.put(again.collect(), PutMode::Reread).await, faults);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        tokio::task::yield_now().await;
    }
}

async fn index(store: Arc<SqliteStore>, faults: bool) {
    loop {
        done(store.rebuild_text_index(&|_| ()).await, faults);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// What is found is whole, and counts are those of what is there in the same moment.
async fn search(store: Arc<SqliteStore>, faults: bool) {
    loop {
        let query = EventQuery {
            filter: EventFilter::default(),
            order: Order::NewestFirst,
            limit: 20,
            cursor: None,
        };
        let found = store.search_events(&query).await;
        if let Ok(page) = &found {
            for result in &page.items {
                let event = result.event.as_ref().unwrap();
                assert!(
                    event.source_count > 0 && !event.sources.is_empty(),
                    "{event:?}"
                );
            }
        }
        done(found, faults);
        let count = CountQuery {
            grouping: v1::EventGrouping::Type,
            ..CountQuery::default()
        };
        done(store.count_events(&count).await, faults);
    }
}
