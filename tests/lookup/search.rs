//! Searches: every page of every size gives what a plain look through all records finds, against a real server and a real store.

use std::collections::HashSet;

use crate::common::news::report;
use crate::common::{TestServer, storing};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tonic::transport::Channel;
use tradewire::proto::v1::lookup_service_client::LookupServiceClient;
use tradewire::proto::v1::*;

type Client = LookupServiceClient<Channel>;

/// The results of all pages, and how many each page held.
pub async fn pages(
    client: &mut Client,
    mut request: SearchEventsRequest,
) -> (Vec<EventRecord>, Vec<usize>) {
    let (mut found, mut sizes) = (Vec::new(), Vec::new());
    loop {
        let page = client
            .search_events(request.clone())
            .await
            .unwrap()
            .into_inner();
        sizes.push(page.results.len());
        found.extend(page.results.into_iter().filter_map(|result| result.event));
        if page.next_page_token.is_empty() {
            return (found, sizes);
        }
        request.page_token = page.next_page_token;
    }
}

/// Whether an event matches, by the words of the schema and nothing clever.
fn matches(record: &EventRecord, filter: &EventFilter) -> bool {
    let event = record.event.as_ref().unwrap();
    let one_of = |values: &[i32], value: i32| values.is_empty() || values.contains(&value);
    let actors = filter.actors.iter().all(|term| {
        event
            .participants
            .iter()
            .any(|p| p.actor_id == term.actor_id && one_of(&term.roles, p.role))
    });
    let goods = |name: &String| {
        event.goods.iter().any(|g| {
            g.name
                .as_deref()
                .is_some_and(|n| n.eq_ignore_ascii_case(name))
        })
    };
    let codes = |prefix: &String| {
        event.goods.iter().any(|g| {
            g.hs_codes
                .iter()
                .any(|code| code.starts_with(prefix.as_str()))
        })
    };
    let reported = filter.reported.clone().unwrap_or_default();
    let day = |source: &EventSource| {
        let day = source.day.as_deref();
        reported
            .first
            .as_deref()
            .is_none_or(|first| day.is_some_and(|day| first <= day))
            && reported
                .last
                .as_deref()
                .is_none_or(|last| day.is_some_and(|day| day <= last))
    };
    let rate = |wanted: &RateFilter| {
        let rate = match &event.detail {
            Some(trade_event::Detail::Tariff(tariff)) => tariff.rate.as_ref(),
            Some(trade_event::Detail::TradeRemedy(remedy)) => remedy.rate.as_ref(),
            _ => None,
        };
        rate.is_some_and(|rate| {
            let (low, high) = (
                rate.min_percent.or(rate.max_percent),
                rate.max_percent.or(rate.min_percent),
            );
            wanted
                .min_percent
                .is_none_or(|min| high.is_some_and(|high| min <= high))
                && wanted
                    .max_percent
                    .is_none_or(|max| low.is_some_and(|low| low <= max))
        })
    };
    one_of(&filter.types, event.r#type)
        && one_of(&filter.statuses, event.status)
        && one_of(&filter.directions, event.direction)
        && actors
        && (filter.goods.is_empty() || filter.goods.iter().any(goods))
        && (filter.hs_prefixes.is_empty() || filter.hs_prefixes.iter().any(codes))
        && record.sources.iter().any(day)
        && filter.rate.as_ref().is_none_or(rate)
}

fn any_filter() -> impl Strategy<Value = EventFilter> {
    use proptest::option::weighted;
    use proptest::sample::{select, subsequence};
    let types: Vec<i32> = vec![1, 2, 3, 9];
    let actor = (
        select(vec!["US", "CN", "EU", "CA", "VN"]),
        subsequence(vec![1, 2, 3], 0..3),
    );
    let actor = actor.prop_map(|(id, roles)| ActorFilter {
        actor_id: id.to_owned(),
        roles,
        include_members: false,
    });
    let days = (weighted(0.5, 1..29u32), weighted(0.5, 1..29u32)).prop_map(|(a, b)| {
        let day = |month: u32, day: u32| format!("2025-{month:02}-{day:02}");
        DayRange {
            first: a.map(|a| day(1 + a % 4, a)),
            last: b.map(|b| day(5 + b % 3, b)),
        }
    });
    let rate =
        (weighted(0.7, 1..60u32), weighted(0.7, 0..40u32)).prop_map(|(min, width)| RateFilter {
            min_percent: min.map(f64::from),
            max_percent: width.map(|width| f64::from(min.unwrap_or_default() + width)),
        });
    (
        weighted(0.3, subsequence(types, 1..3)),
        weighted(0.3, subsequence(vec![1, 3, 4, 5], 1..3)),
        weighted(0.2, Just(vec![1])),
        proptest::collection::vec(actor, 0..3),
        weighted(0.2, select(vec!["steel", "Wine", "cars", "nothing"])),
        weighted(0.2, select(vec!["72", "8", "2204", "999999"])),
        weighted(0.4, days),
        weighted(0.2, rate),
    )
        .prop_map(
            |(types, statuses, directions, actors, goods, hs, reported, rate)| EventFilter {
                types: types.unwrap_or_default(),
                statuses: statuses.unwrap_or_default(),
                directions: directions.unwrap_or_default(),
                actors,
                goods: goods.into_iter().map(str::to_owned).collect(),
                hs_prefixes: hs.into_iter().map(str::to_owned).collect(),
                reported,
                rate,
                ..EventFilter::default()
            },
        )
}

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::result_large_err, reason = "the error is proptest's own")]
async fn all_pages_of_any_size_hold_what_a_plain_look_finds() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest((0..150).map(report)).await;
    let mut client = server.lookup().await;
    let (all, _) = pages(
        &mut client,
        SearchEventsRequest {
            page_size: 1000,
            ..Default::default()
        },
    )
    .await;
    assert!(all.len() > 50, "{}", all.len());
    let handle = tokio::runtime::Handle::current();
    let cases = (any_filter(), 1..12i32, 0..3i32);
    let config = ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let outcome = tokio::task::block_in_place(|| {
        TestRunner::new(config).run(&cases, |(filter, page_size, sort_order)| {
            let request = SearchEventsRequest {
                filter: Some(filter.clone()),
                sort_order,
                page_size,
                page_token: String::new(),
                ..Default::default()
            };
            let (found, sizes) = handle.block_on(pages(&mut client.clone(), request));
            prop_assert!(sizes.iter().all(|&size| size <= page_size as usize));
            let ids: Vec<_> = found.iter().map(|event| &event.id).collect();
            let distinct: HashSet<_> = ids.iter().collect();
            prop_assert_eq!(distinct.len(), ids.len(), "an event came twice");
            let expected: HashSet<_> = all
                .iter()
                .filter(|e| matches(e, &filter))
                .map(|e| &e.id)
                .collect();
            prop_assert_eq!(ids.iter().copied().collect::<HashSet<_>>(), expected);
            if filter.reported.is_none() {
                let days = |event: &EventRecord| match SortOrder::try_from(sort_order) {
                    Ok(SortOrder::OldestFirst) => event.first_reported.clone(),
                    _ => event.last_reported.clone(),
                };
                let mut days: Vec<_> = found.iter().map(days).collect();
                if sort_order != i32::from(SortOrder::OldestFirst) {
                    days.reverse();
                }
                prop_assert!(days.is_sorted(), "{:?}", days);
            }
            Ok(())
        })
    });
    outcome.unwrap();
    server.stopped().await;
}

#[tokio::test]
async fn words_find_events_statements_and_documents_and_show_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest((0..60).map(report)).await;
    let mut client = server.lookup().await;
    let text = "\"number 17\" answering";
    let request = SearchDocumentsRequest {
        text: text.into(),
        ..Default::default()
    };
    let documents = client
        .search_documents(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    let ids: Vec<_> = documents
        .iter()
        .map(|r| r.document.as_ref().unwrap().id.as_str())
        .collect();
    assert_eq!(ids, ["report-17"]);
    let whole = report(17).text;
    let snippet = &documents[0].snippets[0];
    assert_eq!(snippet.document_id, "report-17");
    let span = snippet.span.as_ref().unwrap();
    assert_eq!(&whole[span.start as usize..span.end as usize], span.text);
    let words: Vec<_> = snippet.matches.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(words, ["answer", "number 17"]);
    for m in &snippet.matches {
        assert_eq!(&whole[m.start as usize..m.end as usize], m.text);
    }

    let filter = StatementFilter {
        text: text.into(),
        ..Default::default()
    };
    let request = SearchStatementsRequest {
        filter: Some(filter),
        ..Default::default()
    };
    let found = client
        .search_statements(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    assert_eq!(found.len(), 1);
    let filter = EventFilter {
        text: text.into(),
        ..Default::default()
    };
    let request = SearchEventsRequest {
        filter: Some(filter),
        ..Default::default()
    };
    let found = client
        .search_events(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    let of_17 = |r: &EventResult| {
        r.event
            .as_ref()
            .unwrap()
            .sources
            .iter()
            .any(|s| s.document_id == "report-17")
    };
    assert!(!found.is_empty() && found.iter().all(of_17), "{found:#?}");
    server.stopped().await;
}
