//! Peers that break the protocol, flood, stall or vanish, while others call: the server stays up, answers those, keeps its memory in
//! bounds, and has everything back at the end.
//!
//! `TRADEWIRE_FAULT_FLOOD=1000000` says everything more often.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use prost::Message;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_stream::StreamExt;
use tonic::transport::Channel;
use tonic::{Response, Streaming};
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::{StreamExtractRequest, StreamExtractResponse};

use crate::common::{ARTICLE, PATIENCE, document, request};
use crate::frames::*;
use crate::process::Process;
use crate::soak::resident;

/// How often a flood says its frame.
fn times() -> usize {
    std::env::var("TRADEWIRE_FAULT_FLOOD").map_or(40_000, |times| times.parse().unwrap())
}

/// Settings of a server that lets go soon of who does not speak.
pub const HOSTILE: &[&str] = &[
    "--set",
    "telemetry.log_filter=off,tradewire::cli=info",
    "--set",
    "server.keepalive_interval=500ms",
    "--set",
    "server.keepalive_timeout=5s",
    "--set",
    "server.handshake_timeout=1s",
    "--set",
    "limits.max_stream_duration=20s",
];

/// Growth of memory that no flood of these may exceed: far less than they send.
pub const MOST_GROWTH: usize = 96 << 20;

/// Connections that the kernel keeps for a port of this machine at the server's end.
fn connections(address: SocketAddr) -> usize {
    /// States of sockets that listen, or only wait until their number can be used again.
    const IDLE: [&str; 2] = ["0A", "06"];
    let port = format!(":{:04X}", address.port());
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let open = table.lines().filter(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields.get(1).is_some_and(|local| local.ends_with(&port))
            && fields.get(3).is_some_and(|state| !IDLE.contains(state))
    });
    open.count()
}

/// Somebody who calls all the time, as one should.
struct Caller {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Caller {
    async fn start(address: SocketAddr) -> Self {
        let (stop, answered) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let mut client = Process::client(address).await;
        let (stopping, counted) = (stop.clone(), answered.clone());
        let task = tokio::spawn(async move {
            while !stopping.load(Ordering::Relaxed) {
                let answer = timeout(PATIENCE, client.extract(request(ARTICLE))).await;
                let answer = answer
                    .expect("an answer in time")
                    .expect("an answer")
                    .into_inner();
                assert_eq!(answer.extraction.unwrap().statements.len(), 1);
                counted.fetch_add(1, Ordering::Relaxed);
                sleep(Duration::from_millis(5)).await;
            }
        });
        Self {
            stop,
            answered,
            task,
        }
    }

    /// Waits until it has been answered some times more.
    async fn goes_on(&self) {
        let wanted = self.answered.load(Ordering::Relaxed) + 3;
        let answered = async {
            while self.answered.load(Ordering::Relaxed) < wanted {
                assert!(!self.task.is_finished(), "a caller was refused");
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, answered)
            .await
            .expect("others are answered");
    }

    async fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.unwrap();
    }
}

// === Attacks ===

/// Bytes that are no protocol, and protocols that are not ours.
pub async fn garbage(address: SocketAddr) {
    let mut noise: u32 = 7;
    let mut random = |length: usize| -> Vec<u8> {
        (0..length)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                noise.to_be_bytes()[0]
            })
            .collect()
    };
    let openings: Vec<Vec<u8>> = vec![
        random(1000),
        b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        PREFACE[..20].to_vec(),
        [PREFACE, &random(5000)].concat(),
    ];
    for opening in openings {
        let mut raw = Raw::connect(address).await;
        raw.say(&opening).await;
        raw.0.set_nodelay(true).unwrap();
        drop(raw);
    }
    // Frames that are wrong in themselves, on a connection that was right so far.
    let long = [&[0xff, 0xff, 0xff, DATA, 0, 0, 0, 0, 1][..], &random(4096)].concat();
    let mut wrong = vec![
        long,
        frame(DATA, 0, 0, b"to nobody"),
        frame(DATA, 0, 77, b"to a stream that is not"),
        frame(HEADERS, END_HEADERS, 2, &call()),
        frame(HEADERS, END_HEADERS, 1, &random(300)),
        frame(HEADERS, END_HEADERS, 1, &[0xff; 50]),
        frame(PRIORITY, 0, 1, &[0; 4]),
        frame(RST_STREAM, 0, 0, &[0; 4]),
        frame(SETTINGS, 0, 0, &[0; 5]),
        frame(SETTINGS, 0, 0, &[0, 4, 0xff, 0xff, 0xff, 0xff]),
        frame(PUSH_PROMISE, END_HEADERS, 1, &[0, 0, 0, 2]),
        frame(PING, 0, 0, &[0; 7]),
        frame(WINDOW_UPDATE, 0, 0, &[0; 4]),
        frame(WINDOW_UPDATE, 0, 0, &0x7fff_ffff_u32.to_be_bytes()),
        frame(CONTINUATION, END_HEADERS, 1, b""),
        frame(0xee, 0xff, 0x7fff_ffff, &random(100)),
    ];
    wrong.extend((0..64).map(|_| random(200)));
    for bytes in wrong {
        let mut raw = Raw::begun(address).await;
        raw.say(&bytes).await;
        raw.say(&bytes).await;
    }
}

/// Calls that are reset as soon as they are made (CVE-2023-44487).
pub async fn rapid_reset(address: SocketAddr) {
    let mut raw = Raw::begun(address).await;
    let headers = call();
    let mut stream = 1;
    while stream < 2 * u32::try_from(times()).unwrap() {
        let burst: Vec<u8> = (0..100)
            .flat_map(|_| {
                let both = [
                    frame(HEADERS, END_HEADERS, stream, &headers),
                    frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()),
                ];
                stream += 2;
                both.concat()
            })
            .collect();
        if !raw.say(&burst).await {
            break;
        }
    }
}

/// Calls whose body breaks the protocol, so that the server has to reset them ("MadeYouReset", CVE-2025-8671).
async fn made_to_reset(address: SocketAddr) {
    let mut raw = Raw::begun(address).await;
    let headers = call();
    let mut stream = 1;
    while stream < 2 * u32::try_from(times()).unwrap() {
        let burst: Vec<u8> = (0..100)
            .flat_map(|_| {
                let both = [
                    frame(HEADERS, END_HEADERS, stream, &headers),
                    frame(WINDOW_UPDATE, 0, stream, &0_u32.to_be_bytes()),
                ];
                stream += 2;
                both.concat()
            })
            .collect();
        if !raw.say(&burst).await {
            break;
        }
    }
}

/// Frames that ask for an answer, of which none is ever read; and frames that say nothing.
async fn floods(address: SocketAddr) {
    let settings = frame(SETTINGS, 0, 0, &[0, 3, 0, 0, 0, 1]);
    let ping = frame(PING, 0, 0, b"answerme");
    let empty = [
        frame(HEADERS, END_HEADERS, 1, &call()),
        frame(DATA, 0, 1, b""),
    ]
    .concat();
    let priority = frame(PRIORITY, 0, 1, &[0, 0, 0, 0, 1]);
    let unknown = frame(0xaa, 0, 0, b"");
    let updates = frame(WINDOW_UPDATE, 0, 0, &1_u32.to_be_bytes());
    for bytes in [
        settings,
        ping,
        frame(DATA, 0, 1, b""),
        priority,
        unknown,
        updates,
    ] {
        let mut raw = Raw::begun(address).await;
        raw.say(&empty).await;
        raw.flood(&bytes, times()).await;
    }
}

/// Headers that do not end, in one frame after another (CVE-2024-27316), and such as are too large or too many.
async fn endless_headers(address: SocketAddr) {
    let mut raw = Raw::begun(address).await;
    raw.say(&frame(HEADERS, 0, 1, &call())).await;
    raw.flood(
        &frame(CONTINUATION, 0, 1, &field("x-more", &"m".repeat(1000))),
        times() / 4,
    )
    .await;
    let mut raw = Raw::begun(address).await;
    raw.say(&frame(HEADERS, 0, 1, &call())).await;
    raw.flood(&frame(CONTINUATION, 0, 1, b""), times()).await;
    for fields in [
        field("x-wide", &"w".repeat(60_000)),
        field("x", "y").repeat(5_000),
    ] {
        let mut raw = Raw::begun(address).await;
        let mut pieces = [call(), fields].concat();
        let rest = pieces.split_off(16_000);
        raw.say(&frame(HEADERS, 0, 1, &pieces)).await;
        for piece in rest.chunks(16_000) {
            raw.say(&frame(CONTINUATION, 0, 1, piece)).await;
        }
        raw.say(&frame(CONTINUATION, END_HEADERS, 1, b"")).await;
    }
    // One entry of the table that stands for many bytes, named again and again.
    let mut raw = Raw::begun(address).await;
    let stored = [&[0x40][..], &field("x-bomb", &"b".repeat(3_000))[1..]].concat();
    let bomb = [call(), stored, vec![0x80 | 62; 12_000]].concat();
    raw.say(&frame(HEADERS, END_HEADERS, 1, &bomb)).await;
}

/// Connections that begin and then neither speak nor listen, and such as vanish in the middle of a call.
pub async fn half_open(address: SocketAddr) {
    let message = request(&ARTICLE.repeat(50)).encode_to_vec();
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let body = [&[0][..], &length, &message].concat();
    let mut left = Vec::new();
    for round in 0..120 {
        let mut raw = Raw::begun(address).await;
        raw.say(&frame(HEADERS, END_HEADERS, 1, &call())).await;
        let half = body.len() / 2;
        match round % 4 {
            0 => {}
            1 => drop(raw.say(&frame(DATA, 0, 1, &body[..half])).await),
            2 => {
                raw.say(&frame(DATA, END_STREAM, 1, &body)).await;
                raw.reset();
                continue;
            }
            _ => {
                raw.say(&frame(DATA, 0, 1, &body[..half])).await;
                raw.reset();
                continue;
            }
        }
        left.push(raw);
    }
    // The server asks whether they are there, and lets them go.
    let mut gone = JoinSet::new();
    for raw in left {
        gone.spawn(raw.closed_within(PATIENCE));
    }
    for gone in gone.join_all().await {
        assert!(gone, "a silent connection is kept");
    }
}

/// Streams that send much and take no answer.
async fn slow_readers(address: SocketAddr) {
    // On a runtime of their own, which ends with all that they have open: a client keeps a connection whose stream it has given up.
    let read = move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut streams = Vec::new();
            for _ in 0..16 {
                streams.push(slow_reader(address).await);
            }
            sleep(Duration::from_secs(1)).await;
        });
        runtime.shutdown_background();
    };
    tokio::task::spawn_blocking(read).await.unwrap();
}

async fn slow_reader(address: SocketAddr) -> Response<Streaming<StreamExtractResponse>> {
    let endpoint = Channel::from_shared(format!("http://{address}")).unwrap();
    let narrow = endpoint
        .initial_stream_window_size(1)
        .initial_connection_window_size(1);
    let channel = narrow.connect().await.unwrap();
    let asked = tokio_stream::iter(0..).map(|number: u64| StreamExtractRequest {
        correlation_id: number.to_string(),
        document: Some(document(ARTICLE)),
        options: None,
    });
    let mut client = ExtractionServiceClient::new(channel);
    client.stream_extract(asked).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn peers_that_break_flood_stall_or_vanish_harm_nobody() {
    let mut server = Process::start(HOSTILE);
    let address = server.address("listening");
    let caller = Caller::start(address).await;
    caller.goes_on().await;
    let memory = resident(server.id());
    assert!(connections(address) > 0);
    macro_rules! attacks {
        ($($attack:ident),*) => {
            $(
                $attack(address).await;
                caller.goes_on().await;
                Process::client(address).await.extract(request(ARTICLE)).await.expect(stringify!($attack));
                let grown = resident(server.id()).saturating_sub(memory);
                println!("{}: {} MB more", stringify!($attack), grown >> 20);
                assert!(grown < MOST_GROWTH, "{}: grew by {grown} bytes", stringify!($attack));
            )*
        };
    }
    attacks!(
        garbage,
        rapid_reset,
        made_to_reset,
        floods,
        endless_headers,
        half_open,
        slow_readers
    );
    caller.end().await;
    // Every connection is gone, the caller's too.
    let closed = async {
        while connections(address) > 0 {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, closed)
        .await
        .expect("connections are closed");
    server.end();
}
