//! Quotations and the cues beside them: which are sayings, whose, and which belong together.

mod behind;
mod front;
mod label;
mod place;

use std::ops::Range;

use super::cues::Cue;
use super::scene::Stage;
use crate::extract::actors::Actors;
use place::Place;

/// A saying in quotation marks.
#[derive(Clone, Debug)]
pub(super) struct Quoted<'p> {
    /// What is said: bytes, in text order.
    pub content: Vec<Range<usize>>,
    /// The line of the cue and the cue; none for a paragraph of its own, where only the order of the text tells who speaks.
    pub cue: Option<(usize, Cue<'p>)>,
    /// The block that it begins in.
    pub first_block: usize,
    /// The block that it ends in.
    block: usize,
    /// The cue stands in front, ends with a colon, and all that is quoted behind it belongs to it.
    colon: bool,
    unclosed: bool,
    /// Where a label or a signature names the speaker, in place of a cue: the line, and the token that heads the name.
    pub voice: Option<(usize, usize)>,
    /// The cue also reports the clause between itself and the quotation.
    pub goes_on: bool,
}

impl Quoted<'_> {
    /// Whether something beside it tells who speaks.
    pub fn is_told(&self) -> bool {
        self.cue.is_some() || self.voice.is_some()
    }

    /// Where its content begins.
    pub fn start(&self) -> usize {
        self.content.first().map_or(0, |range| range.start)
    }
}

/// Reads the quotations of a page.
pub(super) fn read<'p>(stage: &Stage<'p>, actors: &Actors) -> Vec<Quoted<'p>> {
    let mut found: Vec<Quoted<'p>> = Vec::new();
    for index in 0..stage.pieces.len() {
        let place = Place::new(stage, index);
        let before = place.cue_in_front();
        if let Some(front) = before.as_ref().filter(|front| front.colon && front.clause) {
            let behind = place.cue_behind();
            let goes_on = behind.is_none();
            let cue = behind.unwrap_or_else(|| (front.line, front.cue.clone()));
            let mut said = place.said(Some(cue), goes_on);
            said.goes_on = goes_on;
            found.push(said);
            continue;
        }
        let last = found.last();
        let in_block = last.is_some_and(|last| last.block == place.piece.block);
        if let Some(front) = before {
            let taken = last.is_some_and(|last| {
                last.cue
                    .as_ref()
                    .is_some_and(|(line, cue)| *line == front.line && cue.head == front.cue.head)
            });
            if taken && (front.parted || place.is_sentence() && place.words() > 5) {
                join(&mut found, &place);
            } else if taken {
                continue;
            } else {
                let opening = place.opening(front.line, &front.cue);
                let mut said = place.said(Some((front.line, front.cue)), front.colon);
                said.content.splice(0..0, opening);
                found.push(said);
            }
            continue;
        }
        if let Some(voice) = place.label(actors) {
            let mut said = place.said(None, true);
            said.voice = Some(voice);
            found.push(said);
            continue;
        }
        if let Some(after) = place.cue_behind() {
            let closing = place.closing(after.0, &after.1);
            let mut said = place.said(Some(after), false);
            said.content = vec![place.content_from_sentence()];
            said.content.extend(closing);
            found.push(said);
            continue;
        }
        if let Some(voice) = place.signature(actors) {
            let mut said = place.said(None, false);
            said.voice = Some(voice);
            found.push(said);
            continue;
        }
        let goes_on_in_block = in_block && place.begins_sentence() && place.is_sentence();
        let goes_on_over_blocks = last.is_some_and(|last| {
            last.block + 1 == place.piece.block
                && place.fills_block()
                && (last.unclosed || last.colon && place.block_only_quotes(last.block))
        });
        let follows = last.is_some_and(|last| last.block + 1 == place.piece.block);
        let whole = place.fills_block() && place.words() > 4;
        if goes_on_in_block || goes_on_over_blocks || whole && follows {
            join(&mut found, &place);
        } else if whole && matches!(place.last_char(), '.' | '?' | '!' | ',') {
            found.push(place.said(None, false));
        }
    }
    found
}

/// Adds a piece to the last saying.
fn join(found: &mut [Quoted<'_>], place: &Place<'_, '_>) {
    if let Some(last) = found.last_mut() {
        last.content.push(place.piece.inner.clone());
        last.block = place.piece.block;
        last.unclosed = place.piece.unclosed;
    }
}
