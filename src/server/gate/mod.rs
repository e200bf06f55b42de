//! Who may call, how often, and how many calls at one time.

mod keys;
mod layer;
mod rates;
mod tokens;

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{Extensions, HeaderMap};
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::connection::Peer;
use super::methods::{Need, Scope, is_health, need};
use super::reload::{FileError, Reloaded};
use crate::config::{self, Config};
use crate::error::Error;
use keys::ApiKeys;
pub use keys::NewKey;
pub(super) use layer::GateLayer;
use rates::Rates;
use tokens::Tokens;

/// Who calls.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// Under which the log and the rates know it.
    pub name: Arc<str>,
    /// What it may do; none: everything.
    scopes: Option<HashSet<Scope>>,
}

/// Why nobody knows who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// There are no credentials.
    Missing,
    /// They are wrong, or no longer right.
    Unknown,
}

/// Lets calls in.
pub(super) struct Gate {
    keys: Option<Arc<Reloaded<ApiKeys>>>,
    tokens: Option<Arc<Reloaded<Tokens>>>,
    auth: config::Auth,
    rates: Option<Rates>,
    room: Arc<Semaphore>,
    max_calls: usize,
}

/// What a call that was let in takes up, and who makes it.
struct Pass {
    caller: Caller,
    place: Option<OwnedSemaphorePermit>,
}

impl Gate {
    /// As it is set up.
    pub fn load(config: &Config) -> Result<Self, FileError> {
        let Config { auth, limits, .. } = config;
        let keys = auth.keys_file.as_deref().map(|path| {
            Reloaded::load(&[path], |files| {
                ApiKeys::parse(files.first().map_or(&[], Vec::as_slice))
            })
        });
        let tokens = match (&auth.jwks_file, &auth.jwt_issuer, &auth.jwt_audience) {
            (Some(path), Some(issuer), Some(audience)) => {
                let (issuer, audience) = (issuer.clone(), audience.clone());
                Some(Reloaded::load(&[path], move |files| {
                    Tokens::parse(files.first().map_or(&[], Vec::as_slice), &issuer, &audience)
                }))
            }
            _ => None,
        };
        Ok(Self {
            keys: keys.transpose()?.map(Arc::new),
            tokens: tokens.transpose()?.map(Arc::new),
            auth: auth.clone(),
            rates: Rates::new(limits),
            room: Arc::new(Semaphore::new(limits.max_calls)),
            max_calls: limits.max_calls,
        })
    }

    /// Keeps its files and its memory fresh until the server stops.
    pub fn keep_fresh(&self, every: Duration, stopping: &CancellationToken) {
        if let Some(keys) = self.keys.clone() {
            tokio::spawn(keys.keep_fresh(every, stopping.clone()));
        }
        if let Some(tokens) = self.tokens.clone() {
            tokio::spawn(tokens.keep_fresh(every, stopping.clone()));
        }
        if let Some(rates) = self.rates.clone() {
            tokio::spawn(rates.forget(stopping.clone()));
        }
    }

    /// Lets a call in.
    fn admit(
        &self,
        path: &str,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Pass, Error> {
        let caller = self.caller(path, headers, extensions)?;
        // An orchestrator must always be able to ask how a busy server is.
        if is_health(path) {
            return Ok(Pass {
                caller,
                place: None,
            });
        }
        if let Some(rates) = &self.rates {
            rates.check(&caller.name)?;
        }
        let place = self
            .room
            .clone()
            .try_acquire_owned()
            .map_err(|_| Error::Overloaded {
                what: "calls are open",
                limit: self.max_calls,
            })?;
        Ok(Pass {
            caller,
            place: Some(place),
        })
    }

    fn caller(
        &self,
        path: &str,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Caller, Error> {
        let peer = extensions.get::<Peer>();
        if self.keys.is_none() && self.tokens.is_none() {
            return Ok(anonymous(peer));
        }
        let need = need(path, self.auth.health, self.auth.reflection);
        match self.authenticated(headers) {
            Ok(caller) => match need {
                Need::Scope(scope) if !caller.may(scope) => Err(Error::PermissionDenied {
                    scope: scope.to_string(),
                }),
                _ => Ok(caller),
            },
            Err(_) if need == Need::Nothing => Ok(anonymous(peer)),
            Err(Refused::Missing) => Err(Error::Unauthenticated("no API key or token was sent")),
            Err(Refused::Unknown) => {
                Err(Error::Unauthenticated("the API key or token is not valid"))
            }
        }
    }

    fn authenticated(&self, headers: &HeaderMap) -> Result<Caller, Refused> {
        let secret = secret(headers).ok_or(Refused::Missing)?;
        let by_key = match &self.keys {
            Some(keys) => keys.current().caller(secret, Timestamp::now()),
            None => Err(Refused::Unknown),
        };
        match (by_key, &self.tokens) {
            (Err(_), Some(tokens)) => tokens.current().caller(secret),
            (by_key, _) => by_key,
        }
    }
}

impl Caller {
    fn may(&self, scope: Scope) -> bool {
        self.scopes
            .as_ref()
            .is_none_or(|scopes| scopes.contains(&scope))
    }
}

/// The key or token that a call carries: `authorization: Bearer ...` or `x-api-key: ...`.
fn secret(headers: &HeaderMap) -> Option<&str> {
    if let Some(key) = headers.get("x-api-key") {
        return key.to_str().ok();
    }
    let value = headers.get(http::header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// A caller that does not say who it is: its certificate, else where it calls from.
fn anonymous(peer: Option<&Peer>) -> Caller {
    let name = match peer {
        Some(Peer {
            certificate: Some(name),
            ..
        }) => name.clone(),
        Some(Peer {
            address: Some(address),
            ..
        }) => match address.ip().to_canonical() {
            IpAddr::V4(ip) => ip.to_string().into(),
            // Whoever has one address of a /64 has all of them.
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                format!("{:x}:{:x}:{:x}:{:x}::/64", a, b, c, d).into()
            }
        },
        _ => "local".into(),
    };
    Caller { name, scopes: None }
}
