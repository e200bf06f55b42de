//! Several documents, events or statements by their ids.

use prost::Message;

use crate::error::{Error, Problem};
use crate::proto::v1::{
    BatchGetDocumentsRequest, BatchGetDocumentsResponse, BatchGetEventsRequest,
    BatchGetEventsResponse, BatchGetStatementsRequest, BatchGetStatementsResponse,
};
use crate::service::checks::{Checks, broken, usable_id};
use crate::store::{RecordKind, Store, StoreError};

/// Most ids of one request.
const MAX_IDS: usize = 1000;

/// Most bytes that the documents of one answer may have, and documents that are read before these are counted: an answer is made
/// in memory.
const MAX_BATCH_BYTES: usize = 16 * 1024 * 1024;
const AT_ONCE: usize = 8;

pub async fn documents(
    store: &dyn Store,
    request: BatchGetDocumentsRequest,
) -> Result<BatchGetDocumentsResponse, Error> {
    let ids = several("document_ids", request.document_ids)?;
    let mut documents = Vec::with_capacity(ids.len());
    let mut unknown = Vec::new();
    let mut bytes = 0;
    for some in ids.chunks(AT_ONCE) {
        match store.documents(some).await {
            Ok(found) => {
                bytes += found.iter().map(Message::encoded_len).sum::<usize>();
                documents.extend(found);
            }
            Err(StoreError::NotFound { ids, .. }) => unknown.extend(ids),
            Err(other) => return Err(other.into()),
        }
        if bytes > MAX_BATCH_BYTES {
            let many = format!(
                "stand for more than {MAX_BATCH_BYTES} bytes of documents: ask for fewer at one time"
            );
            return Err(Error::violation("document_ids", Problem::Rule(many)));
        }
    }
    if !unknown.is_empty() {
        let kind = RecordKind::Document;
        return Err(StoreError::NotFound { kind, ids: unknown }.into());
    }
    Ok(BatchGetDocumentsResponse { documents })
}

pub async fn events(
    store: &dyn Store,
    request: BatchGetEventsRequest,
) -> Result<BatchGetEventsResponse, Error> {
    let ids = several("event_ids", request.event_ids)?;
    let events = store.events(&ids).await?;
    Ok(BatchGetEventsResponse { events })
}

pub async fn statements(
    store: &dyn Store,
    request: BatchGetStatementsRequest,
) -> Result<BatchGetStatementsResponse, Error> {
    let ids = several("statement_ids", request.statement_ids)?;
    let statements = store.statements(&ids).await?;
    Ok(BatchGetStatementsResponse { statements })
}

/// The id of a request for one.
///
/// # Errors
/// [`Error::Invalid`] where it can be nobody's.
pub fn single(field: &'static str, id: String) -> Result<String, Error> {
    let mut checks = Checks::default();
    checks.take(field, usable_id(&id));
    checks.pass(id)
}

/// The ids of a request for several.
///
/// # Errors
/// [`Error::Invalid`] where there are none or too many, or one can be nobody's.
pub fn several(field: &'static str, ids: Vec<String>) -> Result<Vec<String>, Error> {
    let mut checks = Checks::default();
    checks.take(field, number(&ids));
    for (i, id) in ids.iter().take(MAX_IDS).enumerate() {
        checks.take(format!("{field}[{i}]"), usable_id(id));
    }
    checks.pass(ids)
}

fn number(ids: &[String]) -> Result<(), Problem> {
    match ids.len() {
        0 => broken("is required"),
        1..=MAX_IDS => Ok(()),
        count => broken(format!("has {count} ids, at most {MAX_IDS} are allowed")),
    }
}
