//! `tradewire serve`: answers calls until it is told to stop.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use tokio::net::TcpListener;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Serve gRPC calls until SIGTERM or SIGINT
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50051")]
    listen: SocketAddr,

    #[command(flatten)]
    lexicon: super::LexiconArgs,

    /// Largest document that is read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Config::default().limits.max_bytes)]
    max_document_bytes: usize,

    /// Threads that read documents; by default one per core
    #[arg(long, value_name = "COUNT")]
    workers: Option<usize>,

    /// Seconds that open calls may go on when the server stops
    #[arg(long, value_name = "SECONDS", default_value_t = Config::default().drain.as_secs())]
    drain_seconds: u64,

    /// How to write the log, on standard error; RUST_LOG says what it holds
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    /// For people
    Text,
    /// One JSON object per line
    Json,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    log(args.log_format);
    match serve(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn serve(args: &Args) -> Result<(), Box<dyn std::error::Error>> {
    let mut config = Config {
        lexicon: args.lexicon.load()?,
        drain: Duration::from_secs(args.drain_seconds),
        ..Config::default()
    };
    config.limits.max_bytes = args.max_document_bytes;
    if let Some(workers) = args.workers {
        config.workers = workers;
    }
    let stop = stop_signal()?;
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    Ok(crate::server::run(listener, config, stop).await?)
}

fn log(format: LogFormat) {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .from_env_lossy();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// Resolves at SIGTERM or SIGINT.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where it cannot be caught, Ctrl-C ends the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
