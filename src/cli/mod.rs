//! The command line: one file per command.

mod copy;
mod export;
mod extract;
mod ingest;
mod inputs;
mod key;
mod local_store;
mod manual;
mod migrate;
mod parse;
mod progress;
#[cfg(feature = "client")]
mod query;
mod reader;
mod reindex;
mod serve;
mod store;
mod view;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anstyle::AnsiColor;
use clap::{Parser, Subcommand};

use crate::lexicon::{Lexicon, LexiconError};

/// Reads trade-policy news into typed, cited trade events and statements.
#[derive(Debug, Parser)]
#[command(name = "tradewire", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Completions(manual::CompletionsArgs),
    Copy(copy::Args),
    Export(export::Args),
    Extract(extract::Args),
    Ingest(ingest::Args),
    Key(key::Args),
    Man(manual::ManArgs),
    Migrate(migrate::Args),
    Parse(parse::Args),
    #[cfg(feature = "client")]
    Query(query::Args),
    Reindex(reindex::Args),
    Serve(serve::Args),
    Store(store::Args),
    View(view::Args),
}

/// Runs the command that the process was started with. Exit codes: 0 done, 1 failed (wholly or for some inputs), 2 wrong usage.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Completions(args) => manual::completions(&args),
        Command::Copy(args) => copy::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Extract(args) => extract::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Key(args) => key::run(&args),
        Command::Man(args) => manual::man(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Parse(args) => parse::run(&args),
        #[cfg(feature = "client")]
        Command::Query(args) => query::run(&args),
        Command::Reindex(args) => reindex::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Store(args) => store::run(&args),
        Command::View(args) => view::run(&args),
    }
}

/// Words of the user's own.
#[derive(Debug, clap::Args)]
struct LexiconArgs {
    /// Folder of lexicon files that extend or override the embedded ones; may be given several times, later ones win
    #[arg(long = "lexicon", value_name = "FOLDER")]
    folders: Vec<PathBuf>,
}

impl LexiconArgs {
    /// The lexicon that the user asks for; none without any folder.
    fn load(&self) -> Result<Option<Arc<Lexicon>>, LexiconError> {
        if self.folders.is_empty() {
            return Ok(None);
        }
        let folders: Vec<_> = self.folders.iter().map(PathBuf::as_path).collect();
        Ok(Some(Arc::new(Lexicon::load(&folders)?)))
    }
}

/// Tells the user what went wrong, on standard error, in red where that is a terminal.
fn complain(message: &str) {
    let red = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{red}tradewire:{red:#} {message}");
}
