//! The words around which events are read: measures and acts of the lexicon, where they are what they seem to be.

use std::ops::Range;

use super::words::Words;
use crate::extract::Found;
use crate::language::Upos;
use crate::lexicon::{ActEntry, Effect, EntryRef, Form, Frame, MeasureEntry, MeasureKind};

/// A measure in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Measure<'p> {
    pub tokens: Range<usize>,
    pub index: u32,
    pub entry: &'p MeasureEntry,
}

impl Measure<'_> {
    /// The noun.
    pub fn head(&self) -> usize {
        self.tokens.end.saturating_sub(1)
    }
}

/// How an act is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// By a verb in the base form, the third person, the past or the gerund.
    Verb(Form),
    /// By a noun.
    Noun,
    /// By an adjective.
    Adjective,
}

/// An act in a sentence, with all entries that its words may stand for.
#[derive(Clone, Debug)]
pub(super) struct Act<'p> {
    pub tokens: Range<usize>,
    pub entries: Vec<(u32, &'p ActEntry)>,
    pub wording: Wording,
}

impl<'p> Act<'p> {
    /// The verb or noun.
    pub fn head(&self) -> usize {
        match self.wording {
            Wording::Verb(_) => self.tokens.start,
            _ => self.tokens.end.saturating_sub(1),
        }
    }

    pub fn is_verb(&self) -> bool {
        matches!(self.wording, Wording::Verb(_))
    }

    /// The first entry with one of the effects.
    pub fn with(&self, effects: &[Effect]) -> Option<(u32, &'p ActEntry)> {
        effects.iter().find_map(|&effect| {
            self.entries
                .iter()
                .copied()
                .find(|(_, entry)| entry.effect == effect)
        })
    }

    /// The first entry that stands in one of the frames.
    pub fn framed(&self, frames: &[Frame]) -> Option<(u32, &'p ActEntry)> {
        self.entries
            .iter()
            .copied()
            .find(|(_, entry)| frames.contains(&entry.frame))
    }
}

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
                EntryRef::Agreement(_) => triggers.named_agreement(words, found.tokens.clone()),
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
        triggers.drop_covered();
        triggers
    }

    fn measure(
        &mut self,
        words: &Words<'p>,
        tokens: Range<usize>,
        index: u32,
        entry: &'p MeasureEntry,
    ) {
        let single = tokens.len() == 1;
        // "taxed", "to visit": a verb that is written like the noun of a measure.
        if single
            && entry.needs_context
            && words.is_verb_at(tokens.start)
            && !words.at(tokens.start).ends_with('s')
        {
            return;
        }
        // "calls for talks", "calls to cut": no telephone.
        if single
            && words.is(tokens.start, &["call", "calls"])
            && words.is(tokens.end, &["for", "to", "on", "by"])
        {
            return;
        }
        // "tariff-free", "sanctions-hit"
        if words.at(tokens.end) == "-"
            && words.is(tokens.end + 1, &["free", "hit", "related", "wracked"])
        {
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
        let wording = if found.form == Form::Adjective {
            Wording::Adjective
        } else if noun && (!found.form.is_verb() || !words.is_verb_at(tokens.start)) {
            Wording::Noun
        } else if found.form.is_verb() {
            // A base form or third person that stands as a noun and has no noun of its own is no act.
            let headline = found.form == Form::VerbS
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
                );
            if matches!(found.form, Form::Verb | Form::VerbS)
                && !headline
                && !words.is_verb_at(tokens.start)
                && (tokens.len() == 1 || words.upos(tokens.start) == Upos::Noun)
            {
                return;
            }
            Wording::Verb(found.form)
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

/// Whether a measure is a state's act on goods, money or technology, rather than talks, deals and the like.
pub(super) fn is_policy(kind: MeasureKind) -> bool {
    use MeasureKind::*;
    matches!(
        kind,
        Tariff
            | Preference
            | ExportControl
            | ImportRestriction
            | TradeRemedy
            | Sanction
            | InvestmentRestriction
            | Subsidy
            | Countermeasure
            | Restriction
            | Tax
    )
}
