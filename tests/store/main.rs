//! The conformance suite of the stores: what [`tradewire::store::Store`] promises, checked against each implementation; and what
//! only the store in a file can fail with.

mod changes;
mod contents;
mod copying;
mod counting;
mod damage;
mod failures;
mod fixtures;
mod lost_answers;
mod merging;
mod model;
#[cfg(unix)]
mod outages;
#[path = "../common/postgres.rs"]
mod postgres;
#[cfg(unix)]
mod replicas;
mod searching;
mod upgrades;
mod wording;

use std::sync::Arc;

use tradewire::store::Store;
use tradewire::store::postgres::PostgresStore;
use tradewire::store::sqlite::{Settings, SqliteStore};

/// A store of its own for one test, and what it needs until it is dropped.
struct Opened {
    store: Arc<dyn Store>,
    _folder: Option<tempfile::TempDir>,
}

/// A new, empty SQLite store.
fn sqlite() -> Opened {
    let folder = tempfile::tempdir().expect("a folder for the store");
    Opened {
        store: Arc::new(sqlite_in(&folder)),
        _folder: Some(folder),
    }
}

/// The SQLite store of a folder.
fn sqlite_in(folder: &tempfile::TempDir) -> SqliteStore {
    let settings = Settings {
        // Small enough that pages end early in these tests as well.
        scan_budget: 50,
        ..Settings::default()
    };
    SqliteStore::open(folder.path().join("store.db"), settings).expect("the store opens")
}

/// A new, empty store in a database of its own; none where PostgreSQL is not installed.
async fn in_postgres() -> Option<Opened> {
    let address = tokio::task::spawn_blocking(postgres::database).await;
    let address = address.expect("a database")?;
    let settings = tradewire::store::postgres::Settings {
        scan_budget: 50,
        ..Default::default()
    };
    let store = PostgresStore::open(&address, settings).await;
    Some(Opened {
        store: Arc::new(store.expect("a new store opens")),
        _folder: None,
    })
}

async fn nothing_is_wrong(store: &dyn Store) {
    let wrong = store.verify().await;
    assert_eq!(
        wrong.expect("the store can be looked through"),
        Vec::<String>::new()
    );
}

/// Runs each check against each store.
macro_rules! conformance {
    ($($suite:ident :: $check:ident),* $(,)?) => {
        mod sqlite_store {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $check() {
                    let opened = super::sqlite();
                    super::$suite::$check(opened.store.clone()).await;
                    super::nothing_is_wrong(opened.store.as_ref()).await;
                }
            )*
        }

        mod postgres_store {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $check() {
                    let Some(opened) = super::in_postgres().await else {
                        return;
                    };
                    super::$suite::$check(opened.store.clone()).await;
                    super::nothing_is_wrong(opened.store.as_ref()).await;
                }
            )*
        }
    };
}

conformance!(
    contents::what_is_put_is_found_as_it_was,
    contents::the_same_again_changes_nothing,
    contents::another_text_replaces_what_was_told,
    contents::a_deletion_takes_back_exactly_what_the_document_told,
    contents::unknown_ids_are_named,
    contents::a_new_reading_keeps_ids,
    contents::a_reading_of_what_was_replaced_or_deleted_changes_nothing,
    contents::a_document_twice_in_one_call_counts_once,
    contents::what_goes_over_the_wire_is_what_is_kept_now,
    contents::documents_are_scanned_once_each,
    contents::the_text_index_can_be_built_anew,
    contents::a_closed_store_says_so,
    merging::one_event_has_all_its_sources_and_their_history,
    merging::an_old_id_leads_to_the_event,
    merging::relations_and_statements_follow_their_events,
    merging::many_sources_are_cut_in_the_middle,
    merging::which_of_many_sources_are_listed_does_not_depend_on_when_they_came,
    searching::every_filter_finds_what_looking_at_all_finds,
    searching::pages_of_every_size_hold_everything_once,
    searching::pages_stay_whole_while_others_write,
    wording::words_are_found_best_first,
    wording::statements_are_found_by_all_that_they_say,
    wording::documents_are_found_by_publisher_day_and_words,
    counting::actors_are_listed_with_their_counts,
    counting::counts_are_those_of_looking_at_all,
    searching::a_cursor_of_another_search_is_refused,
    changes::the_changes_rebuild_the_store,
    changes::a_filter_sees_events_come_and_go,
    changes::a_place_that_is_not_yet_is_refused,
);
