//! Who acts: the actors that a document names, and every place that speaks of them, coreference included.

use std::ops::Range;

use super::Page;
use crate::lexicon::{ActorKind, EntryRef, Form};

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
        let mut actors = Self::default();
        for line in &page.lines {
            let mut mentions = Vec::new();
            for found in &line.found {
                let EntryRef::Actor(entry) = found.entry else {
                    continue;
                };
                let form = match found.form {
                    Form::Demonym | Form::Prefix => MentionForm::Demonym,
                    Form::People => MentionForm::People,
                    Form::Metonym => MentionForm::Metonym,
                    _ => MentionForm::Name,
                };
                let Some(actor) = actors.known(page, entry) else {
                    continue;
                };
                mentions.push(ActorMention {
                    head: found.tokens.end.saturating_sub(1),
                    tokens: found.tokens.clone(),
                    actors: vec![actor],
                    form,
                    title: None,
                });
            }
            actors.mentions.push(mentions);
        }
        actors
    }

    /// The actor of a lexicon entry, made at its first use together with those that it acts for.
    fn known(&mut self, page: &Page<'_>, entry: u32) -> Option<ActorIndex> {
        let entry = page.lexicon.actor(entry)?;
        if let Some(index) = self.list.iter().position(|actor| actor.id == entry.id) {
            return Some(index);
        }
        let affiliation = entry
            .affiliation
            .as_deref()
            .and_then(|id| page.lexicon.actor_index(id))
            .and_then(|of| self.known(page, of));
        self.list.push(Actor {
            id: entry.id.clone(),
            name: entry.name.clone(),
            kind: entry.kind,
            affiliation,
            title: None,
        });
        Some(self.list.len() - 1)
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
        self.in_line(line)
            .iter()
            .find(|mention| mention.tokens.contains(&token))
    }

    /// The country or bloc that stands behind an actor: itself, or who it acts for in the end. None for companies, media,
    /// international organizations and whoever's affiliation is not known.
    pub fn state_behind(&self, actor: ActorIndex) -> Option<ActorIndex> {
        let mut at = actor;
        // Affiliations are acyclic in the lexicon; the bound holds whatever a user's files say.
        for _ in 0..8 {
            let this = self.list.get(at)?;
            match this.kind {
                ActorKind::Country | ActorKind::Bloc => return Some(at),
                ActorKind::Company | ActorKind::Media | ActorKind::IndustryGroup => return None,
                _ => at = this.affiliation?,
            }
        }
        None
    }
}
