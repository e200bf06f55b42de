//! `tradewire query`: asks a running server what its store holds.

mod filter;
mod table;
mod timeline;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use thiserror::Error;

use self::filter::{EventFilterArgs, StatementFilterArgs};
use crate::client::{Client, ClientError, Options};
use crate::export::{EVENTS, Format as TableFormat, Row, STATEMENTS, Table, WriteError, Writer};
use crate::json::{self, JsonError, Layout};
use crate::proto::v1;

/// Ask a running server what its store holds
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List events, newest report first
    Events {
        #[command(flatten)]
        filter: EventFilterArgs,
        #[command(flatten)]
        list: ListArgs,
        #[command(flatten)]
        server: ServerArgs,
    },
    /// List statements, newest first
    Statements {
        #[command(flatten)]
        filter: StatementFilterArgs,
        #[command(flatten)]
        list: ListArgs,
        #[command(flatten)]
        server: ServerArgs,
    },
    /// Count events by the week of their first report
    Timeline {
        #[command(flatten)]
        filter: EventFilterArgs,
        /// Also draw the counts into this file, as SVG
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        #[command(flatten)]
        server: ServerArgs,
    },
}

/// How a list is written.
#[derive(Debug, clap::Args)]
struct ListArgs {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,

    /// How many to list at the most
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    limit: usize,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people
    Table,
    /// Canonical JSON of the records, one per line
    Json,
    /// The columns of `tradewire export`
    Csv,
}

/// Which server.
#[derive(Debug, clap::Args)]
struct ServerArgs {
    /// Address of the server
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:50051")]
    server: String,

    /// API key, where the server asks for one
    #[arg(
        long,
        value_name = "KEY",
        env = "TRADEWIRE_API_KEY",
        hide_env_values = true
    )]
    api_key: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Error)]
enum QueryError {
    #[error("{0}")]
    Client(#[from] ClientError),
    #[error("cannot write JSON: {0}")]
    Json(#[from] JsonError),
    #[error("cannot write: {0}")]
    Write(#[from] WriteError),
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
    #[error("cannot start: {0}")]
    Start(#[source] io::Error),
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    match query(&args.what) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads a pipe may stop reading.
        Err(QueryError::Io(error) | QueryError::Write(WriteError::Io(error)))
            if error.kind() == io::ErrorKind::BrokenPipe =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            super::complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn query(what: &What) -> Result<(), QueryError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(QueryError::Start)?;
    let mut out = anstream::stdout().lock();
    match what {
        What::Events {
            filter,
            list,
            server,
        } => {
            let found = runtime.block_on(async {
                let request = v1::SearchEventsRequest {
                    filter: Some(filter.into()),
                    page_size: page_size(list.limit),
                    ..Default::default()
                };
                let client = server.connect().await?;
                client.search_events(request).take(list.limit).await
            })?;
            let records: Vec<v1::EventRecord> = found.into_iter().filter_map(|r| r.event).collect();
            match list.format {
                ListFormat::Table => writeln!(out, "{}", table::events(&records))?,
                ListFormat::Json => lines(&mut out, &records)?,
                ListFormat::Csv => csv(&EVENTS, records.iter().flat_map(table::event_row))?,
            }
        }
        What::Statements {
            filter,
            list,
            server,
        } => {
            let found = runtime.block_on(async {
                let request = v1::SearchStatementsRequest {
                    filter: Some(filter.into()),
                    page_size: page_size(list.limit),
                    ..Default::default()
                };
                let client = server.connect().await?;
                client.search_statements(request).take(list.limit).await
            })?;
            let records: Vec<v1::StatementRecord> =
                found.into_iter().filter_map(|r| r.statement).collect();
            match list.format {
                ListFormat::Table => writeln!(out, "{}", table::statements(&records))?,
                ListFormat::Json => lines(&mut out, &records)?,
                ListFormat::Csv => csv(&STATEMENTS, records.iter().flat_map(table::statement_row))?,
            }
        }
        What::Timeline {
            filter,
            svg,
            server,
        } => {
            let counts = runtime.block_on(async {
                let request = v1::CountEventsRequest {
                    filter: Some(filter.into()),
                    grouping: v1::EventGrouping::Type.into(),
                    bucket: v1::TimeBucket::Week.into(),
                    consistency: None,
                };
                server.connect().await?.count_events(request).await
            })?;
            let weeks = timeline::weeks(&counts);
            write!(out, "{}", timeline::bars(&weeks))?;
            if let Some(path) = svg {
                std::fs::write(path, timeline::svg(&weeks))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// The largest page that the server gives, if so much is asked for.
fn page_size(limit: usize) -> i32 {
    i32::try_from(limit.clamp(1, 1000)).unwrap_or(1000)
}

fn lines<M: prost::Name>(out: &mut impl Write, records: &[M]) -> Result<(), QueryError> {
    for record in records {
        writeln!(out, "{}", json::to_string(record, Layout::Compact)?)?;
    }
    Ok(())
}

fn csv(table: &Table, rows: impl Iterator<Item = Row>) -> Result<(), QueryError> {
    let mut writer = Writer::new(io::stdout(), table, TableFormat::Csv)?;
    writer.write(rows.collect())?;
    writer.finish()?;
    Ok(())
}

// === impl ServerArgs ===

impl ServerArgs {
    async fn connect(&self) -> Result<Client, ClientError> {
        let options = Options {
            api_key: self.api_key.clone(),
            ..Options::default()
        };
        Client::connect(&self.server, options).await
    }
}
