//! What is put is kept, replaced and taken back.

use std::sync::Arc;

use prost::Message;
use tradewire::proto::v1::{self, EventStatus, SpeechAct};
use tradewire::store::{
    ContentHash, Put, PutMode, PutOutcome, RecordKind, Store, StoreError, Totals,
};

use crate::fixtures::{Tariff, article, corpus, statement, tariff, telling};

pub async fn what_is_put_is_found_as_it_was(store: Arc<dyn Store>) {
    let mut document = telling("a", "2025-03-12", Tariff::default());
    statement(
        &mut document,
        "ann-lee",
        SpeechAct::Warn,
        "This will cost jobs",
        &["e1"],
    );
    let put = store
        .put(vec![document.clone()], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (put.document_id.as_str(), put.outcome),
        ("a", PutOutcome::Added)
    );

    let stored = store.documents(&["a".into()]).await.unwrap().remove(0);
    assert_eq!(stored.document.as_ref(), Some(&document.document));
    assert_eq!(
        (&stored.event_ids, &stored.statement_ids),
        (&put.event_ids, &put.statement_ids)
    );
    assert_eq!(
        (
            stored.extractor_version.as_str(),
            stored.lexicon_version.as_str()
        ),
        ("1.0.0", "abc")
    );

    let event = store.events(&put.event_ids).await.unwrap().remove(0);
    assert_eq!((event.version, event.source_count), (1, 1));
    assert_eq!(event.sources[0].document_id, "a");
    assert_eq!(event.sources[0].publisher.as_deref(), Some("The Ledger"));
    assert_eq!(event.sources[0].day.as_deref(), Some("2025-03-12"));
    let told = event.sources[0].event.clone().unwrap();
    let mut expected = document.extraction.events[0].clone();
    expected.id.clone_from(&event.id);
    assert_eq!(told, expected);

    let said = store
        .statements(&put.statement_ids)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (said.document_id.as_str(), said.day.as_deref()),
        ("a", Some("2025-03-12"))
    );
    let said = said.statement.unwrap();
    assert_eq!(said.event_ids, put.event_ids);
    assert_eq!(said.content, document.extraction.statements[0].content);
}

pub async fn the_same_again_changes_nothing(store: Arc<dyn Store>) {
    let documents = corpus(20);
    let first = store
        .put(documents.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    let place = store.last_change().await.unwrap();
    let again = store
        .put(documents.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    assert!(again.iter().all(|put| put.outcome == PutOutcome::Unchanged));
    assert_eq!(
        first
            .iter()
            .map(|put| &put.statement_ids)
            .collect::<Vec<_>>(),
        again
            .iter()
            .map(|put| &put.statement_ids)
            .collect::<Vec<_>>()
    );
    assert_eq!(store.last_change().await.unwrap(), place);
    let hash = ContentHash::of(&documents[0].document);
    let other = ContentHash::of(&documents[1].document);
    let known = store
        .known(&[
            ("d000".into(), hash),
            ("d000".into(), other),
            ("x".into(), hash),
        ])
        .await
        .unwrap();
    assert_eq!(known, [true, false, false]);
}

pub async fn another_text_replaces_what_was_told(store: Arc<dyn Store>) {
    let old = telling("a", "2025-03-12", Tariff::default());
    let old = store
        .put(vec![old], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    let new = telling(
        "a",
        "2025-03-13",
        Tariff {
            goods: vec!["wine"],
            rate: Some(200.0),
            ..Tariff::default()
        },
    );
    let new = store
        .put(vec![new], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(new.outcome, PutOutcome::Replaced);
    assert_ne!(new.event_ids, old.event_ids);
    let gone = store.events(&old.event_ids).await;
    assert_eq!(
        gone,
        Err(StoreError::not_found(RecordKind::Event, &old.event_ids[0]))
    );
    let totals = Totals {
        documents: 1,
        events: 1,
        statements: 0,
        actors: 2,
    };
    assert_eq!(store.totals().await.unwrap(), totals);
}

pub async fn a_deletion_takes_back_exactly_what_the_document_told(store: Arc<dyn Store>) {
    let documents = corpus(30);
    store
        .put(documents[..15].to_vec(), PutMode::KeepSame)
        .await
        .unwrap();
    let before = store.totals().await.unwrap();
    store
        .put(documents[15..].to_vec(), PutMode::KeepSame)
        .await
        .unwrap();
    for document in &documents[15..] {
        store
            .delete(document.document.id.as_ref().unwrap())
            .await
            .unwrap();
    }
    assert_eq!(store.totals().await.unwrap(), before);
    for document in &documents[..15] {
        store
            .delete(document.document.id.as_ref().unwrap())
            .await
            .unwrap();
    }
    assert_eq!(store.totals().await.unwrap(), Totals::default());
    assert_eq!(
        store.delete("d000").await,
        Err(StoreError::not_found(RecordKind::Document, "d000"))
    );
}

pub async fn unknown_ids_are_named(store: Arc<dyn Store>) {
    store
        .put(
            vec![article("a", "2025-01-01", "Nothing happened.")],
            PutMode::KeepSame,
        )
        .await
        .unwrap();
    let asked: Vec<String> = ["x", "a", "y"].map(String::from).to_vec();
    let unknown = |kind| StoreError::NotFound {
        kind,
        ids: vec!["x".into(), "y".into()],
    };
    assert_eq!(
        store.documents(&asked).await,
        Err(unknown(RecordKind::Document))
    );
    let all = |kind| StoreError::NotFound {
        kind,
        ids: asked.clone(),
    };
    assert_eq!(store.events(&asked).await, Err(all(RecordKind::Event)));
    assert_eq!(
        store.statements(&asked).await,
        Err(all(RecordKind::Statement))
    );
    assert_eq!(store.actors(&asked).await.unwrap(), vec![None, None, None]);
}

pub async fn a_new_reading_keeps_ids(store: Arc<dyn Store>) {
    let mut document = telling("a", "2025-03-12", Tariff::default());
    statement(
        &mut document,
        "ann-lee",
        SpeechAct::Warn,
        "This will cost jobs",
        &["e1"],
    );
    let old = store
        .put(vec![document.clone()], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    document.extraction.extractor_version = "1.1.0".into();
    document.extraction.events[0].status = EventStatus::Effective.into();
    document.extraction.statements[0].act = SpeechAct::Predict.into();
    let kept = store
        .put(vec![document.clone()], PutMode::KeepSame)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(kept.outcome, PutOutcome::Unchanged);
    let new = store
        .put(vec![document.clone()], PutMode::Reread)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(new.outcome, PutOutcome::Replaced);
    assert_eq!(
        (&new.event_ids, &new.statement_ids),
        (&old.event_ids, &old.statement_ids)
    );
    let event = store.events(&new.event_ids).await.unwrap().remove(0);
    assert_eq!(event.event.unwrap().status(), EventStatus::Effective);
    assert_eq!(event.version, 2);
    let again = store
        .put(vec![document], PutMode::Reread)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(again.outcome, PutOutcome::Unchanged);
}

pub async fn a_reading_of_what_was_replaced_or_deleted_changes_nothing(store: Arc<dyn Store>) {
    let old = telling("a", "2025-03-12", Tariff::default());
    let new = telling(
        "a",
        "2025-03-14",
        Tariff {
            goods: vec!["wine"],
            ..Tariff::default()
        },
    );
    for document in [&old, &new] {
        let put = vec![document.clone()];
        store.put(put, PutMode::KeepSame).await.unwrap();
    }
    let totals = store.totals().await.unwrap();
    // Read before it was replaced, put after.
    let put = store.put(vec![old], PutMode::Reread).await.unwrap();
    assert_eq!(
        (put[0].outcome, put[0].event_ids.len()),
        (PutOutcome::Superseded, 0)
    );
    let stored = store.documents(&["a".into()]).await.unwrap().remove(0);
    assert_eq!(stored.document.as_ref(), Some(&new.document));
    assert_eq!(store.totals().await.unwrap(), totals);
    store.delete("a").await.unwrap();
    let put = store.put(vec![new], PutMode::Reread).await.unwrap();
    assert_eq!(put[0].outcome, PutOutcome::Superseded);
    assert_eq!(store.totals().await.unwrap().documents, 0);
}

pub async fn a_document_twice_in_one_call_counts_once(store: Arc<dyn Store>) {
    let mut second = article("a", "2025-03-14", "Other news.");
    tariff(
        &mut second,
        &Tariff {
            goods: vec!["wine"],
            ..Tariff::default()
        },
    );
    let both = vec![
        telling("a", "2025-03-12", Tariff::default()),
        second.clone(),
    ];
    let puts = store.put(both, PutMode::KeepSame).await.unwrap();
    assert_eq!(puts[1].outcome, PutOutcome::Replaced);
    assert_eq!(puts[0].event_ids, puts[1].event_ids);
    let stored = store.documents(&["a".into()]).await.unwrap().remove(0);
    assert_eq!(stored.document, Some(second.document));
    assert_eq!(store.totals().await.unwrap().events, 1);
}

pub async fn documents_are_scanned_once_each(store: Arc<dyn Store>) {
    let documents = corpus(25);
    store
        .put(documents.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let page = store.scan_documents(cursor.as_ref(), 4).await.unwrap();
        for record in page.items {
            let i: usize = record.id[1..].parse().unwrap();
            assert_eq!(record.document.as_ref(), Some(&documents[i].document));
            let mut again = documents[i].clone();
            again.extraction.extractor_version = "2.0.0".into();
            store.put(vec![again], PutMode::Reread).await.unwrap();
            seen.push(record.id);
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    seen.sort();
    let all: Vec<String> = documents
        .into_iter()
        .filter_map(|document| document.document.id)
        .collect();
    assert_eq!(seen, all);
}

pub async fn the_text_index_can_be_built_anew(store: Arc<dyn Store>) {
    use tradewire::store::{DocumentFilter, DocumentQuery, Order, TextQuery};
    store.put(corpus(40), PutMode::KeepSame).await.unwrap();
    let query = DocumentQuery {
        filter: DocumentFilter {
            text: Some(TextQuery::parse("wine").unwrap()),
            ..Default::default()
        },
        order: Order::Relevance,
        limit: 100,
        cursor: None,
    };
    let before = store.search_documents(&query).await.unwrap();
    assert!(!before.items.is_empty());
    store.rebuild_text_index(&|_| {}).await.unwrap();
    assert_eq!(store.search_documents(&query).await.unwrap(), before);
}

pub async fn a_closed_store_says_so(store: Arc<dyn Store>) {
    store
        .put(
            vec![article("a", "", "Nothing happened.")],
            PutMode::KeepSame,
        )
        .await
        .unwrap();
    store.close().await;
    let late = store
        .put(vec![article("b", "", "Too late.")], PutMode::KeepSame)
        .await;
    assert!(
        matches!(late, Err(StoreError::Unavailable { .. })),
        "{late:?}"
    );
    let kept: Vec<v1::DocumentRecord> = store.documents(&["a".into()]).await.unwrap();
    assert_eq!(kept[0].document.as_ref().unwrap().published_at, None);
}

/// The record of a document and of its event as they go over the wire. Asked twice: the second answer may come from memory.
async fn on_the_wire(store: &dyn Store, put: &Put) -> (v1::DocumentRecord, v1::EventRecord) {
    let read = async |kind, id: &str| {
        let first = store.encoded(kind, id).await.unwrap();
        assert_eq!(store.encoded(kind, id).await.unwrap(), first);
        first
    };
    let document = read(RecordKind::Document, &put.document_id).await;
    let event = read(RecordKind::Event, &put.event_ids[0]).await;
    (
        v1::DocumentRecord::decode(document).unwrap(),
        v1::EventRecord::decode(event).unwrap(),
    )
}

pub async fn what_goes_over_the_wire_is_what_is_kept_now(store: Arc<dyn Store>) {
    let other = |id: &str, day: &str| telling(id, day, Tariff::default());
    let put = async |document| {
        let put = store.put(vec![document], PutMode::KeepSame).await;
        put.unwrap().remove(0)
    };
    let first = put(other("a", "2025-03-12")).await;
    for write in 0..3 {
        let (document, event) = on_the_wire(store.as_ref(), &first).await;
        let now = store.documents(&["a".into()]).await.unwrap();
        assert_eq!([document], now.as_slice());
        let now = store.events(&first.event_ids).await.unwrap();
        assert_eq!(std::slice::from_ref(&event), now.as_slice());
        assert_eq!(event.source_count, [1, 2, 1][write], "{write}");
        match write {
            0 => drop(put(other("b", "2025-03-13")).await),
            1 => store.delete("b").await.unwrap(),
            _ => {}
        }
    }
    store.delete("a").await.unwrap();
    for kind in [RecordKind::Document, RecordKind::Event, RecordKind::Actor] {
        let id = match kind {
            RecordKind::Event => &first.event_ids[0],
            _ => "a",
        };
        let unknown = StoreError::not_found(kind, id);
        assert_eq!(store.encoded(kind, id).await, Err(unknown));
    }
}

#[tokio::test]
async fn what_goes_over_the_wire_is_what_another_process_has_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (crate::sqlite_in(&folder), crate::sqlite_in(&folder));
    let one = telling("a", "2025-03-12", Tariff::default());
    let put = here.put(vec![one], PutMode::KeepSame).await.unwrap();
    assert_eq!(on_the_wire(&here, &put[0]).await.1.source_count, 1);
    let two = telling("b", "2025-03-13", Tariff::default());
    there.put(vec![two], PutMode::KeepSame).await.unwrap();
    assert_eq!(on_the_wire(&here, &put[0]).await.1.source_count, 2);
}
