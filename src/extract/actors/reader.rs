//! The passes over a page: names first, then what only the whole document makes certain, then what refers back.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::coreference::Memory;
use super::registry::Registry;
use super::sentence::{Sentence, outermost};
use super::view::View;
use super::{ActorIndex, ActorMention, Actors, MentionForm};
use crate::extract::Page;

/// A page while its actors are read.
pub(super) struct Reader<'p> {
    pub page: &'p Page<'p>,
    pub registry: Registry,
    pub sentences: Vec<Sentence>,
    /// Affiliations that are known only after the bodies are.
    pub pending: Vec<super::titles::Pending>,
    /// By portfolio: the states of whose body the document speaks.
    pub owners_of: FxHashMap<u32, Vec<ActorIndex>>,
    /// The id of the state whose government publishes the document.
    pub issuer: Option<String>,
}

impl<'p> Reader<'p> {
    pub fn new(page: &'p Page<'p>) -> Self {
        let quotations = outermost(page);
        let mut quotations = quotations.as_slice();
        let mut sentence =
            |line| View::new(page, line).map(|view| Sentence::read(view, &mut quotations));
        Self {
            page,
            registry: Registry::default(),
            sentences: (0..page.lines.len())
                .map(|line| sentence(line).unwrap_or_default())
                .collect(),
            pending: Vec::new(),
            owners_of: FxHashMap::default(),
            issuer: super::issuer::issuer(page),
        }
    }

    pub fn read(mut self) -> Actors {
        let lines = 0..self.sentences.len();
        for line in lines.clone() {
            self.each(line, Self::certain_names);
            self.each(line, Self::new_organisations);
        }
        for line in lines.clone() {
            self.each(line, Self::full_persons);
        }
        for line in lines.clone() {
            self.each(line, Self::short_names);
        }
        for line in lines.clone() {
            self.each(line, Self::bodies);
        }
        for line in lines.clone() {
            self.each(line, Self::ownerless_bodies);
        }
        self.settle_affiliations();
        let mut memory = Memory::default();
        for line in lines {
            if let Some(view) = View::new(self.page, line) {
                self.refer_back(view, &mut memory);
            }
        }
        self.finish()
    }

    fn each(&mut self, line: usize, read: fn(&mut Self, View<'p>)) {
        if let Some(view) = View::new(self.page, line) {
            read(self, view);
        }
    }

    /// The sentence of a view. Views are only made of lines that there are.
    pub fn sentence(&mut self, view: View<'_>) -> Option<&mut Sentence> {
        self.sentences.get_mut(view.line)
    }

    /// Adds a mention of one actor.
    pub fn mention(
        &mut self,
        view: View<'_>,
        tokens: Range<usize>,
        actor: ActorIndex,
        form: MentionForm,
        title: Option<Range<usize>>,
    ) -> bool {
        self.plural(view, tokens, vec![actor], form, title)
    }

    /// Adds a mention of one or several actors.
    pub fn plural(
        &mut self,
        view: View<'_>,
        tokens: Range<usize>,
        actors: Vec<ActorIndex>,
        form: MentionForm,
        title: Option<Range<usize>>,
    ) -> bool {
        let mention = ActorMention {
            head: view.head_of(&tokens),
            place: form == MentionForm::Name && is_place(view, &tokens),
            tokens,
            actors,
            form,
            title,
        };
        self.sentence(view)
            .is_some_and(|sentence| sentence.push(mention))
    }

    fn finish(self) -> Actors {
        let issuer = self.issuing_state();
        let mut mentions = Vec::with_capacity(self.sentences.len());
        for sentence in self.sentences {
            let mut found = sentence.mentions;
            found.sort_by_key(|mention| mention.tokens.start);
            mentions.push(found);
        }
        let mut actors = Actors {
            issuer,
            mentions,
            by_id: self.registry.by_id,
            list: self.registry.list,
            bodies: FxHashMap::default(),
            strangers: FxHashMap::default(),
        };
        for index in 0..actors.list.len() {
            actors.index(index);
        }
        actors
    }
}

/// Whether a name stands after a preposition that makes it the place where something happens.
fn is_place(view: View<'_>, tokens: &Range<usize>) -> bool {
    view.preposition(tokens).is_some_and(|preposition| {
        view.is_any(
            preposition,
            &[
                "in",
                "at",
                "near",
                "inside",
                "outside",
                "across",
                "throughout",
            ],
        )
    })
}
