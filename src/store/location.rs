//! Where a store is, as people write it.

use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

use super::postgres::Address;

/// Where a store is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(from = "String")]
pub enum Location {
    /// In a file: a path, with or without `sqlite:` before it.
    File(PathBuf),
    /// In PostgreSQL: `postgres://user:password@host:port,host:port/database`, or `postgresql://`.
    Postgres(String),
}

impl Location {
    /// The file, where it is in one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl From<String> for Location {
    fn from(written: String) -> Self {
        if Address::is_one(&written) {
            return Self::Postgres(written);
        }
        match written.strip_prefix("sqlite:") {
            Some(path) => Self::File(path.into()),
            None => Self::File(written.into()),
        }
    }
}

impl From<PathBuf> for Location {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl FromStr for Location {
    type Err = Infallible;

    fn from_str(written: &str) -> Result<Self, Infallible> {
        Ok(written.to_owned().into())
    }
}

impl fmt::Display for Location {
    /// Without a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Postgres(address) => f.write_str(&Address::without_password(address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_addresses_are_told_apart() {
        let of = |written: &str| Location::from(written.to_owned());
        assert_eq!(of("news.db"), Location::File("news.db".into()));
        assert_eq!(of("sqlite:/a/b.db"), Location::File("/a/b.db".into()));
        let address = of("postgres://u:secret@h/db");
        assert!(matches!(address, Location::Postgres(_)));
        assert_eq!(address.to_string(), "postgres://u@h/db");
    }
}
