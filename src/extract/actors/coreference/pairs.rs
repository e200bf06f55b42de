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
    "heads",
    "giants",
    "states",
    "blocs",
];

/// Plural nouns of which "both" and "the two" mean two persons or companies.
const NAMED: &[&str] = &[
    "leaders",
    "presidents",
    "men",
    "women",
    "ministers",
    "officials",
    "companies",
    "firms",
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
            let noun = self.two_of(view, token)?;
            let named = match view.lower(noun).as_str() {
                "leaders" | "presidents" | "men" | "women" | "ministers" | "officials" => {
                    Some(ActorKind::Person)
                }
                "companies" | "firms" => Some(ActorKind::Company),
                _ => None,
            };
            if let Some(kind) = named {
                let actors = self.last_ones(view, memory, kind, 2)?;
                return Some(reference(
                    view,
                    token..noun + 1,
                    actors,
                    MentionForm::Nominal,
                ));
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

    /// The noun of "both sides", "the two men", "the sides" that begins at a token.
    fn two_of(&self, view: View<'_>, token: usize) -> Option<usize> {
        let the = view.is_any(token, &["the", "these", "those"]);
        if the && (view.is(token + 1, "sides") || view.word(token + 1) == "Parties") {
            return Some(token + 1);
        }
        let both = view.is(token, "both");
        if !(both || the && view.is_any(token + 1, &["two", "both"])) {
            return None;
        }
        let first = token + 1 + usize::from(!both);
        (first..first + 4).find(|&at| view.is_any(at, SIDES) || view.is_any(at, NAMED))
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

    /// The last actors of a kind, two of them or up to so many.
    pub(super) fn last_ones(
        &self,
        view: View<'_>,
        memory: &Memory,
        kind: ActorKind,
        most: usize,
    ) -> Option<Vec<ActorIndex>> {
        let mut actors: Vec<ActorIndex> = Vec::new();
        let mut subjects: Vec<ActorIndex> = Vec::new();
        let mut line = view.line;
        for place in memory.back(4) {
            if place.line != line && (actors.len() >= 2 || subjects.len() >= 2) {
                break;
            }
            line = place.line;
            for &actor in &place.actors {
                let fits = self
                    .registry
                    .get(actor)
                    .is_some_and(|this| this.kind == kind && this.named);
                if fits && !actors.contains(&actor) {
                    actors.push(actor);
                }
                if fits && place.rank == Rank::Subject && !subjects.contains(&actor) {
                    subjects.push(actor);
                }
            }
        }
        let mut found = if actors.len() > most {
            subjects
        } else {
            actors
        };
        found.reverse();
        (2..=most).contains(&found.len()).then_some(found)
    }
}
