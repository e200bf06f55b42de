//! A store in PostgreSQL that an older version of this program has made.

use tradewire::store::postgres::{PostgresStore, SCHEMA_VERSION, Settings};
use tradewire::store::{
    DocumentFilter, DocumentQuery, Order, PutMode, Store, StoreError, TextQuery,
};

use crate::fixtures::corpus;
use crate::postgres;

/// What version 1 had otherwise.
const FIRST: &str = "DROP INDEX document_text_words, statement_text_words;
    CREATE INDEX document_text_words ON document_text USING gin(words);
    CREATE INDEX statement_text_words ON statement_text USING gin(words);
    UPDATE tradewire_schema SET version = 1";

async fn open(address: &str) -> Result<PostgresStore, StoreError> {
    PostgresStore::open(address, Settings::default()).await
}

async fn found(store: &PostgresStore) -> usize {
    let filter = DocumentFilter {
        text: TextQuery::parse("articles").ok(),
        ..Default::default()
    };
    let query = DocumentQuery {
        filter,
        order: Order::NewestFirst,
        limit: 100,
        cursor: None,
    };
    store.search_documents(&query).await.unwrap().items.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_an_older_version_is_brought_up_to_date() {
    let Some(address) = tokio::task::spawn_blocking(postgres::database)
        .await
        .unwrap()
    else {
        return;
    };
    let sql = |statement: &'static str| {
        let name = address.rsplit_once('/').unwrap().1.to_owned();
        let run = move || postgres::shared().unwrap().sql(&name, statement);
        async { tokio::task::spawn_blocking(run).await.unwrap() }
    };
    let store = open(&address).await.unwrap();
    store.put(corpus(40), PutMode::KeepSame).await.unwrap();
    let before = found(&store).await;
    assert!(before > 10);
    store.close().await;
    sql(FIRST).await;

    let store = open(&address).await.unwrap();
    assert_eq!(store.meta().schema_version, SCHEMA_VERSION);
    assert_eq!(found(&store).await, before);
    // The parts that are there, and those that come.
    store.put(corpus(80), PutMode::KeepSame).await.unwrap();
    assert!(found(&store).await > before);
    let lists = "SELECT count(*) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
        WHERE a.amname = 'gin' AND c.reloptions IS DISTINCT FROM '{fastupdate=off}'";
    assert_eq!(sql(lists).await, "0");
    assert!(store.verify().await.unwrap().is_empty());
    store.close().await;
    sql("UPDATE tradewire_schema SET version = 1000").await;
    let newer = StoreError::NewerSchema {
        found: 1000,
        known: SCHEMA_VERSION,
    };
    assert_eq!(open(&address).await.unwrap_err(), newer);
}
