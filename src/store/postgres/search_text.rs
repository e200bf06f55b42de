//! Searching events by the words of their sources.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::records;
use super::session::Session;
use super::text::{Index, PIECE, Words};
use crate::proto::v1;
use crate::store::place::{CursorKind, PlaceInSearch};
use crate::store::query::{EventQuery, Order, Page};
use crate::store::record::head;
use crate::store::span::Span;
use crate::store::{StoreError, TextQuery, snippet};

/// A page of events: each stands where the first of its sources in the order of the search stands that holds the words.
pub fn events(
    session: &Session,
    query: &EventQuery,
    text: &TextQuery,
    budget: usize,
    as_of: i64,
) -> Result<Page<v1::EventResult>, StoreError> {
    let after = query.cursor.as_ref();
    let after = after
        .map(|cursor| PlaceInSearch::read(CursorKind::EventsByText, cursor))
        .transpose()?;
    let search = Search {
        session,
        words: Words::new(Index::Documents, text, query.order),
        span: Span::of(&query.filter.reported),
        as_of: after.map_or(as_of, |place| place.as_of),
        newest_first: query.order != Order::OldestFirst,
    };
    let mut found: Vec<(PlaceInSearch, v1::EventRecord)> = Vec::new();
    let mut seen: HashSet<i64> = HashSet::new();
    let (mut next, mut last) = (None, None);
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
            let (documents, ended) = search
                .words
                .piece(session, tier, from, search.span, PIECE)?;
            from = documents.last().copied().or(from);
            let told = search.told(&documents)?;
            let matching: HashSet<i64> = told
                .values()
                .flatten()
                .filter(|(event, record)| {
                    let event_matches = record.event.as_ref();
                    !seen.contains(event)
                        && event_matches.is_some_and(|event| query.filter.matches(event))
                })
                .map(|(event, _)| *event)
                .collect();
            let places = search.places(&matching)?;
            for document in documents {
                let done = resume
                    .take()
                    .filter(|place| place.key == document)
                    .map(|place| place.event);
                for (event, record) in told.get(&document).into_iter().flatten() {
                    if done.is_some_and(|done| *event <= done) {
                        seen.insert(*event);
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
                        event: *event,
                        as_of: search.as_of,
                    };
                    last = Some(place);
                    let stands = places.get(event) == Some(&(tier, document));
                    if !seen.insert(*event) || !stands {
                        continue;
                    }
                    if found.len() == query.limit {
                        next = found.last().map(|(place, _)| *place);
                        break 'search;
                    }
                    found.push((place, record.clone()));
                }
            }
            if ended {
                break;
            }
        }
    }
    let items = search.results(text, found)?;
    Ok(Page {
        items,
        next: next.map(|place| place.cursor(CursorKind::EventsByText)),
    })
}

struct Search<'s> {
    session: &'s Session,
    words: Words,
    span: Span,
    as_of: i64,
    newest_first: bool,
}

impl Search<'_> {
    /// The events that documents tell, in order of their keys.
    fn told(
        &self,
        documents: &[i64],
    ) -> Result<HashMap<i64, BTreeMap<i64, v1::EventRecord>>, StoreError> {
        let rows = self.session.rows(
            "SELECT DISTINCT t.document, e.key, e.version, e.head FROM telling t JOIN event e ON e.key = t.event
             WHERE t.document = ANY($1)",
            &[&documents],
        )?;
        let mut told: HashMap<i64, BTreeMap<i64, v1::EventRecord>> = HashMap::new();
        for row in rows {
            let record = head(row.try_get(3)?, records::version(&row, 2)?)?;
            let of = told.entry(row.try_get(0)?).or_default();
            of.insert(row.try_get(1)?, record);
        }
        Ok(told)
    }

    /// Where events stand: the best place of those of their sources that hold the words and were known when the search began; of an
    /// event without any, the place of the source that came first, so that none that comes later moves it.
    fn places(&self, events: &HashSet<i64>) -> Result<HashMap<i64, (usize, i64)>, StoreError> {
        if events.is_empty() {
            return Ok(HashMap::new());
        }
        let events: Vec<i64> = events.iter().copied().collect();
        let (first, beyond) = self.span.keys();
        let rows = self.session.rows(
            "SELECT event, document, min(since) FROM telling WHERE event = ANY($1) AND document >= $2 AND document < $3
             GROUP BY event, document",
            &[&events, &first, &beyond],
        )?;
        let mut sources: Vec<(i64, i64, i64)> = Vec::with_capacity(rows.len());
        for row in rows {
            sources.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
        }
        let documents: HashSet<i64> = sources.iter().map(|source| source.1).collect();
        let documents: Vec<i64> = documents.into_iter().collect();
        let tiers = self.words.tiers_of(self.session, &documents)?;
        let mut best: HashMap<i64, Standing> = HashMap::new();
        for (event, document, since) in sources {
            let Some(&tier) = tiers.get(&document) else {
                continue;
            };
            let order = if self.newest_first {
                -document
            } else {
                document
            };
            let since = if since <= self.as_of { 0 } else { since };
            let standing = Standing { since, tier, order };
            best.entry(event)
                .and_modify(|best| *best = (*best).min(standing))
                .or_insert(standing);
        }
        let place = |standing: Standing| (standing.tier, standing.order.abs());
        Ok(best
            .into_iter()
            .map(|(event, standing)| (event, place(standing)))
            .collect())
    }

    fn results(
        &self,
        text: &TextQuery,
        mut found: Vec<(PlaceInSearch, v1::EventRecord)>,
    ) -> Result<Vec<v1::EventResult>, StoreError> {
        let documents: HashSet<i64> = found.iter().map(|(place, _)| place.key).collect();
        let documents: Vec<i64> = documents.into_iter().collect();
        let sources = records::documents(self.session, &documents)?;
        let mut heads: Vec<(i64, &mut v1::EventRecord)> = found
            .iter_mut()
            .map(|(place, record)| (place.event, record))
            .collect();
        records::complete(self.session, &mut heads)?;
        let items = found.into_iter().map(|(place, record)| {
            let source = sources.get(&place.key);
            let snippet = source.and_then(|source| {
                snippet::of_document(text, &source.id, source.document.as_ref()?)
            });
            v1::EventResult {
                event: Some(record),
                snippets: snippet.into_iter().collect(),
            }
        });
        Ok(items.collect())
    }
}

/// How good a place is; the smallest is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    /// When the source came; 0: it was known when the search began.
    since: i64,
    tier: usize,
    /// The key of the document, negative where the newest come first.
    order: i64,
}
