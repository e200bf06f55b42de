//! Who acts: the actors that a document names, and every place that speaks of them, coreference included.

mod bodies;
mod coreference;
mod given_names;
mod groups;
mod issuer;
mod known;
mod metonyms;
mod organisations;
mod owners;
mod persons;
mod reader;
mod registry;
mod runs;
mod sentence;
#[cfg(test)]
mod tests;
mod titles;
mod view;
mod voice;
mod words;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Page;
use crate::lexicon::ActorKind;
use words::Gender;

/// Index of an actor in [`Actors::list`].
pub type ActorIndex = usize;

/// An actor of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Canonical id.
    pub id: String,
    /// Canonical name, or the fullest form in the document.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Who it acts for, where that is known.
    pub affiliation: Option<ActorIndex>,
    /// The title of a person, as written.
    pub title: Option<String>,
    /// Whether the text calls it by a name. Others are speakers such as "analysts" or "industry sources": they speak, but
    /// nobody knows for whom they could act.
    pub named: bool,
}

/// How a place speaks of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionForm {
    /// By a name, full or short.
    Name,
    /// By an adjective: "Chinese".
    Demonym,
    /// By the noun for its people: "Americans".
    People,
    /// By a seat that acts: "Beijing".
    Metonym,
    /// By a noun: "the ministry", "the bloc", "both sides".
    Nominal,
    /// By a pronoun: "he", "they", "its".
    Pronoun,
}

/// A place that speaks of one actor or, in the plural, of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorMention {
    /// The tokens, inside the sentence: the bare name, noun or pronoun, without title.
    pub tokens: Range<usize>,
    /// The token that heads them in the tree.
    pub head: usize,
    /// Whom they mean; never empty.
    pub actors: Vec<ActorIndex>,
    /// How they speak of them.
    pub form: MentionForm,
    /// The title in front or in apposition, inside the sentence.
    pub title: Option<Range<usize>>,
    /// Whether it says where something happens rather than who acts: "in Germany".
    pub place: bool,
}

/// The actors of a document.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// Each actor once.
    pub list: Vec<Actor>,
    /// The mentions of each line, by first token, not overlapping.
    pub mentions: Vec<Vec<ActorMention>>,
    /// The state whose government publishes the document, where the document names it.
    pub issuer: Option<ActorIndex>,
    by_id: FxHashMap<String, ActorIndex>,
    /// Bodies and firms with a name, by kind.
    bodies: FxHashMap<ActorKind, Alone>,
    /// Actors of whom the text only says what they are, by the last word of that.
    strangers: FxHashMap<String, Alone>,
}

/// The only actor of its sort, or that there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alone {
    Only(ActorIndex),
    Several,
}

impl Alone {
    fn only(self) -> Option<ActorIndex> {
        match self {
            Self::Only(index) => Some(index),
            Self::Several => None,
        }
    }
}

impl Actors {
    /// Reads the actors of a page.
    pub fn read(page: &Page<'_>) -> Self {
        reader::Reader::new(page).read()
    }

    /// The actor with an id.
    pub fn with_id(&self, id: &str) -> Option<ActorIndex> {
        self.by_id.get(id).copied()
    }

    /// Adds an actor that no mention names; the one with this id if there is one.
    pub fn add(&mut self, actor: Actor) -> ActorIndex {
        if let Some(known) = self.with_id(&actor.id) {
            return known;
        }
        let index = self.list.len();
        self.by_id.insert(actor.id.clone(), index);
        self.list.push(actor);
        self.index(index);
        index
    }

    /// The only named actor of a kind in the document.
    pub fn only_of_kind(&self, kind: ActorKind) -> Option<ActorIndex> {
        self.bodies.get(&kind).and_then(|alone| alone.only())
    }

    /// The only actor without a name whose description ends with a word.
    pub fn only_stranger(&self, word: &str) -> Option<ActorIndex> {
        self.strangers.get(word).and_then(|alone| alone.only())
    }

    /// Remembers an actor by what it may be called later.
    fn index(&mut self, index: ActorIndex) {
        let Some(actor) = self.list.get(index) else {
            return;
        };
        let several = |alone: &mut Alone| *alone = Alone::Several;
        if actor.named {
            let kind = self.bodies.entry(actor.kind);
            kind.and_modify(several).or_insert(Alone::Only(index));
        } else if let Some(last) = actor.name.split_whitespace().next_back() {
            let word = self.strangers.entry(last.to_owned());
            word.and_modify(several).or_insert(Alone::Only(index));
        }
    }

    /// The mentions of a line.
    pub fn in_line(&self, line: usize) -> &[ActorMention] {
        self.mentions
            .get(line)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The mention that covers a token.
    pub fn at(&self, line: usize, token: usize) -> Option<&ActorMention> {
        let mentions = self.in_line(line);
        let after = mentions.partition_point(|mention| mention.tokens.start <= token);
        mentions
            .get(after.checked_sub(1)?)
            .filter(|mention| mention.tokens.contains(&token))
    }

    /// The country or bloc that stands behind an actor: itself, or who it acts for in the end. None for companies,
    /// associations, parties, media, international organizations and whoever's affiliation is not known.
    pub fn state_behind(&self, actor: ActorIndex) -> Option<ActorIndex> {
        state_behind(&self.list, actor)
    }
}

fn state_behind(actors: &[Actor], actor: ActorIndex) -> Option<ActorIndex> {
    let mut at = actor;
    // Affiliations are acyclic in the lexicon; the bound holds whatever a user's files say.
    for _ in 0..8 {
        let this = actors.get(at)?;
        match this.kind {
            ActorKind::Country | ActorKind::Bloc => return Some(at),
            ActorKind::GovernmentBody | ActorKind::Person => at = this.affiliation?,
            ActorKind::Company
            | ActorKind::IndustryGroup
            | ActorKind::InternationalOrganization
            | ActorKind::Media
            | ActorKind::PoliticalParty => return None,
        }
    }
    None
}
