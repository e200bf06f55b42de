//! Partitions: the wide tables are cut by the month of the day with which their keys begin, the text index by the year: a rare word
//! has to be looked for in each part. A part is made when the first document of its time comes.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use super::session::Session;
use crate::store::StoreError;
use crate::store::day::DayNumber;
use crate::store::key::first_key;

/// Before this year everything is in one part.
const FIRST_YEAR: i16 = 1990;

/// By what a table is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    Month,
    Year,
}

/// The parts that this process knows to be there, by first key.
#[derive(Debug, Default)]
pub struct Months {
    known: Mutex<BTreeSet<(Cut, i64)>>,
}

/// A range of keys: first <= key < beyond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    first: i64,
    beyond: i64,
    /// What its partitions are called, behind the name of the table.
    name: String,
}

impl Cut {
    /// The tables that are cut so.
    fn tables(self) -> [&'static str; 2] {
        match self {
            Self::Month => ["document", "statement"],
            Self::Year => ["document_text", "statement_text"],
        }
    }

    /// The table that lists the parts.
    fn list(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The part in which a day lies.
    fn part(self, day: i32) -> Part {
        let start = |date: Date| first_key(DayNumber::of(date).0);
        let Some(date) = DayNumber(day).date() else {
            return Part {
                first: first_key(0),
                beyond: first_key(1),
                name: "undated".to_owned(),
            };
        };
        if date.year() < FIRST_YEAR {
            return Part {
                first: first_key(1),
                beyond: start(Date::constant(FIRST_YEAR, 1, 1)),
                name: "early".to_owned(),
            };
        }
        let (first, last, name) = match self {
            Self::Month => (
                date.first_of_month(),
                date.last_of_month(),
                format!("{:04}{:02}", date.year(), date.month()),
            ),
            Self::Year => (
                date.first_of_year(),
                date.last_of_year(),
                format!("{:04}", date.year()),
            ),
        };
        Part {
            first: start(first),
            // The last of the calendar has no day after.
            beyond: last.tomorrow().map_or(i64::MAX, start),
            name,
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
        let parts = |cut: Cut| days.iter().map(move |&day| (cut, cut.part(day)));
        let parts: BTreeSet<(Cut, Part)> = parts(Cut::Month).chain(parts(Cut::Year)).collect();
        for (cut, part) in parts {
            let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let place = (cut, part.first);
            if !known().contains(&place) {
                make(session, cut, &part)?;
                known().insert(place);
            }
        }
        Ok(())
    }
}

fn make(session: &Session, cut: Cut, part: &Part) -> Result<(), StoreError> {
    let Part {
        first,
        beyond,
        name,
    } = part;
    let list = cut.list();
    let there = session.row(&format!("SELECT 1 FROM {list} WHERE first = $1"), &[first])?;
    session.run("BEGIN")?;
    let made = (|| {
        if there.is_some() {
            // What a transaction has written is seen a moment before others hear of the partitions that it has attached. It has locked
            // the tables against such as this until then.
            let [one, other] = cut.tables();
            session.run(&format!(
                "LOCK TABLE ONLY {one}, ONLY {other} IN SHARE UPDATE EXCLUSIVE MODE"
            ))?;
            return session.run("COMMIT");
        }
        // Of several processes that meet a new part one makes it, and the others wait here until it has.
        let sql = format!(
            "INSERT INTO {list}(first, beyond, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        );
        let mine = session.execute(&sql, &[first, beyond, name])?;
        if mine == 1 {
            for table in cut.tables() {
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

/// The years of which the text index has parts and that share a key with a range, oldest first.
pub fn years(session: &Session, low: i64, high: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let rows = session.rows(
        "SELECT first, beyond FROM year WHERE first < $2 AND beyond > $1 ORDER BY first",
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
    fn every_day_lies_in_one_part() {
        let of = |cut: Cut, written: &str| cut.part(DayNumber::parse(Some(written)).0);
        for (cut, before, after) in [
            (Cut::Month, "2025-01-31", "2025-02-01"),
            (Cut::Month, "1989-12-31", "1990-01-01"),
            (Cut::Month, "2024-12-31", "2025-01-01"),
            (Cut::Year, "1989-12-31", "1990-01-01"),
            (Cut::Year, "2024-12-31", "2025-01-01"),
        ] {
            assert_eq!(of(cut, before).beyond, of(cut, after).first);
        }
        assert_eq!(of(Cut::Month, "2025-01-01"), of(Cut::Month, "2025-01-31"));
        assert_eq!(of(Cut::Year, "2025-01-01"), of(Cut::Year, "2025-12-31"));
        assert_eq!(of(Cut::Month, "2025-02-03").name, "202502");
        assert_eq!(of(Cut::Year, "2025-02-03").name, "2025");
        assert_eq!(
            Cut::Month.part(0).beyond,
            of(Cut::Month, "0001-01-01").first
        );
        assert_eq!(of(Cut::Month, "9999-12-31").name, "999912");
        assert_eq!(of(Cut::Year, "9999-12-31").name, "9999");
    }
}
