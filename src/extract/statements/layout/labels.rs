//! Labels of turns: "MS. ROE:", "Q", "Mr. ROE.", "Jane Roe:".

use std::ops::Range;

/// How a label is written, which tells how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// In capitals, with a colon, or the "Q" of somebody who asks.
    Capitals,
    /// As in reports of hearings: a title, the surname in capitals, and a full stop.
    Hearing,
    /// As in running text, with a colon: anything may look like it.
    Mixed,
}

/// A label and what follows it, as bytes of the read text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub name: Range<usize>,
    /// Where the words of the turn begin.
    pub behind: usize,
    pub style: Style,
}

/// Longest label, in bytes.
const LONGEST: usize = 60;
/// Most words of a label in mixed case.
const WORDS: usize = 5;

/// Labels of those whom nobody names.
pub(super) const UNNAMED: &[&str] = &[
    "Q",
    "QUESTION",
    "REPORTER",
    "A",
    "ANSWER",
    "PARTICIPANT",
    "AUDIENCE",
    "VOICE",
    "SPEAKER",
];

/// Titles in front of a surname in capitals.
const TITLES: &[&str] = &[
    "mr.",
    "ms.",
    "mrs.",
    "dr.",
    "senator",
    "chairman",
    "chairwoman",
    "chair",
    "ambassador",
    "secretary",
    "representative",
    "commissioner",
    "governor",
    "judge",
    "general",
    "the",
    "minister",
];

/// The label at the beginning of a block.
pub(super) fn label(text: &str, block: Range<usize>) -> Option<Label> {
    let words = text.get(block.clone())?;
    question(words)
        .or_else(|| colon(words))
        .or_else(|| hearing(words))
        .map(|label| Label {
            name: block.start + label.name.start..block.start + label.name.end,
            behind: block.start + label.behind,
            ..label
        })
}

/// "Q Will it hold?": transcripts of the White House have no colon there.
fn question(words: &str) -> Option<Label> {
    let rest = words.strip_prefix('Q')?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let said = rest.trim_start();
    let parted = said.len() < rest.len();
    let opens = said.starts_with(|c: char| c.is_uppercase() || "“\"'‘[(…".contains(c));
    (parted && opens).then(|| Label {
        name: 0..1,
        behind: words.len() - said.len(),
        style: Style::Capitals,
    })
}

fn colon(words: &str) -> Option<Label> {
    let colon = words.find(':').filter(|&colon| colon <= LONGEST)?;
    let name = &words[..colon];
    // "MS. ROE (through an interpreter):"
    let bare = name
        .find(['(', '['])
        .filter(|&open| open > 0)
        .map_or(name, |open| &name[..open])
        .trim_end();
    let letters = bare.chars().any(char::is_alphabetic);
    let one_line = !name.contains(['\n', '"', '“']);
    if !letters || !one_line {
        return None;
    }
    let style = if !bare.chars().any(char::is_lowercase) {
        Style::Capitals
    } else if is_name(bare) && words[colon + 1..].starts_with([' ', '\u{a0}', '\t']) {
        Style::Mixed
    } else {
        return None;
    };
    Some(Label {
        name: 0..bare.len(),
        behind: colon + 1,
        style,
    })
}

/// Whether a few words are all written as in a name.
fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=WORDS).contains(&count)
        && words
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase))
}

fn hearing(words: &str) -> Option<Label> {
    let (title, rest) = words.split_once(' ')?;
    let title = title.to_lowercase();
    if !TITLES.contains(&title.as_str()) {
        return None;
    }
    let stop = rest.find(". ").filter(|&stop| stop <= LONGEST)?;
    let name = &rest[..stop];
    let capitals = name.len() > 2
        && name.chars().any(char::is_alphabetic)
        && !name.chars().skip(2).any(char::is_lowercase);
    let start = words.len() - rest.len();
    capitals.then(|| Label {
        name: 0..start + stop,
        behind: start + stop + 1,
        style: Style::Hearing,
    })
}
