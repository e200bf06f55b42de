//! The grammar of trade events, one sentence at a time: each record of `*.toml` gives a sentence and the events that it tells.
//!
//! A record names only the fields of an event that it is about; the number of events and their types always count. Events stand
//! in text order; `[]` and `""` mean that the text does not give the field. `GRAMMAR_RECORDS` names a file or folder to read instead.

mod facts;

use std::path::{Path, PathBuf};
use std::{env, fs};

use facts::Facts;
use jiff::civil::Date;
use serde::Deserialize;
use tradewire::extract::{Extractor, Input};

/// The day of publication of records that give none.
const PUBLISHED: &str = "2025-05-14";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    /// What the record is an example of.
    name: String,
    text: String,
    published: Option<String>,
    publisher: Option<String>,
    events: Vec<Facts>,
}

/// The files of records, in order of name.
fn files() -> Vec<PathBuf> {
    let place = env::var_os("GRAMMAR_RECORDS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grammar"),
        PathBuf::from,
    );
    if place.is_file() {
        return vec![place];
    }
    let mut files: Vec<PathBuf> = fs::read_dir(&place)
        .expect("a folder of records")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

/// What is wrong with the reading of a record.
fn faults(extractor: &Extractor, record: &Record) -> Vec<String> {
    let day: Date = record
        .published
        .as_deref()
        .unwrap_or(PUBLISHED)
        .parse()
        .expect("a day");
    let input = Input {
        text: &record.text,
        reference_day: Some(day),
        publisher: record.publisher.as_deref(),
        ..Default::default()
    };
    let extraction = extractor.extract(&input).expect("readable text");
    let got: Vec<Facts> = extraction
        .events
        .iter()
        .map(|event| facts::of(event, &extraction))
        .collect();
    let types = |events: &[Facts]| -> Vec<String> {
        events
            .iter()
            .map(|e| facts::text(e, "type").to_owned())
            .collect()
    };
    if types(&got) != types(&record.events) {
        let told: Vec<String> = got.iter().map(facts::brief).collect();
        return vec![format!(
            "events: expected {:?}, got {}",
            types(&record.events),
            told.join(" | ")
        )];
    }
    record
        .events
        .iter()
        .zip(&got)
        .flat_map(|(expected, got)| facts::differences(expected, got))
        .collect()
}

#[test]
fn each_sentence_tells_its_events() {
    let extractor = Extractor::embedded();
    let mut read = 0;
    let mut failures = Vec::new();
    for path in files() {
        let source = fs::read_to_string(&path).expect("a readable file");
        let file: File =
            toml::from_str(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for record in &file.records {
            read += 1;
            let faults = faults(&extractor, record);
            if !faults.is_empty() {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                failures.push(format!(
                    "[{stem}] {}\n    {}\n      {}",
                    record.name,
                    record.text,
                    faults.join("\n      ")
                ));
            }
        }
    }
    assert!(read > 0, "no records");
    assert!(
        failures.is_empty(),
        "{} of {read} records fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
