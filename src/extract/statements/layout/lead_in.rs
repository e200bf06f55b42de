//! Blocks behind a lead-in: "Senator Roe said:", "And from Chairwoman Roe:", "issued the following statement:".

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::is_unmarked;
use crate::extract::Page;
use crate::extract::actors::Actors;
use crate::extract::statements::cues::{Cue, CueKind};
use crate::extract::statements::drafts::Saying;
use crate::extract::statements::scene::Stage;
use crate::extract::statements::{names, nominal, speakers, voices};
use crate::language::Relation;
use crate::lexicon::Construction;
use crate::text::{Block, BlockKind};

/// Longest name with its title that stands alone, in tokens.
const SHORT: usize = 8;
/// Fewest words of a statement.
const WORDS: usize = 3;
/// Most blocks of one statement.
const LONGEST: usize = 60;

/// Reads the blocks behind lead-ins.
pub(super) fn read<'p>(
    stage: &Stage<'p>,
    actors: &mut Actors,
    sayings: &[Saying<'p>],
) -> Vec<Saying<'p>> {
    // The first saying of every line that has one, and the cues that are read.
    let mut reports: FxHashMap<usize, &Saying<'p>> = FxHashMap::default();
    let mut read: FxHashSet<(usize, usize)> = FxHashSet::default();
    for saying in sayings {
        if let Some((line, cue)) = &saying.cue {
            reports.entry(*line).or_insert(saying);
            read.insert((*line, cue.head));
        }
    }
    let mut found = Vec::new();
    for line in 0..stage.scenes.len() {
        let Some(block) = stage.block_of(line) else {
            continue;
        };
        let syntax = &stage.scenes[line].syntax;
        let colon = syntax.len().wrapping_sub(1);
        let last = stage
            .block_of(line + 1)
            .is_some_and(|next| next == block + 1);
        if !last || !syntax.is(colon, &[":"]) || !is_unmarked(stage, block + 1) {
            continue;
        }
        let cue = lead(stage, actors, line).cloned();
        let content = content(stage, block + 1, cue.as_ref());
        let words: usize = content
            .iter()
            .map(|range| stage.text(range.clone()).split_whitespace().count())
            .sum();
        if words < WORDS {
            continue;
        }
        let own = cue.filter(|cue| !read.contains(&(line, cue.head)));
        let mut saying = match own {
            Some(cue) => Saying::told(stage, actors, line, &cue, content),
            None => {
                let speakers = match named(stage, actors, line) {
                    Some(head) => voices::of_head(stage, actors, line, head),
                    None if mentions_text(stage, line) => reports
                        .get(&line)
                        .map(|saying| voices::go_on(&saying.speakers))
                        .unwrap_or_default(),
                    None => continue,
                };
                Saying {
                    speakers,
                    content,
                    ..Saying::default()
                }
            }
        };
        if saying.speakers.is_empty() {
            continue;
        }
        saying.set_off = true;
        found.push(saying);
    }
    found
}

/// Whether a line, whatever its tree, may lead in to the block behind it.
pub(super) fn may_be_one(page: &Page<'_>, line: usize) -> bool {
    let block = |line: usize| page.sentence(line).map(|sentence| sentence.block);
    let last = page.tokens(line).last();
    last.is_some_and(|token| token.text(page.text()) == ":") && block(line) != block(line + 1)
}

/// The cue of a lead-in: a verb that may frame words, or a noun for what is written, with a speaker.
fn lead<'s, 'p>(stage: &'s Stage<'p>, actors: &Actors, line: usize) -> Option<&'s Cue<'p>> {
    let scene = &stage.scenes[line];
    let syntax = &scene.syntax;
    scene.cues.iter().rev().find(|cue| {
        let speaks = speakers::voice(syntax, cue)
            .is_some_and(|voice| nominal::can_speak(syntax, actors, line, voice.meant));
        let frames = match cue.kind {
            CueKind::Verb => {
                cue.takes(Construction::Quotation)
                    && syntax.children(cue.head).all(|child| {
                        let content = match syntax.relation(child) {
                            Relation::Ccomp => true,
                            Relation::Obj => !cue.takes(Construction::Recipient),
                            _ => false,
                        };
                        child < cue.head || !content || nominal::is_document(syntax, child)
                    })
            }
            CueKind::Noun => cue.entry.is_some_and(|entry| entry.document),
            CueKind::Source => false,
        };
        speaks && frames && !syntax.is_quoted(cue.head)
    })
}

/// Of "And from Chairwoman Roe:", "Chairwoman Roe:", the name.
fn named(stage: &Stage<'_>, actors: &Actors, line: usize) -> Option<usize> {
    let syntax = &stage.scenes[line].syntax;
    let mut from = 0;
    let mut introduced = false;
    while syntax.is(from, &["and", "also", "from", ","]) {
        introduced |= syntax.is(from, &["from"]);
        from += 1;
    }
    let name = from..syntax.len().saturating_sub(1);
    if !introduced && name.len() > SHORT {
        return None;
    }
    let head = names::speaker(syntax, actors, line, name)?;
    // Without "from", the name of a thing or country and a colon head a list or a section.
    (introduced || names::is_person(actors, line, head)).then_some(head)
}

/// Whether a lead-in names something written or said as a whole: "in a press release:".
fn mentions_text(stage: &Stage<'_>, line: usize) -> bool {
    let syntax = &stage.scenes[line].syntax;
    let from = syntax.len().saturating_sub(10);
    (from..syntax.len()).any(|token| nominal::is_document(syntax, token))
}

/// Where, behind the first sentence of a block, one begins that quotes somebody.
fn quoted_line(stage: &Stage<'_>, block: &Block) -> Option<usize> {
    let piece = stage.pieces.get(stage.piece_from(block.range.start))?;
    let line = stage.line_at(piece.outer.start);
    let start = stage.page.sentence(line)?.range.start;
    (start > block.range.start && start < block.range.end).then_some(start)
}

/// The blocks that belong to a lead-in: one paragraph, all that are set off by markup, or, behind "the following statement", all
/// up to the next heading or lead-in.
fn content(stage: &Stage<'_>, first: usize, cue: Option<&Cue<'_>>) -> Vec<Range<usize>> {
    let whole = cue.is_some_and(|cue| cue.kind == CueKind::Noun);
    let mut content = Vec::new();
    for at in first..first + LONGEST {
        let Some(block) = stage.block(at).filter(|_| is_unmarked(stage, at)) else {
            break;
        };
        let leads = stage.text(block.range.clone()).trim_end().ends_with(':');
        if at > first && !(block.kind == BlockKind::Quote || whole && !leads) {
            break;
        }
        let quoted = quoted_line(stage, block);
        content.push(block.range.start..quoted.unwrap_or(block.range.end));
        if quoted.is_some() {
            break;
        }
    }
    content
}
