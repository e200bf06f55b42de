//! The words around which events are read: measures and acts of the lexicon, where they are what they seem to be.

mod kinds;
mod misleading;

pub(super) use kinds::{Act, Measure, Wording, is_policy};

use std::ops::Range;

use super::words::Words;
use crate::extract::Found;
use crate::language::{Upos, Xpos};
use crate::lexicon::{ActEntry, EntryRef, Form, Frame, MeasureEntry};
use misleading::misleads;

/// The triggers of one sentence.
#[derive(Default)]
pub(super) struct Triggers<'p> {
    pub measures: Vec<Measure<'p>>,
    pub acts: Vec<Act<'p>>,
}

impl<'p> Triggers<'p> {
    /// Those of a sentence, by first token.
    pub fn read(words: &Words<'p>) -> Self {
        let page = words.page;
        let found: &'p [Found] = page
            .lines
            .get(words.line)
            .map(|line| line.found.as_slice())
            .unwrap_or_default();
        let mut triggers = Self::default();
        for found in found {
            match found.entry {
                EntryRef::Measure(index) => {
                    let Some(entry) = page.lexicon.measure(index) else {
                        continue;
                    };
                    triggers.measure(words, found.tokens.clone(), index, entry);
                }
                EntryRef::Agreement(index) => {
                    // A law or programme of one state is no deal.
                    let own = page
                        .lexicon
                        .agreement(index)
                        .is_some_and(|a| matches!(a.parties.as_slice(), [only] if only.len() == 2));
                    if !own {
                        triggers.named_agreement(words, found.tokens.clone());
                    }
                }
                EntryRef::Act(index) => {
                    let Some(entry) = page.lexicon.act(index) else {
                        continue;
                    };
                    triggers.act(words, found, index, entry);
                }
                _ => {}
            }
        }
        triggers
            .measures
            .sort_by_key(|m| (m.tokens.start, usize::MAX - m.tokens.end));
        triggers
            .measures
            .dedup_by(|later, earlier| later.tokens.start < earlier.tokens.end);
        triggers.acts.sort_by_key(|a| {
            (
                a.tokens.start,
                usize::MAX - a.tokens.end,
                a.wording != Wording::Adjective,
            )
        });
        triggers.drop_twins(words);
        triggers.drop_covered();
        triggers
    }

    /// "set tariffs", "is set to": a word that is verb and adjective is the adjective before "to" and behind "be" only.
    fn drop_twins(&mut self, words: &Words<'_>) {
        let verbs: Vec<Range<usize>> = self
            .acts
            .iter()
            .filter(|act| act.is_verb())
            .map(|act| act.tokens.clone())
            .collect();
        self.acts.retain(|act| {
            act.wording != Wording::Adjective
                || !verbs.contains(&act.tokens)
                || words.at(act.tokens.end) == "to"
                || words.group(act.tokens.start).be
                || words.upos(act.tokens.start) == Upos::Adj
        });
    }

    fn measure(
        &mut self,
        words: &Words<'p>,
        tokens: Range<usize>,
        index: u32,
        entry: &'p MeasureEntry,
    ) {
        if misleads(words, &tokens, entry) {
            return;
        }
        self.measures.push(Measure {
            tokens,
            index,
            entry,
        });
    }

    /// "NAFTA", "the Paris accord of 1986": an agreement by its name, where no measure's noun stands there.
    fn named_agreement(&mut self, words: &Words<'p>, tokens: Range<usize>) {
        let lexicon = words.page.lexicon;
        if let Some((index, entry)) = lexicon.measure_named("trade-agreement") {
            self.measures.push(Measure {
                tokens,
                index,
                entry,
            });
        }
    }

    fn act(&mut self, words: &Words<'p>, found: &Found, index: u32, entry: &'p ActEntry) {
        let tokens = found.tokens.clone();
        // "cut", "set", "hit": a base form that the tagger knows for a past.
        let past = words
            .tree
            .nodes
            .get(tokens.start)
            .is_some_and(|node| words.parsed && matches!(node.xpos, Xpos::Vbn | Xpos::Vbd));
        let form = match found.form {
            Form::Verb if past => Form::VerbPast,
            form => form,
        };
        let surface: String = tokens
            .clone()
            .map(|i| words.at(i))
            .collect::<Vec<_>>()
            .join(" ");
        let noun = entry.is_noun(&surface);
        // "aimed at": a purpose, not a plan.
        if surface.starts_with("aim") && words.at(tokens.end) == "at" {
            return;
        }
        // "pushed back against the tariffs": with words; "stayed to attend", "a deal that failed to create jobs".
        let next = words.at(tokens.end);
        if surface.ends_with(" back")
            && surface.starts_with("push")
            && matches!(next, "against" | "on" | "at")
            || surface.starts_with("stay")
                && tokens.len() == 1
                && matches!(next, "to" | "in" | "at" | "on" | "with")
        {
            return;
        }
        let wording = if form == Form::Adjective {
            Wording::Adjective
        } else if noun && (!form.is_verb() || !words.is_verb_at(tokens.start)) {
            Wording::Noun
        } else if form.is_verb() {
            // A base form or third person that stands as a noun and has no noun of its own is no act.
            let headline = form == Form::VerbS
                && !matches!(
                    surface.split(' ').next().unwrap_or_default(),
                    "sanctions"
                        | "bans"
                        | "taxes"
                        | "curbs"
                        | "controls"
                        | "limits"
                        | "plans"
                        | "calls"
                        | "moves"
                        | "talks"
                        | "offers"
                        | "backs"
                        | "votes"
                        | "floats"
                        | "drafts"
                        | "studies"
                        | "reviews"
                        | "fines"
                        | "adds"
                        | "uses"
                        | "rules"
                        | "orders"
                );
            if matches!(form, Form::Verb | Form::VerbS)
                && !headline
                && !words.is_verb_at(tokens.start)
                && (tokens.len() == 1 || words.upos(tokens.start) == Upos::Noun)
            {
                return;
            }
            Wording::Verb(form)
        } else {
            Wording::Noun
        };
        match self
            .acts
            .iter_mut()
            .find(|act| act.tokens == tokens && act.wording == wording)
        {
            Some(act) => act.entries.push((index, entry)),
            None => self.acts.push(Act {
                tokens,
                entries: vec![(index, entry)],
                wording,
            }),
        }
    }

    /// An act inside the words of a measure ("export ban") or of a longer act is none of its own.
    fn drop_covered(&mut self) {
        let measures = std::mem::take(&mut self.measures);
        self.acts.retain(|act| {
            !measures.iter().any(|m| {
                m.tokens.start <= act.tokens.start
                    && act.tokens.end <= m.tokens.end
                    && m.tokens.len() > 1
            })
        });
        // The noun of a measure that is also the noun of an act ("freeze", "ban") stays a measure.
        self.acts
            .retain(|act| act.is_verb() || !measures.iter().any(|m| m.tokens == act.tokens));
        // A measure inside a longer act ("lower trade barriers") belongs to the act, where the act is the whole event.
        let whole: Vec<Range<usize>> = self
            .acts
            .iter()
            .filter(|a| a.tokens.len() > 1 && a.framed(&[Frame::Whole]).is_some())
            .map(|a| a.tokens.clone())
            .collect();
        self.measures = measures
            .into_iter()
            .filter(|m| {
                !whole.iter().any(|act| {
                    act.start <= m.tokens.start
                        && m.tokens.end <= act.end
                        && act.len() > m.tokens.len()
                })
            })
            .collect();
    }

    /// The act that covers a token.
    pub fn act_at(&self, token: usize) -> Option<&Act<'p>> {
        self.acts.iter().find(|act| act.tokens.contains(&token))
    }

    /// The act that ends right before a token.
    pub fn act_before(&self, token: usize) -> Option<&Act<'p>> {
        self.acts.iter().find(|act| act.tokens.end == token)
    }

    /// The measure that covers a token.
    pub fn measure_at(&self, token: usize) -> Option<&Measure<'p>> {
        self.measures.iter().find(|m| m.tokens.contains(&token))
    }
}
