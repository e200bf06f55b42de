//! Words and marks of English text, cut as the Universal Dependencies treebanks cut them.
//!
//! White space separates; marks stand alone; contractions come apart ("do" "n't", "China" "'s"), and so do compounds
//! at their hyphens ("U.S." "-" "China"), but not at those of prefixes ("non-tariff"). Linear in the text.

mod words;

use std::ops::Range;

use words::{Follow, clitic_starts, word_end};

/// A token: half-open byte range of the read text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Token {
    /// The token's bytes as a range.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The token's text; empty if `text` is not the one it was cut from.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// Appends the tokens of `text[range]` to `out`, in order; none if the range is not one of `text`.
pub fn tokenize(text: &str, range: Range<usize>, out: &mut Vec<Token>) {
    let Some(part) = text.get(range.clone()) else {
        return;
    };
    let mut start = run_end(part, 0, is_space);
    while start < part.len() {
        let end = run_end(part, start, |letter| !is_space(letter));
        let mut cut = Cutter {
            offset: range.start + start,
            behind: &part[end..],
            out,
        };
        cut.chunk(&part[start..end]);
        start = run_end(part, end, is_space);
    }
}

/// Where a run of characters of one sort ends that begins at a byte.
fn run_end(text: &str, from: usize, same: impl Fn(char) -> bool) -> usize {
    let mut at = from;
    while let Some(&byte) = text.as_bytes().get(at) {
        let letter = match byte.is_ascii() {
            true => char::from(byte),
            false => text[at..].chars().next().unwrap_or_default(),
        };
        if !same(letter) {
            break;
        }
        at += letter.len_utf8();
    }
    at
}

/// White space, and characters without any width that are no part of a word.
fn is_space(letter: char) -> bool {
    match letter.is_ascii() {
        true => letter <= ' ' || letter == '\u{7f}',
        false => {
            letter.is_whitespace()
                || letter.is_control()
                || matches!(letter, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
        }
    }
}

/// Marks that belong to the character before them.
fn joins_previous(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Faces made of marks that web text uses.
const FACES: [&str; 12] = [
    ":)", ":(", ";)", ":-)", ":-(", ";-)", ":D", ":P", "<3", "^_^", ":-D", ":-P",
];

/// Cuts one stretch of text without white space.
struct Cutter<'t, 'o> {
    /// Where the stretch begins in the text.
    offset: usize,
    /// What stands behind the stretch.
    behind: &'t str,
    out: &'o mut Vec<Token>,
}

impl Cutter<'_, '_> {
    fn chunk(&mut self, chunk: &str) {
        let letters = chunk.bytes().take_while(u8::is_ascii_alphabetic).count();
        let marks = &chunk.as_bytes()[letters..];
        if letters > 0 && marks.iter().all(|mark| b",;:!?)".contains(mark)) {
            // Nearly all of a text: a word, and maybe marks that never belong to one.
            self.word(0, &chunk[..letters]);
            self.marks(chunk, letters);
        } else if let Some(address) = address(chunk).filter(|address| !address.is_empty()) {
            self.pieces(chunk, 0..address.start);
            self.push(address.start, address.end);
            self.pieces(chunk, address.end..chunk.len());
        } else if FACES.contains(&chunk) {
            self.push(0, chunk.len());
        } else {
            self.pieces(chunk, 0..chunk.len());
        }
    }

    fn pieces(&mut self, chunk: &str, range: Range<usize>) {
        let next = self.behind.trim_start_matches(is_space).chars().next();
        let mut at = range.start;
        while at < range.end {
            let rest = &chunk[at..range.end];
            let at_start = at == 0;
            let word = word_end(rest, Follow { next, at_start });
            if word > 0 {
                self.word(at, &rest[..word]);
                at += word;
            } else {
                let length = mark_length(rest);
                self.push(at, at + length);
                at += length;
            }
        }
    }

    /// A word that begins at a byte of the stretch.
    fn word(&mut self, at: usize, word: &str) {
        let mut start = at;
        for cut in clitic_starts(word).into_iter().flatten() {
            self.push(start, at + cut);
            start = at + cut;
        }
        self.push(start, at + word.len());
    }

    /// The marks behind a byte of the stretch, all of them.
    fn marks(&mut self, chunk: &str, mut at: usize) {
        while at < chunk.len() {
            let length = mark_length(&chunk[at..]);
            self.push(at, at + length);
            at += length;
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.out.push(Token {
                start: (self.offset + start) as u32,
                end: (self.offset + end) as u32,
            });
        }
    }
}

/// Length of the mark at the beginning of `rest`: marks that are written in rows are one token.
fn mark_length(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else {
        return 0;
    };
    let run = |same: &dyn Fn(char) -> bool| {
        rest.char_indices()
            .find(|&(_, letter)| !same(letter))
            .map_or(rest.len(), |(at, _)| at)
    };
    match first {
        '.' | '!' | '?' => run(&|letter| matches!(letter, '.' | '!' | '?')),
        '-' | '=' | '*' | '_' | '~' | '#' | '+' | '<' | '>' | '$' => run(&|letter| letter == first),
        '`' | '\'' if rest[1..].starts_with(first) => 2,
        _ => {
            let own = first.len_utf8();
            own + rest[own..]
                .find(|letter: char| !joins_previous(letter))
                .unwrap_or(rest.len() - own)
        }
    }
}

/// The web or mail address in a stretch, without the marks around it.
fn address(chunk: &str) -> Option<Range<usize>> {
    let open = chunk.len()
        - chunk
            .trim_start_matches(['(', '[', '<', '"', '\'', '“', '‘', '{'])
            .len();
    let body = &chunk[open..];
    let lower_start = |prefix: &str| {
        body.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let web = lower_start("http://")
        || lower_start("https://")
        || lower_start("www.")
        || lower_start("ftp://");
    let mail = body.find('@').is_some_and(|at| {
        at > 0
            && body[at + 1..].contains('.')
            && body.starts_with(|letter: char| letter.is_ascii_alphanumeric())
    });
    let handle = body.len() > 1
        && body.starts_with('@')
        && body[1..].starts_with(|letter: char| letter.is_alphanumeric());
    if !(web || mail || handle) {
        return None;
    }
    let close = |letter: char| {
        matches!(
            letter,
            ')' | ']'
                | '>'
                | '"'
                | '\''
                | '”'
                | '’'
                | '}'
                | '.'
                | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '…'
        )
    };
    let end = if handle {
        1 + body[1..]
            .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .unwrap_or(body.len() - 1)
    } else {
        body.trim_end_matches(close).len()
    };
    Some(open..open + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &mut tokens);
        tokens.iter().map(|token| token.text(text)).collect()
    }

    #[test]
    fn contractions_and_possessives_come_apart() {
        assert_eq!(
            cut("They don't want Peru's tin."),
            ["They", "do", "n't", "want", "Peru", "'s", "tin", "."]
        );
        assert_eq!(
            cut("growers’ fees can’t rise"),
            ["growers", "’", "fees", "ca", "n’t", "rise"]
        );
        assert_eq!(
            cut("we'll cannot o'clock"),
            ["we", "'ll", "can", "not", "o'clock"]
        );
        assert_eq!(cut("the '90s and '07"), ["the", "'90s", "and", "'07"]);
    }

    #[test]
    fn amounts_come_apart_into_sign_and_number() {
        assert_eq!(
            cut("$1.2bn, or 25% of US$5,000"),
            ["$", "1.2", "bn", ",", "or", "25", "%", "of", "US$", "5,000"]
        );
        assert_eq!(
            cut("€40m at 5pm on 3/4"),
            ["€", "40", "m", "at", "5", "pm", "on", "3/4"]
        );
        assert_eq!(cut("the 2nd, 1990s"), ["the", "2nd", ",", "1990s"]);
    }

    #[test]
    fn abbreviations_keep_their_stops() {
        assert_eq!(
            cut("U.S. and U.K. firms, e.g. Acme Inc."),
            ["U.S.", "and", "U.K.", "firms", ",", "e.g.", "Acme", "Inc."]
        );
        assert_eq!(
            cut("Mr. J. Roe met Lee on Sept. 3."),
            ["Mr.", "J.", "Roe", "met", "Lee", "on", "Sept.", "3", "."]
        );
        assert_eq!(cut("No. 7 says no."), ["No.", "7", "says", "no", "."]);
        assert_eq!(
            cut("They left.Then it rained."),
            ["They", "left", ".", "Then", "it", "rained", "."]
        );
    }

    #[test]
    fn hyphens_cut_compounds_but_not_prefixes() {
        assert_eq!(
            cut("U.S.-Peru non-tariff long-term"),
            ["U.S.", "-", "Peru", "non-tariff", "long", "-", "term"]
        );
        assert_eq!(cut("2018-19 and/or"), ["2018", "-", "19", "and", "/", "or"]);
    }

    #[test]
    fn addresses_stay_whole() {
        assert_eq!(
            cut("(see https://example.org/a?b=1)."),
            ["(", "see", "https://example.org/a?b=1", ")", "."]
        );
        assert_eq!(
            cut("write to jo.doe@example.org, please"),
            ["write", "to", "jo.doe@example.org", ",", "please"]
        );
    }

    #[test]
    fn rows_of_marks_are_one_token() {
        assert_eq!(
            cut("Wait... what?! -- “yes”"),
            ["Wait", "...", "what", "?!", "--", "“", "yes", "”"]
        );
    }
}
