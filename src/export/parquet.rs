//! Rows to Apache Parquet: columns of optional values, and lists in the three-level form that all readers understand.
//!
//! Written with the column writers of the `parquet` crate alone: Arrow would multiply the time to build for two dozen lines less.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::ZstdLevel;
use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::{Type, TypePtr};

use super::levels::{Leaf, Levels, levels};
use super::{Column, Kind, Row, Table};

/// Rows that are gathered before they are written as one row group: bounds memory.
const ROW_GROUP: usize = 65_536;

/// Writes one table.
pub struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: &'static [Column],
    rows: Vec<Row>,
}

impl<W: Write + Send> Parquet<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// Where the output takes nothing.
    pub fn new(out: W, table: &Table) -> Result<Self, ParquetError> {
        let fields: Result<Vec<TypePtr>, _> = table.columns.iter().map(field).collect();
        let schema = Type::group_type_builder(table.name)
            .with_fields(fields?)
            .build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            columns: table.columns,
            rows: Vec::new(),
        })
    }

    /// Takes rows.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn write(&mut self, rows: Vec<Row>) -> Result<(), ParquetError> {
        self.rows.extend(rows);
        if self.rows.len() >= ROW_GROUP {
            self.flush()?;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn finish(mut self) -> Result<(), ParquetError> {
        self.flush()?;
        self.writer.close()?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (at, column) in self.columns.iter().enumerate() {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            let values = self.rows.iter().filter_map(|row| row.get(at));
            let Levels {
                defined,
                repeated,
                leaves,
            } = levels(values);
            match column.kind {
                Kind::Text => {
                    let texts: Vec<ByteArray> = leaves.into_iter().filter_map(Leaf::text).collect();
                    writer
                        .typed::<ByteArrayType>()
                        .write_batch(&texts, Some(&defined), None)?;
                }
                Kind::Texts => {
                    let texts: Vec<ByteArray> = leaves.into_iter().filter_map(Leaf::text).collect();
                    writer.typed::<ByteArrayType>().write_batch(
                        &texts,
                        Some(&defined),
                        Some(&repeated),
                    )?;
                }
                Kind::Number => {
                    let numbers: Vec<f64> = leaves.into_iter().filter_map(Leaf::number).collect();
                    writer
                        .typed::<DoubleType>()
                        .write_batch(&numbers, Some(&defined), None)?;
                }
                Kind::Count => {
                    let counts: Vec<i64> = leaves.into_iter().filter_map(Leaf::count).collect();
                    writer
                        .typed::<Int64Type>()
                        .write_batch(&counts, Some(&defined), None)?;
                }
                Kind::Day => {
                    let days: Vec<i32> = leaves.into_iter().filter_map(Leaf::day).collect();
                    writer
                        .typed::<Int32Type>()
                        .write_batch(&days, Some(&defined), None)?;
                }
            }
            writer.close()?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical, converted) = match column.kind {
        Kind::Text | Kind::Texts => (
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            ConvertedType::UTF8,
        ),
        Kind::Number => (Physical::DOUBLE, None, ConvertedType::NONE),
        Kind::Count => (Physical::INT64, None, ConvertedType::NONE),
        Kind::Day => (
            Physical::INT32,
            Some(LogicalType::Date),
            ConvertedType::DATE,
        ),
    };
    let primitive = |name: &str, repetition| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical.clone())
            .with_converted_type(converted)
            .build()
    };
    if column.kind != Kind::Texts {
        return Ok(Arc::new(primitive(column.name, Repetition::OPTIONAL)?));
    }
    let element = primitive("element", Repetition::REQUIRED)?;
    let list = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    Type::group_type_builder(column.name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_converted_type(ConvertedType::LIST)
        .with_fields(vec![Arc::new(list)])
        .build()
        .map(Arc::new)
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use bytes::Bytes;

    use jiff::civil::date;

    use super::*;
    use crate::export::Value;
    use crate::export::table::column;

    const TABLE: Table = Table {
        name: "test",
        columns: &[
            column("text", Kind::Text, ""),
            column("texts", Kind::Texts, ""),
            column("number", Kind::Number, ""),
            column("count", Kind::Count, ""),
            column("day", Kind::Day, ""),
        ],
        rows: |_| Vec::new(),
    };

    #[test]
    fn what_is_written_is_read_back_and_absent_is_not_zero() {
        let full: Row = vec![
            Value::Text(Some("\u{20ac}".into())),
            Value::Texts(vec!["a".into(), "b".into()]),
            Value::Number(Some(0.0)),
            Value::Count(Some(7)),
            Value::Day(Some(date(2031, 5, 14))),
        ];
        let empty: Row = vec![
            Value::Text(None),
            Value::Texts(vec![]),
            Value::Number(None),
            Value::Count(None),
            Value::Day(None),
        ];
        let mut bytes = Vec::new();
        let mut parquet = Parquet::new(&mut bytes, &TABLE).unwrap();
        parquet.write(vec![empty.clone(), full, empty]).unwrap();
        parquet.finish().unwrap();
        let reader = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
        let rows: Vec<String> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().to_string())
            .collect();
        let empty = "{text: null, texts: [], number: null, count: null, day: null}";
        assert_eq!(
            rows,
            [
                empty,
                "{text: \"\u{20ac}\", texts: [\"a\", \"b\"], number: 0E0, count: 7, day: 2031-05-14}",
                empty
            ]
        );
    }
}
