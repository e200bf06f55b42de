//! Every reason of `error_reason.proto` reaches a caller: one that is added without a case here fails the test.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::common::{ARTICLE, TestServer, document, error_info, request, storing};
use crate::store_faults;
use tokio_stream::StreamExt;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;
use tradewire::Config;
use tradewire::proto::v1::*;
use tradewire::server::{NewKey, Scope};

const GERMAN: &str = "Das Ministerium kündigte am Dienstag an, die Einfuhr von Aluminium aus Norwegen mit \
    einem Zoll zu belegen. Die Verbände der Industrie nannten den Schritt einen Fehler, weil die Preise für \
    Fenster, Dosen und Fahrräder steigen würden, und baten die Regierung um eine lange Frist.";

/// What a caller gets who asks for what cannot be.
async fn of_requests() -> Vec<Status> {
    let folder = tempfile::tempdir().unwrap();
    let mut config = storing(&folder);
    config.limits.max_document_bytes = 10_000;
    let server = TestServer::start(config).await;
    let (mut client, mut lookup) = (server.client().await, server.lookup().await);
    let mut statuses = Vec::new();
    let undated = Document {
        published_at: Some("yesterday".into()),
        ..document(ARTICLE)
    };
    let nested = Document {
        format: TextFormat::Html.into(),
        ..document(&("<div>".repeat(1_000) + "Tariffs on steel"))
    };
    for document in [
        undated,
        nested,
        document(" "),
        document(GERMAN),
        document(&ARTICLE.repeat(100)),
    ] {
        let request = ExtractRequest {
            document: Some(document),
            options: None,
        };
        statuses.push(client.extract(request).await.unwrap_err());
    }
    let page = SearchEventsRequest {
        page_token: "x".into(),
        ..Default::default()
    };
    statuses.push(lookup.search_events(page).await.unwrap_err());
    let watch = WatchEventsRequest {
        resume_token: "x".into(),
        ..Default::default()
    };
    statuses.push(lookup.watch_events(watch).await.unwrap_err());
    let unknown = GetEventRequest {
        event_id: "nothing".into(),
        ..Default::default()
    };
    statuses.push(lookup.get_event(unknown).await.unwrap_err());
    server.stopped().await;
    statuses
}

/// What a caller gets where there is no store to ask.
async fn of_no_store() -> Vec<Status> {
    let server = TestServer::start(Config::default()).await;
    let search = SearchEventsRequest::default();
    let status = server.lookup().await.search_events(search).await;
    server.stopped().await;
    vec![status.unwrap_err()]
}

/// What a caller gets who asks for too much.
async fn of_limits() -> Vec<Status> {
    let mut config = Config::default();
    config.limits.max_calls = 1;
    config.limits.max_call_duration = Some(Duration::from_millis(5));
    config.limits.max_stream_duration = Some(Duration::from_secs(2));
    let server = TestServer::start(config).await;
    let long = request(&ARTICLE.repeat(4_000));
    let mut statuses = vec![server.client().await.extract(long).await.unwrap_err()];
    let open = tokio_stream::pending::<StreamExtractRequest>();
    let stream = server.client().await.stream_extract(open).await.unwrap();
    let second = server.client().await.extract(request(ARTICLE)).await;
    statuses.push(second.unwrap_err());
    statuses.push(stream.into_inner().message().await.unwrap_err());
    server.stopped().await;

    let mut config = Config::default();
    config.limits.max_rate_per_caller = 1;
    let server = TestServer::start(config).await;
    let mut client = server.client().await;
    statuses.push(loop {
        if let Err(status) = client.extract(request(ARTICLE)).await {
            break status;
        }
    });
    server.stopped().await;
    statuses
}

/// What a caller gets who does not say who calls, or may not call.
async fn of_credentials() -> Vec<Status> {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.toml");
    let key = NewKey::generate().unwrap();
    std::fs::write(&keys, key.entry("search", &[Scope::Lookup])).unwrap();
    let mut config = Config::default();
    config.auth.keys_file = Some(keys);
    let server = TestServer::start(config).await;
    let mut client = server.client().await;
    let mut uncovered = Request::new(request(ARTICLE));
    uncovered
        .metadata_mut()
        .insert("x-api-key", key.secret.parse().unwrap());
    let statuses = vec![
        client.extract(request(ARTICLE)).await.unwrap_err(),
        client.extract(uncovered).await.unwrap_err(),
    ];
    server.stopped().await;
    statuses
}

/// What a caller gets whose stream is open when the server stops.
async fn of_stopping() -> Vec<Status> {
    let server = TestServer::start(Config::default()).await;
    let one = StreamExtractRequest {
        document: Some(document(ARTICLE)),
        ..Default::default()
    };
    let open = tokio_stream::once(one).chain(tokio_stream::pending());
    let mut stream = server
        .client()
        .await
        .stream_extract(open)
        .await
        .unwrap()
        .into_inner();
    stream.message().await.unwrap();
    server.stop();
    let status = stream.message().await.unwrap_err();
    server.stopped().await;
    vec![status]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reason_reaches_a_caller() {
    let (requests, no_store, limits, credentials, stopping, store) = tokio::join!(
        of_requests(),
        of_no_store(),
        of_limits(),
        of_credentials(),
        of_stopping(),
        store_faults::all(),
    );
    let statuses = [requests, no_store, limits, credentials, stopping, store].concat();
    let mut told = BTreeSet::new();
    for status in statuses {
        let details = status.get_error_details();
        assert!(details.request_info().is_some(), "{status:?}");
        let wait = matches!(status.code(), Code::ResourceExhausted | Code::Unavailable);
        assert_eq!(details.retry_info().is_some(), wait, "{status:?}");
        told.insert(error_info(&status).0);
    }
    let all = (1..)
        .map(ErrorReason::try_from)
        .take(100)
        .flatten()
        .map(|reason| reason.as_str_name().replace("ERROR_REASON_", ""));
    assert_eq!(told, all.collect());
}
