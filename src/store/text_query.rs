//! Words to search for.

use thiserror::Error;

use super::words::words;

/// Most words that one query may hold.
pub const MAX_WORDS: usize = 32;

/// Words that must all be found, some of them as phrases. Holds at least one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextQuery {
    phrases: Vec<Vec<String>>,
}

/// Why words cannot be searched for.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TextQueryError {
    /// There is no letter and no digit in them.
    #[error("holds no word")]
    NoWord,
    /// They are too many.
    #[error("holds {found} words, at most {MAX_WORDS} are searched for")]
    TooManyWords {
        /// How many they are.
        found: usize,
    },
    /// A quotation mark opens a phrase that does not end.
    #[error("has a quotation mark without its counterpart")]
    OpenPhrase,
}

impl TextQuery {
    /// Reads words as somebody types them: all must be found, "double quotes" hold a phrase together.
    ///
    /// # Errors
    /// See [`TextQueryError`].
    pub fn parse(typed: &str) -> Result<Self, TextQueryError> {
        let straight = typed.replace(['“', '”', '„', '«', '»'], "\"");
        let parts: Vec<&str> = straight.split('"').collect();
        if parts.len().is_multiple_of(2) {
            return Err(TextQueryError::OpenPhrase);
        }
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for (i, part) in parts.into_iter().enumerate() {
            let stems = words(part).into_iter().map(|word| word.stem);
            if i % 2 == 1 {
                phrases.push(stems.collect());
            } else {
                phrases.extend(stems.map(|stem| vec![stem]));
            }
        }
        phrases.retain(|phrase| !phrase.is_empty());
        let found = phrases.iter().map(Vec::len).sum();
        match found {
            0 => Err(TextQueryError::NoWord),
            1..=MAX_WORDS => Ok(Self { phrases }),
            _ => Err(TextQueryError::TooManyWords { found }),
        }
    }

    /// The stems, phrase by phrase; a single word is a phrase of one.
    pub fn phrases(&self) -> &[Vec<String>] {
        &self.phrases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_a_phrase_together() {
        let query = TextQuery::parse("steel \"export controls\" 25%").unwrap();
        assert_eq!(
            query.phrases(),
            [
                vec!["steel".to_owned()],
                vec!["export".into(), "control".into()],
                vec!["25".into()]
            ]
        );
    }

    #[test]
    fn what_cannot_be_searched_for_is_refused() {
        assert_eq!(TextQuery::parse(" -- "), Err(TextQueryError::NoWord));
        assert_eq!(TextQuery::parse("\"\""), Err(TextQueryError::NoWord));
        assert_eq!(TextQuery::parse("a \"b"), Err(TextQueryError::OpenPhrase));
        let many = "x ".repeat(MAX_WORDS + 1);
        assert_eq!(
            TextQuery::parse(&many),
            Err(TextQueryError::TooManyWords {
                found: MAX_WORDS + 1
            })
        );
    }
}
