//! Whose ministry, whose minister: the actor that stands beside a body or a title.

use super::reader::Reader;
use super::view::View;
use super::{ActorIndex, ActorMention};
use crate::language::Upos;

/// Who owns a title or a body: an actor, or a ministry of which only the place is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    /// The first token of its name, or the one behind its last, whichever is farther from what it owns.
    pub reach: usize,
    pub actor: Option<ActorIndex>,
    /// A token of the ministry's name.
    pub portfolio: Option<usize>,
}

impl Owner {
    fn actor(reach: usize, mention: &ActorMention) -> Self {
        Self {
            reach,
            actor: mention.actors.first().copied(),
            portfolio: None,
        }
    }

    fn portfolio(reach: usize, token: usize) -> Self {
        Self {
            reach,
            actor: None,
            portfolio: Some(token),
        }
    }
}

impl<'p> Reader<'p> {
    /// Who stands before a title or a body and owns it: "China's", "the British", "the trade ministry's".
    pub fn owner_before(&self, view: View<'_>, start: usize) -> Option<Owner> {
        let sentence = self.sentences.get(view.line)?;
        let end = without_possessive(view, start);
        if let Some(mention) = sentence.mention_ending(end) {
            return Some(Owner::actor(mention.tokens.start, mention));
        }
        let portfolio = sentence
            .portfolio_at(end.checked_sub(1)?)
            .filter(|portfolio| portfolio.tokens.end == end)?;
        let first = portfolio.tokens.start;
        let state = sentence.mention_ending(without_possessive(view, first));
        Some(Owner::portfolio(
            state.map_or(first, |state| state.tokens.start),
            first,
        ))
    }

    /// Who stands behind a title or a body after "of" or "at".
    pub fn owner_after(&self, view: View<'_>, end: usize) -> Option<Owner> {
        if !view.is_any(end, &["of", "at", "for", "with", "from"]) {
            return None;
        }
        let sentence = self.sentences.get(view.line)?;
        for token in end + 1..end + 5 {
            if let Some(mention) = sentence.mention_at(token) {
                // "of China's Commerce Ministry"
                let behind = mention.tokens.end;
                let next = behind + usize::from(view.possessive_marker(behind));
                return Some(match sentence.portfolio_at(next) {
                    Some(portfolio) => {
                        Owner::portfolio(portfolio.tokens.end, portfolio.tokens.start)
                    }
                    None => Owner::actor(behind, mention),
                });
            }
            if let Some(portfolio) = sentence.portfolio_at(token) {
                return Some(Owner::portfolio(
                    portfolio.tokens.end,
                    portfolio.tokens.start,
                ));
            }
            if !matches!(
                view.upos(token),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::X
            ) {
                return None;
            }
        }
        None
    }
}

/// The end of the words before a token, a possessive marker left aside.
fn without_possessive(view: View<'_>, start: usize) -> usize {
    start
        - usize::from(
            view.before(start)
                .is_some_and(|before| view.possessive_marker(before)),
        )
}
