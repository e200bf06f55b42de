//! Writing the read text of a page.

use std::ops::Range;

use html5gum::{Token, Tokenizer};

use super::scan::{Parting, Run};
use crate::text::source_map::SourceMap;
use crate::text::unseen::is_unseen;
use crate::text::{BlockKind, PlannedBlock, plain};

/// The text of the chosen runs, its map to the source, and its blocks.
pub(super) fn render(
    source: &str,
    runs: &[Run],
    chosen: &[bool],
) -> (String, SourceMap, Vec<PlannedBlock>) {
    let mut writer = Writer {
        source,
        text: String::new(),
        map: SourceMap::default(),
        space: None,
        ended: 0,
    };
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut kind = BlockKind::Paragraph;
    let mut parting = Parting::Block;
    for (run, &chosen) in runs.iter().zip(chosen) {
        parting = parting.max(run.parting);
        if !chosen {
            continue;
        }
        let counts = run.preformatted || !source[run.source.clone()].trim().is_empty();
        if parting == Parting::Block && counts {
            end_block(&writer.text, start, kind, &mut blocks);
            start = writer.part('\n', run.source.start);
            kind = run.kind;
        } else if matches!(parting, Parting::Line | Parting::Cell)
            && counts
            && writer.text.len() > start
        {
            writer.part(
                if parting == Parting::Line { '\n' } else { '\t' },
                run.source.start,
            );
        }
        if counts {
            parting = Parting::None;
        }
        writer.write(run);
    }
    end_block(&writer.text, start, kind, &mut blocks);
    (writer.text, writer.map, blocks)
}

/// Adds the blocks of the text from `start` on. Where the elements say no more than that it is running
/// text, its lines are looked at as those of plain text.
fn end_block(text: &str, start: usize, kind: BlockKind, blocks: &mut Vec<PlannedBlock>) {
    let content = &text[start..];
    let words = content.trim();
    if words.is_empty() {
        return;
    }
    if kind == BlockKind::Paragraph {
        blocks.extend(
            plain::lay_out(content)
                .into_iter()
                .map(|block| PlannedBlock {
                    kind: block.kind,
                    range: start + block.range.start..start + block.range.end,
                }),
        );
    } else {
        let start = start + (content.len() - content.trim_start().len());
        blocks.push(PlannedBlock {
            kind,
            range: start..start + words.len(),
        });
    }
}

struct Writer<'s> {
    source: &'s str,
    text: String,
    map: SourceMap,
    /// White space that is written as one space if a word follows in the same block.
    space: Option<Range<usize>>,
    /// One past the last source byte that was written.
    ended: usize,
}

impl Writer<'_> {
    /// Writes a sign for the tags between the text so far and the text that starts at a source byte.
    /// Returns where the text goes on.
    fn part(&mut self, sign: char, next: usize) -> usize {
        self.space = None;
        if !self.text.is_empty() {
            self.map.replace(self.text.len(), self.ended..next);
            self.text.push(sign);
        }
        self.text.len()
    }

    fn write(&mut self, run: &Run) {
        let mut at = run.source.start;
        while at < run.source.end {
            let rest = &self.source[at..run.source.end];
            if let Some((length, decoded)) = reference(rest) {
                for c in decoded.chars() {
                    self.push(c, at..at + length, run.preformatted, true);
                }
                at += length;
            } else if let Some(c) = rest.chars().next() {
                self.push(c, at..at + c.len_utf8(), run.preformatted, false);
                at += c.len_utf8();
            }
        }
    }

    fn push(&mut self, c: char, source: Range<usize>, preformatted: bool, decoded: bool) {
        if is_unseen(c) {
            return;
        }
        if c.is_whitespace() && !preformatted {
            let start = self.space.take().map_or(source.start, |space| space.start);
            self.space = Some(start..source.end);
            return;
        }
        if let Some(space) = self.space.take()
            && !self.text.is_empty()
            && !self.text.ends_with(['\n', '\t'])
        {
            if &self.source[space.clone()] == " " {
                self.map.copy(self.text.len(), space.start);
            } else {
                self.map.replace(self.text.len(), space);
            }
            self.text.push(' ');
        }
        self.ended = source.end;
        if decoded {
            self.map.replace(self.text.len(), source);
        } else {
            self.map.copy(self.text.len(), source.start);
        }
        self.text.push(c);
    }
}

/// A character reference at the start of some text: its length and what it stands for.
fn reference(text: &str) -> Option<(usize, String)> {
    const LONGEST: usize = 40;
    let name = text.strip_prefix('&')?;
    let letters = name
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    let length = 1 + letters + usize::from(name[letters..].starts_with(';'));
    let Some(Ok(Token::String(decoded))) =
        Tokenizer::new(&text[..length]).find(|token| matches!(token, Ok(Token::String(_))))
    else {
        return None;
    };
    let decoded = String::from_utf8_lossy(&decoded).into_owned();
    (decoded != text[..length]).then_some((length, decoded))
}
