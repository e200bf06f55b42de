//! The example articles, read whole.

use std::collections::HashSet;
use std::fs;

use serde_json::Value;
use tradewire::extract::Extractor;
use tradewire::json::{self, Layout};
use tradewire::proto::v1::{Document, ExtractOptions, Extraction, OffsetUnit, TextFormat};
use tradewire::service::request::DocumentRequest;
use tradewire::text::Limits;

/// File name, publisher and day of publication.
const ARTICLES: [(&str, &str, &str); 6] = [
    ("wire-story.txt", "Meridian", "2031-05-14"),
    ("fact-sheet.txt", "The White House", "2031-09-17"),
    (
        "ministry-press-release.txt",
        "Press Information Bureau",
        "2032-02-05",
    ),
    ("blog-hard-wrapped.txt", "Quill on Trade", "2031-11-21"),
    ("web-page.html", "Han River Courier", "2032-03-30"),
    ("wto-dispute.txt", "Geneva Trade Monitor", "2031-06-02"),
];

fn document((file, publisher, day): (&str, &str, &str)) -> Document {
    let path = format!("{}/examples/articles/{file}", env!("CARGO_MANIFEST_DIR"));
    let format = if file.ends_with(".html") {
        TextFormat::Html
    } else {
        TextFormat::Plain
    };
    Document {
        id: Some(file.to_owned()),
        text: fs::read_to_string(path).unwrap(),
        format: format.into(),
        publisher: Some(publisher.to_owned()),
        published_at: Some(day.to_owned()),
        ..Document::default()
    }
}

fn extraction(document: &Document) -> Extraction {
    let options = ExtractOptions {
        offset_unit: OffsetUnit::Utf8.into(),
        explain: false,
    };
    let request = DocumentRequest::new(Some(document.clone()), Some(options), Limits::default());
    Extractor::embedded()
        .extract(&request.unwrap().input())
        .unwrap()
}

/// Calls `visit` for every object in the JSON.
fn objects<'v>(value: &'v Value, visit: &mut impl FnMut(&'v serde_json::Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| objects(item, visit)),
        Value::Object(fields) => {
            visit(fields);
            fields.values().for_each(|field| objects(field, visit));
        }
        _ => {}
    }
}

fn ids<'v>(json: &'v Value, list: &str) -> HashSet<&'v str> {
    let items = json[list].as_array().into_iter().flatten();
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn every_article_tells_events_and_statements() {
    for article in ARTICLES {
        let extraction = extraction(&document(article));
        assert!(!extraction.events.is_empty(), "{}", article.0);
        assert!(!extraction.statements.is_empty(), "{}", article.0);
    }
}

#[test]
fn every_span_is_where_its_words_are() {
    for article in ARTICLES {
        let document = document(article);
        let json = json::to_string(&extraction(&document), Layout::Compact).unwrap();
        let json: Value = serde_json::from_str(&json).unwrap();
        let mut spans = 0;
        objects(&json, &mut |fields| {
            // Canonical JSON leaves a start of 0 out.
            let start = fields.get("start").map_or(Some(0), Value::as_u64);
            let end = fields.get("end").and_then(Value::as_u64);
            let words = fields.get("text").and_then(Value::as_str);
            if let (Some(start), Some(end), Some(words)) = (start, end, words) {
                spans += 1;
                let slice = document.text.get(start as usize..end as usize);
                let slice = slice.unwrap_or_else(|| panic!("{words}: {start}..{end}"));
                assert!(!slice.trim().is_empty(), "{words}: {start}..{end}");
                if document.format() == TextFormat::Plain {
                    assert_eq!(slice, words);
                } else if !slice.contains(['&', '<']) {
                    let squeezed: Vec<_> = slice.split_whitespace().collect();
                    assert_eq!(squeezed, words.split_whitespace().collect::<Vec<_>>());
                }
            }
        });
        assert!(spans > 20, "{}: {spans} spans", article.0);
    }
}

#[test]
fn every_id_that_is_named_is_there() {
    for article in ARTICLES {
        let json = json::to_string(&extraction(&document(article)), Layout::Compact).unwrap();
        let json: Value = serde_json::from_str(&json).unwrap();
        let (actors, events) = (ids(&json, "actors"), ids(&json, "events"));
        let statements = ids(&json, "statements");
        objects(&json, &mut |fields| {
            for (field, value) in fields {
                let known = match field.as_str() {
                    "actorId" | "affiliationId" | "speakerId" | "sourceId" | "addresseeId"
                    | "forumId" => &actors,
                    "eventId" | "eventIds" => &events,
                    "withinId" => &statements,
                    _ => continue,
                };
                let named = value
                    .as_array()
                    .map_or(std::slice::from_ref(value), Vec::as_slice);
                for id in named.iter().map(|id| id.as_str().unwrap()) {
                    assert!(known.contains(id), "{}: {field} {id}", article.0);
                }
            }
        });
    }
}

#[test]
fn the_same_text_gives_the_same_answer() {
    for article in ARTICLES {
        let document = document(article);
        assert_eq!(extraction(&document), extraction(&document));
    }
}

#[test]
fn every_article_is_read_as_before() {
    for article in ARTICLES {
        let read = Extraction {
            // They change with every word that the lexicon learns.
            extractor_version: String::new(),
            lexicon_version: String::new(),
            ..extraction(&document(article))
        };
        let json = json::to_string(&read, Layout::Pretty).unwrap();
        insta::assert_snapshot!(article.0.replace('.', "-"), json);
    }
}
