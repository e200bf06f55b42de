//! Messages that tonic refuses before it decodes them.

use tonic::{Code, Status};

use crate::error::{Error, Problem};

/// What tonic says in words alone when a message is larger than the limit: how large, and how large it may be.
pub fn explained(status: &Status) -> Option<Error> {
    if status.code() != Code::OutOfRange || !status.details().is_empty() {
        return None;
    }
    let words = status.message().split(|c: char| !c.is_ascii_digit());
    let mut figures = words.filter_map(|word| word.parse().ok());
    let (bytes, limit) = (figures.next()?, figures.next()?);
    Some(Error::violation(
        "document",
        Problem::TooLarge { bytes, limit },
    ))
}
