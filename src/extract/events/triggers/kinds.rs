//! What a trigger is: a measure, or an act by a verb, a noun or an adjective.

use std::ops::Range;

use crate::lexicon::{ActEntry, Effect, Form, Frame, MeasureEntry, MeasureKind};

/// A measure in a sentence.
#[derive(Clone, Debug)]
pub(in crate::extract::events) struct Measure<'p> {
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
pub(in crate::extract::events) enum Wording {
    /// By a verb in the base form, the third person, the past or the gerund.
    Verb(Form),
    /// By a noun.
    Noun,
    /// By an adjective.
    Adjective,
}

/// An act in a sentence, with all entries that its words may stand for.
#[derive(Clone, Debug)]
pub(in crate::extract::events) struct Act<'p> {
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

/// Whether a measure is a state's act on goods, money or technology, rather than talks, deals and the like.
pub(in crate::extract::events) fn is_policy(kind: MeasureKind) -> bool {
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
