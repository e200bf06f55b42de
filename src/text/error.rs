//! What a document must keep to, and what is wrong with one that does not.

use thiserror::Error;

/// Bounds on the documents that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest document, in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of HTML elements.
    pub max_depth: usize,
    /// Refuse text that is reliably recognised as another language than English. Switch it off where
    /// the caller has named the language.
    pub check_language: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 1 << 20,
            max_depth: 256,
            check_language: true,
        }
    }
}

/// Why a document cannot be read.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TextError {
    /// The document has no byte.
    #[error("the document is empty")]
    Empty,
    /// The document is larger than the limit.
    #[error("the document has {bytes} bytes, at most {limit} are read")]
    TooLarge {
        /// Size of the document.
        bytes: usize,
        /// Most bytes read.
        limit: usize,
    },
    /// Only white space, control characters or markup.
    #[error("the document has {bytes} bytes, but no letter or digit to read")]
    NoWords {
        /// Size of the document.
        bytes: usize,
    },
    /// The HTML elements are nested deeper than the limit.
    #[error("HTML elements are nested more than {limit} deep at byte {at}")]
    TooDeep {
        /// Deepest nesting that is read.
        limit: usize,
        /// Source byte of the first element beyond it.
        at: usize,
    },
    /// The text is not English.
    #[error(
        "the text is in {language} ({code}), with a confidence of {confidence:.2}; only English is read"
    )]
    WrongLanguage {
        /// English name of the language found.
        language: &'static str,
        /// ISO 639-3 code of the language found.
        code: &'static str,
        /// Confidence of the recognition, from 0 to 1.
        confidence: f64,
    },
}
