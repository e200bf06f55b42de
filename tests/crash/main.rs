//! Processes that are killed while they write, or whose disk fails, lose nothing that they have acknowledged.
//!
//! The tests run themselves as children (`child.rs`) that put, replace, delete, read again, index and search at the same time, and
//! say on their standard output what is acknowledged; the parent kills them with SIGKILL at a random moment, opens what they left
//! behind and looks. 20 rounds; `TRADEWIRE_CRASH_ROUNDS=200` for more.

mod child;
mod documents;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod read_only;

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use documents::{State, document, state};
use tradewire::proto::v1;
use tradewire::store::sqlite::{Settings, SqliteStore};
use tradewire::store::{CountQuery, EventFilter, EventQuery, Order, PutMode, Store};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "only the other tests run it"]
async fn child() {
    child::run().await;
}

/// What is known of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// It was begun; whether it was put nobody knows.
    Begun,
    /// It was put in a version, or a later one.
    Put(usize),
    /// It was deleted.
    Deleted,
}

type Story = HashMap<usize, Known>;

/// Longer than anything here takes.
#[cfg(target_os = "linux")]
const PATIENCE: Duration = Duration::from_secs(60);

/// A child that runs, and what it has said so far.
struct Running {
    child: Child,
    story: Arc<Mutex<Story>>,
    listener: JoinHandle<()>,
}

impl Running {
    fn start(path: &Path, start: usize, lane: usize, prepare: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env(child::STORE, path)
            .env(child::START, start.to_string())
            .env(child::LANE, lane.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        prepare(&mut command);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line == "ready");
        if !ready {
            panic!("the child opens the store: {}", said_at_the_end(child));
        }
        let story = Arc::<Mutex<Story>>::default();
        let told = story.clone();
        let listener = std::thread::spawn(move || {
            let lines = lines.map_while(Result::ok);
            lines.for_each(|line| note(&line, &mut told.lock().unwrap()));
        });
        Self {
            child,
            story,
            listener,
        }
    }

    /// How many documents it has acknowledged.
    fn acknowledged(&self) -> usize {
        acknowledged(&self.story.lock().unwrap())
    }

    /// Lets it go on for a while, kills it, and notes what it said.
    fn killed(mut self, after: Duration, known: &mut Story) {
        std::thread::sleep(after);
        // One that has died by itself has found a fault.
        let died = self.child.try_wait().unwrap();
        self.child.kill().ok();
        if died.is_some() {
            panic!("{died:?}: {}", said_at_the_end(self.child));
        }
        self.child.wait().unwrap();
        self.listener.join().unwrap();
        known.extend(self.story.lock().unwrap().drain());
    }
}

fn acknowledged(story: &Story) -> usize {
    story
        .values()
        .filter(|known| **known != Known::Begun)
        .count()
}

fn said_at_the_end(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn note(line: &str, known: &mut Story) {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |i: usize| words.get(i).and_then(|word| word.parse::<usize>().ok());
    match (words.first(), number(1), number(2)) {
        (Some(&"begin"), Some(document), _) => known.insert(document, Known::Begun),
        (Some(&"put"), Some(document), Some(version)) => {
            known.insert(document, Known::Put(version))
        }
        (Some(&"deleted"), Some(document), _) => known.insert(document, Known::Deleted),
        _ => None,
    };
}

/// Whether the stored version of a document is one that it may have.
fn may_be(number: usize, known: Known, version: Option<usize>) -> bool {
    let is = |wanted: usize| version == Some(wanted);
    let next_is_put = number.is_multiple_of(3);
    let next_is_deletion = number.is_multiple_of(5);
    match known {
        Known::Begun => version.is_none() || is(0),
        Known::Put(0) => {
            is(0)
                || (next_is_put && is(1))
                || (!next_is_put && next_is_deletion && version.is_none())
        }
        Known::Put(last) => is(last) || (next_is_deletion && version.is_none()),
        Known::Deleted => version.is_none(),
    }
}

/// Everything that a store holds: documents, events and statements, without what counts changes.
#[derive(Debug, Default, PartialEq)]
struct Contents {
    documents: BTreeMap<usize, State>,
    events: BTreeMap<String, v1::EventRecord>,
    counts: Vec<v1::EventCount>,
}

async fn contents(store: &SqliteStore) -> Contents {
    let mut all = Contents::default();
    let mut cursor = None;
    loop {
        let page = store.scan_documents(cursor.as_ref(), 500).await.unwrap();
        all.documents.extend(page.items.iter().map(state));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let mut query = EventQuery {
        filter: EventFilter::default(),
        order: Order::NewestFirst,
        limit: 500,
        cursor: None,
    };
    loop {
        let page = store.search_events(&query).await.unwrap();
        for result in page.items {
            let event = v1::EventRecord {
                version: 0,
                ..result.event.unwrap()
            };
            all.events.insert(event.id.clone(), event);
        }
        query.cursor = page.next;
        if query.cursor.is_none() {
            break;
        }
    }
    let by_day = CountQuery {
        grouping: v1::EventGrouping::Type,
        bucket: v1::TimeBucket::Day,
        ..CountQuery::default()
    };
    all.counts = store.count_events(&by_day).await.unwrap();
    all
}

/// Looks at what killed processes have left behind; how many documents were acknowledged.
async fn look(path: &Path, known: &Story, rebuild: bool, round: u64) -> usize {
    let store = SqliteStore::open(path, Settings::default()).unwrap();
    let held = contents(&store).await;
    for (&number, &state) in known {
        let version = held.documents.get(&number).map(|state| state.version);
        assert!(
            may_be(number, state, version),
            "round {round}: {number} is {version:?}, not {state:?}"
        );
    }
    assert!(
        held.documents
            .keys()
            .all(|number| known.contains_key(number)),
        "nobody put it"
    );
    // No half document, and the merged events are those of the documents that are there.
    assert_eq!(
        store.verify().await.unwrap(),
        Vec::<String>::new(),
        "round {round}"
    );
    if rebuild {
        let folder = tempfile::tempdir().unwrap();
        let anew = SqliteStore::open(folder.path().join("store.db"), Settings::default()).unwrap();
        let documents = held
            .documents
            .iter()
            .map(|(&number, &state)| document(number, state));
        anew.put(documents.collect(), PutMode::KeepSame)
            .await
            .unwrap();
        assert_eq!(contents(&anew).await, held, "round {round}");
        anew.close().await;
    }
    store.close().await;
    acknowledged(known)
}

fn rounds() -> u64 {
    std::env::var("TRADEWIRE_CRASH_ROUNDS").map_or(20, |rounds| rounds.parse().unwrap())
}

/// Moments that differ from round to round, from right after the start to well into the writing.
fn moment(round: u64) -> Duration {
    Duration::from_millis(round * 7919 % 400)
}

#[test]
fn nothing_acknowledged_is_lost_however_often_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().join("store.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    #[cfg(target_os = "linux")]
    let clock = faults::Faults::new(folder.path(), "c");
    let prepare = |command: &mut Command, jumps: bool| {
        #[cfg(target_os = "linux")]
        if jumps {
            clock.give(command);
        }
        let _ = (command, jumps);
    };
    let mut known = Story::new();
    let mut acknowledged = 0;
    for round in 0..rounds() {
        // A new store now and then: looking through all of it takes longer the more it holds.
        if round % 20 == 0 && round > 0 {
            println!(
                "{} documents begun, {acknowledged} acknowledged",
                known.len()
            );
            known.clear();
            path.set_file_name(format!("store.db-{round}"));
        }
        let start = known.keys().max().map_or(0, |last: &usize| last + 1);
        // Every third time the clock jumps with each look at it, every other time two processes work on one file.
        let run = |lane| {
            Running::start(&path, start, lane, |command| {
                prepare(command, round % 3 == 2)
            })
        };
        let running: Vec<Running> = (0..if round % 2 == 1 { child::LANES } else { 1 })
            .map(run)
            .collect();
        for child in running {
            child.killed(moment(round), &mut known);
        }
        acknowledged = runtime.block_on(look(&path, &known, round % 10 == 9, round));
    }
    println!(
        "{} documents begun, {acknowledged} acknowledged",
        known.len()
    );
    assert!(
        acknowledged > 0,
        "the child was killed before it wrote anything, every time"
    );
}

/// Any write may fail, then all do, then no file may be opened, then all is well; and the process goes on by itself.
#[cfg(target_os = "linux")]
#[test]
fn nothing_acknowledged_is_lost_when_the_disk_is_full_or_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let faults = faults::Faults::new(folder.path(), "o");
    let mut known = Story::new();
    for round in 0..rounds().div_ceil(4) {
        let start = known.keys().max().map_or(0, |last| last + 1);
        faults.set("o");
        let running = Running::start(&path, start, 0, |command| {
            faults.give(command);
            command.env(child::FAULTS, "1");
        });
        for letters in ["r", "f", "d"] {
            faults.set(letters);
            std::thread::sleep(Duration::from_millis(150) + moment(round));
        }
        let before = running.acknowledged();
        faults.set("o");
        let began = Instant::now();
        while running.acknowledged() < before + 20 {
            assert!(
                began.elapsed() < PATIENCE,
                "round {round}: it does not recover"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        running.killed(moment(round), &mut known);
        runtime.block_on(look(&path, &known, true, round));
    }
}
