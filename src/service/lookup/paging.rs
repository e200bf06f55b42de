//! Pages after AIP-158.

use prost::Message;

use crate::error::Problem;
use crate::service::checks::broken;
use crate::store::{Cursor, Tokens};

/// Results of a page where the caller does not say how many.
const DEFAULT_PAGE: usize = 50;

/// Most results of a page.
const MAX_PAGE: usize = 1000;

/// Most bytes that the results of a page may have: what gRPC clients take without being told, with room for the rest. A single
/// result may have more.
const MAX_PAGE_BYTES: usize = 3 * 1024 * 1024;

/// How many results a page may hold.
pub fn limit(page_size: i32) -> Result<usize, Problem> {
    match usize::try_from(page_size) {
        Ok(0) => Ok(DEFAULT_PAGE),
        Ok(size) => Ok(size.min(MAX_PAGE)),
        Err(_) => broken(format!("is {page_size}, but may not be negative")),
    }
}

/// What a token is bound to: the method and all arguments but those of the page itself, which are cleared by the caller.
pub fn binding(method: &str, request: &impl Message) -> Vec<u8> {
    let mut binding = method.as_bytes().to_vec();
    binding.push(0);
    binding.extend(request.encode_to_vec());
    binding
}

/// Where the page begins.
pub fn cursor(tokens: &Tokens, binding: &[u8], token: &str) -> Result<Option<Cursor>, Problem> {
    if token.is_empty() {
        return Ok(None);
    }
    let cursor = tokens.open_page(binding, token);
    cursor.map(Some).ok_or(Problem::PageToken)
}

/// The token of the next page; empty after the last.
pub fn token(tokens: &Tokens, binding: &[u8], next: Option<&Cursor>) -> String {
    next.map_or_else(String::new, |next| tokens.page(binding, next))
}

/// To how many results a page has to be cut so that a client can take it; none: it can.
pub fn fewer<T: Message>(results: &[T]) -> Option<usize> {
    let mut bytes = 0;
    let fit = results.iter().take_while(|result| {
        bytes += result.encoded_len();
        bytes <= MAX_PAGE_BYTES
    });
    let fit = fit.count().max(1);
    (fit < results.len()).then_some(fit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::v1::DocumentRecord;

    fn record(bytes: usize) -> DocumentRecord {
        DocumentRecord {
            id: "x".repeat(bytes),
            ..DocumentRecord::default()
        }
    }

    #[test]
    fn a_page_is_cut_to_what_clients_take() {
        let small = vec![record(1000); 1000];
        assert_eq!(fewer(&small), None);
        let large = vec![record(MAX_PAGE_BYTES / 4 - 10); 9];
        assert_eq!(fewer(&large), Some(4));
        assert_eq!(fewer(&large[..4]), None);
        // A single result cannot be cut.
        let huge = vec![record(MAX_PAGE_BYTES + 1); 2];
        assert_eq!(fewer(&huge), Some(1));
        assert_eq!(fewer(&huge[..1]), None);
        assert_eq!(fewer::<DocumentRecord>(&[]), None);
    }

    #[test]
    fn page_sizes_are_read_after_aip_158() {
        assert_eq!(limit(0), Ok(DEFAULT_PAGE));
        assert_eq!(limit(7), Ok(7));
        assert_eq!(limit(i32::MAX), Ok(MAX_PAGE));
        assert!(limit(-1).is_err());
    }
}
