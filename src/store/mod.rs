//! What is kept: documents, and the events and statements that they tell. One trait, and its implementations.
//!
//! The store gets documents together with what was read from them; it does not read. It merges what several documents tell of
//! one act into one event (`docs/merging.md`), finds records by id, by what they say and by their words, counts them, and
//! tells what has changed.
//!
//! SQLite is the default: `sqlite::SqliteStore::open(path, sqlite::Settings::default())` creates or opens a store; it blocks.
//! PostgreSQL is for several servers over one store: `postgres::PostgresStore::open(address, postgres::Settings::default())`.

mod actors;
mod change;
mod consistency;
mod counting;
mod cursor;
pub mod day;
pub mod deadline;
mod document;
mod driving;
mod error;
mod key;
mod location;
mod matching;
pub mod merge;
mod open;
mod pending;
mod place;
pub mod postgres;
mod prepare;
mod publication;
mod query;
mod record;
mod results;
mod snippet;
mod span;
pub mod sqlite;
mod tally;
mod terms;
mod text_query;
mod verify;
mod words;

use std::fmt::Debug;

use async_trait::async_trait;
use prost::bytes::Bytes;
use tokio::sync::watch;

pub use change::{Change, Changes, Placed};
pub use consistency::{Consistency, WritePosition, reading};
pub use cursor::{ChangeCursor, Cursor, Tokens};
pub use document::{
    ContentHash, CopiedDocument, ExtractedDocument, Put, PutMode, PutOutcome, document_id,
};
pub use error::{RecordKind, StoreError};
pub use location::Location;
pub use open::{open, open_bounded, open_existing};
pub use query::{
    ActorFilter, ActorQuery, ActorTerm, CountQuery, DateTerm, Days, DocumentFilter, DocumentQuery,
    EventFilter, EventQuery, Order, Page, Query, RateRange, StatementFilter, StatementQuery,
};
pub use text_query::{MAX_WORDS, TextQuery, TextQueryError};

use crate::proto::v1;

/// Most sources that an [`v1::EventRecord`] carries: by day and id, the first and the last half of them where there are more.
pub const MAX_SOURCES: usize = 100;

/// A store. All methods may be called at the same time from any number of tasks. Dropping the future of a read gives the read
/// up; dropping the future of a write leaves open whether it is done.
///
/// Every method can fail with [`StoreError::Unavailable`], [`StoreError::Damaged`] and [`StoreError::Internal`], those that
/// write also with [`StoreError::Full`]; what else each can fail with stands at the method.
#[async_trait]
pub trait Store: Send + Sync + Debug + 'static {
    /// Puts documents with what was read from them; all of them or, with an error, none. When it returns, they are durable:
    /// neither a killed process nor a lost power supply takes them away. Calls that come together share the cost of that.
    ///
    /// A document whose id and content are known changes nothing ([`PutMode::KeepSame`]); other content under a known id
    /// replaces what was told before. Where an id comes twice in one call, the later one counts for both.
    ///
    /// Answers in the order of the documents. The event ids are those right after the put.
    async fn put(
        &self,
        documents: Vec<ExtractedDocument>,
        mode: PutMode,
    ) -> Result<Vec<Put>, StoreError>;

    /// For each document, in order, whether one with this id and content is stored: then a put that keeps the same need not
    /// read it.
    async fn known(&self, documents: &[(String, ContentHash)]) -> Result<Vec<bool>, StoreError>;

    /// Takes back a document and exactly what it told; durable as with [`Store::put`].
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    async fn delete(&self, document_id: &str) -> Result<(), StoreError>;

    /// A place behind everything that this process was told is written: whatever it has put, deleted or found known. For
    /// reads that must see it ([`Consistency::AtLeast`]).
    fn written(&self) -> WritePosition;

    /// The documents with these ids, in this order, with their texts.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] names all that are unknown.
    async fn documents(&self, ids: &[String]) -> Result<Vec<v1::DocumentRecord>, StoreError>;

    /// The events with these ids, in this order. An id that an event had before it was merged with another or got an
    /// earlier source still leads to the event; the record then has its present id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] names all that are unknown.
    async fn events(&self, ids: &[String]) -> Result<Vec<v1::EventRecord>, StoreError>;

    /// The statements with these ids, in this order.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] names all that are unknown.
    async fn statements(&self, ids: &[String]) -> Result<Vec<v1::StatementRecord>, StoreError>;

    /// One document, event or statement as it goes over the wire: an encoded [`v1::DocumentRecord`], [`v1::EventRecord`] or
    /// [`v1::StatementRecord`].
    ///
    /// # Errors
    /// [`StoreError::NotFound`], also for actors, which are not asked for in this way.
    async fn encoded(&self, kind: RecordKind, id: &str) -> Result<Bytes, StoreError> {
        record::encoded(self, kind, id).await
    }

    /// The actors with these ids as documents name them, in this order, each with its counts; none for an id that no document
    /// names (the lexicon may still know it).
    async fn actors(&self, ids: &[String]) -> Result<Vec<Option<v1::ActorResult>>, StoreError>;

    /// A page of documents, without their texts, with snippets where words are asked for.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`].
    async fn search_documents(
        &self,
        query: &DocumentQuery,
    ) -> Result<Page<v1::DocumentResult>, StoreError>;

    /// A page of events, with snippets where words are asked for. Whoever follows the cursors sees, whatever others write, every
    /// event that was there at the first page and keeps one of the sources for which it was found; once, unless it loses another
    /// of them between two pages: an event stands where the first of those sources does, so it may come again at the place of
    /// the next. A document that is read anew with another outcome is another source.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`].
    async fn search_events(&self, query: &EventQuery) -> Result<Page<v1::EventResult>, StoreError>;

    /// A page of statements, with snippets where words are asked for; stable as [`Store::search_events`].
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`].
    async fn search_statements(
        &self,
        query: &StatementQuery,
    ) -> Result<Page<v1::StatementResult>, StoreError>;

    /// Numbers of events, by day and then by group.
    async fn count_events(&self, query: &CountQuery) -> Result<Vec<v1::EventCount>, StoreError>;

    /// A page of the actors that documents name, by id.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`].
    async fn list_actors(&self, query: &ActorQuery) -> Result<Page<v1::ActorResult>, StoreError>;

    /// Up to `limit` changes of events after a place, seen through a filter.
    ///
    /// # Errors
    /// [`StoreError::InvalidChangeCursor`] for a place that is not yet, [`StoreError::ChangesExpired`].
    async fn event_changes(
        &self,
        filter: &EventFilter,
        after: ChangeCursor,
        limit: usize,
    ) -> Result<Changes<v1::EventRecord>, StoreError>;

    /// Up to `limit` changes of statements after a place, seen through a filter.
    ///
    /// # Errors
    /// As [`Store::event_changes`].
    async fn statement_changes(
        &self,
        filter: &StatementFilter,
        after: ChangeCursor,
        limit: usize,
    ) -> Result<Changes<v1::StatementRecord>, StoreError>;

    /// The place after the last change.
    async fn last_change(&self) -> Result<ChangeCursor, StoreError>;

    /// Wakes those who watch: holds the place after the last change that this process knows of.
    fn revisions(&self) -> watch::Receiver<ChangeCursor>;

    /// How the store is, from now on; for the health service.
    fn health(&self) -> watch::Receiver<Health>;

    /// Looks whether the store answers and can be written, and updates [`Store::health`].
    async fn probe(&self) -> Health;

    /// What the store is.
    fn meta(&self) -> &Meta;

    /// How much it holds.
    async fn totals(&self) -> Result<Totals, StoreError>;

    /// Up to `limit` documents with their texts in an order of the store's own, for reading all of them again: put each with
    /// [`PutMode::Reread`].
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`].
    async fn scan_documents(
        &self,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<v1::DocumentRecord>, StoreError>;

    /// Up to `limit` documents with all that the store knows of them, in an order of its own, for another store; begins anew
    /// without a cursor.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`].
    async fn copy_out(
        &self,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<CopiedDocument>, StoreError>;

    /// Puts documents of another store, as [`Store::put`] does; what is there with the same content is kept as it is.
    async fn copy_in(&self, documents: Vec<CopiedDocument>) -> Result<Vec<Put>, StoreError>;

    /// Builds the text index anew from the documents, while others read. For an index that is damaged or was made by an older
    /// version. Calls `progress` with the number of documents done.
    async fn rebuild_text_index(
        &self,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), StoreError>;

    /// Looks through the whole store and says what is wrong; empty: nothing. Slow: reads everything.
    async fn verify(&self) -> Result<Vec<String>, StoreError>;

    /// Ends writing in an orderly way: what is under way is finished, what comes later is [`StoreError::Unavailable`].
    async fn close(&self);
}

/// What a store is.
#[derive(Clone, Debug)]
pub struct Meta {
    /// Its own id, made when it was created.
    pub store_id: String,
    /// Version of its schema.
    pub schema_version: u32,
    /// Makes and reads the tokens of its cursors.
    pub tokens: Tokens,
}

/// How a store is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// It answers, and takes what is put.
    #[default]
    Ready,
    /// It cannot do what it is for.
    Failing(StoreError),
}

/// How much a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents.
    pub documents: u64,
    /// Events.
    pub events: u64,
    /// Statements.
    pub statements: u64,
    /// Actors.
    pub actors: u64,
}
