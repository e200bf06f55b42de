//! Embedded posts: "The levy goes. — Jane Roe (@janeroe) May 3, 2031".

use super::is_unmarked;
use crate::extract::actors::Actors;
use crate::extract::statements::drafts::Saying;
use crate::extract::statements::scene::{Stage, trim};
use crate::extract::statements::{names, voices};

/// Longest name in front of a handle, in bytes.
const LONGEST: usize = 60;

/// Reads the posts of a page.
pub(super) fn read<'p>(stage: &Stage<'p>, actors: &mut Actors) -> Vec<Saying<'p>> {
    let mut found = Vec::new();
    for (index, block) in stage.page.reading.blocks().iter().enumerate() {
        let text = stage.text(block.range.clone());
        let Some(handle) = text.rfind("(@") else {
            continue;
        };
        let Some((dash, width)) = text[..handle]
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '—' | '–' | '-'))
            .map(|(at, c)| (at, c.len_utf8()))
        else {
            continue;
        };
        let name = trim(
            stage.page.text(),
            block.range.start + dash + width..block.range.start + handle,
        );
        if name.is_empty() || name.len() > LONGEST {
            continue;
        }
        let mut content = trim(
            stage.page.text(),
            block.range.start..block.range.start + dash,
        );
        if content.is_empty() {
            // The signature is a block of its own.
            let Some(front) = index
                .checked_sub(1)
                .filter(|&front| is_unmarked(stage, front))
            else {
                continue;
            };
            content = stage.block(front).map_or(0..0, |block| block.range.clone());
        } else if !is_unmarked(stage, index) {
            continue;
        }
        let line = stage.line_at(name.start);
        let syntax = &stage.scenes[line].syntax;
        let tokens = syntax.token_from(name.start)..syntax.token_from(name.end);
        let Some(head) = names::speaker(syntax, actors, line, tokens) else {
            continue;
        };
        found.push(Saying {
            speakers: voices::of_head(stage, actors, line, head),
            content: vec![content],
            set_off: true,
            ..Saying::default()
        });
    }
    found
}
