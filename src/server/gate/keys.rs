//! API keys. The server knows their hashes only; whoever reads its files cannot call it.

use std::collections::HashSet;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Deserializer, de::Error as _};
use sha2::{Digest, Sha256};
use subtle::{ConditionallySelectable, ConstantTimeEq};

use super::{Caller, Refused};
use crate::server::methods::Scope;

/// What API keys begin with, so that people and scanners for secrets know them.
const PREFIX: &str = "tradewire_";

/// Random bytes of a key. With so many, a plain hash is as good as a slow one.
const KEY_BYTES: usize = 32;

type Hash = [u8; 32];

/// All API keys.
#[derive(Debug)]
pub(super) struct ApiKeys {
    keys: Vec<ApiKey>,
}

/// The file that holds them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    #[serde(default)]
    key: Vec<ApiKey>,
}

/// One API key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApiKey {
    /// Under which its calls are logged.
    name: String,
    /// SHA-256 of the key, in hexadecimal digits.
    #[serde(deserialize_with = "hash")]
    sha256: Hash,
    scopes: HashSet<Scope>,
    /// The first day, in UTC, on which it is no longer valid.
    #[serde(default, deserialize_with = "day")]
    expires: Option<Date>,
    #[serde(default)]
    revoked: bool,
}

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    /// What the caller sends. It is kept nowhere.
    pub secret: String,
    /// SHA-256 of it, in hexadecimal digits, for the file of keys.
    pub sha256: String,
}

impl NewKey {
    /// A key of fresh random bytes.
    ///
    /// # Errors
    /// Where the system has no randomness to give.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes)?;
        let secret = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes));
        let sha256 = hash_of(&secret)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self { secret, sha256 })
    }
}

impl NewKey {
    /// What the file of keys holds of it.
    pub fn entry(&self, name: &str, scopes: &[Scope]) -> String {
        let scopes: Vec<_> = scopes.iter().map(ToString::to_string).collect();
        let name = toml::Value::String(name.to_owned());
        format!(
            "[[key]]\nname = {name}\nsha256 = \"{}\"\nscopes = {scopes:?}\n",
            self.sha256
        )
    }
}

impl ApiKeys {
    /// Those of a file.
    pub fn parse(file: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(file).map_err(|error| error.to_string())?;
        let file: KeysFile = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut seen = HashSet::new();
        for key in &file.key {
            if key.name.is_empty() {
                return Err("a key has no name".to_owned());
            }
            if !seen.insert(key.name.clone()) {
                return Err(format!("two keys have the name {:?}", key.name));
            }
        }
        Ok(Self { keys: file.key })
    }

    /// Who calls with this key. Takes the same time whichever key it is, and whether it is one.
    pub fn caller(&self, secret: &str, now: Timestamp) -> Result<Caller, Refused> {
        let hash = hash_of(secret);
        let mut found = u64::MAX;
        for (index, key) in (0_u64..).zip(&self.keys) {
            found.conditional_assign(&index, key.sha256.ct_eq(&hash));
        }
        let key = usize::try_from(found)
            .ok()
            .and_then(|index| self.keys.get(index));
        let key = key.ok_or(Refused::Unknown)?;
        let today = TimeZone::UTC.to_datetime(now).date();
        if key.revoked || key.expires.is_some_and(|day| day <= today) {
            tracing::info!(key = key.name, "a key that is no longer valid was used");
            return Err(Refused::Unknown);
        }
        Ok(Caller {
            name: key.name.as_str().into(),
            scopes: Some(key.scopes.clone()),
        })
    }
}

fn hash_of(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

fn day<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(D::Error::custom)
}

fn hash<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Hash, D::Error> {
    let digits = String::deserialize(deserializer)?;
    let wrong = || D::Error::custom("must be 64 hexadecimal digits");
    if digits.len() != 64 || !digits.is_ascii() {
        return Err(wrong());
    }
    let mut hash = Hash::default();
    for (byte, pair) in hash.iter_mut().zip(digits.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
    }
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(rest: &str) -> (String, String) {
        let NewKey { secret, sha256 } = NewKey::generate().unwrap();
        let file = format!(
            "[[key]]\nname = \"desk\"\nsha256 = \"{sha256}\"\nscopes = [\"extract\"]\n{rest}"
        );
        (secret, file)
    }

    #[test]
    fn a_key_is_known_by_its_hash_until_it_is_revoked_or_expires() {
        let noon: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        for (rest, valid) in [
            ("", true),
            ("revoked = true", false),
            ("expires = \"2026-03-01\"", false),
            ("expires = \"2026-03-02\"", true),
        ] {
            let (secret, file) = file(rest);
            assert!(!file.contains(&secret));
            let keys = ApiKeys::parse(file.as_bytes()).unwrap();
            assert_eq!(keys.caller(&secret, noon).is_ok(), valid, "{rest}");
            assert!(keys.caller(&secret.to_lowercase(), noon).is_err());
            assert!(keys.caller("", noon).is_err());
        }
    }

    #[test]
    fn wrong_files_are_refused() {
        let (_, good) = file("");
        for wrong in [
            format!("{good}\n{good}"),
            good.replace("extract", "everything"),
            good.replace("sha256 = \"", "sha256 = \"00"),
            good.replace("scopes", "scope"),
            "[[key]]\nname = \"desk\"".to_owned(),
        ] {
            assert!(ApiKeys::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
