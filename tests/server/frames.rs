//! HTTP/2 by hand: what no client library can be made to send.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const PRIORITY: u8 = 2;
pub const RST_STREAM: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PUSH_PROMISE: u8 = 5;
pub const PING: u8 = 6;
pub const WINDOW_UPDATE: u8 = 8;
pub const CONTINUATION: u8 = 9;

pub const END_STREAM: u8 = 1;
pub const END_HEADERS: u8 = 4;

/// A frame whose length is that of its payload.
pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap();
    [
        &length.to_be_bytes()[1..],
        &[kind, flags],
        &stream.to_be_bytes(),
        payload,
    ]
    .concat()
}

/// A header field as HPACK writes one that no table knows.
pub fn field(name: &str, value: &str) -> Vec<u8> {
    let text = |text: &str| {
        // An integer with a prefix of seven bits.
        let mut bytes = Vec::new();
        match text.len() {
            short @ 0..127 => bytes.push(u8::try_from(short).unwrap()),
            long => {
                bytes.push(127);
                let mut rest = long - 127;
                while rest >= 128 {
                    bytes.push(u8::try_from(rest % 128).unwrap() | 128);
                    rest /= 128;
                }
                bytes.push(u8::try_from(rest).unwrap());
            }
        }
        bytes.extend(text.bytes());
        bytes
    };
    [vec![0], text(name), text(value)].concat()
}

/// The headers of a call.
pub fn call() -> Vec<u8> {
    let fields = [
        (":method", "POST"),
        (":scheme", "http"),
        (":path", "/tradewire.v1.ExtractionService/Extract"),
        (":authority", "localhost"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
    ];
    fields
        .iter()
        .flat_map(|(name, value)| field(name, value))
        .collect()
}

/// A connection on which anything can be said.
pub struct Raw(pub TcpStream);

impl Raw {
    pub async fn connect(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// One that has begun as HTTP/2 does.
    pub async fn begun(address: SocketAddr) -> Self {
        let mut raw = Self::connect(address).await;
        let begun = [PREFACE, &frame(SETTINGS, 0, 0, &[])].concat();
        raw.0.write_all(&begun).await.unwrap();
        raw
    }

    /// Says something; whether the other side still listens. What it says is not read.
    pub async fn say(&mut self, bytes: &[u8]) -> bool {
        let written = timeout(Duration::from_secs(2), self.0.write_all(bytes)).await;
        matches!(written, Ok(Ok(())))
    }

    /// Says the same again and again, until it has been said often enough or nobody listens any more.
    pub async fn flood(&mut self, bytes: &[u8], times: usize) {
        let many = bytes.repeat(256);
        for _ in 0..times.div_ceil(256) {
            if !self.say(&many).await {
                break;
            }
        }
    }

    /// Reads until the other side closes, or for a while.
    pub async fn closed_within(mut self, patience: Duration) -> bool {
        let mut bytes = vec![0; 64 * 1024];
        timeout(patience, async move {
            while self.0.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
        })
        .await
        .is_ok()
    }

    /// Goes away without a word of parting: the other side gets a reset.
    pub fn reset(self) {
        self.0.set_zero_linger().unwrap();
    }
}
