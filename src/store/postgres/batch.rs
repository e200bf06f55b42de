//! Puts and deletions that are made in one transaction.
//!
//! Whoever writes takes locks in one order: the ids of the documents, sorted; then the types of the events that they tell or told,
//! sorted, since no event has two types (`merge_lock`); what follows from the events - statements, counts - comes last. So two
//! replicas that meet the same event merge it one after the other, each seeing what the other has committed, and others go on
//! beside them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::graph::{Origin, PgGraph};
use super::numbers::Numbers;
use super::plan::{Known, Plan, ids};
use super::session::Session;
use super::told::NotedChange;
use super::writer::Work;
use super::{documents, records, statements, tally};
use crate::store::key::key_of;
use crate::store::merge::cluster::Batch;
use crate::store::prepare::Prepared;
use crate::store::tally::Tally;
use crate::store::{Put, PutOutcome, StoreError};

/// Attempts to get hold of documents that others delete at the same time.
const ATTEMPTS: usize = 8;

/// What all transactions of one writer share.
pub struct Context<'c> {
    pub numbers: &'c Numbers,
    /// The slot of the counters to which it adds.
    pub slot: i16,
}

/// One transaction.
pub struct Writing<'s> {
    pub(super) session: &'s Session,
    pub(super) context: &'s Context<'s>,
    pub(super) graph: PgGraph<'s>,
    pub(super) batch: Batch,
    pub(super) tally: Tally,
    /// A revision of this transaction, taken under its locks.
    pub(super) since: i64,
    pub(super) changes: Vec<NotedChange>,
    /// Ids that are out of use, with their last version and what they lead to.
    pub(super) retired: BTreeMap<String, (i64, Option<String>)>,
    /// Statements that came with this transaction.
    pub(super) fresh_statements: HashSet<i64>,
}

/// What came of some works.
pub struct Written {
    pub answers: Vec<Result<Vec<Put>, StoreError>>,
    /// Keys of the documents that were put, by id.
    pub put: Vec<(String, i64)>,
    /// Ids of the documents that were deleted.
    pub deleted: Vec<String>,
}

/// Does some works inside a transaction that is open.
pub fn write(
    session: &Session,
    context: &Context<'_>,
    works: &[Work],
) -> Result<Written, StoreError> {
    let ids = ids(works);
    let mut keys: HashMap<&str, i64> = HashMap::new();
    for (id, document) in &ids {
        if let Some(document) = document {
            keys.insert(id, key_of(document.day.0, context.numbers.next(session)?));
        }
    }
    let known = hold(session, &ids, &keys)?;
    let plan = Plan::new(works, &known)?;
    if !plan.is_empty() {
        change(session, context, &plan, &known, &keys)?;
    }
    if !plan.deleted.is_empty() {
        // Those that were never there, or came and went in this batch, among them.
        session.execute(
            "DELETE FROM document_id WHERE id = ANY($1)",
            &[&plan.deleted],
        )?;
    }
    let put = plan.put.iter().map(|document| document.id.clone());
    let key = |id: String| Some((keys.get(id.as_str()).copied()?, id));
    Ok(Written {
        answers: answers(session, &plan, &known, &keys)?,
        put: put.filter_map(key).map(|(key, id)| (id, key)).collect(),
        deleted: plan.deleted.iter().map(|id| (*id).to_owned()).collect(),
    })
}

/// Takes hold of documents by their ids, so that nobody else changes them until the end of the transaction. Ids that were free are
/// taken for the new documents. Returns what is known of the others.
fn hold(
    session: &Session,
    ids: &BTreeMap<&str, Option<&Prepared>>,
    keys: &HashMap<&str, i64>,
) -> Result<HashMap<String, Known>, StoreError> {
    let mut waiting: BTreeSet<&str> = ids.keys().copied().collect();
    let mut known = HashMap::new();
    for _ in 0..ATTEMPTS {
        let free = waiting
            .iter()
            .filter_map(|id| ids.get(id).copied().flatten());
        let new = documents::take_ids(session, free, keys)?;
        waiting.retain(|id| !new.contains(*id));
        let found = session.rows(
            "SELECT id, key, content_hash, reading_hash FROM document_id WHERE id = ANY($1) ORDER BY id FOR UPDATE",
            &[&waiting.iter().collect::<Vec<_>>()],
        )?;
        for row in found {
            let id: String = row.try_get(0)?;
            waiting.remove(id.as_str());
            let state = Known {
                key: row.try_get(1)?,
                content_hash: row.try_get(2)?,
                reading_hash: row.try_get(3)?,
            };
            known.insert(id, state);
        }
        // What is to be deleted and is not there need not be waited for.
        waiting.retain(|id| ids.get(id).is_some_and(Option::is_some));
        if waiting.is_empty() {
            return Ok(known);
        }
    }
    Err(StoreError::Unavailable {
        cause: "others delete and put the same documents all the time".to_owned(),
    })
}

fn change(
    session: &Session,
    context: &Context<'_>,
    plan: &Plan<'_>,
    known: &HashMap<String, Known>,
    keys: &HashMap<&str, i64>,
) -> Result<(), StoreError> {
    let key_of_new = |document: &Prepared| keys.get(document.id.as_str()).copied();
    documents::settle_ids(session, plan, known, keys)?;
    documents::remove(session, &plan.gone)?;
    let put: Vec<(i64, &Prepared)> = plan
        .put
        .iter()
        .filter_map(|document| Some((key_of_new(document)?, *document)))
        .collect();
    documents::insert(session, &put)?;

    let told = documents::tellings(session, &plan.gone)?;
    let new = put.iter().flat_map(|(_, document)| &document.tellings);
    let kinds: BTreeSet<i32> = told
        .iter()
        .map(|(_, kind)| *kind)
        .chain(new.map(|telling| telling.kind))
        .collect();
    let kinds: Vec<i32> = kinds.into_iter().collect();
    session.rows(
        "SELECT kind FROM merge_lock WHERE kind = ANY($1) ORDER BY kind FOR UPDATE",
        &[&kinds],
    )?;
    let since = session.one("SELECT nextval('revision')", &[])?.try_get(0)?;
    let mut writing = Writing {
        session,
        context,
        graph: PgGraph::new(session, context.numbers),
        batch: Batch::default(),
        tally: Tally::default(),
        since,
        changes: Vec::new(),
        retired: BTreeMap::new(),
        fresh_statements: HashSet::new(),
    };
    statements::remove(&mut writing, &plan.gone)?;
    let mut rows: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut all_rows = Vec::new();
    let mut origins = HashMap::new();
    for (key, document) in &put {
        let mut of_document = Vec::with_capacity(document.tellings.len());
        for telling in &document.tellings {
            let row = key_of(document.day.0, context.numbers.next(session)?);
            writing.graph.pending.insert(row, *key, telling.clone());
            of_document.push(row);
        }
        all_rows.extend(&of_document);
        rows.insert(*key, of_document);
        let origin = Origin {
            document_id: document.id.clone(),
            publisher: document.publisher.as_deref().map(super::storable),
        };
        origins.insert(*key, origin);
    }
    let told: Vec<i64> = told.into_iter().map(|(row, _)| row).collect();
    writing.graph.foresee(&told)?;
    writing.batch.remove(&mut writing.graph, &told)?;
    for &row in &told {
        writing.graph.delete(row);
    }
    writing.batch.add(&mut writing.graph, &all_rows)?;
    statements::insert(&mut writing, &put, &rows)?;
    writing.finish(&origins)
}

/// Answers in the order of the works, with the ids of what the store now holds.
fn answers(
    session: &Session,
    plan: &Plan<'_>,
    known: &HashMap<String, Known>,
    keys: &HashMap<&str, i64>,
) -> Result<Vec<Result<Vec<Put>, StoreError>>, StoreError> {
    let put: HashSet<&str> = plan
        .put
        .iter()
        .map(|document| document.id.as_str())
        .collect();
    let key = |id: &str| {
        let stored = known.get(id).map(|known| known.key);
        let new = keys.get(id).copied();
        if put.contains(id) { new } else { stored }
    };
    let asked = plan.outcomes.iter().flatten().flatten();
    let asked: BTreeSet<i64> = asked.filter_map(|(id, _)| key(id)).collect();
    let asked: Vec<i64> = asked.into_iter().collect();
    let told = records::told_by(session, &asked)?;
    let mut written = Vec::with_capacity(plan.outcomes.len());
    for outcomes in &plan.outcomes {
        written.push(match outcomes {
            Err(error) => Err(error.clone()),
            Ok(outcomes) => Ok(outcomes
                .iter()
                .map(|(id, outcome)| {
                    let told = match outcome {
                        PutOutcome::Superseded => None,
                        _ => key(id).and_then(|key| told.get(&key)).cloned(),
                    };
                    let told = told.unwrap_or_default();
                    Put {
                        document_id: (*id).to_owned(),
                        outcome: *outcome,
                        event_ids: told.event_ids,
                        statement_ids: told.statement_ids,
                    }
                })
                .collect()),
        });
    }
    Ok(written)
}

impl Writing<'_> {
    /// Writes the counts that have changed.
    pub(super) fn flush_tally(&mut self) -> Result<(), StoreError> {
        tally::flush(self.session, &mut self.tally, self.context.slot)
    }
}
