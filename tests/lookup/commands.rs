//! The commands that work on a store, as processes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::news::report;
use crate::common::{TestServer, storing};
use tradewire::json::{self, Layout};
use tradewire::proto::v1::SearchDocumentsRequest;

fn tradewire(arguments: &[&str], folder: &Path) -> Output {
    let program = env!("CARGO_BIN_EXE_tradewire");
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with ten reports in lines, one in a file, and three documents that cannot be kept.
fn news(folder: &Path) {
    let news = folder.join("news");
    fs::create_dir(&news).unwrap();
    let mut lines: Vec<_> = (0..10)
        .map(|i| json::to_string(&report(i), Layout::Compact).unwrap())
        .collect();
    lines.insert(3, "{\"text\": 5}".to_owned());
    lines.insert(7, "{\"id\": \"blank\", \"text\": \" \"}".to_owned());
    fs::write(news.join("wire.jsonl"), lines.join("\n")).unwrap();
    fs::write(news.join("note.txt"), report(11).text).unwrap();
    fs::write(news.join("broken.txt"), b"Tariffs \xff rose.").unwrap();
}

#[test]
fn a_folder_is_kept_and_what_failed_is_reported_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    news(folder);
    let ingest = [
        "ingest",
        "news",
        "--store",
        "news.db",
        "--report",
        "failed.jsonl",
    ];
    for summary in [
        "11 new, 0 replaced, 0 unchanged, 3 failed",
        "0 new, 0 replaced, 11 unchanged, 3 failed",
    ] {
        let output = tradewire(&ingest, folder);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stdout(&output).contains(summary), "{}", stdout(&output));
        for words in [
            "news/broken.txt: is not UTF-8",
            "news/wire.jsonl:4: ",
            "news/wire.jsonl:8: ",
        ] {
            assert!(
                stderr(&output).contains(words),
                "{words}: {}",
                stderr(&output)
            );
        }
        let failed = fs::read_to_string(folder.join("failed.jsonl")).unwrap();
        let reasons: Vec<_> = failed
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["reason"].clone())
            .collect();
        assert_eq!(reasons.len(), 3);
        assert!(reasons.contains(&"EMPTY_TEXT".into()), "{reasons:?}");
    }

    let info = tradewire(&["store", "info", "--store", "news.db"], folder);
    assert!(stdout(&info).contains("11 documents"), "{}", stdout(&info));
    let reindex = tradewire(&["reindex", "--store", "news.db"], folder);
    assert_eq!(reindex.status.code(), Some(0), "{}", stderr(&reindex));
    assert!(
        stdout(&reindex).contains("11 as before, 0 failed"),
        "{}",
        stdout(&reindex)
    );
    let rebuilt = tradewire(&["store", "rebuild-index", "--store", "news.db"], folder);
    assert_eq!(rebuilt.status.code(), Some(0), "{}", stderr(&rebuilt));
    let verified = tradewire(&["store", "verify", "--store", "news.db"], folder);
    assert_eq!(verified.status.code(), Some(0), "{}", stdout(&verified));
}

#[test]
fn a_new_lexicon_is_taken_in_by_reading_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("words")).unwrap();
    fs::write(
        folder.join("words/goods.toml"),
        "entries = [{ name = \"zorbfruit\", hs = [\"081090\"], invariant = true }]\n",
    )
    .unwrap();
    fs::write(
        folder.join("a.txt"),
        "China imposed a 20% tariff on Brazilian zorbfruit on Monday.",
    )
    .unwrap();
    let kept = tradewire(&["ingest", "a.txt", "--store", "news.db"], folder);
    assert_eq!(kept.status.code(), Some(0), "{}", stderr(&kept));
    let reindex = tradewire(
        &["reindex", "--store", "news.db", "--lexicon", "words"],
        folder,
    );
    assert_eq!(reindex.status.code(), Some(0), "{}", stderr(&reindex));
    assert!(
        stdout(&reindex).contains("1 documents read anew"),
        "{}",
        stdout(&reindex)
    );
}

#[test]
fn a_store_that_is_not_there_or_is_none_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for command in [&["reindex"][..], &["store", "verify"], &["store", "info"]] {
        let output = tradewire(&[command, &["--store", "nowhere.db"]].concat(), folder);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            stderr(&output).contains("no store at nowhere.db"),
            "{}",
            stderr(&output)
        );
        assert!(!folder.join("nowhere.db").exists());
    }
    fs::write(folder.join("other.db"), "this is a letter, not a database").unwrap();
    let output = tradewire(&["ingest", "-", "--store", "other.db"], folder);
    assert_eq!(output.status.code(), Some(1));
    assert!(!stderr(&output).is_empty());
    let neither = tradewire(&["ingest", "-"], folder);
    assert_eq!(neither.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_sent_to_a_server() {
    let folder = tempfile::tempdir().unwrap();
    news(folder.path());
    let server = TestServer::start(storing(&folder)).await;
    let address = format!("http://{}", server.address);
    let here = folder.path().to_owned();
    let output = tokio::task::spawn_blocking(move || {
        tradewire(&["ingest", "news", "--server", &address], &here)
    });
    let output = output.await.unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("11 new, 0 replaced, 0 unchanged, 3 failed"),
        "{}",
        stdout(&output)
    );
    let request = SearchDocumentsRequest::default();
    let kept = server
        .lookup()
        .await
        .search_documents(request)
        .await
        .unwrap();
    assert_eq!(kept.into_inner().results.len(), 11);
    server.stopped().await;
}
