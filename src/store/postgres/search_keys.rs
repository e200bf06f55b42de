//! Searching documents and statements: their keys begin with their day, so that one sequence of keys is every order.

use std::collections::HashMap;

use super::records;
use super::session::Session;
use super::text::{Index, Words};
use crate::proto::v1;
use crate::store::place::{CursorKind, PlaceInSearch};
use crate::store::query::{DocumentQuery, Order, Page, StatementQuery};
use crate::store::span::Span;
use crate::store::{Cursor, StoreError, driving, results};

/// Keys read at first, and at most at once.
const FIRST_PIECE: usize = 64;
const LARGEST_PIECE: usize = 1024;

/// Where keys come from.
enum Keys {
    Terms(Vec<i64>),
    Words(Words),
    /// All, sorted.
    List(Vec<i64>),
}

/// What is asked for, whatever of.
struct Search<'s> {
    session: &'s Session,
    kind: CursorKind,
    span: Span,
    newest_first: bool,
    limit: usize,
    budget: usize,
}

impl Search<'_> {
    /// Takes what fits from the keys. `read`: the results of some keys, in order, none where one does not match.
    fn page<T>(
        &self,
        keys: &Keys,
        cursor: Option<&Cursor>,
        read: impl Fn(&[i64]) -> Result<Vec<Option<T>>, StoreError>,
    ) -> Result<Page<T>, StoreError> {
        let after = cursor
            .map(|cursor| PlaceInSearch::read(self.kind, cursor))
            .transpose()?;
        let place = |(tier, key): (usize, i64)| {
            PlaceInSearch {
                tier: u8::try_from(tier).unwrap_or(u8::MAX),
                day: 0,
                key,
                event: 0,
                as_of: 0,
            }
            .cursor(self.kind)
        };
        let tiers = match keys {
            Keys::Words(words) => words.tiers(),
            _ => 1,
        };
        let mut items = Vec::new();
        let (mut last_taken, mut last) = (None, None);
        let mut looked_at = 0;
        let mut from = after.map(|place| place.key);
        for tier in after.map_or(0, |place| usize::from(place.tier))..tiers {
            let mut size = FIRST_PIECE.max(self.limit + 1).min(LARGEST_PIECE);
            loop {
                let (found, ended) = self.piece(keys, tier, from, size)?;
                size = (size * 4).min(LARGEST_PIECE);
                from = found.last().copied().or(from);
                let read = read(&found)?;
                for (key, item) in found.into_iter().zip(read) {
                    if looked_at == self.budget {
                        return Ok(Page {
                            items,
                            next: last.map(place),
                        });
                    }
                    looked_at += 1;
                    last = Some((tier, key));
                    let Some(item) = item else { continue };
                    if items.len() == self.limit {
                        return Ok(Page {
                            items,
                            next: last_taken.map(place),
                        });
                    }
                    items.push(item);
                    last_taken = Some((tier, key));
                }
                if ended {
                    break;
                }
            }
            from = None;
        }
        Ok(Page { items, next: None })
    }

    /// The next keys, and whether they are the last.
    fn piece(
        &self,
        keys: &Keys,
        tier: usize,
        after: Option<i64>,
        size: usize,
    ) -> Result<(Vec<i64>, bool), StoreError> {
        match keys {
            Keys::Words(words) => words.piece(self.session, tier, after, self.span, size),
            Keys::List(all) => {
                let beyond = |key: &&i64| {
                    after.is_none_or(|after| {
                        if self.newest_first {
                            **key < after
                        } else {
                            **key > after
                        }
                    })
                };
                let mut rest: Vec<i64> = all.iter().filter(beyond).copied().collect();
                if self.newest_first {
                    rest.reverse();
                }
                let ended = rest.len() <= size;
                rest.truncate(size);
                Ok((rest, ended))
            }
            Keys::Terms(terms) => {
                let (mut low, mut beyond) = self.span.keys();
                match after {
                    Some(after) if self.newest_first => beyond = beyond.min(after),
                    Some(after) => low = low.max(after + 1),
                    None => {}
                }
                let order = if self.newest_first { "DESC" } else { "" };
                let sql = format!(
                    "SELECT DISTINCT q.key FROM unnest($1::bigint[]) t(term) CROSS JOIN LATERAL (
                       SELECT p.key FROM posting p WHERE p.term = t.term AND p.key >= $2 AND p.key < $3
                       ORDER BY p.key {order} LIMIT $4
                     ) q ORDER BY q.key {order} LIMIT $4"
                );
                let limit = i64::try_from(size).unwrap_or(i64::MAX);
                let rows = self.session.rows(&sql, &[terms, &low, &beyond, &limit])?;
                let found: Vec<i64> = rows
                    .iter()
                    .map(|row| row.try_get(0))
                    .collect::<Result<_, _>>()?;
                let ended = found.len() < size;
                Ok((found, ended))
            }
        }
    }
}

/// A page of documents.
pub fn documents(
    session: &Session,
    query: &DocumentQuery,
    budget: usize,
) -> Result<Page<v1::DocumentResult>, StoreError> {
    let filter = &query.filter;
    let search = Search {
        session,
        kind: CursorKind::Documents,
        span: Span::of(&filter.published),
        newest_first: query.order != Order::OldestFirst,
        limit: query.limit,
        budget,
    };
    let keys = match &filter.text {
        Some(text) => Keys::Words(Words::new(Index::Documents, text, query.order)),
        None => Keys::Terms(driving::of_documents(filter)),
    };
    search.page(&keys, query.cursor.as_ref(), |keys| {
        let mut found = records::documents(session, keys)?;
        let result = |key: &i64| results::document(filter, found.remove(key)?);
        Ok(keys.iter().map(result).collect())
    })
}

/// A page of statements.
pub fn statements(
    session: &Session,
    query: &StatementQuery,
    budget: usize,
) -> Result<Page<v1::StatementResult>, StoreError> {
    let filter = &query.filter;
    let search = Search {
        session,
        kind: CursorKind::Statements,
        span: Span::of(&filter.reported),
        newest_first: query.order != Order::OldestFirst,
        limit: query.limit,
        budget,
    };
    let keys = match &filter.text {
        Some(text) => Keys::Words(Words::new(Index::Statements, text, query.order)),
        None if filter.events.is_empty() => Keys::Terms(driving::of_statements(filter)),
        None => Keys::List(about(session, &filter.events)?),
    };
    search.page(&keys, query.cursor.as_ref(), |keys| {
        let mut found = records::statements(session, keys)?;
        let result = |key: &i64| results::statement(filter, found.remove(key)?);
        Ok(keys.iter().map(result).collect())
    })
}

/// The statements about some events, by key.
fn about(session: &Session, ids: &[String]) -> Result<Vec<i64>, StoreError> {
    let rows = session.rows(
        "SELECT DISTINCT s.statement FROM event_id e JOIN telling t ON t.event = e.key
         JOIN statement_event s ON s.telling = t.row WHERE e.id = ANY($1) ORDER BY 1",
        &[&ids],
    )?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// A page of all documents, by key, as `read` reads them. `taken`: the last revision that anybody has taken, where the search begins now:
/// what is put again has a later one, and is not met twice.
pub fn scan<T>(
    session: &Session,
    cursor: Option<&Cursor>,
    limit: usize,
    taken: i64,
    read: impl Fn(&Session, &[i64]) -> Result<HashMap<i64, T>, StoreError>,
) -> Result<Page<T>, StoreError> {
    let after = cursor
        .map(|cursor| PlaceInSearch::read(CursorKind::Scan, cursor))
        .transpose()?;
    let as_of = after.map_or(taken, |place| place.as_of);
    let limit = limit.max(1);
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = session.rows(
        "SELECT key FROM document WHERE key > $1 AND since <= $2 ORDER BY key LIMIT $3",
        &[&after.map_or(-1, |place| place.key), &as_of, &most],
    )?;
    let keys: Vec<i64> = rows
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    let next = keys.last().filter(|_| keys.len() == limit).map(|&key| {
        PlaceInSearch {
            tier: 0,
            day: 0,
            key,
            event: 0,
            as_of,
        }
        .cursor(CursorKind::Scan)
    });
    let mut found = read(session, &keys)?;
    Ok(Page {
        items: keys.iter().filter_map(|key| found.remove(key)).collect(),
        next,
    })
}
