//! Each limit, hit and recovered from, against a real server.

use std::time::Duration;

use crate::common::{ARTICLE, PATIENCE, TestServer, document, request};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;
use tradewire::Config;
use tradewire::proto::v1::StreamExtractRequest;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::server::{NewKey, Scope};

fn ask(text: &str) -> StreamExtractRequest {
    StreamExtractRequest {
        document: Some(document(text)),
        ..StreamExtractRequest::default()
    }
}

/// The requests of a stream, of which one is sent, until their sender is dropped. (A client that drops only the answers goes on
/// sending: hyper does not reset the stream then.)
async fn open_stream() -> (
    mpsc::Sender<StreamExtractRequest>,
    ReceiverStream<StreamExtractRequest>,
) {
    let (sender, receiver) = mpsc::channel(1);
    sender.send(ask(ARTICLE)).await.unwrap();
    (sender, ReceiverStream::new(receiver))
}

/// The reason of a refusal, and for how long it asks to wait.
fn reason(status: &Status) -> (Code, String, Option<Duration>) {
    let details = status.get_error_details();
    let wait = details.retry_info().and_then(|info| info.retry_delay);
    (
        status.code(),
        details.error_info().unwrap().reason.clone(),
        wait,
    )
}

/// Calls until it is answered.
async fn recovers(mut client: ExtractionServiceClient<Channel>) {
    let answered = async {
        while client.extract(request(ARTICLE)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, answered).await.unwrap();
}

#[tokio::test]
async fn no_more_calls_are_open_than_are_allowed() {
    let mut config = Config::default();
    config.limits.max_calls = 1;
    let server = TestServer::start(config).await;
    let (requests, open) = open_stream().await;
    let mut answers = server
        .client()
        .await
        .stream_extract(open)
        .await
        .unwrap()
        .into_inner();
    answers.message().await.unwrap();
    let status = server
        .client()
        .await
        .extract(request(ARTICLE))
        .await
        .unwrap_err();
    let (code, reason, wait) = reason(&status);
    assert_eq!(
        (code, reason.as_str()),
        (Code::ResourceExhausted, "OVERLOADED")
    );
    assert!(wait.is_some());
    drop((answers, requests));
    recovers(server.client().await).await;
    server.stopped().await;
}

#[tokio::test]
async fn a_full_queue_sheds_load_until_it_is_worked_off() {
    let mut config = Config::default();
    config.limits.workers = 1;
    config.limits.max_queued_documents = 1;
    let server = TestServer::start(config).await;
    recovers(server.client().await).await;
    let (mut one, mut other) = (server.client().await, server.client().await);
    let long = || request(&ARTICLE.repeat(300));
    let (one, other) = tokio::join!(one.extract(long()), other.extract(long()));
    let ((Ok(_), Err(status)) | (Err(status), Ok(_))) = (one, other) else {
        panic!("not one of two was shed");
    };
    assert_eq!(reason(&status).1, "OVERLOADED");
    recovers(server.client().await).await;
    server.stopped().await;
}

#[tokio::test]
async fn each_caller_has_a_rate_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    let (one, other) = (NewKey::generate().unwrap(), NewKey::generate().unwrap());
    let entries = one.entry("one", &[Scope::Extract]) + &other.entry("other", &[Scope::Extract]);
    std::fs::write(&path, entries).unwrap();
    let mut config = Config::default();
    config.auth.keys_file = Some(path);
    config.limits.max_rate_per_caller = 1;
    config.limits.max_burst_per_caller = 2;
    let server = TestServer::start(config).await;
    let client = server.client().await;
    let call = |key: &NewKey| {
        let mut request = Request::new(request(ARTICLE));
        request
            .metadata_mut()
            .insert("x-api-key", key.secret.parse().unwrap());
        let mut client = client.clone();
        async move { client.extract(request).await }
    };
    let limited = async {
        loop {
            if let Err(status) = call(&one).await {
                break status;
            }
        }
    };
    let status = timeout(PATIENCE, limited).await.unwrap();
    let (code, reason, wait) = reason(&status);
    assert_eq!(
        (code, reason.as_str()),
        (Code::ResourceExhausted, "RATE_LIMITED")
    );
    assert_eq!(
        status.get_error_details().error_info().unwrap().metadata["limit"],
        "1"
    );
    call(&other).await.unwrap();
    tokio::time::sleep(wait.unwrap()).await;
    call(&one).await.unwrap();

    // What is streamed counts too, and waits.
    let mut stream = Request::new(tokio_stream::iter([
        ask(ARTICLE),
        ask(ARTICLE),
        ask(ARTICLE),
    ]));
    stream
        .metadata_mut()
        .insert("x-api-key", other.secret.parse().unwrap());
    let answers = client
        .clone()
        .stream_extract(stream)
        .await
        .unwrap()
        .into_inner();
    let answered = timeout(PATIENCE, answers.collect::<Vec<_>>())
        .await
        .unwrap();
    assert_eq!(answered.len(), 3);
    assert!(
        call(&other).await.is_err(),
        "streamed documents do not count"
    );
    server.stopped().await;
}

#[tokio::test]
async fn a_stream_ends_when_it_is_too_old_even_if_nobody_takes_its_answers() {
    let mut config = Config::default();
    config.limits.max_stream_duration = Some(Duration::from_millis(300));
    config.limits.max_calls = 1;
    let server = TestServer::start(config).await;
    let open = tokio_stream::pending::<StreamExtractRequest>();
    let mut answers = server
        .client()
        .await
        .stream_extract(open)
        .await
        .unwrap()
        .into_inner();
    let status = timeout(PATIENCE, answers.message())
        .await
        .unwrap()
        .unwrap_err();
    let (code, reason, wait) = reason(&status);
    assert_eq!(
        (code, reason.as_str()),
        (Code::Unavailable, "STREAM_EXPIRED")
    );
    assert!(wait.is_some());

    let narrow = Channel::from_shared(format!("http://{}", server.address)).unwrap();
    let narrow = narrow
        .initial_stream_window_size(1)
        .connect()
        .await
        .unwrap();
    let busy = tokio_stream::iter(0..).map(|_: u64| ask(ARTICLE));
    let stalled = ExtractionServiceClient::new(narrow)
        .stream_extract(busy)
        .await
        .unwrap();
    recovers(server.client().await).await;
    drop(stalled);
    server.stopped().await;
}

#[tokio::test]
async fn a_call_ends_when_it_takes_too_long_and_its_thread_is_free_again() {
    let mut config = Config::default();
    config.limits.workers = 1;
    config.limits.max_call_duration = Some(Duration::from_secs(1));
    config.limits.max_document_bytes = 16 << 20;
    let server = TestServer::start(config).await;
    let long = request(&ARTICLE.repeat(40_000));
    let status = server.client().await.extract(long).await.unwrap_err();
    assert_eq!(reason(&status).1, "DEADLINE_EXCEEDED");
    recovers(server.client().await).await;
    server.stopped().await;
}

#[tokio::test]
async fn no_more_connections_are_open_than_are_allowed_and_silent_ones_are_closed() {
    let mut config = Config::default();
    config.limits.max_connections = 1;
    config.server.handshake_timeout = Duration::from_secs(1);
    let server = TestServer::start(config).await;
    let first = server.client().await;
    recovers(first.clone()).await;
    let mut refused = TcpStream::connect(server.address).await.unwrap();
    let closed = timeout(PATIENCE, refused.read_to_end(&mut Vec::new())).await;
    assert!(closed.is_ok());
    recovers(first.clone()).await;
    drop(first);

    // The place of the first is free only when the server has seen it go.
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    timeout(PATIENCE, silent.read_to_end(&mut Vec::new()))
        .await
        .unwrap()
        .ok();
    let again = async {
        loop {
            let address = format!("http://{}", server.address);
            if let Ok(channel) = Channel::from_shared(address).unwrap().connect().await
                && ExtractionServiceClient::new(channel)
                    .extract(request(ARTICLE))
                    .await
                    .is_ok()
            {
                break;
            }
        }
    };
    timeout(PATIENCE, again).await.unwrap();
    server.stopped().await;
}

#[tokio::test]
async fn a_connection_waits_with_its_next_call_until_one_has_ended() {
    let mut config = Config::default();
    config.limits.max_calls_per_connection = 1;
    let server = TestServer::start(config).await;
    let mut client = server.client().await;
    recovers(client.clone()).await;
    let (requests, open) = open_stream().await;
    let mut answers = client.stream_extract(open).await.unwrap().into_inner();
    answers.message().await.unwrap();
    let next = tokio::spawn(async move { client.extract(request(ARTICLE)).await });
    recovers(server.client().await).await;
    assert!(!next.is_finished());
    drop((answers, requests));
    timeout(PATIENCE, next).await.unwrap().unwrap().unwrap();
    server.stopped().await;
}

#[tokio::test]
async fn headers_and_messages_are_bounded() {
    let mut config = Config::default();
    config.limits.max_document_bytes = 10_000;
    let server = TestServer::start(config).await;
    let mut client = server.client().await;
    let mut wide = Request::new(request(ARTICLE));
    wide.metadata_mut()
        .insert("x-wide", "w".repeat(100_000).parse().unwrap());
    assert!(client.extract(wide).await.is_err());
    recovers(client.clone()).await;

    // 10 MB of one letter are a small message when compressed.
    let mut bomb = client
        .clone()
        .send_compressed(tonic::codec::CompressionEncoding::Gzip);
    let status = bomb
        .extract(request(&"a".repeat(10_000_000)))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    assert_eq!(reason(&status).1, "DOCUMENT_TOO_LARGE");
    recovers(client).await;
    server.stopped().await;
}
