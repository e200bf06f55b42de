//! Reads documents and keeps them with what they tell.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::OwnedSemaphorePermit;
use tokio_util::task::AbortOnDropHandle;
use tonic::Status;

use super::checks::{MAX_ID_BYTES, short};
use super::intake::Place;
use super::oversize;
use super::request::DocumentRequest;
use super::request_id::RequestId;
use super::workers::{self, Workers};
use crate::error::Error;
use crate::proto::v1::stream_ingest_response::Result as Outcome;
use crate::proto::v1::{
    self, IngestOutcome, IngestedDocument, StreamIngestRequest, StreamIngestResponse,
};
use crate::store::{
    ContentHash, ExtractedDocument, Put, PutMode, PutOutcome, Store, StoreError, document_id,
};
use crate::text::Limits;

/// Reads documents and keeps them. Clones share all.
#[derive(Clone, Debug)]
pub struct Ingest {
    /// The threads that read.
    pub workers: Workers,
    /// Bounds on the documents that are read.
    pub limits: Limits,
    /// Where they are kept.
    pub store: Arc<dyn Store>,
}

/// A document on its way into the store.
enum Reading {
    /// It was there before.
    Kept(IngestedDocument),
    /// It has been read.
    Read(Box<ExtractedDocument>),
}

/// A request of a stream on its way into the store.
struct Item {
    correlation_id: String,
    reading: Result<Reading, Error>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Ingest {
    /// Reads one document and keeps it.
    ///
    /// # Errors
    /// As [`Workers::read`], and [`Error::Store`].
    pub async fn one(&self, document: Option<v1::Document>) -> Result<IngestedDocument, Error> {
        let document = match self.read(document, true).await? {
            Reading::Kept(kept) => return Ok(kept),
            Reading::Read(document) => *document,
        };
        let put = self.put_all(vec![document]).await?;
        let put = put.into_iter().next().ok_or_else(unanswered)?;
        Ok(ingested(put, self.write_token()))
    }

    /// The token with which a look-up sees what was written until now.
    pub fn write_token(&self) -> String {
        self.store.meta().tokens.written(self.store.written())
    }

    /// Reads and keeps the documents of a stream, of which `max_in_flight` are read at one time and as many are put at one time.
    /// Answers come in the order of the requests. Only a broken stream ends the answers before the requests do.
    pub fn stream(
        self,
        requests: impl Stream<Item = (Result<StreamIngestRequest, Status>, Place)> + Send + 'static,
        max_in_flight: usize,
        id: RequestId,
    ) -> impl Stream<Item = Result<StreamIngestResponse, Status>> + Send {
        let mut recent = Recent::new(3 * max_in_flight);
        let reader = self.clone();
        let request_id = id.clone();
        requests
            .map(move |(request, place)| {
                let repeated = match &request {
                    Ok(request) => recent.note(request.document.as_ref()),
                    Err(_) => false,
                };
                let (reader, id) = (reader.clone(), request_id.clone());
                // A task of its own: it goes on while a batch is written.
                AbortOnDropHandle::new(tokio::spawn(async move {
                    let request = request.map_err(|status| match oversize::explained(&status) {
                        Some(error) => error.status(id.as_str()),
                        None => status,
                    })?;
                    Ok::<_, Status>(reader.item(request, place, !repeated).await)
                }))
            })
            .buffered(max_in_flight)
            .ready_chunks(max_in_flight)
            .then(move |batch| {
                let (writer, id) = (self.clone(), id.clone());
                async move {
                    let mut items = Vec::with_capacity(batch.len());
                    let mut end = None;
                    for item in batch {
                        match item {
                            Ok(Ok(item)) => items.push(item),
                            Ok(Err(status)) => end = Some(Err(status)),
                            Err(died) => end = Some(Err(workers::died(died).status(id.as_str()))),
                        }
                        if end.is_some() {
                            break;
                        }
                    }
                    let answers = writer.write(items, &id).await;
                    stream::iter(answers.into_iter().map(Ok).chain(end))
                }
            })
            .flatten()
    }

    /// Reads one document, unless it is kept already and `look` allows to find that out.
    async fn read(&self, document: Option<v1::Document>, look: bool) -> Result<Reading, Error> {
        let document = document.map(|document| v1::Document {
            id: Some(document_id(&document)),
            ..document
        });
        let request = DocumentRequest::new(document, None, self.limits)?;
        if look && let Some(kept) = self.kept(request.document()).await? {
            return Ok(Reading::Kept(kept));
        }
        let document = request.document().clone();
        let extraction = self.workers.read(request).await?;
        Ok(Reading::Read(Box::new(ExtractedDocument {
            document,
            extraction,
        })))
    }

    /// What is kept of a document, if the very same one is.
    async fn kept(&self, document: &v1::Document) -> Result<Option<IngestedDocument>, StoreError> {
        let id = document_id(document);
        let hash = ContentHash::of(document);
        if self.store.known(&[(id.clone(), hash)]).await? != [true] {
            return Ok(None);
        }
        let records = match self.store.documents(std::slice::from_ref(&id)).await {
            Err(StoreError::NotFound { .. }) => return Ok(None),
            records => records?,
        };
        // It may have been replaced between the two questions.
        let same = |record: &v1::DocumentRecord| {
            record.document.as_ref().map(ContentHash::of) == Some(hash)
        };
        let record = records.into_iter().next().filter(same);
        Ok(record.map(|record| IngestedDocument {
            document_id: id,
            outcome: IngestOutcome::Unchanged.into(),
            event_ids: record.event_ids,
            statement_ids: record.statement_ids,
            write_token: self.write_token(),
        }))
    }

    async fn item(&self, request: StreamIngestRequest, place: Place, look: bool) -> Item {
        let StreamIngestRequest {
            correlation_id,
            document,
        } = request;
        let mut held = None;
        let read = async {
            held = Some(place?);
            short(&correlation_id, MAX_ID_BYTES)
                .map_err(|problem| Error::violation("correlation_id", problem))?;
            self.read(document, look).await
        };
        let reading = read.await;
        Item {
            correlation_id,
            reading,
            _place: held,
        }
    }

    /// Puts what was read, all at once, and answers in order.
    async fn write(&self, items: Vec<Item>, id: &RequestId) -> Vec<StreamIngestResponse> {
        let mut answers: Vec<(String, Option<Result<IngestedDocument, Error>>)> = Vec::new();
        let mut documents = Vec::new();
        for Item {
            correlation_id,
            reading,
            ..
        } in items
        {
            let answer = match reading {
                Ok(Reading::Kept(kept)) => Some(Ok(kept)),
                Ok(Reading::Read(document)) => {
                    documents.push(*document);
                    None
                }
                Err(error) => Some(Err(error)),
            };
            answers.push((correlation_id, answer));
        }
        let mut put = self.put(documents).await.into_iter();
        let answer = |(correlation_id, answer): (String, Option<_>)| {
            let answer = answer.or_else(|| put.next());
            let result = match answer.unwrap_or_else(|| Err(unanswered())) {
                Ok(kept) => Outcome::Ingested(kept),
                Err(error) => Outcome::Error(error.document_error(id.as_str())),
            };
            StreamIngestResponse {
                correlation_id,
                result: Some(result),
            }
        };
        answers.into_iter().map(answer).collect()
    }

    async fn put_all(&self, documents: Vec<ExtractedDocument>) -> Result<Vec<Put>, StoreError> {
        let count = documents.len();
        let put = self.store.put(documents, PutMode::KeepSame);
        self.workers.meters().measure_put(count, put).await
    }

    async fn put(&self, documents: Vec<ExtractedDocument>) -> Vec<Result<IngestedDocument, Error>> {
        if documents.is_empty() {
            return Vec::new();
        }
        let count = documents.len();
        match self.put_all(documents).await {
            Ok(puts) => {
                let write_token = self.write_token();
                puts.into_iter()
                    .map(|put| Ok(ingested(put, write_token.clone())))
                    .collect()
            }
            Err(error) => std::iter::repeat_with(|| Err(Error::Store(error.clone())))
                .take(count)
                .collect(),
        }
    }
}

fn ingested(put: Put, write_token: String) -> IngestedDocument {
    let outcome = match put.outcome {
        PutOutcome::Added => IngestOutcome::Added,
        // A put that is no new reading is never superseded.
        PutOutcome::Unchanged | PutOutcome::Superseded => IngestOutcome::Unchanged,
        PutOutcome::Replaced => IngestOutcome::Replaced,
    };
    IngestedDocument {
        document_id: put.document_id,
        outcome: outcome.into(),
        event_ids: put.event_ids,
        statement_ids: put.statement_ids,
        write_token,
    }
}

fn unanswered() -> Error {
    Error::Internal {
        cause: "the store did not say what came of a document".to_owned(),
    }
}

/// The ids of the last requests of a stream: whether a document is kept already cannot be asked while another one of its id is
/// on its way.
struct Recent {
    ids: VecDeque<String>,
    most: usize,
}

impl Recent {
    fn new(most: usize) -> Self {
        Self {
            ids: VecDeque::new(),
            most,
        }
    }

    /// Notes a document; whether its id was among the last. An id that is too long is refused later, and not kept here.
    fn note(&mut self, document: Option<&v1::Document>) -> bool {
        let Some(document) = document else {
            return false;
        };
        let id = document_id(document);
        if id.len() > MAX_ID_BYTES {
            return false;
        }
        let repeated = self.ids.contains(&id);
        if self.ids.len() >= self.most {
            self.ids.pop_front();
        }
        self.ids.push_back(id);
        repeated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_remembered_as_long_as_its_document_may_be_on_its_way() {
        let of = |id: &str| v1::Document {
            id: Some(id.to_owned()),
            ..v1::Document::default()
        };
        let mut recent = Recent::new(2);
        assert!(!recent.note(Some(&of("a"))));
        assert!(!recent.note(Some(&of("b"))));
        assert!(recent.note(Some(&of("a"))));
        assert!(!recent.note(Some(&of("c"))));
        assert!(!recent.note(Some(&of("b"))));
        assert!(!recent.note(None));
        assert!(!recent.note(Some(&of(&"x".repeat(1 << 20)))));
        assert!(recent.ids.iter().all(|id| id.len() <= MAX_ID_BYTES));
    }
}
