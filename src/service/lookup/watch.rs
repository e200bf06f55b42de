//! Streams of what is new or changed.
//!
//! A watch reads the sequence of changes from its place on, some at a time, and only as fast as its caller takes them: nothing
//! is kept for a slow reader but its place. Each answer carries the place behind it, sealed as a resume token.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, Stream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tonic::{Status, async_trait};

use super::{filter, paging};
use crate::error::{Error, Problem};
use crate::lexicon::Lexicon;
use crate::proto::v1::{
    ChangeKind, EventRecord, StatementRecord, WatchEventsRequest, WatchEventsResponse,
    WatchStatementsRequest, WatchStatementsResponse,
};
use crate::service::checks::Checks;
use crate::service::request_id::RequestId;
use crate::store::{
    Change, ChangeCursor, Changes, EventFilter, StatementFilter, Store, StoreError,
};

/// Changes that are read at one time.
const BATCH: usize = 64;

/// Changes that may pass without concerning the watch before it moves its caller's resume token on.
const ANNOUNCE_AFTER: u64 = 1000;

/// How often a watch looks for changes of which nobody tells it: those that other processes make.
const POLL_INTERVAL: Duration = Duration::from_secs(5);

/// What can be watched: a filter.
#[async_trait]
pub trait Watched: Send + Sync + 'static {
    /// What it lets through.
    type Record: Send;
    /// What the caller gets.
    type Answer: Send + 'static;

    /// The changes after a place.
    async fn changes(
        &self,
        store: &dyn Store,
        after: ChangeCursor,
    ) -> Result<Changes<Self::Record>, StoreError>;

    /// The record of which only this is left.
    fn removed(id: String, version: u64) -> Self::Record;

    /// The answer about a record, or one that only moves the resume token on.
    fn answer(kind: ChangeKind, record: Option<Self::Record>, resume_token: String)
    -> Self::Answer;
}

/// A watch that has been asked for.
pub struct Watch<F: Watched> {
    store: Arc<dyn Store>,
    revisions: watch::Receiver<ChangeCursor>,
    filter: F,
    /// What its resume tokens are bound to.
    binding: Vec<u8>,
    /// The place up to which changes were read.
    after: ChangeCursor,
    /// The last place that the caller was told; none: not yet any.
    told: Option<ChangeCursor>,
    /// Read, but not yet taken.
    ready: VecDeque<F::Answer>,
    /// Whether there was nothing more to read.
    caught_up: bool,
}

pub async fn events(
    store: &Arc<dyn Store>,
    lexicon: &Lexicon,
    request: WatchEventsRequest,
) -> Result<Watch<EventFilter>, Error> {
    let token = request.resume_token;
    let request = WatchEventsRequest {
        resume_token: String::new(),
        ..request
    };
    let binding = paging::binding("WatchEvents", &request);
    let mut checks = Checks::default();
    let filter = filter::events(&mut checks, lexicon, request.filter);
    Watch::new(store, checks, filter, binding, &token).await
}

pub async fn statements(
    store: &Arc<dyn Store>,
    request: WatchStatementsRequest,
) -> Result<Watch<StatementFilter>, Error> {
    let token = request.resume_token;
    let request = WatchStatementsRequest {
        resume_token: String::new(),
        ..request
    };
    let binding = paging::binding("WatchStatements", &request);
    let mut checks = Checks::default();
    let filter = filter::statements(&mut checks, request.filter);
    Watch::new(store, checks, filter, binding, &token).await
}

// === impl Watch ===

impl<F: Watched> Watch<F> {
    async fn new(
        store: &Arc<dyn Store>,
        mut checks: Checks,
        filter: F,
        binding: Vec<u8>,
        token: &str,
    ) -> Result<Self, Error> {
        let place = if token.is_empty() {
            Ok(None)
        } else {
            let place = store.meta().tokens.open_resume(&binding, token);
            place.map(Some).ok_or(Problem::ResumeToken)
        };
        let place = checks.take("resume_token", place);
        let filter = checks.pass(filter)?;
        let revisions = store.revisions();
        let mut watch = Self {
            store: Arc::clone(store),
            revisions,
            filter,
            binding,
            after: match place {
                Some(place) => place,
                None => store.last_change().await?,
            },
            told: None,
            ready: VecDeque::new(),
            caught_up: false,
        };
        if place.is_some() {
            // A place that is no longer kept, or not yet, is refused at once and not in the stream.
            watch.announce();
            watch.read().await?;
        }
        Ok(watch)
    }

    /// The answers, until the server stops or the store fails.
    pub fn answers(
        self,
        stopping: CancellationToken,
        id: RequestId,
    ) -> impl Stream<Item = Result<F::Answer, Status>> + Send {
        stream::unfold(Some(self), move |watch| {
            let (stopping, id) = (stopping.clone(), id.clone());
            async move {
                let mut watch = watch?;
                let answer = tokio::select! {
                    biased;
                    () = stopping.cancelled() => Err(Error::ShuttingDown),
                    answer = watch.next() => answer,
                };
                Some(match answer {
                    Ok(answer) => (Ok(answer), Some(watch)),
                    Err(error) => (Err(error.status(id.as_str())), None),
                })
            }
        })
    }

    async fn next(&mut self) -> Result<F::Answer, Error> {
        loop {
            if let Some(answer) = self.ready.pop_front() {
                return Ok(answer);
            }
            let passed = |told: ChangeCursor| self.after.revision.saturating_sub(told.revision);
            if self.told.is_none_or(|told| passed(told) >= ANNOUNCE_AFTER) {
                self.announce();
                continue;
            }
            if self.caught_up {
                self.wait().await?;
            }
            self.read().await?;
        }
    }

    /// Waits until there may be more to read.
    async fn wait(&mut self) -> Result<(), StoreError> {
        let after = self.after;
        let more = self.revisions.wait_for(|last| *last > after);
        match timeout(POLL_INTERVAL, more).await {
            Ok(Ok(_)) | Err(_) => Ok(()),
            Ok(Err(_)) => Err(StoreError::Unavailable {
                cause: "the store is closed".to_owned(),
            }),
        }
    }

    /// Reads some changes.
    async fn read(&mut self) -> Result<(), StoreError> {
        let changes = self.filter.changes(self.store.as_ref(), self.after).await?;
        for placed in changes.changes {
            let (kind, record) = match placed.change {
                Change::Added(record) => (ChangeKind::Added, record),
                Change::Changed(record) => (ChangeKind::Changed, record),
                Change::Removed { id, version } => (ChangeKind::Removed, F::removed(id, version)),
            };
            let token = self.token(placed.cursor);
            self.ready.push_back(F::answer(kind, Some(record), token));
            self.told = Some(placed.cursor);
        }
        self.after = changes.cursor;
        self.caught_up = changes.caught_up;
        Ok(())
    }

    /// Moves the caller's resume token on.
    fn announce(&mut self) {
        let token = self.token(self.after);
        self.ready
            .push_back(F::answer(ChangeKind::Unspecified, None, token));
        self.told = Some(self.after);
    }

    fn token(&self, place: ChangeCursor) -> String {
        self.store.meta().tokens.resume(&self.binding, place)
    }
}

// === impl Watched ===

#[async_trait]
impl Watched for EventFilter {
    type Record = EventRecord;
    type Answer = WatchEventsResponse;

    async fn changes(
        &self,
        store: &dyn Store,
        after: ChangeCursor,
    ) -> Result<Changes<EventRecord>, StoreError> {
        store.event_changes(self, after, BATCH).await
    }

    fn removed(id: String, version: u64) -> EventRecord {
        EventRecord {
            id,
            version,
            ..EventRecord::default()
        }
    }

    fn answer(
        kind: ChangeKind,
        event: Option<EventRecord>,
        resume_token: String,
    ) -> WatchEventsResponse {
        WatchEventsResponse {
            kind: kind.into(),
            event,
            resume_token,
        }
    }
}

#[async_trait]
impl Watched for StatementFilter {
    type Record = StatementRecord;
    type Answer = WatchStatementsResponse;

    async fn changes(
        &self,
        store: &dyn Store,
        after: ChangeCursor,
    ) -> Result<Changes<StatementRecord>, StoreError> {
        store.statement_changes(self, after, BATCH).await
    }

    fn removed(id: String, version: u64) -> StatementRecord {
        StatementRecord {
            id,
            version,
            ..StatementRecord::default()
        }
    }

    fn answer(
        kind: ChangeKind,
        statement: Option<StatementRecord>,
        resume_token: String,
    ) -> WatchStatementsResponse {
        WatchStatementsResponse {
            kind: kind.into(),
            statement,
            resume_token,
        }
    }
}
