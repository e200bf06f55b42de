//! How soon a server answers after its start, and how much memory it takes, idle and under full load.
//!
//! ```sh
//! cargo build --release && cargo run --release --example startup -- target/release/tradewire
//! ```

#[path = "../benches/news/mod.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod news;

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use tonic::transport::Endpoint;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::{Document, ExtractRequest};

/// Start a server, and measure its first answer and its memory
#[derive(Debug, Parser)]
struct Args {
    /// The program that serves
    program: PathBuf,

    /// How often it is started; the middle time counts
    #[arg(long, default_value_t = 11)]
    starts: usize,

    /// Seconds of full load
    #[arg(long, default_value_t = 10)]
    seconds: u64,

    /// Calls that are open at one time under full load
    #[arg(long, default_value_t = 16)]
    concurrency: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let mut times = Vec::new();
    for _ in 0..args.starts.max(1) {
        let began = Instant::now();
        let server = Server::start(&args.program)?;
        server.read(news::TRADE[4]).await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let middle = times[times.len() / 2];
    println!(
        "start to first answer: {:.0} ms",
        middle.as_secs_f64() * 1e3
    );

    let server = Server::start(&args.program)?;
    server.read(news::TRADE[4]).await?;
    println!(
        "resident after the first answer: {} MB",
        server.memory("VmRSS:")? >> 20
    );
    let end = Instant::now() + Duration::from_secs(args.seconds);
    let long = news::long(100_000);
    let load = (0..args.concurrency).map(|number| {
        let (server, long) = (&server, &long);
        async move {
            // One caller in four sends long documents.
            let text = if number % 4 == 0 {
                long.as_str()
            } else {
                news::ARTICLE
            };
            while Instant::now() < end {
                server.read(text).await?;
            }
            Ok::<_, Box<dyn Error>>(())
        }
    });
    futures_util::future::try_join_all(load).await?;
    println!(
        "most that was resident under full load: {} MB",
        server.memory("VmHWM:")? >> 20
    );
    Ok(())
}

/// A running server; it ends when this is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts it and waits until it listens.
    fn start(program: &Path) -> Result<Self, Box<dyn Error>> {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
            .args(["--set", "telemetry.log_filter=error,tradewire::cli=info"])
            .stderr(Stdio::piped())
            .spawn()?;
        let log = child.stderr.take().ok_or("no log")?;
        let mut server = Self {
            child,
            address: String::new(),
        };
        for line in BufReader::new(log).lines() {
            let line: serde_json::Value = serde_json::from_str(&line?)?;
            if line["message"] == "listening" {
                server.address = format!("http://{}", line["address"].as_str().unwrap_or_default());
                return Ok(server);
            }
        }
        Err("the server ended before it listened".into())
    }

    async fn read(&self, text: &str) -> Result<(), Box<dyn Error>> {
        let channel = Endpoint::from_shared(self.address.clone())?
            .connect()
            .await?;
        let document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        let request = ExtractRequest {
            document: Some(document),
            options: None,
        };
        ExtractionServiceClient::new(channel)
            .extract(request)
            .await?;
        Ok(())
    }

    /// A size from the process's status, in bytes.
    fn memory(&self, name: &str) -> Result<usize, Box<dyn Error>> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        Ok(kilobytes.ok_or("no such size")?.parse::<usize>()? * 1024)
    }
}
