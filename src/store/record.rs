//! Putting records together from what a database holds of them.

use std::collections::{HashMap, HashSet};

use prost::Message;
use prost::bytes::Bytes;

use super::key::day_of;
use super::{CopiedDocument, ExtractedDocument, RecordKind, Store, StoreError};
use crate::proto::v1;

/// A record as [`Store::encoded`] answers it, from what the store reads by ids.
pub async fn encoded<S: Store + ?Sized>(
    store: &S,
    kind: RecordKind,
    id: &str,
) -> Result<Bytes, StoreError> {
    let ids = [id.to_owned()];
    let record = match kind {
        RecordKind::Document => first(&store.documents(&ids).await?),
        RecordKind::Event => first(&store.events(&ids).await?),
        RecordKind::Statement => first(&store.statements(&ids).await?),
        RecordKind::Actor => None,
    };
    record.ok_or_else(|| StoreError::not_found(kind, id))
}

fn first<M: Message>(records: &[M]) -> Option<Bytes> {
    records.first().map(|record| record.encode_to_vec().into())
}

/// A statement with what its filter needs beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementRow {
    pub record: v1::StatementRecord,
    pub affiliations: Vec<String>,
}

impl StatementRow {
    /// As the table `change` keeps it.
    pub fn encode(&self) -> Vec<u8> {
        v1::StatementResult {
            statement: Some(self.record.clone()),
            snippets: self
                .affiliations
                .iter()
                .map(|id| v1::Snippet {
                    document_id: id.clone(),
                    ..Default::default()
                })
                .collect(),
        }
        .encode_to_vec()
    }

    /// From what the table `change` keeps.
    pub fn decode(bytes: &[u8]) -> Result<Self, StoreError> {
        let kept = v1::StatementResult::decode(bytes)?;
        Ok(Self {
            record: kept.statement.unwrap_or_default(),
            affiliations: kept
                .snippets
                .into_iter()
                .map(|kept| kept.document_id)
                .collect(),
        })
    }
}

/// What a database holds of a statement.
pub struct StatementParts {
    pub key: i64,
    pub id: String,
    pub version: u64,
    pub document_id: String,
    /// Ids for whom the speaker acts, one per line.
    pub affiliations: String,
    /// A [`v1::Statement`].
    pub body: Vec<u8>,
}

impl StatementParts {
    /// The statement; `events`: ids of the events that it speaks of, in the order of its tellings.
    pub fn statement(
        self,
        events: impl IntoIterator<Item = String>,
    ) -> Result<StatementRow, StoreError> {
        let mut statement = v1::Statement::decode(self.body.as_slice())?;
        for id in events {
            if !statement.event_ids.contains(&id) {
                statement.event_ids.push(id);
            }
        }
        Ok(StatementRow {
            record: v1::StatementRecord {
                id: self.id,
                version: self.version,
                document_id: self.document_id,
                day: day_of(self.key).iso(),
                statement: Some(statement),
            },
            affiliations: self.affiliations.lines().map(str::to_owned).collect(),
        })
    }
}

/// Rows of tellings, eight bytes each, big end first.
pub fn pack(rows: &[i64]) -> Vec<u8> {
    rows.iter().flat_map(|row| row.to_be_bytes()).collect()
}

/// The rows that [`pack`] has packed.
pub fn unpack(bytes: &[u8]) -> Vec<i64> {
    let rows = bytes.chunks_exact(8);
    rows.filter_map(|row| <[u8; 8]>::try_from(row).ok())
        .map(i64::from_be_bytes)
        .collect()
}

/// A record without sources and relations, with its version.
pub fn head(bytes: &[u8], version: u64) -> Result<v1::EventRecord, StoreError> {
    let mut record = v1::EventRecord::decode(bytes)?;
    record.version = version;
    Ok(record)
}

/// Gives a head its sources, each with the key of its document, and the relations that they tell. `ids`: the ids of the stored
/// events by the ids in the extraction, for each document of which a telling has relations.
pub fn complete(
    record: &mut v1::EventRecord,
    mut sources: Vec<(i64, v1::EventSource)>,
    ids: &HashMap<i64, HashMap<String, String>>,
) {
    sources.sort_by(|(_, a), (_, b)| (&a.day, &a.document_id).cmp(&(&b.day, &b.document_id)));
    let mut relations: Vec<v1::EventRelation> = Vec::new();
    for (document, source) in &mut sources {
        let Some(event) = &mut source.event else {
            continue;
        };
        event.id.clone_from(&record.id);
        let ids = ids.get(document);
        event.relations.retain_mut(|relation| {
            let id = ids.and_then(|ids| ids.get(&relation.event_id));
            id.is_some_and(|id| {
                relation.event_id.clone_from(id);
                *id != record.id
            })
        });
        for relation in &event.relations {
            let merged = v1::EventRelation {
                span: None,
                ..relation.clone()
            };
            if !relations.contains(&merged) {
                relations.push(merged);
            }
        }
    }
    if let Some(event) = &mut record.event {
        event.relations = relations;
    }
    record.sources = sources.into_iter().map(|(_, source)| source).collect();
}

/// The documents among some sources of which a telling has relations.
pub fn related(sources: &[(i64, v1::EventSource)]) -> HashSet<i64> {
    let has = |source: &v1::EventSource| {
        let event = source.event.as_ref();
        event.is_some_and(|event| !event.relations.is_empty())
    };
    let with = sources.iter().filter(|(_, source)| has(source));
    with.map(|(document, _)| *document).collect()
}

/// What a database holds of a document.
pub struct DocumentParts {
    pub id: String,
    /// Microseconds since 1970.
    pub ingested_at: i64,
    /// A [`v1::Extraction`] without events and statements.
    pub facts: Vec<u8>,
    /// A [`v1::Document`].
    pub body: Vec<u8>,
    /// Of each event of the extraction the id of the stored event.
    pub event_ids: Vec<String>,
    pub statement_ids: Vec<String>,
}

impl DocumentParts {
    /// The document.
    pub fn document(self) -> Result<v1::DocumentRecord, StoreError> {
        let facts = v1::Extraction::decode(self.facts.as_slice())?;
        let mut event_ids = self.event_ids;
        let mut seen = HashSet::new();
        event_ids.retain(|id| seen.insert(id.clone()));
        let micros = self.ingested_at;
        Ok(v1::DocumentRecord {
            id: self.id,
            document: Some(v1::Document::decode(self.body.as_slice())?),
            ingested_at: Some(prost_types::Timestamp {
                seconds: micros.div_euclid(1_000_000),
                nanos: i32::try_from(micros.rem_euclid(1_000_000) * 1_000).unwrap_or_default(),
            }),
            event_ids,
            statement_ids: self.statement_ids,
            extractor_version: facts.extractor_version,
            lexicon_version: facts.lexicon_version,
        })
    }
}

/// What a database holds of a document and all that it tells.
pub struct CopyParts {
    /// A [`v1::Extraction`] without events and statements.
    pub facts: Vec<u8>,
    /// A [`v1::Document`].
    pub body: Vec<u8>,
    pub reading_hash: Vec<u8>,
    /// Microseconds since 1970.
    pub ingested_at: i64,
    /// Its tellings in order: row and [`v1::TradeEvent`].
    pub tellings: Vec<(i64, Vec<u8>)>,
    /// Its statements in order: packed rows of tellings and [`v1::Statement`].
    pub statements: Vec<(Vec<u8>, Vec<u8>)>,
}

impl CopyParts {
    /// The document as it would come in; statements have the ids that they have in the store.
    pub fn copied(self) -> Result<CopiedDocument, StoreError> {
        let mut extraction = v1::Extraction::decode(self.facts.as_slice())?;
        let mut locals = HashMap::new();
        for (row, body) in self.tellings {
            let event = v1::TradeEvent::decode(body.as_slice())?;
            locals.insert(row, event.id.clone());
            extraction.events.push(event);
        }
        for (tellings, body) in self.statements {
            let mut statement = v1::Statement::decode(body.as_slice())?;
            let about = unpack(&tellings);
            statement.event_ids = about
                .iter()
                .filter_map(|row| locals.get(row).cloned())
                .collect();
            extraction.statements.push(statement);
        }
        let reading_hash = <[u8; 32]>::try_from(self.reading_hash);
        Ok(CopiedDocument {
            extracted: ExtractedDocument {
                document: v1::Document::decode(self.body.as_slice())?,
                extraction,
            },
            reading_hash: reading_hash.map_err(|_| StoreError::Damaged {
                cause: "the hash of a reading has a wrong length".to_owned(),
            })?,
            ingested_at: self.ingested_at,
        })
    }
}
