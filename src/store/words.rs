//! The words of the text index. They are found and stemmed here, not by the database, so that the index, the queries and the
//! snippets of every store agree on what a word is.

use std::ops::Range;

use deunicode::deunicode_char;
use rust_stemmers::{Algorithm, Stemmer};

/// Version of the rules of this module. A text index that was made with another one has to be rebuilt.
pub const WORDS_VERSION: u32 = 1;

/// Longest word that is indexed, in characters; what is longer is cut.
const MAX_CHARS: usize = 40;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Its stem: lower-case ASCII letters, digits and decimal points, never empty.
    pub stem: String,
}

/// The words of a text, in order: stretches of letters and digits, without regard to case, accents and inflection. Figures
/// stay whole ("2.5", "34,000"); an English possessive falls off.
pub fn words(text: &str) -> Vec<Word> {
    words_where(text, |_| true)
}

/// The words of a text, of which only those are stemmed of which the first byte is asked for: stems keep the first letter of their
/// word, and stemming is what finding words costs. The others stand there unstemmed.
pub fn words_where(text: &str, stemmed: impl Fn(u8) -> bool) -> Vec<Word> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut folded = String::new();
    for range in ranges(text) {
        let Some(written) = text.get(range.clone()) else {
            continue;
        };
        fold(written, &mut folded);
        if folded.is_empty() || (folded == "s" && possessive(text, range.start)) {
            continue;
        }
        let stem = if folded.bytes().next().is_some_and(&stemmed) {
            stemmer.stem(&folded).into_owned()
        } else {
            folded.clone()
        };
        found.push(Word { range, stem });
    }
    found
}

/// Where the words stand.
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        let mut last = first;
        while let Some(&(at, c)) = chars.peek() {
            if c.is_alphanumeric() {
                end = at + c.len_utf8();
            } else if !(matches!(c, '.' | ',') && last.is_ascii_digit() && digit_at(text, at + 1)) {
                break;
            }
            last = c;
            chars.next();
        }
        Some(start..end)
    })
}

fn digit_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// Whether an apostrophe stands before a byte.
fn possessive(text: &str, at: usize) -> bool {
    text.get(..at)
        .is_some_and(|before| before.ends_with(['\'', '’']))
}

/// Lower-case ASCII letters, digits and decimal points only.
fn fold(written: &str, folded: &mut String) {
    folded.clear();
    for c in written.chars().take(MAX_CHARS) {
        if c.is_ascii_alphanumeric() || c == '.' {
            folded.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() {
            let ascii = deunicode_char(c).unwrap_or_default().chars();
            folded.extend(
                ascii
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn case_accents_and_inflection_do_not_count() {
        assert_eq!(stems("Tariffs tariff TARIFF"), ["tariff"; 3]);
        assert_eq!(stems("Curaçao"), ["curacao"]);
        assert_eq!(stems("retaliated, retaliating"), ["retali"; 2]);
    }

    #[test]
    fn figures_stay_whole() {
        assert_eq!(
            stems("a 2.5% duty, 34,000 tons."),
            ["a", "2.5", "duti", "34000", "ton"]
        );
    }

    #[test]
    fn ranges_are_those_of_the_words_as_written() {
        let text = "Brazil’s “café” — 10%";
        let found: Vec<&str> = words(text).into_iter().map(|w| &text[w.range]).collect();
        assert_eq!(found, ["Brazil", "café", "10"]);
    }
}
