//! A store that is used, step by step, beside the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest_state_machine::StateMachineTest;
use tokio::runtime::Runtime;
use tradewire::proto::v1::{self, EventStatus};
use tradewire::store::{PutMode, PutOutcome, Store, StoreError};

use super::followers::{Turning, Watcher};
use super::naive::{ACTS, Content, Model, Told, extracted};
use super::steps::Step;

/// Where stores come from.
pub(super) trait Place: std::fmt::Debug {
    /// A new place with an empty store.
    fn new() -> Self;
    /// Opens the store of this place, which nobody else has open.
    fn open(&self) -> impl Future<Output = Arc<dyn Store>> + Send;
}

/// A store, and those who use it.
#[derive(Debug)]
pub(super) struct Used<P> {
    pub(super) place: P,
    pub(super) runtime: Runtime,
    pub(super) store: Arc<dyn Store>,
    pub(super) before: Model,
    pub(super) watchers: Vec<Watcher>,
    pub(super) turning: Option<Turning>,
}

/// The act of a stored event, and whether it is in force.
pub(super) fn act(record: &v1::EventRecord) -> (usize, bool) {
    let event = record.event.as_ref().unwrap();
    let targets = event
        .participants
        .iter()
        .filter(|p| p.role() == v1::Role::Target);
    let targets: Vec<&str> = targets.map(|p| p.actor_id.as_str()).collect();
    let goods: Vec<&str> = event
        .goods
        .iter()
        .filter_map(|goods| goods.name.as_deref())
        .collect();
    let act = ACTS
        .iter()
        .position(|(on, what)| targets == [*on] && goods == [*what]);
    (
        act.unwrap_or_else(|| panic!("acts were mixed: {record:?}")),
        event.status() == EventStatus::Effective,
    )
}

impl<P: Place> StateMachineTest for Used<P> {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(_: &Model) -> Self {
        let place = P::new();
        let runtime = Runtime::new().unwrap();
        let store = runtime.block_on(place.open());
        Self {
            place,
            runtime,
            store,
            before: Model::default(),
            watchers: Vec::new(),
            turning: None,
        }
    }

    fn apply(mut used: Self, model: &Model, step: Step) -> Self {
        let handle = used.runtime.handle().clone();
        handle.block_on(used.take(model, step));
        used.before = model.clone();
        if let Some(turning) = &mut used.turning {
            turning.note(model);
        }
        used
    }

    fn teardown(used: Self, _: Model) {
        used.runtime.block_on(async {
            assert_eq!(used.store.verify().await.unwrap(), Vec::<String>::new());
            used.store.close().await;
        });
    }
}

impl<P: Place> Used<P> {
    pub(super) async fn take(&mut self, model: &Model, step: Step) {
        match step {
            Step::Put(documents) => self.put(documents).await,
            Step::ReadAgain(id, content, told) => {
                let put = self
                    .store
                    .put(vec![extracted(id, &content, &told)], PutMode::Reread)
                    .await;
                let expected = match self.before.documents.get(&id) {
                    Some((known, reading)) if *known == content && *reading == told => {
                        PutOutcome::Unchanged
                    }
                    Some((known, _)) if *known == content => PutOutcome::Replaced,
                    _ => PutOutcome::Superseded,
                };
                assert_eq!(put.unwrap()[0].outcome, expected);
            }
            Step::Delete(id) => {
                let deleted = self.store.delete(&format!("d{id}")).await;
                match self.before.documents.contains_key(&id) {
                    true => deleted.unwrap(),
                    false => assert!(matches!(deleted, Err(StoreError::NotFound { .. }))),
                }
            }
            Step::Search(filter, order, limit) => self.search(model, &filter, order, limit).await,
            Step::SearchDocuments(publisher, word, limit) => {
                self.search_documents(model, publisher, word, limit).await
            }
            Step::SearchStatements(limit) => self.search_statements(model, limit).await,
            Step::Count(filter) => self.count(model, &filter).await,
            Step::Watch(filter, beginning) => self.watch(filter, beginning).await,
            Step::Follow(watch, limit) => {
                if !self.watchers.is_empty() {
                    let at = watch.index(self.watchers.len());
                    let store = self.store.clone();
                    self.watchers[at].follow(store.as_ref(), model, limit).await;
                }
            }
            Step::Turn(filter, order, limit) => {
                self.turning = Some(Turning::begin(model, filter, order, limit));
                self.turn(model).await;
            }
            Step::NextPage => self.turn(model).await,
            Step::Reopen => {
                self.store.close().await;
                self.store = self.place.open().await;
            }
        }
    }

    pub(super) async fn put(&self, documents: Vec<(usize, Content, Told)>) {
        let mut known: BTreeMap<usize, Content> = self
            .before
            .documents
            .iter()
            .map(|(&id, (content, _))| (id, content.clone()))
            .collect();
        let expected: Vec<PutOutcome> = documents
            .iter()
            .map(
                |(id, content, _)| match known.insert(*id, content.clone()) {
                    None => PutOutcome::Added,
                    Some(same) if same == *content => PutOutcome::Unchanged,
                    Some(_) => PutOutcome::Replaced,
                },
            )
            .collect();
        let put = documents
            .iter()
            .map(|(id, content, told)| extracted(*id, content, told));
        let put = self
            .store
            .put(put.collect(), PutMode::KeepSame)
            .await
            .unwrap();
        assert_eq!(
            put.iter().map(|put| put.outcome).collect::<Vec<_>>(),
            expected
        );
        for (put, (id, ..)) in put.iter().zip(&documents) {
            assert_eq!(put.document_id, format!("d{id}"));
            assert_eq!(
                self.store.events(&put.event_ids).await.unwrap().len(),
                put.event_ids.len()
            );
        }
    }
}
