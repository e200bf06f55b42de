//! The command line: one file per command.

mod extract;
mod serve;

use std::process::ExitCode;

use anstyle::AnsiColor;
use clap::{Parser, Subcommand};

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
    Serve(serve::Args),
}

/// Runs the command that the process was started with. Exit codes: 0 done, 1 failed (wholly or for some inputs), 2 wrong usage.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Extract(args) => extract::run(&args),
        Command::Serve(args) => serve::run(&args),
    }
}

/// Tells the user what went wrong, on standard error, in red where that is a terminal.
fn complain(message: &str) {
    let red = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{red}tradewire:{red:#} {message}");
}
