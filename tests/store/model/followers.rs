//! Those who follow the changes of a store, or turn the pages of a search, while others write.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use tradewire::store::{Change, ChangeCursor, EventQuery, Order, Store};

use super::naive::{Content, Filter, Model, Told};
use super::used::{Place, Used, act};

/// Somebody who follows the changes.
#[derive(Debug)]
pub(super) struct Watcher {
    pub(super) filter: Filter,
    pub(super) after: ChangeCursor,
    /// Act, status and version by id.
    pub(super) known: BTreeMap<String, (usize, bool, u64)>,
}

/// Somebody who turns pages.
#[derive(Debug)]
pub(super) struct Turning {
    pub(super) filter: Filter,
    pub(super) query: EventQuery,
    /// What was there at the first page and has stayed.
    stayed: BTreeMap<usize, Stay>,
    seen: BTreeSet<usize>,
}

/// What has stayed of an event since the first page.
#[derive(Debug)]
struct Stay {
    /// Which of the sources for which it was found; never none.
    sources: BTreeMap<usize, (Content, Told)>,
    /// Whether it has lost any of them: then it may stand at a second place, and come twice.
    whole: bool,
}

impl Turning {
    pub(super) fn begin(model: &Model, filter: Filter, order: Order, limit: usize) -> Self {
        let query = EventQuery {
            filter: filter.asked(),
            order,
            limit,
            cursor: None,
        };
        let there = model.matching(&filter).into_iter();
        let stayed = there.map(|(act, event)| {
            let counted = event
                .sources
                .iter()
                .filter(|(_, source)| filter.counts(source));
            let stay = Stay {
                sources: counted
                    .map(|(id, _)| (*id, model.documents[id].clone()))
                    .collect(),
                whole: true,
            };
            (act, stay)
        });
        Self {
            stayed: stayed.collect(),
            seen: BTreeSet::new(),
            filter,
            query,
        }
    }

    /// Notes what has stayed, after a step.
    pub(super) fn note(&mut self, model: &Model) {
        let there = model.matching(&self.filter);
        self.stayed.retain(|act, stay| {
            let now = there.get(act).map(|event| &event.sources);
            let had = stay.sources.len();
            // A document that tells of it still, but was read anew, has told it anew.
            stay.sources.retain(|id, source| {
                now.is_some_and(|now| now.contains_key(id))
                    && model.documents.get(id) == Some(source)
            });
            stay.whole &= stay.sources.len() == had;
            !stay.sources.is_empty()
        });
    }
}

impl<P: Place> Used<P> {
    pub(super) async fn watch(&mut self, filter: Filter, beginning: bool) {
        let mut watcher = Watcher {
            filter,
            after: ChangeCursor { revision: 0 },
            known: BTreeMap::new(),
        };
        if !beginning {
            watcher.after = self.store.last_change().await.unwrap();
            let query = EventQuery {
                filter: watcher.filter.asked(),
                order: Order::NewestFirst,
                limit: 100,
                cursor: None,
            };
            let page = self.store.search_events(&query).await.unwrap();
            assert_eq!(page.next, None);
            for record in page.items.into_iter().filter_map(|result| result.event) {
                let (act, effective) = act(&record);
                watcher
                    .known
                    .insert(record.id, (act, effective, record.version));
            }
        }
        self.watchers.push(watcher);
    }

    /// Turns a page, if somebody is about to.
    pub(super) async fn turn(&mut self, model: &Model) {
        let Some(turning) = &mut self.turning else {
            return;
        };
        let page = self.store.search_events(&turning.query).await.unwrap();
        let there = model.matching(&turning.filter);
        for record in page.items.into_iter().filter_map(|result| result.event) {
            let (act, effective) = act(&record);
            assert_eq!(
                there.get(&act).map(|event| event.effective),
                Some(effective),
                "{record:?}"
            );
            let again = !turning.seen.insert(act);
            let whole = turning.stayed.get(&act).is_some_and(|stay| stay.whole);
            assert!(!(again && whole), "{act} comes twice");
        }
        turning.query.cursor = page.next;
        if turning.query.cursor.is_none() {
            let stayed = turning.stayed.keys();
            let missed: Vec<_> = stayed.filter(|act| !turning.seen.contains(act)).collect();
            assert!(
                missed.is_empty(),
                "{missed:?} of {:?} were passed over",
                turning.filter
            );
            self.turning = None;
        }
    }
}

/// How long a change may take to be told.
const PATIENCE: Duration = Duration::from_secs(20);

impl Watcher {
    /// Takes what has changed, until it knows what the model knows. Over PostgreSQL that may take a moment: whatever transaction is open
    /// on the same database server, that of another test or of its housekeeping, holds watches up until it ends.
    pub(super) async fn follow(&mut self, store: &dyn Store, model: &Model, limit: usize) {
        let expected: BTreeMap<usize, bool> = model
            .matching(&self.filter)
            .into_iter()
            .map(|(act, event)| (act, event.effective))
            .collect();
        let late = Instant::now() + PATIENCE;
        loop {
            self.take(store, limit).await;
            let known: BTreeMap<usize, bool> = self
                .known
                .values()
                .map(|&(act, effective, _)| (act, effective))
                .collect();
            if known == expected || Instant::now() > late {
                assert_eq!(known, expected, "{:?}", self.filter);
                assert_eq!(known.len(), self.known.len(), "each once");
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Takes what has changed, as far as the store tells it now.
    async fn take(&mut self, store: &dyn Store, limit: usize) {
        loop {
            let changes = store
                .event_changes(&self.filter.asked(), self.after, limit)
                .await
                .unwrap();
            for placed in changes.changes {
                assert!(placed.cursor > self.after);
                self.after = placed.cursor;
                let (id, version, now) = match &placed.change {
                    Change::Added(record) | Change::Changed(record) => {
                        (&record.id, record.version, Some(act(record)))
                    }
                    Change::Removed { id, version } => (id, *version, None),
                };
                let was = match now {
                    Some((act, effective)) => {
                        self.known.insert(id.clone(), (act, effective, version))
                    }
                    None => self.known.remove(id),
                };
                assert_eq!(
                    was.is_none(),
                    matches!(placed.change, Change::Added(_)),
                    "{placed:?}"
                );
                assert!(
                    was.is_none_or(|(.., before)| before < version),
                    "{placed:?}"
                );
            }
            assert!(changes.cursor >= self.after);
            self.after = changes.cursor;
            if changes.caught_up {
                break;
            }
        }
    }
}
