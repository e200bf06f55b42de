//! `tradewire key`: makes an API key.

use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use strum::VariantArray;

use crate::server::{NewKey, Scope};

/// Make an API key: the key itself goes to standard output, once, its entry for the file of keys to standard error
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Under which the log knows its calls
    name: String,

    /// What it may be used for; may be given several times
    #[arg(long = "scope", required = true, value_parser = scope())]
    scopes: Vec<Scope>,
}

fn scope() -> impl TypedValueParser<Value = Scope> {
    let names = Scope::VARIANTS.iter().map(<&'static str>::from);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Scope>())
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    let key = match NewKey::generate() {
        Ok(key) => key,
        Err(error) => {
            super::complain(&format!("no randomness to make a key of: {error}"));
            return ExitCode::FAILURE;
        }
    };
    println!("{}", key.secret);
    eprint!("{}", key.entry(&args.name, &args.scopes));
    ExitCode::SUCCESS
}
