//! Titles and offices beside names, and the bodies and countries that they belong to.

use std::ops::Range;

use super::reader::Reader;
use super::view::View;
use super::words::{gender_of_title, honorific};
use super::{ActorIndex, Gender};
use crate::language::Upos;
use crate::lexicon::{ActorKind, TitleRole};

/// A title that stands beside a name.
#[derive(Clone, Debug)]
pub(super) struct TitleAt {
    /// With whose it is, as far as that stands before it.
    pub tokens: Range<usize>,
    /// The title alone.
    pub words: String,
    pub entry: Option<u32>,
    /// Whose it is.
    pub owner_actor: Option<ActorIndex>,
    /// Where the ministry stands whose it is.
    pub owner_portfolio: Option<usize>,
    pub gender: Option<Gender>,
}

/// A person whose affiliation waits until the bodies are known.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub actor: ActorIndex,
    pub line: usize,
    /// A token of the body's name.
    pub body: Option<usize>,
}

/// Words between an owner and a title.
const RANKS: &[&str] = &[
    "former",
    "ex",
    "then",
    "acting",
    "chief",
    "senior",
    "top",
    "interim",
    "incoming",
    "outgoing",
    "late",
    "deputy",
    "vice",
    "assistant",
    "new",
    "newly",
    "appointed",
    "current",
    "longtime",
    "lead",
    "principal",
    "main",
    "veteran",
    "republican",
    "democratic",
    "-",
    "press",
    "executive",
    "managing",
    "regional",
    "global",
    "head",
    "economic",
    "trade",
    "policy",
    "political",
    "legal",
    "national",
    "security",
    "unnamed",
];

impl<'p> Reader<'p> {
    /// The title directly before a token: "Japanese Trade Minister", "Mr", "the ministry's spokesman,".
    pub fn title_before(&self, view: View<'_>, start: usize) -> Option<TitleAt> {
        let mut end = start;
        if view
            .before(end)
            .is_some_and(|before| view.word(before) == ",")
        {
            end -= 1;
        }
        let before = view.before(start)?;
        if let Some(gender) = honorific(view.word(before)) {
            return Some(TitleAt {
                tokens: before..start,
                words: view.word(before).to_owned(),
                entry: None,
                owner_actor: None,
                owner_portfolio: None,
                gender,
            });
        }
        let title = self.sentences.get(view.line)?.title_ending(end)?;
        Some(self.title_at(view, title.tokens.clone(), title.entry))
    }

    /// The title in apposition behind a name: ", an economist at the bank,".
    pub fn title_after(&self, view: View<'_>, end: usize) -> Option<TitleAt> {
        if view.word(end) != "," {
            return None;
        }
        let sentence = self.sentences.get(view.line)?;
        let mut token = end + 1;
        let limit = (token + 9).min(view.len());
        while token < limit {
            if let Some(title) = sentence.title_at(token) {
                return Some(self.title_at(view, title.tokens.clone(), title.entry));
            }
            let inside = view.capital(token)
                || view.possessive_marker(token)
                || matches!(
                    view.upos(token),
                    Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::X
                )
                || matches!(view.word(token), "-" | "of");
            if !inside || matches!(view.word(token), "," | ";") {
                return None;
            }
            token += 1;
        }
        None
    }

    /// A title with its owner, on whichever side that stands.
    pub fn title_at(&self, view: View<'_>, title: Range<usize>, entry: u32) -> TitleAt {
        let mut start = title.start;
        while start > 0 && view.is_any(start - 1, RANKS) {
            start -= 1;
        }
        let mut at = TitleAt {
            words: view.name(title.clone()),
            entry: Some(entry),
            owner_actor: None,
            owner_portfolio: None,
            gender: gender_of_title(view.text(title.clone())),
            tokens: start..title.end,
        };
        if let Some(owner) = self.owner_before(view, start) {
            at.tokens.start = owner.reach;
            (at.owner_actor, at.owner_portfolio) = (owner.actor, owner.portfolio);
        } else if let Some(owner) = self.owner_after(view, title.end) {
            (at.owner_actor, at.owner_portfolio) = (owner.actor, owner.portfolio);
        }
        // "US Trade Representative": the owner is part of the title.
        if at.owner_actor.is_none() {
            at.owner_actor = self.sentences.get(view.line).and_then(|sentence| {
                sentence
                    .mention_at(title.start)
                    .filter(|mention| title.contains(&mention.head))?
                    .actors
                    .first()
                    .copied()
            });
        }
        at
    }

    /// Gives a person the titles that stand beside the name, and returns where they stand.
    pub fn entitle(
        &mut self,
        view: View<'_>,
        name: &Range<usize>,
        person: ActorIndex,
    ) -> Option<Range<usize>> {
        let before = self.title_before(view, name.start);
        let after = self.title_after(view, name.end);
        let gender = before.iter().chain(&after).find_map(|title| title.gender);
        if let Some(profile) = self.registry.profile(person) {
            profile.tell_gender(gender);
        }
        let mut place = None;
        for title in before.into_iter().chain(after) {
            place = place.or(Some(title.tokens.clone()));
            let Some(entry) = title.entry else {
                continue;
            };
            self.registry.add_title(person, &title.words);
            if let Some(entry) = self.page.lexicon.title(entry) {
                self.registry.add_title(person, &entry.name);
            }
            if let Some(actor) = self
                .registry
                .list
                .get_mut(person)
                .filter(|actor| actor.title.is_none())
            {
                actor.title = Some(view.name(title.tokens.clone()));
            }
            self.affiliate(view, name, person, &title, entry);
        }
        place
    }

    fn affiliate(
        &mut self,
        view: View<'_>,
        name: &Range<usize>,
        person: ActorIndex,
        title: &TitleAt,
        entry: u32,
    ) {
        let Some(known) = self.page.lexicon.title(entry) else {
            return;
        };
        let official = acts_for_state(known.role);
        let Some(current) = self.registry.get(person).map(|actor| actor.affiliation) else {
            return;
        };
        if current.is_some() {
            // "EU Trade Commissioner Jane Roe": the text knows better than the lexicon for whom she acts now.
            let stated = title
                .owner_actor
                .filter(|_| official && title.tokens.end <= name.start && !is_former(view, title))
                .and_then(|owner| self.registry.state_behind(owner));
            if let Some(stated) = stated.filter(|&s| Some(s) != current && s != person)
                && let Some(actor) = self.registry.list.get_mut(person)
            {
                actor.affiliation = Some(stated);
            }
            return;
        }
        // "Prime Minister Jane Roe of Ruritania"
        let behind = || {
            let named = view
                .is(name.end, "of")
                .then(|| self.owner_after(view, name.end));
            named.flatten()?.actor
        };
        let owner = title
            .owner_actor
            .or_else(behind)
            .filter(|&owner| owner != person)
            .and_then(|owner| match self.registry.kind(owner)? {
                // An expert in a country does not act for it.
                ActorKind::Country | ActorKind::Bloc | ActorKind::Person if !official => None,
                _ if official => self.registry.state_behind(owner).or(Some(owner)),
                _ => Some(owner),
            });
        let stated = known
            .of
            .as_deref()
            .and_then(|of| self.page.lexicon.actor_index(of));
        let owner = owner.or_else(|| self.registry.known(self.page, stated?));
        match owner {
            Some(_) => {
                if let Some(actor) = self.registry.list.get_mut(person) {
                    actor.affiliation = owner;
                }
            }
            None if official || title.owner_portfolio.is_some() => self.pending.push(Pending {
                actor: person,
                line: view.line,
                body: title.owner_portfolio,
            }),
            None => {}
        }
    }

    /// Affiliations by bodies, and of officials whose country only the sentence around them tells.
    pub fn settle_affiliations(&mut self) {
        for Pending { actor, line, body } in std::mem::take(&mut self.pending) {
            let body = body.and_then(|token| {
                self.sentences
                    .get(line)?
                    .mention_at(token)?
                    .actors
                    .first()
                    .copied()
            });
            let owner = match body {
                Some(body) => self.registry.state_behind(body).or(Some(body)),
                None => {
                    View::new(self.page, line).and_then(|view| self.state_around(view, view.len()))
                }
            };
            if let Some(known) = self
                .registry
                .list
                .get_mut(actor)
                .filter(|known| known.affiliation.is_none())
            {
                known.affiliation = owner.filter(|&owner| owner != actor);
            }
        }
    }
}

/// "former EU commissioner": an office of the past.
fn is_former(view: View<'_>, title: &TitleAt) -> bool {
    (title.tokens.start.saturating_sub(2)..title.tokens.end)
        .any(|i| view.is_any(i, &["former", "ex", "then", "late", "onetime", "ousted"]))
}

/// Whether the holder of such an office acts for a state, if he acts for one at all.
pub(super) fn acts_for_state(role: TitleRole) -> bool {
    matches!(
        role,
        TitleRole::Government
            | TitleRole::Spokesperson
            | TitleRole::Diplomat
            | TitleRole::Legislator
            | TitleRole::Judge
            | TitleRole::Unnamed
    )
}
