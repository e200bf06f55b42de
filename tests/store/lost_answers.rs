//! A database that commits, and whose answer is lost on the way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tradewire::store::postgres::{PostgresStore, Settings};
use tradewire::store::{PutMode, PutOutcome, Store};

use crate::fixtures::article;

/// Stands between a store and its database. When told to, it lets one commit through and breaks the connection before the answer.
struct Wire {
    port: u16,
    cut: Arc<AtomicBool>,
}

impl Wire {
    async fn to(database: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let cut = Arc::<AtomicBool>::default();
        let told = cut.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", database)).await;
                tokio::spawn(pass(client, server.unwrap(), told.clone()));
            }
        });
        Self { port, cut }
    }
}

/// Passes on what both say, until a commit is to be cut off.
async fn pass(client: TcpStream, server: TcpStream, cut: Arc<AtomicBool>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let mut answers = tokio::spawn(async move {
        copy(&mut from_server, &mut to_client).await.ok();
        from_server
    });
    let mut bytes = [0; 1 << 16];
    while let Ok(read @ 1..) = from_client.read(&mut bytes).await {
        let said = &bytes[..read];
        let commits = said.windows(6).any(|six| six == b"COMMIT");
        let lost = commits && cut.swap(false, Ordering::SeqCst);
        if lost {
            answers.abort();
            (&mut answers).await.ok();
        }
        if to_server.write_all(said).await.is_err() {
            break;
        }
        if lost {
            // Until it is done; nobody hears of it.
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            break;
        }
    }
    answers.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_done_once() {
    let address = tokio::task::spawn_blocking(crate::postgres::database).await;
    let Some(address) = address.unwrap() else {
        return;
    };
    let port: u16 = address
        .rsplit_once(':')
        .and_then(|(_, rest)| rest.split_once('/'))
        .and_then(|(port, _)| port.parse().ok())
        .unwrap();
    let wire = Wire::to(port).await;
    let address = address.replace(&port.to_string(), &wire.port.to_string());
    let store = PostgresStore::open(&address, Settings::default()).await;
    let store = store.unwrap();
    let document = || vec![article("d1", "2025-03-01", "What is said of trade.")];

    wire.cut.store(true, Ordering::SeqCst);
    let put = store.put(document(), PutMode::KeepSame).await.unwrap();
    assert!(!wire.cut.load(Ordering::SeqCst), "a commit was cut off");
    assert_eq!(put[0].outcome, PutOutcome::Added, "not put again");

    wire.cut.store(true, Ordering::SeqCst);
    store.delete("d1").await.unwrap();
    assert!(!wire.cut.load(Ordering::SeqCst), "a commit was cut off");
    assert!(store.documents(&["d1".to_owned()]).await.is_err());
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    store.close().await;
}
