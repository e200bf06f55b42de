//! Statements: what comes and goes with a document, and what follows the events that it speaks of.

use std::collections::{BTreeMap, HashMap};

use super::batch::Writing;
use super::session::Session;
use super::text::vector;
use super::{documents, records, storable};
use crate::store::key::key_of;
use crate::store::prepare::Prepared;
use crate::store::record::{StatementRow, pack};
use crate::store::{RecordKind, StoreError, terms};

/// Takes back the statements of documents.
pub fn remove(writing: &mut Writing<'_>, documents: &[i64]) -> Result<(), StoreError> {
    if documents.is_empty() {
        return Ok(());
    }
    let session = writing.session;
    // Others may note that their events have other ids: from here on they wait.
    let keys = session.rows(
        "SELECT key FROM statement WHERE document = ANY($1) ORDER BY key FOR UPDATE",
        &[&documents],
    )?;
    let keys: Vec<i64> = keys
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Ok(());
    }
    let found = records::statements(session, &keys)?;
    let mut postings = Vec::new();
    let mut ids = Vec::with_capacity(found.len());
    for (key, row) in &found {
        let Some(statement) = &row.record.statement else {
            continue;
        };
        if let Some(speaker) = &statement.speaker_id {
            writing.tally.statement(&storable(speaker), -1);
        }
        let terms = terms::of_statement(statement, &row.affiliations);
        postings.extend(terms.into_iter().map(|term| (term, *key)));
        let version = i64::try_from(row.record.version).unwrap_or(i64::MAX - 1) + 1;
        writing.retire(&row.record.id, version, None);
        writing.note_change(
            RecordKind::Statement,
            &row.record.id,
            version,
            true,
            Some(row.encode()),
        );
        ids.push(row.record.id.as_str());
    }
    documents::unpost(session, postings.into_iter())?;
    session.execute("DELETE FROM statement WHERE key = ANY($1)", &[&keys])?;
    session.execute("DELETE FROM statement_text WHERE key = ANY($1)", &[&keys])?;
    session.execute("DELETE FROM statement_id WHERE id = ANY($1)", &[&ids])?;
    session.execute(
        "DELETE FROM statement_event WHERE telling IN (SELECT row FROM telling WHERE document = ANY($1))",
        &[&documents],
    )?;
    Ok(())
}

/// Writes the statements of new documents. `rows`: the tellings of each, in order.
pub fn insert(
    writing: &mut Writing<'_>,
    put: &[(i64, &Prepared)],
    rows: &HashMap<i64, Vec<i64>>,
) -> Result<(), StoreError> {
    let session = writing.session;
    let all = || put.iter().flat_map(|(_, document)| &document.statements);
    let ids: Vec<&str> = all().map(|statement| statement.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let versions = writing.next_versions(&ids)?;
    let mut of = Columns::default();
    let mut postings = Vec::new();
    let none = Vec::new();
    for (document, prepared) in put {
        let rows = rows.get(document).unwrap_or(&none);
        for statement in &prepared.statements {
            let key = key_of(prepared.day.0, writing.context.numbers.next(session)?);
            let about = statement.tellings.iter();
            let about: Vec<i64> = about.filter_map(|&i| rows.get(i).copied()).collect();
            for &row in &about {
                of.told.push(row);
                of.telling.push(key);
            }
            let version = versions.get(statement.id.as_str()).copied().unwrap_or(1);
            of.keys.push(key);
            of.ids.push(&statement.id);
            of.versions.push(version);
            of.documents.push(*document);
            of.document_ids.push(&prepared.id);
            of.affiliations
                .push(storable(&statement.affiliations.join("\n")));
            of.tellings.push(pack(&about));
            of.bodies.push(&statement.body);
            of.words.push(vector(&[(&statement.content, 'A')]));
            postings.extend(statement.terms.iter().map(|&term| (term, key)));
            if let Some(speaker) = &statement.speaker {
                writing.tally.statement(&storable(speaker), 1);
            }
            writing.fresh_statements.insert(key);
            writing.note_change(RecordKind::Statement, &statement.id, version, false, None);
        }
    }
    of.write(session)?;
    documents::post(session, postings.into_iter())
}

#[derive(Default)]
struct Columns<'p> {
    keys: Vec<i64>,
    ids: Vec<&'p str>,
    versions: Vec<i64>,
    documents: Vec<i64>,
    document_ids: Vec<&'p str>,
    affiliations: Vec<String>,
    tellings: Vec<Vec<u8>>,
    bodies: Vec<&'p [u8]>,
    words: Vec<String>,
    told: Vec<i64>,
    telling: Vec<i64>,
}

impl Columns<'_> {
    fn write(&self, session: &Session) -> Result<(), StoreError> {
        session.execute(
            "INSERT INTO statement(key, id, version, document, document_id, affiliations, tellings, body)
             SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bytea[],
                                  $8::bytea[])",
            &[
                &self.keys,
                &self.ids,
                &self.versions,
                &self.documents,
                &self.document_ids,
                &self.affiliations,
                &self.tellings,
                &self.bodies,
            ],
        )?;
        session.execute(
            "INSERT INTO statement_id(id, key) SELECT * FROM unnest($1::text[], $2::bigint[])",
            &[&self.ids, &self.keys],
        )?;
        session.execute(
            "INSERT INTO statement_text(key, words) SELECT key, words::tsvector FROM unnest($1::bigint[], $2::text[]) q(key, words)",
            &[&self.keys, &self.words],
        )?;
        if !self.told.is_empty() {
            session.execute(
                "INSERT INTO statement_event(telling, statement) SELECT * FROM unnest($1::bigint[], $2::bigint[])
                 ON CONFLICT DO NOTHING",
                &[&self.told, &self.telling],
            )?;
        }
        Ok(())
    }
}

/// Statements of earlier documents about some tellings, as they are. Whoever else changes them waits until the end of the
/// transaction.
pub fn about(
    writing: &Writing<'_>,
    rows: &[i64],
) -> Result<BTreeMap<i64, StatementRow>, StoreError> {
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let session = writing.session;
    let found = session.rows(
        "SELECT DISTINCT statement FROM statement_event WHERE telling = ANY($1)",
        &[&rows],
    )?;
    let mut keys: Vec<i64> = found
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    keys.retain(|key| !writing.fresh_statements.contains(key));
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    session.rows(
        "SELECT key FROM statement WHERE key = ANY($1) ORDER BY key FOR UPDATE",
        &[&keys],
    )?;
    records::statements(session, &keys)
}

/// Notes that the events of statements have other ids, where they do.
pub fn restate(
    writing: &mut Writing<'_>,
    before: BTreeMap<i64, StatementRow>,
) -> Result<(), StoreError> {
    if before.is_empty() {
        return Ok(());
    }
    let keys: Vec<i64> = before.keys().copied().collect();
    let now = records::statements(writing.session, &keys)?;
    let (mut changed, mut versions) = (Vec::new(), Vec::new());
    for (key, now) in now {
        let Some(before) = before.get(&key) else {
            continue;
        };
        if now.record == before.record {
            continue;
        }
        let version = i64::try_from(now.record.version).unwrap_or(i64::MAX - 1) + 1;
        changed.push(key);
        versions.push(version);
        writing.note_change(
            RecordKind::Statement,
            &now.record.id,
            version,
            false,
            Some(before.encode()),
        );
    }
    if !changed.is_empty() {
        writing.session.execute(
            "UPDATE statement s SET version = q.version FROM unnest($1::bigint[], $2::bigint[]) q(key, version) WHERE s.key = q.key",
            &[&changed, &versions],
        )?;
    }
    Ok(())
}
