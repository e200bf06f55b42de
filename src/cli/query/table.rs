//! Records as lines of a table.

use comfy_table::{Cell, Color, ContentArrangement, Table, presets};

use crate::export::{EVENTS, Row, STATEMENTS, Source, Value};
use crate::proto::v1::{self, EventStatus};

/// Events, one line each.
pub fn events(records: &[v1::EventRecord]) -> Table {
    let mut table = table(&["reported", "type", "status", "who", "what", "sources", "id"]);
    for record in records {
        let Some(event) = &record.event else { continue };
        let columns = Columns {
            table: &EVENTS,
            row: event_row(record).unwrap_or_default(),
        };
        let who = columns.texts(&["implementers", "parties", "complainants"]);
        let whom = columns.texts(&["targets", "respondents", "unresolved"]);
        let who = match (who.is_empty(), whom.is_empty()) {
            (_, true) => who,
            (true, false) => format!("-> {whom}"),
            (false, false) => format!("{who} -> {whom}"),
        };
        let rate = columns.text("rate_max");
        let rate = if rate.is_empty() {
            rate
        } else {
            format!("{rate}% ")
        };
        table.add_row([
            Cell::new(record.first_reported.as_deref().unwrap_or_default()),
            Cell::new(columns.text("type").to_lowercase().replace('_', " ")),
            Cell::new(columns.text("status").to_lowercase()).fg(color(event.status())),
            Cell::new(who),
            Cell::new(format!("{rate}{}", columns.texts(&["goods"]))),
            Cell::new(record.sources.len()),
            Cell::new(&record.id),
        ]);
    }
    table
}

/// Statements, one line each.
pub fn statements(records: &[v1::StatementRecord]) -> Table {
    let mut table = table(&["day", "act", "speaker", "says", "document"]);
    for record in records {
        let columns = Columns {
            table: &STATEMENTS,
            row: statement_row(record).unwrap_or_default(),
        };
        let speaker = [columns.text("speaker_id"), columns.text("speaker")];
        table.add_row([
            record.day.clone().unwrap_or_default(),
            columns.text("act").to_lowercase(),
            speaker
                .into_iter()
                .find(|name| !name.is_empty())
                .unwrap_or_default(),
            columns.text("content"),
            record.document_id.clone(),
        ]);
    }
    table
}

/// A stored event as a row of [`EVENTS`]. Offsets and documents are those of its sources.
pub fn event_row(record: &v1::EventRecord) -> Option<Row> {
    let extraction = v1::Extraction {
        events: vec![record.event.clone()?],
        reference_day: record.first_reported.clone(),
        ..Default::default()
    };
    row(&EVENTS, &extraction)
}

/// A stored statement as a row of [`STATEMENTS`].
pub fn statement_row(record: &v1::StatementRecord) -> Option<Row> {
    let extraction = v1::Extraction {
        document_id: Some(record.document_id.clone()),
        statements: vec![record.statement.clone()?],
        reference_day: record.day.clone(),
        ..Default::default()
    };
    row(&STATEMENTS, &extraction)
}

fn row(table: &crate::export::Table, extraction: &v1::Extraction) -> Option<Row> {
    let source = Source {
        document: &v1::Document::default(),
        extraction,
    };
    (table.rows)(&source).pop()
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    table
}

fn color(status: EventStatus) -> Color {
    match status {
        EventStatus::Effective => Color::Green,
        EventStatus::Announced => Color::Blue,
        EventStatus::Threatened | EventStatus::Proposed => Color::Yellow,
        EventStatus::Suspended | EventStatus::Ended | EventStatus::Rejected => Color::Magenta,
        EventStatus::Unspecified => Color::Reset,
    }
}

/// A row whose values are asked for by column.
struct Columns {
    table: &'static crate::export::Table,
    row: Row,
}

impl Columns {
    /// Words of a document, without what could command a terminal.
    fn text(&self, name: &str) -> String {
        let at = self
            .table
            .columns
            .iter()
            .position(|column| column.name == name);
        let value = at.and_then(|at| self.row.get(at));
        let plain = value.map(Value::plain).unwrap_or_default();
        let words: Vec<&str> = plain.split_whitespace().collect();
        words
            .join(" ")
            .chars()
            .filter(|c| !c.is_control())
            .collect()
    }

    fn texts(&self, names: &[&str]) -> String {
        let texts = names.iter().map(|name| self.text(name).replace(';', ", "));
        texts
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}
