//! Page and resume tokens: only what a store sealed for this query opens.

use tradewire::store::{ChangeCursor, Tokens};

/// The input is a key of 32 bytes, the length of a query, the query, and a token.
pub fn run(input: &[u8]) {
    let Some((key, rest)) = input.split_first_chunk::<32>() else {
        return;
    };
    let Some((length, rest)) = rest.split_first() else {
        return;
    };
    let (query, token) = rest.split_at(usize::from(*length).min(rest.len()));
    let tokens = Tokens::new(*key);
    let typed = String::from_utf8_lossy(token);
    // Nobody guesses the code of a token.
    assert_eq!(tokens.open_page(query, &typed), None);
    assert_eq!(tokens.open_resume(query, &typed), None);
    let place = ChangeCursor {
        revision: token
            .iter()
            .fold(7, |sum, &byte| sum * 31 % (1 << 40) + u64::from(byte)),
    };
    let sealed = tokens.resume(query, place);
    assert_eq!(tokens.open_resume(query, &sealed), Some(place));
    // Not for another purpose, another query, another store, nor changed.
    assert_eq!(tokens.open_page(query, &sealed), None);
    assert_eq!(tokens.open_resume(&[query, b"."].concat(), &sealed), None);
    let mut alike = query.to_vec();
    if let Some(last) = alike.last_mut() {
        *last ^= 1;
        assert_eq!(tokens.open_resume(&alike, &sealed), None);
    }
    let mut other = *key;
    other[usize::from(*length) % 32] ^= 1;
    assert_eq!(Tokens::new(other).open_resume(query, &sealed), None);
    if let Some(at) = token.first().map(|&at| usize::from(at) % sealed.len()) {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("ASCII");
        assert!(tokens.open_resume(query, &changed).is_none());
        assert!(tokens.open_resume(query, &sealed[..at]).is_none());
    }
}
