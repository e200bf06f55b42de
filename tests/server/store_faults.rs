//! What callers and probes are told when the store cannot do its work. Faults are made in the file, behind the server's back.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use crate::common::news::report;
use crate::common::{PATIENCE, TestServer, error_info, storing};
use tokio::time::timeout;
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tradewire::proto::v1::*;

/// A status of each fault, for the test of the reasons.
pub async fn all() -> Vec<Status> {
    let (locked, damaged, full, expired, broken) = tokio::join!(
        of_a_locked_store(),
        of_a_damaged_store(),
        of_a_full_store(),
        of_an_old_resume_token(),
        of_a_fault_inside(),
    );
    vec![locked, damaged, full, expired, broken]
}

/// Waits until this is told of the look-up service and of the server as a whole; extraction needs no store.
async fn told(server: &TestServer, status: ServingStatus) {
    let mut health = HealthClient::new(server.channel().await);
    let mut check = async |service: &str| {
        let service = service.to_owned();
        let answer = health.check(HealthCheckRequest { service }).await;
        answer.unwrap().into_inner().status()
    };
    let wait = async {
        loop {
            let (lookup, all) = (check("tradewire.v1.LookupService").await, check("").await);
            if (lookup, all) == (status, status) {
                return check("tradewire.v1.ExtractionService").await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let extraction = timeout(PATIENCE, wait).await.unwrap();
    assert_eq!(extraction, ServingStatus::Serving);
}

async fn ingest(server: &TestServer, document: Document) -> Result<(), Status> {
    let document = Some(document);
    let mut client = server.client().await;
    client.ingest(IngestRequest { document }).await.map(drop)
}

async fn get(server: &TestServer, id: &str) -> Result<(), Status> {
    let document_id = id.to_owned();
    let mut lookup = server.lookup().await;
    let answer = lookup.get_document(GetDocumentRequest {
        document_id,
        ..Default::default()
    });
    answer.await.map(drop)
}

fn sql(folder: &tempfile::TempDir, statements: &str) {
    let connection = rusqlite::Connection::open(folder.path().join("news.db")).unwrap();
    connection.execute_batch(statements).unwrap();
}

/// A folder with a store of some reports that nobody has open.
async fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest((0..3).map(report)).await;
    server.stopped().await;
    folder
}

async fn of_a_locked_store() -> Status {
    let folder = filled().await;
    let server = TestServer::start(storing(&folder)).await;
    told(&server, ServingStatus::Serving).await;
    let other = rusqlite::Connection::open(folder.path().join("news.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let status = ingest(&server, report(7)).await.unwrap_err();
    told(&server, ServingStatus::NotServing).await;
    get(&server, "report-0").await.unwrap();
    other.execute_batch("ROLLBACK").unwrap();
    ingest(&server, report(7)).await.unwrap();
    told(&server, ServingStatus::Serving).await;
    server.stopped().await;
    status
}

/// Overwrites the page from which a table is reached.
fn damage(path: &Path, table: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: u64 = connection
        .query_row(root, [table], |row| row.get(0))
        .unwrap();
    let bytes: u64 = connection
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .unwrap();
    drop(connection);
    let mut file = std::fs::File::options().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start((page - 1) * bytes)).unwrap();
    let noise = vec![0xA5; usize::try_from(bytes).unwrap()];
    file.write_all(&noise).unwrap();
}

async fn of_a_damaged_store() -> Status {
    let folder = filled().await;
    damage(&folder.path().join("news.db"), "document");
    let server = TestServer::start(storing(&folder)).await;
    let status = get(&server, "report-0").await.unwrap_err();
    assert_eq!(status.code(), Code::DataLoss);
    told(&server, ServingStatus::NotServing).await;
    server.stopped().await;
    status
}

async fn of_a_full_store() -> Status {
    let folder = tempfile::tempdir().unwrap();
    let mut config = storing(&folder);
    config.store.max_bytes = 1 << 20;
    let server = TestServer::start(config).await;
    let mut kept = 0;
    let status = loop {
        let long = Document {
            text: report(kept).text + &"\n".repeat(200_000),
            ..report(kept)
        };
        match ingest(&server, long).await {
            Ok(()) => kept += 1,
            Err(status) => break status,
        }
    };
    assert!(kept > 0);
    told(&server, ServingStatus::NotServing).await;
    get(&server, "report-0").await.unwrap();
    server.stopped().await;
    let server = TestServer::start(storing(&folder)).await;
    ingest(&server, report(kept)).await.unwrap();
    told(&server, ServingStatus::Serving).await;
    server.stopped().await;
    status
}

async fn of_an_old_resume_token() -> Status {
    let folder = filled().await;
    let server = TestServer::start(storing(&folder)).await;
    let watch = |resume_token: String| WatchEventsRequest {
        resume_token,
        ..Default::default()
    };
    let mut lookup = server.lookup().await;
    let stream = lookup.watch_events(watch(String::new())).await;
    let first = stream.unwrap().into_inner().message().await;
    let token = first.unwrap().unwrap().resume_token;
    server.ingest((3..6).map(report)).await;
    server.stopped().await;
    // As if a million changes had passed.
    sql(
        &folder,
        "DELETE FROM change; UPDATE meta SET value = (SELECT value FROM meta WHERE name = 'revision') WHERE name = 'forgotten'",
    );
    let server = TestServer::start(storing(&folder)).await;
    let stream = server.lookup().await.watch_events(watch(token)).await;
    let status = match stream {
        Err(status) => status,
        Ok(stream) => stream.into_inner().message().await.unwrap_err(),
    };
    assert_eq!(status.code(), Code::OutOfRange);
    server.stopped().await;
    status
}

async fn of_a_fault_inside() -> Status {
    let folder = filled().await;
    let server = TestServer::start(storing(&folder)).await;
    sql(&folder, "ALTER TABLE document RENAME TO mislaid");
    let status = get(&server, "report-0").await.unwrap_err();
    assert_eq!(status.code(), Code::Internal);
    assert!(!format!("{status:?}").contains("document"), "{status:?}");
    assert!(error_info(&status).1.contains_key("request_id"));
    server.stopped().await;
    status
}
