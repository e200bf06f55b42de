//! `tradewire.v1.ExtractionService`.

use std::pin::Pin;

use futures_util::stream::{self, Stream, StreamExt};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use super::oversize;
use super::request::{DocumentRequest, MAX_ID_BYTES, short};
use super::request_id::RequestId;
use super::workers::Workers;
use crate::error::Error;
use crate::proto::v1::extraction_service_server::ExtractionService;
use crate::proto::v1::stream_extract_response::Result as Outcome;
use crate::proto::v1::{
    ExtractRequest, ExtractResponse, StreamExtractRequest, StreamExtractResponse,
};
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
    /// Cancelled when the server stops.
    pub stopping: CancellationToken,
}

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

    type StreamExtractStream =
        Pin<Box<dyn Stream<Item = Result<StreamExtractResponse, Status>> + Send>>;

    async fn stream_extract(
        &self,
        request: Request<Streaming<StreamExtractRequest>>,
    ) -> Result<Response<Self::StreamExtractStream>, Status> {
        let id = RequestId::of(request.extensions());
        let this = self.clone();
        let stopping = self.stopping.clone();
        // Nothing is read off the connection while `max_in_flight` documents wait, are read, or are not yet taken.
        let answers = request
            .into_inner()
            .take_until(self.stopping.clone().cancelled_owned())
            .map({
                let id = id.clone();
                move |request| this.clone().answer(request, id.clone())
            })
            .buffer_unordered(self.max_in_flight);
        // Documents taken in before the server stops are still answered; then the caller learns why the stream ends.
        let farewell = stream::once(async move {
            let stopped = stopping.is_cancelled();
            stopped.then(|| Err(Error::ShuttingDown.status(id.as_str())))
        })
        .filter_map(std::future::ready);
        Ok(Response::new(answers.chain(farewell).boxed()))
    }
}

impl Extraction {
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
