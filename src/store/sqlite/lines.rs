//! Keys of records that have one of several terms, in order, each once: the sorted lists of the terms are read piece by piece
//! and merged.

use std::collections::VecDeque;

use rusqlite::{Connection, params};

use crate::store::StoreError;
use crate::store::span::Span;

/// A record under a day.
pub type At = (i32, i64);

/// Rows read from a list at first, and at most at once.
const FIRST_PIECE: usize = 64;
const LARGEST_PIECE: usize = 1024;

/// What the lists are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Events, by each day on which they were reported.
    Events,
    /// Documents and statements, whose keys begin with their day.
    Keys,
}

/// The merged lists.
pub struct Lines<'c> {
    connection: &'c Connection,
    sql: &'static str,
    newest_first: bool,
    span: Span,
    lines: Vec<Line>,
}

struct Line {
    term: i64,
    last: At,
    read: VecDeque<At>,
    piece: usize,
    ended: bool,
}

impl<'c> Lines<'c> {
    /// All after a place; from the beginning without one.
    pub fn new(
        connection: &'c Connection,
        table: Table,
        terms: &[i64],
        span: Span,
        newest_first: bool,
        after: Option<At>,
    ) -> Self {
        let start = if newest_first {
            (span.last + 1, i64::MIN)
        } else {
            (span.first - 1, i64::MAX)
        };
        let lines = terms.iter().map(|&term| Line {
            term,
            last: after.unwrap_or(start),
            read: VecDeque::new(),
            piece: FIRST_PIECE,
            ended: false,
        });
        let sql = match (table, newest_first) {
            (Table::Events, true) => {
                "SELECT day, event FROM event_posting WHERE term = ?1 AND (day, event) < (?2, ?3) AND day >= ?4
                 ORDER BY day DESC, event DESC LIMIT ?6"
            }
            (Table::Events, false) => {
                "SELECT day, event FROM event_posting WHERE term = ?1 AND (day, event) > (?2, ?3) AND day <= ?5
                 ORDER BY day, event LIMIT ?6"
            }
            (Table::Keys, true) => {
                "SELECT key >> 40, key FROM posting
                 WHERE term = ?1 AND key < ifnull(nullif(?3, -9223372036854775808), ?2 << 40) AND key >= ?4 << 40
                 ORDER BY key DESC LIMIT ?6"
            }
            (Table::Keys, false) => {
                "SELECT key >> 40, key FROM posting
                 WHERE term = ?1 AND key > ifnull(nullif(?3, 9223372036854775807), (?2 + 1 << 40) - 1)
                 AND key < ?5 + 1 << 40
                 ORDER BY key LIMIT ?6"
            }
        };
        Self {
            connection,
            sql,
            newest_first,
            span,
            lines: lines.collect(),
        }
    }

    /// The next record.
    pub fn next(&mut self) -> Result<Option<At>, StoreError> {
        let mut best: Option<At> = None;
        for i in 0..self.lines.len() {
            self.fill(i)?;
            let Some(&head) = self.lines.get(i).and_then(|line| line.read.front()) else {
                continue;
            };
            let better = best.is_none_or(|best| {
                if self.newest_first {
                    head > best
                } else {
                    head < best
                }
            });
            if better {
                best = Some(head);
            }
        }
        for line in &mut self.lines {
            if best.is_some() && line.read.front().copied() == best {
                line.read.pop_front();
            }
        }
        Ok(best)
    }

    fn fill(&mut self, i: usize) -> Result<(), StoreError> {
        let Some(line) = self.lines.get_mut(i) else {
            return Ok(());
        };
        if line.ended || !line.read.is_empty() {
            return Ok(());
        }
        let mut select = self.connection.prepare_cached(self.sql)?;
        let (day, key) = line.last;
        let limit = i64::try_from(line.piece).unwrap_or(i64::MAX);
        let found = select.query_map(
            params![line.term, day, key, self.span.first, self.span.last, limit],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        line.read = found.collect::<Result<_, _>>()?;
        line.ended = line.read.len() < line.piece;
        line.piece = (line.piece * 4).min(LARGEST_PIECE);
        if let Some(&last) = line.read.back() {
            line.last = last;
        }
        Ok(())
    }
}
