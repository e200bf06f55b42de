//! Everything moves from one store into another and back.

use std::sync::Arc;

use tradewire::proto::v1;
use tradewire::store::{PutMode, PutOutcome, Store};

use crate::fixtures::corpus;
use crate::merging::all_events;

/// Copies documents, some at a time; how many were new.
async fn copy(from: &dyn Store, to: &dyn Store) -> usize {
    let mut cursor = None;
    let mut new = 0;
    loop {
        let page = from.copy_out(cursor.as_ref(), 7).await.unwrap();
        let put = to.copy_in(page.items).await.unwrap();
        new += put
            .iter()
            .filter(|put| put.outcome == PutOutcome::Added)
            .count();
        cursor = page.next;
        if cursor.is_none() {
            return new;
        }
    }
}

async fn documents(store: &dyn Store, count: usize) -> Vec<v1::DocumentRecord> {
    let ids: Vec<String> = (0..count).map(|i| format!("d{i:03}")).collect();
    let mut records = store.documents(&ids).await.unwrap();
    for record in &mut records {
        // In the order of the extraction, which both keep.
        record.event_ids.sort();
    }
    records
}

/// What a copy must have in common with its original.
async fn is_copy(original: &dyn Store, copy: &dyn Store, count: usize) {
    assert_eq!(all_events(copy).await, all_events(original).await);
    assert_eq!(
        documents(copy, count).await,
        documents(original, count).await
    );
    assert_eq!(
        copy.totals().await.unwrap(),
        original.totals().await.unwrap()
    );
    assert_eq!(copy.verify().await.unwrap(), Vec::<String>::new());
}

async fn there_and_back(first: Arc<dyn Store>, second: Arc<dyn Store>, third: Arc<dyn Store>) {
    let originals = corpus(40);
    first
        .put(originals.clone(), PutMode::KeepSame)
        .await
        .unwrap();
    assert_eq!(copy(first.as_ref(), second.as_ref()).await, 40);
    is_copy(first.as_ref(), second.as_ref(), 40).await;
    assert_eq!(
        copy(first.as_ref(), second.as_ref()).await,
        0,
        "what is there is not copied again"
    );
    assert_eq!(copy(second.as_ref(), third.as_ref()).await, 40);
    is_copy(first.as_ref(), third.as_ref(), 40).await;
    let reread = third.put(originals, PutMode::Reread).await.unwrap();
    assert!(
        reread
            .iter()
            .all(|put| put.outcome == PutOutcome::Unchanged),
        "a copy knows how its documents were read"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_moves_from_file_to_file() {
    let stores = [crate::sqlite(), crate::sqlite(), crate::sqlite()];
    let [first, second, third] = stores.each_ref().map(|opened| opened.store.clone());
    there_and_back(first, second, third).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_moves_from_a_file_to_postgres_and_back() {
    let Some(second) = crate::in_postgres().await else {
        return;
    };
    let (first, third) = (crate::sqlite(), crate::sqlite());
    there_and_back(
        first.store.clone(),
        second.store.clone(),
        third.store.clone(),
    )
    .await;
}
