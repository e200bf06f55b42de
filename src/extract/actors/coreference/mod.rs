//! What refers back: pronouns, nouns such as "the ministry" or "both sides", and speakers without a name.
//!
//! One pass over the document, sentence by sentence. A place is resolved only where one candidate in the same or one of
//! the few sentences before stands out; all looking back is bounded, so that the pass is linear in the document.

mod memory;
mod nominals;
mod nouns;
mod offices;
mod pairs;
mod pronouns;

pub(super) use memory::Memory;

use super::reader::Reader;
use super::view::View;
use super::{ActorMention, MentionForm};

/// What may refer back at a token.
enum Step {
    /// A mention found before: the next token to look at.
    Mention(usize),
    /// Something else: the next token.
    Word(usize),
}

impl<'p> Reader<'p> {
    /// Resolves what refers back in a line, left to right.
    pub fn refer_back(&mut self, view: View<'p>, memory: &mut Memory) {
        let quoted = self
            .sentences
            .get(view.line)
            .map(|sentence| sentence.quoted.as_slice())
            .unwrap_or_default();
        memory.begin(
            !quoted.is_empty() && quoted.iter().filter(|quoted| quoted.is_none()).count() <= 2,
        );
        let mut token = 0;
        while token < view.len() {
            token = match self.step(view, token, memory) {
                Step::Mention(next) => {
                    if let Some(mention) = self
                        .sentences
                        .get(view.line)
                        .and_then(|s| s.mention_at(token))
                    {
                        memory.add(view, &self.registry, mention, self.quoted(view, token));
                    }
                    next
                }
                Step::Word(next) => next,
            };
        }
    }

    fn step(&mut self, view: View<'p>, token: usize, memory: &Memory) -> Step {
        if let Some(mention) = self
            .sentences
            .get(view.line)
            .and_then(|s| s.mention_at(token))
        {
            return Step::Mention(mention.tokens.end.max(token + 1));
        }
        let found = self
            .pronoun(view, token, memory)
            .or_else(|| self.pair(view, token, memory))
            .or_else(|| self.office(view, token, memory))
            .or_else(|| self.noun(view, token, memory));
        match found.or_else(|| self.group(view, token)) {
            Some(mention) => {
                let end = mention.tokens.end.max(token + 1);
                match self
                    .sentence(view)
                    .is_some_and(|sentence| sentence.push(mention))
                {
                    true => Step::Mention(end),
                    false => Step::Word(token + 1),
                }
            }
            None => Step::Word(token + 1),
        }
    }

    /// Index of the quotation in which a token stands.
    fn quoted(&self, view: View<'_>, token: usize) -> Option<u32> {
        self.sentences
            .get(view.line)?
            .quoted
            .get(token)
            .copied()
            .flatten()
    }
}

/// A mention that refers back.
fn reference(
    view: View<'_>,
    tokens: std::ops::Range<usize>,
    actors: Vec<usize>,
    form: MentionForm,
) -> ActorMention {
    ActorMention {
        head: view.head_of(&tokens),
        tokens,
        actors,
        form,
        title: None,
        place: false,
    }
}
