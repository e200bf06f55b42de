//! JSON Web Tokens, signed by an issuer whose public keys are in a file.

use std::collections::HashSet;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::{Caller, Refused};
use crate::server::methods::Scope;

/// What checks tokens.
pub(super) struct Tokens {
    keys: Vec<VerifyingKey>,
    validation: Validation,
}

struct VerifyingKey {
    id: Option<String>,
    key: DecodingKey,
    /// The algorithms that go with it; what a token says of itself is no reason to use another.
    algorithms: Vec<Algorithm>,
}

/// What a token says.
#[derive(Debug, Deserialize)]
struct Claims {
    sub: String,
    /// Scopes, with spaces between them (RFC 8693).
    scope: Option<String>,
    /// Scopes, as some issuers write them.
    scp: Option<Vec<String>>,
}

impl Tokens {
    /// Checks tokens with the keys of a JWK Set.
    pub fn parse(jwks: &[u8], issuer: &str, audience: &str) -> Result<Self, String> {
        let set: JwkSet = serde_json::from_slice(jwks).map_err(|error| error.to_string())?;
        let keys: Vec<_> = set
            .keys
            .iter()
            .filter(|key| !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption)))
            .filter_map(|key| verifying_key(key).transpose())
            .collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err("holds no public key that verifies signatures".to_owned());
        }
        let mut validation = Validation::default();
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        Ok(Self { keys, validation })
    }

    /// Who calls with this token.
    pub fn caller(&self, token: &str) -> Result<Caller, Refused> {
        let header = decode_header(token).map_err(|_| Refused::Unknown)?;
        let candidates = self.keys.iter().filter(|key| {
            key.algorithms.contains(&header.alg) && (header.kid.is_none() || key.id == header.kid)
        });
        for VerifyingKey {
            key, algorithms, ..
        } in candidates
        {
            let validation = Validation {
                algorithms: algorithms.clone(),
                ..self.validation.clone()
            };
            if let Ok(token) = decode::<Claims>(token, key, &validation) {
                return Ok(token.claims.into());
            }
        }
        Err(Refused::Unknown)
    }
}

impl From<Claims> for Caller {
    fn from(claims: Claims) -> Self {
        let words = claims.scope.as_deref().unwrap_or_default().split(' ');
        let list = claims.scp.iter().flatten().map(String::as_str);
        // Issuers know scopes of other services too.
        let scopes: HashSet<Scope> = words
            .chain(list)
            .filter_map(|name| name.parse().ok())
            .collect();
        Self {
            name: format!("token:{}", claims.sub).into(),
            scopes: Some(scopes),
        }
    }
}

/// Keys of kinds that are not for us are passed over; shared secrets are refused, since whoever can check could sign.
fn verifying_key(jwk: &Jwk) -> Result<Option<VerifyingKey>, String> {
    let fitting: &[Algorithm] = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => &[
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ],
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => &[Algorithm::ES256],
            EllipticCurve::P384 => &[Algorithm::ES384],
            _ => return Ok(None),
        },
        AlgorithmParameters::OctetKeyPair(_) => &[Algorithm::EdDSA],
        AlgorithmParameters::OctetKey(_) => {
            return Err("holds a shared secret, only public keys are used".to_owned());
        }
        _ => return Ok(None),
    };
    let algorithms = match jwk.common.key_algorithm.map(Algorithm::try_from) {
        None => fitting.to_vec(),
        Some(Ok(named)) if fitting.contains(&named) => vec![named],
        Some(_) => return Ok(None),
    };
    Ok(Some(VerifyingKey {
        id: jwk.common.key_id.clone(),
        key: DecodingKey::from_jwk(jwk).map_err(|error| error.to_string())?,
        algorithms,
    }))
}
