//! Listing actors and counting events, against looking at everything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tradewire::proto::v1::{self, EventGrouping, TimeBucket};
use tradewire::store::{
    ActorFilter, ActorQuery, CountQuery, Order, PutMode, StatementFilter, StatementQuery, Store,
};

use crate::fixtures::corpus;
use crate::merging::all_events;
use crate::searching::{filters, in_range};

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
