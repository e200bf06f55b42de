//! Searches: every page of every size gives what a plain look through all records finds, against a real server and a real store.

use std::collections::HashSet;

use crate::common::news::report;
use crate::common::{TestServer, error_info, storing, violations};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tonic::Code;
use tonic::transport::Channel;
use tradewire::proto::v1::lookup_service_client::LookupServiceClient;
use tradewire::proto::v1::*;

type Client = LookupServiceClient<Channel>;

/// The results of all pages, and how many each page held.
async fn pages(
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

#[tokio::test]
async fn statements_and_documents_are_paged_as_events_are() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest((0..30).map(report)).await;
    let mut client = server.lookup().await;
    let filter = StatementFilter {
        acts: (1..15).collect(),
        ..Default::default()
    };
    let request = SearchStatementsRequest {
        filter: Some(filter),
        page_size: 1000,
        ..Default::default()
    };
    let all = client.search_statements(request).await.unwrap();
    let all = all.into_inner().results.len();
    assert!(all >= 30);
    for page_size in 1..=31 {
        let mut statements = Vec::new();
        let filter = StatementFilter {
            acts: (1..15).collect(),
            ..Default::default()
        };
        let mut request = SearchStatementsRequest {
            filter: Some(filter),
            page_size,
            ..Default::default()
        };
        loop {
            let page = client
                .search_statements(request.clone())
                .await
                .unwrap()
                .into_inner();
            assert!(page.results.len() <= page_size as usize);
            statements.extend(page.results.into_iter().map(|r| r.statement.unwrap()));
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        let ids: HashSet<_> = statements.iter().map(|s| &s.id).collect();
        assert_eq!(
            (ids.len(), statements.len()),
            (all, all),
            "pages of {page_size}"
        );
        let mut documents = Vec::new();
        let mut request = SearchDocumentsRequest {
            publishers: vec!["the ledger".into()],
            page_size,
            ..Default::default()
        };
        loop {
            let page = client
                .search_documents(request.clone())
                .await
                .unwrap()
                .into_inner();
            assert!(page.results.len() <= page_size as usize);
            documents.extend(page.results.into_iter().map(|r| r.document.unwrap()));
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        let ids: HashSet<_> = documents.iter().map(|d| &d.id).collect();
        assert_eq!(
            (ids.len(), documents.len()),
            (15, 15),
            "pages of {page_size}"
        );
        assert!(
            documents
                .iter()
                .all(|d| d.document.as_ref().unwrap().text.is_empty())
        );
    }
    server.stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_miss_nothing_and_repeat_nothing_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    let ours = |i: usize| Document {
        // Each of its own month, so that no two tell of one act.
        text: format!(
            "Switzerland imposed a {}% tariff on Norwegian salmon on Monday.",
            i + 1
        ),
        published_at: Some(format!("{}-{:02}-10", 1990 + i / 12, 1 + i % 12)),
        id: Some(format!("ours-{i}")),
        ..Document::default()
    };
    server.ingest((0..60).map(ours)).await;
    let mut client = server.lookup().await;
    let request = SearchEventsRequest {
        page_size: 1000,
        ..Default::default()
    };
    let (before, _) = pages(&mut client, request).await;
    assert!(before.len() >= 60);
    let writing = async {
        server.ingest((0..200).map(report)).await;
    };
    let reading = async {
        let mut reads = 0;
        for sort_order in [SortOrder::NewestFirst, SortOrder::OldestFirst] {
            let mut client = server.lookup().await;
            let request = SearchEventsRequest {
                page_size: 3,
                sort_order: sort_order.into(),
                ..Default::default()
            };
            let (found, sizes) = pages(&mut client, request).await;
            reads += sizes.len();
            let mut seen = HashSet::new();
            for event in &found {
                assert!(seen.insert(&event.id), "{} came twice", event.id);
            }
            for event in &before {
                assert!(seen.contains(&event.id), "{} was missed", event.id);
            }
        }
        reads
    };
    let ((), reads) = tokio::join!(writing, reading);
    assert!(reads >= 40);
    server.stopped().await;
}

#[tokio::test]
async fn page_sizes_follow_the_rules_and_tokens_belong_to_their_query() {
    let folder = tempfile::tempdir().unwrap();
    let server = TestServer::start(storing(&folder)).await;
    server.ingest((0..80).map(report)).await;
    let mut client = server.lookup().await;
    let request = |page_size, page_token: &str| SearchEventsRequest {
        page_size,
        page_token: page_token.to_owned(),
        ..Default::default()
    };
    let default = client
        .search_events(request(0, ""))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(default.results.len(), 50);
    let large = client
        .search_events(request(i32::MAX, ""))
        .await
        .unwrap()
        .into_inner();
    assert!(large.results.len() > 50);
    let token = default.next_page_token;
    // The size of the page may change from page to page, nothing else.
    client.search_events(request(7, &token)).await.unwrap();
    let mut altered: Vec<_> = (0..token.len())
        .map(|at| {
            let mut altered = token.clone().into_bytes();
            altered[at] = if altered[at] == b'x' { b'y' } else { b'x' };
            request(0, &String::from_utf8(altered).unwrap())
        })
        .collect();
    altered.push(request(0, &token[1..]));
    altered.push(SearchEventsRequest {
        sort_order: SortOrder::OldestFirst.into(),
        ..request(0, &token)
    });
    let filter = Some(EventFilter {
        types: vec![1],
        ..Default::default()
    });
    altered.push(SearchEventsRequest {
        filter,
        ..request(0, &token)
    });
    for altered in altered {
        let status = client
            .search_events(altered.clone())
            .await
            .expect_err(&altered.page_token);
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(error_info(&status).0, "INVALID_PAGE_TOKEN");
        assert_eq!(
            violations(&status),
            [("page_token".into(), "INVALID_PAGE_TOKEN".into())]
        );
    }
    let page_token = token;
    let other = SearchDocumentsRequest {
        page_token: page_token.clone(),
        ..Default::default()
    };
    let status = client.search_documents(other).await.unwrap_err();
    assert_eq!(error_info(&status).0, "INVALID_PAGE_TOKEN");
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = TestServer::start(storing(&folder)).await;
    let status = elsewhere
        .lookup()
        .await
        .search_events(request(0, &page_token))
        .await
        .unwrap_err();
    assert_eq!(error_info(&status).0, "INVALID_PAGE_TOKEN");
    elsewhere.stopped().await;
    server.stopped().await;
}
