//! Pronouns of the third person and relative pronouns.

use super::memory::{Memory, Place};
use super::reference;
use crate::extract::actors::reader::Reader;
use crate::extract::actors::view::{Rank, View};
use crate::extract::actors::words::Gender;
use crate::extract::actors::{ActorIndex, ActorMention, MentionForm};
use crate::language::{Relation, Upos};
use crate::lexicon::ActorKind;

/// Best lead over the second candidate that is no accident.
const LEAD: i32 = 1;

impl<'p> Reader<'p> {
    /// The pronoun at a token and whom it means.
    pub(super) fn pronoun(
        &self,
        view: View<'p>,
        token: usize,
        memory: &Memory,
    ) -> Option<ActorMention> {
        let word = view.word(token);
        if word.len() > 10 || !word.is_ascii() {
            return None;
        }
        let actors = match view.lower(token).as_str() {
            "he" | "him" | "his" | "himself" => self.person(view, token, Gender::Male, memory)?,
            "she" | "her" | "hers" | "herself" => {
                self.person(view, token, Gender::Female, memory)?
            }
            "it" | "its" | "itself" if word != "IT" => self.thing(view, token, memory)?,
            "they" | "them" | "their" | "theirs" | "themselves" => {
                self.several(view, token, memory)?
            }
            "who" | "whom" | "whose" | "which" | "that" => self.antecedent(view, token)?,
            _ => return None,
        };
        Some(reference(
            view,
            token..token + 1,
            actors,
            MentionForm::Pronoun,
        ))
    }

    /// The person whom "he" or "she" means.
    fn person(
        &self,
        view: View<'_>,
        token: usize,
        gender: Gender,
        memory: &Memory,
    ) -> Option<Vec<ActorIndex>> {
        let quoted = self.quoted(view, token);
        let possessive = view.plain_relation(token) == Relation::NmodPoss
            || view.is_any(token, &["his", "hers"]);
        let mut best: Vec<(i32, ActorIndex)> = Vec::new();
        for place in memory.back(4) {
            let [actor] = place.actors[..] else {
                continue;
            };
            // "A senior official" may be a "he" later, "analysts" may not.
            if place.kind != ActorKind::Person || !place.named && place.word.ends_with('s') {
                continue;
            }
            let profile = self.registry.profiles.get(actor);
            let known = profile.and_then(|profile| profile.gender);
            let by_name = profile.is_some_and(|profile| profile.gender_by_name);
            // Women are called Terry, and men Andrea.
            let agreement = match known {
                None => 0,
                Some(known) if known == gender => 4,
                Some(_) if by_name => -6,
                Some(_) => continue,
            };
            if place.line == view.line && !possessive && same_clause(view, place, token) {
                continue;
            }
            let mut score = salience(memory.age(place), place, quoted);
            score += agreement;
            match best.iter_mut().find(|(_, other)| *other == actor) {
                // Who is spoken of again and again is on the writer's mind.
                Some((total, _)) => *total = (*total).max(score) + 1,
                None => best.push((score, actor)),
            }
        }
        clear_winner(best, LEAD)
    }

    /// The state or organisation that "it" means: the subject so far, or that of the sentence before.
    fn thing(&self, view: View<'_>, token: usize, memory: &Memory) -> Option<Vec<ActorIndex>> {
        let possessive = view.is(token, "its");
        let relation = view.plain_relation(token);
        if relation == Relation::Expl || !possessive && relation.universal() != Relation::Nsubj {
            return None;
        }
        if !possessive && is_impersonal(view, token) {
            return None;
        }
        let quoted = self.quoted(view, token);
        let clause_verb = view
            .tree
            .ancestors(token)
            .take(5)
            .find(|&node| view.upos(node) == Upos::Verb);
        let mut best: Vec<(i32, ActorIndex)> = Vec::new();
        for place in memory.back(1) {
            let [actor] = place.actors[..] else {
                continue;
            };
            if matches!(place.kind, ActorKind::Person) || place.form == MentionForm::People {
                continue;
            }
            if place.line == view.line && !possessive && same_clause(view, place, token) {
                continue;
            }
            // "after the United States raised its tariff": "its" is mostly that of the subject of its own verb.
            let own = possessive
                && place.line == view.line
                && place.rank == Rank::Subject
                && clause_verb.is_some()
                && place.governor == clause_verb;
            let score = salience(memory.age(place), place, quoted) + if own { 4 } else { 0 }
                - if place.form == MentionForm::Demonym {
                    4
                } else {
                    0
                };
            match best.iter_mut().find(|(_, other)| *other == actor) {
                Some((total, _)) => *total = (*total).max(score) + 1,
                None => best.push((score, actor)),
            }
        }
        best.retain(|(score, _)| *score >= 4);
        clear_winner(best, LEAD)
    }

    /// The actors that "they" means: the latest subject that is a plural.
    fn several(&self, view: View<'_>, token: usize, memory: &Memory) -> Option<Vec<ActorIndex>> {
        let quoted = self.quoted(view, token);
        let plural = |place: &&Place| {
            place.actors.len() > 1 || !place.named || place.form == MentionForm::People
        };
        let candidate = memory
            .back(1)
            .filter(|place| place.quoted.is_none() || place.quoted == quoted)
            .filter(|place| place.rank == Rank::Subject || place.line == view.line)
            .find(plural);
        let joined = || self.joined_subjects(view, memory);
        candidate.map(|place| place.actors.clone()).or_else(joined)
    }

    /// "France and Germany said they": several mentions that one verb has as its subject.
    fn joined_subjects(&self, view: View<'_>, memory: &Memory) -> Option<Vec<ActorIndex>> {
        for line in [Some(view.line), view.line.checked_sub(1)]
            .into_iter()
            .flatten()
        {
            let mut actors: Vec<ActorIndex> = Vec::new();
            let subjects = memory.back(1).filter(|place| {
                place.line == line
                    && place.rank == Rank::Subject
                    && !matches!(place.form, MentionForm::Demonym)
            });
            let mut governor = None;
            for place in subjects {
                if governor.is_none() || governor == Some(place.governor) {
                    governor = Some(place.governor);
                    actors.extend(
                        place
                            .actors
                            .iter()
                            .filter(|actor| !actors.contains(actor))
                            .copied()
                            .collect::<Vec<_>>(),
                    );
                }
            }
            if actors.len() > 1 {
                actors.reverse();
                return Some(actors);
            }
        }
        None
    }

    /// Whom a relative pronoun means: the noun that its clause describes.
    fn antecedent(&self, view: View<'_>, token: usize) -> Option<Vec<ActorIndex>> {
        let sentence = self.sentences.get(view.line)?;
        let personal = view.is_any(token, &["who", "whom", "whose"]);
        let clause = std::iter::once(token).chain(view.tree.ancestors(token).take(8));
        let noun = clause
            .into_iter()
            .find(|&node| view.plain_relation(node) == Relation::AclRelcl)
            .and_then(|verb| view.tree.head(verb))
            .filter(|&noun| noun < token);
        // Where the tree fails: "Roe, who".
        let beside = || {
            let comma = view
                .before(token)
                .filter(|&before| view.word(before) == ",")
                .unwrap_or(token);
            comma.checked_sub(1).filter(|_| personal)
        };
        let mention = noun
            .and_then(|noun| sentence.mention_at(noun))
            .or_else(|| sentence.mention_at(beside()?))
            .filter(|mention| mention.form != MentionForm::Demonym)?;
        let person = mention
            .actors
            .first()
            .and_then(|&actor| self.registry.kind(actor))
            == Some(ActorKind::Person);
        (person == personal || personal && mention.form == MentionForm::Name)
            .then(|| mention.actors.clone())
    }
}

/// How much a place of some lines ago is on the mind of who reads a later token.
fn salience(age: usize, place: &Place, quoted: Option<u32>) -> i32 {
    let rank = match place.rank {
        Rank::Subject => 9,
        Rank::Object => 4,
        Rank::Possessor => 3,
        Rank::Oblique => 2,
        Rank::Modifier => 0,
    };
    let near = match age {
        0 => 5,
        1 => 3,
        2 => -2,
        _ => -6,
    };
    let voice = match (place.quoted, quoted) {
        (Some(there), Some(here)) if there == here => 2,
        (Some(_), None) => -9,
        _ => 0,
    };
    rank + near + voice - if place.deep { 3 } else { 0 }
}

/// Whether a place is another argument of the same verb: "he" and "him" in one clause are two.
fn same_clause(view: View<'_>, place: &Place, token: usize) -> bool {
    place.governor.is_some() && view.tree.head(view.anchor(token)) == place.governor
}

fn clear_winner(mut found: Vec<(i32, ActorIndex)>, lead: i32) -> Option<Vec<ActorIndex>> {
    found.sort_by_key(|&(score, actor)| (-score, actor));
    match found[..] {
        [(_, only)] => Some(vec![only]),
        [(first, winner), (second, _), ..] if first - second >= lead => Some(vec![winner]),
        _ => None,
    }
}

/// "It is clear that", "it remains to be seen", "it took": nobody acts.
fn is_impersonal(view: View<'_>, token: usize) -> bool {
    let Some(verb) = view.tree.head(token) else {
        return true;
    };
    let predicate = matches!(view.upos(verb), Upos::Adj | Upos::Noun)
        || matches!(
            view.lemma(verb),
            "seem"
                | "appear"
                | "take"
                | "remain"
                | "be"
                | "happen"
                | "turn"
                | "matter"
                | "come"
                | "mean"
        );
    let clause = (token..(verb + 30).min(view.len()))
        .filter(|&child| view.tree.head(child) == Some(verb))
        .any(|child| {
            matches!(
                view.plain_relation(child).universal(),
                Relation::Csubj | Relation::Ccomp | Relation::Advcl | Relation::Xcomp
            )
        });
    predicate && clause
}
