//! The binary, as a user runs it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const TEXT: &str = "The United States imposed a 25% tariff on Canadian steel on March 12, 2025.\n\n\
    \u{201c}We will answer in kind,\u{201d} Canadian Trade Minister Paul Duval told reporters.\n";

fn tradewire(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradewire"));
    command.args(arguments).current_dir(folder);
    command
}

fn output(arguments: &[&str], folder: &Path) -> Output {
    tradewire(arguments, folder).output().unwrap()
}

fn folder_of_documents() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).unwrap();
    fs::write(at("in/wire.txt"), TEXT).unwrap();
    fs::write(
        at("in/page.HTML"),
        format!("<html><body><p>{TEXT}</p></body></html>"),
    )
    .unwrap();
    let json = serde_json::json!({
        "id": "from-archive", "document": {"text": TEXT, "published_at": null, "genre": "wire"}
    });
    fs::write(at("in/record.json"), json.to_string()).unwrap();
    fs::write(at("in/latin1.txt"), b"Les droits de douane \xe9lev\xe9s").unwrap();
    fs::write(at("in/notes.md"), "not a document").unwrap();
    folder
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_bad_file_is_reported_and_the_rest_is_read() {
    let folder = folder_of_documents();
    let run = output(
        &[
            "extract",
            "--offset-unit",
            "utf32",
            "--output",
            "out",
            "in",
            "gone.txt",
        ],
        folder.path(),
    );
    assert_eq!(run.status.code(), Some(1));
    assert!(run.stdout.is_empty());
    let errors = String::from_utf8(run.stderr).unwrap();
    assert!(
        errors.contains("in/latin1.txt: is not UTF-8: byte 21 (0xE9)"),
        "{errors}"
    );
    assert!(errors.contains("gone.txt: No such file"), "{errors}");
    assert!(errors.contains("2 of 5 inputs failed"), "{errors}");

    let out = folder.path().join("out");
    let mut written: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort_unstable();
    assert_eq!(written, ["page.json", "record.json", "wire.json"]);
    let record = json(&out.join("record.json"));
    assert_eq!(record["extraction"]["documentId"], "from-archive");
    assert_eq!(record["extraction"]["offsetUnit"], "OFFSET_UNIT_UTF32");
    assert_eq!(
        record["extraction"]["events"][0]["type"],
        "EVENT_TYPE_TARIFF"
    );
    let wire = json(&out.join("wire.json"));
    assert_eq!(wire["extraction"]["documentId"], "wire");
    assert_eq!(wire["extraction"]["events"], record["extraction"]["events"]);
}

#[test]
fn standard_input_is_read_and_a_list_for_people_has_no_colours_in_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = tradewire(&["extract", "--format", "text", "-"], folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    run.stdin
        .take()
        .unwrap()
        .write_all(TEXT.as_bytes())
        .unwrap();
    let run = run.wait_with_output().unwrap();
    assert!(run.status.success());
    let list = String::from_utf8(run.stdout).unwrap();
    assert!(!list.contains('\u{1b}'), "{list}");
    for words in [
        "stdin",
        "tariff",
        "25%",
        "steel",
        "Paul Duval",
        "We will answer in kind",
    ] {
        assert!(list.contains(words), "{words} is not in\n{list}");
    }
}

#[test]
fn what_made_an_event_can_be_seen() {
    let folder = folder_of_documents();
    let run = output(
        &["extract", "--format", "text", "--explain", "in/wire.txt"],
        folder.path(),
    );
    assert!(run.status.success());
    let list = String::from_utf8(run.stdout).unwrap();
    let told = |label: &str| {
        list.lines()
            .filter_map(|line| line.trim().strip_prefix(label))
            .map(str::trim)
            .collect::<Vec<_>>()
    };
    let sentence = TEXT.lines().next().unwrap();
    assert_eq!(told("sentence"), [sentence], "{list}");
    assert_eq!(told("trigger"), ["tariff"], "{list}");
    assert_eq!(told("because"), ["tariff <-obj- imposed"], "{list}");
    assert_eq!(told("lexicon"), ["measures:tariff, acts:impose"], "{list}");
}

#[test]
fn several_documents_on_standard_output_are_one_line_each() {
    let folder = folder_of_documents();
    let run = output(&["extract", "in/wire.txt", "in/record.json"], folder.path());
    assert!(run.status.success());
    let out = String::from_utf8(run.stdout).unwrap();
    let ids: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["extraction"]["documentId"].take())
        .collect();
    assert_eq!(ids, ["wire", "from-archive"]);
}

#[test]
fn two_inputs_of_one_name_do_not_overwrite_each_other() {
    let folder = folder_of_documents();
    fs::write(folder.path().join("wire.txt"), TEXT).unwrap();
    let run = output(
        &["extract", "--output", "out", "in/wire.txt", "wire.txt"],
        folder.path(),
    );
    assert_eq!(run.status.code(), Some(1));
    let errors = String::from_utf8(run.stderr).unwrap();
    assert!(
        errors.contains("wire.txt: another input of the same name"),
        "{errors}"
    );
}

#[test]
fn wrong_usage_has_its_own_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["extract"][..],
        &["extract", "--format", "xml", "-"],
        &["serve", "--listen", "here"],
    ] {
        assert_eq!(
            output(arguments, folder.path()).status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_ends_well() {
    for signal in ["-TERM", "-INT"] {
        let folder = tempfile::tempdir().unwrap();
        let mut server = tradewire(
            &["serve", "--listen", "127.0.0.1:0", "--log-format", "json"],
            folder.path(),
        )
        .env_remove("RUST_LOG")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
        let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
        let line: Value = serde_json::from_str(&log.next().unwrap().unwrap()).unwrap();
        assert_eq!(line["message"], "listening");
        let ready = log.find(|line| line.as_ref().unwrap().contains("ready"));
        assert!(ready.is_some());
        let id = server.id().to_string();
        let kill = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(kill.success());
        assert_eq!(server.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn a_server_without_an_address_of_its_own_fails_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = output(&["serve", "--listen", &address], folder.path());
    assert_eq!(run.status.code(), Some(1));
    let errors = String::from_utf8(run.stderr).unwrap();
    assert!(errors.contains(&address), "{errors}");
}

#[test]
fn a_users_own_lexicon_is_read_and_its_faults_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("words")).unwrap();
    fs::write(
        at("words/officials.toml"),
        r#"entries = [{ name = "Ottilie Varga", of = "HU", roles = ["trade minister 2031-"] }]"#,
    )
    .unwrap();
    fs::write(
        at("speech.txt"),
        "Ottilie Varga said on Monday that the new duties were a mistake.",
    )
    .unwrap();
    let extract = ["extract", "--lexicon", "words", "speech.txt"];
    let run = output(&extract, folder.path());
    let answer: Value = serde_json::from_slice(&run.stdout).unwrap();
    let statement = &answer["extraction"]["statements"][0];
    assert_eq!(statement["speakerId"], "ottilie-varga", "{answer}");
    let actors = answer["extraction"]["actors"].as_array().unwrap();
    assert!(
        actors
            .iter()
            .any(|a| a["id"] == "ottilie-varga" && a["affiliationId"] == "HU")
    );

    fs::write(
        at("words/goods.toml"),
        r#"entries = [{ name = "moon cheese", hs = ["7799"] }]"#,
    )
    .unwrap();
    let run = output(&extract, folder.path());
    assert_eq!(run.status.code(), Some(1));
    let errors = String::from_utf8(run.stderr).unwrap();
    assert!(
        errors.contains("goods.toml") && errors.contains("moon-cheese"),
        "{errors}"
    );
}

#[test]
fn a_table_has_one_row_an_event_and_empty_is_not_zero() {
    let folder = folder_of_documents();
    let run = output(
        &["export", "--published-at", "2025-03-14", "in/wire.txt"],
        folder.path(),
    );
    assert!(run.status.success());
    let out = String::from_utf8(run.stdout).unwrap();
    let mut rows = out.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let row = rows.next().unwrap();
    assert_eq!(rows.next(), None);
    let value = |name: &str| row[header.iter().position(|column| *column == name).unwrap()];
    assert_eq!(value("document_id"), "wire");
    assert_eq!(value("published_on"), "2025-03-14");
    assert_eq!(
        (value("type"), value("implementers"), value("targets")),
        ("TARIFF", "US", "CA")
    );
    assert_eq!((value("rate_max"), value("previous_rate_max")), ("25", ""));
}

#[test]
fn a_page_is_written_beside_its_document_and_named() {
    let folder = folder_of_documents();
    let run = output(&["view", "in/wire.txt"], folder.path());
    assert!(run.status.success());
    assert_eq!(String::from_utf8(run.stdout).unwrap(), "wire.facts.html\n");
    let page = fs::read_to_string(folder.path().join("wire.facts.html")).unwrap();
    assert!(page.contains("Paul Duval") && page.contains("Content-Security-Policy"));
    let run = output(&["view", "in"], folder.path());
    assert_eq!(run.status.code(), Some(1));
}

#[test]
fn shells_and_manuals_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let script = output(&["completions", "bash"], folder.path()).stdout;
    let script = String::from_utf8(script).unwrap();
    assert!(output(&["man", "pages"], folder.path()).status.success());
    for command in ["extract", "export", "serve", "view"] {
        assert!(script.contains(command));
        let page = folder.path().join(format!("pages/tradewire-{command}.1"));
        assert!(fs::read_to_string(page).unwrap().contains(".TH"));
    }
}

#[test]
fn the_printed_settings_can_be_served_with_and_wrong_ones_have_their_own_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let printed = output(&["serve", "--print-default-config"], folder.path());
    assert_eq!(printed.status.code(), Some(0));
    let file = folder.path().join("tradewire.toml");
    fs::write(&file, &printed.stdout).unwrap();
    let check = |arguments: &[&str]| {
        let run = output(
            &[
                &["serve", "--check", "--config", "tradewire.toml"],
                arguments,
            ]
            .concat(),
            folder.path(),
        );
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    assert_eq!(check(&[]), (Some(0), String::new()));
    for (arguments, told) in [
        (["--set", "limits.worker=2"], "did you mean limits.workers?"),
        (
            ["--listen", "0.0.0.0:50051"],
            "can be reached from other machines",
        ),
        (["--lexicon", "gone"], "gone"),
        (["--set", "tls.key=gone.pem"], "tls.certificate and tls.key"),
        (["--store", "gone/news.db"], "a folder that is there"),
        (["--set", "telemetry.log_filter=a=b=c"], "log_filter"),
    ] {
        let (code, errors) = check(&arguments);
        assert_eq!(code, Some(2), "{errors}");
        assert!(errors.contains(told), "{errors}");
    }
    let certificate = [
        "--set",
        "tls.key=tradewire.toml",
        "--set",
        "tls.certificate=tradewire.toml",
    ];
    let (code, errors) = check(&certificate);
    assert_eq!(code, Some(2));
    assert!(errors.contains("holds no certificate"), "{errors}");
}
