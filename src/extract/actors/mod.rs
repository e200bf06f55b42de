//! Who acts: the actors that a document names, and every place that speaks of them, coreference included.

mod bodies;
mod coreference;
mod given_names;
mod groups;
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
}

impl Actors {
    /// Reads the actors of a page.
    pub fn read(page: &Page<'_>) -> Self {
        reader::Reader::new(page).read()
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
