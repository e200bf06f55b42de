//! What can be wrong with lexicon files.

use std::fmt;

/// One thing that is wrong in a lexicon file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as its name in the embedded set or as the path of a user's file.
    pub file: String,
    /// The id (or, where it has none yet, the name) of the entry; `None` where the whole file is meant.
    pub entry: Option<String>,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// The kinds of [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// The file or folder cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The name of the file says no kind of entries.
    #[error("no lexicon file has this name; the names begin with one of: {0}")]
    UnknownFile(String),
    /// The file is not TOML of the expected shape: syntax, unknown or missing keys, wrong types.
    #[error("{0}")]
    Malformed(String),
    /// Two entries of one layer have the same id.
    #[error("the id is already taken in {0}")]
    Duplicate(String),
    /// A field names an entry that does not exist.
    #[error("{field} names `{reference}`, which no entry has as its id")]
    Dangling {
        /// The field that refers.
        field: &'static str,
        /// The id that is missing.
        reference: String,
    },
    /// A value of a field has the wrong form.
    #[error("{field}: {message}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// What is wrong with its value.
        message: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.entry {
            Some(entry) => write!(f, "{}: entry `{entry}`: {}", self.file, self.kind),
            None => write!(f, "{}: {}", self.file, self.kind),
        }
    }
}

/// The lexicon cannot be loaded; lists every problem found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconError {
    /// All the problems, in the order of the files.
    pub problems: Vec<Problem>,
}

impl fmt::Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the lexicon has {} problem(s)", self.problems.len())?;
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LexiconError {}
