//! A load generator: how many calls a running server answers, and what a call costs above the work itself.
//!
//! ```sh
//! cargo run --release -- ingest examples/articles --store news.db
//! cargo run --release -- serve --store news.db &
//! cargo run --release --example load -- --server http://127.0.0.1:50051
//! ```

#[path = "../benches/news/mod.rs"]
#[allow(dead_code, reason = "other programs use the rest")]
mod news;

use std::error::Error;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use http::uri::PathAndQuery;
use tonic::client::Grpc;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_prost::ProstCodec;
use tradewire::extract::{Extractor, Input};
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::lookup_service_client::LookupServiceClient;
use tradewire::proto::v1::{
    Document, ExtractRequest, GetEventRequest, SearchEventsRequest, SearchEventsResponse,
};

/// Call a running server as fast as it answers
#[derive(Debug, Parser)]
struct Args {
    /// Address of the server
    #[arg(long, default_value = "http://127.0.0.1:50051")]
    server: String,

    /// Connections
    #[arg(long, default_value_t = 4)]
    connections: usize,

    /// Calls that are open at one time
    #[arg(long, default_value_t = 64)]
    concurrency: usize,

    /// Seconds that each sort of call is made
    #[arg(long, default_value_t = 5)]
    seconds: u64,

    /// Folder of plain texts to be read instead of an article of 5,000 characters
    #[arg(long)]
    texts: Option<PathBuf>,
}

/// How long calls took, shortest first.
struct Times(Vec<Duration>);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let mut channels = Vec::new();
    for _ in 0..args.connections.max(1) {
        channels.push(
            Endpoint::from_shared(args.server.clone())?
                .connect()
                .await?,
        );
    }
    let period = Duration::from_secs(args.seconds);

    let empty = |channel: Channel, _| async move {
        let mut client = HealthClient::new(channel);
        client.check(HealthCheckRequest::default()).await.map(drop)
    };
    let times = hammer(&channels, args.concurrency, period, empty).await?;
    times.print("empty call (health check)", Some(period));
    let empty_calls = times.count();

    let ids = Arc::new(event_ids(&channels).await?);
    if ids.is_empty() {
        println!("get event by id: the store holds no events");
    } else {
        let request = |number: usize| GetEventRequest {
            event_id: ids[number % ids.len()].clone(),
            ..Default::default()
        };
        let receive = |channel, number| received(channel, request(number));
        let times = hammer(&channels, args.concurrency, period, receive).await?;
        times.print("get event by id, received only", Some(period));
        times.print_share(empty_calls);

        let get = |channel: Channel, number: usize| {
            let request = request(number);
            async move {
                let mut client = LookupServiceClient::new(channel);
                client.get_event(request).await.map(drop)
            }
        };
        let times = hammer(&channels, args.concurrency, period, get).await?;
        times.print("get event by id, decoded here", Some(period));
        times.print_share(empty_calls);
    }

    let documents = documents(&args)?;
    let (inside, outside) = one_by_one(&channels, documents, period).await?;
    inside.print("extract, in this process, one after the other", None);
    outside.print("extract, by call, one after the other", None);
    let (inside, outside) = (inside.quantile(500), outside.quantile(500));
    let more = (outside.as_secs_f64() - 1.2 * inside.as_secs_f64()) * 1e6;
    println!("  p50 by call is 1.2 x that in this process and {more:.0} us");
    Ok(())
}

/// Makes calls from `concurrency` tasks until the period is over; a call gets a connection and a number.
async fn hammer<F>(
    channels: &[Channel],
    concurrency: usize,
    period: Duration,
    call: impl Fn(Channel, usize) -> F,
) -> Result<Times, Status>
where
    F: Future<Output = Result<(), Status>>,
{
    let end = Instant::now() + period;
    let number = AtomicUsize::new(0);
    let tasks = (0..concurrency.max(1)).map(|_| async {
        let mut times = Vec::new();
        while Instant::now() < end {
            let number = number.fetch_add(1, Ordering::Relaxed);
            let channel = channels[number % channels.len()].clone();
            let began = Instant::now();
            call(channel, number).await?;
            times.push(began.elapsed());
        }
        Ok::<_, Status>(times)
    });
    let times = futures_util::future::try_join_all(tasks).await?;
    Ok(Times::new(times.concat()))
}

/// Asks for an event and does not decode the answer: decoding costs the caller, who shares the processor with the server here, more
/// than answering costs the server.
async fn received(channel: Channel, request: GetEventRequest) -> Result<(), Status> {
    let mut client = Grpc::new(channel);
    let ready = client.ready().await;
    ready.map_err(|error| Status::unavailable(error.to_string()))?;
    let method = PathAndQuery::from_static("/tradewire.v1.LookupService/GetEvent");
    let codec = ProstCodec::<GetEventRequest, ()>::default();
    let answer = client.unary(Request::new(request), method, codec).await;
    answer.map(drop)
}

/// Has each document read here and by the server in turn, until the period is over.
async fn one_by_one(
    channels: &[Channel],
    documents: Vec<Document>,
    period: Duration,
) -> Result<(Times, Times), Box<dyn Error>> {
    let extractor = Extractor::embedded();
    let mut client = ExtractionServiceClient::new(channels[0].clone());
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    let end = Instant::now() + 2 * period;
    for document in documents.iter().cycle() {
        if Instant::now() > end {
            break;
        }
        let began = Instant::now();
        let input = Input {
            text: &document.text,
            ..Input::default()
        };
        std::hint::black_box(extractor.extract(&input)?);
        inside.push(began.elapsed());
        let request = ExtractRequest {
            document: Some(document.clone()),
            options: None,
        };
        let began = Instant::now();
        client.extract(request).await?;
        outside.push(began.elapsed());
    }
    Ok((Times::new(inside), Times::new(outside)))
}

async fn event_ids(channels: &[Channel]) -> Result<Vec<String>, Status> {
    let mut client = LookupServiceClient::new(channels[0].clone());
    let request = SearchEventsRequest {
        page_size: 1000,
        ..SearchEventsRequest::default()
    };
    let page: SearchEventsResponse = client.search_events(request).await?.into_inner();
    let events = page.results.into_iter().filter_map(|result| result.event);
    Ok(events.map(|event| event.id).collect())
}

fn documents(args: &Args) -> Result<Vec<Document>, Box<dyn Error>> {
    let Some(folder) = &args.texts else {
        return Ok(vec![Document {
            text: news::ARTICLE.to_owned(),
            ..Document::default()
        }]);
    };
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            documents.push(Document {
                text: std::fs::read_to_string(path)?,
                ..Document::default()
            });
        }
    }
    if documents.is_empty() {
        return Err(format!("no .txt in {}", folder.display()).into());
    }
    Ok(documents)
}

// === impl Times ===

impl Times {
    fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that this share of the calls did not take longer than.
    fn quantile(&self, per_mille: usize) -> Duration {
        let at = self.0.len().saturating_sub(1) * per_mille / 1000;
        self.0.get(at).copied().unwrap_or_default()
    }

    /// Of calls that took the same time and did nothing.
    fn print_share(&self, empty_calls: usize) {
        let share = 100 * self.count() / empty_calls.max(1);
        println!("  {share}% of the empty calls in the same time");
    }

    /// `period`: in which the calls were made, if as many as possible at one time.
    fn print(&self, what: &str, period: Option<Duration>) {
        let calls = self.0.len();
        let rate = period.map(|period| calls as f64 / period.as_secs_f64());
        let rate = rate.map_or_else(String::new, |rate| format!(", {rate:.0} a second"));
        println!(
            "{what}: {calls} calls{rate}; p50 {:.3} ms, p99 {:.3} ms",
            self.quantile(500).as_secs_f64() * 1e3,
            self.quantile(990).as_secs_f64() * 1e3,
        );
    }
}
