//! The first person: inside a quotation "I" and "we" are its speaker, or the state for which he speaks.

use std::ops::Range;

use super::view::View;
use super::{ActorIndex, ActorMention, Actors, MentionForm};
use crate::extract::Page;

impl Actors {
    /// Lets the pronouns of the first person in a range of bytes, the words of a quotation, mean its speaker: "I" the
    /// speaker alone, "we" the state for which an official speaks and else the speaker.
    pub fn lend_voice(&mut self, page: &Page<'_>, words: &Range<usize>, speaker: ActorIndex) {
        let community = self.state_behind(speaker).unwrap_or(speaker);
        let sentences = page.reading.sentences();
        let first = sentences.partition_point(|sentence| sentence.range.end <= words.start);
        for (line, sentence) in sentences.iter().enumerate().skip(first) {
            if sentence.range.start >= words.end {
                break;
            }
            let Some(view) = View::new(page, line) else {
                continue;
            };
            for token in crate::extract::page::covered(view.tokens, words) {
                let actor = if view.is_any(token, &["i", "me", "my", "myself", "mine"]) {
                    speaker
                } else if view.is_any(token, &["we", "our", "ours", "ourselves"])
                    || view.word(token) == "us"
                {
                    community
                } else {
                    continue;
                };
                self.lend(line, token, actor);
            }
        }
    }

    /// Lets the pronoun at a token mean an actor.
    pub(super) fn lend(&mut self, line: usize, token: usize, actor: ActorIndex) {
        let mention = ActorMention {
            tokens: token..token + 1,
            head: token,
            actors: vec![actor],
            form: MentionForm::Pronoun,
            title: None,
            place: false,
        };
        self.insert(line, mention);
    }

    /// Adds a mention to a line where none stands yet.
    fn insert(&mut self, line: usize, mention: ActorMention) {
        if let Some(mentions) = self.mentions.get_mut(line) {
            let at = mentions.partition_point(|other| other.tokens.end <= mention.tokens.start);
            if mentions
                .get(at)
                .is_none_or(|next| next.tokens.start >= mention.tokens.end)
            {
                mentions.insert(at, mention);
            }
        }
    }
}
