//! Partitions: the wide tables are cut by the month of the day with which their keys begin. A partition is made when the first
//! document of its month comes.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use super::session::Session;
use crate::store::StoreError;
use crate::store::day::DayNumber;
use crate::store::key::first_key;

/// Before this year everything is in one partition.
const FIRST_YEAR: i16 = 1990;

/// The tables that are cut.
const TABLES: [&str; 4] = ["document", "document_text", "statement", "statement_text"];

/// The months that this process knows to be there, by first key.
#[derive(Debug, Default)]
pub struct Months {
    known: Mutex<BTreeSet<i64>>,
}

/// A range of keys: first <= key < beyond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    pub first: i64,
    pub beyond: i64,
    /// What its partitions are called, behind the name of the table.
    name: String,
}

impl Month {
    /// The month of a day.
    pub fn of(day: i32) -> Self {
        let start = |date: Date| first_key(DayNumber::of(date).0);
        let Some(date) = DayNumber(day).date() else {
            return Self {
                first: first_key(0),
                beyond: first_key(1),
                name: "undated".to_owned(),
            };
        };
        if date.year() < FIRST_YEAR {
            return Self {
                first: first_key(1),
                beyond: start(Date::constant(FIRST_YEAR, 1, 1)),
                name: "early".to_owned(),
            };
        }
        let first = date.first_of_month();
        let beyond = date.last_of_month().tomorrow();
        Self {
            first: start(first),
            // The last month of the calendar has no day after.
            beyond: beyond.map_or(i64::MAX, start),
            name: format!("{:04}{:02}", date.year(), date.month()),
        }
    }
}

impl Months {
    /// Makes the partitions for some days where they are not there. Not to be called inside a transaction.
    pub fn ensure(
        &self,
        session: &Session,
        days: impl Iterator<Item = i32>,
    ) -> Result<(), StoreError> {
        let days: BTreeSet<i32> = days.collect();
        let months: BTreeSet<Month> = days.into_iter().map(Month::of).collect();
        for month in months {
            let known = |months: &Self| {
                let known = months.known.lock().unwrap_or_else(PoisonError::into_inner);
                known.contains(&month.first)
            };
            if known(self) {
                continue;
            }
            make(session, &month)?;
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(month.first);
        }
        Ok(())
    }
}

fn make(session: &Session, month: &Month) -> Result<(), StoreError> {
    let Month {
        first,
        beyond,
        name,
    } = month;
    let there = session.row("SELECT 1 FROM month WHERE first = $1", &[first])?;
    if there.is_some() {
        return Ok(());
    }
    session.run("BEGIN")?;
    let made = (|| {
        // Of several processes that meet a new month one makes it, and the others wait here until it has.
        let mine = session.execute(
            "INSERT INTO month(first, beyond, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[first, beyond, name],
        )?;
        if mine == 1 {
            for table in TABLES {
                // Attaching a table that was made before locks the others out for a shorter time than making it in place.
                session.run(&format!(
                    "CREATE TABLE {table}_{name} (LIKE {table} INCLUDING ALL);
                     ALTER TABLE {table} ATTACH PARTITION {table}_{name} FOR VALUES FROM ({first}) TO ({beyond})"
                ))?;
            }
        }
        session.run("COMMIT")
    })();
    if made.is_err() {
        // The first error counts.
        let _ = session.run("ROLLBACK");
    }
    made
}

/// The months that have partitions and share a key with a range, oldest first.
pub fn within(session: &Session, low: i64, high: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let rows = session.rows(
        "SELECT first, beyond FROM month WHERE first < $2 AND beyond > $1 ORDER BY first",
        &[&low, &high],
    )?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_lies_in_one_month() {
        let of = |written: &str| Month::of(DayNumber::parse(Some(written)).0);
        for (before, after) in [
            ("2025-01-31", "2025-02-01"),
            ("1989-12-31", "1990-01-01"),
            ("2024-12-31", "2025-01-01"),
        ] {
            assert_eq!(of(before).beyond, of(after).first);
        }
        assert_eq!(of("2025-01-01"), of("2025-01-31"));
        assert_eq!(of("2025-02-03").name, "202502");
        assert_eq!(Month::of(0).beyond, of("0001-01-01").first);
        assert_eq!(of("9999-12-31").name, "999912");
    }
}
