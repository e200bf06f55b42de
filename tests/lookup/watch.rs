//! Watches, against a real server and a real store: who replays what they answer has what the store holds.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use crate::common::news::report;
use crate::common::{PATIENCE, TestServer, error_info, storing, violations};
use tonic::{Code, Streaming};
use tradewire::proto::v1::*;

/// What a watcher knows: the events by id, and its place.
#[derive(Default)]
struct Replay {
    events: BTreeMap<String, EventRecord>,
    seen: HashSet<(String, u64, i32)>,
    token: String,
}

impl Replay {
    /// Takes an answer in; whether it told of a change.
    fn take(&mut self, answer: WatchEventsResponse) -> bool {
        assert!(!answer.resume_token.is_empty());
        self.token = answer.resume_token.clone();
        let kind = answer.kind();
        let Some(event) = answer.event else {
            assert_eq!(kind, ChangeKind::Unspecified);
            return false;
        };
        let new = self
            .seen
            .insert((event.id.clone(), event.version, kind.into()));
        assert!(
            new,
            "{kind:?} {} version {} came twice",
            event.id, event.version
        );
        let before = self.events.get(&event.id);
        match kind {
            ChangeKind::Added => assert!(before.is_none(), "{} was there", event.id),
            ChangeKind::Changed | ChangeKind::Removed => {
                let before = before.expect("what changes is known");
                assert!(
                    before.version < event.version,
                    "{} {}",
                    before.version,
                    event.version
                );
            }
            ChangeKind::Unspecified => panic!("an event without a kind of change"),
        }
        if kind == ChangeKind::Removed {
            self.events.remove(&event.id);
        } else {
            self.events.insert(event.id.clone(), event);
        }
        true
    }

    /// Takes answers in until the state is this one.
    async fn until(
        &mut self,
        watch: &mut Streaming<WatchEventsResponse>,
        state: &BTreeMap<String, EventRecord>,
    ) {
        while self.versions() != versions(state) {
            let answer = tokio::time::timeout(PATIENCE, watch.message()).await;
            let answer = answer
                .unwrap_or_else(|_| panic!("{:?}\nis not\n{:?}", self.versions(), versions(state)));
            self.take(answer.unwrap().unwrap());
        }
    }

    fn versions(&self) -> Vec<(String, u64)> {
        versions(&self.events)
    }
}

fn versions(events: &BTreeMap<String, EventRecord>) -> Vec<(String, u64)> {
    let pairs = events
        .values()
        .map(|event| (event.id.clone(), event.version));
    pairs.collect()
}

async fn watch(
    server: &TestServer,
    filter: &EventFilter,
    token: &str,
) -> Streaming<WatchEventsResponse> {
    let request = WatchEventsRequest {
        filter: Some(filter.clone()),
        resume_token: token.to_owned(),
    };
    server
        .lookup()
        .await
        .watch_events(request)
        .await
        .unwrap()
        .into_inner()
}

/// All events that match.
async fn state(server: &TestServer, filter: &EventFilter) -> BTreeMap<String, EventRecord> {
    let mut events = BTreeMap::new();
    let mut request = SearchEventsRequest {
        filter: Some(filter.clone()),
        ..SearchEventsRequest::default()
    };
    loop {
        let page = server
            .lookup()
            .await
            .search_events(request.clone())
            .await
            .unwrap()
            .into_inner();
        let records = page.results.into_iter().filter_map(|result| result.event);
        events.extend(records.map(|event| (event.id.clone(), event)));
        if page.next_page_token.is_empty() {
            return events;
        }
        request.page_token = page.next_page_token;
    }
}

fn filters() -> [EventFilter; 3] {
    [
        EventFilter::default(),
        EventFilter {
            types: vec![EventType::Tariff.into()],
            ..EventFilter::default()
        },
        EventFilter {
            actors: vec![ActorFilter {
                actor_id: "CN".into(),
                roles: vec![Role::Implementer.into()],
                include_members: false,
            }],
            ..EventFilter::default()
        },
    ]
}

#[tokio::test]
async fn who_replays_a_watch_over_reconnects_has_what_the_store_holds() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    for filter in filters() {
        let mut replay = Replay {
            events: state(&server, &filter).await,
            ..Replay::default()
        };
        let mut stream = watch(&server, &filter, "").await;
        assert!(!replay.take(stream.message().await.unwrap().unwrap()));
        let mut client = server.client().await;
        for round in 0..4 {
            // Some come, some change, some go.
            server
                .ingest((0..40).filter(|i| i % 4 == round).map(report))
                .await;
            let moved = |i: usize| Document {
                id: report(i).id,
                ..report(i + 500)
            };
            server
                .ingest((0..40).filter(|i| i % 8 == round).map(moved))
                .await;
            for i in (0..40).filter(|i| i % 8 == round + 4) {
                let document_id = report(i).id.unwrap();
                // Those that have not come yet cannot go.
                let _ = client
                    .delete_document(DeleteDocumentRequest { document_id })
                    .await;
            }
            // A few are taken, then the watcher comes back to where it was.
            for _ in 0..3 {
                let next = tokio::time::timeout(Duration::from_millis(200), stream.message()).await;
                if let Ok(answer) = next {
                    replay.take(answer.unwrap().unwrap());
                }
            }
            stream = watch(&server, &filter, &replay.token.clone()).await;
            if round % 2 == 1 {
                let state = state(&server, &filter).await;
                replay.until(&mut stream, &state).await;
            }
        }
        let state = state(&server, &filter).await;
        assert!(state.len() > 3, "the filter lets nothing through");
        replay.until(&mut stream, &state).await;
        for i in 0..40 {
            let document_id = report(i).id.unwrap();
            let _ = client
                .delete_document(DeleteDocumentRequest { document_id })
                .await;
        }
        replay.until(&mut stream, &BTreeMap::new()).await;
    }
    server.stopped().await;
}

#[tokio::test]
async fn who_reads_late_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let filter = EventFilter::default();
    let mut stream = watch(&server, &filter, "").await;
    server.ingest((0..400).map(report)).await;
    let state = state(&server, &filter).await;
    let mut replay = Replay::default();
    replay.until(&mut stream, &state).await;
    server.stopped().await;
}

#[tokio::test]
async fn statements_are_watched_as_events_are() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let request = |resume_token: &str| WatchStatementsRequest {
        filter: Some(StatementFilter {
            text: "\"answer number 7\"".into(),
            ..StatementFilter::default()
        }),
        resume_token: resume_token.to_owned(),
    };
    let mut lookup = server.lookup().await;
    let mut stream = lookup
        .watch_statements(request(""))
        .await
        .unwrap()
        .into_inner();
    let first = stream.message().await.unwrap().unwrap();
    assert_eq!(
        (first.kind(), &first.statement),
        (ChangeKind::Unspecified, &None)
    );
    drop(stream);

    server.ingest((0..20).map(report)).await;
    let resumed = lookup.watch_statements(request(&first.resume_token)).await;
    let mut stream = resumed.unwrap().into_inner();
    let mut told = Vec::new();
    while told.is_empty() {
        let answer = tokio::time::timeout(PATIENCE, stream.message()).await;
        let answer = answer.unwrap().unwrap().unwrap();
        told.extend(answer.statement.map(|s| (answer.kind, s.document_id)));
    }
    assert_eq!(told, [(ChangeKind::Added.into(), "report-7".to_owned())]);
    server.stopped().await;
}

#[tokio::test]
async fn a_stopping_server_ends_watches_and_tells_why() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let mut stream = watch(&server, &EventFilter::default(), "").await;
    stream.message().await.unwrap().unwrap();
    server.stop();
    let ended = tokio::time::timeout(PATIENCE, stream.message())
        .await
        .unwrap();
    let status = ended.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable);
    assert_eq!(error_info(&status).0, "SHUTTING_DOWN");
    server.stopped().await;
}

#[tokio::test]
async fn a_resume_token_is_good_for_its_own_watch_and_store_only() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let mut stream = watch(&server, &EventFilter::default(), "").await;
    let token = stream.message().await.unwrap().unwrap().resume_token;
    let foreign = {
        let folder = tempfile::tempdir().unwrap();
        let other = TestServer::start(storing(&folder)).await;
        let mut stream = watch(&other, &EventFilter::default(), "").await;
        let token = stream.message().await.unwrap().unwrap().resume_token;
        other.stopped().await;
        token
    };
    let tariffs = filters()[1].clone();
    for (filter, resume_token) in [
        (EventFilter::default(), "x".to_owned()),
        (EventFilter::default(), format!("{token}A")),
        (EventFilter::default(), foreign),
        (tariffs, token.clone()),
    ] {
        let request = WatchEventsRequest {
            filter: Some(filter),
            resume_token,
        };
        let status = server
            .lookup()
            .await
            .watch_events(request)
            .await
            .unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(error_info(&status).0, "INVALID_RESUME_TOKEN");
        assert_eq!(
            violations(&status),
            [("resume_token".into(), "INVALID_RESUME_TOKEN".into())]
        );
    }
    let statements = WatchStatementsRequest {
        filter: None,
        resume_token: token,
    };
    let status = server
        .lookup()
        .await
        .watch_statements(statements)
        .await
        .unwrap_err();
    assert_eq!(error_info(&status).0, "INVALID_RESUME_TOKEN");
    server.stopped().await;
}
