//! Paragraphs, headings and lists of plain text.

use super::{BlockKind, PlannedBlock};

/// The blocks of a plain text: one per line that is not blank.
pub(super) fn plain(text: &str) -> Vec<PlannedBlock> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if !content.is_empty() {
            let kind =
                if content.len() < 90 && !content.ends_with(['.', '?', '!', '”', '"', ':', ',']) {
                    BlockKind::Heading
                } else {
                    BlockKind::Paragraph
                };
            blocks.push(PlannedBlock {
                kind,
                range: start..start + content.len(),
            });
        }
    }
    blocks
}
