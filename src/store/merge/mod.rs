//! When do two documents tell of the same act, and what do they say together? The rule and its reasons stand in
//! `docs/merging.md`.
//!
//! [`keys`] says by what a telling is known, [`cluster`] which tellings are one event, [`fold`] what the event says.

pub mod cluster;
pub mod components;
mod detail;
pub mod fold;
pub mod graph;
pub mod keys;
pub(in crate::store) mod marks;
mod regroup;
mod sides;
mod status;
mod vote;

#[cfg(test)]
mod memory;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use super::day::DayNumber;
use crate::proto::v1;

/// Version of the merge rule. Events that were merged by another one have to be merged anew.
pub const RULE_VERSION: u32 = 1;

/// An event as one document tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// Id of the document.
    pub document_id: String,
    /// The day on which the document reports.
    pub day: DayNumber,
    /// The event, with the ids of its extraction.
    pub event: v1::TradeEvent,
}

/// The first eight bytes of the SHA-256 hash of some words, which are kept apart.
pub(in crate::store) fn hash(words: &[&str]) -> i64 {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update((word.len() as u64).to_be_bytes());
        hasher.update(word.as_bytes());
    }
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    i64::from_be_bytes(first)
}

/// The id of an event: a day not later than its first report (zeros where none is known), then a hash.
pub fn anchor_id(anchor: graph::Anchor) -> String {
    /// Crockford's: no letters that look like figures.
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let day = DayNumber(anchor.day).date();
    let day = day.map_or("00000000".to_owned(), |day| {
        day.strftime("%Y%m%d").to_string()
    });
    let bits = anchor.link.cast_unsigned();
    let digit = |i: u32| char::from(DIGITS[((bits >> (5 * i)) & 31) as usize]);
    let hash: String = (0..13).rev().map(digit).collect();
    format!("{day}-{hash}")
}

impl Telling {
    /// A number that stands for the telling wherever an order is needed that depends on nothing but the telling.
    pub fn uid(&self) -> i64 {
        hash(&[&self.document_id, &self.event.id])
    }
}
