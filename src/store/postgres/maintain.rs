//! Building the text index anew, and looking through the whole store.

use prost::Message;
use tokio::sync::mpsc;

use super::session::Session;
use super::text::vector;
use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::merge::Telling;
use crate::store::prepare::Indexed;
use crate::store::verify::{Stored, compare, merged_anew};
use crate::store::words::{WORDS_VERSION, words};
use crate::store::{StoreError, Totals};

/// Records that are read at once.
const PIECE: i64 = 500;

/// Builds the text index anew, inside a transaction.
pub fn rebuild_text(
    session: &Session,
    progress: &mpsc::UnboundedSender<u64>,
) -> Result<(), StoreError> {
    let mut done = 0;
    each(session, "document", |records| {
        let vectors = records.iter().map(|(_, body)| {
            let text = Indexed::new(&v1::Document::decode(body.as_slice())?);
            let parts = [(&*text.title, 'A'), (&*text.lead, 'B'), (&*text.body, 'C')];
            Ok(vector(&parts))
        });
        write(session, "document_text", records, vectors)?;
        done += u64::try_from(records.len()).unwrap_or_default();
        // Nobody has to listen.
        let _ = progress.send(done);
        Ok(())
    })?;
    each(session, "statement", |records| {
        let vectors = records.iter().map(|(_, body)| {
            let statement = v1::Statement::decode(body.as_slice())?;
            let stems = statement
                .content
                .iter()
                .flat_map(|span| words(&span.text))
                .map(|word| word.stem);
            let stems = stems.collect::<Vec<_>>().join(" ");
            Ok(vector(&[(&stems, 'A')]))
        });
        write(session, "statement_text", records, vectors)
    })?;
    super::schema::set(session, "words_version", &WORDS_VERSION.to_string())
}

/// All records of a table, some at a time.
fn each(
    session: &Session,
    table: &str,
    mut take: impl FnMut(&[(i64, Vec<u8>)]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!("SELECT key, body FROM {table} WHERE key > $1 ORDER BY key LIMIT $2");
    let mut after = -1_i64;
    loop {
        let mut records: Vec<(i64, Vec<u8>)> = Vec::new();
        for row in session.rows(&sql, &[&after, &PIECE])? {
            records.push((row.try_get(0)?, row.try_get(1)?));
        }
        let Some((last, _)) = records.last() else {
            return Ok(());
        };
        after = *last;
        take(&records)?;
    }
}

fn write(
    session: &Session,
    table: &str,
    records: &[(i64, Vec<u8>)],
    vectors: impl Iterator<Item = Result<String, StoreError>>,
) -> Result<(), StoreError> {
    let keys: Vec<i64> = records.iter().map(|(key, _)| *key).collect();
    let vectors: Vec<String> = vectors.collect::<Result<_, _>>()?;
    let sql = format!(
        "INSERT INTO {table}(key, words) SELECT key, words::tsvector FROM unnest($1::bigint[], $2::text[]) q(key, words)
         ON CONFLICT(key) DO UPDATE SET words = excluded.words"
    );
    session.execute(&sql, &[&keys, &vectors])?;
    Ok(())
}

/// How much the store holds.
pub fn totals(session: &Session) -> Result<Totals, StoreError> {
    let row = session.one(
        "SELECT (SELECT count(*) FROM document_id), (SELECT count(*) FROM event), (SELECT count(*) FROM statement_id),
           (SELECT count(*) FROM actor a WHERE EXISTS (SELECT FROM actor_document d WHERE d.actor = a.id))",
        &[],
    )?;
    let count = |column: usize| -> Result<u64, StoreError> {
        Ok(row.try_get::<_, i64>(column)?.unsigned_abs())
    };
    Ok(Totals {
        documents: count(0)?,
        events: count(1)?,
        statements: count(2)?,
        actors: count(3)?,
    })
}

/// Says what is wrong with the store.
pub fn verify(session: &Session) -> Result<Vec<String>, StoreError> {
    let mut wrong = Vec::new();
    verify_events(session, &mut wrong)?;
    for (what, sql) in CHECKS {
        let count: i64 = session.one(sql, &[])?.try_get(0)?;
        if count > 0 {
            wrong.push(format!("{count} {what}"));
        }
    }
    Ok(wrong)
}

/// What must not be, and the query that counts it.
const CHECKS: [(&str, &str); 11] = [
    (
        "documents that the text index does not know, or the other way round",
        "SELECT count(*) FROM document d FULL JOIN document_text t ON t.key = d.key WHERE d.key IS NULL OR t.key IS NULL",
    ),
    (
        "statements that the text index does not know, or the other way round",
        "SELECT count(*) FROM statement s FULL JOIN statement_text t ON t.key = s.key WHERE s.key IS NULL OR t.key IS NULL",
    ),
    (
        "ids that lead to no document, or documents without one",
        "SELECT count(*) FROM document d FULL JOIN document_id i ON i.key = d.key AND i.id = d.id
         WHERE d.key IS NULL OR i.key IS NULL",
    ),
    (
        "ids that lead to no event, or events without one",
        "SELECT count(*) FROM event e FULL JOIN event_id i ON i.key = e.key AND i.id = e.id WHERE e.key IS NULL OR i.key IS NULL",
    ),
    (
        "ids that lead to no statement, or statements without one",
        "SELECT count(*) FROM statement s FULL JOIN statement_id i ON i.key = s.key AND i.id = s.id
         WHERE s.key IS NULL OR i.key IS NULL",
    ),
    (
        "statements without their document",
        "SELECT count(*) FROM statement s WHERE NOT EXISTS (SELECT FROM document d WHERE d.key = s.document)",
    ),
    (
        "tellings without their document",
        "SELECT count(*) FROM telling t WHERE NOT EXISTS (SELECT FROM document d WHERE d.key = t.document)",
    ),
    (
        "actors of documents that are gone",
        "SELECT count(*) FROM actor_document a WHERE NOT EXISTS (SELECT FROM document d WHERE d.key = a.document)",
    ),
    (
        "days of events on which no source reports, or the other way round",
        "SELECT count(*) FROM event_day d FULL JOIN (SELECT DISTINCT event, day FROM telling) t
         ON t.event = d.event AND t.day = d.day WHERE d.event IS NULL OR t.event IS NULL",
    ),
    (
        "events that are counted wrongly",
        "SELECT abs((SELECT count(*) FROM event) - coalesce(
           (SELECT sum(count) FROM counter WHERE dimension = 0 AND value = '' AND day = -1), 0))::bigint",
    ),
    (
        "groups of events with a count below zero",
        "SELECT count(*) FROM (SELECT FROM counter GROUP BY dimension, value, day HAVING sum(count) < 0) q",
    ),
];

/// Merges all tellings from scratch and compares.
fn verify_events(session: &Session, wrong: &mut Vec<String>) -> Result<(), StoreError> {
    let rows = session.rows(
        "SELECT t.row, t.day, t.uid, t.body, t.document_id, e.id FROM telling t LEFT JOIN event e ON e.key = t.event",
        &[],
    )?;
    let mut tellings = Vec::with_capacity(rows.len());
    for row in rows {
        tellings.push(Stored {
            row: row.try_get(0)?,
            uid: row.try_get(2)?,
            event_id: row.try_get(5)?,
            telling: Telling {
                day: DayNumber(row.try_get(1)?),
                event: v1::TradeEvent::decode(row.try_get::<_, &[u8]>(3)?)?,
                document_id: row.try_get(4)?,
            },
        });
    }
    for expected in merged_anew(tellings, wrong) {
        let head = session.row(
            "SELECT head FROM event WHERE key = (SELECT key FROM event_id WHERE id = $1)",
            &[&expected.id],
        )?;
        let head: Option<Vec<u8>> = head.map(|row| row.try_get(0)).transpose()?;
        compare(&expected, head.as_deref(), wrong)?;
    }
    Ok(())
}
