//! Searching, listing and counting, against looking at everything.

use std::collections::BTreeSet;
use std::sync::Arc;

use tradewire::proto::v1::{self, EventDateKind, EventStatus, EventType, Role};
use tradewire::store::{
    ActorTerm, DateTerm, Days, DocumentFilter, DocumentQuery, EventFilter, EventQuery, Order,
    PutMode, RateRange, StatementFilter, StatementQuery, Store, StoreError, TextQuery,
};

use crate::fixtures::corpus;
use crate::merging::all_events;

pub fn days(first: &str, last: &str) -> Days {
    Days {
        first: (!first.is_empty()).then(|| first.parse().unwrap()),
        last: (!last.is_empty()).then(|| last.parse().unwrap()),
    }
}

pub fn actor(id: &str, role: Option<Role>) -> ActorTerm {
    ActorTerm {
        any_of: vec![id.into()],
        roles: role.into_iter().collect(),
    }
}

pub fn filters() -> Vec<EventFilter> {
    let any = EventFilter::default;
    vec![
        any(),
        EventFilter {
            types: vec![EventType::Tariff, EventType::Sanction],
            ..any()
        },
        EventFilter {
            types: vec![EventType::Sanction],
            ..any()
        },
        EventFilter {
            statuses: vec![EventStatus::Effective, EventStatus::Ended],
            ..any()
        },
        EventFilter {
            actors: vec![actor("CN", Some(Role::Target))],
            ..any()
        },
        EventFilter {
            actors: vec![actor("CN", Some(Role::Implementer))],
            ..any()
        },
        EventFilter {
            actors: vec![
                actor("US", None),
                ActorTerm {
                    any_of: vec!["BR".into(), "FR".into()],
                    roles: vec![],
                },
            ],
            ..any()
        },
        EventFilter {
            goods: vec!["Steel".into(), "wine".into()],
            ..any()
        },
        EventFilter {
            hs_prefixes: vec!["720".into(), "22".into()],
            ..any()
        },
        EventFilter {
            rate: Some(RateRange {
                min: Some(20.0),
                max: None,
            }),
            ..any()
        },
        EventFilter {
            reported: days("2025-02-01", "2025-03-15"),
            ..any()
        },
        EventFilter {
            reported: days("", "2025-02-10"),
            actors: vec![actor("BR", None)],
            ..any()
        },
        EventFilter {
            date: Some(DateTerm {
                kind: EventDateKind::Announced,
                days: days("2025-04-01", ""),
            }),
            ..any()
        },
    ]
}

/// All pages of a search, and how many there were.
pub async fn pages(
    store: &dyn Store,
    filter: &EventFilter,
    order: Order,
    limit: usize,
) -> Vec<v1::EventResult> {
    let mut query = EventQuery {
        filter: filter.clone(),
        order,
        limit,
        cursor: None,
    };
    let mut all = Vec::new();
    loop {
        let page = store.search_events(&query).await.unwrap();
        assert!(page.items.len() <= limit);
        all.extend(page.items);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return all;
        }
    }
}

fn ids(results: &[v1::EventResult]) -> Vec<String> {
    results
        .iter()
        .filter_map(|result| Some(result.event.as_ref()?.id.clone()))
        .collect()
}

pub fn in_range(filter: &EventFilter, record: &v1::EventRecord) -> Vec<Option<String>> {
    let all = record.sources.iter().map(|source| source.day.clone());
    all.filter(|day| {
        filter
            .reported
            .contains(day.as_ref().map(|day| day.parse().unwrap()))
    })
    .collect()
}

pub async fn every_filter_finds_what_looking_at_all_finds(store: Arc<dyn Store>) {
    store.put(corpus(120), PutMode::KeepSame).await.unwrap();
    let all = all_events(store.as_ref()).await;
    let mut found_some = 0;
    for filter in filters() {
        let expected: BTreeSet<&String> = all
            .iter()
            .filter(|(_, record)| {
                filter.matches(record.event.as_ref().unwrap())
                    && !in_range(&filter, record).is_empty()
            })
            .map(|(id, _)| id)
            .collect();
        for order in [Order::NewestFirst, Order::OldestFirst] {
            let found = pages(store.as_ref(), &filter, order, 10).await;
            let found_ids = ids(&found);
            assert_eq!(
                found_ids.iter().collect::<BTreeSet<_>>(),
                expected,
                "{filter:?}"
            );
            assert_eq!(found_ids.len(), expected.len(), "each once: {filter:?}");
            let days: Vec<Option<String>> = found
                .iter()
                .map(|result| {
                    let days = in_range(&filter, result.event.as_ref().unwrap());
                    let (first, last) = (days.iter().min().cloned(), days.iter().max().cloned());
                    if order == Order::NewestFirst {
                        last.unwrap()
                    } else {
                        first.unwrap()
                    }
                })
                .collect();
            let sorted = days.is_sorted_by(|a, b| {
                if order == Order::NewestFirst {
                    a >= b
                } else {
                    a <= b
                }
            });
            assert!(sorted, "{order:?} {days:?}");
        }
        found_some += usize::from(!expected.is_empty());
    }
    assert!(found_some >= 10, "the filters find something");
}

pub async fn pages_of_every_size_hold_everything_once(store: Arc<dyn Store>) {
    store.put(corpus(60), PutMode::KeepSame).await.unwrap();
    let text = Some(TextQuery::parse("steel").unwrap());
    let searches = [
        (EventFilter::default(), Order::NewestFirst),
        (
            EventFilter {
                actors: vec![ActorTerm {
                    any_of: vec!["BR".into(), "CN".into()],
                    roles: vec![],
                }],
                ..EventFilter::default()
            },
            Order::OldestFirst,
        ),
        (
            EventFilter {
                text: text.clone(),
                ..EventFilter::default()
            },
            Order::Relevance,
        ),
        (
            EventFilter {
                text,
                ..EventFilter::default()
            },
            Order::OldestFirst,
        ),
    ];
    for (filter, order) in searches {
        let whole = ids(&pages(store.as_ref(), &filter, order, 1_000).await);
        assert!(whole.len() >= 3, "{filter:?} finds {whole:?}");
        for limit in 1..=whole.len() + 1 {
            assert_eq!(
                ids(&pages(store.as_ref(), &filter, order, limit).await),
                whole,
                "{limit} {order:?}"
            );
        }
    }
    let mut query = StatementQuery {
        filter: StatementFilter::default(),
        order: Order::NewestFirst,
        limit: 1_000,
        cursor: None,
    };
    let whole = store.search_statements(&query).await.unwrap().items;
    for limit in 1..=whole.len() {
        let mut found = Vec::new();
        query = StatementQuery {
            limit,
            cursor: None,
            ..query
        };
        loop {
            let page = store.search_statements(&query).await.unwrap();
            found.extend(page.items);
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, whole);
    }
}

pub async fn pages_stay_whole_while_others_write(store: Arc<dyn Store>) {
    let documents = corpus(60);
    store
        .put(documents[..40].to_vec(), PutMode::KeepSame)
        .await
        .unwrap();
    let there: BTreeSet<String> = all_events(store.as_ref()).await.into_keys().collect();
    let mut query = EventQuery {
        filter: EventFilter::default(),
        order: Order::NewestFirst,
        limit: 3,
        cursor: None,
    };
    let mut seen = Vec::new();
    let mut writes = documents[40..].chunks(2);
    loop {
        let page = store.search_events(&query).await.unwrap();
        seen.extend(ids(&page.items));
        query.cursor = page.next;
        if let Some(some) = writes.next() {
            store.put(some.to_vec(), PutMode::KeepSame).await.unwrap();
        }
        if query.cursor.is_none() {
            break;
        }
    }
    let once: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "no event twice");
    let stayed: BTreeSet<String> = all_events(store.as_ref()).await.into_keys().collect();
    for id in there.intersection(&stayed) {
        assert!(once.contains(id), "{id} was there all the time");
    }
}

pub async fn a_cursor_of_another_search_is_refused(store: Arc<dyn Store>) {
    store.put(corpus(30), PutMode::KeepSame).await.unwrap();
    let query = EventQuery {
        filter: EventFilter::default(),
        order: Order::NewestFirst,
        limit: 1,
        cursor: None,
    };
    let cursor = store.search_events(&query).await.unwrap().next;
    assert!(cursor.is_some());
    let documents = DocumentQuery {
        filter: DocumentFilter::default(),
        order: Order::NewestFirst,
        limit: 1,
        cursor,
    };
    assert_eq!(
        store.search_documents(&documents).await,
        Err(StoreError::InvalidCursor)
    );
}
