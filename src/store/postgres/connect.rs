//! From an address to connections: several hosts, of which the one that takes writes is found; encryption with rustls.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{LoadBalanceHosts, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;
use url::Url;

use crate::store::StoreError;

/// How connections are encrypted.
pub type Tls = MakeRustlsConnect;

/// Beginnings of the addresses of stores in PostgreSQL.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// How long one host may take to answer, unless the address says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// What each connection is set to: a transaction whose client is gone must not hold others up; short queries are not worth compiling,
/// and planning them anew for their values takes longer than they do, above all over the partitions of ten years. Looking at a row's
/// words means fetching them from beside the table, of which the planner knows nothing: the index is cheaper than it thinks.
const OPTIONS: &str = "-c idle_in_transaction_session_timeout=60s -c jit=off -c plan_cache_mode=force_generic_plan \
     -c cpu_operator_cost=0.25 -c default_transaction_isolation=read\\ committed -c client_min_messages=warning";

/// Where a store is.
#[derive(Clone)]
pub struct Address {
    config: Config,
    tls: Tls,
    shown: String,
}

impl Address {
    /// Whether this is the address of a store in PostgreSQL.
    pub fn is_one(written: &str) -> bool {
        SCHEMES.iter().any(|scheme| written.starts_with(scheme))
    }

    /// Reads an address.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], for there is nothing at an address that is none.
    pub fn parse(written: &str) -> Result<Self, StoreError> {
        let unusable = |cause: String| StoreError::Unavailable {
            cause: format!("the address of the store: {cause}"),
        };
        let (rest, ssl) = Ssl::split(written);
        let mut config = Config::from_str(&rest).map_err(|error| {
            let source = std::error::Error::source(&error);
            unusable(source.map_or_else(|| error.to_string(), ToString::to_string))
        })?;
        if let Some(mode) = ssl.mode {
            config.ssl_mode(mode);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("tradewire");
        }
        config.options(match config.get_options() {
            Some(own) => format!("{OPTIONS} {own}"),
            None => OPTIONS.to_owned(),
        });
        config.keepalives_idle(Duration::from_secs(30));
        Ok(Self {
            tls: tls(ssl.roots.as_deref()).map_err(unusable)?,
            shown: shown(&rest),
            config,
        })
    }

    /// An address as it may be shown: without its password.
    pub fn without_password(written: &str) -> String {
        shown(written)
    }

    /// How connections are encrypted.
    pub fn tls(&self) -> Tls {
        self.tls.clone()
    }

    /// How to connect to the host that takes writes.
    pub fn writable(&self) -> Config {
        let mut config = self.config.clone();
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        config
    }

    /// Connections to the host that takes writes.
    pub fn pool(&self, size: usize, timeout: Duration) -> Result<Pool, StoreError> {
        pool(self.writable(), self.tls(), size, timeout)
    }

    /// Connections to hosts that follow the one that takes writes, any of them; none where there is one host.
    pub fn standbys(&self, size: usize, timeout: Duration) -> Result<Option<Pool>, StoreError> {
        if self.config.get_hosts().len() < 2 {
            return Ok(None);
        }
        let mut config = self.config.clone();
        config.target_session_attrs(TargetSessionAttrs::ReadOnly);
        config.load_balance_hosts(LoadBalanceHosts::Random);
        pool(config, self.tls(), size, timeout).map(Some)
    }
}

fn pool(config: Config, tls: Tls, size: usize, timeout: Duration) -> Result<Pool, StoreError> {
    let manager = Manager::from_config(
        config,
        tls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    let built = Pool::builder(manager)
        .max_size(size.max(1))
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts {
            wait: Some(timeout),
            create: Some(timeout),
            recycle: Some(timeout),
        })
        .build();
    built.map_err(|error| StoreError::Internal {
        cause: error.to_string(),
    })
}

impl std::fmt::Debug for Address {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

impl std::fmt::Display for Address {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown)
    }
}

/// What an address says about encryption that the driver does not understand itself.
#[derive(Debug, Default, PartialEq)]
struct Ssl {
    mode: Option<SslMode>,
    /// PEM file with the authorities that issue the certificate of the database.
    roots: Option<PathBuf>,
}

impl Ssl {
    /// Takes it out of an address. Certificates are always checked, so that to verify is the same as to require.
    fn split(written: &str) -> (String, Self) {
        let mut ssl = Self::default();
        let Some((before, query)) = written.split_once('?') else {
            return (written.to_owned(), ssl);
        };
        let mut kept = Vec::new();
        for part in query.split('&') {
            match part.split_once('=') {
                Some(("sslmode", "verify-ca" | "verify-full")) => ssl.mode = Some(SslMode::Require),
                Some(("sslrootcert", path)) => {
                    let decoded = url::form_urlencoded::parse(path.as_bytes()).next();
                    ssl.roots = decoded.map(|(path, _)| PathBuf::from(path.into_owned()));
                }
                _ => kept.push(part),
            }
        }
        let rest = if kept.is_empty() {
            before.to_owned()
        } else {
            format!("{before}?{}", kept.join("&"))
        };
        (rest, ssl)
    }
}

fn tls(roots: Option<&std::path::Path>) -> Result<Tls, String> {
    let mut store = RootCertStore::empty();
    match roots {
        Some(path) => {
            let unreadable = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
            let found = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(&error))?;
            for certificate in found {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                store.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
        None => {
            let native = rustls_native_certs::load_native_certs();
            store.add_parsable_certificates(native.certs);
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// An address without its password.
fn shown(address: &str) -> String {
    if let Ok(mut url) = Url::parse(address)
        && url.password().is_some()
        && url.set_password(None).is_ok()
    {
        return url.to_string();
    }
    // Several hosts make no URL: what stands between the name of the user and the last @ goes.
    match address.split_once("://").zip(address.rfind('@')) {
        Some(((scheme, rest), at)) => {
            let start = scheme.len() + 3;
            let user = rest.get(..at - start).unwrap_or_default();
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}{}", address.get(at..).unwrap_or_default())
        }
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (address, seen) in [
            ("postgres://u:secret@a/db", "postgres://u@a/db"),
            (
                "postgres://u:s@a:5432,b:5433/db",
                "postgres://u@a:5432,b:5433/db",
            ),
            ("postgres://a/db", "postgres://a/db"),
        ] {
            assert_eq!(Address::parse(address).unwrap().to_string(), seen);
        }
    }

    #[test]
    fn what_is_said_of_encryption_is_understood() {
        let (rest, ssl) =
            Ssl::split("postgres://a/db?sslmode=verify-full&x=1&sslrootcert=%2Fetc%2Fca.pem");
        assert_eq!(rest, "postgres://a/db?x=1");
        assert_eq!(ssl.mode, Some(SslMode::Require));
        assert_eq!(ssl.roots, Some(PathBuf::from("/etc/ca.pem")));
        assert!(Address::parse("postgres://a/db?sslrootcert=/no/such/file").is_err());
        assert!(Address::parse("postgres://a/db?sslmode=sometimes").is_err());
    }

    #[test]
    fn several_hosts_are_understood() {
        let address = Address::parse("postgres://u@a:1,b:2/db").unwrap();
        assert_eq!(address.writable().get_hosts().len(), 2);
    }
}
