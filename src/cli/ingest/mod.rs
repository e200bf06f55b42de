//! `tradewire ingest`: reads documents and keeps them in a store, or sends them to a server that does.

mod sources;
mod tally;

use std::collections::HashMap;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::stream::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status};

use super::local_store::LocalStore;
use super::progress;
use crate::proto::v1::extraction_service_client::ExtractionServiceClient;
use crate::proto::v1::stream_ingest_response::Result as Outcome;
use crate::proto::v1::{Document, StreamIngestRequest, StreamIngestResponse};
use crate::service::ingest::Ingest;
use crate::service::intake::Intake;
use crate::service::request_id::RequestId;
use crate::store::Location;
use crate::text::Limits;
use sources::{Item, Source};
use tally::{Failure, Tally};

/// Documents that are read from disk before their turn comes.
const READ_AHEAD: usize = 64;

/// Documents that are read at one time, and kept at one time.
const IN_FLIGHT: usize = 64;

/// Read documents and keep them, with what they tell, in a store
///
/// What is counted as done is durable. What is in the store already costs next to nothing: a run that was broken off is resumed by
/// the same command. Exit codes: 0 all kept, 1 failed for some or all.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files (.txt, .html, .htm, .json; .jsonl and .ndjson with a document in each line), folders of them, or `-` for lines of
    /// JSON on standard input
    #[arg(required = true, value_name = "FILE|FOLDER|-")]
    inputs: Vec<PathBuf>,

    /// The store: a file, which is created where there is none, or the address of a database (postgres://user@host/database)
    #[arg(
        long,
        value_name = "FILE|ADDRESS",
        required_unless_present = "server",
        conflicts_with = "server"
    )]
    store: Option<Location>,

    /// Address of a server to send the documents to, instead of a store: http://127.0.0.1:50051
    #[arg(long, value_name = "URL")]
    server: Option<String>,

    #[command(flatten)]
    lexicon: super::LexiconArgs,

    /// Day or time of publication of documents that do not tell it themselves
    #[arg(long, value_name = "DAY|TIME")]
    published_at: Option<String>,

    /// Largest document that is read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_bytes)]
    max_document_bytes: usize,

    /// Threads that read; by default one per core
    #[arg(long, value_name = "COUNT")]
    jobs: Option<usize>,

    /// Write what failed and why to this file, one JSON object per line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// The names of the documents whose answers are awaited, by correlation id.
type Names = Arc<Mutex<HashMap<String, String>>>;

/// Answers, in the order of the requests.
type Answers = Pin<Box<dyn Stream<Item = Result<StreamIngestResponse, Status>> + Send>>;

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match ingest(args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Returns how many documents failed.
#[tokio::main]
async fn ingest(args: &Args) -> Result<u64, Box<dyn std::error::Error>> {
    let sources = sources::find(&args.inputs);
    let count = sources.iter().map(Source::count).sum();
    let mut tally = Tally::new(progress::documents(count), args.report.as_deref())?;

    let names = Names::default();
    let (unreadable, mut unread) = mpsc::unbounded_channel();
    let (requests, taken) = mpsc::channel(READ_AHEAD);
    let reader = Reader {
        names: names.clone(),
        requests,
        unreadable,
        published_at: args.published_at.clone(),
    };
    let reading = tokio::task::spawn_blocking(move || reader.read(sources));
    let (mut answers, store) = answers(args, taken).await?;
    let mut stopped = None;
    while let Some(answer) = answers.next().await {
        while let Ok((name, message)) = unread.try_recv() {
            tally.failed(&unusable(&name, &message))?;
        }
        let StreamIngestResponse {
            correlation_id,
            result,
        } = match answer {
            Ok(answer) => answer,
            Err(status) => {
                stopped = Some(status.message().to_owned());
                break;
            }
        };
        let mut waiting = names.lock().unwrap_or_else(PoisonError::into_inner);
        let name = waiting.remove(&correlation_id).unwrap_or(correlation_id);
        drop(waiting);
        match result {
            Some(Outcome::Ingested(document)) => tally.kept(&document),
            Some(Outcome::Error(error)) => {
                let code = Code::from(error.code);
                tally.failed(&Failure {
                    name: &name,
                    code: &tally::code_name(code),
                    reason: &tally::reason(&error),
                    message: &error.message,
                })?;
                // Whatever comes next would fail as well.
                if matches!(
                    code,
                    Code::Unavailable | Code::ResourceExhausted | Code::DataLoss
                ) {
                    stopped = Some(error.message);
                    break;
                }
            }
            None => tally.failed(&unusable(&name, "the server answered nothing"))?,
        }
    }
    // The reader ends when nobody takes its documents any more.
    drop(answers);
    reading.await?;
    while let Some((name, message)) = unread.recv().await {
        tally.failed(&unusable(&name, &message))?;
    }
    if let Some(store) = store {
        store.close().await;
    }
    anstream::println!("{}", tally.end()?);
    match stopped {
        Some(why) => Err(format!("stopped: {why}; the same command goes on from here").into()),
        None => Ok(tally.failures()),
    }
}

/// Has the documents kept: by a server, or here.
async fn answers(
    args: &Args,
    taken: mpsc::Receiver<StreamIngestRequest>,
) -> Result<(Answers, Option<LocalStore>), Box<dyn std::error::Error>> {
    let requests = ReceiverStream::new(taken);
    if let Some(server) = &args.server {
        let mut client = ExtractionServiceClient::connect(server.clone())
            .await
            .map_err(|error| format!("cannot reach {server}: {error}"))?;
        let answers = client.stream_ingest(requests).await?.into_inner();
        return Ok((answers.boxed(), None));
    }
    let path = args.store.as_ref().ok_or("no store is named")?;
    let local = LocalStore::open(path, &args.lexicon, args.jobs).await?;
    let ingest = Ingest {
        workers: local.workers.clone(),
        limits: Limits {
            max_bytes: args.max_document_bytes,
            ..Limits::default()
        },
        store: local.store.clone(),
    };
    let nobody = http::Extensions::new();
    let intake = Intake::new(&nobody, local.workers.clone());
    let requests = intake.let_in(requests.map(Ok));
    let answers = ingest.stream(requests, IN_FLIGHT, RequestId::of(&nobody));
    Ok((answers.boxed(), Some(local)))
}

fn unusable<'f>(name: &'f str, message: &'f str) -> Failure<'f> {
    Failure {
        name,
        code: "INVALID_ARGUMENT",
        reason: "UNREADABLE_INPUT",
        message,
    }
}

/// Reads documents from disk.
struct Reader {
    names: Names,
    requests: mpsc::Sender<StreamIngestRequest>,
    unreadable: mpsc::UnboundedSender<(String, String)>,
    published_at: Option<String>,
}

impl Reader {
    /// Reads until all is read, or nobody takes any more.
    fn read(self, sources: Vec<Source>) {
        let items = sources.into_iter().flat_map(Source::items);
        for (Item { name, document }, number) in items.zip(1_u64..) {
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    // Nobody listens only when the run is over.
                    let _ = self.unreadable.send((name, error.to_string()));
                    continue;
                }
            };
            let correlation_id = number.to_string();
            let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
            names.insert(correlation_id.clone(), name);
            drop(names);
            let request = StreamIngestRequest {
                correlation_id,
                document: Some(Document {
                    published_at: document.published_at.or_else(|| self.published_at.clone()),
                    ..document
                }),
            };
            if self.requests.blocking_send(request).is_err() {
                return;
            }
        }
    }
}
