//! Nouns that refer back: "the ministry", "the bloc", "the two countries", "both sides", "the US side".

use std::ops::Range;

use super::memory::{Memory, Place};
use super::nouns::{Sort, region, singular, sorts};
use super::reference;
use crate::extract::actors::reader::Reader;
use crate::extract::actors::view::{Rank, View};
use crate::extract::actors::{ActorIndex, ActorMention, MentionForm};
use crate::language::{Relation, Upos};
use crate::lexicon::ActorKind;

/// Words that make a noun phrase speak of something known.
const DEFINITE: &[&str] = &[
    "the", "this", "that", "these", "those", "its", "their", "both",
];

/// Words that make a definite noun phrase speak of somebody else.
const OTHER: &[&str] = &[
    "another",
    "any",
    "each",
    "every",
    "few",
    "first",
    "host",
    "individual",
    "last",
    "many",
    "most",
    "new",
    "next",
    "no",
    "only",
    "other",
    "own",
    "same",
    "second",
    "several",
    "single",
    "some",
    "third",
    "whole",
    "private",
    "public",
    "local",
    "foreign",
    "developing",
    "domestic",
    "global",
];

impl<'p> Reader<'p> {
    /// A noun of the table at a token, and whom it means.
    pub(super) fn noun(
        &self,
        view: View<'p>,
        token: usize,
        memory: &Memory,
    ) -> Option<ActorMention> {
        let word = view.lower(token);
        if !word.is_ascii()
            || word.len() < 4
            || matches!(view.upos(token), Upos::Verb | Upos::Adv | Upos::Adp)
        {
            return None;
        }
        if let Some(mention) = self.side(view, token) {
            return Some(mention);
        }
        if word == "administration"
            && let Some(owner) = self
                .owner_before(view, token)
                .and_then(|owner| self.registry.state_behind(owner.actor?))
        {
            return Some(reference(
                view,
                token..token + 1,
                vec![owner],
                MentionForm::Nominal,
            ));
        }
        let plural = singular(&word).filter(|noun| !sorts(noun).is_empty());
        let noun = plural.as_deref().unwrap_or(&word);
        let sorts = sorts(noun);
        if sorts.is_empty() {
            // "The officials" are those of whom "U.S. officials" spoke.
            let place = memory.same_noun(&word)?;
            self.definite(view, token)?;
            let actors = place.actors.clone();
            return Some(reference(
                view,
                token..token + 1,
                actors,
                MentionForm::Nominal,
            ));
        }
        if view.upos(token + 1) == Upos::Noun && view.plain_relation(token) == Relation::Compound {
            return None;
        }
        let modifiers = self.definite(view, token)?;
        if self.is_specified(view, token) {
            return None;
        }
        let actors = match plural {
            Some(_) if sorts.contains(&Sort::Company) => {
                self.last_ones(view, memory, ActorKind::Company, 3)?
            }
            Some(_) => return None,
            None => vec![self.meant(view, token, noun, sorts, &modifiers, memory)?],
        };
        Some(reference(
            view,
            token..token + 1,
            actors,
            MentionForm::Nominal,
        ))
    }

    /// "The US side": the actor itself.
    fn side(&self, view: View<'_>, token: usize) -> Option<ActorMention> {
        if !view.is_any(token, &["side", "authorities", "leadership", "delegation"]) {
            return None;
        }
        let owner = self.owner_before(view, token)?;
        let state = self.registry.state_behind(owner.actor?)?;
        Some(reference(
            view,
            token..token + 1,
            vec![state],
            MentionForm::Nominal,
        ))
    }

    /// The modifiers between a definite article and a noun; `None` if the noun phrase is not a definite one.
    fn definite(&self, view: View<'_>, token: usize) -> Option<Range<usize>> {
        let mut start = token;
        for _ in 0..4 {
            start = start.checked_sub(1)?;
            if view.is_any(start, OTHER) {
                return None;
            }
            if view.is_any(start, DEFINITE) {
                return Some(start + 1..token);
            }
            let inside = matches!(
                view.upos(start),
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::X | Upos::Adv
            ) || matches!(view.word(start), "-" | "'s" | "\u{2019}s");
            if !inside {
                return None;
            }
        }
        None
    }

    /// Whether what follows says which one is meant, so that nothing before needs to: "the country that", "the agency of".
    fn is_specified(&self, view: View<'_>, token: usize) -> bool {
        view.is_any(
            token + 1,
            &["of", "that", "which", "where", "whose", "with", "in", "for"],
        ) && !(view.is(token + 1, "in") || view.is(token + 1, "for"))
            && !view.upos(token + 1).is_nominal()
    }

    /// The latest actor of one of the sorts that fits the noun and its modifiers.
    fn meant(
        &self,
        view: View<'_>,
        token: usize,
        noun: &str,
        sorts: &[Sort],
        modifiers: &Range<usize>,
        memory: &Memory,
    ) -> Option<ActorIndex> {
        let region = modifiers.clone().find_map(|at| region(&view.lower(at)));
        let quoted = self.quoted(view, token);
        for &sort in sorts {
            let mut best: Option<(i32, ActorIndex)> = None;
            let reach = if matches!(sort, Sort::State) { 2 } else { 12 };
            for place in memory.back(reach) {
                let [actor] = place.actors[..] else {
                    continue;
                };
                if !self.fits(actor, sort, noun, region)
                    || place.quoted.is_some() && quoted.is_none() && sort == Sort::State
                {
                    continue;
                }
                let score = weight(memory.age(place), place);
                if best.is_none_or(|(other, _)| score > other) {
                    best = Some((score, actor));
                }
            }
            if let Some((_, actor)) = best {
                return Some(actor);
            }
        }
        None
    }

    fn fits(&self, actor: ActorIndex, sort: Sort, noun: &str, region: Option<&[&str]>) -> bool {
        let Some(this) = self.registry.get(actor).filter(|this| this.named) else {
            return false;
        };
        let has_word = || {
            this.name
                .split(' ')
                .any(|word| word.trim_end_matches('s').eq_ignore_ascii_case(noun))
        };
        match sort {
            Sort::State => {
                this.kind == ActorKind::Country
                    && region.is_none_or(|region| region.contains(&this.id.as_str()))
            }
            Sort::Bloc => this.kind == ActorKind::Bloc,
            Sort::Body => {
                let generic = matches!(
                    noun,
                    "agency"
                        | "regulator"
                        | "watchdog"
                        | "authority"
                        | "office"
                        | "panel"
                        | "board"
                        | "police"
                );
                this.kind == ActorKind::GovernmentBody && (has_word() || generic)
                    || this.kind == ActorKind::InternationalOrganization && has_word()
            }
            Sort::Association => {
                this.kind == ActorKind::IndustryGroup
                    && (has_word() || matches!(noun, "group" | "lobby" | "union" | "association"))
            }
            Sort::Company => this.kind == ActorKind::Company,
            Sort::Media => this.kind == ActorKind::Media,
            Sort::Organization => this.kind == ActorKind::InternationalOrganization,
        }
    }
}

/// Later lines and subjects weigh more.
fn weight(age: usize, place: &Place) -> i32 {
    let distance = i32::try_from(age).unwrap_or(i32::MAX / 8);
    let rank = match place.rank {
        Rank::Subject => 5,
        Rank::Object | Rank::Oblique | Rank::Possessor => 2,
        Rank::Modifier => 0,
    };
    rank - 3 * distance
}
