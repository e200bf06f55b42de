//! Everything at once over calls: who keeps, replaces, takes back and gives up; who pages, counts and looks up; who follows, and who
//! follows without reading; and peers that break the protocol or vanish. What was answered is there at the end, and nothing else.
//!
//! `TRADEWIRE_LOAD_ROUNDS=1000` has them go on for longer.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tonic::transport::Channel;
use tonic::{Code, Status, Streaming};
use tradewire::proto::v1::lookup_service_client::LookupServiceClient;
use tradewire::proto::v1::*;

use crate::common::PATIENCE;
use crate::common::news::report;
use crate::faults::{HOSTILE, MOST_GROWTH, garbage, half_open, rapid_reset};
use crate::process::Process;
use crate::soak::resident;

const WRITERS: usize = 4;
const READERS: usize = 2;
/// Documents of one writer; nobody else writes them.
const OWN: usize = 24;
/// Answers after which a follower comes back on another connection.
const LEG: usize = 40;

fn rounds() -> usize {
    std::env::var("TRADEWIRE_LOAD_ROUNDS").map_or(60, |rounds| rounds.parse().unwrap())
}

/// Titles by id: no two reports have the same title.
type Kept = BTreeMap<String, String>;

fn note(kept: &mut Kept, document: Document) {
    kept.insert(document.id.unwrap(), document.title.unwrap());
}

async fn lookup(address: SocketAddr) -> LookupServiceClient<Channel> {
    let channel = Channel::from_shared(format!("http://{address}")).unwrap();
    LookupServiceClient::new(channel.connect().await.unwrap())
}

/// Writes for some rounds; what is kept by what was answered.
async fn write(address: SocketAddr, writer: usize) -> Kept {
    let mut client = Process::client(address).await;
    let mut kept = Kept::new();
    let mut noise = u32::try_from(writer).unwrap() + 1;
    let mut below = |below: usize| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 8) as usize % below
    };
    for round in 0..rounds() {
        let mut any = || {
            let own = writer * OWN + below(OWN);
            let id = report(own).id;
            // What it says is of one of three reports.
            let told = report(own + 1_000 * below(3));
            Document { id, ..told }
        };
        match round % 5 {
            0 | 1 => {
                let document = any();
                let ask = IngestRequest {
                    document: Some(document.clone()),
                };
                client.ingest(ask).await.expect("it is kept");
                note(&mut kept, document);
            }
            2 => {
                let all: BTreeMap<_, _> =
                    (0..6).map(|_| any()).map(|d| (d.id.clone(), d)).collect();
                let asks: Vec<_> = all
                    .values()
                    .map(|document| StreamIngestRequest {
                        correlation_id: document.id.clone().unwrap(),
                        document: Some(document.clone()),
                    })
                    .collect();
                let asked = asks.len();
                let answers = client.stream_ingest(tokio_stream::iter(asks)).await;
                let answers: Vec<_> = answers.unwrap().into_inner().collect().await;
                assert_eq!(answers.len(), asked);
                for answer in answers {
                    let result = answer.unwrap().result;
                    let Some(stream_ingest_response::Result::Ingested(_)) = result else {
                        panic!("{result:?}");
                    };
                }
                all.into_values()
                    .for_each(|document| note(&mut kept, document));
            }
            3 => {
                let document_id = any().id.unwrap();
                let ask = DeleteDocumentRequest {
                    document_id: document_id.clone(),
                };
                let answer = client.delete_document(ask).await;
                match kept.remove(&document_id) {
                    Some(_) => drop(answer.expect("it was kept")),
                    None => assert_eq!(answer.unwrap_err().code(), Code::NotFound),
                }
            }
            // Given up, so that it may have been kept or not; then asked for once more.
            _ => {
                let document = report(100_000 + writer * 10_000 + round);
                let ask = IngestRequest {
                    document: Some(document.clone()),
                };
                let in_haste = Duration::from_micros(200 * below(10) as u64);
                timeout(in_haste, client.ingest(ask.clone())).await.ok();
                client.ingest(ask).await.expect("it is kept");
                note(&mut kept, document);
            }
        }
    }
    kept
}

/// Pages, counts and looks up until told to stop.
async fn read(address: SocketAddr, stop: Arc<AtomicBool>, answered: Arc<AtomicUsize>) {
    let mut client = lookup(address).await;
    while !stop.load(Ordering::Relaxed) {
        let mut page = SearchEventsRequest {
            page_size: 7,
            ..Default::default()
        };
        for _ in 0..10 {
            let answer = client.search_events(page.clone()).await;
            let answer = answer.expect("a page").into_inner();
            for result in answer.results {
                let ask = GetEventRequest {
                    event_id: result.event.unwrap().id,
                    ..Default::default()
                };
                match client.get_event(ask).await {
                    // Under another id, where its first source went since.
                    Ok(answer) => assert!(answer.into_inner().event.is_some()),
                    // Its last source went.
                    Err(status) => assert_eq!(status.code(), Code::NotFound, "{status}"),
                }
                answered.fetch_add(1, Ordering::Relaxed);
            }
            page.page_token = answer.next_page_token;
            if page.page_token.is_empty() {
                break;
            }
        }
        let by_word = SearchStatementsRequest {
            filter: Some(StatementFilter {
                text: "answer".into(),
                ..Default::default()
            }),
            ..Default::default()
        };
        client.search_statements(by_word).await.expect("a page");
        let all = CountEventsRequest::default();
        client.count_events(all).await.expect("counts");
        let actors = ListActorsRequest::default();
        client.list_actors(actors).await.expect("a list");
        answered.fetch_add(3, Ordering::Relaxed);
    }
}

/// Versions by id of the events that a store without documents comes to hold.
struct Follower {
    address: SocketAddr,
    token: String,
    events: BTreeMap<String, u64>,
}

impl Follower {
    async fn watch(&self) -> Result<Streaming<WatchEventsResponse>, Status> {
        let ask = WatchEventsRequest {
            filter: None,
            resume_token: self.token.clone(),
        };
        let answer = lookup(self.address).await.watch_events(ask).await;
        answer.map(tonic::Response::into_inner)
    }

    /// Follows until it knows as many changes as there are, coming back again and again.
    async fn until(
        mut self,
        mut last: tokio::sync::watch::Receiver<Option<BTreeMap<String, u64>>>,
    ) {
        loop {
            let mut stream = self.watch().await.expect("a watch");
            for _ in 0..LEG {
                if last.borrow_and_update().as_ref() == Some(&self.events) {
                    return;
                }
                let answer = tokio::select! {
                    answer = stream.message() => answer,
                    _ = last.changed() => continue,
                };
                // The server ends what lasts for long.
                let Ok(Some(answer)) = answer else { break };
                self.token.clone_from(&answer.resume_token);
                let kind = answer.kind();
                let Some(event) = answer.event else { continue };
                if kind == ChangeKind::Removed {
                    self.events.remove(&event.id).expect("it was there");
                } else {
                    let before = self.events.insert(event.id, event.version);
                    assert!(before.is_none_or(|before| before < event.version));
                    assert_eq!(before.is_none(), kind == ChangeKind::Added);
                }
            }
        }
    }
}

/// Follows and takes nothing.
async fn idle_follower(address: SocketAddr) -> Streaming<WatchEventsResponse> {
    let endpoint = Channel::from_shared(format!("http://{address}")).unwrap();
    let narrow = endpoint
        .initial_stream_window_size(1)
        .initial_connection_window_size(1);
    let mut client = LookupServiceClient::new(narrow.connect().await.unwrap());
    let all = WatchEventsRequest::default();
    client.watch_events(all).await.unwrap().into_inner()
}

async fn events(address: SocketAddr) -> BTreeMap<String, u64> {
    let mut client = lookup(address).await;
    let mut found = BTreeMap::new();
    let mut page = SearchEventsRequest::default();
    loop {
        let answer = client.search_events(page.clone()).await;
        let answer = answer.unwrap().into_inner();
        let records = answer.results.into_iter().filter_map(|result| result.event);
        found.extend(records.map(|event| (event.id, event.version)));
        page.page_token = answer.next_page_token;
        if page.page_token.is_empty() {
            return found;
        }
    }
}

async fn documents(address: SocketAddr) -> Kept {
    let mut client = lookup(address).await;
    let mut found = Kept::new();
    let mut page = SearchDocumentsRequest::default();
    loop {
        let answer = client.search_documents(page.clone()).await;
        let answer = answer.unwrap().into_inner();
        let records = answer
            .results
            .into_iter()
            .filter_map(|result| result.document);
        records
            .filter_map(|record| record.document)
            .for_each(|document| note(&mut found, document));
        page.page_token = answer.next_page_token;
        if page.page_token.is_empty() {
            return found;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_at_once_loses_nothing_and_refuses_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db");
    let store = store.to_str().unwrap();
    let mut server = Process::start(&[&["--store", store], HOSTILE].concat());
    let address = server.address("listening");
    let memory = resident(server.id());

    let follower = Follower {
        address,
        token: String::new(),
        events: BTreeMap::new(),
    };
    let (last, told) = tokio::sync::watch::channel(None);
    let follower = tokio::spawn(follower.until(told));
    let idle = idle_follower(address).await;
    let (stop, answered) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
    let mut readers = JoinSet::new();
    for _ in 0..READERS {
        readers.spawn(read(address, stop.clone(), answered.clone()));
    }
    let mut writers: JoinSet<Kept> = (0..WRITERS).map(|writer| write(address, writer)).collect();
    let hostile = tokio::spawn(async move {
        tokio::join!(garbage(address), rapid_reset(address), half_open(address));
    });

    let mut kept = Kept::new();
    while let Some(of_one) = writers.join_next().await {
        kept.extend(of_one.unwrap());
    }
    hostile.await.unwrap();
    stop.store(true, Ordering::Relaxed);
    readers.join_all().await;
    assert!(answered.load(Ordering::Relaxed) > 0);
    assert_eq!(documents(address).await, kept);
    last.send_replace(Some(events(address).await));
    let follower = timeout(PATIENCE, follower).await;
    follower.expect("the follower comes to the end").unwrap();

    let grown = resident(server.id()).saturating_sub(memory);
    assert!(grown < MOST_GROWTH, "grew by {grown} bytes");
    drop(idle);
    server.end();
    let verify = Command::new(env!("CARGO_BIN_EXE_tradewire"))
        .args(["store", "verify", "--store", store])
        .output()
        .unwrap();
    assert!(verify.status.success(), "{verify:?}");
}
