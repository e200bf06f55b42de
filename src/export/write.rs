//! Rows to bytes.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serializer;
use thiserror::Error;

use super::parquet::Parquet;
use super::{Column, Row, Table};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object per line
    Jsonl,
    /// Comma-separated values with a header, RFC 4180
    Csv,
    /// Tab-separated values without a header, as GDELT's files are
    Tsv,
    /// Apache Parquet
    Parquet,
}

/// Why a table is not written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The output takes no more.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A row cannot be written as CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// Rows cannot be written as Parquet.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

/// Writes the rows of one table.
pub enum Writer<W: Write + Send> {
    /// As JSON lines.
    Jsonl(W, &'static [Column]),
    /// As separated values.
    Separated(Box<csv::Writer<W>>),
    /// As Parquet.
    Parquet(Box<Parquet<W>>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins a table.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn new(out: W, table: &Table, format: Format) -> Result<Self, WriteError> {
        let columns = table.columns;
        Ok(match format {
            Format::Jsonl => Self::Jsonl(out, columns),
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(out);
                csv.write_record(columns.iter().map(|column| column.name))?;
                Self::Separated(csv.into())
            }
            Format::Tsv => {
                let mut builder = csv::WriterBuilder::new();
                builder.delimiter(b'\t').quote_style(csv::QuoteStyle::Never);
                Self::Separated(builder.from_writer(out).into())
            }
            Format::Parquet => Self::Parquet(Parquet::new(out, table)?.into()),
        })
    }

    /// Writes rows.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(&mut self, rows: Vec<Row>) -> Result<(), WriteError> {
        match self {
            Self::Jsonl(out, columns) => {
                for row in rows {
                    let fields = columns.iter().zip(&row);
                    let fields = fields.map(|(column, value)| (column.name, value.json()));
                    serde_json::Serializer::new(&mut *out)
                        .collect_map(fields)
                        .map_err(io::Error::from)?;
                    out.write_all(b"\n")?;
                }
            }
            Self::Separated(csv) => {
                for row in rows {
                    csv.write_record(row.iter().map(|value| one_line(&value.plain())))?;
                }
            }
            Self::Parquet(parquet) => parquet.write(rows)?,
        }
        Ok(())
    }

    /// Ends the table.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn finish(self) -> Result<(), WriteError> {
        match self {
            Self::Jsonl(mut out, _) => out.flush()?,
            Self::Separated(mut csv) => csv.flush()?,
            Self::Parquet(parquet) => parquet.finish()?,
        }
        Ok(())
    }
}

/// Words of a document can run over lines, and hold tabs; rows of a table must not.
fn one_line(value: &str) -> String {
    if value.contains(['\n', '\r', '\t']) {
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        value.to_owned()
    }
}
