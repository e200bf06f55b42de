//! What comes into the store, and what it answers.

use prost::Message;
use sha2::{Digest, Sha256};

use crate::proto::v1;

/// A document and what was read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtractedDocument {
    /// The document. Its `id` is its key in the store; see [`document_id`] for one without.
    pub document: v1::Document,
    /// What was read from it, with offsets in UTF-8 bytes.
    pub extraction: v1::Extraction,
}

/// A document with all that a store knows of it, on its way into another store.
#[derive(Clone, Debug, PartialEq)]
pub struct CopiedDocument {
    pub(in crate::store) extracted: ExtractedDocument,
    /// The hash of the reading as it came in: ids inside of it are not kept.
    pub(in crate::store) reading_hash: [u8; 32],
    /// When it was put first, in microseconds since 1970.
    pub(in crate::store) ingested_at: i64,
}

impl CopiedDocument {
    /// Its id.
    pub fn id(&self) -> String {
        document_id(&self.extracted.document)
    }

    /// The hash of its content.
    pub fn content_hash(&self) -> ContentHash {
        ContentHash::of(&self.extracted.document)
    }
}

/// What to do with a document whose id is known with the same content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PutMode {
    /// Keep what was read from it before: the same again changes nothing.
    #[default]
    KeepSame,
    /// Take the new reading in place of the old one, unless it is the same: for reading the whole store again. Leaves alone what
    /// is no longer stored with this content: whoever has replaced or deleted it meanwhile knew better.
    Reread,
}

/// What came of a document that was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Id of the document.
    pub document_id: String,
    /// What was done.
    pub outcome: PutOutcome,
    /// Ids of the stored events that it tells of, in the order of its extraction.
    pub event_ids: Vec<String>,
    /// Ids of its stored statements, in the order of its extraction.
    pub statement_ids: Vec<String>,
}

/// What was done with a document that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    /// It is new.
    Added,
    /// It was there, and nothing has changed.
    Unchanged,
    /// It was there with another text, other metadata or another reading, which it replaces.
    Replaced,
    /// It is not stored with this content any more, and nothing has changed ([`PutMode::Reread`]). It has no events.
    Superseded,
}

/// A hash of everything that a document says, its id left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// Of a document.
    pub fn of(document: &v1::Document) -> Self {
        let content = v1::Document {
            id: None,
            ..document.clone()
        };
        Self(Sha256::digest(content.encode_to_vec()).into())
    }
}

/// The id of a document: the caller's, or `sha256-` and the first 32 hexadecimal digits of the hash of its content.
pub fn document_id(document: &v1::Document) -> String {
    match &document.id {
        Some(id) if !id.is_empty() => id.clone(),
        _ => {
            let hash = ContentHash::of(document).0;
            let digits = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
            std::iter::once("sha256-".to_owned())
                .chain(digits)
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_without_an_id_is_known_by_its_content() {
        let document = v1::Document {
            text: "Tariffs rose.".into(),
            ..Default::default()
        };
        let id = document_id(&document);
        assert_eq!(id.len(), "sha256-".len() + 32);
        let named = v1::Document {
            id: Some(String::new()),
            ..document.clone()
        };
        assert_eq!(document_id(&named), id);
        let other = v1::Document {
            publisher: Some("The Ledger".into()),
            ..document
        };
        assert_ne!(document_id(&other), id);
    }
}
