//! What can be wrong with a field of a request.

use std::fmt;

use super::cut;
use crate::proto::v1::ErrorReason;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// It breaks a rule, which the words state.
    Rule(String),
    /// It holds nothing to read.
    Empty,
    /// It is larger than what is read.
    TooLarge {
        /// Its size in bytes, where reading did not end before that was known.
        bytes: Option<usize>,
        /// Most bytes that are read.
        limit: usize,
    },
    /// It is not in English.
    Language {
        /// The language, as a tag or by name.
        language: String,
    },
    /// It is no page token of this server and query.
    PageToken,
    /// It is no resume token of this store and filter.
    ResumeToken,
    /// It is HTML that cannot be read.
    Html {
        /// Why not.
        cause: String,
    },
}

// === impl Problem ===

impl Problem {
    pub(super) fn reason(&self) -> ErrorReason {
        match self {
            Self::Rule(_) => ErrorReason::InvalidField,
            Self::Empty => ErrorReason::EmptyText,
            Self::TooLarge { .. } => ErrorReason::DocumentTooLarge,
            Self::Language { .. } => ErrorReason::UnsupportedLanguage,
            Self::PageToken => ErrorReason::InvalidPageToken,
            Self::ResumeToken => ErrorReason::InvalidResumeToken,
            Self::Html { .. } => ErrorReason::UnreadableHtml,
        }
    }

    pub(super) fn metadata(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Rule(_) | Self::Empty | Self::PageToken | Self::ResumeToken => Vec::new(),
            Self::TooLarge { bytes, limit } => {
                let size = bytes.map(|bytes| ("size_bytes", bytes.to_string()));
                let limit = ("limit_bytes", limit.to_string());
                size.into_iter().chain([limit]).collect()
            }
            Self::Language { language } => vec![("language", cut(language).into_owned())],
            Self::Html { cause } => vec![("cause", cut(cause).into_owned())],
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(rule) => f.write_str(&cut(rule)),
            Self::Empty => f.write_str("holds nothing to read"),
            Self::TooLarge { bytes, limit } => match bytes {
                Some(bytes) => write!(f, "has {bytes} bytes, at most {limit} are read"),
                None => write!(
                    f,
                    "has more than {limit} bytes, which are the most that are read"
                ),
            },
            Self::Language { language } => {
                write!(
                    f,
                    "is in another language ({}), only English is read",
                    cut(language)
                )
            }
            Self::PageToken => f.write_str(
                "is no page token of this server, or belongs to a query with other arguments",
            ),
            Self::ResumeToken => f.write_str(
                "is no resume token of this store, or belongs to a watch with another filter",
            ),
            Self::Html { cause } => write!(f, "cannot be read as HTML: {cause}"),
        }
    }
}
