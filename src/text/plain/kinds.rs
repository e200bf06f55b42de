//! What a group of lines is.

use std::ops::Range;

use super::lines::{End, Line};
use crate::text::{BlockKind, PlannedBlock};

/// Most words of a heading in sentence case, and of one in capitals or title case.
const PLAIN_HEADING_WORDS: usize = 12;
const TITLE_HEADING_WORDS: usize = 24;

/// The block of some lines. `usual_indent` is that of the text.
pub(super) fn block(text: &str, lines: &[Line], usual_indent: usize) -> PlannedBlock {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return PlannedBlock {
            kind: BlockKind::Paragraph,
            range: 0..0,
        };
    };
    let range = first.range.start..last.range.end;
    let content = &text[range.clone()];
    let planned = |kind, range| PlannedBlock { kind, range };
    if is_byline(content) {
        return planned(BlockKind::Byline, range);
    }
    if let Some(heading) = dashed_heading(content) {
        return planned(
            BlockKind::Heading,
            range.start + heading.start..range.start + heading.end,
        );
    }
    if let Some(heading) = marked_heading(content) {
        return planned(BlockKind::Heading, range.start + heading..range.end);
    }
    if let Some(bullet) = first.bullet {
        return planned(BlockKind::ListItem, range.start + bullet..range.end);
    }
    if let Some(quoted) = content
        .strip_prefix('>')
        .map(str::trim_start)
        .filter(|quoted| !quoted.is_empty())
    {
        return planned(BlockKind::Quote, range.end - quoted.len()..range.end);
    }
    if first.tabular {
        return planned(BlockKind::TableRow, range);
    }
    if lines.len() > 1
        && lines.iter().all(|line| line.indent >= usual_indent + 2)
        && first.indent == last.indent
    {
        return planned(BlockKind::Quote, range);
    }
    let kind = if is_heading(content, last.end) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    };
    planned(kind, range)
}

/// "By Jane Doe, Reuters | 3 May 2021", "(Reporting by Jane Doe; Editing by John Roe)".
fn is_byline(content: &str) -> bool {
    const CREDITS: [&str; 10] = [
        "Reporting by ",
        "Additional reporting by ",
        "Writing by ",
        "Written by ",
        "Editing by ",
        "Edited by ",
        "Compiled by ",
        "With assistance from ",
        "With assistance by ",
        "With reporting by ",
    ];
    const SMALL_WORDS: [&str; 14] = [
        "and", "in", "for", "of", "at", "the", "de", "del", "la", "da", "von", "van", "al", "bin",
    ];
    let bare = content.trim_start_matches(['(', '[', '-', '–', '—', '*', ' ']);
    if CREDITS
        .iter()
        .any(|credit| starts_with_ignoring_case(bare, credit))
    {
        return content.split_whitespace().nth(60).is_none();
    }
    let names = match bare.split_once(' ') {
        Some(("By" | "BY" | "by", names)) => names,
        _ => return false,
    };
    // Names, agencies and a date: nothing in small letters, no stop at the end.
    !names.ends_with(['.', '?', '!', ':', ','])
        && names.split_whitespace().nth(15).is_none()
        && names.starts_with(char::is_uppercase)
        && names.split_whitespace().all(|word| {
            word.starts_with(|c: char| !c.is_lowercase()) || SMALL_WORDS.contains(&word)
        })
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// The inside of a heading between dashes, as agencies set them: "- 'Wait and see' -".
fn dashed_heading(content: &str) -> Option<Range<usize>> {
    let inner = content.strip_prefix("- ")?.strip_suffix(" -")?.trim();
    let start = content.find(inner)?;
    (!inner.is_empty() && inner.split_whitespace().nth(PLAIN_HEADING_WORDS).is_none())
        .then(|| start..start + inner.len())
}

/// Length of the number signs before a heading.
fn marked_heading(content: &str) -> Option<usize> {
    let bare = content.trim_start_matches('#');
    let heading = bare.trim_start();
    let signs = content.len() - bare.len();
    ((1..=6).contains(&signs) && heading.len() < bare.len() && !heading.is_empty())
        .then(|| content.len() - heading.len())
}

/// Whether a block that nothing marks is a heading: short, without the stop of a sentence.
fn is_heading(content: &str, end: End) -> bool {
    let words = content
        .split_whitespace()
        .take(TITLE_HEADING_WORDS + 1)
        .count();
    match end {
        End::Stop => false,
        End::Comma | End::Semicolon | End::Dash => false,
        End::Colon => words <= 3,
        End::Open if content.starts_with(char::is_lowercase) => false,
        End::Open => {
            words <= PLAIN_HEADING_WORDS || words <= TITLE_HEADING_WORDS && is_title(content)
        }
    }
}

/// Whether all words of some length begin with a capital or a digit.
fn is_title(content: &str) -> bool {
    content
        .split_whitespace()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 4)
        .all(|word| {
            word.chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(|c| !c.is_lowercase())
        })
}
