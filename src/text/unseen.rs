//! Characters that nobody sees: marks of where a word may be broken or joined, of direction, of variants. They are no part of a word, so
//! the read text goes without them; whoever writes "tar\u{ad}iff" has written "tariff".

use std::borrow::Cow;

use super::source_map::SourceMap;

/// Whether a character is ignored where it cannot be shown: the property Default_Ignorable_Code_Point of Unicode 16
/// (DerivedCoreProperties.txt), its unassigned code points included.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A text without them, and its map to the source. Nearly every text has none and stays what it is.
pub(super) fn without(source: &str) -> (Cow<'_, str>, SourceMap) {
    let mut map = SourceMap::default();
    if source.is_ascii() || !source.contains(is_unseen) {
        return (Cow::Borrowed(source), map);
    }
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for part in source.split_inclusive(is_unseen) {
        let seen = part.strip_suffix(is_unseen).unwrap_or(part);
        if !seen.is_empty() {
            map.copy(text.len(), at);
            text.push_str(seen);
        }
        at += part.len();
    }
    (Cow::Owned(text), map)
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_is_left_knows_where_it_stood() {
        let source = "\u{feff}A tar\u{ad}iff of 2\u{202e}5%\u{202c}.";
        let (text, map) = without(source);
        assert_eq!(text, "A tariff of 25%.");
        let place = |words: &str| {
            let at = text.find(words).unwrap();
            &source[map.source_range(at..at + words.len())]
        };
        assert_eq!(place("A"), "A");
        assert_eq!(place("tariff"), "tar\u{ad}iff");
        assert_eq!(place("of"), "of");
        assert_eq!(place("25%"), "2\u{202e}5%");
        assert_eq!(place("."), ".");
    }

    #[test]
    fn a_text_without_any_is_not_copied() {
        let (text, map) = without("Zölle — «25 %»");
        assert!(matches!(text, std::borrow::Cow::Borrowed(_)));
        assert_eq!(map.source_range(3..9), 3..9);
    }
}
