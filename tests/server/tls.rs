//! TLS handshakes with a real server, with certificates made for the test.

use std::time::Duration;

use crate::certificates::{Authority, Issued};
use crate::common::{ARTICLE, PATIENCE, TestServer, request};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Identity};
use tradewire::Config;
use tradewire::proto::v1::extraction_service_client::ExtractionServiceClient;

fn config(folder: &tempfile::TempDir, issued: &Issued) -> Config {
    let mut config = Config::default();
    let (certificate, key) = issued.write(folder.path());
    config.tls.certificate = Some(certificate);
    config.tls.key = Some(key);
    config.server.reload_interval = Duration::from_millis(50);
    config
}

/// Whether a client that trusts this authority, and shows this certificate, gets an answer.
async fn answered(server: &TestServer, trusted: Certificate, shown: Option<Identity>) -> bool {
    let mut tls = ClientTlsConfig::new()
        .ca_certificate(trusted)
        .domain_name("localhost");
    if let Some(identity) = shown {
        tls = tls.identity(identity);
    }
    let address = format!("https://{}", server.address);
    let endpoint = Channel::from_shared(address)
        .unwrap()
        .tls_config(tls)
        .unwrap();
    let Ok(channel) = endpoint.connect().await else {
        return false;
    };
    // With TLS 1.3 a client learns of the refusal of its certificate only when it calls.
    let answer = ExtractionServiceClient::new(channel)
        .extract(request(ARTICLE))
        .await;
    answer.is_ok()
}

#[tokio::test]
async fn a_client_that_trusts_the_issuer_is_answered_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let server = TestServer::start(config(&folder, &authority.issue(true))).await;
    assert!(answered(&server, authority.trusted(), None).await);
    assert!(!answered(&server, Authority::new().trusted(), None).await);
    let plain = Channel::from_shared(format!("http://{}", server.address)).unwrap();
    let plain = ExtractionServiceClient::new(plain.connect_lazy())
        .extract(request(ARTICLE))
        .await;
    assert!(plain.is_err());
    server.stopped().await;

    let expired = TestServer::start(config(&folder, &authority.issue(false))).await;
    assert!(!answered(&expired, authority.trusted(), None).await);
    expired.stopped().await;
}

#[tokio::test]
async fn a_client_must_show_a_certificate_of_the_right_issuer_that_is_still_valid() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, clients) = (Authority::new(), Authority::new());
    let mut config = config(&folder, &authority.issue(true));
    let client_ca = folder.path().join("clients.crt");
    std::fs::write(&client_ca, clients.pem()).unwrap();
    config.tls.client_ca = Some(client_ca);
    let server = TestServer::start(config).await;
    for (shown, welcome) in [
        (None, false),
        (Some(authority.issue(true).identity()), false),
        (Some(clients.issue(false).identity()), false),
        (Some(clients.issue(true).identity()), true),
    ] {
        let named = shown.is_some();
        let answered = answered(&server, authority.trusted(), shown).await;
        assert_eq!(answered, welcome, "with a certificate: {named}");
    }
    server.stopped().await;
}

#[tokio::test]
async fn a_new_certificate_is_taken_without_a_restart_and_an_unusable_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Authority::new(), Authority::new());
    let server = TestServer::start(config(&folder, &old.issue(true))).await;
    assert!(answered(&server, old.trusted(), None).await);

    std::fs::write(folder.path().join("tls.crt"), "no certificate").unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(answered(&server, old.trusted(), None).await);

    new.issue(true).write(folder.path());
    let taken = async {
        while !answered(&server, new.trusted(), None).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, taken).await.unwrap();
    assert!(!answered(&server, old.trusted(), None).await);
    server.stopped().await;
}
