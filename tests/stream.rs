//! `ExtractionService.StreamExtract` against a real server.

mod common;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{ARTICLE, PATIENCE, TestServer, document};
use tokio_stream::StreamExt;
use tonic::transport::Channel;
use tradewire::Config;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::stream_extract_response::Result as Outcome;
use tradewire::proto::v1::{Document, StreamExtractRequest};

fn ask(correlation_id: &str, document: Document) -> StreamExtractRequest {
    StreamExtractRequest {
        correlation_id: correlation_id.to_owned(),
        document: Some(document),
        options: None,
    }
}

#[tokio::test]
async fn a_bad_document_is_answered_and_the_stream_goes_on() {
    let server = TestServer::start(Config::default()).await;
    let requests = vec![
        ask("first", document(ARTICLE)),
        ask("empty", document(" ")),
        ask("nothing", Document::default()),
        ask(&"x".repeat(300), document(ARTICLE)),
        ask("last", document(ARTICLE)),
    ];
    let mut client = server.client().await;
    let answers = client
        .stream_extract(tokio_stream::iter(requests))
        .await
        .unwrap();
    let answers: Vec<_> = answers
        .into_inner()
        .collect::<Result<_, _>>()
        .await
        .unwrap();
    let outcomes: HashMap<&str, &Outcome> = answers
        .iter()
        .map(|a| (a.correlation_id.as_str(), a.result.as_ref().unwrap()))
        .collect();
    assert_eq!(outcomes.len(), 5);
    for id in ["first", "last"] {
        let Outcome::Extraction(extraction) = outcomes[id] else {
            panic!("{id}: {:?}", outcomes[id]);
        };
        assert_eq!(extraction.statements.len(), 1);
    }
    for id in ["empty", "nothing", &"x".repeat(300)] {
        let Outcome::Error(error) = outcomes[id] else {
            panic!("{id} was read");
        };
        assert_eq!(error.code, tonic::Code::InvalidArgument as i32);
        let types: Vec<_> = error.details.iter().map(|d| d.type_url.as_str()).collect();
        assert!(
            types.contains(&"type.googleapis.com/google.rpc.ErrorInfo"),
            "{types:?}"
        );
        assert!(
            types.contains(&"type.googleapis.com/google.rpc.BadRequest"),
            "{types:?}"
        );
    }
    server.stopped().await;
}

#[tokio::test]
async fn what_is_not_taken_holds_back_what_is_sent() {
    const DOCUMENTS: usize = 500;
    let mut config = Config::default();
    config.limits.max_in_flight_per_stream = 4;
    let server = TestServer::start(config).await;
    let sent = Arc::new(AtomicUsize::new(0));
    // 10 KiB to send and some to take for each: far more in all than the windows and buffers of HTTP/2 hold.
    let document = Document {
        source: Some("-".repeat(8 * 1024)),
        ..document(&ARTICLE.repeat(2))
    };
    let requests = {
        let sent = sent.clone();
        tokio_stream::iter(0..DOCUMENTS).map(move |i| {
            sent.fetch_add(1, Ordering::SeqCst);
            ask(&i.to_string(), document.clone())
        })
    };
    let address = format!("http://{}", server.address);
    let narrow = Channel::from_shared(address)
        .unwrap()
        .initial_stream_window_size(65_535);
    let mut client = ExtractionServiceClient::new(narrow.connect().await.unwrap());
    let mut answers = client.stream_extract(requests).await.unwrap().into_inner();
    // Wait until nothing moves.
    let mut before = usize::MAX;
    while before != sent.load(Ordering::SeqCst) {
        before = sent.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert!(before < DOCUMENTS, "everything was taken in at once");

    let mut seen = vec![false; DOCUMENTS];
    let all = async {
        while let Some(answer) = answers.next().await {
            seen[answer.unwrap().correlation_id.parse::<usize>().unwrap()] = true;
        }
    };
    tokio::time::timeout(PATIENCE, all).await.unwrap();
    assert!(seen.into_iter().all(|answered| answered));
    server.stopped().await;
}
