//! One document, event or statement by its id: the bytes that the store has of it go into the answer as they are. Decoding them into
//! a message and encoding that again would cost more than all the rest of such a call.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::Body as HttpBody;
use prost::Message;
use prost::bytes::Bytes;
use tonic::body::Body;
use tonic::server::{Grpc, NamedService};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;
use tower::{Service, service_fn};

use super::{Lookup, consistency, get};
use crate::error::Error;
use crate::proto::v1::{GetDocumentRequest, GetEventRequest, GetStatementRequest, ReadConsistency};
use crate::service::compressed::compressed;
use crate::service::request_id::RequestId;
use crate::store::{RecordKind, reading};

/// Answers what is asked for by id; the service inside answers everything else.
#[derive(Clone, Debug)]
pub struct ById<S> {
    lookup: Lookup,
    inner: S,
}

/// A [`v1::GetDocumentResponse`](crate::proto::v1::GetDocumentResponse), `GetEventResponse` or `GetStatementResponse` whose record is
/// encoded already: on the wire a message within a message and bytes are the same.
#[derive(Clone, PartialEq, Message)]
pub struct Encoded {
    #[prost(bytes = "bytes", tag = "1")]
    record: Bytes,
}

/// A request for one record.
pub trait Wanted: Message + Default + 'static {
    const METHOD: &'static str;
    const KIND: RecordKind;
    const FIELD: &'static str;

    fn parts(self) -> (String, Option<ReadConsistency>);
}

macro_rules! wanted {
    ($($request:ident, $method:literal, $kind:ident, $field:ident;)*) => {
        $(
            impl Wanted for $request {
                const METHOD: &'static str = concat!("/tradewire.v1.LookupService/", $method);
                const KIND: RecordKind = RecordKind::$kind;
                const FIELD: &'static str = stringify!($field);

                fn parts(self) -> (String, Option<ReadConsistency>) {
                    (self.$field, self.consistency)
                }
            }
        )*
    };
}

wanted! {
    GetDocumentRequest, "GetDocument", Document, document_id;
    GetEventRequest, "GetEvent", Event, event_id;
    GetStatementRequest, "GetStatement", Statement, statement_id;
}

impl<S> ById<S> {
    /// In front of a service.
    pub fn new(lookup: Lookup, inner: S) -> Self {
        Self { lookup, inner }
    }
}

impl<S: NamedService> NamedService for ById<S> {
    const NAME: &'static str = S::NAME;
}

impl<S, B> Service<http::Request<B>> for ById<S>
where
    S: Service<http::Request<B>, Response = http::Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
    B: HttpBody + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>> + Send,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let lookup = self.lookup.clone();
        match request.uri().path() {
            GetDocumentRequest::METHOD => {
                Box::pin(answer::<GetDocumentRequest, B>(lookup, request))
            }
            GetEventRequest::METHOD => Box::pin(answer::<GetEventRequest, B>(lookup, request)),
            GetStatementRequest::METHOD => {
                Box::pin(answer::<GetStatementRequest, B>(lookup, request))
            }
            _ => Box::pin(self.inner.call(request)),
        }
    }
}

async fn answer<W: Wanted, B>(
    lookup: Lookup,
    request: http::Request<B>,
) -> Result<http::Response<Body>, Infallible>
where
    B: HttpBody + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>> + Send,
{
    let lookup = &lookup;
    let method = service_fn(move |request: Request<W>| encoded(lookup, request));
    let mut grpc = compressed!(Grpc::new(ProstCodec::<Encoded, W>::default()));
    Ok(grpc.unary(method, request).await)
}

async fn encoded<W: Wanted>(
    lookup: &Lookup,
    request: Request<W>,
) -> Result<Response<Encoded>, Status> {
    let request_id = RequestId::of(request.extensions());
    let (id, consistency) = request.into_inner().parts();
    let call = async {
        let store = lookup.store()?;
        let consistency = consistency::wanted(store.as_ref(), consistency)?;
        let id = get::single(W::FIELD, id)?;
        let record = reading(consistency, store.encoded(W::KIND, &id)).await?;
        Ok::<_, Error>(Response::new(Encoded { record }))
    };
    call.await
        .map_err(|error| error.status(request_id.as_str()))
}

/// The same as a message of the schema, for who calls the service without its front.
pub async fn decoded<W: Wanted, R: Message + Default>(
    lookup: &Lookup,
    request: Request<W>,
) -> Result<Response<R>, Status> {
    let answer = encoded(lookup, request).await?.into_inner();
    let decoded = R::decode(answer.encode_to_vec().as_slice());
    let decoded = decoded.map_err(|error| Status::internal(error.to_string()))?;
    Ok(Response::new(decoded))
}
