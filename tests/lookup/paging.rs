//! Pages of every list: whole at every size, while others write too, and bound to what was asked.

use std::collections::HashSet;

use crate::common::news::report;
use crate::common::{TestServer, error_info, storing, violations};
use crate::search::pages;
use tonic::Code;
use tradewire::proto::v1::*;

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
