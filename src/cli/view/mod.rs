//! `tradewire view`: one document and its facts as a page for people.

mod article;
mod html;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use thiserror::Error;

use super::inputs::{self, InputError};
use super::reader::{ReadError, Reader, ReaderArgs};
use crate::json::JsonError;
use crate::lexicon::LexiconError;
use crate::proto::v1;
use crate::text::TextError;

/// Write a web page that shows a document with its actors, events and statements
///
/// The page is one file that needs no network: the article with its facts highlighted, a timeline, and who answers whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A document (.txt, .html, .htm, .json), or `-` for standard input
    #[arg(value_name = "FILE|-")]
    input: PathBuf,

    /// Where to write the page, `-` for standard output [default: the document's name with `.facts.html`, in this folder]
    #[arg(long, short, value_name = "FILE|-")]
    output: Option<PathBuf>,

    /// Show the page in the browser
    #[arg(long)]
    open: bool,

    #[command(flatten)]
    reader: ReaderArgs,
}

/// Why there is no page.
#[derive(Debug, Error)]
enum ViewError {
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    #[error("{name}: {source}")]
    Input { name: String, source: InputError },
    #[error("{name}: {source}")]
    Read { name: String, source: ReadError },
    #[error("is a folder; `view` shows one document")]
    Folder,
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("cannot write JSON: {0}")]
    Json(#[from] JsonError),
    #[error("cannot write {path}: {source}")]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot show {path}: {source}")]
    Open { path: PathBuf, source: io::Error },
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match view(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn view(args: &Args) -> Result<(), ViewError> {
    let reader = Reader::new(&args.reader)?;
    let mut found = inputs::find(std::slice::from_ref(&args.input), args.reader.input_format);
    let (Some(input), true) = (found.pop(), !args.input.is_dir()) else {
        return Err(ViewError::Folder);
    };
    let document = reader.document(&input).map_err(|source| ViewError::Input {
        name: input.name.clone(),
        source,
    })?;
    // The offsets that JavaScript counts in.
    let options = v1::ExtractOptions {
        offset_unit: v1::OffsetUnit::Utf16.into(),
        explain: true,
    };
    let extraction = reader
        .extract(document.clone(), options)
        .map_err(|source| ViewError::Read {
            name: input.name.clone(),
            source,
        })?;
    let blocks = article::blocks(&document, reader.limits())?;
    let page = html::page(document, &blocks, &extraction)?;
    let output = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}.facts.html", input.stem)));
    write(&output, &page).map_err(|source| ViewError::Write {
        path: output.clone(),
        source,
    })?;
    if output != Path::new("-") {
        anstream::println!("{}", output.display());
        if args.open {
            open::that(&output).map_err(|source| ViewError::Open {
                path: output,
                source,
            })?;
        }
    }
    Ok(())
}

fn write(path: &Path, page: &str) -> io::Result<()> {
    if path == Path::new("-") {
        let mut out = io::stdout().lock();
        return match out.write_all(page.as_bytes()).and_then(|()| out.flush()) {
            // Whoever reads a pipe may stop reading.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        };
    }
    fs::write(path, page)
}
