//! The article of an HTML page.

use std::borrow::Cow;

use super::source_map::SourceMap;
use super::{BlockKind, Limits, PlannedBlock, TextError};

type Page<'s> = (Cow<'s, str>, SourceMap, Vec<PlannedBlock>);

/// Reads the text between the tags.
pub(super) fn read<'s>(source: &'s str, _limits: &Limits) -> Result<Page<'s>, TextError> {
    let mut text = String::with_capacity(source.len());
    let mut map = SourceMap::default();
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in source.split_inclusive('>') {
        let words = part.split('<').next().unwrap_or_default();
        let trimmed = words.trim();
        if !trimmed.is_empty() {
            let start = text.len();
            map.copy(start, at + (words.len() - words.trim_start().len()));
            text.push_str(trimmed);
            blocks.push(PlannedBlock {
                kind: BlockKind::Paragraph,
                range: start..text.len(),
            });
            map.replace(text.len(), at + words.len()..at + part.len());
            text.push('\n');
        }
        at += part.len();
    }
    Ok((Cow::Owned(text), map, blocks))
}
