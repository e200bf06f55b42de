//! Records as a search answers them, where they match.

use super::query::{DocumentFilter, StatementFilter};
use super::record::StatementRow;
use super::snippet;
use crate::proto::v1;

/// A document without its text, with a snippet where words are asked for; none if it is not what the filter asks for.
pub fn document(
    filter: &DocumentFilter,
    mut record: v1::DocumentRecord,
) -> Option<v1::DocumentResult> {
    let document = record.document.as_mut()?;
    let publisher = document.publisher.as_ref().map(|name| name.to_lowercase());
    let by = |name: &String| Some(name.to_lowercase()) == publisher;
    if !filter.publishers.is_empty() && !filter.publishers.iter().any(by) {
        return None;
    }
    let text = filter.text.as_ref();
    let snippet = text.and_then(|text| snippet::of_document(text, &record.id, document));
    document.text.clear();
    Some(v1::DocumentResult {
        document: Some(record),
        snippets: snippet.into_iter().collect(),
    })
}

/// A statement, with a snippet where words are asked for; none if it is not what the filter asks for.
pub fn statement(filter: &StatementFilter, row: StatementRow) -> Option<v1::StatementResult> {
    if !filter.matches(&row.record, &row.affiliations) {
        return None;
    }
    let statement = row.record.statement.as_ref();
    let content = statement.map_or(&[][..], |statement| &statement.content);
    let text = filter.text.as_ref();
    let snippet =
        text.and_then(|text| snippet::of_statement(text, &row.record.document_id, content));
    Some(v1::StatementResult {
        snippets: snippet.into_iter().collect(),
        statement: Some(row.record),
    })
}
