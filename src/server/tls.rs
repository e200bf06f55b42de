//! TLS: the server's certificate, and the certificates of clients where they must show one.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::reload::{FileError, Reloaded};
use crate::config;

/// How many bytes of a certificate's hash name it.
const NAME_BYTES: usize = 8;

/// Encryption of connections, with certificates that may change while the server runs.
pub(super) struct Tls {
    settings: Arc<Reloaded<ServerConfig>>,
}

impl Tls {
    /// The one that is set up, if any.
    pub fn load(settings: &config::Tls) -> Result<Option<Self>, FileError> {
        let (Some(certificate), Some(key)) = (&settings.certificate, &settings.key) else {
            return Ok(None);
        };
        let mut paths = vec![certificate.as_path(), key.as_path()];
        paths.extend(settings.client_ca.as_deref());
        let settings = Reloaded::load(&paths, |files| match files {
            [certificate, key] => server_config(certificate, key, None),
            [certificate, key, client_ca] => server_config(certificate, key, Some(client_ca)),
            _ => Err("two or three files are needed".to_owned()),
        })?;
        Ok(Some(Self {
            settings: Arc::new(settings),
        }))
    }

    /// Reads the files again when they change.
    pub fn keep_fresh(
        &self,
        every: Duration,
        stopping: CancellationToken,
    ) -> impl Future<Output = ()> + Send + 'static {
        self.settings.clone().keep_fresh(every, stopping)
    }

    /// The server's part of a handshake.
    pub async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        TlsAcceptor::from(self.settings.current())
            .accept(stream)
            .await
    }

    /// The name of the certificate that the client showed: the beginning of its SHA-256.
    pub fn client_of(stream: &TlsStream<TcpStream>) -> Option<Arc<str>> {
        let (_, session) = stream.get_ref();
        let hash = Sha256::digest(session.peer_certificates()?.first()?);
        let name: String = hash
            .iter()
            .take(NAME_BYTES)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Some(format!("certificate:{name}").into())
    }
}

fn server_config(
    certificate: &[u8],
    key: &[u8],
    client_ca: Option<&Vec<u8>>,
) -> Result<ServerConfig, String> {
    let chain = certificates(certificate)?;
    let key =
        PrivateKeyDer::from_pem_slice(key).map_err(|error| format!("private key: {error}"))?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = match client_ca {
        None => WebPkiClientVerifier::no_client_auth(),
        Some(pem) => {
            let mut roots = RootCertStore::empty();
            for authority in certificates(pem)? {
                roots
                    .add(authority)
                    .map_err(|error| format!("client authority: {error}"))?;
            }
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .map_err(|error| format!("client authority: {error}"))?
        }
    };
    let mut settings = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)
        .map_err(|error| error.to_string())?;
    // HTTP/1.1 carries gRPC-Web.
    settings.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(settings)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let chain = read.map_err(|error| format!("certificate: {error}"))?;
    if chain.is_empty() {
        return Err("holds no certificate".to_owned());
    }
    Ok(chain)
}
