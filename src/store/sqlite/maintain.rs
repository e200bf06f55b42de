//! Building the text index anew, and looking through the whole store.

use prost::Message;
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::mpsc;

use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::merge::Telling;
use crate::store::prepare::Indexed;
use crate::store::verify::{Stored, compare, merged_anew};
use crate::store::words::{WORDS_VERSION, words};
use crate::store::{ContentHash, StoreError, Totals};

/// Documents after which progress is told.
const STEP: u64 = 1_000;

/// Builds the text index anew, inside a transaction.
pub fn rebuild_text(
    connection: &Connection,
    progress: &mpsc::UnboundedSender<u64>,
) -> Result<(), StoreError> {
    connection.execute_batch(
        "INSERT INTO document_text(document_text) VALUES ('delete-all');
         INSERT INTO statement_text(statement_text) VALUES ('delete-all');",
    )?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO document_text(rowid, title, lead, body) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut select = connection.prepare("SELECT key, body FROM document ORDER BY key")?;
    let mut rows = select.query([])?;
    let mut done = 0;
    while let Some(row) = rows.next()? {
        let (key, body): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let text = Indexed::new(&v1::Document::decode(body.as_slice())?);
        insert.execute(params![key, text.title, text.lead, text.body])?;
        done += 1;
        if done % STEP == 0 {
            // Nobody has to listen.
            let _ = progress.send(done);
        }
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO statement_text(rowid, content) VALUES (?1, ?2)")?;
    let mut select = connection.prepare("SELECT key, body FROM statement ORDER BY key")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (key, body): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let statement = v1::Statement::decode(body.as_slice())?;
        let stems = statement
            .content
            .iter()
            .flat_map(|span| words(&span.text))
            .map(|word| word.stem);
        insert.execute(params![key, stems.collect::<Vec<_>>().join(" ")])?;
    }
    super::schema::set(connection, "words_version", WORDS_VERSION)?;
    let _ = progress.send(done);
    Ok(())
}

/// How much the store holds.
pub fn totals(connection: &Connection) -> Result<Totals, StoreError> {
    let count = |table: &str| -> Result<u64, StoreError> {
        Ok(
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })?,
        )
    };
    Ok(Totals {
        documents: count("document")?,
        events: count("event")?,
        statements: count("statement")?,
        actors: count("actor")?,
    })
}

/// Says what is wrong with the store.
pub fn verify(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut wrong = Vec::new();
    let mut check = connection.prepare("PRAGMA integrity_check(20)")?;
    let found = check.query_map([], |row| row.get::<_, String>(0))?;
    wrong.extend(
        found
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .filter(|line| line != "ok"),
    );
    verify_documents(connection, &mut wrong)?;
    verify_events(connection, &mut wrong)?;
    for (what, sql) in CHECKS {
        let count: u64 = connection.query_row(sql, [], |row| row.get(0))?;
        if count > 0 {
            wrong.push(format!("{count} {what}"));
        }
    }
    Ok(wrong)
}

/// What must not be, and the query that counts it.
const CHECKS: [(&str, &str); 7] = [
    (
        "documents that the text index does not know, or the other way round",
        "SELECT abs((SELECT count(*) FROM document) - (SELECT count(*) FROM document_text_docsize))",
    ),
    (
        "statements that the text index does not know, or the other way round",
        "SELECT abs((SELECT count(*) FROM statement) - (SELECT count(*) FROM statement_text_docsize))",
    ),
    (
        "statements without their document",
        "SELECT count(*) FROM statement WHERE document NOT IN (SELECT key FROM document)",
    ),
    (
        "tellings without their document",
        "SELECT count(*) FROM telling WHERE document NOT IN (SELECT key FROM document)",
    ),
    (
        "actors that no document names",
        "SELECT count(*) FROM actor WHERE id NOT IN (SELECT actor FROM actor_document)",
    ),
    (
        "days of events on which no source reports",
        "SELECT count(*) FROM event_day d
         WHERE NOT EXISTS (SELECT 1 FROM telling t WHERE t.event = d.event AND t.day = d.day)",
    ),
    (
        "events that are counted wrongly",
        "SELECT abs((SELECT count(*) FROM event)
                    - ifnull((SELECT count FROM counter WHERE dimension = 0 AND value = '' AND day = -1), 0))",
    ),
];

/// Compares all documents with the hashes of what was put.
fn verify_documents(connection: &Connection, wrong: &mut Vec<String>) -> Result<(), StoreError> {
    let mut select = connection.prepare("SELECT id, content_hash, body FROM document")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (id, hash, body): (String, [u8; 32], Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let document = v1::Document::decode(body.as_slice())?;
        if ContentHash::of(&document).0 != hash || document.id.as_ref() != Some(&id) {
            wrong.push(format!("document {id} is not what was put"));
        }
    }
    Ok(())
}

/// Merges all tellings from scratch and compares.
fn verify_events(connection: &Connection, wrong: &mut Vec<String>) -> Result<(), StoreError> {
    let mut select = connection.prepare(
        "SELECT t.row, t.day, t.uid, t.body, d.id, e.id
         FROM telling t JOIN document d ON d.key = t.document LEFT JOIN event e ON e.key = t.event",
    )?;
    let mut rows = select.query([])?;
    let mut tellings = Vec::new();
    while let Some(row) = rows.next()? {
        let body: Vec<u8> = row.get(3)?;
        tellings.push(Stored {
            row: row.get(0)?,
            uid: row.get(2)?,
            event_id: row.get(5)?,
            telling: Telling {
                day: DayNumber(row.get(1)?),
                event: v1::TradeEvent::decode(body.as_slice())?,
                document_id: row.get(4)?,
            },
        });
    }
    let mut select = connection.prepare("SELECT head FROM event WHERE id = ?1")?;
    for expected in merged_anew(tellings, wrong) {
        let head: Option<Vec<u8>> = select
            .query_row([&expected.id], |row| row.get(0))
            .optional()?;
        compare(&expected, head.as_deref(), wrong)?;
    }
    Ok(())
}
