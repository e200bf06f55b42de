//! How far the clause of a measure reaches, and whom its prepositions bring.

use std::ops::Range;

use super::Scene;
use crate::extract::actors::ActorMention;
use crate::language::{Relation, Upos};

/// Verbs that follow who said it.
const SAID: &[&str] = &[
    "said",
    "says",
    "announced",
    "told",
    "added",
    "confirmed",
    "reported",
    "stated",
    "claimed",
    "noted",
    "warned",
    "wrote",
];

/// Participles that say where goods come from.
const ORIGIN: &[&str] = &[
    "made",
    "produced",
    "grown",
    "built",
    "manufactured",
    "assembled",
    "mined",
    "originating",
];

impl<'p> Scene<'_, 'p> {
    /// The actors that prepositions bring, from `from` to the end of the clause.
    pub fn after(
        &self,
        range: Range<usize>,
        keep: &[Range<usize>],
    ) -> Vec<(String, &'p ActorMention)> {
        let words = self.words;
        let mut found = Vec::new();
        let mut preposition = String::new();
        let mut at = range.start;
        while at < range.end.min(words.len()) {
            let word = words.at(at);
            if let Some(mention) = self.mention_at(at) {
                found.push((preposition.clone(), mention));
                at = mention.tokens.end;
                continue;
            }
            if keep.iter().any(|r| r.contains(&at)) {
                at += 1;
                continue;
            }
            match word {
                "of" | "worth" | "including" | "like" | "such" | "per" | "than" | "as" => {}
                "in" | "at"
                    if words.is(
                        at.wrapping_sub(1),
                        &[
                            "million", "billion", "bn", "mln", "bln", "trillion", "worth",
                        ],
                    ) => {}
                "in" if words.is(at.wrapping_sub(1), ORIGIN) => {
                    preposition = "from".to_owned();
                }
                _ if words.is_preposition(at) => preposition = word.to_owned(),
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// Whether a comma begins who said it: ", Trade Commissioner Jane Roe has announced".
    fn attributes(&self, comma: usize) -> bool {
        let words = self.words;
        if words.at(comma) != "," {
            return false;
        }
        (comma + 1..(comma + 12).min(words.len()))
            .take_while(|&i| !words.is(i, &[",", ";", "which", "that", "and"]))
            .any(|i| {
                words.is(i, SAID)
                    && self
                        .mentions()
                        .iter()
                        .any(|m| m.tokens.start > comma && m.tokens.end <= i)
                    && !words.is(i + 1, &["by", "to", "on"])
            })
    }

    /// Where the clause of a measure ends that begins at `from`.
    pub fn clause_end(&self, from: usize, keep: &[Range<usize>]) -> usize {
        let words = self.words;
        let mut at = from;
        while at < words.len() {
            if keep.iter().any(|r| r.contains(&at)) {
                at += 1;
                continue;
            }
            // "articles that are products of China"
            if words.at(at) == "that"
                && words.at(at + 1) == "are"
                && (at + 2..at + 5).any(|i| words.is(i, &["product", "products"]))
            {
                at += 2;
                continue;
            }
            if words.is_soft_break(at)
                && !matches!(
                    words.at(at),
                    "(" | ")" | "after" | "before" | "as" | "since"
                )
            {
                break;
            }
            if self.attributes(at)
                || words.is(at, &["because", "according"])
                || words.is(at, &["due", "owing", "thanks"]) && words.at(at + 1) == "to"
            {
                break;
            }
            // "a 20% tariff on goods from A and a 36% tariff on goods from B"
            if words.at(at) == "and"
                && at > from + 1
                && self.triggers.measures.iter().any(|m| {
                    m.tokens.start > at
                        && m.tokens.start < at + 9
                        && words.phrase_start(m.tokens.start, |_| false) == at + 1
                })
            {
                break;
            }
            if matches!(words.at(at), "in")
                && words.is(
                    at + 1,
                    &[
                        "response",
                        "retaliation",
                        "reply",
                        "return",
                        "exchange",
                        "reaction",
                    ],
                )
            {
                break;
            }
            if matches!(words.at(at), "after" | "before" | "as" | "since")
                && self
                    .triggers
                    .acts
                    .iter()
                    .any(|a| a.is_verb() && a.tokens.start > at && a.tokens.start < at + 8)
            {
                break;
            }
            if let Some(act) = self
                .triggers
                .acts
                .iter()
                .find(|a| a.tokens.start == at && a.is_verb())
                && !words.is(at, ORIGIN)
                && words.is_verb_at(at)
                && !(words.is_determiner(at.saturating_sub(1)))
                && act.tokens.start > from
            {
                break;
            }
            if words.parsed
                && words.upos(at) == Upos::Verb
                && at > from
                && !words.is(
                    at,
                    &[
                        "imported",
                        "made",
                        "produced",
                        "originating",
                        "worth",
                        "targeting",
                        "coming",
                        "entering",
                        "including",
                        "containing",
                        "shipped",
                        "destined",
                        "exported",
                        "manufactured",
                    ],
                )
            {
                let relation = words.tree.relation(at);
                if !matches!(
                    relation,
                    Some(Relation::Amod | Relation::Compound | Relation::Acl | Relation::Case)
                ) {
                    break;
                }
            }
            at += 1;
        }
        at
    }
}
