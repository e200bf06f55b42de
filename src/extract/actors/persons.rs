//! Persons whom the lexicon does not know: found by title, form of address, given name, apposition or saying.

use std::ops::Range;

use super::reader::Reader;
use super::view::{Rank, View};
use super::words::{GENERATIONS, PARTICLES, SAYING, among, honorific, organisation_word};
use super::{ActorIndex, MentionForm, given_names};
use crate::language::{NameKind, Upos};
use crate::lexicon::{ActorKind, slug};

impl<'p> Reader<'p> {
    /// Names of two words and more.
    pub fn full_persons(&mut self, view: View<'p>) {
        let Some(sentence) = self
            .sentences
            .get(view.line)
            .filter(|sentence| !sentence.headline)
        else {
            return;
        };
        let runs: Vec<Range<usize>> = sentence
            .runs
            .iter()
            .filter(|run| sentence.free(run))
            .cloned()
            .collect();
        for mut run in runs {
            // "Democrat Jane Roe", "Rival Jane Roe": what stands before a given name is no name.
            if !given_names::is_given(view.word(run.start)) {
                let later = run.start + 1..run.end.saturating_sub(1);
                if let Some(given) = later
                    .take(2)
                    .find(|&at| given_names::is_given(view.word(at)))
                {
                    run.start = given;
                }
            }
            if name_words(view, &run) >= 2 && self.is_person(view, &run) {
                let name = view.name(run.clone());
                let known = self.same_person(view, &run);
                if let Some(person) = known.or_else(|| self.registry.person(&name)) {
                    self.person_mention(view, run, person);
                }
            }
        }
    }

    /// Short names, of persons and of organisations that have been introduced somewhere in the document.
    pub fn short_names(&mut self, view: View<'p>) {
        self.doubtful_names(view);
        let Some(sentence) = self.sentences.get(view.line) else {
            return;
        };
        let headline = sentence.headline;
        if let Some(opener) = sentence
            .opener
            .filter(|&opener| sentence.free(&(opener..opener + 1)))
        {
            let word = view.word(opener);
            let person = self.introduced(view, &(opener..opener + 1));
            let family = |&actor: &ActorIndex| {
                self.registry
                    .get(actor)
                    .is_some_and(|actor| actor.name.ends_with(word))
            };
            if let Some(person) = person.filter(family) {
                self.named_again(view, opener..opener + 1, person);
            }
        }
        let Some(sentence) = self.sentences.get(view.line) else {
            return;
        };
        let runs: Vec<Range<usize>> = sentence
            .runs
            .iter()
            .filter(|run| sentence.free(run))
            .cloned()
            .collect();
        for run in runs {
            if headline {
                // Every word has a capital: each may be a name that the text below introduces.
                for token in run {
                    if let Some(actor) = self.introduced(view, &(token..token + 1)) {
                        self.mention(view, token..token + 1, actor, MentionForm::Name, None);
                    }
                }
            } else if let Some(actor) = self.introduced(view, &run) {
                self.named_again(view, run, actor);
            } else if let Some(actor) = self.acting_stranger(view, &run) {
                self.named_again(view, run, actor);
            }
        }
    }

    fn named_again(&mut self, view: View<'_>, run: Range<usize>, actor: ActorIndex) {
        if self.registry.is_person(actor) {
            self.person_mention(view, run, actor);
        } else {
            self.mention(view, run, actor, MentionForm::Name, None);
        }
    }

    fn person_mention(&mut self, view: View<'_>, run: Range<usize>, person: ActorIndex) {
        let title = self.entitle(view, &run, person);
        if let Some(profile) = self.registry.profile(person) {
            profile.count += 1;
        }
        self.mention(view, run, person, MentionForm::Name, title);
    }

    /// Whether a run of two and more words names a person.
    fn is_person(&self, view: View<'_>, run: &Range<usize>) -> bool {
        let words = run.len();
        let first = view.word(run.start);
        let given = given_names::is_given(first) && words <= 5;
        let last = view.word(run.end - 1);
        let organisation = organisation_word(last).is_some() || view.is(run.end, "&");
        if organisation && !(given && words == 2) || words > 6 {
            return false;
        }
        let initial = run.len() >= 3 && is_initial(view.word(run.start + 1));
        given
            || initial
            || self.title_before(view, run.start).is_some()
            || self.title_after(view, run.end).is_some()
            || view.is_any(run.end + 1, &["r", "d"]) && view.word(run.end) == "("
            || self.named_by_syntax(view, run)
            || self.says(view, run)
    }

    fn named_by_syntax(&self, view: View<'_>, run: &Range<usize>) -> bool {
        let names = self
            .page
            .lines
            .get(view.line)
            .map(|line| line.names.as_slice())
            .unwrap_or_default();
        let after = names.partition_point(|name| name.tokens.start <= run.start);
        after
            .checked_sub(1)
            .and_then(|name| names.get(name))
            .is_some_and(|name| name.kind == NameKind::Person && name.tokens.end >= run.end)
    }

    /// Whether a name is the subject of a verb of saying, or is asked to be taken for a person by "who".
    fn says(&self, view: View<'_>, run: &Range<usize>) -> bool {
        let head = view.head_of(run);
        let who =
            view.is(run.end, "who") || view.word(run.end) == "," && view.is(run.end + 1, "who");
        let according =
            run.start >= 2 && view.is(run.start - 1, "to") && view.is(run.start - 2, "according");
        who || according
            || view.rank(head) == Rank::Subject
                && view
                    .tree
                    .head(view.anchor(head))
                    .is_some_and(|verb| SAYING.contains(&view.lemma(verb)))
    }

    /// The actor of the document with this full or short name.
    fn introduced(&self, view: View<'_>, run: &Range<usize>) -> Option<ActorIndex> {
        if run.len() > 1 {
            let name = view.name(run.clone());
            let same = self
                .registry
                .by_id(&slug(&name))
                .or_else(|| self.same_person(view, run));
            // "Van Hollen", "Peña Nieto": family names of two words.
            return same.or_else(|| {
                let ends = |actor: &&ActorIndex| {
                    self.registry.get(**actor).is_some_and(|actor| {
                        actor.name.to_lowercase().ends_with(&name.to_lowercase())
                    })
                };
                self.registry
                    .by_word(view.word(run.end - 1))
                    .iter()
                    .find(ends)
                    .copied()
            });
        }
        let word = view.word(run.start);
        let gender = view
            .before(run.start)
            .and_then(|before| honorific(view.word(before)));
        let candidates =
            self.registry
                .by_word(word)
                .iter()
                .copied()
                .filter(|&actor| match gender {
                    None => true,
                    Some(gender) => {
                        self.registry.is_person(actor)
                            && (gender.is_none()
                                || self
                                    .registry
                                    .gender(actor)
                                    .is_none_or(|known| Some(known) == gender))
                    }
                });
        // A family name before a given name, the one named oftener before the others.
        candidates.max_by_key(|&actor| {
            let profile = self.registry.profiles.get(actor);
            let family = self
                .registry
                .get(actor)
                .is_some_and(|actor| actor.name.ends_with(word));
            (
                family,
                profile.map_or(0, |profile| profile.count),
                usize::MAX - actor,
            )
        })
    }

    /// The person of the document with the same given and family name, initials and middle names aside.
    fn same_person(&self, view: View<'_>, run: &Range<usize>) -> Option<ActorIndex> {
        let mut last = run.end - 1;
        while last > run.start && (among(GENERATIONS, view.word(last)) || view.word(last) == ",") {
            last -= 1;
        }
        let first = view.word(run.start);
        let same = |actor: &&ActorIndex| {
            self.registry.get(**actor).is_some_and(|actor| {
                actor.kind == ActorKind::Person && actor.name.split(' ').next() == Some(first)
            })
        };
        self.registry
            .by_word(view.word(last))
            .iter()
            .find(same)
            .copied()
    }

    /// Somebody new who is called by one word only, or of whom only the doing shows that a name is meant.
    fn acting_stranger(&mut self, view: View<'_>, run: &Range<usize>) -> Option<ActorIndex> {
        let name = view.name(run.clone());
        let titled = self
            .title_before(view, run.start)
            .is_some_and(|title| view.word(title.tokens.end) != ",");
        if titled && organisation_word(view.word(run.end - 1)).is_none() {
            return self.registry.person(&name);
        }
        let proper = run
            .clone()
            .all(|token| matches!(view.upos(token), Upos::Propn | Upos::Punct));
        if run.len() > 1 || !proper || !self.says(view, run) || organisation_word(&name).is_some() {
            return None;
        }
        if view.all_capitals(run.start) {
            return self.registry.organisation(&name, ActorKind::Company, None);
        }
        self.registry.person(&name)
    }
}

/// How many words of a run are names rather than initials, particles and punctuation.
fn name_words(view: View<'_>, run: &Range<usize>) -> usize {
    let is_name = |&token: &usize| {
        let word = view.word(token);
        word.starts_with(char::is_alphabetic)
            && !among(PARTICLES, word)
            && !among(GENERATIONS, word)
    };
    run.clone().filter(is_name).count()
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next() == Some('.')
        && chars.next().is_none()
}
