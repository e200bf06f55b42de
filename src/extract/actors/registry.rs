//! The actors of one document, by id, by lexicon entry and by the words of their names.

use rustc_hash::FxHashMap;

use super::words::{GENERATIONS, Gender, among};
use super::{Actor, ActorIndex};
use crate::extract::Page;
use crate::lexicon::{ActorEntry, ActorKind, slug};

/// Actors that one word of their names may mean. A word that so many share tells nothing, and is not looked at for ever.
const MOST_NAMESAKES: usize = 200;

/// What the document tells of an actor beyond what is handed out.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    pub gender: Option<Gender>,
    /// Whether the gender is only what the given name suggests.
    pub gender_by_name: bool,
    /// Titles met, in lower case, canonical and as written.
    pub titles: Vec<String>,
    /// How often it was mentioned up to here.
    pub count: u32,
}

impl Profile {
    /// Takes in what a title or form of address says; it outweighs the given name.
    pub fn tell_gender(&mut self, gender: Option<Gender>) {
        if gender.is_some() && (self.gender.is_none() || self.gender_by_name) {
            self.gender = gender;
            self.gender_by_name = false;
        }
    }
}

/// The actors of one document while it is read.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub list: Vec<Actor>,
    pub profiles: Vec<Profile>,
    pub by_id: FxHashMap<String, ActorIndex>,
    by_entry: FxHashMap<u32, ActorIndex>,
    /// Persons and new organisations by single words of their names, in small letters.
    by_word: FxHashMap<String, Vec<ActorIndex>>,
}

impl Registry {
    pub fn get(&self, actor: ActorIndex) -> Option<&Actor> {
        self.list.get(actor)
    }

    pub fn by_id(&self, id: &str) -> Option<ActorIndex> {
        self.by_id.get(id).copied()
    }

    pub fn kind(&self, actor: ActorIndex) -> Option<ActorKind> {
        self.get(actor).map(|actor| actor.kind)
    }

    pub fn is_person(&self, actor: ActorIndex) -> bool {
        self.get(actor)
            .is_some_and(|actor| actor.kind == ActorKind::Person && actor.named)
    }

    pub fn is_state(&self, actor: ActorIndex) -> bool {
        matches!(self.kind(actor), Some(ActorKind::Country | ActorKind::Bloc))
    }

    /// The actor of a lexicon entry, if the document has it.
    pub fn of_entry(&self, entry: u32) -> Option<ActorIndex> {
        self.by_entry.get(&entry).copied()
    }

    /// The actor of a lexicon entry, made at its first use together with those that it acts for.
    pub fn known(&mut self, page: &Page<'_>, entry: u32) -> Option<ActorIndex> {
        self.known_at_depth(page, entry, 0)
    }

    fn known_at_depth(&mut self, page: &Page<'_>, entry: u32, depth: u8) -> Option<ActorIndex> {
        if let Some(index) = self.of_entry(entry) {
            return Some(index);
        }
        let this = page.lexicon.actor(entry)?;
        // A user's files may hold a circle of affiliations.
        let affiliation = (depth < 8)
            .then(|| acts_for(page, this))
            .flatten()
            .and_then(|id| page.lexicon.actor_index(id))
            .and_then(|of| self.known_at_depth(page, of, depth + 1));
        if let Some(index) = self.of_entry(entry) {
            return Some(index);
        }
        let index = self.add(Actor {
            id: this.id.clone(),
            name: this.name.clone(),
            kind: this.kind,
            affiliation,
            title: None,
            named: true,
        });
        self.by_entry.insert(entry, index);
        let profile = self.profiles.get_mut(index)?;
        profile
            .titles
            .extend(roles(page, this).map(|role| role.title.clone()));
        if profile.gender.is_none() {
            profile.gender = profile
                .titles
                .iter()
                .find_map(|title| super::words::gender_of_title(title));
        }
        if this.kind == ActorKind::Person {
            let given = this.name.split(' ').next().unwrap_or_default();
            if profile.gender.is_none() {
                profile.gender = super::given_names::gender(given);
                profile.gender_by_name = profile.gender.is_some();
            }
            self.index_person(index, &this.name);
        }
        Some(index)
    }

    /// An actor that the lexicon does not know; the one with this id if there is one.
    pub fn add(&mut self, actor: Actor) -> ActorIndex {
        if let Some(&index) = self.by_id.get(&actor.id) {
            if let Some(known) = self.list.get_mut(index) {
                known.affiliation = known.affiliation.or(actor.affiliation);
            }
            return index;
        }
        let index = self.list.len();
        self.by_id.insert(actor.id.clone(), index);
        self.list.push(actor);
        self.profiles.push(Profile::default());
        index
    }

    /// A person that the lexicon does not know.
    pub fn person(&mut self, name: &str) -> Option<ActorIndex> {
        let id = slug(name);
        if id.is_empty() {
            return None;
        }
        let fresh = !self.by_id.contains_key(&id);
        let index = self.add(Actor {
            id,
            name: name.to_owned(),
            kind: ActorKind::Person,
            affiliation: None,
            title: None,
            named: true,
        });
        if fresh {
            self.index_person(index, name);
            if let Some(profile) = self.profiles.get_mut(index) {
                profile.gender =
                    super::given_names::gender(name.split(' ').next().unwrap_or_default());
                profile.gender_by_name = profile.gender.is_some();
            }
        }
        Some(index)
    }

    fn index_person(&mut self, index: ActorIndex, name: &str) {
        let words: Vec<&str> = name
            .split(' ')
            .filter(|word| !among(GENERATIONS, word))
            .collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        self.index_word(last, index);
        // "Wan Zhe" is "Wan" later, and some are called by their given names.
        if words.len() > 1 {
            self.index_word(first, index);
        }
    }

    /// Lets a single word stand for an actor.
    pub fn index_word(&mut self, word: &str, index: ActorIndex) {
        let list = self.by_word.entry(word.to_lowercase()).or_default();
        if list.len() < MOST_NAMESAKES && !list.contains(&index) {
            list.push(index);
        }
    }

    /// Actors that a single word may mean.
    pub fn by_word(&self, word: &str) -> &[ActorIndex] {
        self.by_word
            .get(&word.to_lowercase())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub fn profile(&mut self, actor: ActorIndex) -> Option<&mut Profile> {
        self.profiles.get_mut(actor)
    }

    pub fn gender(&self, actor: ActorIndex) -> Option<Gender> {
        self.profiles.get(actor)?.gender
    }

    /// Whether a person of the document has a title.
    pub fn has_title(&self, actor: ActorIndex, title: &str) -> bool {
        self.profiles
            .get(actor)
            .is_some_and(|profile| profile.titles.iter().any(|had| same_office(had, title)))
    }

    pub fn add_title(&mut self, actor: ActorIndex, title: &str) {
        if let Some(profile) = self.profiles.get_mut(actor) {
            profile.tell_gender(super::words::gender_of_title(title));
            let title = title.to_lowercase();
            if !profile.titles.contains(&title) {
                profile.titles.push(title);
            }
        }
    }

    /// The country or bloc that stands behind an actor; see [`super::Actors::state_behind`].
    pub fn state_behind(&self, actor: ActorIndex) -> Option<ActorIndex> {
        super::state_behind(&self.list, actor)
    }
}

/// Whether a title met, in lower case, is what a later mention calls the holder by: "trade commissioner" and "commissioner".
fn same_office(had: &str, said: &str) -> bool {
    let mut said = said.split_whitespace().rev().map(singular_role);
    let Some(office) = said.next() else {
        return false;
    };
    let mut words = had.split_whitespace().map(singular_role);
    words.any(|word| word == office) && said.all(|word| had.contains(word))
}

/// "spokeswoman" and "spokesman" are a spokesperson.
fn singular_role(word: &str) -> &str {
    match word {
        "spokesman" | "spokeswoman" => "spokesperson",
        "chairman" | "chairwoman" | "chairperson" => "chair",
        "congressman" | "congresswoman" | "lawmaker" => "representative",
        "sen." | "sen" => "senator",
        "rep." | "rep" => "representative",
        "gov." | "gov" => "governor",
        "vice-premier" => "premier",
        word => word,
    }
}

/// The roles of a person at the time of the page; the newest where the time is not known.
fn roles<'l>(
    page: &Page<'_>,
    entry: &'l ActorEntry,
) -> impl Iterator<Item = &'l crate::lexicon::Role> {
    let year = page
        .reference
        .and_then(|reference| u16::try_from(reference.day.year()).ok());
    entry.roles.iter().filter(move |role| {
        year.is_none_or(|year| {
            role.from.is_none_or(|from| from <= year)
                && role.until.is_none_or(|until| year <= until)
        })
    })
}

/// Id of the actor for whom a person acted at the time of the page, or that an organisation belongs to.
fn acts_for<'l>(page: &Page<'_>, entry: &'l ActorEntry) -> Option<&'l str> {
    let newest = roles(page, entry)
        .filter_map(|role| role.of.as_deref())
        .last();
    newest.or(entry.affiliation.as_deref())
}

#[cfg(test)]
mod tests {
    use super::same_office;

    #[test]
    fn a_later_mention_may_shorten_the_title() {
        assert!(same_office("trade commissioner", "commissioner"));
        assert!(same_office("ministry spokesman", "spokeswoman"));
        assert!(same_office("prime minister", "prime minister"));
        assert!(!same_office("finance minister", "trade minister"));
        assert!(!same_office("president", "minister"));
    }
}
