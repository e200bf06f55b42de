//! From names on the command line to documents.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Map, Value};
use thiserror::Error;
use walkdir::WalkDir;

use crate::json::{self, JsonError};
use crate::proto::v1;

/// How an input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Plain text
    Txt,
    /// An HTML page
    Html,
    /// JSON with the fields of a Document, at its top level or under "document"
    Json,
}

/// One input.
#[derive(Debug)]
pub struct Input {
    /// What messages call it.
    pub name: String,
    /// File name without extension: names the output, and the document unless it has an id.
    pub stem: String,
    source: Source,
    kind: Option<Kind>,
}

#[derive(Debug)]
enum Source {
    StandardInput,
    File(PathBuf),
    /// A folder, or something in one, that cannot be listed, and why.
    Unlisted(String),
}

/// Why an input is no document.
#[derive(Debug, Error)]
pub enum InputError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The folder that it is in cannot be read.
    #[error("{0}")]
    Unlisted(String),
    /// Its name does not say how it is to be read.
    #[error("is neither .txt nor .html nor .json; say which with --input-format")]
    UnknownKind,
    /// It is not UTF-8.
    #[error("is not UTF-8: byte {at} (0x{byte:02X}) begins no character")]
    NotUtf8 {
        /// Offset of the first byte that is wrong.
        at: usize,
        /// That byte.
        byte: u8,
    },
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// It is JSON, but not an object.
    #[error("is JSON, but not an object with the fields of a document")]
    NotAnObject,
    /// It is JSON without a text.
    #[error("has no field \"text\"")]
    NoText,
    /// A field is of another type than the document's.
    #[error("is not a document: {0}")]
    NotADocument(#[from] JsonError),
}

/// The inputs that the names stand for, folders searched in order of name. What cannot be found is among them and fails when it is
/// read, so that the rest goes on.
pub fn find(names: &[PathBuf], kind: Option<Kind>) -> Vec<Input> {
    let mut found = Vec::new();
    for name in names {
        if name.as_os_str() == "-" {
            found.push(Input {
                name: "standard input".to_owned(),
                stem: "stdin".to_owned(),
                source: Source::StandardInput,
                kind: kind.or(Some(Kind::Txt)),
            });
        } else if name.is_dir() {
            for entry in WalkDir::new(name).sort_by_file_name() {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {}
                    // What a folder holds beside documents is none of our business.
                    Ok(entry) if Kind::of(entry.path()).is_none() => {}
                    Ok(entry) => found.push(Input::file(entry.path(), kind)),
                    Err(error) => found.push(Input {
                        source: Source::Unlisted(error.to_string()),
                        ..Input::file(error.path().unwrap_or(name), kind)
                    }),
                }
            }
        } else {
            found.push(Input::file(name, kind));
        }
    }
    found
}

// === impl Kind ===

impl Kind {
    /// The kind that a file's name says.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" => Some(Self::Txt),
            "html" | "htm" => Some(Self::Html),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

// === impl Input ===

impl Input {
    /// A file, read as its name says unless `kind` says it.
    pub fn file(path: &Path, kind: Option<Kind>) -> Self {
        let stem = path.file_stem().map(OsStr::to_string_lossy);
        Self {
            name: path.display().to_string(),
            stem: stem.unwrap_or_default().into_owned(),
            kind: kind.or_else(|| Kind::of(path)),
            source: Source::File(path.to_owned()),
        }
    }

    /// Reads the document.
    ///
    /// # Errors
    /// See [`InputError`].
    pub fn read(&self) -> Result<v1::Document, InputError> {
        if let Source::Unlisted(why) = &self.source {
            return Err(InputError::Unlisted(why.clone()));
        }
        let kind = self.kind.ok_or(InputError::UnknownKind)?;
        let bytes = match &self.source {
            Source::File(path) => fs::read(path)?,
            Source::StandardInput | Source::Unlisted(_) => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                bytes
            }
        };
        let text = utf8(bytes)?;
        let format = match kind {
            Kind::Json => return document_of_json(serde_json::from_str(&text)?),
            Kind::Txt => v1::TextFormat::Plain,
            Kind::Html => v1::TextFormat::Html,
        };
        Ok(v1::Document {
            text,
            format: format.into(),
            ..Default::default()
        })
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, InputError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        InputError::NotUtf8 { at, byte }
    })
}

/// The document that a JSON value holds. Archives keep documents with notes of their own around them: fields that a document does
/// not have are left alone, and `null` is the same as absent.
///
/// # Errors
/// See [`InputError`].
pub fn document_of_json(value: Value) -> Result<v1::Document, InputError> {
    let Value::Object(mut outer) = value else {
        return Err(InputError::NotAnObject);
    };
    let fields = match outer.remove("document") {
        Some(Value::Object(mut inner)) => {
            if let (false, Some(id)) = (inner.contains_key("id"), outer.remove("id")) {
                inner.insert("id".to_owned(), id);
            }
            inner
        }
        Some(Value::Null) | None => outer,
        Some(_) => return Err(InputError::NotAnObject),
    };
    if !fields.contains_key("text") {
        return Err(InputError::NoText);
    }
    let descriptor = json::descriptor::<v1::Document>()?;
    let known: Map<String, Value> = fields
        .into_iter()
        .filter(|(name, value)| {
            let field = descriptor.get_field_by_name(name);
            !value.is_null()
                && (field.is_some() || descriptor.get_field_by_json_name(name).is_some())
        })
        .collect();
    Ok(json::from_value(Value::Object(known))?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_has_the_fields_at_its_top_or_under_document() {
        let top =
            json!({"id": "a", "text": "T", "publishedAt": "2025-01-02", "title": null, "genre": 7});
        let under = json!({
            "id": "a", "document": {"text": "T", "published_at": "2025-01-02"}, "events": [{}]
        });
        let expected = v1::Document {
            id: Some("a".into()),
            text: "T".into(),
            published_at: Some("2025-01-02".into()),
            ..Default::default()
        };
        for value in [top, under] {
            assert_eq!(document_of_json(value).unwrap(), expected);
        }
    }

    #[test]
    fn json_that_is_no_document_is_refused() {
        for (value, words) in [
            (json!([1]), "not an object"),
            (json!({"document": "T"}), "not an object"),
            (json!({"title": "T"}), "text"),
            (json!({"text": 5}), "invalid type"),
        ] {
            let error = document_of_json(value).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn the_first_wrong_byte_is_named() {
        let error = utf8(b"caf\xe9 au lait".to_vec()).unwrap_err();
        assert!(error.to_string().contains("byte 3 (0xE9)"), "{error}");
    }
}
