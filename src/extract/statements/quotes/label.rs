//! Speakers that layout names beside a quotation: `Ambassador Roe: "..."`, `"..." - Jane Roe, farmer`.

use std::ops::Range;

use super::place::Place;
use crate::extract::actors::Actors;
use crate::extract::statements::names;
use crate::text::BlockKind;

/// Fewest words of a quotation that a label introduces; fewer are a term that is explained.
const SHORTEST: usize = 3;

impl Place<'_, '_> {
    /// The speaker whose name and a colon stand in front, as line and token.
    pub(super) fn label(&self, actors: &Actors) -> Option<(usize, usize)> {
        if self.words() < SHORTEST {
            return None;
        }
        let mut line = self.first_line;
        let mut front = self.in_front();
        if front.is_empty() && front.start == 0 {
            line = line.checked_sub(1)?;
            if self.stage.block_of(line)? + 1 < self.piece.block {
                return None;
            }
            front = 0..self.syntax(line).len();
        }
        let syntax = self.syntax(line);
        let colon = front.end.checked_sub(1)?;
        if front.start > 0 || !syntax.is(colon, &[":"]) {
            return None;
        }
        let head = names::speaker(syntax, actors, line, 0..colon)?;
        Some((line, head))
    }

    /// The speaker whom a dash behind the quotation, or at the beginning of the next block, names as line and token.
    pub(super) fn signature(&self, actors: &Actors) -> Option<(usize, usize)> {
        if self.words() < SHORTEST {
            return None;
        }
        let block = self.stage.block(self.piece.block)?;
        let rest = self.piece.outer.end..block.range.end;
        let words = self.stage.text(rest.clone()).trim();
        if !words.is_empty() {
            let name = words.strip_prefix(names::DASHES)?;
            return self.signed(
                actors,
                rest.end - name.trim_start_matches(names::DASHES).len()..rest.end,
            );
        }
        let next = self.stage.block(self.piece.block + 1)?;
        let words = self.stage.text(next.range.clone());
        let name = words.trim_start_matches(names::DASHES);
        let dashed = name.len() < words.len();
        // The dash of a line may have been read as the bullet of a list of one.
        let bullet = next.kind == BlockKind::ListItem
            && self
                .stage
                .block(self.piece.block + 2)
                .is_none_or(|other| other.kind != BlockKind::ListItem);
        if !(self.fills_block() && (dashed || bullet)) {
            return None;
        }
        self.signed(actors, next.range.end - name.len()..next.range.end)
    }

    fn signed(&self, actors: &Actors, name: Range<usize>) -> Option<(usize, usize)> {
        let line = self.stage.line_at(name.start);
        let syntax = self.syntax(line);
        let tokens = syntax.token_from(name.start)..syntax.token_from(name.end);
        Some((line, names::speaker(syntax, actors, line, tokens)?))
    }
}
