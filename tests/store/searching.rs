//! Searching, listing and counting, against looking at everything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tradewire::proto::v1::{
    self, EventDateKind, EventGrouping, EventStatus, EventType, Role, SpeechAct, TimeBucket,
};
use tradewire::store::{
    ActorFilter, ActorQuery, ActorTerm, CountQuery, DateTerm, Days, DocumentFilter, DocumentQuery,
    EventFilter, EventQuery, Order, PutMode, RateRange, StatementFilter, StatementQuery, Store,
    StoreError, TextQuery,
};

use crate::fixtures::{Tariff, article, corpus, statement, tariff, telling};
use crate::merging::all_events;

fn days(first: &str, last: &str) -> Days {
    Days {
        first: (!first.is_empty()).then(|| first.parse().unwrap()),
        last: (!last.is_empty()).then(|| last.parse().unwrap()),
    }
}

fn actor(id: &str, role: Option<Role>) -> ActorTerm {
    ActorTerm {
        any_of: vec![id.into()],
        roles: role.into_iter().collect(),
    }
}

fn filters() -> Vec<EventFilter> {
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
async fn pages(
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

fn in_range(filter: &EventFilter, record: &v1::EventRecord) -> Vec<Option<String>> {
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

pub async fn words_are_found_best_first(store: Arc<dyn Store>) {
    let filler = "Officials spoke at length about other things. ".repeat(20);
    let mut in_title = article("t", "2025-01-01", "Ministers met.");
    in_title.document.title = Some("Gallium curbs".into());
    let in_lead = article("l", "2025-01-02", "Curbs on gallium were announced.");
    let in_body = article(
        "b",
        "2025-01-03",
        &format!("{filler} Then came curbs on gallium."),
    );
    let neither = article("n", "2025-01-04", "Gallium is a metal.");
    let mut all = vec![in_body, neither, in_title, in_lead];
    for (document, rate) in all.iter_mut().zip([10.0, 20.0, 30.0, 40.0]) {
        tariff(
            document,
            &Tariff {
                rate: Some(rate),
                ..Tariff::default()
            },
        );
    }
    store.put(all, PutMode::KeepSame).await.unwrap();
    let query = |order, words: &str| DocumentQuery {
        filter: DocumentFilter {
            text: Some(TextQuery::parse(words).unwrap()),
            ..Default::default()
        },
        order,
        limit: 10,
        cursor: None,
    };
    let found = |page: tradewire::store::Page<v1::DocumentResult>| -> Vec<String> {
        page.items
            .into_iter()
            .map(|result| result.document.unwrap().id)
            .collect()
    };
    let search = |order, words: &'static str| {
        let store = store.clone();
        async move { found(store.search_documents(&query(order, words)).await.unwrap()) }
    };
    assert_eq!(
        search(Order::Relevance, "curb GALLIUM").await,
        ["t", "l", "b"]
    );
    assert_eq!(
        search(Order::NewestFirst, "curb gallium").await,
        ["b", "l", "t"]
    );
    assert_eq!(
        search(Order::OldestFirst, "curb gallium").await,
        ["t", "l", "b"]
    );
    assert_eq!(
        search(Order::Relevance, "\"curbs on gallium\"").await,
        ["l", "b"]
    );
    assert!(search(Order::Relevance, "germanium").await.is_empty());
    let page = store
        .search_documents(&query(Order::NewestFirst, "gallium curbs"))
        .await
        .unwrap();
    let result = &page.items[0];
    let text = format!("{filler} Then came curbs on gallium.");
    assert_eq!(
        result
            .document
            .as_ref()
            .unwrap()
            .document
            .as_ref()
            .unwrap()
            .text,
        ""
    );
    let words: Vec<&str> = result.snippets[0]
        .matches
        .iter()
        .map(|span| &text[span.start as usize..span.end as usize])
        .collect();
    assert_eq!(words, ["curbs", "gallium"]);
    let filter = EventFilter {
        text: Some(TextQuery::parse("curbs gallium").unwrap()),
        ..EventFilter::default()
    };
    let events = pages(store.as_ref(), &filter, Order::NewestFirst, 1).await;
    assert_eq!(events.len(), 3);
    assert_eq!(events[0].snippets[0].document_id, "b");
}

pub async fn statements_are_found_by_all_that_they_say(store: Arc<dyn Store>) {
    let mut document = telling("a", "2025-03-12", Tariff::default());
    statement(
        &mut document,
        "ann-lee",
        SpeechAct::Warn,
        "Duties on steel will cost jobs",
        &["e1"],
    );
    statement(
        &mut document,
        "bo-kim",
        SpeechAct::Assert,
        "Steel jobs come first, duties or not",
        &[],
    );
    let put = store
        .put(vec![document], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    let any = StatementFilter::default;
    let (first, second) = (put.statement_ids[0].as_str(), put.statement_ids[1].as_str());
    let cases: Vec<(StatementFilter, Vec<&str>)> = vec![
        (any(), vec![second, first]),
        (
            StatementFilter {
                speakers: vec!["ann-lee".into()],
                ..any()
            },
            vec![first],
        ),
        (
            StatementFilter {
                affiliations: vec!["US".into()],
                ..any()
            },
            vec![second, first],
        ),
        (
            StatementFilter {
                affiliations: vec!["BR".into()],
                ..any()
            },
            vec![],
        ),
        (
            StatementFilter {
                acts: vec![SpeechAct::Assert],
                ..any()
            },
            vec![second],
        ),
        (
            StatementFilter {
                channels: vec!["radio NINE".into()],
                acts: vec![SpeechAct::Warn],
                ..any()
            },
            vec![first],
        ),
        (
            StatementFilter {
                events: put.event_ids.clone(),
                ..any()
            },
            vec![first],
        ),
        (
            StatementFilter {
                reported: days("2025-03-13", ""),
                ..any()
            },
            vec![],
        ),
        (
            StatementFilter {
                text: Some(TextQuery::parse("duty jobs").unwrap()),
                ..any()
            },
            vec![second, first],
        ),
        (
            StatementFilter {
                text: Some(TextQuery::parse("\"duties on steel\"").unwrap()),
                ..any()
            },
            vec![first],
        ),
    ];
    for (filter, expected) in cases {
        let query = StatementQuery {
            filter,
            order: Order::NewestFirst,
            limit: 10,
            cursor: None,
        };
        let page = store.search_statements(&query).await.unwrap();
        let found: Vec<&str> = page
            .items
            .iter()
            .map(|result| result.statement.as_ref().unwrap().id.as_str())
            .collect();
        assert_eq!(found, expected, "{:?}", query.filter);
    }
    let text = Some(TextQuery::parse("steel job").unwrap());
    let query = StatementQuery {
        filter: StatementFilter { text, ..any() },
        order: Order::Relevance,
        limit: 1,
        cursor: None,
    };
    let best = store
        .search_statements(&query)
        .await
        .unwrap()
        .items
        .remove(0);
    assert_eq!(
        best.statement.unwrap().id,
        second,
        "words in a row match better"
    );
    assert_eq!(best.snippets[0].matches.len(), 2);
}

pub async fn documents_are_found_by_publisher_day_and_words(store: Arc<dyn Store>) {
    let documents = corpus(50);
    store
        .put(documents.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    let filter = DocumentFilter {
        publishers: vec!["daily post".into()],
        published: days("2025-02-01", "2025-05-01"),
        text: Some(TextQuery::parse("articles").unwrap()),
    };
    let expected: BTreeSet<String> = documents
        .iter()
        .filter(|d| d.document.publisher.as_deref() == Some("Daily Post"))
        .filter(|d| {
            d.document
                .published_at
                .as_deref()
                .is_some_and(|day| ("2025-02-01"..="2025-05-01").contains(&day))
        })
        .filter_map(|d| d.document.id.clone())
        .collect();
    assert!(expected.len() > 3);
    for text in [None, filter.text.clone()] {
        let mut query = DocumentQuery {
            filter: DocumentFilter {
                text,
                ..filter.clone()
            },
            order: Order::Relevance,
            limit: 2,
            cursor: None,
        };
        let mut found = Vec::new();
        loop {
            let page = store.search_documents(&query).await.unwrap();
            found.extend(
                page.items
                    .into_iter()
                    .map(|result| result.document.unwrap().id),
            );
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(found.len(), expected.len());
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

pub async fn actors_are_listed_with_their_counts(store: Arc<dyn Store>) {
    let documents = corpus(60);
    store.put(documents, PutMode::KeepSame).await.unwrap();
    store.delete("d007").await.unwrap();
    let all = all_events(store.as_ref()).await;
    let list = |prefix: &str, kinds: Vec<v1::ActorKind>, limit| {
        let (store, name_prefix) = (store.clone(), prefix.to_owned());
        async move {
            let mut query = ActorQuery {
                filter: ActorFilter { name_prefix, kinds },
                limit,
                cursor: None,
            };
            let mut found: Vec<v1::ActorResult> = Vec::new();
            loop {
                let page = store.list_actors(&query).await.unwrap();
                found.extend(page.items);
                query.cursor = page.next;
                if query.cursor.is_none() {
                    return found;
                }
            }
        }
    };
    let names = |found: &[v1::ActorResult]| -> Vec<String> {
        found
            .iter()
            .map(|result| result.actor.as_ref().unwrap().id.clone())
            .collect()
    };
    let everybody = list("", vec![], 2).await;
    assert_eq!(
        names(&everybody),
        ["BR", "CN", "FR", "US", "ann-lee", "bo-kim"]
    );
    for result in &everybody {
        let id = &result.actor.as_ref().unwrap().id;
        let takes_part = |record: &&v1::EventRecord| {
            record
                .event
                .as_ref()
                .unwrap()
                .participants
                .iter()
                .any(|p| p.actor_id == *id)
        };
        let events = all.values().filter(takes_part).count();
        assert_eq!(usize::try_from(result.event_count).unwrap(), events, "{id}");
        let filter = StatementFilter {
            speakers: vec![id.clone()],
            ..StatementFilter::default()
        };
        let query = StatementQuery {
            filter,
            order: Order::NewestFirst,
            limit: 1_000,
            cursor: None,
        };
        let said = store.search_statements(&query).await.unwrap().items.len();
        assert_eq!(
            usize::try_from(result.statement_count).unwrap(),
            said,
            "{id}"
        );
        assert!(result.first_reported.is_some());
    }
    assert_eq!(names(&list("LEE", vec![], 10).await), ["ann-lee"]);
    assert_eq!(names(&list("ann-l", vec![], 10).await), ["ann-lee"]);
    assert_eq!(
        names(&list("united", vec![], 10).await),
        Vec::<String>::new()
    );
    assert_eq!(names(&list("b", vec![], 10).await), ["BR", "bo-kim"]);
    assert_eq!(
        names(&list("", vec![v1::ActorKind::Person], 1).await),
        ["ann-lee", "bo-kim"]
    );
    let asked = store.actors(&["US".into(), "XX".into()]).await.unwrap();
    assert_eq!(
        (asked[0].as_ref(), asked[1].as_ref()),
        (Some(&everybody[3]), None)
    );
}

pub async fn counts_are_those_of_looking_at_all(store: Arc<dyn Store>) {
    let documents = corpus(120);
    store
        .put(documents.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    for document in documents.iter().step_by(4) {
        store
            .delete(document.document.id.as_ref().unwrap())
            .await
            .unwrap();
    }
    let all = all_events(store.as_ref()).await;
    let groupings = [
        EventGrouping::Unspecified,
        EventGrouping::Type,
        EventGrouping::Status,
        EventGrouping::Actor,
        EventGrouping::Goods,
    ];
    for filter in filters() {
        for grouping in groupings {
            for bucket in [
                TimeBucket::Unspecified,
                TimeBucket::Day,
                TimeBucket::Week,
                TimeBucket::Month,
            ] {
                let query = CountQuery {
                    filter: filter.clone(),
                    grouping,
                    bucket,
                };
                let counts = store.count_events(&query).await.unwrap();
                let found: BTreeMap<(Option<String>, String), u64> = counts
                    .iter()
                    .map(|c| ((c.first_day.clone(), c.group.clone()), c.count))
                    .collect();
                assert_eq!(found.len(), counts.len());
                assert_eq!(found, by_looking(&all, &query), "{query:?}");
            }
        }
    }
}

fn by_looking(
    all: &BTreeMap<String, v1::EventRecord>,
    query: &CountQuery,
) -> BTreeMap<(Option<String>, String), u64> {
    let mut counts = BTreeMap::new();
    for record in all.values() {
        let event = record.event.as_ref().unwrap();
        if !query.filter.matches(event) || in_range(&query.filter, record).is_empty() {
            continue;
        }
        let first = record
            .first_reported
            .as_ref()
            .map(|day| day.parse::<jiff::civil::Date>().unwrap());
        let day = match query.bucket {
            TimeBucket::Unspecified => None,
            _ if first.is_none() => continue,
            TimeBucket::Day => first,
            TimeBucket::Month => first.map(|day| day.first_of_month()),
            TimeBucket::Week => first.map(|day| {
                let mut day = day;
                while day.weekday() != jiff::civil::Weekday::Monday {
                    day = day.yesterday().unwrap();
                }
                day
            }),
        };
        let groups: BTreeSet<String> = match query.grouping {
            EventGrouping::Unspecified => BTreeSet::from([String::new()]),
            EventGrouping::Type => BTreeSet::from([event.r#type().as_str_name().to_owned()]),
            EventGrouping::Status => BTreeSet::from([event.status().as_str_name().to_owned()]),
            EventGrouping::Actor => event
                .participants
                .iter()
                .map(|p| p.actor_id.clone())
                .collect(),
            EventGrouping::Goods => event
                .goods
                .iter()
                .filter_map(|goods| goods.name.clone())
                .collect(),
        };
        for group in groups {
            *counts
                .entry((day.map(|day| day.to_string()), group))
                .or_default() += 1;
        }
    }
    counts
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
