//! `tradewire.v1.ExtractionService`.

use std::pin::Pin;
use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use super::checks::{Checks, MAX_ID_BYTES, short, usable_id};
use super::ingest::Ingest;
use super::intake::{Intake, Place};
use super::oversize;
use super::request::DocumentRequest;
use super::request_id::RequestId;
use super::workers::Workers;
use crate::error::Error;
use crate::proto::v1::extraction_service_server::ExtractionService;
use crate::proto::v1::stream_extract_response::Result as Outcome;
use crate::proto::v1::{
    DeleteDocumentRequest, DeleteDocumentResponse, ExtractRequest, ExtractResponse, IngestRequest,
    IngestResponse, StreamExtractRequest, StreamExtractResponse, StreamIngestRequest,
    StreamIngestResponse,
};
use crate::store::Store;
use crate::text::Limits;

/// The service.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// The threads that read.
    pub workers: Workers,
    /// Bounds on the documents that are read.
    pub limits: Limits,
    /// Documents of one stream that may wait or be read at one time.
    pub max_in_flight: usize,
    /// Where documents are kept; none: none are.
    pub store: Option<Arc<dyn Store>>,
    /// Cancelled when the server stops.
    pub stopping: CancellationToken,
}

/// Answers to a stream.
type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl ExtractionService for Extraction {
    async fn extract(
        &self,
        request: Request<ExtractRequest>,
    ) -> Result<Response<ExtractResponse>, Status> {
        let id = RequestId::of(request.extensions());
        match self.read_one(request.into_inner()).await {
            Ok(response) => Ok(Response::new(response)),
            Err(error) => Err(error.status(id.as_str())),
        }
    }

    type StreamExtractStream = Answers<StreamExtractResponse>;

    async fn stream_extract(
        &self,
        request: Request<Streaming<StreamExtractRequest>>,
    ) -> Result<Response<Self::StreamExtractStream>, Status> {
        let id = RequestId::of(request.extensions());
        let intake = Intake::new(request.extensions(), self.workers.clone());
        let this = self.clone();
        let requests = request
            .into_inner()
            .take_until(self.stopping.clone().cancelled_owned());
        // Nothing is read off the connection while `max_in_flight` documents wait, are read, or are not yet taken, while other
        // streams have too many, or while the caller's rate is used up.
        let answers = intake
            .let_in(requests)
            .map({
                let id = id.clone();
                move |(request, place)| this.clone().answer(request, place, id.clone())
            })
            .buffer_unordered(self.max_in_flight);
        Ok(Response::new(self.until_stopped(answers, id)))
    }

    async fn ingest(
        &self,
        request: Request<IngestRequest>,
    ) -> Result<Response<IngestResponse>, Status> {
        let id = RequestId::of(request.extensions());
        let call = async {
            let ingest = self.ingests()?;
            let _place = self.workers.admit()?;
            ingest.one(request.into_inner().document).await
        };
        match call.await {
            Ok(ingested) => Ok(Response::new(IngestResponse {
                ingested: Some(ingested),
            })),
            Err(error) => Err(error.status(id.as_str())),
        }
    }

    type StreamIngestStream = Answers<StreamIngestResponse>;

    async fn stream_ingest(
        &self,
        request: Request<Streaming<StreamIngestRequest>>,
    ) -> Result<Response<Self::StreamIngestStream>, Status> {
        let id = RequestId::of(request.extensions());
        let ingest = self.ingests().map_err(|error| error.status(id.as_str()))?;
        let intake = Intake::new(request.extensions(), self.workers.clone());
        let requests = request
            .into_inner()
            .take_until(self.stopping.clone().cancelled_owned());
        let answers = ingest.stream(intake.let_in(requests), self.max_in_flight, id.clone());
        Ok(Response::new(self.until_stopped(answers, id)))
    }

    async fn delete_document(
        &self,
        request: Request<DeleteDocumentRequest>,
    ) -> Result<Response<DeleteDocumentResponse>, Status> {
        let id = RequestId::of(request.extensions());
        let DeleteDocumentRequest { document_id } = request.into_inner();
        let call = async {
            let ingest = self.ingests()?;
            let mut checks = Checks::default();
            checks.take("document_id", usable_id(&document_id));
            checks.pass(())?;
            ingest.store.delete(&document_id).await?;
            let write_token = ingest.write_token();
            Ok::<_, Error>(DeleteDocumentResponse { write_token })
        };
        match call.await {
            Ok(deleted) => Ok(Response::new(deleted)),
            Err(error) => Err(error.status(id.as_str())),
        }
    }
}

impl Extraction {
    fn ingests(&self) -> Result<Ingest, Error> {
        Ok(Ingest {
            workers: self.workers.clone(),
            limits: self.limits,
            store: self.store.clone().ok_or(Error::NoStore)?,
        })
    }

    /// Documents taken in before the server stops are still answered; then the caller learns why the stream ends.
    fn until_stopped<T: Send + 'static>(
        &self,
        answers: impl Stream<Item = Result<T, Status>> + Send + 'static,
        id: RequestId,
    ) -> Answers<T> {
        let stopping = self.stopping.clone();
        let farewell = stream::once(async move {
            let stopped = stopping.is_cancelled();
            stopped.then(|| Err(Error::ShuttingDown.status(id.as_str())))
        })
        .filter_map(std::future::ready);
        answers.chain(farewell).boxed()
    }

    async fn read_one(&self, request: ExtractRequest) -> Result<ExtractResponse, Error> {
        let _place = self.workers.admit()?;
        let request = DocumentRequest::new(request.document, request.options, self.limits)?;
        let extraction = self.workers.read(request).await?;
        Ok(ExtractResponse {
            extraction: Some(extraction),
        })
    }

    /// The answer to one request of a stream. Only a broken stream ends the stream.
    async fn answer(
        self,
        request: Result<StreamExtractRequest, Status>,
        place: Place,
        id: RequestId,
    ) -> Result<StreamExtractResponse, Status> {
        let StreamExtractRequest {
            correlation_id,
            document,
            options,
        } = request.map_err(|status| match oversize::explained(&status) {
            Some(error) => error.status(id.as_str()),
            None => status,
        })?;
        let read = async {
            let _place = place?;
            short(&correlation_id, MAX_ID_BYTES)
                .map_err(|problem| Error::violation("correlation_id", problem))?;
            let request = DocumentRequest::new(document, options, self.limits)?;
            self.workers.read(request).await
        };
        let result = match read.await {
            Ok(extraction) => Outcome::Extraction(extraction),
            Err(error) => Outcome::Error(error.document_error(id.as_str())),
        };
        Ok(StreamExtractResponse {
            correlation_id,
            result: Some(result),
        })
    }
}
