//! Blocks of plain text: paragraphs, headings, lists, tables, bylines.

mod kinds;
mod lines;
mod markers;
mod wrap;

use super::{BlockKind, PlannedBlock};
use lines::{Line, lines};
use wrap::Wrap;

/// The blocks of a plain text. A text of one line is no heading: there is nothing to head.
pub(super) fn blocks(text: &str) -> Vec<PlannedBlock> {
    let mut blocks = lay_out(text);
    if let [only] = blocks.as_mut_slice()
        && only.kind == BlockKind::Heading
    {
        only.kind = BlockKind::Paragraph;
    }
    blocks
}

/// The blocks of a part of a text.
pub(super) fn lay_out(text: &str) -> Vec<PlannedBlock> {
    let lines = lines(text);
    let usual_indent = usual_indent(&lines);
    let wrap = Wrap::of(&lines, usual_indent);
    let mut blocks = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while let (Some(line), Some(next)) = (lines.get(end - 1), lines.get(end))
            && wrap.joins(text, end - 1 == start, line, next, lines.get(end + 1))
        {
            end += 1;
        }
        blocks.push(kinds::block(text, &lines[start..end], usual_indent));
        start = end;
    }
    blocks
}

/// The indentation of most lines.
fn usual_indent(lines: &[Line]) -> usize {
    const DEEPEST: usize = 40;
    let mut counts = [0_usize; DEEPEST + 1];
    for line in lines {
        counts[line.indent.min(DEEPEST)] += 1;
    }
    // Of equally frequent ones the smallest.
    (0..=DEEPEST)
        .rev()
        .max_by_key(|&indent| counts[indent])
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
