//! What all requests have in common that are checked: all broken rules are gathered and told at once.

use std::borrow::Cow;

use crate::error::{Error, Problem, Violation, Violations};

/// Longest id, in bytes.
pub const MAX_ID_BYTES: usize = 256;

/// Gathers the rules that a request was found to break.
#[derive(Debug, Default)]
pub struct Checks {
    broken: Vec<Violation>,
}

impl Checks {
    /// The checked value; where a rule is broken notes it and goes on, with a value that nobody will use.
    pub fn take<T: Default>(
        &mut self,
        field: impl Into<Cow<'static, str>>,
        checked: Result<T, Problem>,
    ) -> T {
        checked.unwrap_or_else(|problem| {
            let field = field.into();
            self.broken.push(Violation { field, problem });
            T::default()
        })
    }

    /// The value that was put together, unless a rule is broken.
    ///
    /// # Errors
    /// [`Error::Invalid`] lists every rule that was found to be broken.
    pub fn pass<T>(self, value: T) -> Result<T, Error> {
        match Violations::new(self.broken) {
            Some(violations) => Err(Error::Invalid(violations)),
            None => Ok(value),
        }
    }
}

/// Checks the length of an id or of one of the texts beside the text.
///
/// # Errors
/// A rule, where it is longer than the limit.
pub fn short(value: &str, limit: usize) -> Result<(), Problem> {
    let bytes = value.len();
    if bytes > limit {
        return broken(format!("has {bytes} bytes, at most {limit} are allowed"));
    }
    Ok(())
}

/// Checks an id that must be given.
///
/// # Errors
/// A rule, where it can be nobody's.
pub fn usable_id(id: &str) -> Result<(), Problem> {
    if id.is_empty() {
        return broken("is required");
    }
    short(id, MAX_ID_BYTES)
}

/// A broken rule, in words.
///
/// # Errors
/// Always.
pub fn broken<T>(rule: impl Into<String>) -> Result<T, Problem> {
    Err(Problem::Rule(rule.into()))
}
