//! Ministries and other bodies of states that are called by what they look after: "the trade ministry".

use super::reader::Reader;
use super::sentence::{Claim, Known};
use super::view::{Rank, View};
use super::{ActorIndex, MentionForm};
use crate::lexicon::ActorKind;

/// Portfolios whose body is the state itself where it acts.
const GOVERNMENTS: &[&str] = &["government"];

impl<'p> Reader<'p> {
    /// Bodies with an owner beside them.
    pub fn bodies(&mut self, view: View<'p>) {
        for index in 0..self
            .sentences
            .get(view.line)
            .map_or(0, |sentence| sentence.portfolios.len())
        {
            let Some(known) = self.sentences[view.line].portfolios.get(index).cloned() else {
                continue;
            };
            if self.is_title_part(view, &known) {
                continue;
            }
            let owner = self
                .owner_before(view, known.tokens.start)
                .or_else(|| {
                    self.owner_after(view, known.tokens.end)
                        .filter(|_| view.is(known.tokens.end, "of"))
                })
                .and_then(|owner| self.registry.state_behind(owner.actor?));
            if let Some(owner) = owner {
                self.body(view, &known, owner);
            }
        }
    }

    /// Bodies whose owner stands elsewhere.
    pub fn ownerless_bodies(&mut self, view: View<'p>) {
        for index in 0..self
            .sentences
            .get(view.line)
            .map_or(0, |sentence| sentence.portfolios.len())
        {
            let Some(known) = self.sentences[view.line].portfolios.get(index).cloned() else {
                continue;
            };
            if self.is_title_part(view, &known)
                || self.sentences[view.line]
                    .mention_at(known.tokens.start)
                    .is_some()
            {
                continue;
            }
            let indefinite = view
                .before(known.tokens.start)
                .is_some_and(|before| view.is_any(before, &["a", "an", "any", "other"]));
            if indefinite
                || self
                    .portfolio_id(&known)
                    .is_some_and(|id| GOVERNMENTS.contains(&id))
            {
                continue;
            }
            let owned = self
                .owners_of
                .get(&known.entry)
                .cloned()
                .unwrap_or_default();
            let owner = match owned.as_slice() {
                [only] => Some(*only),
                _ => self
                    .guess_owner(view, &known)
                    .filter(|owner| owned.is_empty() || owned.contains(owner)),
            };
            match owner {
                Some(owner) => self.body(view, &known, owner),
                None => self.only_bearer(view, &known),
            }
        }
    }

    /// A name that only one body of the lexicon bears, where nothing says whose body is meant.
    fn only_bearer(&mut self, view: View<'p>, known: &Known) {
        let claim = self.sentences.get(view.line).and_then(|sentence| {
            let first = |claim: &Claim| claim.tokens.start < known.tokens.start;
            let at = sentence.claims.partition_point(first);
            let claim = sentence.claims.get(at)?;
            (claim.tokens == known.tokens && !claim.weak).then_some(claim)
        });
        if let Some(&[entry]) = claim.map(|claim| claim.entries.as_slice())
            && let Some(actor) = self.registry.known(self.page, entry)
        {
            self.mention(view, known.tokens.clone(), actor, MentionForm::Name, None);
        }
    }

    fn portfolio_id(&self, known: &Known) -> Option<&'p str> {
        self.page
            .lexicon
            .portfolio(known.entry)
            .map(|portfolio| portfolio.id.as_str())
    }

    /// "trade" in "trade minister" is no body.
    fn is_title_part(&self, view: View<'_>, known: &Known) -> bool {
        self.sentences.get(view.line).is_some_and(|sentence| {
            sentence
                .title_at(known.tokens.start)
                .is_some_and(|title| title.tokens.end >= known.tokens.end)
        })
    }

    fn body(&mut self, view: View<'_>, known: &Known, owner: ActorIndex) {
        let Some(state) = self.registry.get(owner).map(|state| state.id.clone()) else {
            return;
        };
        if self
            .portfolio_id(known)
            .is_some_and(|id| GOVERNMENTS.contains(&id))
        {
            self.mention(
                view,
                known.tokens.clone(),
                owner,
                MentionForm::Nominal,
                None,
            );
            return;
        }
        let Some(body) = self.page.lexicon.body(known.entry, &state) else {
            return;
        };
        let actor = match body.actor {
            Some(entry) => self.registry.known(self.page, entry),
            None => Some(self.registry.add(super::Actor {
                id: body.id,
                name: body.name,
                kind: ActorKind::GovernmentBody,
                affiliation: Some(owner),
                title: None,
                named: true,
            })),
        };
        let Some(actor) = actor else {
            return;
        };
        let owners = self.owners_of.entry(known.entry).or_default();
        if !owners.contains(&owner) {
            owners.push(owner);
        }
        self.mention(view, known.tokens.clone(), actor, MentionForm::Name, None);
    }

    /// Whose a body without owner is: "departments" are mostly those of the United States, which have no ministries.
    fn guess_owner(&self, view: View<'_>, known: &Known) -> Option<ActorIndex> {
        let us = self.registry.by_id("US");
        let department = known
            .tokens
            .clone()
            .any(|token| view.is(token, "department"));
        if department && us.is_some() {
            return us;
        }
        let near = self.state_around(view, known.tokens.start);
        if near == us && known.tokens.clone().any(|token| view.is(token, "ministry")) {
            return self
                .states_before(view.line)
                .find(|&state| Some(state) != us);
        }
        near
    }

    /// The state from whose side a sentence is told, as far as it shows: its subject, or the only one that it names, or
    /// the subject of one of the sentences before.
    pub fn state_around(&self, view: View<'_>, before: usize) -> Option<ActorIndex> {
        let in_line = |line: usize, before: usize| -> Option<ActorIndex> {
            let view = View::new(self.page, line)?;
            let mut named: Vec<ActorIndex> = Vec::new();
            let mut subject = None;
            for mention in self
                .sentences
                .get(line)?
                .mentions
                .iter()
                .filter(|mention| mention.tokens.start < before)
            {
                let Some(state) = mention
                    .actors
                    .first()
                    .and_then(|&actor| self.registry.state_behind(actor))
                else {
                    continue;
                };
                if mention.actors.len() == 1 && view.rank(mention.head) == Rank::Subject {
                    subject = subject.or(Some(state));
                }
                if !named.contains(&state) {
                    named.push(state);
                }
            }
            match named.as_slice() {
                [only] => Some(*only),
                _ => subject,
            }
        };
        let earlier = (0..view.line).rev().take(3);
        in_line(view.line, before)
            .or_else(|| earlier.filter_map(|line| in_line(line, usize::MAX)).next())
    }

    /// States named in a line and in the few before it, the latest line first.
    fn states_before(&self, line: usize) -> impl Iterator<Item = ActorIndex> + '_ {
        (0..=line)
            .rev()
            .take(5)
            .filter_map(|line| self.sentences.get(line))
            .flat_map(|sentence| {
                sentence
                    .mentions
                    .iter()
                    .filter_map(|mention| self.registry.state_behind(*mention.actors.first()?))
            })
    }
}
