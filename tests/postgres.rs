//! A server whose database goes away and comes back.
#![cfg(unix)]

#[path = "common/certificates.rs"]
mod certificates;
mod common;
#[path = "common/postgres.rs"]
mod postgres;

use std::time::Duration;

use certificates::Authority;
use common::{PATIENCE, TestServer};
use postgres::Postgres;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt;
use tradewire::Config;
use tradewire::proto::v1::{
    self, GetDocumentRequest, IngestRequest, ReadConsistency, SearchDocumentsRequest,
    SearchEventsRequest,
};
use tradewire::store::postgres::{PostgresStore, Settings};
use tradewire::store::{Location, StoreError};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_outlives_its_database() {
    let Some(mut database) = blocking(|| Postgres::start(&[])).await else {
        return;
    };
    let mut config = Config::default();
    config.store.path = Some(Location::from(database.address("postgres")));
    let server = TestServer::start(config).await;
    let (mut extraction, mut lookup) = (server.client().await, server.lookup().await);
    let mut health = HealthClient::new(server.channel().await);
    let ingest = |id: &str| IngestRequest {
        document: Some(v1::Document {
            id: Some(id.into()),
            ..common::document(common::ARTICLE)
        }),
    };
    let kept = extraction.ingest(ingest("a")).await.unwrap().into_inner();
    assert!(kept.ingested.is_some());

    database = blocking(move || {
        database.kill();
        database
    })
    .await;
    let mut late = tonic::Request::new(ingest("b"));
    late.set_timeout(Duration::from_secs(3));
    let refused = extraction.ingest(late).await.unwrap_err();
    let mut look = tonic::Request::new(SearchEventsRequest::default());
    look.set_timeout(Duration::from_secs(3));
    let unseen = lookup.search_events(look).await.unwrap_err();
    for status in [refused, unseen] {
        assert_eq!(status.code(), Code::Unavailable, "{status:?}");
        let details = status.get_error_details();
        assert!(details.retry_info().is_some());
        assert_eq!(details.error_info().unwrap().reason, "STORE_UNAVAILABLE");
    }
    let lookup_service = "tradewire.v1.LookupService";
    told(&mut health, lookup_service, "NotServing").await;

    let _database = blocking(move || {
        database.run();
        database
    })
    .await;
    told(&mut health, lookup_service, "Serving").await;
    extraction.ingest(ingest("b")).await.unwrap();
    let found = lookup
        .get_document(GetDocumentRequest {
            document_id: "a".into(),
            ..Default::default()
        })
        .await;
    assert!(found.is_ok(), "{found:?}");
    server.stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_answers_what_need_not_be_the_latest() {
    let Some(primary) = blocking(|| Postgres::start(&["wal_level = replica"])).await else {
        return;
    };
    let (follower, primary) = blocking(move || (primary.follower(), primary)).await;
    let mut config = Config::default();
    config.store.path = Some(Location::from(primary.address_with(&follower, "postgres")));
    let server = TestServer::start(config).await;
    let (mut extraction, lookup) = (server.client().await, server.lookup().await);
    let mut ingest = async |id: &str| {
        let document = v1::Document {
            id: Some(id.into()),
            ..common::document(common::ARTICLE)
        };
        let request = IngestRequest {
            document: Some(document),
        };
        let kept = extraction.ingest(request).await.unwrap().into_inner();
        kept.ingested.unwrap().write_token
    };
    let finds = async |id: &str, consistency: Option<ReadConsistency>| {
        let request = GetDocumentRequest {
            document_id: id.into(),
            consistency,
        };
        match lookup.clone().get_document(request).await {
            Ok(_) => true,
            Err(status) if status.code() == Code::NotFound => false,
            Err(status) => panic!("{status:?}"),
        }
    };
    let stale = ReadConsistency {
        allow_stale: true,
        ..ReadConsistency::default()
    };
    let after = |token: &str| ReadConsistency {
        write_token: token.to_owned(),
        ..ReadConsistency::default()
    };
    let until_found = async |id: &str| {
        let found = async {
            while !finds(id, Some(stale.clone())).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, found).await.unwrap();
    };

    let first = ingest("a").await;
    until_found("a").await;
    let (follower, primary) = blocking(move || {
        follower.sql("postgres", "SELECT pg_wal_replay_pause()");
        while follower
            .sql("postgres", "SELECT pg_get_wal_replay_pause_state()")
            .trim()
            != "paused"
        {
            std::thread::sleep(Duration::from_millis(20));
        }
        (follower, primary)
    })
    .await;
    let second = ingest("b").await;
    assert!(
        !finds("b", Some(stale.clone())).await,
        "the follower is asked"
    );
    assert!(
        finds("b", Some(after(&second))).await,
        "it has not come so far"
    );
    assert!(finds("b", None).await, "the latest");
    assert!(finds("a", Some(after(&first))).await);
    // Who finds that it is kept already sees it, whoever has put it.
    let again = ingest("b").await;
    assert!(finds("b", Some(after(&again))).await);

    let request = SearchDocumentsRequest {
        page_size: 1,
        ..SearchDocumentsRequest::default()
    };
    let page = lookup
        .clone()
        .search_documents(request.clone())
        .await
        .unwrap();
    let rest = SearchDocumentsRequest {
        page_token: page.into_inner().next_page_token,
        consistency: Some(stale.clone()),
        ..request
    };
    assert!(!rest.page_token.is_empty());
    lookup.clone().search_documents(rest).await.unwrap();
    let foreign = GetDocumentRequest {
        document_id: "a".into(),
        consistency: Some(after("x")),
    };
    let refused = lookup.clone().get_document(foreign).await.unwrap_err();
    let violations = refused
        .get_error_details()
        .bad_request()
        .unwrap()
        .field_violations
        .clone();
    assert_eq!(violations[0].field, "consistency.write_token");

    let mut follower = blocking(move || {
        follower.sql("postgres", "SELECT pg_wal_replay_resume()");
        follower
    })
    .await;
    until_found("b").await;
    let _follower = blocking(move || {
        follower.kill();
        follower
    })
    .await;
    assert!(
        finds("b", Some(stale)).await,
        "the database itself is asked"
    );
    server.stopped().await;
    drop(primary);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_encrypted_and_the_database_has_to_be_the_right_one() {
    let Some(database) = blocking(|| Postgres::start(&[])).await else {
        return;
    };
    let authority = Authority::new();
    let issued = authority.issue(true);
    let database = blocking(move || {
        database.encrypt(&issued.certificate, &issued.key);
        database
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, authority: &Authority| {
        let path = folder.path().join(name);
        std::fs::write(&path, authority.pem()).unwrap();
        path.display().to_string()
    };
    let (right, wrong) = (file("right", &authority), file("wrong", &Authority::new()));
    let address = database
        .address("postgres")
        .replace("127.0.0.1", "localhost");
    let open = async |options: String| {
        let settings = Settings {
            retry_for: Duration::from_millis(300),
            ..Settings::default()
        };
        PostgresStore::open(&format!("{address}?{options}"), settings).await
    };
    let opened = open(format!("sslmode=verify-full&sslrootcert={right}")).await;
    assert!(opened.is_ok(), "{opened:?}");
    for refused in [
        format!("sslmode=verify-full&sslrootcert={wrong}"),
        "sslmode=disable".to_owned(),
    ] {
        let error = open(refused).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable { .. }), "{error:?}");
    }
}

/// Waits until the health of a service is something.
async fn told(health: &mut HealthClient<tonic::transport::Channel>, service: &str, status: &str) {
    let wanted = async {
        loop {
            let request = HealthCheckRequest {
                service: service.to_owned(),
            };
            let answer = health.check(request).await.unwrap().into_inner();
            if format!("{:?}", answer.status()) == status {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, wanted).await;
    waited.unwrap_or_else(|_| panic!("{service} is {status}"));
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}
