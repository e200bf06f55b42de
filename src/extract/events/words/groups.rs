//! Groups of words: the auxiliaries before a verb, the words of a noun phrase before its head.

use super::Words;
use crate::language::{Relation, Upos};

/// How a modal verb colours what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract::events) enum Modal {
    Will,
    Would,
    May,
    Should,
}

/// What stands before a verb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::extract::events) struct Group {
    /// First token of the group.
    pub start: usize,
    pub modal: Option<Modal>,
    pub negated: bool,
    /// An infinitive with "to".
    pub to: bool,
    pub has: bool,
    pub be: bool,
}
impl Words<'_> {
    /// The group of auxiliaries, adverbs and "to" before a verb.
    pub fn group(&self, verb: usize) -> Group {
        let mut group = Group {
            start: verb,
            ..Group::default()
        };
        let mut at = verb;
        while at > 0 && verb - at < 9 {
            let word = self.at(at - 1);
            match word {
                "not" | "n't" | "n’t" | "never" => group.negated = true,
                "to" => {
                    group.to = true;
                    group.start = at - 1;
                    if matches!(self.before(at - 1), "not" | "never") {
                        group.negated = true;
                        group.start = at - 2;
                    }
                    return group;
                }
                "will" | "'ll" | "’ll" | "wo" | "shall" => {
                    group.modal = group.modal.or(Some(Modal::Will))
                }
                "would" | "'d" | "’d" => group.modal = group.modal.or(Some(Modal::Would)),
                "could" | "may" | "might" | "can" | "ca" | "cannot" => {
                    group.modal = group.modal.or(Some(Modal::May));
                    group.negated |= word == "cannot";
                }
                "must" | "should" | "ought" => group.modal = group.modal.or(Some(Modal::Should)),
                "has" | "have" | "had" | "'ve" | "’ve" | "having" => group.has = true,
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re" | "’re" => {
                    group.be = true
                }
                "'s" | "’s"
                    if at >= 2
                        && matches!(
                            self.at(at - 2),
                            "it" | "he" | "she" | "that" | "who" | "what"
                        ) =>
                {
                    group.be = true
                }
                "do" | "does" | "did" => {}
                "least" | "most" | "last" if at >= 2 && self.at(at - 2) == "at" => at -= 1,
                _ if self.is_adverb(at - 1) || self.is_quote(at - 1) => {}
                _ => break,
            }
            at -= 1;
            group.start = at;
        }
        group
    }

    /// Head of a noun phrase's words to the left: from a noun to where its phrase begins.
    pub fn phrase_start(&self, head: usize, stop: impl Fn(usize) -> bool) -> usize {
        let mut at = head;
        while at > 0 && head - at < 14 {
            let left = at - 1;
            if self.is_quote(left) || self.is_possessive(left) {
                at = left;
                continue;
            }
            if self.is_determiner(left) {
                at = left;
                // "all the tariffs", "no new"
                if !matches!(
                    self.at(left),
                    "more" | "certain" | "many" | "several" | "most"
                ) {
                    break;
                }
                continue;
            }
            // "so-called"
            if self.at(left) == "called" && matches!(self.before(left), "-" | "so") {
                at = left - 1;
                continue;
            }
            if stop(left)
                || self.is_preposition(left)
                || self.is_auxiliary(left)
                || matches!(
                    self.at(left),
                    "and"
                        | "or"
                        | "that"
                        | "which"
                        | "who"
                        | "it"
                        | "they"
                        | "he"
                        | "she"
                        | "we"
                        | "i"
                )
            {
                break;
            }
            if self.is_punctuation(left)
                && !matches!(self.at(left), "-" | "–" | "/" | "(" | ")" | "$" | "&")
            {
                break;
            }
            if matches!(
                self.upos(left),
                Upos::Verb | Upos::Aux | Upos::Adp | Upos::Sconj | Upos::Pron
            ) && !self.in_front(left)
            {
                break;
            }
            at = left;
        }
        at
    }

    /// Whether a participle stands as an adjective before its noun.
    fn in_front(&self, i: usize) -> bool {
        matches!(
            self.tree.relation(i),
            Some(Relation::Amod | Relation::NmodPoss | Relation::Compound)
        )
    }
}
