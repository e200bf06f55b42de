//! `ExtractionService.Extract` against a real server.

mod common;

use common::{ARTICLE, TestServer, document, request};
use tonic::codec::CompressionEncoding;
use tonic::{Code, Status};
use tonic_types::StatusExt;
use tradewire::Config;
use tradewire::proto::v1::{
    Document, EventType, ExtractOptions, ExtractRequest, Extraction, OffsetUnit, Span,
};

async fn extract(server: &TestServer, unit: OffsetUnit) -> Extraction {
    let mut client = server.client().await;
    let answer = client.extract(ExtractRequest {
        document: Some(Document {
            id: Some("a-1".into()),
            published_at: Some("2025-03-12".into()),
            ..document(ARTICLE)
        }),
        options: Some(ExtractOptions {
            offset_unit: unit.into(),
            explain: false,
        }),
    });
    answer.await.unwrap().into_inner().extraction.unwrap()
}

/// Every span that says where a statement or an event is told.
fn spans(extraction: &Extraction) -> Vec<&Span> {
    let events = extraction.events.iter();
    let mentions = events.flat_map(|e| e.mentions.iter().filter_map(|m| m.span.as_ref()));
    let statements = extraction.statements.iter();
    let said = statements.flat_map(|s| s.content.iter().chain(&s.speaker).chain(&s.cue));
    mentions.chain(said).collect()
}

async fn refused(server: &TestServer, request: ExtractRequest) -> Status {
    let answer = server.client().await.extract(request.clone()).await;
    answer.expect_err(&format!("{:.200}", format!("{request:?} was read")))
}

#[tokio::test]
async fn an_article_comes_back_as_facts_that_point_at_its_words() {
    let server = TestServer::start(Config::default()).await;
    let bytes = extract(&server, OffsetUnit::Utf8).await;
    assert_eq!(bytes.document_id.as_deref(), Some("a-1"));
    assert_eq!(bytes.reference_day.as_deref(), Some("2025-03-12"));
    assert_eq!(bytes.offset_unit(), OffsetUnit::Utf8);
    let tariffs = bytes
        .events
        .iter()
        .filter(|e| e.r#type() == EventType::Tariff);
    assert!(tariffs.count() >= 1, "{bytes:#?}");
    assert_eq!(bytes.statements.len(), 1, "{bytes:#?}");
    for span in spans(&bytes) {
        let at = span.start as usize..span.end as usize;
        assert_eq!(ARTICLE.get(at), Some(span.text.as_str()));
    }

    let utf16: Vec<u16> = ARTICLE.encode_utf16().collect();
    for span in spans(&extract(&server, OffsetUnit::Utf16).await) {
        let at = span.start as usize..span.end as usize;
        assert_eq!(String::from_utf16(&utf16[at]).unwrap(), span.text);
    }
    let points: Vec<char> = ARTICLE.chars().collect();
    for span in spans(&extract(&server, OffsetUnit::Utf32).await) {
        let at = span.start as usize..span.end as usize;
        assert_eq!(points[at].iter().collect::<String>(), span.text);
    }
    server.stopped().await;
}

#[tokio::test]
async fn every_violation_of_a_request_is_named() {
    let server = TestServer::start(Config::default()).await;
    let status = refused(
        &server,
        ExtractRequest {
            document: Some(Document {
                url: Some("example.org".into()),
                language: Some("fr-CA".into()),
                published_at: Some("yesterday".into()),
                ..document(ARTICLE)
            }),
            options: Some(ExtractOptions {
                offset_unit: 9,
                explain: false,
            }),
        },
    )
    .await;
    assert_eq!(status.code(), Code::InvalidArgument);
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    assert_eq!(
        (info.domain.as_str(), info.reason.as_str()),
        ("tradewire", "INVALID_FIELD")
    );
    assert_eq!(info.metadata["language"], "fr-CA");
    let violations = &details.bad_request().unwrap().field_violations;
    let named: Vec<_> = violations
        .iter()
        .map(|v| (v.field.as_str(), v.reason.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("document.url", "INVALID_FIELD"),
            ("document.language", "UNSUPPORTED_LANGUAGE"),
            ("options.offset_unit", "INVALID_FIELD"),
            ("document.published_at", "INVALID_FIELD"),
        ]
    );
    server.stopped().await;
}

#[tokio::test]
async fn each_fault_of_a_text_has_its_reason() {
    let mut config = Config::default();
    config.limits.max_document_bytes = 100_000;
    let server = TestServer::start(config).await;
    let german = "Die Bundesregierung hat am Montag neue Zölle auf Stahl aus Kanada angekündigt, und die \
        Wirtschaft warnt vor den Folgen für die Verbraucher. Der Minister sagte, man werde reagieren. \
        Die Hersteller von Autos und Maschinen fürchten, dass ihre Kosten noch in diesem Jahr deutlich \
        steigen, und verlangen Ausnahmen für Bleche, die im Inland niemand mehr herstellt.";
    let nested = "<div>".repeat(5_000) + "Tariffs on steel";
    let html = ExtractRequest {
        document: Some(Document {
            format: 2,
            ..document(&nested)
        }),
        options: None,
    };
    for (request, reason, metadata) in [
        (ExtractRequest::default(), "INVALID_FIELD", &[][..]),
        (request("\u{0} \n\t"), "EMPTY_TEXT", &[]),
        (request("-- ..."), "EMPTY_TEXT", &[]),
        (request(german), "UNSUPPORTED_LANGUAGE", &["language"]),
        (
            request(&"tariff ".repeat(15_000)),
            "DOCUMENT_TOO_LARGE",
            &["size_bytes", "limit_bytes"],
        ),
        (
            request(&"tariff ".repeat(200_000)),
            "DOCUMENT_TOO_LARGE",
            &["size_bytes", "limit_bytes"],
        ),
        (html, "UNREADABLE_HTML", &["cause"]),
    ] {
        let status = refused(&server, request).await;
        assert_eq!(status.code(), Code::InvalidArgument, "{reason}: {status:?}");
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(info.reason, reason);
        assert!(
            metadata.iter().all(|key| info.metadata.contains_key(*key)),
            "{info:?}"
        );
        assert_eq!(details.bad_request().unwrap().field_violations.len(), 1);
    }
    server.stopped().await;
}

#[tokio::test]
async fn the_caller_knows_a_call_by_the_id_of_the_log() {
    let server = TestServer::start(Config::default()).await;
    let mut named = tonic::Request::new(request(""));
    named
        .metadata_mut()
        .insert("x-request-id", "desk-7".parse().unwrap());
    let status = server.client().await.extract(named).await.unwrap_err();
    let details = status.get_error_details();
    assert_eq!(details.request_info().unwrap().request_id, "desk-7");

    let answer = server
        .client()
        .await
        .extract(request(ARTICLE))
        .await
        .unwrap();
    let id = answer.metadata().get("x-request-id").unwrap();
    assert_eq!(id.to_str().unwrap().len(), 36);
    server.stopped().await;
}

#[tokio::test]
async fn a_full_server_says_when_to_come_back() {
    let mut config = Config::default();
    config.limits.max_queued_documents = 0;
    let server = TestServer::start(config).await;
    let status = refused(&server, request(ARTICLE)).await;
    assert_eq!(status.code(), Code::ResourceExhausted);
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "OVERLOADED");
    assert_eq!(details.error_info().unwrap().metadata["limit"], "0");
    assert!(details.retry_info().unwrap().retry_delay.is_some());
    server.stopped().await;
}

#[tokio::test]
async fn compressed_messages_are_read_and_sent() {
    let server = TestServer::start(Config::default()).await;
    let plain = server
        .client()
        .await
        .extract(request(ARTICLE))
        .await
        .unwrap();
    for encoding in [CompressionEncoding::Gzip, CompressionEncoding::Zstd] {
        let client = server.client().await;
        let mut client = client.send_compressed(encoding).accept_compressed(encoding);
        let answer = client.extract(request(ARTICLE)).await.unwrap();
        let used = answer.metadata().get("grpc-encoding").unwrap().clone();
        assert_eq!(used.to_str().unwrap(), encoding.to_string());
        assert_eq!(answer.into_inner(), *plain.get_ref());
    }
    server.stopped().await;
}
