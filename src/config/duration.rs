//! Durations as people write them: "200ms", "10s", "1h 30m".

use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, de::Error};

/// Reads a duration that must be there.
pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Duration, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// Durations that may be "off".
pub mod or_off {
    use super::*;

    /// Reads a duration or "off".
    pub fn deserialize<'d, D: Deserializer<'d>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "off" => Ok(None),
            text => parse(text).map(Some).map_err(D::Error::custom),
        }
    }
}

fn parse(text: &str) -> Result<Duration, String> {
    let read: Option<SignedDuration> = text.parse().ok();
    let duration = read.and_then(|signed| Duration::try_from(signed).ok());
    duration.ok_or_else(|| format!("{text:?} is no duration like \"10s\" or \"1h 30m\""))
}
