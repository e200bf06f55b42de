//! What is done to a store, and what the model makes of it.

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use proptest_state_machine::ReferenceStateMachine;
use tradewire::store::Order;

use super::naive::{ACTS, Content, DOCUMENTS, Filter, Model, PUBLISHERS, Told, WORDS};

#[derive(Clone, Debug)]
pub(super) enum Step {
    Put(Vec<(usize, Content, Told)>),
    ReadAgain(usize, Content, Told),
    Delete(usize),
    Search(Filter, Order, usize),
    SearchDocuments(Option<usize>, Option<usize>, usize),
    SearchStatements(usize),
    Count(Filter),
    /// Watch from now on, or from the beginning.
    Watch(Filter, bool),
    /// Look at all that a watch has to tell.
    Follow(Index, usize),
    /// Begin to turn pages.
    Turn(Filter, Order, usize),
    NextPage,
    Reopen,
}

pub(super) fn content() -> impl Strategy<Value = Content> {
    (1..9_u8, 0..PUBLISHERS.len(), 0..WORDS.len()).prop_map(|(day, publisher, word)| Content {
        day,
        publisher,
        word,
    })
}

pub(super) fn told() -> impl Strategy<Value = Told> {
    let acts = subsequence((0..ACTS.len()).collect::<Vec<_>>(), 0..=2);
    (acts, any::<(bool, bool)>(), any::<bool>()).prop_map(|(acts, (one, other), said)| Told {
        acts: acts.into_iter().zip([one, other]).collect(),
        said,
    })
}

/// Filters by what an event says, and by what its sources say.
pub(super) fn filter() -> impl Strategy<Value = Filter> {
    prop_oneof![
        4 => lasting(),
        1 => (1..9_u8, 0..4_u8).prop_map(|(first, more)| Filter::Reported(first, first + more)),
        1 => (0..WORDS.len()).prop_map(Filter::Word),
    ]
}

/// Filters by what an event itself says: watches look at sources as they are now, not as they were.
pub(super) fn lasting() -> impl Strategy<Value = Filter> {
    prop_oneof![
        Just(Filter::All),
        Just(Filter::Target("BR")),
        Just(Filter::Target("CN")),
        Just(Filter::Goods("steel")),
        Just(Filter::Effective),
    ]
}

pub(super) fn order() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::NewestFirst), Just(Order::OldestFirst)]
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self::default()).boxed()
    }

    fn transitions(model: &Self) -> BoxedStrategy<Step> {
        let put = prop::collection::vec((0..DOCUMENTS, content(), told()), 1..4);
        // Of what is stored as it is, mostly.
        let stored: Vec<(usize, Content)> = model
            .documents
            .iter()
            .map(|(&id, (content, _))| (id, content.clone()))
            .collect();
        let again = (any::<Index>(), content(), told(), 0..4_u8).prop_map(
            move |(index, other, told, kind)| match stored.is_empty() {
                true => Step::ReadAgain(0, other, told),
                false => {
                    let (id, same) = stored[index.index(stored.len())].clone();
                    Step::ReadAgain(id, if kind == 0 { other } else { same }, told)
                }
            },
        );
        prop_oneof![
            6 => put.prop_map(Step::Put),
            2 => again,
            3 => (0..DOCUMENTS).prop_map(Step::Delete),
            3 => (filter(), order(), 1..4_usize).prop_map(|(filter, order, limit)| Step::Search(filter, order, limit)),
            1 => (prop::option::of(0..PUBLISHERS.len()), prop::option::of(0..WORDS.len()), 1..4_usize)
                .prop_map(|(publisher, word, limit)| Step::SearchDocuments(publisher, word, limit)),
            1 => (1..4_usize).prop_map(Step::SearchStatements),
            2 => filter().prop_map(Step::Count),
            1 => (lasting(), any::<bool>()).prop_map(|(filter, begin)| Step::Watch(filter, begin)),
            3 => (any::<Index>(), 1..5_usize).prop_map(|(watch, limit)| Step::Follow(watch, limit)),
            1 => (filter(), order(), 1..3_usize).prop_map(|(filter, order, limit)| Step::Turn(filter, order, limit)),
            3 => Just(Step::NextPage),
            1 => Just(Step::Reopen),
        ]
        .boxed()
    }

    fn apply(mut model: Self, step: &Step) -> Self {
        match step {
            Step::Put(documents) => {
                // Each is put after those before it; the same content changes nothing.
                for (id, content, told) in documents {
                    let same = model
                        .documents
                        .get(id)
                        .is_some_and(|(known, _)| known == content);
                    if !same {
                        model.documents.insert(*id, (content.clone(), told.clone()));
                    }
                }
            }
            Step::ReadAgain(id, content, told) => {
                if let Some((known, reading)) = model.documents.get_mut(id)
                    && known == content
                {
                    *reading = told.clone();
                }
            }
            Step::Delete(id) => {
                model.documents.remove(id);
            }
            _ => {}
        }
        model
    }
}
