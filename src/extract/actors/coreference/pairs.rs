//! Two at once: "both sides", "the two countries", "each other".

use super::memory::Memory;
use super::reference;
use crate::extract::actors::reader::Reader;
use crate::extract::actors::view::{Rank, View};
use crate::extract::actors::{ActorIndex, ActorMention, MentionForm};
use crate::lexicon::ActorKind;

/// Plural nouns of which "both" and "the two" mean two states.
const SIDES: &[&str] = &[
    "sides",
    "countries",
    "nations",
    "governments",
    "economies",
    "parties",
    "powers",
    "neighbors",
    "neighbours",
    "partners",
    "allies",
    "superpowers",
    "rivals",
    "capitals",
    "giants",
    "states",
    "blocs",
];

impl<'p> Reader<'p> {
    /// "Both sides", "the two countries", "each other", "one another": the two states of which the text speaks.
    pub(super) fn pair(
        &self,
        view: View<'p>,
        token: usize,
        memory: &Memory,
    ) -> Option<ActorMention> {
        let mutual = view.is(token, "each") && view.is(token + 1, "other")
            || view.is(token, "one") && view.is(token + 1, "another");
        let tokens = if mutual {
            token..token + 2
        } else {
            let two = view.is(token, "both")
                || view.is_any(token, &["the", "these", "those"])
                    && view.is_any(token + 1, &["two", "both"]);
            if !two {
                return None;
            }
            let first = token + 1 + usize::from(!view.is(token, "both"));
            let noun = (first..first + 4).find(|&at| {
                view.is_any(at, SIDES)
                    || view.is_any(
                        at,
                        &[
                            "leaders",
                            "presidents",
                            "men",
                            "companies",
                            "firms",
                            "ministers",
                        ],
                    )
            })?;
            if view.is_any(noun, &["leaders", "presidents", "men", "ministers"]) {
                return self
                    .last_two(view, memory, ActorKind::Person)
                    .map(|actors| reference(view, token..noun + 1, actors, MentionForm::Nominal));
            }
            if view.is_any(noun, &["companies", "firms"]) {
                return self
                    .last_two(view, memory, ActorKind::Company)
                    .map(|actors| reference(view, token..noun + 1, actors, MentionForm::Nominal));
            }
            token..noun + 1
        };
        let actors = if mutual {
            self.mutual(view, memory)
        } else {
            None
        };
        let actors = actors.or_else(|| self.two_states(view, memory))?;
        Some(reference(view, tokens, actors, MentionForm::Nominal))
    }

    /// The subjects of the sentence, where there are two.
    fn mutual(&self, view: View<'_>, memory: &Memory) -> Option<Vec<ActorIndex>> {
        let mut actors: Vec<ActorIndex> = Vec::new();
        for place in memory
            .back(0)
            .filter(|place| place.rank == Rank::Subject && place.line == view.line)
        {
            actors.extend(
                place
                    .actors
                    .iter()
                    .filter(|actor| !actors.contains(actor))
                    .copied()
                    .collect::<Vec<_>>(),
            );
        }
        actors.reverse();
        (actors.len() == 2).then_some(actors)
    }

    /// The two states of the sentence so far, or of the nearest one before that speaks of two.
    fn two_states(&self, view: View<'_>, memory: &Memory) -> Option<Vec<ActorIndex>> {
        let mut states: Vec<ActorIndex> = Vec::new();
        let mut line = view.line;
        for place in memory.back(6) {
            if place.line != line {
                // One alone says nothing; it may be one of the two.
                if states.len() == 2 {
                    break;
                }
                line = place.line;
            }
            for state in place
                .actors
                .iter()
                .filter_map(|&actor| self.registry.state_behind(actor))
            {
                if !states.contains(&state) {
                    states.push(state);
                }
            }
            if states.len() > 2 {
                return None;
            }
        }
        states.reverse();
        (states.len() == 2).then_some(states)
    }

    /// The last two actors of a kind.
    pub(super) fn last_two(
        &self,
        view: View<'_>,
        memory: &Memory,
        kind: ActorKind,
    ) -> Option<Vec<ActorIndex>> {
        let mut actors: Vec<ActorIndex> = Vec::new();
        let mut line = view.line;
        for place in memory.back(4) {
            if place.line != line && actors.len() >= 2 {
                break;
            }
            line = place.line;
            let fits = |&&actor: &&ActorIndex| {
                self.registry.kind(actor) == Some(kind)
                    && self.registry.get(actor).is_some_and(|a| a.named)
            };
            for actor in place.actors.iter().filter(fits) {
                if !actors.contains(actor) {
                    actors.push(*actor);
                }
            }
        }
        actors.reverse();
        (actors.len() == 2).then_some(actors)
    }
}
