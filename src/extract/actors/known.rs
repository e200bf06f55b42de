//! Names that the lexicon knows, as far as their surroundings let them stand.

use super::metonyms;
use super::reader::Reader;
use super::sentence::Claim;
use super::view::View;
use super::words::{FUNCTION_WORDS, among, honorific};
use super::{ActorIndex, MentionForm, given_names};
use crate::language::Upos;
use crate::lexicon::{ActorKind, Form};

impl<'p> Reader<'p> {
    /// Names that are certain without the rest of the document.
    pub fn certain_names(&mut self, view: View<'p>) {
        for index in 0..self
            .sentences
            .get(view.line)
            .map_or(0, |sentence| sentence.claims.len())
        {
            let Some(claim) = self.sentences[view.line].claims.get(index).cloned() else {
                continue;
            };
            // "The Ministry of Trade" is that of whoever is spoken of.
            let generic = self.sentences[view.line]
                .portfolio_at(claim.tokens.start)
                .is_some_and(|portfolio| portfolio.tokens == claim.tokens);
            if claim.weak || generic || !self.stands(view, &claim) {
                continue;
            }
            if let Some(actor) = self.choose(&claim.entries) {
                self.claim(view, &claim, actor);
            }
        }
    }

    /// Doubtful names of whom the document speaks elsewhere by a certain one.
    pub fn doubtful_names(&mut self, view: View<'p>) {
        for index in 0..self
            .sentences
            .get(view.line)
            .map_or(0, |sentence| sentence.claims.len())
        {
            let Some(claim) = self.sentences[view.line].claims.get(index).cloned() else {
                continue;
            };
            if !claim.weak || !self.stands(view, &claim) || self.is_small_word(view, &claim) {
                continue;
            }
            let in_document = claim
                .entries
                .iter()
                .filter_map(|&entry| self.registry.of_entry(entry));
            let gender = view
                .before(claim.tokens.start)
                .and_then(|before| honorific(view.word(before)))
                .flatten();
            let fits = |actor: &ActorIndex| {
                gender.is_none()
                    || self
                        .registry
                        .gender(*actor)
                        .is_none_or(|known| Some(known) == gender)
            };
            let supported = in_document.filter(fits).max_by_key(|&actor| {
                (
                    self.registry
                        .profiles
                        .get(actor)
                        .map_or(0, |profile| profile.count),
                    usize::MAX - actor,
                )
            });
            let actor = supported
                .or_else(|| self.by_title(view, &claim))
                .or_else(|| self.of_known_state(&claim));
            if let Some(actor) = actor {
                self.claim(view, &claim, actor);
            }
        }
    }

    /// The body of a state that the document names: "the Commission", where it speaks of the EU, or is a notice of the United States.
    fn of_known_state(&mut self, claim: &Claim) -> Option<ActorIndex> {
        let lexicon = self.page.lexicon;
        let first = self
            .of_issuer(&claim.entries)
            .or_else(|| claim.entries.first().copied());
        let entry = first.filter(|&entry| {
            lexicon.actor(entry).is_some_and(|actor| {
                claim.tokens.len() > 1
                    && actor.kind == ActorKind::GovernmentBody
                    && actor
                        .affiliation
                        .as_ref()
                        .is_some_and(|state| self.registry.by_id(state).is_some())
            })
        })?;
        self.registry.known(self.page, entry)
    }

    /// The one of several persons with a short name whose office is the title before it.
    fn by_title(&mut self, view: View<'_>, claim: &Claim) -> Option<ActorIndex> {
        if claim.form != Form::ShortName {
            return None;
        }
        let title = self.title_before(view, claim.tokens.start)?;
        let state = title
            .owner_actor
            .and_then(|owner| self.registry.state_behind(owner));
        let state_id = state
            .and_then(|state| self.registry.get(state))
            .map(|state| state.id.clone());
        let words = title.words.to_lowercase();
        let office = words.split_whitespace().last()?;
        let lexicon = self.page.lexicon;
        let mut fitting = claim.entries.iter().filter(|&&entry| {
            lexicon.actor(entry).is_some_and(|actor| {
                actor
                    .roles
                    .iter()
                    .any(|role| role.title.split(' ').any(|word| word == office))
                    && state_id
                        .as_ref()
                        .is_none_or(|id| actor.affiliation.as_ref() == Some(id))
            })
        });
        let first = *fitting.next()?;
        fitting
            .next()
            .is_none()
            .then(|| self.registry.known(self.page, first))
            .flatten()
    }

    fn claim(&mut self, view: View<'_>, claim: &Claim, actor: ActorIndex) {
        let form = match claim.form {
            Form::Demonym | Form::Prefix => MentionForm::Demonym,
            Form::People => MentionForm::People,
            Form::Metonym => MentionForm::Metonym,
            _ => MentionForm::Name,
        };
        if let Some(profile) = self.registry.profile(actor) {
            profile.count += 1;
        }
        let title = if self.registry.is_person(actor) {
            self.entitle(view, &claim.tokens, actor)
        } else {
            None
        };
        self.mention(view, claim.tokens.clone(), actor, form, title);
    }

    /// Of several actors with one name: the one that the document already has, else the first.
    fn choose(&mut self, entries: &[u32]) -> Option<ActorIndex> {
        let known = entries
            .iter()
            .find_map(|&entry| self.registry.of_entry(entry));
        if known.is_some() {
            return known;
        }
        let issuers = self.of_issuer(entries);
        let of_the_time = || {
            entries
                .iter()
                .copied()
                .find(|&entry| !self.is_to_come(entry))
        };
        let first = issuers
            .or_else(of_the_time)
            .or_else(|| entries.first().copied())?;
        self.registry.known(self.page, first)
    }

    /// Whether a name stands for its bearer here.
    fn stands(&self, view: View<'_>, claim: &Claim) -> bool {
        let tokens = &claim.tokens;
        match claim.form {
            Form::Metonym => metonyms::acts(view, tokens),
            _ if claim.place && claim.form == Form::Name => metonyms::acts(view, tokens),
            Form::ShortName => {
                !claim.entries.iter().all(|&entry| self.is_to_come(entry))
                    && self.is_whole_name(view, claim)
            }
            // "ex-Soviet states"
            Form::Demonym
                if tokens.start >= 2
                    && view.word(tokens.start - 1) == "-"
                    && view.is_any(tokens.start - 2, &["ex", "post", "anti", "non"]) =>
            {
                false
            }
            Form::Alias | Form::Name
                if claim.weak && claim.entries.iter().any(|&entry| self.is_region(entry)) =>
            {
                metonyms::acts(view, tokens)
            }
            // "the Chinese said" is a people, "in Chinese" a language.
            Form::Demonym => !view.before(tokens.start).is_some_and(|before| {
                view.is_any(before, &["in", "into", "speak", "speaks"])
                    && !view.upos(tokens.end).is_nominal()
                    && !matches!(view.upos(tokens.end), Upos::Adj | Upos::X)
            }),
            _ => true,
        }
    }

    /// The one that acts for the state whose government publishes the document.
    fn of_issuer(&self, entries: &[u32]) -> Option<u32> {
        let issuer = self.issuer.as_deref()?;
        entries.iter().copied().find(|&entry| {
            self.page
                .lexicon
                .actor(entry)
                .is_some_and(|actor| actor.affiliation.as_deref() == Some(issuer))
        })
    }

    /// Whether a person had no office yet when the text was written: a family name alone does not mean him.
    fn is_to_come(&self, entry: u32) -> bool {
        let Some(year) = self
            .page
            .reference
            .and_then(|reference| u16::try_from(reference.day.year()).ok())
        else {
            return false;
        };
        self.page.lexicon.actor(entry).is_some_and(|actor| {
            !actor.roles.is_empty()
                && actor
                    .roles
                    .iter()
                    .all(|role| role.from.is_some_and(|from| from > year + 1))
        })
    }

    fn is_region(&self, entry: u32) -> bool {
        self.page
            .lexicon
            .actor(entry)
            .is_some_and(|actor| actor.kind == ActorKind::Bloc)
    }

    /// Whether a family name is not part of somebody else's name: "Trump", but not "Ivanka Trump" or "Trump Tower".
    fn is_whole_name(&self, view: View<'_>, claim: &Claim) -> bool {
        let Some(sentence) = self.sentences.get(view.line) else {
            return false;
        };
        let before = view.before(claim.tokens.start);
        if sentence.headline {
            return !before.is_some_and(|before| given_names::is_given(view.word(before)));
        }
        let after = sentence
            .runs
            .partition_point(|run| run.start <= claim.tokens.start);
        let Some(run) = after.checked_sub(1).and_then(|run| sentence.runs.get(run)) else {
            return true;
        };
        if run.end <= claim.tokens.start || *run == claim.tokens {
            return true;
        }
        // Another form of the full name: "Donald John Trump".
        let first = view.word(run.start);
        run.end == claim.tokens.end
            && claim.entries.iter().any(|&entry| {
                self.page
                    .lexicon
                    .actor(entry)
                    .is_some_and(|actor| actor.name.split(' ').next() == Some(first))
            })
    }

    /// Whether a family name is also a small word and nothing shows that it is a name: "He said".
    fn is_small_word(&self, view: View<'_>, claim: &Claim) -> bool {
        let [start, end] = [claim.tokens.start, claim.tokens.end];
        let titled = self
            .sentences
            .get(view.line)
            .is_some_and(|sentence| sentence.title_ending(start).is_some())
            || view
                .before(start)
                .is_some_and(|before| honorific(view.word(before)).is_some());
        end == start + 1
            && !titled
            && (among(FUNCTION_WORDS, view.word(start)) && start == 0
                || view.upos(start) == Upos::Pron)
            || !view.capital(start)
    }
}
