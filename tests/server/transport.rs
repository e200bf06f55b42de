//! What carries calls: compression of every service, web pages, Unix sockets, health for probes, ageing connections.

use std::net::SocketAddr;
use std::time::Duration;

use crate::common::{ARTICLE, PATIENCE, TestServer, request};
use prost::Message;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_stream::StreamExt;
use tonic::codec::CompressionEncoding;
use tonic::transport::Channel;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tradewire::Config;

#[tokio::test]
async fn health_and_reflection_are_compressed_as_asked() {
    let server = TestServer::start(Config::default()).await;
    for encoding in [CompressionEncoding::Gzip, CompressionEncoding::Zstd] {
        let channel = server.channel().await;
        let health = HealthClient::new(channel.clone());
        let mut health = health.send_compressed(encoding).accept_compressed(encoding);
        let answer = health.check(HealthCheckRequest::default()).await.unwrap();
        let used = answer
            .metadata()
            .get("grpc-encoding")
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(used, encoding.to_string());
        let reflection = ServerReflectionClient::new(channel);
        let mut reflection = reflection
            .send_compressed(encoding)
            .accept_compressed(encoding);
        let ask = tokio_stream::once(ServerReflectionRequest::default());
        let answer = reflection.server_reflection_info(ask).await.unwrap();
        let used = answer
            .metadata()
            .get("grpc-encoding")
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(used, encoding.to_string());
    }
    server.stopped().await;
}

/// What a server answers to one HTTP/1.1 request, until it closes.
async fn http1(address: SocketAddr, head: &str, body: &[u8]) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head =
        format!("{head}host: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    timeout(PATIENCE, connection.read_to_end(&mut answer))
        .await
        .unwrap()
        .unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn pages_of_the_right_origin_may_call() {
    let mut config = Config::default();
    config.web.origins = vec!["https://desk.example.org".into()];
    let server = TestServer::start(config).await;
    let method = "/tradewire.v1.ExtractionService/Extract";
    let preflight = |origin: &str| {
        let head = format!(
            "OPTIONS {method} HTTP/1.1\r\norigin: {origin}\r\naccess-control-request-method: POST\r\n\
             access-control-request-headers: content-type,x-grpc-web,x-api-key\r\n"
        );
        let address = server.address;
        async move { http1(address, &head, b"").await.to_lowercase() }
    };
    let allowed = preflight("https://desk.example.org").await;
    assert!(
        allowed.contains("access-control-allow-origin: https://desk.example.org"),
        "{allowed}"
    );
    assert!(allowed.contains("x-grpc-web"), "{allowed}");
    let other = preflight("https://evil.example.org").await;
    assert!(!other.contains("access-control-allow-origin"), "{other}");

    let message = request(ARTICLE).encode_to_vec();
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let frame = [&[0][..], &length, &message].concat();
    let head = format!(
        "POST {method} HTTP/1.1\r\norigin: https://desk.example.org\r\ncontent-type: application/grpc-web+proto\r\nx-grpc-web: 1\r\n"
    );
    let answer = http1(server.address, &head, &frame).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("grpc-status:0"), "{answer}");
    assert!(answer.contains("Paul Duval"), "{answer}");
    let refused = request("").encode_to_vec();
    let length = u32::try_from(refused.len()).unwrap().to_be_bytes();
    let frame = [&[0][..], &length, &refused].concat();
    let answer = http1(server.address, &head, &frame).await.to_lowercase();
    assert!(
        answer.contains("grpc-status: 3") || answer.contains("grpc-status:3"),
        "{answer}"
    );
    server.stopped().await;
}

#[tokio::test]
async fn health_is_told_to_probes_without_tls_or_keys() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.toml");
    std::fs::write(&keys, "").unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut config = Config::default();
    config.auth.keys_file = Some(keys);
    config.auth.health = tradewire::config::Access::Closed;
    config.server.health_listen = Some(free);
    let server = TestServer::start(config).await;
    let ready = async {
        loop {
            let endpoint = Channel::from_shared(format!("http://{free}")).unwrap();
            if let Ok(channel) = endpoint.connect().await {
                let answer = HealthClient::new(channel)
                    .check(HealthCheckRequest::default())
                    .await
                    .unwrap();
                if answer.into_inner().status() == ServingStatus::Serving {
                    break;
                }
            }
        }
    };
    timeout(PATIENCE, ready).await.unwrap();
    server.stopped().await;
}

#[tokio::test]
async fn a_peer_that_does_not_answer_is_given_up() {
    let mut config = Config::default();
    config.server.keepalive_interval = Some(Duration::from_millis(100));
    config.server.keepalive_timeout = Duration::from_secs(1);
    let server = TestServer::start(config).await;
    let mut dead = TcpStream::connect(server.address).await.unwrap();
    // It says that it speaks HTTP/2, sends empty settings, and nothing more.
    dead.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await
        .unwrap();
    let mut heard = Vec::new();
    // Closed, or reset for what it has not read.
    let closed = timeout(PATIENCE, dead.read_to_end(&mut heard)).await;
    assert!(closed.is_ok());
    const PING: u8 = 6;
    assert!(heard.windows(4).any(|bytes| bytes == [0, 0, 8, PING]));
    // One that answers stays.
    let mut client = server.client().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    client.extract(request(ARTICLE)).await.unwrap();
    server.stopped().await;
}

#[tokio::test]
async fn a_connection_that_is_too_old_is_ended() {
    let mut config = Config::default();
    config.server.max_connection_age = Some(Duration::from_millis(200));
    config.server.max_connection_age_grace = Duration::from_millis(200);
    let server = TestServer::start(config).await;
    let mut health = HealthClient::new(server.channel().await);
    let watch = health
        .watch(HealthCheckRequest::default())
        .await
        .unwrap()
        .into_inner();
    let until_cut = watch.take_while(Result::is_ok).collect::<Vec<_>>();
    timeout(PATIENCE, until_cut).await.unwrap();
    // The next connection is as good as the first was, as long as it lasts.
    let again = async {
        while server
            .client()
            .await
            .extract(request(ARTICLE))
            .await
            .is_err()
        {}
    };
    timeout(PATIENCE, again).await.unwrap();
    server.stopped().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_serves_and_its_file_goes_with_the_server() {
    use tokio_util::sync::CancellationToken;
    use tonic::transport::Endpoint;
    use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;
    use tradewire::server::Listeners;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grpc.sock");
    let address = format!("unix:{}", path.display()).parse().unwrap();
    // What a server that died leaves behind is no hindrance.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let listeners = Listeners::bind(std::slice::from_ref(&address))
        .await
        .unwrap();
    let taken = Listeners::bind(&[address]).await;
    assert!(taken.is_err(), "a socket in use was taken over");
    let stop = CancellationToken::new();
    let server = tokio::spawn(tradewire::run(
        listeners,
        Config::default(),
        stop.clone().cancelled_owned(),
    ));
    let socket = path.clone();
    let connector = tower::service_fn(move |_| {
        let socket = socket.clone();
        async move {
            tokio::net::UnixStream::connect(socket)
                .await
                .map(hyper_util::rt::TokioIo::new)
        }
    });
    let endpoint = Endpoint::from_static("http://localhost");
    let channel = endpoint.connect_with_connector(connector).await.unwrap();
    let mut client = ExtractionServiceClient::new(channel);
    client.extract(request(ARTICLE)).await.unwrap();
    drop(client);
    stop.cancel();
    timeout(PATIENCE, server).await.unwrap().unwrap().unwrap();
    assert!(!path.exists());
}
