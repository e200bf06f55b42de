//! Searching documents and statements: their keys begin with their day, so that one sequence of keys is every order.

use rusqlite::{Connection, OptionalExtension};

use super::lines::{Lines, Table};
use super::text::{Index, Words};
use super::{records, schema};
use crate::proto::v1;
use crate::store::key::day_of;
use crate::store::place::{CursorKind, PlaceInSearch};
use crate::store::query::{DocumentQuery, Order, Page, StatementQuery};
use crate::store::span::Span;
use crate::store::{Cursor, StoreError, driving, results};

/// Where keys come from.
enum Keys<'c> {
    Terms(Lines<'c>),
    Words {
        words: Words,
        tier: usize,
        read: std::collections::VecDeque<i64>,
        after: Option<i64>,
        ended: bool,
    },
    List(std::vec::IntoIter<i64>),
}

/// What is asked for, whatever of.
struct Search<'c> {
    connection: &'c Connection,
    kind: CursorKind,
    span: Span,
    limit: usize,
    budget: usize,
}

impl Keys<'_> {
    fn next(
        &mut self,
        connection: &Connection,
        span: Span,
    ) -> Result<Option<(u8, i64)>, StoreError> {
        match self {
            Self::Terms(lines) => Ok(lines.next()?.map(|(_, key)| (0, key))),
            Self::List(keys) => Ok(keys.next().map(|key| (0, key))),
            Self::Words {
                words,
                tier,
                read,
                after,
                ended,
            } => loop {
                if let Some(key) = read.pop_front() {
                    return Ok(Some((u8::try_from(*tier).unwrap_or(u8::MAX), key)));
                }
                if *ended {
                    (*tier, *after, *ended) = (*tier + 1, None, false);
                }
                if *tier >= words.tiers() {
                    return Ok(None);
                }
                let (found, last) = words.piece(connection, *tier, *after, span)?;
                *after = found.last().copied().or(*after);
                (*read, *ended) = (found.into(), last);
            },
        }
    }
}

impl Search<'_> {
    /// Takes what fits from the keys.
    fn page<T>(
        &self,
        mut keys: Keys<'_>,
        mut read: impl FnMut(i64) -> Result<Option<T>, StoreError>,
    ) -> Result<Page<T>, StoreError> {
        let place = |(tier, key): (u8, i64)| {
            PlaceInSearch {
                tier,
                day: 0,
                key,
                event: 0,
                as_of: 0,
            }
            .cursor(self.kind)
        };
        let mut items = Vec::new();
        let (mut last_taken, mut last) = (None, None);
        for looked_at in 0.. {
            let Some(at) = keys.next(self.connection, self.span)? else {
                break;
            };
            if looked_at == self.budget {
                return Ok(Page {
                    items,
                    next: last.map(place),
                });
            }
            last = Some(at);
            let Some(item) = read(at.1)? else { continue };
            if items.len() == self.limit {
                return Ok(Page {
                    items,
                    next: last_taken.map(place),
                });
            }
            items.push(item);
            last_taken = Some(at);
        }
        Ok(Page { items, next: None })
    }

    fn after(&self, cursor: Option<&Cursor>) -> Result<Option<PlaceInSearch>, StoreError> {
        cursor
            .map(|cursor| PlaceInSearch::read(self.kind, cursor))
            .transpose()
    }
}

fn by_words(words: Words, after: Option<PlaceInSearch>) -> Keys<'static> {
    Keys::Words {
        words,
        tier: after.map_or(0, |place| usize::from(place.tier)),
        read: std::collections::VecDeque::new(),
        after: after.map(|place| place.key),
        ended: false,
    }
}

/// A page of documents.
pub fn documents(
    connection: &Connection,
    query: &DocumentQuery,
    budget: usize,
) -> Result<Page<v1::DocumentResult>, StoreError> {
    let filter = &query.filter;
    let search = Search {
        connection,
        kind: CursorKind::Documents,
        span: Span::of(&filter.published),
        limit: query.limit,
        budget,
    };
    let after = search.after(query.cursor.as_ref())?;
    let keys = if let Some(text) = &filter.text {
        by_words(Words::new(Index::Documents, text, query.order), after)
    } else {
        let place = after.map(|place| (day_of(place.key).0, place.key));
        Keys::Terms(Lines::new(
            connection,
            Table::Keys,
            &driving::of_documents(filter),
            search.span,
            query.order != Order::OldestFirst,
            place,
        ))
    };
    search.page(keys, |key| {
        Ok(results::document(
            filter,
            records::document(connection, key)?,
        ))
    })
}

/// A page of statements.
pub fn statements(
    connection: &Connection,
    query: &StatementQuery,
    budget: usize,
) -> Result<Page<v1::StatementResult>, StoreError> {
    let filter = &query.filter;
    let search = Search {
        connection,
        kind: CursorKind::Statements,
        span: Span::of(&filter.reported),
        limit: query.limit,
        budget,
    };
    let after = search.after(query.cursor.as_ref())?;
    let newest_first = query.order != Order::OldestFirst;
    let keys = if let Some(text) = &filter.text {
        by_words(Words::new(Index::Statements, text, query.order), after)
    } else if !filter.events.is_empty() {
        let mut keys = about(connection, &filter.events)?;
        keys.retain(|&key| {
            after.is_none_or(|after| {
                if newest_first {
                    key < after.key
                } else {
                    key > after.key
                }
            })
        });
        if newest_first {
            keys.reverse();
        }
        Keys::List(keys.into_iter())
    } else {
        let place = after.map(|place| (day_of(place.key).0, place.key));
        Keys::Terms(Lines::new(
            connection,
            Table::Keys,
            &driving::of_statements(filter),
            search.span,
            newest_first,
            place,
        ))
    };
    search.page(keys, |key| {
        let row = records::statement(connection, key)?;
        Ok(results::statement(filter, row))
    })
}

/// The statements about some events, by key.
fn about(connection: &Connection, ids: &[String]) -> Result<Vec<i64>, StoreError> {
    let mut keys = std::collections::BTreeSet::new();
    for id in ids {
        let mut event = connection.prepare_cached("SELECT key FROM event WHERE id = ?1")?;
        let Some(event) = event
            .query_row([id], |row| row.get::<_, i64>(0))
            .optional()?
        else {
            continue;
        };
        let mut select = connection.prepare_cached(
            "SELECT s.statement FROM telling t JOIN statement_event s ON s.telling = t.row WHERE t.event = ?1",
        )?;
        let found = select.query_map([event], |row| row.get::<_, i64>(0))?;
        for key in found {
            keys.insert(key?);
        }
    }
    Ok(keys.into_iter().collect())
}

/// A page of all documents, by key, each as `read` reads it.
pub fn scan<T>(
    connection: &Connection,
    cursor: Option<&Cursor>,
    limit: usize,
    read: impl Fn(&Connection, i64) -> Result<T, StoreError>,
) -> Result<Page<T>, StoreError> {
    let after = cursor
        .map(|cursor| PlaceInSearch::read(CursorKind::Scan, cursor))
        .transpose()?;
    // What is put again gets a key beyond the end: it is not met twice.
    let as_of = match after {
        Some(place) => place.as_of,
        None => schema::get(connection, "sequence")?,
    };
    let mut select = connection.prepare_cached(
        "SELECT key FROM document WHERE key > ?1 AND key & 1099511627775 <= ?2 ORDER BY key LIMIT ?3",
    )?;
    let limit = limit.max(1);
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let keys = select.query_map([after.map_or(-1, |place| place.key), as_of, most], |row| {
        row.get(0)
    })?;
    let keys = keys.collect::<Result<Vec<i64>, _>>()?;
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
    let items = keys.into_iter().map(|key| read(connection, key));
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        next,
    })
}
