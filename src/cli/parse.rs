//! `tradewire parse`: shows how a text is read: tokens, tags, lemmas and dependency trees in the CoNLL-U format.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use thiserror::Error;

use crate::language::{Analyzer, conllu, names};
use crate::text::{self, Format, Limits, TextError, Token};

/// Print the tokens, tags and dependency trees of a text as CoNLL-U
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file of plain text, or of HTML if its name ends in .html or .htm; `-` for standard input
    #[arg(value_name = "FILE|-")]
    input: PathBuf,
}

/// Why a text cannot be shown.
#[derive(Debug, Error)]
enum ParseError {
    #[error("{}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Text { path: PathBuf, source: TextError },
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match parse(&args.input) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads a pipe may stop reading.
        Err(ParseError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn parse(path: &Path) -> Result<(), ParseError> {
    let source = read(path).map_err(|source| ParseError::Read {
        path: path.to_owned(),
        source,
    })?;
    let html = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    let format = if html { Format::Html } else { Format::Plain };
    let reading =
        text::read(&source, format, &Limits::default()).map_err(|source| ParseError::Text {
            path: path.to_owned(),
            source,
        })?;
    let sentences: Vec<&[Token]> = reading
        .sentences()
        .iter()
        .map(|sentence| reading.sentence_tokens(sentence))
        .collect();
    let trees = Analyzer::embedded().analyze(reading.text(), &sentences);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (number, (tokens, tree)) in sentences.iter().zip(&trees).enumerate() {
        let names = names(reading.text(), tokens, tree);
        conllu::write(&mut out, number + 1, reading.text(), tokens, tree, &names)?;
    }
    out.flush()?;
    Ok(())
}

fn read(path: &Path) -> io::Result<String> {
    if path == Path::new("-") {
        let mut source = String::new();
        io::stdin().lock().read_to_string(&mut source)?;
        return Ok(source);
    }
    std::fs::read_to_string(path)
}
