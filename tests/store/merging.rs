//! What several documents tell of one act is one event.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tradewire::proto::v1::{self, EventStatus, RelationKind, SpeechAct};
use tradewire::store::{
    EventFilter, EventQuery, ExtractedDocument, MAX_SOURCES, Order, PutMode, RecordKind, Store,
    StoreError,
};

use crate::fixtures::{Tariff, corpus, statement, tariff, telling};

/// Everything that the store knows of events, without what counts changes.
pub async fn all_events(store: &dyn Store) -> BTreeMap<String, v1::EventRecord> {
    let mut query = EventQuery {
        filter: EventFilter::default(),
        order: Order::NewestFirst,
        limit: 100,
        cursor: None,
    };
    let mut all = BTreeMap::new();
    loop {
        let page = store.search_events(&query).await.unwrap();
        for result in page.items {
            let record = v1::EventRecord {
                version: 0,
                ..result.event.unwrap()
            };
            assert!(
                all.insert(record.id.clone(), record).is_none(),
                "no event twice"
            );
        }
        query.cursor = page.next;
        if query.cursor.is_none() {
            return all;
        }
    }
}

pub async fn one_event_has_all_its_sources_and_their_history(store: Arc<dyn Store>) {
    use EventStatus::*;
    let told = |status, rate| Tariff {
        status,
        rate,
        ..Tariff::default()
    };
    let documents = vec![
        telling("c", "2025-03-12", told(Effective, Some(25.0))),
        telling("a", "2025-02-10", told(Threatened, None)),
        telling("b", "2025-02-11", told(Announced, Some(25.0))),
    ];
    let puts = store.put(documents, PutMode::KeepSame).await.unwrap();
    assert!(puts.iter().all(|put| put.event_ids == puts[0].event_ids));
    let event = store.events(&puts[0].event_ids).await.unwrap().remove(0);
    let sources: Vec<&str> = event
        .sources
        .iter()
        .map(|source| source.document_id.as_str())
        .collect();
    assert_eq!(sources, ["a", "b", "c"]);
    let history: Vec<_> = event
        .history
        .iter()
        .map(|report| (report.status(), report.document_id.as_str()))
        .collect();
    assert_eq!(
        history,
        [(Threatened, "a"), (Announced, "b"), (Effective, "c")]
    );
    assert_eq!(event.last_reported.as_deref(), Some("2025-03-12"));
    store.delete("c").await.unwrap();
    let event = store.events(&puts[0].event_ids).await.unwrap().remove(0);
    assert_eq!(event.event.unwrap().status(), Announced);
    assert_eq!((event.version, event.source_count), (2, 2));
}

pub async fn an_old_id_leads_to_the_event(store: Arc<dyn Store>) {
    let late = store
        .put(
            vec![telling("b", "2025-06-20", Tariff::default())],
            PutMode::KeepSame,
        )
        .await
        .unwrap()
        .remove(0);
    let early = telling("a", "2025-01-05", Tariff::default());
    let early = store
        .put(vec![early], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    assert_ne!(
        early.event_ids, late.event_ids,
        "the span of time in which it was first reported is another"
    );
    let event = store.events(&late.event_ids).await.unwrap().remove(0);
    assert_eq!(event.id, early.event_ids[0]);
    store.delete("a").await.unwrap();
    assert_eq!(
        store.events(&late.event_ids).await.unwrap()[0].id,
        late.event_ids[0]
    );
    assert_eq!(
        store.events(&early.event_ids).await.unwrap()[0].id,
        late.event_ids[0]
    );
    store.delete("b").await.unwrap();
    let gone = store.events(&early.event_ids).await;
    assert_eq!(
        gone,
        Err(StoreError::not_found(
            RecordKind::Event,
            &early.event_ids[0]
        ))
    );
}

pub async fn relations_and_statements_follow_their_events(store: Arc<dyn Store>) {
    let mut document = telling("b", "2025-06-20", Tariff::default());
    tariff(
        &mut document,
        &Tariff {
            by: "BR",
            on: "US",
            goods: vec!["wine"],
            ..Tariff::default()
        },
    );
    document.extraction.events[1]
        .relations
        .push(v1::EventRelation {
            kind: RelationKind::InResponseTo.into(),
            event_id: "e1".into(),
            span: None,
        });
    statement(
        &mut document,
        "ann-lee",
        SpeechAct::Warn,
        "This will cost jobs",
        &["e1"],
    );
    let put = store
        .put(vec![document], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    let earlier = telling("a", "2025-01-05", Tariff::default());
    let earlier = store
        .put(vec![earlier], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    let reply = store.events(&put.event_ids[1..]).await.unwrap().remove(0);
    assert_eq!(
        reply.event.unwrap().relations[0].event_id,
        earlier.event_ids[0]
    );
    let said = store
        .statements(&put.statement_ids)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(said.statement.unwrap().event_ids, earlier.event_ids);
    assert_eq!(said.version, 2);
}

pub async fn many_sources_are_cut_in_the_middle(store: Arc<dyn Store>) {
    let count = MAX_SOURCES + 7;
    let documents =
        (0..count).map(|i| telling(&format!("d{i:04}"), "2025-03-12", Tariff::default()));
    let put = store
        .put(documents.collect(), PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    let event = store.events(&put.event_ids).await.unwrap().remove(0);
    assert_eq!(usize::try_from(event.source_count).unwrap(), count);
    assert_eq!(event.sources.len(), MAX_SOURCES);
    assert_eq!(event.sources[0].document_id, "d0000");
    assert_eq!(
        event.sources[MAX_SOURCES - 1].document_id,
        format!("d{:04}", count - 1)
    );
}

pub async fn which_of_many_sources_are_listed_does_not_depend_on_when_they_came(
    store: Arc<dyn Store>,
) {
    let count = MAX_SOURCES + 60;
    let days = ["2025-03-11", "2025-03-12", "2025-03-13"];
    // As they are to be listed: by day, then by id.
    let all: Vec<_> = (0..count)
        .map(|i| (format!("d{i:04}"), days[i * days.len() / count]))
        .collect();
    let shuffled = (0..count).map(|i| &all[i * 77 % count]);
    let shuffled: Vec<_> = shuffled
        .map(|(id, day)| telling(id, day, Tariff::default()))
        .collect();
    let mut event_ids = Vec::new();
    for some in shuffled.chunks(40) {
        let puts = store.put(some.to_vec(), PutMode::KeepSame).await.unwrap();
        event_ids.clone_from(&puts[0].event_ids);
    }
    let event = store.events(&event_ids).await.unwrap().remove(0);
    let listed = event.sources.into_iter().map(|source| source.document_id);
    let half = MAX_SOURCES / 2;
    let expected = all[..half].iter().chain(&all[count - half..]);
    let expected: Vec<String> = expected.map(|(id, _)| id.clone()).collect();
    assert_eq!(listed.collect::<Vec<_>>(), expected);
}

/// The same documents in any order, in any batches, with deletions and other contents in between.
#[test]
fn the_set_of_documents_alone_makes_the_events() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let documents = corpus(24);
    let steps = proptest::collection::vec((0..documents.len(), 1..6_usize, 0..4_u8), 0..40);
    let order = Just((0..documents.len()).collect::<Vec<_>>()).prop_shuffle();
    let config = ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let expected = runtime.block_on(async {
        let opened = crate::sqlite();
        opened
            .store
            .put(documents.clone(), PutMode::KeepSame)
            .await
            .unwrap();
        all_events(opened.store.as_ref()).await
    });
    TestRunner::new(config)
        .run(&(steps, order), |(steps, order)| {
            runtime.block_on(async {
                let opened = crate::sqlite();
                let store = opened.store.as_ref();
                for (start, count, kind) in steps {
                    let some =
                        (start..start + count).map(|i| documents[i % documents.len()].clone());
                    apply(store, some.collect(), kind).await;
                }
                for chunk in order.chunks(5) {
                    let some = chunk.iter().map(|&i| documents[i].clone()).collect();
                    store.put(some, PutMode::KeepSame).await.unwrap();
                }
                prop_assert_eq!(&all_events(store).await, &expected);
                prop_assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
                Ok(())
            })
        })
        .unwrap();
}

/// Puts documents, deletes those that are there, or puts them with what another tells.
pub async fn apply(store: &dyn Store, mut documents: Vec<ExtractedDocument>, kind: u8) {
    match kind {
        0 => {
            for document in documents {
                match store.delete(&document.document.id.unwrap()).await {
                    Ok(()) | Err(StoreError::NotFound { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
        1 => {
            for document in &mut documents {
                document.document.published_at = Some("2025-04-01".into());
                document.extraction.events.reverse();
            }
            store.put(documents, PutMode::KeepSame).await.unwrap();
        }
        _ => {
            store.put(documents, PutMode::KeepSame).await.unwrap();
        }
    }
}
