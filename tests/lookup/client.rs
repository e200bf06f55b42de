//! The crate's own client, and the commands that are made of it.
#![cfg(feature = "client")]

use std::process::{Command, Output};
use std::time::Duration;

use crate::common::news::report;
use crate::common::{TestServer, storing};
use tonic::Code;
use tradewire::client::{Client, ClientError, Options};
use tradewire::proto::v1::*;

async fn server(folder: &tempfile::TempDir) -> (TestServer, Client) {
    let server = TestServer::start(storing(folder)).await;
    server.ingest((0..12).map(report)).await;
    let address = format!("http://{}", server.address);
    let client = Client::connect(&address, Options::default()).await.unwrap();
    (server, client)
}

/// Runs `tradewire query` while the server goes on.
async fn query(server: &TestServer, arguments: &[&str], folder: &tempfile::TempDir) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewire"));
    command.arg("query").args(arguments);
    command.args(["--server", &format!("http://{}", server.address)]);
    command.current_dir(folder.path());
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_whole_however_small_their_pages() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = server(&folder).await;
    let mut lists = Vec::new();
    for page_size in [0, 1, 5] {
        let request = SearchEventsRequest {
            page_size,
            ..Default::default()
        };
        let found = client.search_events(request).take(1000).await.unwrap();
        let ids = found.into_iter().map(|result| result.event.unwrap().id);
        lists.push(ids.collect::<Vec<_>>());
    }
    assert!(lists[0].len() > 5);
    assert_eq!(lists[0], lists[1]);
    assert_eq!(lists[0], lists[2]);
    let event = client.event(&lists[0][0]).await.unwrap();
    assert_eq!(event.id, lists[0][0]);
    let documents = client.search_documents(SearchDocumentsRequest::default());
    assert_eq!(documents.take(1000).await.unwrap().len(), 12);
    server.stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_told_with_its_reason_and_every_violation() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = server(&folder).await;
    let Err(ClientError::Call(error)) = client.event("nothing").await else {
        panic!("an unknown id was found");
    };
    assert_eq!(error.code, Code::NotFound);
    assert_eq!(error.reason, Some(ErrorReason::NotFound));
    assert_eq!(error.metadata["id"], "nothing");
    let document = Document {
        text: " ".into(),
        published_at: Some("yesterday".into()),
        ..Default::default()
    };
    let Err(ClientError::Call(error)) = client.extract(document, ExtractOptions::default()).await
    else {
        panic!("an empty text was read");
    };
    let fields: Vec<_> = error.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["document.text", "document.published_at"]);
    server.stopped().await;
}

#[tokio::test]
async fn nobody_at_the_address_is_an_error_and_no_wait() {
    let options = Options {
        deadline: Duration::from_secs(5),
        ..Options::default()
    };
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let connected = Client::connect(&address, options).await;
    assert!(matches!(connected, Err(ClientError::Connect(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_answer_as_tables_json_csv_and_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let (server, client) = server(&folder).await;
    let all = client.search_events(SearchEventsRequest::default());
    let all = all.take(1000).await.unwrap().len();
    let lines = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();

    let table = query(&server, &["events", "--type", "tariff"], &folder).await;
    assert!(table.status.success());
    let table = lines(&table);
    assert!(
        table.contains("tariff") && !table.contains("export control"),
        "{table}"
    );
    let json = query(&server, &["events", "--format", "json"], &folder).await;
    let json = lines(&json);
    assert_eq!(json.lines().count(), all);
    for line in json.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(record["event"]["type"].is_string());
    }
    let csv = query(
        &server,
        &["statements", "--format", "csv", "--limit", "3"],
        &folder,
    )
    .await;
    assert_eq!(lines(&csv).lines().count(), 4);
    let timeline = query(&server, &["timeline", "--svg", "weeks.svg"], &folder).await;
    let counted: usize = lines(&timeline)
        .lines()
        .map(|line| {
            line.split_whitespace()
                .nth(1)
                .unwrap()
                .parse::<usize>()
                .unwrap()
        })
        .sum();
    assert_eq!(counted, all);
    let picture = std::fs::read_to_string(folder.path().join("weeks.svg")).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("<title>2025-"));

    let refused = query(&server, &["events", "--since", "yesterday"], &folder).await;
    assert_eq!(refused.status.code(), Some(1));
    let errors = String::from_utf8(refused.stderr).unwrap();
    assert!(errors.contains("filter.reported.first"), "{errors}");
    server.stopped().await;
}
