//! What can be worked out of a document before it is written, on any thread, whatever the database.

use std::collections::{BTreeMap, HashMap};

use prost::Message;
use sha2::{Digest, Sha256};

use crate::proto::v1;
use crate::store::day::{DayNumber, report_day};
use crate::store::merge::{Telling, keys::Keys};
use crate::store::words::words;
use crate::store::{
    ContentHash, CopiedDocument, ExtractedDocument, StoreError, document_id, terms,
};
use crate::text;

/// Words at the beginning of a text that count for more.
const LEAD_WORDS: usize = 100;

/// A document, ready to be written.
pub struct Prepared {
    pub id: String,
    pub day: DayNumber,
    pub publisher: Option<String>,
    pub content_hash: ContentHash,
    pub reading_hash: [u8; 32],
    /// When it was put, in microseconds since 1970.
    pub ingested_at: i64,
    pub facts: Vec<u8>,
    pub body: Vec<u8>,
    pub terms: Vec<i64>,
    pub tellings: Vec<PreparedTelling>,
    pub statements: Vec<PreparedStatement>,
    /// Without mentions.
    pub actors: Vec<v1::Actor>,
    pub text: Indexed,
}

/// Stems, with a space between, as the text index takes them.
#[derive(Default)]
pub struct Indexed {
    pub title: String,
    pub lead: String,
    pub body: String,
}

/// A telling, ready to be written.
#[derive(Clone)]
pub struct PreparedTelling {
    pub local: String,
    /// Number of the event's type. Merging never joins two types.
    pub kind: i32,
    pub day: i32,
    pub uid: i64,
    pub keys: Keys,
    pub body: Vec<u8>,
}

/// A statement, ready to be written.
pub struct PreparedStatement {
    pub id: String,
    pub body: Vec<u8>,
    pub affiliations: Vec<String>,
    pub speaker: Option<String>,
    pub terms: Vec<i64>,
    /// Indices of the tellings that it speaks of.
    pub tellings: Vec<usize>,
    pub content: String,
}

impl Prepared {
    pub fn new(extracted: ExtractedDocument) -> Self {
        let ExtractedDocument {
            mut document,
            mut extraction,
        } = extracted;
        let id = document_id(&document);
        let content_hash = ContentHash::of(&document);
        let day = report_day(&document, &extraction);
        document.id = Some(id.clone());
        extraction.document_id = None;
        extraction.explanations.clear();
        let reading_hash = Sha256::digest(extraction.encode_to_vec()).into();
        let events = std::mem::take(&mut extraction.events);
        let statements = std::mem::take(&mut extraction.statements);
        for actor in &mut extraction.actors {
            actor.mentions.clear();
        }
        let statements = prepare_statements(&id, &extraction.actors, &events, statements);
        let tellings = events.into_iter().map(|event| {
            let telling = Telling {
                document_id: id.clone(),
                day,
                event,
            };
            PreparedTelling {
                kind: telling.event.r#type,
                day: day.0,
                uid: telling.uid(),
                keys: Keys::of(&telling),
                body: telling.event.encode_to_vec(),
                local: telling.event.id,
            }
        });
        Self {
            tellings: tellings.collect(),
            day,
            publisher: document.publisher.clone(),
            content_hash,
            reading_hash,
            ingested_at: jiff::Timestamp::now().as_microsecond(),
            facts: extraction.encode_to_vec(),
            body: document.encode_to_vec(),
            terms: terms::of_document(&document).into_iter().collect(),
            statements,
            actors: extraction.actors,
            text: Indexed::new(&document),
            id,
        }
    }

    /// Of a document of another store.
    pub fn copied(copied: CopiedDocument) -> Self {
        Self {
            reading_hash: copied.reading_hash,
            ingested_at: copied.ingested_at,
            ..Self::new(copied.extracted)
        }
    }
}

/// Prepares documents on a thread that may work for long.
pub async fn prepare_all<T: Send + 'static>(
    documents: Vec<T>,
    prepare: fn(T) -> Prepared,
) -> Result<Vec<Prepared>, StoreError> {
    let all = move || documents.into_iter().map(prepare).collect();
    let prepared = tokio::task::spawn_blocking(all).await;
    prepared.map_err(|died| StoreError::Internal {
        cause: died.to_string(),
    })
}

impl Indexed {
    /// Of a document.
    pub fn new(document: &v1::Document) -> Self {
        let mut stems = stems_of_text(document).into_iter();
        let mut lead = String::new();
        join(stems.by_ref().take(LEAD_WORDS), &mut lead);
        let mut body = String::new();
        join(stems, &mut body);
        let mut title = String::new();
        let title_words = words(document.title.as_deref().unwrap_or_default());
        join(title_words.into_iter().map(|word| word.stem), &mut title);
        Self { title, lead, body }
    }
}

/// Of an HTML page only what is read of it.
fn stems_of_text(document: &v1::Document) -> Vec<String> {
    let found = if document.format() == v1::TextFormat::Html {
        let limits = text::Limits {
            check_language: false,
            ..text::Limits::default()
        };
        match text::read(&document.text, text::Format::Html, &limits) {
            Ok(reading) => words(reading.text()),
            Err(_) => Vec::new(),
        }
    } else {
        words(&document.text)
    };
    found.into_iter().map(|word| word.stem).collect()
}

fn join(stems: impl Iterator<Item = String>, into: &mut String) {
    for stem in stems {
        if !into.is_empty() {
            into.push(' ');
        }
        into.push_str(&stem);
    }
}

fn prepare_statements(
    document_id: &str,
    actors: &[v1::Actor],
    events: &[v1::TradeEvent],
    statements: Vec<v1::Statement>,
) -> Vec<PreparedStatement> {
    let actors: HashMap<&str, &v1::Actor> = actors
        .iter()
        .map(|actor| (actor.id.as_str(), actor))
        .collect();
    let index: HashMap<&str, usize> = events
        .iter()
        .zip(0..)
        .map(|(event, i)| (event.id.as_str(), i))
        .collect();
    let mut same: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids: HashMap<String, String> = HashMap::new();
    let mut prepared = Vec::with_capacity(statements.len());
    for statement in &statements {
        let words: Vec<&str> = statement
            .content
            .iter()
            .map(|span| span.text.as_str())
            .collect();
        let said = words.join("\n");
        let turn = same.entry(said.clone()).or_default();
        ids.insert(
            statement.id.clone(),
            statement_id(document_id, &said, *turn),
        );
        *turn += 1;
    }
    for mut statement in statements {
        let affiliations = statement
            .speaker_id
            .as_deref()
            .map_or_else(Vec::new, |id| behind(id, &actors));
        let content: Vec<&str> = statement
            .content
            .iter()
            .map(|span| span.text.as_str())
            .collect();
        let mut stems = String::new();
        join(
            content
                .iter()
                .flat_map(|text| words(text))
                .map(|word| word.stem),
            &mut stems,
        );
        let terms = terms::of_statement(&statement, &affiliations)
            .into_iter()
            .collect();
        let tellings = statement
            .event_ids
            .iter()
            .filter_map(|id| index.get(id.as_str()).copied())
            .collect();
        let id = ids.get(&statement.id).cloned().unwrap_or_default();
        statement.within_id = statement
            .within_id
            .and_then(|outer| ids.get(&outer).cloned());
        statement.event_ids.clear();
        statement.id.clone_from(&id);
        prepared.push(PreparedStatement {
            id,
            body: statement.encode_to_vec(),
            affiliations,
            speaker: statement.speaker_id,
            terms,
            tellings,
            content: stems,
        });
    }
    prepared
}

/// The id of a statement: what is said in which document, and the how-manieth time. So it outlives a new reading.
fn statement_id(document_id: &str, said: &str, turn: usize) -> String {
    let mut hasher = Sha256::new();
    for part in [document_id, said, &turn.to_string()] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let hash = hasher.finalize();
    let digits: String = hash
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("st-{digits}")
}

/// Who a speaker is and acts for: himself, his affiliation and theirs, and the country behind.
fn behind(speaker: &str, actors: &HashMap<&str, &v1::Actor>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut next = vec![speaker.to_owned()];
    while let Some(id) = next.pop() {
        if found.contains(&id) {
            continue;
        }
        if let Some(actor) = actors.get(id.as_str()) {
            next.extend(actor.affiliation_id.clone());
            next.extend(actor.country_id.clone());
        }
        found.push(id);
    }
    found
}
