//! `tradewire extract`: reads files, folders or standard input, and writes what they tell.

mod report;
mod sink;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use thiserror::Error;

use super::inputs::{self, Input, InputError};
use super::reader::{ReadError, Reader, ReaderArgs};
use crate::json::{self, JsonError, Layout};
use crate::proto::v1;
use sink::{Sink, WriteError};

/// Inputs that are read before any of them is written: bounds memory, and keeps all cores busy.
const BATCH: usize = 256;

/// A run over at least so many inputs shows its progress.
const LONG_RUN: usize = 50;

/// Read documents and write the trade events and statements that they tell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files (.txt, .html, .htm, .json), folders of them, or `-` for standard input
    #[arg(required = true, value_name = "FILE|FOLDER|-")]
    inputs: Vec<PathBuf>,

    /// What to write
    #[arg(long, value_enum, default_value_t = OutputFormat::Json)]
    format: OutputFormat,

    /// The unit in which offsets count
    #[arg(long, value_enum, default_value_t = Unit::Utf8)]
    offset_unit: Unit,

    /// Write one file per input into this folder, named after the input, instead of standard output
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Also say what in the grammar and the lexicon made each event
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    reader: ReaderArgs,

    /// Threads that read; by default one per core
    #[arg(long, value_name = "COUNT")]
    jobs: Option<usize>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// Canonical JSON of the ExtractResponse; of several inputs on standard output, one per line
    Json,
    /// A list for people
    Text,
}

/// Units of offsets.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    /// Bytes
    Utf8,
    /// UTF-16 code units
    Utf16,
    /// Unicode code points
    Utf32,
}

/// Why one input yields nothing.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("cannot write JSON: {0}")]
    Json(#[from] JsonError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match run_all(args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Reads all inputs and returns how many of them failed.
fn run_all(args: &Args) -> Result<usize, Box<dyn std::error::Error>> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(args.jobs.unwrap_or_default())
        .build()?;
    let inputs = inputs::find(&args.inputs, args.reader.input_format);
    let mut sink = Sink::new(args.output.as_deref(), args.format)?;
    let layout = if args.output.is_none() && inputs.len() > 1 {
        Layout::Compact
    } else {
        Layout::Pretty
    };
    let reader = Reader::new(&args.reader)?;
    let progress = progress_bar(inputs.len());
    let mut failed = 0;
    for batch in inputs.chunks(BATCH) {
        let answers: Vec<Result<String, Failure>> = threads.install(|| {
            let read = |input| {
                let answer = answer(input, args, &reader, layout);
                progress.inc(1);
                answer
            };
            batch.par_iter().map(read).collect()
        });
        for (input, answer) in batch.iter().zip(answers) {
            let written = answer
                .and_then(|answer| progress.suspend(|| Ok(sink.write(&input.stem, &answer)?)));
            match written {
                Ok(()) => {}
                // Nobody reads any further: `tradewire extract ... | head`.
                Err(Failure::Write(error)) if error.is_closed_pipe() => return Ok(failed),
                Err(failure) => {
                    failed += 1;
                    progress.suspend(|| super::complain(&format!("{}: {failure}", input.name)));
                }
            }
        }
    }
    progress.finish_and_clear();
    if failed > 0 && inputs.len() > 1 {
        super::complain(&format!("{failed} of {} inputs failed", inputs.len()));
    }
    Ok(failed)
}

/// What is written for one input.
fn answer(
    input: &Input,
    args: &Args,
    reader: &Reader<'_>,
    layout: Layout,
) -> Result<String, Failure> {
    let options = v1::ExtractOptions {
        offset_unit: args.offset_unit.into(),
        explain: args.explain,
    };
    let extraction = reader.extract(reader.document(input)?, options)?;
    match args.format {
        OutputFormat::Text => Ok(report::list(&extraction)),
        OutputFormat::Json => {
            let response = v1::ExtractResponse {
                extraction: Some(extraction),
            };
            let mut json = json::to_string(&response, layout)?;
            json.push('\n');
            Ok(json)
        }
    }
}

/// A bar on standard error, if that is a terminal and the run is long.
fn progress_bar(inputs: usize) -> ProgressBar {
    if inputs < LONG_RUN {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} documents, {per_sec}, {eta} left");
    ProgressBar::new(inputs as u64)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

// === impl Unit ===

impl From<Unit> for i32 {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Utf8 => v1::OffsetUnit::Utf8,
            Unit::Utf16 => v1::OffsetUnit::Utf16,
            Unit::Utf32 => v1::OffsetUnit::Utf32,
        }
        .into()
    }
}
