//! The piece of a text around words that were searched for.

use std::ops::Range;

use super::text_query::TextQuery;
use super::words::{words, words_where};
use crate::proto::v1;
use crate::text;

/// Bytes shown before the first match, and in all; whole words.
const BEFORE_BYTES: usize = 60;
const SNIPPET_BYTES: usize = 240;

/// The piece of a document's text around the first match; none where the words stand only in the title.
pub fn of_document(query: &TextQuery, id: &str, document: &v1::Document) -> Option<v1::Snippet> {
    if document.format() == v1::TextFormat::Html {
        let limits = text::Limits {
            check_language: false,
            ..text::Limits::default()
        };
        let reading = text::read(&document.text, text::Format::Html, &limits).ok()?;
        let found = find(query, reading.text())?;
        return Some(found.snippet(id, reading.text(), 0, |range| reading.source_range(range)));
    }
    Some(find(query, &document.text)?.snippet(id, &document.text, 0, |range| range))
}

/// The piece of a statement's words around the first match.
pub fn of_statement(
    query: &TextQuery,
    document_id: &str,
    content: &[v1::Span],
) -> Option<v1::Snippet> {
    content.iter().find_map(|span| {
        let found = find(query, &span.text)?;
        Some(found.snippet(document_id, &span.text, span.start as usize, |range| range))
    })
}

struct Found {
    piece: Range<usize>,
    matches: Vec<Range<usize>>,
}

impl Found {
    fn snippet(
        self,
        document_id: &str,
        text: &str,
        offset: usize,
        source: impl Fn(Range<usize>) -> Range<usize>,
    ) -> v1::Snippet {
        let span = |range: Range<usize>| {
            let words = text.get(range.clone()).unwrap_or_default().to_owned();
            let source = source(range);
            v1::Span {
                start: u32::try_from(source.start + offset).unwrap_or(u32::MAX),
                end: u32::try_from(source.end + offset).unwrap_or(u32::MAX),
                text: words,
            }
        };
        v1::Snippet {
            document_id: document_id.to_owned(),
            span: Some(span(self.piece)),
            matches: self.matches.into_iter().map(span).collect(),
        }
    }
}

/// The first place where a phrase of the query stands, and all matches near it.
fn find(query: &TextQuery, text: &str) -> Option<Found> {
    let first = candidates(query, text).find_map(|at| {
        let from = floor(text, at);
        let near = text.get(from..ceil(text, from + SNIPPET_BYTES))?;
        let word = words(near.split_whitespace().next()?).into_iter().next()?;
        if !query
            .phrases()
            .iter()
            .any(|phrase| phrase.first() == Some(&word.stem))
        {
            return None;
        }
        let found = matches(query, near).into_iter().next()?;
        (found.start == 0).then_some(from)
    })?;
    let start = floor_word(text, first.saturating_sub(BEFORE_BYTES));
    let end = ceil_word(text, start + SNIPPET_BYTES);
    let near = text.get(start..end)?;
    let shifted = |range: Range<usize>| range.start + start..range.end + start;
    let matches: Vec<Range<usize>> = matches(query, near).into_iter().map(shifted).collect();
    let trimmed = near.trim_end();
    let lead = trimmed.len() - trimmed.trim_start().len();
    Some(Found {
        piece: start + lead..start + trimmed.len(),
        matches,
    })
}

/// Where a word begins like one of the query: stems keep the first letter, so that few words have to be stemmed.
fn candidates<'q>(query: &'q TextQuery, text: &'q str) -> impl Iterator<Item = usize> + 'q {
    let heads: Vec<u8> = query
        .phrases()
        .iter()
        .filter_map(|phrase| phrase.first()?.bytes().next())
        .collect();
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(move |&at| {
        let byte = bytes[at];
        let begins = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] >= 0x80);
        begins && (byte >= 0x80 || heads.contains(&byte.to_ascii_lowercase()))
    })
}

/// Where the phrases of the query stand.
fn matches(query: &TextQuery, text: &str) -> Vec<Range<usize>> {
    let begins = |byte: u8| {
        let mut stems = query.phrases().iter().flatten();
        stems.any(|stem| stem.bytes().next() == Some(byte))
    };
    let words = words_where(text, begins);
    let mut found = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let here = |phrase: &Vec<String>| {
            let rest = words.get(i..i + phrase.len())?;
            let same = rest
                .iter()
                .zip(phrase)
                .all(|(word, stem)| word.stem == *stem);
            same.then(|| {
                word.range.start..rest.last().map_or(word.range.end, |last| last.range.end)
            })
        };
        if let Some(range) = query
            .phrases()
            .iter()
            .filter_map(here)
            .max_by_key(|range| range.end)
        {
            found.push(range);
        }
    }
    found
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

/// The beginning of the word that a byte lies in.
fn floor_word(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    let before = text
        .get(floor(text, at.saturating_sub(40))..at)
        .unwrap_or_default();
    let back = before
        .rfind(char::is_whitespace)
        .map_or(before.len(), |space| before.len() - space - 1);
    at - if at == 0 { 0 } else { back.min(at) }
}

/// The end of the word that a byte lies in.
fn ceil_word(text: &str, at: usize) -> usize {
    let at = ceil(text, at);
    let behind = text.get(at..ceil(text, at + 40)).unwrap_or_default();
    at + behind.find(char::is_whitespace).unwrap_or(behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(query: &str, text: &str) -> Option<(String, Vec<String>)> {
        let document = v1::Document {
            text: text.to_owned(),
            ..Default::default()
        };
        let query = TextQuery::parse(query).unwrap();
        let snippet = of_document(&query, "d", &document)?;
        let slice = |span: &v1::Span| {
            let words = &text[span.start as usize..span.end as usize];
            assert_eq!(words, span.text);
            words.to_owned()
        };
        Some((
            slice(snippet.span.as_ref().unwrap()),
            snippet.matches.iter().map(slice).collect(),
        ))
    }

    #[test]
    fn matches_are_found_in_other_forms_and_lie_in_the_piece() {
        let text = "Élysée officials met. ".repeat(30)
            + "Brazil’s coffee exporters fear the tariffs on coffees.";
        let (piece, matches) = snippet("tariff coffee", &text).unwrap();
        assert_eq!(matches, ["coffee", "tariffs", "coffees"]);
        assert!(piece.contains("exporters fear"), "{piece}");
        assert!(
            piece.starts_with("met.")
                || piece.starts_with("officials")
                || piece.starts_with("Élysée"),
            "{piece}"
        );
    }

    #[test]
    fn a_phrase_matches_only_as_a_whole() {
        let text = "Export talks stalled. Export controls on gallium stay.";
        assert_eq!(
            snippet("\"export controls\"", text).unwrap().1,
            ["Export controls"]
        );
        assert_eq!(snippet("\"export bans\"", text), None);
    }
}
