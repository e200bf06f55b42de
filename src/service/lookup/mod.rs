//! `tradewire.v1.LookupService`.

mod actors;
mod by_id;
mod consistency;
mod count;
mod filter;
mod get;
mod paging;
mod search;
mod watch;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::stream::{Stream, StreamExt};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

pub use by_id::ById;

use super::request_id::RequestId;
use super::workers::Workers;
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::proto::v1::lookup_service_server::LookupService;
use crate::proto::v1::*;
use crate::store::{Store, reading};

/// The service.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// What is looked up in; none: every call is answered that nothing is kept.
    pub store: Option<Arc<dyn Store>>,
    /// Whose lexicon knows actors and the members of blocs.
    pub workers: Workers,
    /// Cancelled when the server stops.
    pub stopping: CancellationToken,
}

/// What a watch answers.
type Watching<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// Makes a method that answers one request by a function of store and request, or of store, lexicon and request.
macro_rules! answered {
    ($($method:ident($request:ty) -> $response:ty = $module:ident :: $function:ident $(with $lexicon:ident)?;)*) => {
        $(
            fn $method<'s, 'a>(
                &'s self,
                request: Request<$request>,
            ) -> Pin<Box<dyn Future<Output = Result<Response<$response>, Status>> + Send + 'a>>
            where
                's: 'a,
                Self: 'a,
            {
                Box::pin(async move {
                    let id = RequestId::of(request.extensions());
                    let mut request = request.into_inner();
                    let call = async {
                        let store = self.store()?;
                        // Not part of what is asked: pages go on with another.
                        let consistency = consistency::wanted(store.as_ref(), request.consistency.take())?;
                        $(let $lexicon = self.lexicon().await?;)?
                        let answer = $module::$function(store.as_ref(), $($lexicon,)? request);
                        reading(consistency, answer).await
                    };
                    let answer: Result<$response, Error> = call.await;
                    answer.map(Response::new).map_err(|error| error.status(id.as_str()))
                })
            }
        )*
    };
}

/// Makes a method that answers a request for one record, where none of [`ById`] stands before it.
macro_rules! by_id {
    ($($method:ident($request:ty) -> $response:ty;)*) => {
        $(
            fn $method<'s, 'a>(
                &'s self,
                request: Request<$request>,
            ) -> Pin<Box<dyn Future<Output = Result<Response<$response>, Status>> + Send + 'a>>
            where
                's: 'a,
                Self: 'a,
            {
                Box::pin(by_id::decoded(self, request))
            }
        )*
    };
}

impl LookupService for Lookup {
    by_id! {
        get_document(GetDocumentRequest) -> GetDocumentResponse;
        get_event(GetEventRequest) -> GetEventResponse;
        get_statement(GetStatementRequest) -> GetStatementResponse;
    }

    answered! {
        batch_get_documents(BatchGetDocumentsRequest) -> BatchGetDocumentsResponse = get::documents;
        search_documents(SearchDocumentsRequest) -> SearchDocumentsResponse = search::documents;
        batch_get_events(BatchGetEventsRequest) -> BatchGetEventsResponse = get::events;
        search_events(SearchEventsRequest) -> SearchEventsResponse = search::events with lexicon;
        count_events(CountEventsRequest) -> CountEventsResponse = count::events with lexicon;
        batch_get_statements(BatchGetStatementsRequest) -> BatchGetStatementsResponse = get::statements;
        search_statements(SearchStatementsRequest) -> SearchStatementsResponse = search::statements;
        get_actor(GetActorRequest) -> GetActorResponse = actors::one with lexicon;
        batch_get_actors(BatchGetActorsRequest) -> BatchGetActorsResponse = actors::several_of with lexicon;
        list_actors(ListActorsRequest) -> ListActorsResponse = actors::list;
    }

    type WatchEventsStream = Watching<WatchEventsResponse>;

    fn watch_events<'s, 'a>(
        &'s self,
        request: Request<WatchEventsRequest>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Self::WatchEventsStream>, Status>> + Send + 'a>>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            let id = RequestId::of(request.extensions());
            let call = async {
                let (store, lexicon) = (self.store()?, self.lexicon().await?);
                watch::events(store, lexicon, request.into_inner()).await
            };
            let watch = call.await.map_err(|error| error.status(id.as_str()))?;
            Ok(Response::new(
                watch.answers(self.stopping.clone(), id).boxed(),
            ))
        })
    }

    type WatchStatementsStream = Watching<WatchStatementsResponse>;

    fn watch_statements<'s, 'a>(
        &'s self,
        request: Request<WatchStatementsRequest>,
    ) -> Pin<
        Box<dyn Future<Output = Result<Response<Self::WatchStatementsStream>, Status>> + Send + 'a>,
    >
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            let id = RequestId::of(request.extensions());
            let call = async { watch::statements(self.store()?, request.into_inner()).await };
            let watch = call.await.map_err(|error| error.status(id.as_str()))?;
            Ok(Response::new(
                watch.answers(self.stopping.clone(), id).boxed(),
            ))
        })
    }
}

impl Lookup {
    fn store(&self) -> Result<&Arc<dyn Store>, Error> {
        self.store.as_ref().ok_or(Error::NoStore)
    }

    async fn lexicon(&self) -> Result<&Lexicon, Error> {
        Ok(self.workers.extractor().await?.lexicon())
    }
}
