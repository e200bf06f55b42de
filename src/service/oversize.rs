//! Messages that tonic refuses before it decodes them.

use tonic::{Code, Status};

use crate::error::{Error, Problem};

/// What tonic says in words alone when a message is larger than the limit: how large, and how large it may be; of a compressed
/// message only the latter, since it stops unpacking there.
pub fn explained(status: &Status) -> Option<Error> {
    if !status.details().is_empty() {
        return None;
    }
    let words = status.message().split(|c: char| !c.is_ascii_digit());
    let mut figures = words.filter_map(|word| word.parse().ok());
    let (bytes, limit) = match status.code() {
        Code::OutOfRange => (Some(figures.next()?), figures.next()?),
        Code::ResourceExhausted if status.message().contains("decompressing") => {
            (None, figures.next()?)
        }
        _ => return None,
    };
    Some(Error::violation(
        "document",
        Problem::TooLarge { bytes, limit },
    ))
}
