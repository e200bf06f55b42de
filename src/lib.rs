//! tradewire reads the text of trade-policy news and turns it into typed, cited facts: trade events and statements.
//!
//! Text flows down one road; each module knows only those it stands on:
//! `cli -> server -> service -> {extract, store} -> {lexicon, language, text}`.

pub mod cli;
pub mod config;
pub mod error;
pub mod extract;
pub mod json;
pub mod language;
pub mod lexicon;
pub mod server;
pub mod service;
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
