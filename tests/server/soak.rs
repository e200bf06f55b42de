//! A server that is called again and again, in every way, does not grow.

use crate::common::{ARTICLE, document, request};
use crate::process::Process;
use tokio_stream::StreamExt;
use tonic::Request;
use tradewire::proto::v1::StreamExtractRequest;

/// Bytes of a document: a little to read, much to hold on to.
const DOCUMENT_BYTES: usize = 64 * 1024;
const WARM_UP_ROUNDS: usize = 40;
const ROUNDS: usize = 120;
const CALLS_PER_ROUND: usize = 8;

/// A tenth of what would be kept if documents were.
const MOST_GROWTH: usize = ROUNDS * CALLS_PER_ROUND * DOCUMENT_BYTES / 10;

/// Memory of a process, in bytes.
pub fn resident(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<usize>()
        .unwrap()
        * 1024
}

/// Calls on a connection of its own: read, refused, too late, given up, streamed.
async fn round(address: std::net::SocketAddr) {
    let mut client = Process::client(address).await;
    let text = format!("{ARTICLE}{}", "\n".repeat(DOCUMENT_BYTES - ARTICLE.len()));
    client.extract(request(&text)).await.unwrap();
    client
        .extract(request(&" ".repeat(DOCUMENT_BYTES)))
        .await
        .unwrap_err();
    let mut late = Request::new(request(&text));
    late.set_timeout(std::time::Duration::from_micros(50));
    client.extract(late).await.ok();
    let given_up = client.extract(request(&text));
    tokio::time::timeout(std::time::Duration::from_micros(200), given_up)
        .await
        .ok();
    let ask = StreamExtractRequest {
        correlation_id: String::new(),
        document: Some(document(&text)),
        options: None,
    };
    let answers = client
        .stream_extract(tokio_stream::iter(vec![ask.clone(), ask.clone()]))
        .await;
    let answers: Vec<_> = answers.unwrap().into_inner().collect().await;
    assert!(answers.len() == 2 && answers.iter().all(Result::is_ok));
    // Answers that nobody takes.
    let left = client
        .stream_extract(tokio_stream::iter(vec![ask.clone(), ask]))
        .await;
    drop(left);
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_flat() {
    let mut server = Process::start(&["--set", "telemetry.log_filter=error,tradewire::cli=info"]);
    let address = server.address("listening");
    for _ in 0..WARM_UP_ROUNDS {
        round(address).await;
    }
    let before = resident(server.id());
    for _ in 0..ROUNDS {
        round(address).await;
    }
    let grown = resident(server.id()).saturating_sub(before);
    assert!(
        grown < MOST_GROWTH,
        "grew by {grown} bytes, more than {MOST_GROWTH}"
    );
    server.end();
}
