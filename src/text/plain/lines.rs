//! The lines of a plain text and what can be seen of each by itself.

use std::ops::Range;

use super::markers;

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its bytes, without surrounding space.
    pub range: Range<usize>,
    /// Columns of space before it.
    pub indent: usize,
    /// Its columns (characters), indentation included.
    pub width: usize,
    /// Columns of its first word.
    pub first_word: usize,
    /// Blank lines directly before it.
    pub blanks_before: usize,
    /// How it begins.
    pub start: Start,
    /// How it ends.
    pub end: End,
    /// Length of the bullet or number that it begins with, space included.
    pub bullet: Option<usize>,
    /// Whether it is the row of a table.
    pub tabular: bool,
}

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A small letter, perhaps after an opening mark: it goes on with what came before.
    Lower,
    /// An opening quotation mark, then no small letter.
    Quote,
    /// Anything else.
    Other,
}

/// How a line ends, closing quotation marks and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// `.`, `!`, `?` or an ellipsis.
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A dash.
    Dash,
    /// A word or anything else.
    Open,
}

/// The lines of a text that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::with_capacity(text.len() / 200 + 1);
    let mut blanks = 0;
    let mut at = 0;
    for raw in text.split_inclusive(is_line_break) {
        match line(raw, at, blanks) {
            Some(line) => {
                found.push(line);
                blanks = 0;
            }
            // `\r\n` is one break: what lies between the two is no line.
            None if raw == "\n" && at > 0 && text.as_bytes()[at - 1] == b'\r' => {}
            None => blanks += 1,
        }
        at += raw.len();
    }
    found
}

fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a character shows nothing: space, controls, byte order mark.
fn is_empty(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

fn line(raw: &str, at: usize, blanks_before: usize) -> Option<Line> {
    let content = raw.trim_start_matches(is_empty);
    let lead = raw.len() - content.len();
    let content = content.trim_end_matches(is_empty);
    if content.is_empty() {
        return None;
    }
    let indent = raw[..lead]
        .chars()
        .map(|c| {
            if c == '\t' {
                4
            } else {
                usize::from(c.is_whitespace())
            }
        })
        .sum();
    let first_word = content.split(char::is_whitespace).next().map_or(0, columns);
    Some(Line {
        range: at + lead..at + lead + content.len(),
        indent,
        width: indent + columns(content),
        first_word,
        blanks_before,
        start: start(content),
        end: end(content),
        bullet: markers::bullet(content),
        tabular: markers::is_tabular(content),
    })
}

fn columns(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count()
}

fn start(content: &str) -> Start {
    let bare = content.trim_start_matches(is_opening);
    match bare.chars().next() {
        Some(c) if c.is_lowercase() => Start::Lower,
        _ if bare.len() < content.len() && !content.starts_with(['(', '[']) => Start::Quote,
        _ => Start::Other,
    }
}

fn end(content: &str) -> End {
    match content.trim_end_matches(is_closing).chars().next_back() {
        Some('.' | '!' | '?' | '…') => End::Stop,
        Some(':') => End::Colon,
        Some(';') => End::Semicolon,
        Some(',') => End::Comma,
        Some('-' | '–' | '—') => End::Dash,
        _ => End::Open,
    }
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '`' | '(' | '['
    )
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '“' | '‘' | '»' | '›' | ')' | ']' | '*'
    )
}
