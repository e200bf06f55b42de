//! The model: what documents say, and what follows for each question, by looking at all of it.

use std::collections::BTreeMap;

use tradewire::proto::v1::{self, EventStatus, SpeechAct};
use tradewire::store::{ActorTerm, Days, EventFilter, ExtractedDocument, Order, TextQuery};

use crate::fixtures::{Tariff, article, statement, tariff};

/// Acts: whom a tariff hits, and on which goods.
pub(super) const ACTS: [(&str, &str); 5] = [
    ("BR", "steel"),
    ("BR", "wine"),
    ("CN", "steel"),
    ("CN", "coffee"),
    ("FR", "wine"),
];
pub(super) const DOCUMENTS: usize = 7;
pub(super) const WORDS: [&str; 3] = ["harbour", "orchard", "foundry"];
pub(super) const PUBLISHERS: [&str; 2] = ["The Ledger", "Daily Post"];

/// What a document says of itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Content {
    pub(super) day: u8,
    pub(super) publisher: usize,
    pub(super) word: usize,
}

/// What was read from a document: acts, each with whether it is in force; whether somebody speaks of the first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) acts: Vec<(usize, bool)>,
    pub(super) said: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) documents: BTreeMap<usize, (Content, Told)>,
}

/// An event, as the model knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Event {
    pub(super) effective: bool,
    /// What they say of themselves, by document.
    pub(super) sources: BTreeMap<usize, Content>,
}

#[derive(Clone, Debug)]
pub(super) enum Filter {
    All,
    Target(&'static str),
    Goods(&'static str),
    Effective,
    Reported(u8, u8),
    Word(usize),
}

impl Model {
    pub(super) fn events(&self) -> BTreeMap<usize, Event> {
        let mut events: BTreeMap<usize, Event> = BTreeMap::new();
        // By act and day: how many say that it is in force, and how many that it is announced.
        let mut votes: BTreeMap<(usize, u8), [usize; 2]> = BTreeMap::new();
        for (&id, (content, told)) in &self.documents {
            for &(act, effective) in &told.acts {
                let event = events.entry(act).or_default();
                event.sources.insert(id, content.clone());
                votes.entry((act, content.day)).or_default()[usize::from(effective)] += 1;
            }
        }
        for (&act, event) in &mut events {
            let mut days = votes.iter().filter(|((of, _), _)| *of == act);
            event.effective =
                days.any(|(_, [announced, effective])| *effective > 0 && effective >= announced);
        }
        events
    }

    pub(super) fn matching(&self, filter: &Filter) -> BTreeMap<usize, Event> {
        let mut events = self.events();
        events.retain(|&act, event| filter.holds(act, event));
        events
    }
}

impl Filter {
    pub(super) fn holds(&self, act: usize, event: &Event) -> bool {
        match self {
            Self::All => true,
            Self::Target(id) => ACTS[act].0 == *id,
            Self::Goods(name) => ACTS[act].1 == *name,
            Self::Effective => event.effective,
            Self::Reported(..) | Self::Word(_) => {
                event.sources.values().any(|source| self.counts(source))
            }
        }
    }

    /// Whether a source is one of those that are asked for.
    pub(super) fn counts(&self, source: &Content) -> bool {
        match self {
            Self::Reported(first, last) => (first..=last).contains(&&source.day),
            Self::Word(word) => source.word == *word,
            _ => true,
        }
    }

    /// The day by which an event is sorted: that of the first of those sources, in the order of the search.
    pub(super) fn day(&self, event: &Event, order: Order) -> u8 {
        let sources = event.sources.values().filter(|source| self.counts(source));
        let days = sources.map(|source| source.day);
        match order {
            Order::OldestFirst => days.min(),
            _ => days.max(),
        }
        .unwrap_or(0)
    }

    pub(super) fn asked(&self) -> EventFilter {
        let any = EventFilter::default();
        match self {
            Self::All => any,
            Self::Target(id) => EventFilter {
                actors: vec![ActorTerm {
                    any_of: vec![(*id).into()],
                    roles: vec![v1::Role::Target],
                }],
                ..any
            },
            Self::Goods(name) => EventFilter {
                goods: vec![(*name).into()],
                ..any
            },
            Self::Effective => EventFilter {
                statuses: vec![EventStatus::Effective],
                ..any
            },
            Self::Reported(first, last) => EventFilter {
                reported: Days {
                    first: Some(iso(*first).parse().unwrap()),
                    last: Some(iso(*last).parse().unwrap()),
                },
                ..any
            },
            Self::Word(word) => EventFilter {
                text: Some(TextQuery::parse(WORDS[*word]).unwrap()),
                ..any
            },
        }
    }
}

pub(super) fn iso(day: u8) -> String {
    format!("2025-03-{day:02}")
}

pub(super) fn extracted(id: usize, content: &Content, told: &Told) -> ExtractedDocument {
    let text = format!("What the {} says of trade.", WORDS[content.word]);
    let mut document = article(&format!("d{id}"), &iso(content.day), &text);
    document.document.publisher = Some(PUBLISHERS[content.publisher].into());
    for &(act, effective) in &told.acts {
        let (on, goods) = ACTS[act];
        let status = if effective {
            EventStatus::Effective
        } else {
            EventStatus::Announced
        };
        tariff(
            &mut document,
            &Tariff {
                on,
                goods: vec![goods],
                status,
                ..Tariff::default()
            },
        );
    }
    if told.said {
        let about: &[&str] = if told.acts.is_empty() { &[] } else { &["e1"] };
        statement(
            &mut document,
            "ann-lee",
            SpeechAct::Warn,
            "This will cost jobs",
            about,
        );
    }
    document
}
