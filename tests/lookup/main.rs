//! Keeping, looking up and watching, against a real server and a real store; and the commands that work on a store.

#[path = "../common/mod.rs"]
mod common;

mod client;
mod commands;
mod ingest;
mod paging;
mod requests;
mod search;
mod watch;
