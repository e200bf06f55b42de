//! What a batch comes to: several puts and deletions of one document are one change of it.

use std::collections::{BTreeMap, HashMap};

use super::writer::Work;
use crate::store::prepare::Prepared;
use crate::store::{ContentHash, PutMode, PutOutcome, RecordKind, StoreError};

/// A document as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub key: i64,
    pub content_hash: Vec<u8>,
    pub reading_hash: Vec<u8>,
}

/// What becomes of the documents of a batch.
pub struct Plan<'w> {
    /// Keys of documents whose contents are taken back.
    pub gone: Vec<i64>,
    /// Documents that are new, or come in the place of others.
    pub put: Vec<&'w Prepared>,
    /// Ids of documents that are deleted.
    pub deleted: Vec<&'w str>,
    /// What was done with each document of each work, or why not.
    pub outcomes: Vec<Result<Vec<(&'w str, PutOutcome)>, StoreError>>,
}

/// Where a document comes from.
#[derive(Clone, Copy)]
enum Version<'w> {
    Stored,
    New(&'w Prepared),
}

#[derive(Clone, Copy)]
struct State<'w> {
    version: Version<'w>,
    content_hash: ContentHash,
    reading_hash: [u8; 32],
}

/// The ids that some works are about, in order, each once; and of each the last version that is put.
pub fn ids(works: &[Work]) -> BTreeMap<&str, Option<&Prepared>> {
    let mut ids: BTreeMap<&str, Option<&Prepared>> = BTreeMap::new();
    for work in works {
        match work {
            Work::Put(documents, mode) => {
                for document in documents {
                    let id = document.id.as_str();
                    let other = |last: &Prepared| last.content_hash != document.content_hash;
                    // A new reading of what is replaced in the same batch is superseded.
                    let superseded = *mode == PutMode::Reread
                        && ids.get(id).copied().flatten().is_some_and(other);
                    if !superseded {
                        ids.insert(id, Some(document));
                    }
                }
            }
            Work::Delete(id) => {
                ids.entry(id.as_str()).or_insert(None);
            }
            Work::RebuildText(_) => {}
        }
    }
    ids
}

impl<'w> Plan<'w> {
    /// Of works on documents of which these are known.
    pub fn new(works: &'w [Work], known: &'w HashMap<String, Known>) -> Result<Self, StoreError> {
        let mut now: HashMap<&'w str, State<'w>> = HashMap::new();
        for (id, known) in known {
            let hash = |bytes: &[u8]| {
                <[u8; 32]>::try_from(bytes).map_err(|_| StoreError::Damaged {
                    cause: format!("the hash of document {id} has a wrong length"),
                })
            };
            let state = State {
                version: Version::Stored,
                content_hash: ContentHash(hash(&known.content_hash)?),
                reading_hash: hash(&known.reading_hash)?,
            };
            now.insert(id, state);
        }
        let mut outcomes = Vec::with_capacity(works.len());
        for work in works {
            outcomes.push(match work {
                Work::Put(documents, mode) => {
                    let put = documents
                        .iter()
                        .map(|document| (document.id.as_str(), put(&mut now, document, *mode)));
                    Ok(put.collect())
                }
                Work::Delete(id) => match now.remove(id.as_str()) {
                    Some(_) => Ok(Vec::new()),
                    None => Err(StoreError::not_found(RecordKind::Document, id)),
                },
                Work::RebuildText(_) => Ok(Vec::new()),
            });
        }
        let mut plan = Self {
            gone: Vec::new(),
            put: Vec::new(),
            deleted: Vec::new(),
            outcomes,
        };
        for (id, document) in ids(works) {
            let state = now.get(id);
            let stored = known.get(id).map(|known| known.key);
            let kept = state.is_some_and(|state| matches!(state.version, Version::Stored));
            if !kept {
                plan.gone.extend(stored);
            }
            match state.map(|state| state.version) {
                Some(Version::New(document)) => plan.put.push(document),
                Some(Version::Stored) => {}
                // What was never there is nobody's to delete: others may be putting it.
                None if stored.is_some() || document.is_some() => plan.deleted.push(id),
                None => {}
            }
        }
        Ok(plan)
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.put.is_empty()
    }
}

fn put<'w>(
    now: &mut HashMap<&'w str, State<'w>>,
    document: &'w Prepared,
    mode: PutMode,
) -> PutOutcome {
    let new = State {
        version: Version::New(document),
        content_hash: document.content_hash,
        reading_hash: document.reading_hash,
    };
    match now.get_mut(document.id.as_str()) {
        None if mode == PutMode::Reread => PutOutcome::Superseded,
        Some(known) if mode == PutMode::Reread && known.content_hash != document.content_hash => {
            PutOutcome::Superseded
        }
        Some(known) => {
            let same_content = known.content_hash == new.content_hash;
            let same_reading = mode == PutMode::KeepSame || known.reading_hash == new.reading_hash;
            if same_content && same_reading {
                return PutOutcome::Unchanged;
            }
            *known = new;
            PutOutcome::Replaced
        }
        None => {
            now.insert(document.id.as_str(), new);
            PutOutcome::Added
        }
    }
}
