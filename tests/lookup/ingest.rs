//! Keeping documents, against a real server and a real store.

use crate::common::news::report;
use crate::common::{ARTICLE, TestServer, document, error_info, storing, violations};
use tokio_stream::StreamExt;
use tonic::Code;
use tradewire::Config;
use tradewire::proto::v1::stream_ingest_response::Result as Outcome;
use tradewire::proto::v1::*;

fn article() -> Document {
    Document {
        id: Some("a-1".into()),
        published_at: Some("2025-03-12".into()),
        ..document(ARTICLE)
    }
}

#[tokio::test]
async fn what_a_document_tells_can_be_looked_up() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let kept = server.ingest([article()]).await.remove(0);
    assert_eq!(
        (kept.document_id.as_str(), kept.outcome()),
        ("a-1", IngestOutcome::Added)
    );
    assert!(!kept.event_ids.is_empty());
    assert_eq!(kept.statement_ids.len(), 1);

    let mut lookup = server.lookup().await;
    let request = GetDocumentRequest {
        document_id: "a-1".into(),
        ..Default::default()
    };
    let record = lookup
        .get_document(request)
        .await
        .unwrap()
        .into_inner()
        .document
        .unwrap();
    assert_eq!(record.document, Some(article()));
    assert_eq!(record.event_ids, kept.event_ids);
    assert_eq!(record.statement_ids, kept.statement_ids);
    assert!(record.ingested_at.is_some());
    assert_eq!(record.extractor_version, env!("CARGO_PKG_VERSION"));

    let request = BatchGetEventsRequest {
        event_ids: kept.event_ids.clone(),
        ..Default::default()
    };
    let events = lookup
        .batch_get_events(request)
        .await
        .unwrap()
        .into_inner()
        .events;
    let ids: Vec<_> = events.iter().map(|event| event.id.clone()).collect();
    assert_eq!(ids, kept.event_ids);
    for event in &events {
        let source = &event.sources[0];
        assert_eq!(source.document_id, "a-1");
        for mention in &source.event.as_ref().unwrap().mentions {
            let span = mention.span.as_ref().unwrap();
            assert_eq!(&ARTICLE[span.start as usize..span.end as usize], span.text);
        }
    }

    let statement_id = kept.statement_ids[0].clone();
    let request = GetStatementRequest {
        statement_id: statement_id.clone(),
        ..Default::default()
    };
    let statement = lookup
        .get_statement(request)
        .await
        .unwrap()
        .into_inner()
        .statement
        .unwrap();
    assert_eq!(
        (statement.id, statement.document_id.as_str()),
        (statement_id, "a-1")
    );
    let said = &statement.statement.unwrap().content[0];
    assert_eq!(&ARTICLE[said.start as usize..said.end as usize], said.text);
    server.stopped().await;
}

#[tokio::test]
async fn the_same_again_changes_nothing_and_another_text_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let unnamed = document(ARTICLE);
    let changed = Document {
        text: "China suspended its tariff on Australian wine on Friday.".into(),
        ..article()
    };
    let kept = server
        .ingest([
            article(),
            article(),
            unnamed.clone(),
            unnamed,
            changed,
            article(),
        ])
        .await;
    let outcomes: Vec<_> = kept.iter().map(IngestedDocument::outcome).collect();
    use IngestOutcome::{Added, Replaced, Unchanged};
    assert_eq!(
        outcomes,
        [Added, Unchanged, Added, Unchanged, Replaced, Replaced]
    );
    assert_eq!(kept[0].event_ids, kept[1].event_ids);
    assert_eq!(kept[0].statement_ids, kept[5].statement_ids);
    assert_eq!(kept[2].document_id, kept[3].document_id);

    let mut client = server.client().await;
    for id in ["a-1", &kept[2].document_id] {
        let request = DeleteDocumentRequest {
            document_id: id.to_owned(),
        };
        client.delete_document(request.clone()).await.unwrap();
        let status = client.delete_document(request).await.unwrap_err();
        assert_eq!(status.code(), Code::NotFound);
        let (reason, metadata) = error_info(&status);
        assert_eq!(
            (reason.as_str(), metadata["kind"].as_str()),
            ("NOT_FOUND", "document")
        );
        assert_eq!(metadata["id"], id);
    }
    let mut lookup = server.lookup().await;
    let left = lookup
        .search_events(SearchEventsRequest::default())
        .await
        .unwrap();
    assert_eq!(left.into_inner().results, []);
    let gone = GetEventRequest {
        event_id: kept[0].event_ids[0].clone(),
        ..Default::default()
    };
    let status = lookup.get_event(gone).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    server.stopped().await;
}

fn ask(correlation_id: &str, document: Document) -> StreamIngestRequest {
    StreamIngestRequest {
        correlation_id: correlation_id.to_owned(),
        document: Some(document),
    }
}

#[tokio::test]
async fn a_stream_answers_in_order_and_goes_on_after_a_bad_document() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest([report(3)]).await;
    let other = |text: &str| Document {
        id: Some("report-3".into()),
        ..document(text)
    };
    let mut requests: Vec<_> = (0..300).map(|i| ask(&i.to_string(), report(i))).collect();
    requests.push(ask("empty", document(" ")));
    requests.push(ask("nothing", Document::default()));
    // Of several documents with one id the last counts, also where it was kept before.
    requests.push(ask(
        "second",
        other("Talks between China and Brazil failed on Monday."),
    ));
    requests.push(ask(
        "third",
        other("Talks between China and India failed on Monday."),
    ));
    requests.push(ask("last", report(3)));
    let sent: Vec<_> = requests.iter().map(|r| r.correlation_id.clone()).collect();

    let mut client = server.client().await;
    let answers = client
        .stream_ingest(tokio_stream::iter(requests))
        .await
        .unwrap();
    let answers: Vec<_> = answers
        .into_inner()
        .collect::<Result<_, _>>()
        .await
        .unwrap();
    let answered: Vec<_> = answers.iter().map(|a| a.correlation_id.clone()).collect();
    assert_eq!(answered, sent);
    let mut added = 0;
    for answer in &answers {
        let id = answer.correlation_id.as_str();
        match (id, answer.result.as_ref().unwrap()) {
            ("empty" | "nothing", Outcome::Error(error)) => {
                assert_eq!(error.code, Code::InvalidArgument as i32);
            }
            (_, Outcome::Ingested(kept)) => {
                added += u64::from(kept.outcome() == IngestOutcome::Added);
                assert!(
                    ["second", "third", "last", "3"].contains(&id)
                        || kept.outcome() == IngestOutcome::Added,
                    "{id}"
                );
            }
            (id, other) => panic!("{id}: {other:?}"),
        }
    }
    assert_eq!(added, 299);
    let mut lookup = server.lookup().await;
    let request = GetDocumentRequest {
        document_id: "report-3".into(),
        ..Default::default()
    };
    let last = lookup
        .get_document(request)
        .await
        .unwrap()
        .into_inner()
        .document
        .unwrap();
    assert_eq!(last.document, Some(report(3)));
    server.stopped().await;
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let kept = server.ingest((0..20).map(report)).await;
    server.stopped().await;
    let server = TestServer::start(storing(&folder)).await;
    let mut lookup = server.lookup().await;
    for kept in kept {
        let document_id = kept.document_id;
        let record = lookup
            .get_document(GetDocumentRequest {
                document_id,
                ..Default::default()
            })
            .await
            .unwrap();
        assert_eq!(
            record.into_inner().document.unwrap().statement_ids,
            kept.statement_ids
        );
    }
    server.stopped().await;
}

#[tokio::test]
async fn without_a_store_the_caller_is_told_so() {
    let server = TestServer::start(Config::default()).await;
    let mut client = server.client().await;
    let mut lookup = server.lookup().await;
    let document = Some(article());
    for status in [
        client.ingest(IngestRequest { document }).await.unwrap_err(),
        client
            .stream_ingest(tokio_stream::empty())
            .await
            .unwrap_err(),
        client
            .delete_document(DeleteDocumentRequest::default())
            .await
            .unwrap_err(),
        lookup
            .search_events(SearchEventsRequest::default())
            .await
            .unwrap_err(),
        lookup
            .watch_events(WatchEventsRequest::default())
            .await
            .unwrap_err(),
    ] {
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert_eq!(error_info(&status).0, "NO_STORE");
    }
    server.stopped().await;
}

#[tokio::test]
async fn a_bad_document_is_not_kept_and_every_violation_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let mut client = server.client().await;
    let bad = Document {
        url: Some("example.org".into()),
        published_at: Some("yesterday".into()),
        ..article()
    };
    let request = IngestRequest {
        document: Some(bad),
    };
    let status = client.ingest(request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let named: Vec<_> = violations(&status)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(named, ["document.url", "document.published_at"]);
    for document_id in [String::new(), "x".repeat(257)] {
        let request = DeleteDocumentRequest { document_id };
        let status = client.delete_document(request).await.unwrap_err();
        assert_eq!(violations(&status)[0].0, "document_id");
    }
    let mut lookup = server.lookup().await;
    let all = lookup
        .search_documents(SearchDocumentsRequest::default())
        .await
        .unwrap();
    assert_eq!(all.into_inner().results, []);
    server.stopped().await;
}
