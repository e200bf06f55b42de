//! Searching events by the words of their sources.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::text::{Index, Words};
use super::{records, schema};
use crate::proto::v1;
use crate::store::key::number_of;
use crate::store::place::{CursorKind, PlaceInSearch};
use crate::store::query::{EventQuery, Page};
use crate::store::span::Span;
use crate::store::{StoreError, TextQuery, snippet};

/// A page of events: each stands where the first of its sources in the order of the search stands that holds the words.
pub fn events(
    connection: &Connection,
    query: &EventQuery,
    text: &TextQuery,
    budget: usize,
) -> Result<Page<v1::EventResult>, StoreError> {
    let after = query.cursor.as_ref();
    let after = after
        .map(|cursor| PlaceInSearch::read(CursorKind::EventsByText, cursor))
        .transpose()?;
    let search = Search {
        connection,
        words: Words::new(Index::Documents, text, query.order),
        span: Span::of(&query.filter.reported),
        as_of: match after {
            Some(place) => place.as_of,
            None => schema::get(connection, "sequence")?,
        },
        newest_first: query.order != crate::store::Order::OldestFirst,
    };
    let mut found: Vec<(PlaceInSearch, v1::EventRecord)> = Vec::new();
    let mut seen: HashSet<i64> = HashSet::new();
    let mut next = None;
    let mut last = None;
    let mut looked_at = 0;
    let first_tier = after.map_or(0, |place| usize::from(place.tier));
    'search: for tier in first_tier..search.words.tiers() {
        // A document may tell several events: the one that ended the last page is looked at again.
        let here = after.filter(|place| usize::from(place.tier) == tier);
        let mut resume = here;
        let mut from = here.map(|place| {
            if search.newest_first {
                place.key + 1
            } else {
                place.key - 1
            }
        });
        loop {
            let (documents, ended) = search.words.piece(connection, tier, from, search.span)?;
            from = documents.last().copied().or(from);
            for document in documents {
                if !search.known(document) {
                    continue;
                }
                let done = resume
                    .take()
                    .filter(|place| place.key == document)
                    .map(|place| place.event);
                for event in events_of(connection, document)? {
                    if done.is_some_and(|done| event <= done) {
                        seen.insert(event);
                        continue;
                    }
                    if looked_at >= budget {
                        next = last;
                        break 'search;
                    }
                    looked_at += 1;
                    let place = PlaceInSearch {
                        tier: u8::try_from(tier).unwrap_or(u8::MAX),
                        day: 0,
                        key: document,
                        event,
                        as_of: search.as_of,
                    };
                    last = Some(place);
                    if !seen.insert(event) {
                        continue;
                    }
                    let Some(head) = records::event_head(connection, event)? else {
                        continue;
                    };
                    let matches = head
                        .event
                        .as_ref()
                        .is_some_and(|event| query.filter.matches(event));
                    if !matches || search.was_shown(event, after)? {
                        continue;
                    }
                    if found.len() == query.limit {
                        next = found.last().map(|(place, _)| *place);
                        break 'search;
                    }
                    found.push((place, head));
                }
            }
            if ended {
                break;
            }
        }
    }
    let mut items = Vec::with_capacity(found.len());
    for (place, mut record) in found {
        records::complete(connection, place.event, &mut record)?;
        let source = records::document(connection, place.key)?;
        let snippet = source
            .document
            .and_then(|document| snippet::of_document(text, &source.id, &document));
        items.push(v1::EventResult {
            event: Some(record),
            snippets: snippet.into_iter().collect(),
        });
    }
    Ok(Page {
        items,
        next: next.map(|place| place.cursor(CursorKind::EventsByText)),
    })
}

struct Search<'c> {
    connection: &'c Connection,
    words: Words,
    span: Span,
    as_of: i64,
    newest_first: bool,
}

impl Search<'_> {
    /// Whether a document was there when the search began.
    fn known(&self, document: i64) -> bool {
        number_of(document) <= self.as_of
    }

    /// Whether an event stood on an earlier page: a source that holds the words comes before the place where this page begins. What
    /// comes after it, this page has seen itself.
    fn was_shown(&self, event: i64, begin: Option<PlaceInSearch>) -> Result<bool, StoreError> {
        let Some(begin) = begin else {
            return Ok(false);
        };
        let tier = usize::from(begin.tier);
        let (first, beyond) = self.span.keys();
        let mut select = self.connection.prepare_cached(
            "SELECT DISTINCT document FROM telling WHERE event = ?1 AND document >= ?2 AND document < ?3
             ORDER BY document DESC",
        )?;
        let sources = select.query_map(params![event, first, beyond], |row| row.get(0))?;
        for source in sources {
            let source: i64 = source?;
            let earlier = if self.newest_first {
                source > begin.key
            } else {
                source < begin.key
            };
            if !self.known(source) || (tier == 0 && !earlier) {
                continue;
            }
            if let Some(found) = self.words.tier_of(self.connection, source)?
                && (found < tier || (found == tier && earlier))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The events that a document tells, by key.
fn events_of(connection: &Connection, document: i64) -> Result<Vec<i64>, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT DISTINCT event FROM telling WHERE document = ?1 ORDER BY event")?;
    let events = select.query_map([document], |row| row.get(0))?;
    Ok(events.collect::<Result<_, _>>()?)
}
