//! `tradewire export`: documents in, tables of events and statements out.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use rayon::prelude::*;
use thiserror::Error;

use super::inputs::{self, Input, InputError};
use super::reader::{ReadError, Reader, ReaderArgs};
use crate::export::{
    EVENTS, Format, GDELT, PLOVER, Row, STATEMENTS, Source, Table, WriteError, Writer,
};
use crate::proto::v1;

/// Inputs that are read before their rows are written: bounds memory, and keeps all cores busy.
const BATCH: usize = 256;

/// Read documents and write their events or statements as a table
///
/// One row for each event or statement, in columns that stay the same.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files (.txt, .html, .htm, .json), folders of them, or `-` for standard input
    #[arg(required = true, value_name = "FILE|FOLDER|-")]
    inputs: Vec<PathBuf>,

    /// What each row is
    #[arg(long, value_enum, default_value_t = Rows::Events)]
    rows: Rows,

    /// How to write the table
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,

    /// Where to write the table, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    reader: ReaderArgs,
}

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// Events, all that is known of each
    Events,
    /// Statements
    Statements,
    /// Events by pairs of actors, in the 61 columns of GDELT 2.0
    Gdelt,
    /// Events by pairs of actors, coded in PLOVER
    Plover,
}

/// Why there is no table, or not all of it.
#[derive(Debug, Error)]
enum ExportError {
    #[error("Parquet is not for terminals: name a file with --output")]
    Terminal,
    #[error("cannot write {}: {source}", path.display())]
    Create { path: PathBuf, source: io::Error },
    #[error("cannot write the table: {0}")]
    Write(#[from] WriteError),
}

/// Why one input has no rows.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match export(args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) if is_closed_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Writes the table and returns how many inputs failed.
fn export(args: &Args) -> Result<usize, Box<dyn std::error::Error>> {
    let reader = Reader::new(&args.reader)?;
    let table = args.rows.table();
    let mut writer = Writer::new(
        output(args.output.as_deref(), args.format)?,
        &table,
        args.format,
    )
    .map_err(ExportError::Write)?;
    let inputs = inputs::find(&args.inputs, args.reader.input_format);
    let mut failed = 0;
    for batch in inputs.chunks(BATCH) {
        let read = |input: &Input| rows(input, &reader, &table);
        let answers: Vec<Result<Vec<Row>, Failure>> = batch.par_iter().map(read).collect();
        for (input, answer) in batch.iter().zip(answers) {
            match answer {
                Ok(rows) => writer.write(rows).map_err(ExportError::Write)?,
                Err(failure) => {
                    failed += 1;
                    super::complain(&format!("{}: {failure}", input.name));
                }
            }
        }
    }
    writer.finish().map_err(ExportError::Write)?;
    Ok(failed)
}

fn rows(input: &Input, reader: &Reader<'_>, table: &Table) -> Result<Vec<Row>, Failure> {
    let document = reader.document(input)?;
    let about = v1::Document {
        text: String::new(),
        ..document.clone()
    };
    let extraction = reader.extract(document, v1::ExtractOptions::default())?;
    Ok((table.rows)(&Source {
        document: &about,
        extraction: &extraction,
    }))
}

fn output(path: Option<&Path>, format: Format) -> Result<Box<dyn Write + Send>, ExportError> {
    match path {
        Some(path) => {
            let file = File::create(path).map_err(|source| ExportError::Create {
                path: path.to_owned(),
                source,
            })?;
            Ok(Box::new(BufWriter::new(file)))
        }
        None if format == Format::Parquet && io::stdout().is_terminal() => {
            Err(ExportError::Terminal)
        }
        None => Ok(Box::new(BufWriter::new(io::stdout()))),
    }
}

/// Whether the reader of standard output has gone.
fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return error.kind() == io::ErrorKind::BrokenPipe;
        }
        cause = error.source();
    }
    false
}

// === impl Rows ===

impl Rows {
    fn table(self) -> Table {
        match self {
            Self::Events => EVENTS,
            Self::Statements => STATEMENTS,
            Self::Gdelt => GDELT,
            Self::Plover => PLOVER,
        }
    }
}
