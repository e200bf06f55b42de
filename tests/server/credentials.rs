//! API keys and tokens, against a real server.

use std::path::Path;
use std::time::Duration;

use crate::common::{ARTICLE, PATIENCE, TestServer, request};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tonic::transport::Channel;
use tonic::{Code, Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_types::StatusExt;
use tradewire::Config;
use tradewire::config::Access;
use tradewire::server::{NewKey, Scope};

fn sent<T>(message: T, header: &'static str, secret: &str) -> Request<T> {
    let mut request = Request::new(message);
    request
        .metadata_mut()
        .insert(header, secret.parse().unwrap());
    request
}

async fn extract(server: &TestServer, header: &'static str, secret: &str) -> Result<(), Status> {
    let request = sent(request(ARTICLE), header, secret);
    server.client().await.extract(request).await.map(drop)
}

/// Code, reason and scope of a refusal.
fn told(status: &Status) -> (Code, String, Option<String>) {
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    (
        status.code(),
        info.reason.clone(),
        info.metadata.get("scope").cloned(),
    )
}

fn write(path: &Path, entries: &[String]) {
    std::fs::write(path, entries.concat()).unwrap();
}

async fn health(channel: Channel) -> Result<(), Status> {
    let ask = HealthCheckRequest::default();
    HealthClient::new(channel).check(ask).await.map(drop)
}

async fn reflection(channel: Channel) -> Result<(), Status> {
    let ask = tokio_stream::once(ServerReflectionRequest::default());
    let mut client = ServerReflectionClient::new(channel);
    client.server_reflection_info(ask).await.map(drop)
}

#[tokio::test]
async fn a_key_opens_what_its_scopes_say_until_it_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    let (desk, search) = (NewKey::generate().unwrap(), NewKey::generate().unwrap());
    let desk_entry = desk.entry("desk", &[Scope::Extract]);
    let search_entry = search.entry("search", &[Scope::Lookup]);
    write(&path, &[desk_entry.clone(), search_entry.clone()]);
    let mut config = Config::default();
    config.auth.keys_file = Some(path.clone());
    config.auth.reflection = Access::Closed;
    config.server.reload_interval = Duration::from_millis(50);
    let server = TestServer::start(config).await;

    extract(&server, "authorization", &format!("Bearer {}", desk.secret))
        .await
        .unwrap();
    extract(&server, "x-api-key", &desk.secret).await.unwrap();
    let missing = server
        .client()
        .await
        .extract(request(ARTICLE))
        .await
        .unwrap_err();
    let wrong = extract(&server, "x-api-key", &NewKey::generate().unwrap().secret).await;
    let other_scheme = extract(&server, "authorization", &format!("Basic {}", desk.secret)).await;
    for status in [missing, wrong.unwrap_err(), other_scheme.unwrap_err()] {
        assert_eq!(
            told(&status),
            (Code::Unauthenticated, "UNAUTHENTICATED".into(), None)
        );
    }
    let scope = extract(&server, "x-api-key", &search.secret)
        .await
        .unwrap_err();
    assert_eq!(
        told(&scope),
        (
            Code::PermissionDenied,
            "PERMISSION_DENIED".into(),
            Some("extract".into())
        )
    );

    health(server.channel().await).await.unwrap();
    let closed = reflection(server.channel().await).await.unwrap_err();
    assert_eq!(closed.code(), Code::Unauthenticated);

    write(
        &path,
        &[desk_entry, "revoked = true\n".into(), search_entry],
    );
    let revoked = async {
        loop {
            match extract(&server, "x-api-key", &desk.secret).await {
                Err(status) => break status,
                Ok(()) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    let status = tokio::time::timeout(PATIENCE, revoked).await.unwrap();
    assert_eq!(
        told(&status),
        (Code::Unauthenticated, "UNAUTHENTICATED".into(), None)
    );
    server.stopped().await;
}

/// A key that signs, and its public half.
fn signer(id: &str) -> (EncodingKey, Jwk) {
    let pair = rcgen::KeyPair::generate().unwrap();
    let key = EncodingKey::from_ec_der(&pair.serialize_der());
    let mut public = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
    public.common.key_id = Some(id.to_owned());
    (key, public)
}

fn token(key: &EncodingKey, id: &str, changed: &Value) -> String {
    let mut claims = json!({
        "iss": "https://login.example.org/", "aud": "tradewire", "sub": "newsroom", "exp": 32_503_680_000_u64,
        "scope": "openid extract",
    });
    for (name, value) in changed.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(id.to_owned());
    encode(&header, &claims, key).unwrap()
}

#[tokio::test]
async fn a_token_must_be_of_the_issuer_for_us_and_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jwks.json");
    let (key, public) = signer("k1");
    let (stranger, _) = signer("k1");
    let set = JwkSet { keys: vec![public] };
    std::fs::write(&path, serde_json::to_vec(&set).unwrap()).unwrap();
    let mut config = Config::default();
    config.auth.jwks_file = Some(path);
    config.auth.jwt_issuer = Some("https://login.example.org/".into());
    config.auth.jwt_audience = Some("tradewire".into());
    config.auth.health = Access::Closed;
    let server = TestServer::start(config).await;

    let with = |token: String| {
        let server = &server;
        async move { extract(server, "authorization", &format!("Bearer {token}")).await }
    };
    with(token(&key, "k1", &json!({}))).await.unwrap();
    with(token(
        &key,
        "k1",
        &json!({"scope": null, "scp": ["extract"]}),
    ))
    .await
    .unwrap();
    for (wrong, why) in [
        (token(&stranger, "k1", &json!({})), "signed by another"),
        (token(&key, "k2", &json!({})), "names another key"),
        (token(&key, "k1", &json!({"exp": 1_000_000_000})), "expired"),
        (token(&key, "k1", &json!({"exp": null})), "never expires"),
        (
            token(&key, "k1", &json!({"exp": "soon"})),
            "expires in words",
        ),
        (
            token(&key, "k1", &json!({"nbf": 32_503_680_000_u64})),
            "not yet valid",
        ),
        (
            token(&key, "k1", &json!({"iss": "https://evil.example.org/"})),
            "of another issuer",
        ),
        (
            token(&key, "k1", &json!({"aud": "billing"})),
            "for another service",
        ),
        (token(&key, "k1", &json!({"aud": null})), "for nobody"),
        ("eyJhbGciOiJub25lIn0.e30.".to_owned(), "not signed"),
    ] {
        let status = with(wrong).await.expect_err(why);
        assert_eq!(status.code(), Code::Unauthenticated, "{why}: {status:?}");
    }
    let status = with(token(&key, "k1", &json!({"scope": "openid lookup"})))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);

    let closed = health(server.channel().await).await.unwrap_err();
    assert_eq!(closed.code(), Code::Unauthenticated);
    let ask = sent(
        HealthCheckRequest::default(),
        "authorization",
        &format!("Bearer {}", token(&key, "k1", &json!({"scope": "lookup"}))),
    );
    HealthClient::new(server.channel().await)
        .check(ask)
        .await
        .unwrap();
    server.stopped().await;
}

#[tokio::test]
async fn a_method_that_there_is_not_is_told_only_to_who_may_call() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    let key = NewKey::generate().unwrap();
    write(&path, &[key.entry("desk", &[Scope::Extract])]);
    let mut config = Config::default();
    config.auth.keys_file = Some(path);
    let server = TestServer::start(config).await;
    let call = |secret: Option<String>| {
        let server = &server;
        async move {
            let mut client = tonic::client::Grpc::new(server.channel().await);
            client.ready().await.unwrap();
            let message = HealthCheckRequest::default();
            let request = match secret {
                Some(secret) => sent(message, "x-api-key", &secret),
                None => Request::new(message),
            };
            let path = "/made.up.Service/Method".parse().unwrap();
            let codec = tonic_prost::ProstCodec::<_, HealthCheckRequest>::default();
            client.unary(request, path, codec).await.unwrap_err().code()
        }
    };
    assert_eq!(call(None).await, Code::Unauthenticated);
    assert_eq!(call(Some(key.secret)).await, Code::Unimplemented);
    server.stopped().await;
}
