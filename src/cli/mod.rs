//! The command line: one file per command.

mod extract;
mod parse;
mod serve;

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
    Extract(extract::Args),
    Parse(parse::Args),
    Serve(serve::Args),
}

/// Runs the command that the process was started with. Exit codes: 0 done, 1 failed (wholly or for some inputs), 2 wrong usage.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Extract(args) => extract::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Serve(args) => serve::run(&args),
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
