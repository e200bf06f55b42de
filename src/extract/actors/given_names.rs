//! Given names: what tells a person's name from other names, and whether "he" or "she" is right.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Gender;

/// Lines of names, each headed by `f`, `m` or `n` (either).
const NAMES: &str = include_str!("given_names.txt");

static GIVEN: LazyLock<FxHashMap<&'static str, Option<Gender>>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    for line in NAMES.lines() {
        let mut words = line.split_whitespace();
        let gender = match words.next() {
            Some("f") => Some(Gender::Female),
            Some("m") => Some(Gender::Male),
            _ => None,
        };
        names.extend(words.map(|word| (word, gender)));
    }
    names
});

/// Whether a capitalised word is a common given name and not also a common name of a place or a company.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.contains_key(word)
}

/// The gender of those who bear a given name, if it tells.
pub(super) fn gender(word: &str) -> Option<Gender> {
    GIVEN.get(word).copied().flatten()
}
