//! The places that later words may refer to, newest last.

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use crate::extract::actors::registry::Registry;
use crate::extract::actors::view::{Rank, View};
use crate::extract::actors::{ActorIndex, ActorMention, MentionForm};
use crate::lexicon::ActorKind;

/// How many places are looked at, at most, for one reference.
const REACH: usize = 80;

/// A place that speaks of one or several actors.
#[derive(Clone, Debug)]
pub struct Place {
    pub line: usize,
    /// When it was said, in lines that are not all quotation.
    pub time: usize,
    /// The head as written, in small letters.
    pub word: CompactString,
    /// The verb or noun that the place depends on.
    pub governor: Option<usize>,
    pub actors: Vec<ActorIndex>,
    pub kind: ActorKind,
    pub named: bool,
    pub form: MentionForm,
    pub rank: Rank,
    pub quoted: Option<u32>,
    /// Inside a clause below the sentence's main one.
    pub deep: bool,
}

/// The places of the document up to here.
#[derive(Debug, Default)]
pub struct Memory {
    places: Vec<Place>,
    time: usize,
    /// Nouns by which somebody has been spoken of.
    nouns: FxHashSet<CompactString>,
}

impl Memory {
    /// Turns to a line. A line that is all quotation does not take the writer's mind off whom he wrote of before.
    pub fn begin(&mut self, all_quotation: bool) {
        self.time += usize::from(!all_quotation);
    }

    /// The latest place that spoke of somebody by the same noun.
    pub fn same_noun(&self, noun: &str) -> Option<&Place> {
        let known = self.nouns.contains(noun);
        known
            .then(|| {
                self.back(12)
                    .find(|place| place.form == MentionForm::Nominal && place.word == noun)
            })
            .flatten()
    }

    /// How many lines ago a place stands.
    pub fn age(&self, place: &Place) -> usize {
        self.time.saturating_sub(place.time)
    }

    pub fn add(
        &mut self,
        view: View<'_>,
        registry: &Registry,
        mention: &ActorMention,
        quoted: Option<u32>,
    ) {
        let Some(actor) = mention
            .actors
            .first()
            .and_then(|&actor| registry.get(actor))
        else {
            return;
        };
        let anchor = view.anchor(mention.head);
        let rank = match mention.form {
            MentionForm::Demonym => Rank::Modifier,
            _ => view.rank(mention.head),
        };
        let governor = view.tree.head(anchor);
        let deep = governor.is_some_and(|verb| {
            use crate::language::Relation::*;
            matches!(
                view.plain_relation(verb),
                Acl | AclRelcl | Advcl | AdvclRelcl | Ccomp | Csubj | Parataxis
            )
        });
        if mention.form == MentionForm::Nominal {
            self.nouns.insert(view.lower(mention.head));
        }
        self.places.push(Place {
            line: view.line,
            time: self.time,
            word: view.lower(mention.head),
            governor,
            actors: mention.actors.clone(),
            kind: actor.kind,
            named: actor.named,
            form: mention.form,
            rank,
            quoted,
            deep,
        });
    }

    /// The latest places, newest first, no more than so many lines back.
    pub fn back(&self, lines: usize) -> impl Iterator<Item = &Place> {
        let first = self.time.saturating_sub(lines);
        self.places
            .iter()
            .rev()
            .take(REACH)
            .take_while(move |place| place.time >= first)
    }
}
