//! Documents: their ids, what is read of them, their words, and who is named in them.

use std::collections::{BTreeSet, HashMap, HashSet};

use prost::Message;

use super::plan::{Known, Plan};
use super::session::Session;
use super::storable;
use super::text::vector;
use crate::proto::v1;
use crate::store::actors::names;
use crate::store::prepare::Prepared;
use crate::store::{StoreError, terms};

/// Takes those of some ids that are free; says which they were.
pub fn take_ids<'d>(
    session: &Session,
    documents: impl Iterator<Item = &'d Prepared>,
    keys: &HashMap<&str, i64>,
) -> Result<HashSet<String>, StoreError> {
    let (mut ids, mut new_keys, mut contents, mut readings) = (vec![], vec![], vec![], vec![]);
    for document in documents {
        ids.push(document.id.as_str());
        new_keys.push(keys.get(document.id.as_str()).copied().unwrap_or_default());
        contents.push(document.content_hash.0.as_slice());
        readings.push(document.reading_hash.as_slice());
    }
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = session.rows(
        "INSERT INTO document_id(id, key, content_hash, reading_hash)
         SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::bytea[]) ON CONFLICT DO NOTHING RETURNING id",
        &[&ids, &new_keys, &contents, &readings],
    )?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Lets the ids of documents that are put lead to what is put: of those that were known, and where a batch holds several versions.
pub fn settle_ids(
    session: &Session,
    plan: &Plan<'_>,
    known: &HashMap<String, Known>,
    keys: &HashMap<&str, i64>,
) -> Result<(), StoreError> {
    let (mut ids, mut new_keys, mut contents, mut readings) = (vec![], vec![], vec![], vec![]);
    for document in &plan.put {
        let several = plan
            .outcomes
            .iter()
            .flatten()
            .flatten()
            .filter(|(id, _)| *id == document.id)
            .count()
            > 1;
        if several || known.contains_key(&document.id) {
            ids.push(document.id.as_str());
            new_keys.push(keys.get(document.id.as_str()).copied().unwrap_or_default());
            contents.push(document.content_hash.0.as_slice());
            readings.push(document.reading_hash.as_slice());
        }
    }
    if !ids.is_empty() {
        session.execute(
            "UPDATE document_id d SET key = q.key, content_hash = q.content_hash, reading_hash = q.reading_hash
             FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::bytea[]) q(id, key, content_hash, reading_hash)
             WHERE d.id = q.id",
            &[&ids, &new_keys, &contents, &readings],
        )?;
    }
    Ok(())
}

/// Writes documents with all that is found by them; without events and statements.
pub fn insert(session: &Session, put: &[(i64, &Prepared)]) -> Result<(), StoreError> {
    if put.is_empty() {
        return Ok(());
    }
    let keys: Vec<i64> = put.iter().map(|(key, _)| *key).collect();
    let ids: Vec<&str> = put.iter().map(|(_, d)| d.id.as_str()).collect();
    let facts: Vec<&[u8]> = put.iter().map(|(_, d)| d.facts.as_slice()).collect();
    let bodies: Vec<&[u8]> = put.iter().map(|(_, d)| d.body.as_slice()).collect();
    let ingested: Vec<i64> = put.iter().map(|(_, d)| d.ingested_at).collect();
    session.execute(
        "INSERT INTO document(key, id, since, ingested_at, facts, body)
         SELECT q.key, q.id, (SELECT nextval('revision')), q.ingested_at, q.facts, q.body
         FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::bytea[], $5::bigint[]) q(key, id, facts, body, ingested_at)",
        &[&keys, &ids, &facts, &bodies, &ingested],
    )?;
    let words: Vec<String> = put
        .iter()
        .map(|(_, document)| {
            let text = &document.text;
            vector(&[(&text.title, 'A'), (&text.lead, 'B'), (&text.body, 'C')])
        })
        .collect();
    session.execute(
        "INSERT INTO document_text(key, words) SELECT key, words::tsvector FROM unnest($1::bigint[], $2::text[]) q(key, words)",
        &[&keys, &words],
    )?;
    let postings = put
        .iter()
        .flat_map(|(key, document)| document.terms.iter().map(move |&term| (term, *key)));
    post(session, postings)?;
    name_actors(session, put)
}

/// Lets records be found by terms.
pub fn post(
    session: &Session,
    postings: impl Iterator<Item = (i64, i64)>,
) -> Result<(), StoreError> {
    let (terms, keys): (Vec<i64>, Vec<i64>) = postings.unzip();
    if !terms.is_empty() {
        session.execute(
            "INSERT INTO posting(term, key) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING",
            &[&terms, &keys],
        )?;
    }
    Ok(())
}

/// Lets records no longer be found by terms.
pub fn unpost(
    session: &Session,
    postings: impl Iterator<Item = (i64, i64)>,
) -> Result<(), StoreError> {
    let (terms, keys): (Vec<i64>, Vec<i64>) = postings.unzip();
    if !terms.is_empty() {
        session.execute(
            "DELETE FROM posting p USING unnest($1::bigint[], $2::bigint[]) q(term, key) WHERE p.term = q.term AND p.key = q.key",
            &[&terms, &keys],
        )?;
    }
    Ok(())
}

fn name_actors(session: &Session, put: &[(i64, &Prepared)]) -> Result<(), StoreError> {
    let mut named: BTreeSet<(String, i64)> = BTreeSet::new();
    let mut found_by: BTreeSet<(String, String)> = BTreeSet::new();
    for (key, document) in put {
        for actor in &document.actors {
            let id = storable(&actor.id);
            found_by.extend(names(actor).iter().map(|name| (storable(name), id.clone())));
            named.insert((id, *key));
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<&str> = named.iter().map(|(id, _)| id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    session.execute(
        "INSERT INTO actor(id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
        &[&ids],
    )?;
    let (names, of): (Vec<String>, Vec<String>) = found_by.into_iter().unzip();
    session.execute(
        "INSERT INTO actor_name(name, id) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
        &[&names, &of],
    )?;
    let (actors, documents): (Vec<String>, Vec<i64>) = named.into_iter().unzip();
    session.execute(
        "INSERT INTO actor_document(actor, document) SELECT * FROM unnest($1::text[], $2::bigint[]) ON CONFLICT DO NOTHING",
        &[&actors, &documents],
    )?;
    Ok(())
}

/// Takes documents back, with all that is found by them; without events and statements.
pub fn remove(session: &Session, keys: &[i64]) -> Result<(), StoreError> {
    if keys.is_empty() {
        return Ok(());
    }
    let rows = session.rows(
        "DELETE FROM document WHERE key = ANY($1) RETURNING key, facts, body",
        &[&keys],
    )?;
    let mut postings = Vec::new();
    let (mut actors, mut documents) = (Vec::new(), Vec::new());
    for row in rows {
        let key: i64 = row.try_get(0)?;
        let facts = v1::Extraction::decode(row.try_get::<_, &[u8]>(1)?)?;
        let document = v1::Document::decode(row.try_get::<_, &[u8]>(2)?)?;
        postings.extend(terms::of_document(&document).into_iter().map(|t| (t, key)));
        for actor in facts.actors {
            actors.push(storable(&actor.id));
            documents.push(key);
        }
    }
    session.execute("DELETE FROM document_text WHERE key = ANY($1)", &[&keys])?;
    unpost(session, postings.into_iter())?;
    session.execute(
        "DELETE FROM actor_document d USING unnest($1::text[], $2::bigint[]) q(actor, document)
         WHERE d.actor = q.actor AND d.document = q.document",
        &[&actors, &documents],
    )?;
    Ok(())
}

/// The tellings of documents, each with the number of its type.
pub fn tellings(session: &Session, documents: &[i64]) -> Result<Vec<(i64, i32)>, StoreError> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let rows = session.rows(
        "SELECT row, kind FROM telling WHERE document = ANY($1)",
        &[&documents],
    )?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}
