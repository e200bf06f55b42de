//! Health, reflection, deadlines and the end of a server, against a real one.

mod common;

use std::time::Duration;

use common::{ARTICLE, PATIENCE, TestServer, request};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_stream::StreamExt;
use tonic::codec::CompressionEncoding;
use tonic::transport::Channel;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::{v1, v1alpha};
use tonic_types::StatusExt;
use tradewire::Config;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
use tradewire::proto::v1::{ExtractRequest, StreamExtractRequest};

const SERVICE: &str = "tradewire.v1.ExtractionService";
const LOOKUP: &str = "tradewire.v1.LookupService";

fn health_of(service: &str) -> HealthCheckRequest {
    HealthCheckRequest {
        service: service.to_owned(),
    }
}

async fn ready(channel: Channel) {
    let mut health = HealthClient::new(channel);
    let watch = health.watch(health_of(SERVICE)).await.unwrap().into_inner();
    let mut serving =
        watch.filter(|answer| answer.as_ref().unwrap().status() == ServingStatus::Serving);
    tokio::time::timeout(PATIENCE, serving.next())
        .await
        .unwrap();
}

#[tokio::test]
async fn health_is_told_of_the_server_and_of_its_services() {
    let server = TestServer::start(Config::default()).await;
    ready(server.channel().await).await;
    let health = HealthClient::new(server.channel().await);
    let mut health = health
        .send_compressed(CompressionEncoding::Gzip)
        .accept_compressed(CompressionEncoding::Gzip);
    for service in ["", SERVICE] {
        let answer = health.check(health_of(service)).await.unwrap();
        assert_eq!(answer.into_inner().status(), ServingStatus::Serving);
    }
    // Without a store there is nothing to look up.
    let answer = health.check(health_of(LOOKUP)).await.unwrap();
    assert_eq!(answer.into_inner().status(), ServingStatus::NotServing);
    let status = health.check(health_of("tradewire.v1.NoService")).await;
    assert_eq!(status.unwrap_err().code(), Code::NotFound);
    server.stopped().await;
}

async fn reflected(channel: Channel, request: MessageRequest) -> MessageResponse {
    let client = ServerReflectionClient::new(channel);
    let mut client = client.send_compressed(CompressionEncoding::Gzip);
    let request = v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(request),
    };
    let answers = client
        .server_reflection_info(tokio_stream::once(request))
        .await;
    let answer = answers.unwrap().into_inner().next().await;
    answer.unwrap().unwrap().message_response.unwrap()
}

#[tokio::test]
async fn reflection_describes_what_is_served_and_what_errors_carry() {
    let server = TestServer::start(Config::default()).await;
    let channel = server.channel().await;
    let listed = reflected(channel.clone(), MessageRequest::ListServices(String::new())).await;
    let MessageResponse::ListServicesResponse(listed) = listed else {
        panic!("{listed:?}");
    };
    let mut services: Vec<_> = listed.service.into_iter().map(|s| s.name).collect();
    services.sort_unstable();
    assert_eq!(services, ["grpc.health.v1.Health", SERVICE, LOOKUP]);
    for symbol in [SERVICE, "tradewire.v1.ErrorReason", "google.rpc.ErrorInfo"] {
        let ask = MessageRequest::FileContainingSymbol(symbol.to_owned());
        let answer = reflected(channel.clone(), ask).await;
        assert!(
            matches!(answer, MessageResponse::FileDescriptorResponse(_)),
            "{symbol}: {answer:?}"
        );
    }

    let mut old = v1alpha::server_reflection_client::ServerReflectionClient::new(channel);
    let ask = v1alpha::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(
            v1alpha::server_reflection_request::MessageRequest::ListServices(String::new()),
        ),
    };
    let answers = old
        .server_reflection_info(tokio_stream::once(ask))
        .await
        .unwrap();
    assert!(answers.into_inner().next().await.unwrap().is_ok());
    server.stopped().await;
}

#[tokio::test]
async fn a_passed_deadline_is_told_as_such() {
    let server = TestServer::start(Config::default()).await;
    // tonic's own client would end the call by itself.
    let bare = Client::builder(TokioExecutor::new())
        .http2_only(true)
        .build_http();
    let origin = format!("http://{}", server.address).parse().unwrap();
    let mut client = ExtractionServiceClient::with_origin(bare, origin);
    let mut long = Request::new(request(&ARTICLE.repeat(5_000)));
    long.metadata_mut()
        .insert("grpc-timeout", "1m".parse().unwrap());
    let status = client.extract(long).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}");
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "DEADLINE_EXCEEDED");

    let mut idle = Request::new(tokio_stream::pending::<StreamExtractRequest>());
    idle.metadata_mut()
        .insert("grpc-timeout", "200m".parse().unwrap());
    let mut answers = client.stream_extract(idle).await.unwrap().into_inner();
    let status = tokio::time::timeout(PATIENCE, answers.message())
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}");
    server.stopped().await;
}

#[tokio::test]
async fn a_stopping_server_ends_open_streams_and_tells_why() {
    let server = TestServer::start(Config::default()).await;
    ready(server.channel().await).await;
    let mut health = HealthClient::new(server.channel().await);
    let mut watch = health.watch(health_of("")).await.unwrap().into_inner();
    assert_eq!(
        watch.message().await.unwrap().unwrap().status(),
        ServingStatus::Serving
    );

    let ExtractRequest { document, options } = request(ARTICLE);
    let one = tokio_stream::once(StreamExtractRequest {
        correlation_id: "1".into(),
        document,
        options,
    });
    let mut client = server.client().await;
    let open = one.chain(tokio_stream::pending());
    let mut answers = client.stream_extract(open).await.unwrap().into_inner();
    assert_eq!(
        answers.message().await.unwrap().unwrap().correlation_id,
        "1"
    );

    server.stop();
    assert_eq!(
        watch.message().await.unwrap().unwrap().status(),
        ServingStatus::NotServing
    );
    for status in [
        watch.message().await.unwrap_err(),
        answers.message().await.unwrap_err(),
    ] {
        assert_eq!(status.code(), Code::Unavailable, "{status:?}");
        let details = status.get_error_details();
        assert_eq!(details.error_info().unwrap().reason, "SHUTTING_DOWN");
        assert!(details.retry_info().unwrap().retry_delay.is_some());
    }
    server.stopped().await;
}

#[tokio::test]
async fn a_peer_that_says_nothing_does_not_keep_a_server_from_stopping() {
    let mut config = Config::default();
    config.server.drain = Duration::from_millis(200);
    let server = TestServer::start(config).await;
    ready(server.channel().await).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    server.stopped().await;
    let mut rest = Vec::new();
    let closed = tokio::time::timeout(PATIENCE, silent.read_to_end(&mut rest)).await;
    assert!(closed.is_ok());
}
