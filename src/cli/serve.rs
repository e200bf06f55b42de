//! `tradewire serve`: answers calls until it is told to stop.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::config::{Config, ConfigError, DEFAULT_TOML, Layers, LogFormat};
use crate::server::{Listeners, Telemetry};

/// Exit code where the settings cannot be used.
const UNUSABLE_SETTINGS: u8 = 2;

/// Serve gRPC calls until SIGTERM or SIGINT
///
/// Settings come from a TOML file, from environment variables (TRADEWIRE_LIMITS_WORKERS=4) and from flags; flags win over
/// variables, variables over the file. Exit codes: 0 stopped when told to, 1 failed, 2 wrong settings.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// TOML file with settings; also TRADEWIRE_CONFIG
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Where to listen: IP address and port, or "unix:" and a path; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    listen: Vec<String>,

    /// Folder of lexicon files that extend or override the embedded ones; may be given several times, later ones win
    #[arg(long, value_name = "FOLDER")]
    lexicon: Vec<String>,

    /// The store in which documents are kept and looked up: a file, which is created where there is none, or the address of a database
    /// (postgres://user@host/database)
    #[arg(long, value_name = "FILE|ADDRESS")]
    store: Option<String>,

    /// How to write the log, on standard error
    #[arg(long, value_name = "text|json")]
    log_format: Option<LogFormat>,

    /// Any setting, as its section, name and value; may be given several times
    #[arg(long, value_name = "SECTION.NAME=VALUE")]
    set: Vec<String>,

    /// Print every setting with its default and meaning, and exit
    #[arg(long)]
    print_default_config: bool,

    /// Check the settings and all files that they name, and exit
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    if args.print_default_config {
        print!("{DEFAULT_TOML}");
        return ExitCode::SUCCESS;
    }
    let config = match settings(args) {
        Ok(config) => config,
        Err(error) => {
            super::complain(&error.to_string());
            return ExitCode::from(UNUSABLE_SETTINGS);
        }
    };
    if args.check {
        return match crate::server::check(&config) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                super::complain(&error.to_string());
                ExitCode::from(UNUSABLE_SETTINGS)
            }
        };
    }
    match serve(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn settings(args: &Args) -> Result<Config, ConfigError> {
    let mut layers = Layers::new();
    let named = std::env::var_os("TRADEWIRE_CONFIG").map(PathBuf::from);
    if let Some(path) = args.config.as_ref().or(named.as_ref()) {
        layers.file(path)?;
    }
    // A variable whose name or value is not Unicode is none of ours.
    let readable = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    layers.environment(std::env::vars_os().filter_map(readable))?;
    for assignment in &args.set {
        let (name, value) = assignment.split_once('=').unwrap_or((assignment, ""));
        layers.set("--set", name.trim(), value.trim())?;
    }
    for (flag, name, values) in [
        ("--listen", "server.listen", &args.listen),
        ("--lexicon", "lexicon.folders", &args.lexicon),
    ] {
        if !values.is_empty() {
            layers.set_list(flag, name, values)?;
        }
    }
    if let Some(path) = &args.store {
        layers.set("--store", "store.path", path)?;
    }
    if let Some(format) = args.log_format {
        layers.set("--log-format", "telemetry.log_format", &format.to_string())?;
    }
    layers.config()
}

#[tokio::main]
async fn serve(config: Config) -> Result<(), Box<dyn std::error::Error>> {
    let telemetry = Telemetry::start(&config.telemetry).await?;
    let stop = stop_signal()?;
    let listeners = Listeners::bind(&config.server.listen).await?;
    for address in listeners.addresses() {
        tracing::info!(%address, "listening");
    }
    let ended = crate::server::run(listeners, config, stop).await;
    telemetry.end().await;
    Ok(ended?)
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
