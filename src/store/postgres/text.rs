//! The text index: which records hold the words asked for. Words come stemmed (`store::words`), so that the database does nothing
//! but look them up.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::months::years;
use super::session::Session;
use crate::store::span::Span;
use crate::store::{Order, StoreError, TextQuery};

/// Documents that are looked at at once by those who look at what they tell.
pub const PIECE: usize = 128;

/// Most years that are searched at once.
const MOST_YEARS: usize = 16;

/// Longest text of a `tsvector`, which may have a little more than this in bytes.
const MOST_BYTES: usize = 900_000;

/// What is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    Documents,
    Statements,
}

impl Index {
    fn table(self) -> &'static str {
        match self {
            Self::Documents => "document_text",
            Self::Statements => "statement_text",
        }
    }
}

/// Stems, with a space between, as the text of a `tsvector`; each part with its weight. Phrases are found in the first 16,383 words:
/// what stands behind has no place of its own.
pub fn vector(parts: &[(&str, char)]) -> String {
    let mut places: BTreeMap<&str, Vec<(usize, char)>> = BTreeMap::new();
    let mut at = 0;
    for (i, (stems, weight)) in parts.iter().enumerate() {
        // A title and a text are no phrase together; the lead and what follows it are.
        if i == 1 {
            at += 1;
        }
        for stem in stems.split(' ').filter(|stem| !stem.is_empty()) {
            at += 1;
            places.entry(stem).or_default().push((at, *weight));
        }
    }
    let mut vector = String::new();
    let mut stored = 0;
    for (stem, places) in places {
        stored += stem.len() + 4 + 2 * places.len().min(256);
        if stored > MOST_BYTES {
            break;
        }
        let mut separator = ':';
        let _ = write!(vector, "'{stem}'");
        // More than the database keeps of one word need not be sent.
        for (at, weight) in places.into_iter().take(255) {
            let _ = write!(vector, "{separator}{}{weight}", at.min(16_383));
            separator = ',';
        }
        vector.push(' ');
    }
    vector
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
        let all = |weights: &str| {
            let phrases = query.phrases().iter();
            let phrases: Vec<String> = phrases.map(|stems| phrase(stems, weights)).collect();
            phrases.join(" & ")
        };
        let tiers = match (order, index) {
            (Order::Relevance, Index::Documents) => vec![
                all(":A"),
                format!("{} & !({})", all(":AB"), all(":A")),
                format!("{} & !({})", all(""), all(":AB")),
            ],
            (Order::Relevance, Index::Statements) if query.phrases().len() > 1 => {
                let in_a_row = phrase(&query.phrases().concat(), "");
                vec![in_a_row.clone(), format!("{} & !{in_a_row}", all(""))]
            }
            _ => vec![all("")],
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

    /// Keys of records in a tier after a key, `size` at a time, and whether these are the last. The years are walked one after the
    /// other, then several at once: a common word is found in the first one, and of a rare one none holds many.
    pub fn piece(
        &self,
        session: &Session,
        tier: usize,
        after: Option<i64>,
        span: Span,
        size: usize,
    ) -> Result<(Vec<i64>, bool), StoreError> {
        let Some(expression) = self.tiers.get(tier) else {
            return Ok((Vec::new(), true));
        };
        let (mut low, mut beyond) = span.keys();
        match after {
            Some(after) if self.newest_first => beyond = beyond.min(after),
            Some(after) => low = low.max(after + 1),
            None => {}
        }
        let mut years = years(session, low, beyond)?;
        if self.newest_first {
            years.reverse();
        }
        let (table, order) = (
            self.index.table(),
            if self.newest_first { "DESC" } else { "" },
        );
        let expression = expression.replace('\'', "''");
        let mut found: Vec<i64> = Vec::new();
        let (mut rest, mut width) = (years.as_slice(), 1);
        while !rest.is_empty() && found.len() < size {
            let (some, more) = rest.split_at(width.min(rest.len()));
            rest = more;
            width = MOST_YEARS;
            let first = some.iter().map(|year| year.0).min();
            let first = first.unwrap_or(low).max(low);
            let last = some.iter().map(|year| year.1).max();
            let last = last.unwrap_or(beyond).min(beyond);
            // A common word is read from the newest record on, a rare one looked up: whether it is common, the plan has to know.
            let rows = session.rows_planned(&format!(
                "SELECT key FROM {table} WHERE words @@ '{expression}'::tsquery AND key >= {first} AND key < {last}
                 ORDER BY key {order} LIMIT {}",
                size - found.len()
            ))?;
            for row in rows {
                found.push(row.try_get(0)?);
            }
        }
        let ended = found.len() < size;
        Ok((found, ended))
    }

    /// The tiers in which records are found; those that do not hold the words are left out.
    pub fn tiers_of(
        &self,
        session: &Session,
        keys: &[i64],
    ) -> Result<std::collections::HashMap<i64, usize>, StoreError> {
        let sql = format!(
            "SELECT w.key, t.tier FROM unnest($1::bigint[]) q(key)
             CROSS JOIN LATERAL (SELECT * FROM {} WHERE key = q.key OFFSET 0) w
             JOIN unnest($2::text[]) WITH ORDINALITY t(query, tier) ON w.words @@ t.query::tsquery",
            self.index.table()
        );
        let mut tiers = std::collections::HashMap::new();
        for row in session.rows(&sql, &[&keys, &self.tiers])? {
            let tier: i64 = row.try_get(1)?;
            tiers.insert(
                row.try_get(0)?,
                usize::try_from(tier - 1).unwrap_or_default(),
            );
        }
        Ok(tiers)
    }
}

/// Words in a row, each with some of the weights. Stems hold letters, digits and points only.
fn phrase(stems: &[String], weights: &str) -> String {
    let words: Vec<String> = stems
        .iter()
        .map(|stem| format!("'{stem}'{weights}"))
        .collect();
    format!("({})", words.join(" <-> "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_holds_each_word_once_with_its_places() {
        let parts = [("steel curb", 'A'), ("curb on steel", 'B'), ("2.5", 'C')];
        assert_eq!(
            vector(&parts),
            "'2.5':7C 'curb':2A,4B 'on':5B 'steel':1A,6B "
        );
        assert_eq!(vector(&[("", 'A')]), "");
    }

    #[test]
    fn a_long_text_is_kept_within_what_the_database_takes() {
        let many: Vec<String> = (0..300_000).map(|i| format!("w{i}")).collect();
        let vector = vector(&[(&many.join(" "), 'A')]);
        assert!(vector.split(' ').count() < 150_000);
    }
}
