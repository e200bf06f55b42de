//! Where a page or a watch goes on, and the tokens that callers get for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::consistency::WritePosition;

/// Where the next page of a query begins. Only the store that made it can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub(in crate::store) Vec<u8>);

/// A place in the sequence of changes of one store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeCursor {
    /// Revision of the last change before the place; 0: before all.
    pub revision: u64,
}

/// Makes the opaque tokens for cursors, and reads them back. A token is bound to the store, to what it was made for and to
/// the query: any other use, and any change of it, is found out.
#[derive(Clone)]
pub struct Tokens {
    key: [u8; 32],
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Page,
    Resume,
    Written,
}

/// Bytes of the authentication code in a token.
const CODE_BYTES: usize = 12;

// === impl Tokens ===

impl Tokens {
    /// With the key of a store.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The page token for a cursor. `query` stands for everything that the token is bound to: the name of the call and its
    /// arguments without page size and page token, encoded.
    pub fn page(&self, query: &[u8], cursor: &Cursor) -> String {
        self.seal(Purpose::Page, query, &cursor.0)
    }

    /// The cursor of a page token; none if the token is not of this store and query.
    pub fn open_page(&self, query: &[u8], token: &str) -> Option<Cursor> {
        self.open(Purpose::Page, query, token).map(Cursor)
    }

    /// The resume token for a place in the sequence of changes. `query` as in [`Tokens::page`].
    pub fn resume(&self, query: &[u8], cursor: ChangeCursor) -> String {
        self.seal(Purpose::Resume, query, &cursor.revision.to_be_bytes())
    }

    /// The place that a resume token means; none if the token is not of this store and query.
    pub fn open_resume(&self, query: &[u8], token: &str) -> Option<ChangeCursor> {
        let bytes = self.open(Purpose::Resume, query, token)?;
        let revision = u64::from_be_bytes(bytes.try_into().ok()?);
        Some(ChangeCursor { revision })
    }

    /// The write token for a place in what was written.
    pub fn written(&self, position: WritePosition) -> String {
        self.seal(Purpose::Written, &[], &position.0.to_be_bytes())
    }

    /// The place that a write token means; none if the token is not of this store.
    pub fn open_written(&self, token: &str) -> Option<WritePosition> {
        let bytes = self.open(Purpose::Written, &[], token)?;
        Some(WritePosition(u64::from_be_bytes(bytes.try_into().ok()?)))
    }

    fn seal(&self, purpose: Purpose, query: &[u8], payload: &[u8]) -> String {
        let code = self.code(purpose, query, payload).finalize().into_bytes();
        let bytes: Vec<u8> = code
            .iter()
            .take(CODE_BYTES)
            .chain(payload)
            .copied()
            .collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn open(&self, purpose: Purpose, query: &[u8], token: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (code, payload) = bytes.split_at_checked(CODE_BYTES)?;
        let expected = self.code(purpose, query, payload);
        expected.verify_truncated_left(code).ok()?;
        Some(payload.to_vec())
    }

    fn code(&self, purpose: Purpose, query: &[u8], payload: &[u8]) -> Hmac<Sha256> {
        // HMAC fills a short key up with zeros to the block size of its hash.
        let mut block = [0; 64];
        block[..self.key.len()].copy_from_slice(&self.key);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(&[match purpose {
            Purpose::Page => 1,
            Purpose::Resume => 2,
            Purpose::Written => 3,
        }]);
        mac.update(&(query.len() as u64).to_be_bytes());
        mac.update(query);
        mac.update(payload);
        mac
    }
}

impl std::fmt::Debug for Tokens {
    /// The key is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_where_it_was_made_for() {
        let tokens = Tokens::new([7; 32]);
        let cursor = Cursor(vec![1, 2, 3]);
        let token = tokens.page(b"q1", &cursor);
        assert_eq!(tokens.open_page(b"q1", &token), Some(cursor.clone()));
        assert_eq!(tokens.open_page(b"q2", &token), None);
        assert_eq!(Tokens::new([8; 32]).open_page(b"q1", &token), None);
        assert_eq!(tokens.open_resume(b"q1", &token), None);
        let place = ChangeCursor { revision: 9 };
        assert_eq!(
            tokens.open_resume(b"q1", &tokens.resume(b"q1", place)),
            Some(place)
        );
        let written = WritePosition(7);
        assert_eq!(tokens.open_written(&tokens.written(written)), Some(written));
        assert_eq!(tokens.open_written(&tokens.resume(b"", place)), None);
    }

    #[test]
    fn every_altered_character_is_found_out() {
        let tokens = Tokens::new([7; 32]);
        let token = tokens.page(b"q", &Cursor(vec![0; 9]));
        for i in 0..token.len() {
            let mut altered = token.clone().into_bytes();
            altered[i] = if altered[i] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            if altered != token {
                assert_eq!(tokens.open_page(b"q", &altered), None, "{altered}");
            }
        }
        assert_eq!(tokens.open_page(b"q", ""), None);
        assert_eq!(tokens.open_page(b"q", "%"), None);
    }
}
