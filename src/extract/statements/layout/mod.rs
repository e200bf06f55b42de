//! Words that layout gives to a speaker, without quotation marks: blocks behind "Senator Roe said:", turns of a transcript, embedded
//! posts, and headlines such as "Tariffs cost jobs: report".

mod headline;
mod labels;
mod lead_in;
mod post;
mod transcript;

use super::drafts::Saying;
use super::scene::Stage;
use crate::extract::Page;
use crate::extract::actors::Actors;
use crate::text::BlockKind;

/// Reads what layout sets off. `sayings` are those already read.
pub(super) fn read<'p>(
    stage: &Stage<'p>,
    actors: &mut Actors,
    sayings: &[Saying<'p>],
) -> Vec<Saying<'p>> {
    let turns = transcript::read(stage, actors);
    if !turns.is_empty() {
        return turns;
    }
    let mut found = lead_in::read(stage, actors, sayings);
    found.extend(post::read(stage, actors));
    found.extend(headline::read(stage, actors, sayings));
    found
}

/// Whether the layout of a page, whatever its trees, may give words to somebody.
pub(super) fn may_set_off(page: &Page<'_>) -> bool {
    let post = |text: &str| text.contains("(@");
    page.text().contains(':') && has_colons(page)
        || transcript::may_be_one(page)
        || page
            .reading
            .blocks()
            .iter()
            .any(|block| post(page.reading.slice(block.range.clone())))
}

/// Whether a line leads in to the next block, or is a headline of two parts.
fn has_colons(page: &Page<'_>) -> bool {
    (0..page.lines.len())
        .any(|line| lead_in::may_be_one(page, line) || headline::may_be_one(page, line))
}

/// Whether a block is running text of its own, in which no quotation marks stand at the edges.
fn is_unmarked(stage: &Stage<'_>, block: usize) -> bool {
    let Some(block) = stage.block(block) else {
        return false;
    };
    let running = matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote);
    let opens = stage
        .pieces
        .get(stage.piece_from(block.range.start))
        .is_some_and(|piece| piece.outer.start <= block.range.start + 1);
    running
        && !opens
        && stage
            .text(block.range.clone())
            .chars()
            .any(char::is_alphanumeric)
}
