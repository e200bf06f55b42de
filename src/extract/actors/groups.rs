//! Speakers without a name who speak for themselves: "analysts", "industry sources", "people familiar with the matter".

use std::ops::Range;

use super::reader::Reader;
use super::view::{Rank, View};
use super::{Actor, ActorMention, MentionForm};
use crate::language::Upos;
use crate::lexicon::{ActorKind, TitleRole, slug};

/// Words before a group that are no part of what it is called.
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "some", "many", "most", "several", "all", "few", "other", "these", "those",
    "one", "two", "three", "another", "both", "its", "their", "his", "her", "various", "numerous",
    "multiple", "certain",
];

impl<'p> Reader<'p> {
    /// A group or person without name or country whose title begins at a token, where it is subject, agent or source.
    pub fn group(&mut self, view: View<'p>, token: usize) -> Option<ActorMention> {
        let sentence = self.sentences.get(view.line)?;
        let title = sentence
            .title_at(token)
            .filter(|title| title.tokens.start == token && sentence.free(&title.tokens))?;
        let entry = self.page.lexicon.title(title.entry)?;
        let official = || entry.name.contains("official");
        let speaks = match entry.role {
            TitleRole::Unnamed
            | TitleRole::Expert
            | TitleRole::Diplomat
            | TitleRole::Legislator => true,
            TitleRole::Government => official(),
            _ => false,
        };
        if !speaks {
            return None;
        }
        let title = title.tokens.clone();
        let head = view.head_of(&title);
        let tokens = self.with_modifiers(view, &title);
        let acts = view.rank(head) == Rank::Subject
            || view
                .preposition(&tokens)
                .is_some_and(|at| view.is_any(at, &["to", "by", "from"]));
        let name_follows =
            view.capital(title.end) && matches!(view.upos(title.end), Upos::Propn | Upos::X);
        (acts && !name_follows)
            .then(|| self.stranger(view, tokens, head))
            .flatten()
    }

    /// A title with the words before it that say more of whom it means: "industry sources".
    fn with_modifiers(&self, view: View<'_>, title: &Range<usize>) -> Range<usize> {
        let mut start = title.start;
        while start > 0 && title.start - start < 3 {
            let before = start - 1;
            let modifier = matches!(view.upos(before), Upos::Adj | Upos::Noun | Upos::Propn)
                && !view.is_any(before, DETERMINERS)
                && self
                    .sentences
                    .get(view.line)
                    .is_some_and(|sentence| sentence.mention_at(before).is_none());
            if !modifier {
                break;
            }
            start = before;
        }
        start..title.end
    }

    fn stranger(
        &mut self,
        view: View<'_>,
        tokens: Range<usize>,
        head: usize,
    ) -> Option<ActorMention> {
        let name = view.name(tokens.clone());
        let id = slug(&name);
        if id.is_empty() {
            return None;
        }
        let actor = self.registry.add(Actor {
            id,
            name,
            kind: ActorKind::Person,
            affiliation: None,
            title: None,
            named: false,
        });
        Some(ActorMention {
            head,
            tokens,
            actors: vec![actor],
            form: MentionForm::Nominal,
            title: None,
            place: false,
        })
    }
}
