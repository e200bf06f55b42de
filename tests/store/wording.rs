//! Searching for words, and for statements and documents by what they say.

use std::collections::BTreeSet;
use std::sync::Arc;

use tradewire::proto::v1::{self, SpeechAct};
use tradewire::store::{
    DocumentFilter, DocumentQuery, EventFilter, Order, PutMode, StatementFilter, StatementQuery,
    Store, TextQuery,
};

use crate::fixtures::{Tariff, article, corpus, statement, tariff, telling};
use crate::searching::{days, pages};

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
