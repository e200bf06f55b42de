//! Titles without a name: "the president", "India's prime minister", "the Commerce Ministry spokesman", "the 62-year-old".

use super::memory::Memory;
use super::reference;
use crate::extract::actors::reader::Reader;
use crate::extract::actors::sentence::Known;
use crate::extract::actors::titles::{TitleAt, acts_for_state};
use crate::extract::actors::view::{Rank, View};
use crate::extract::actors::{ActorIndex, ActorMention, MentionForm};
use crate::language::Upos;
use crate::lexicon::{ActorKind, TitleRole};

impl<'p> Reader<'p> {
    /// A title at a token that no name follows, and whom it means.
    pub(super) fn office(
        &self,
        view: View<'p>,
        token: usize,
        memory: &Memory,
    ) -> Option<ActorMention> {
        if let Some(mention) = self.aged(view, token, memory) {
            return Some(mention);
        }
        let sentence = self.sentences.get(view.line)?;
        let known = sentence
            .title_at(token)
            .filter(|title| title.tokens.start == token)?;
        let tokens = known.tokens.clone();
        if sentence.mention_at(tokens.end).is_some_and(|mention| {
            mention
                .title
                .as_ref()
                .is_some_and(|title| title.contains(&tokens.start))
        }) || !sentence.free(&tokens)
        {
            return None;
        }
        let next = view.upos(tokens.end);
        if matches!(next, Upos::Noun | Upos::Propn)
            && !view.possessive_marker(tokens.end)
            && view.head_of(&tokens) + 1 == tokens.end
            && view.tree.head(tokens.end - 1) == Some(tokens.end)
        {
            return None;
        }
        let entry = self.page.lexicon.title(known.entry)?;
        let title = self.title_at(view, tokens.clone(), known.entry);
        let actors = match entry.role {
            TitleRole::Unnamed | TitleRole::Expert | TitleRole::Spokesperson => None,
            _ => self
                .holder(view, known, &title, memory)
                .map(|actor| vec![actor]),
        };
        let actors = actors.or_else(|| self.unnamed(view, known, &title, entry.role, memory))?;
        Some(reference(view, tokens, actors, MentionForm::Nominal))
    }

    /// "The 62-year-old": the latest person.
    fn aged(&self, view: View<'_>, token: usize, memory: &Memory) -> Option<ActorMention> {
        let age = view.is(token, "old") && view.is_any(token.checked_sub(2)?, &["year"])
            || view.word(token).ends_with("-year-old");
        if !age || view.upos(token + 1).is_nominal() && view.tree.head(token) == Some(token + 1) {
            return None;
        }
        let person = self.latest_person(memory, |_| true)?;
        Some(reference(
            view,
            token..token + 1,
            vec![person],
            MentionForm::Nominal,
        ))
    }

    fn latest_person(
        &self,
        memory: &Memory,
        fits: impl Fn(ActorIndex) -> bool,
    ) -> Option<ActorIndex> {
        memory.back(12).find_map(|place| match place.actors[..] {
            [actor] if self.registry.is_person(actor) && fits(actor) => Some(actor),
            _ => None,
        })
    }

    /// The named person who holds a title: one of the document's, or the one whom the lexicon knows to have held it then.
    fn holder(
        &self,
        view: View<'_>,
        known: &Known,
        title: &TitleAt,
        memory: &Memory,
    ) -> Option<ActorIndex> {
        let words = title.words.to_lowercase();
        if is_plural(&words) {
            return None;
        }
        let owner = title
            .owner_actor
            .and_then(|owner| self.registry.state_behind(owner));
        if owner.is_none() && !is_definite(view, title, known) {
            return None;
        }
        let name = self
            .page
            .lexicon
            .title(known.entry)
            .map(|title| title.name.as_str())
            .unwrap_or_default();
        let former = view
            .tokens
            .get(title.tokens.start..known.tokens.start)
            .is_some_and(|_| {
                (title.tokens.start..known.tokens.start)
                    .any(|token| view.is_any(token, &["former", "ex"]))
            });
        self.latest_person(memory, |person| {
            let of_owner = owner.is_none() || self.registry.state_behind(person) == owner;
            of_owner
                && (self.registry.has_title(person, &words)
                    || self.registry.has_title(person, name))
        })
        .or_else(|| self.of_document(owner?, &words).filter(|_| !former))
    }

    /// The person of the document, named before or after, who holds a title of a state.
    fn of_document(&self, owner: ActorIndex, title: &str) -> Option<ActorIndex> {
        let mut holders = (0..self.registry.list.len()).filter(|&actor| {
            self.registry.is_person(actor)
                && self.registry.state_behind(actor) == Some(owner)
                && self.registry.has_title(actor, title)
        });
        let first = holders.next()?;
        holders.next().is_none().then_some(first)
    }

    /// Somebody without a name, who speaks as the body, company or country that he belongs to.
    fn unnamed(
        &self,
        view: View<'_>,
        known: &Known,
        title: &TitleAt,
        role: TitleRole,
        memory: &Memory,
    ) -> Option<Vec<ActorIndex>> {
        let presides = self.issuer.is_some() && title.words.eq_ignore_ascii_case("president");
        let speaks_for_others = acts_for_state(role)
            && (role != TitleRole::Government || is_official(&title.words) || presides);
        if !speaks_for_others {
            return None;
        }
        if let Some(owner) = title.owner_actor {
            return self.voice_of(owner);
        }
        if let Some(token) = title.owner_portfolio {
            let body = self.sentences.get(view.line)?.mention_at(token)?;
            return Some(body.actors.clone());
        }
        if role == TitleRole::Spokesperson || is_definite(view, title, known) {
            // A named spokesman first: "the spokesman" is the one just heard.
            let words = title.words.to_lowercase();
            let heard = is_definite(view, title, known)
                .then(|| {
                    memory.back(8).find(|place| {
                        place
                            .actors
                            .first()
                            .is_some_and(|&actor| self.registry.has_title(actor, &words))
                    })
                })
                .flatten();
            if let Some(place) = heard {
                return Some(place.actors.clone());
            }
        }
        match role {
            // "The President" in a notice of a government is its own.
            TitleRole::Government
                if self.issuer.is_some()
                    && is_definite(view, title, known)
                    && title.words.eq_ignore_ascii_case("president") =>
            {
                self.issuing_state().map(|state| vec![state])
            }
            TitleRole::Spokesperson => self.represented(view, known, memory),
            // "The judges" are the court.
            TitleRole::Judge if is_definite(view, title, known) => {
                memory.back(6).find_map(|place| {
                    let actor = *place.actors.first()?;
                    let body = self.registry.get(actor)?;
                    let court =
                        body.kind == ActorKind::GovernmentBody && body.name.contains("Court");
                    court.then(|| vec![actor])
                })
            }
            _ => None,
        }
    }

    /// For whom a spokesperson speaks of whom nothing is said: the body, company or country that acted last.
    fn represented(
        &self,
        view: View<'_>,
        known: &Known,
        memory: &Memory,
    ) -> Option<Vec<ActorIndex>> {
        let quoted = self.quoted(view, known.tokens.start);
        let mut best: Option<(i32, ActorIndex)> = None;
        for place in memory.back(2) {
            let [actor] = place.actors[..] else {
                continue;
            };
            let unfit = matches!(place.kind, ActorKind::Person | ActorKind::Media)
                || place.form == MentionForm::Demonym
                || place.quoted.is_some() && place.quoted != quoted;
            if unfit {
                continue;
            }
            let age = i32::try_from(memory.age(place)).unwrap_or(i32::MAX / 8);
            let organised = !matches!(place.kind, ActorKind::Country | ActorKind::Bloc);
            let score =
                i32::from(place.rank == Rank::Subject) * 4 + i32::from(organised) * 2 - 2 * age;
            if best.is_none_or(|(other, _)| score > other) {
                best = Some((score, actor));
            }
        }
        best.filter(|(score, _)| *score >= 0)
            .map(|(_, actor)| vec![actor])
    }

    /// As whom somebody of an actor speaks: of a person, as the state behind him.
    fn voice_of(&self, owner: ActorIndex) -> Option<Vec<ActorIndex>> {
        match self.registry.kind(owner)? {
            ActorKind::Person => self.registry.state_behind(owner).map(|state| vec![state]),
            _ => Some(vec![owner]),
        }
    }
}

fn is_plural(title: &str) -> bool {
    title.split(' ').any(|word| {
        word.ends_with('s')
            && !word.ends_with("ss")
            && !matches!(
                word,
                "affairs"
                    | "industries"
                    | "fisheries"
                    | "sales"
                    | "relations"
                    | "operations"
                    | "communications"
            )
    }) || title.ends_with("men")
}

/// Whether a title means any official rather than the holder of one office.
fn is_official(title: &str) -> bool {
    let title = title.to_lowercase();
    [
        "official",
        "spokes",
        "source",
        "diplomat",
        "envoy",
        "negotiator",
        "aide",
        "advis",
        "bureaucrat",
        "representatives",
        "insider",
    ]
    .iter()
    .any(|word| title.contains(word))
}

fn is_definite(view: View<'_>, title: &TitleAt, known: &Known) -> bool {
    (title.tokens.start.saturating_sub(2)..known.tokens.start).any(|token| view.is_any(token, &["the", "this", "that", "his", "her", "its", "their"]))
        // "President said" is headline speech.
        || known.tokens.start == 0 && view.capital(0)
}
