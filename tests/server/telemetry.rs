//! What the binary tells of itself: its log, traces and metrics for a collector, a page for Prometheus.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

use crate::common::{ARTICLE, document, request};
use crate::process::Process;
use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{
    ExportMetricsServiceRequest, ExportMetricsServiceResponse,
};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::trace::v1::Span;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};
use tradewire::proto::v1::lookup_service_client::LookupServiceClient;
use tradewire::proto::v1::{
    DeleteDocumentRequest, Document, GetEventRequest, IngestRequest, SearchDocumentsRequest,
    StreamExtractRequest, WatchEventsRequest,
};

/// Words that stand in texts and ids, and nowhere else.
const SECRET: &str = "Zanzibarquux";

/// A collector that keeps what it gets.
#[derive(Clone, Default)]
struct Collector {
    spans: Arc<Mutex<Vec<Span>>>,
    metrics: Arc<Mutex<Vec<String>>>,
    tokens: Arc<Mutex<Vec<String>>>,
}

impl Collector {
    async fn start() -> (Self, SocketAddr) {
        let collector = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Server::builder()
            .add_service(TraceServiceServer::new(collector.clone()))
            .add_service(MetricsServiceServer::new(collector.clone()));
        tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
        (collector, address)
    }

    fn token<T>(&self, request: &Request<T>) {
        let token = request
            .metadata()
            .get("x-token")
            .map(|token| token.to_str().unwrap().to_owned());
        self.tokens.lock().unwrap().extend(token);
    }
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.token(&request);
        let spans = request.into_inner().resource_spans.into_iter();
        let spans = spans.flat_map(|r| r.scope_spans).flat_map(|s| s.spans);
        self.spans.lock().unwrap().extend(spans);
        Ok(Response::new(Default::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        self.token(&request);
        let metrics = request.into_inner().resource_metrics.into_iter();
        let metrics = metrics
            .flat_map(|r| r.scope_metrics)
            .flat_map(|s| s.metrics);
        self.metrics
            .lock()
            .unwrap()
            .extend(metrics.map(|metric| metric.name));
        Ok(Response::new(Default::default()))
    }
}

fn text() -> String {
    format!(
        "The United States imposed a 25% tariff on {SECRET} steel, said {SECRET} Trade Minister Paul Duval."
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_traces_of_the_callers_and_metrics() {
    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    let (collector, address) = Collector::start().await;
    let headers = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&headers, "x-token: sesame\n").unwrap();
    let mut server = Process::start(&[
        "--set",
        &format!("telemetry.otlp_endpoint=http://{address}"),
        "--set",
        &format!("telemetry.otlp_headers_file={}", headers.path().display()),
    ]);
    let listening = server.address("listening");
    let mut call = Request::new(request(&text()));
    let parent = format!("00-{TRACE}-00f067aa0ba902b7-01");
    call.metadata_mut()
        .insert("traceparent", parent.parse().unwrap());
    Process::client(listening)
        .await
        .extract(call)
        .await
        .unwrap();
    let logged = server.line("call");
    assert_eq!(logged["trace_id"], TRACE);
    server.end();

    let spans = collector.spans.lock().unwrap();
    let span = spans
        .iter()
        .find(|span| span.name == "tradewire.v1.ExtractionService/Extract")
        .unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    assert_eq!(hex(&span.trace_id), TRACE);
    assert_eq!(hex(&span.parent_span_id), "00f067aa0ba902b7");
    assert_eq!(span.kind, 2, "not a server's span");
    let attributes: Vec<_> = span.attributes.iter().map(|a| a.key.as_str()).collect();
    for name in ["rpc.system.name", "rpc.method", "rpc.response.status_code"] {
        assert!(attributes.contains(&name), "{attributes:?}");
    }
    let inner = spans.iter().find(|span| span.name == "extract").unwrap();
    assert_eq!(inner.parent_span_id, span.span_id);
    assert!(!format!("{spans:?}").contains(SECRET));

    let metrics = collector.metrics.lock().unwrap();
    for name in [
        "rpc.server.call.duration",
        "tradewire.documents",
        "tradewire.events",
        "tradewire.queue.documents",
    ] {
        assert!(metrics.iter().any(|metric| metric == name), "{metrics:?}");
    }
    assert!(
        collector
            .tokens
            .lock()
            .unwrap()
            .iter()
            .all(|token| token == "sesame")
    );
}

fn page(address: SocketAddr) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    connection
        .write_all(b"GET /metrics HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut page = String::new();
    connection.read_to_string(&mut page).unwrap();
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_finds_calls_and_documents() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db");
    let mut server = Process::start(&[
        "--set",
        "telemetry.prometheus_listen=127.0.0.1:0",
        "--store",
        store.to_str().unwrap(),
    ]);
    let metrics = server.address("metrics");
    let listening = server.address("listening");
    let mut client = Process::client(listening).await;
    client.extract(request(&text())).await.unwrap();
    client.extract(request(" ")).await.unwrap_err();
    let keep = || IngestRequest {
        document: Some(document(ARTICLE)),
    };
    client.ingest(keep()).await.unwrap();
    for _ in 0..3 {
        server.line("call");
    }
    let page = page(metrics);
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    let counted = |name: &str, labels: &[&str]| {
        let mut lines = page.lines().filter(|line| line.starts_with(name));
        lines.any(|line| labels.iter().all(|label| line.contains(label)) && line.ends_with(" 1"))
    };
    let method = "rpc_method=\"tradewire.v1.ExtractionService/Extract\"";
    for (name, labels) in [
        (
            "rpc_server_call_duration_seconds_count",
            &[method, "status_code=\"OK\""][..],
        ),
        (
            "rpc_server_call_duration_seconds_count",
            &[method, "status_code=\"INVALID_ARGUMENT\""],
        ),
        ("tradewire_ingested_documents_total", &["outcome=\"added\""]),
        ("tradewire_store_put_duration_seconds_count", &[]),
        ("tradewire_store_ready", &[]),
    ] {
        assert!(counted(name, labels), "{name} {labels:?} is not in\n{page}");
    }
    // And every metric that the documentation lists.
    let manual = include_str!("../../docs/operations.md");
    let listed = manual.lines().filter_map(|line| {
        let name = line.strip_prefix("| `")?.split('`').next()?;
        (name.starts_with("rpc_") || name.starts_with("tradewire_")).then_some(name)
    });
    assert!(listed.clone().count() > 8);
    for name in listed {
        assert!(page.contains(name), "{name} is not in\n{page}");
    }
    assert!(!page.contains(SECRET));
    server.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_of_calls_and_never_of_what_they_hold() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news.db");
    let mut server = Process::start(&[
        "--set",
        "telemetry.log_filter=trace",
        "--store",
        store.to_str().unwrap(),
    ]);
    let address = server.address("listening");
    let mut client = Process::client(address).await;
    let mut call = Request::new(request(&text()));
    call.metadata_mut()
        .insert("x-request-id", "desk-7".parse().unwrap());
    client.extract(call).await.unwrap();
    let line = server.line("call");
    assert_eq!(line["request_id"], "desk-7");
    assert_eq!(line["method"], "/tradewire.v1.ExtractionService/Extract");
    assert_eq!(line["code"], "Ok");
    assert_eq!(line["caller"], "127.0.0.1");
    assert!(line["ms"].as_f64().is_some());

    let mut wrong = request(&text());
    let document_of = wrong.document.as_mut().unwrap();
    document_of.url = Some(SECRET.into());
    document_of.published_at = Some(SECRET.into());
    client.extract(wrong).await.unwrap_err();
    assert_eq!(server.line("call")["code"], "InvalidArgument");
    let streamed = StreamExtractRequest {
        correlation_id: SECRET.into(),
        document: Some(document(&text())),
        options: None,
    };
    let stream = client.stream_extract(tokio_stream::once(streamed)).await;
    stream.unwrap().into_inner().message().await.unwrap();

    let kept = Document {
        id: Some(SECRET.into()),
        title: Some(SECRET.into()),
        ..document(&text())
    };
    let keep = IngestRequest {
        document: Some(kept),
    };
    client.ingest(keep).await.unwrap();
    let channel = Channel::from_shared(format!("http://{address}")).unwrap();
    let mut lookup = LookupServiceClient::new(channel.connect().await.unwrap());
    let search = SearchDocumentsRequest {
        text: SECRET.into(),
        ..Default::default()
    };
    let found = lookup.search_documents(search).await.unwrap();
    assert_eq!(found.into_inner().results.len(), 1);
    let unknown = GetEventRequest {
        event_id: SECRET.into(),
        ..Default::default()
    };
    lookup.get_event(unknown).await.unwrap_err();
    let watch = WatchEventsRequest {
        resume_token: SECRET.into(),
        ..Default::default()
    };
    lookup.watch_events(watch).await.unwrap_err();
    let delete = DeleteDocumentRequest {
        document_id: SECRET.into(),
    };
    client.delete_document(delete.clone()).await.unwrap();
    client.delete_document(delete).await.unwrap_err();
    drop((client, lookup));
    let log = server.end();
    let telling: Vec<_> = log
        .iter()
        .filter(|line| line.to_string().contains(SECRET))
        .collect();
    assert!(telling.is_empty(), "{telling:?}");
}
