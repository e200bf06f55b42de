//! The text index: which records hold the words asked for.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::span::Span;
use crate::store::{Order, StoreError, TextQuery};

/// Rows read at once.
const PIECE: usize = 128;

/// What is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    Documents,
    Statements,
}

/// A search for words: expressions of the index, best first, each of which leaves out what the ones before it find.
#[derive(Debug)]
pub struct Words {
    index: Index,
    tiers: Vec<String>,
    newest_first: bool,
}

impl Words {
    pub fn new(index: Index, query: &TextQuery, order: Order) -> Self {
        let phrase = |stems: &Vec<String>| format!("\"{}\"", stems.join(" "));
        let all: Vec<String> = query.phrases().iter().map(phrase).collect();
        let all = all.join(" AND ");
        let tiers = match (order, index) {
            (Order::Relevance, Index::Documents) => vec![
                format!("{{title}} : ({all})"),
                format!("({{title lead}} : ({all})) NOT ({{title}} : ({all}))"),
                format!("({all}) NOT ({{title lead}} : ({all}))"),
            ],
            (Order::Relevance, Index::Statements) if query.phrases().len() > 1 => {
                let in_a_row = phrase(&query.phrases().concat());
                vec![in_a_row.clone(), format!("({all}) NOT {in_a_row}")]
            }
            _ => vec![all],
        };
        Self {
            index,
            tiers,
            newest_first: order != Order::OldestFirst,
        }
    }

    /// How many expressions there are.
    pub fn tiers(&self) -> usize {
        self.tiers.len()
    }

    /// Keys of records in a tier after a key, a piece at a time; fewer than asked for at the end.
    pub fn piece(
        &self,
        connection: &Connection,
        tier: usize,
        after: Option<i64>,
        span: Span,
    ) -> Result<(Vec<i64>, bool), StoreError> {
        let Some(expression) = self.tiers.get(tier) else {
            return Ok((Vec::new(), true));
        };
        let (first, beyond) = span.keys();
        let (sql, low, high) = match (self.index, self.newest_first) {
            (Index::Documents, true) => (
                "SELECT rowid FROM document_text WHERE document_text MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                 ORDER BY rowid DESC LIMIT ?4",
                first,
                after.unwrap_or(beyond),
            ),
            (Index::Documents, false) => (
                "SELECT rowid FROM document_text WHERE document_text MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                 ORDER BY rowid LIMIT ?4",
                after.map_or(first, |after| after + 1),
                beyond,
            ),
            (Index::Statements, true) => (
                "SELECT rowid FROM statement_text WHERE statement_text MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                 ORDER BY rowid DESC LIMIT ?4",
                first,
                after.unwrap_or(beyond),
            ),
            (Index::Statements, false) => (
                "SELECT rowid FROM statement_text WHERE statement_text MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                 ORDER BY rowid LIMIT ?4",
                after.map_or(first, |after| after + 1),
                beyond,
            ),
        };
        let mut select = connection.prepare_cached(sql)?;
        let limit = i64::try_from(PIECE).unwrap_or(i64::MAX);
        let found = select.query_map(params![expression, low, high, limit], |row| row.get(0))?;
        let found = found.collect::<Result<Vec<i64>, _>>()?;
        let ended = found.len() < PIECE;
        Ok((found, ended))
    }

    /// The tier in which a record is found; none if it does not hold the words.
    pub fn tier_of(&self, connection: &Connection, key: i64) -> Result<Option<usize>, StoreError> {
        let sql = match self.index {
            Index::Documents => {
                "SELECT 1 FROM document_text WHERE document_text MATCH ?1 AND rowid = ?2"
            }
            Index::Statements => {
                "SELECT 1 FROM statement_text WHERE statement_text MATCH ?1 AND rowid = ?2"
            }
        };
        let mut select = connection.prepare_cached(sql)?;
        for (tier, expression) in self.tiers.iter().enumerate() {
            let found: Option<i64> = select
                .query_row(params![expression, key], |row| row.get(0))
                .optional()?;
            if found.is_some() {
                return Ok(Some(tier));
            }
        }
        Ok(None)
    }
}
