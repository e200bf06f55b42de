//! A store whose disk is mounted for reading only.

use std::path::Path;
use std::process::{Command, Output};

use tradewire::store::sqlite::{Settings, SqliteStore};
use tradewire::store::{PutMode, Store};

use crate::documents::{State, document};

/// What a command says that runs where a folder is mounted for reading only.
fn where_read_only(folder: &Path, command: &[&str]) -> Output {
    let mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
    Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", mount])
        .arg(folder)
        .args(command)
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_store_on_a_disk_for_reading_only_is_told_as_such_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let written = "touch \"$0/written\" 2>/dev/null || exit 7";
    let probe = where_read_only(
        folder.path(),
        &["sh", "-c", written, folder.path().to_str().unwrap()],
    );
    if probe.status.code() != Some(7) {
        eprintln!("skipped: nothing may be mounted here: {probe:?}");
        return;
    }
    let store = SqliteStore::open(&path, Settings::default()).unwrap();
    let put = store
        .put(
            vec![document(
                1,
                State {
                    version: 1,
                    reading: 0,
                },
            )],
            PutMode::KeepSame,
        )
        .await;
    assert_eq!(put.unwrap().len(), 1);
    store.close().await;
    let before = std::fs::read(&path).unwrap();

    let binary = env!("CARGO_BIN_EXE_tradewire");
    let store = path.to_str().unwrap();
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0", "--store", store][..],
        &["store", "info", "--store", store],
    ] {
        let said = where_read_only(folder.path(), &[&[binary], arguments].concat());
        let error = String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(1), "{arguments:?}: {error}");
        assert!(error.contains("Read-only"), "{arguments:?}: {error}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let store = SqliteStore::open(&path, Settings::default()).unwrap();
    assert_eq!(store.totals().await.unwrap().documents, 1);
}
