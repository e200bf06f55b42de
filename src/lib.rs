//! tradewire reads the text of trade-policy news and turns it into typed, cited facts: trade events and statements.
//!
//! Text flows down one road; each module knows only those it stands on:
//! `cli -> server -> service -> {extract, store} -> {lexicon, language, text}`.
//!
//! There is no unsafe code but for the vector instructions of the matrix products in `language` (docs/security.md).

#[forbid(unsafe_code)]
pub mod cli;
#[cfg(feature = "client")]
#[forbid(unsafe_code)]
pub mod client;
#[forbid(unsafe_code)]
pub mod config;
#[forbid(unsafe_code)]
pub mod error;
#[forbid(unsafe_code)]
pub mod export;
#[forbid(unsafe_code)]
pub mod extract;
#[forbid(unsafe_code)]
pub mod json;
pub mod language;
#[forbid(unsafe_code)]
pub mod lexicon;
#[forbid(unsafe_code)]
pub mod server;
#[forbid(unsafe_code)]
pub mod service;
#[forbid(unsafe_code)]
pub mod store;
#[forbid(unsafe_code)]
pub mod text;

pub use config::Config;
pub use server::{ServeError, run};

/// The types and services generated from `proto/tradewire/v1`. They are the domain types of events, statements and actors.
#[allow(missing_docs, clippy::all, clippy::pedantic)]
pub mod proto {
    /// `tradewire.v1`.
    pub mod v1 {
        tonic::include_proto!("tradewire.v1");
    }

    /// The encoded `FileDescriptorSet` of everything in `proto/`, for reflection and canonical JSON.
    pub const FILE_DESCRIPTOR_SET: &[u8] =
        include_bytes!(concat!(env!("OUT_DIR"), "/tradewire_descriptor.bin"));
}
