//! Percentages: "25%", "seven and a half per cent", "from 10% to 25%", "by 24 percentage points", "triple-digit".

mod figures;
mod sense;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::atoms::{Atom, cut, tokens_of};
use super::vocabulary::Kind;
use crate::proto::v1::RateBasis;
use crate::text::Token;
use figures::{Figure, figures, lead};

/// What a percentage measures, as far as the words beside it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// A duty.
    Duty,
    /// A part of something: "10% of exports".
    Share,
    /// How much something that is no duty rose or fell.
    Movement,
    /// The words beside it do not tell.
    Open,
}

/// A percentage, or a range of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentage {
    /// Its tokens inside the sentence.
    pub tokens: Range<usize>,
    /// Lower end, percent.
    pub min: f64,
    /// Upper end, percent.
    pub max: f64,
    /// What it is measured from.
    pub basis: RateBasis,
    /// The value before a change, with its tokens.
    pub previous: Option<(f64, f64, Range<usize>)>,
    /// What it measures.
    pub sense: Sense,
}

/// The percentages of a sentence, left to right. The old rate of "from 10% to 25%" is part of the new one.
pub fn find(text: &str, tokens: &[Token]) -> Vec<Percentage> {
    let atoms = cut(text, tokens);
    let figures = figures(&atoms);
    let mut taken = vec![false; figures.len()];
    let mut found: Vec<Percentage> = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        if taken[index] {
            continue;
        }
        let next = figures
            .get(index + 1)
            .filter(|next| same_clause(&atoms, figure.end, next.start));
        let led = lead(&atoms, figure.start);
        let (value, previous) = match next.map(|next| (next, lead(&atoms, next.start))) {
            Some((to, "to" | "into")) if led == "from" => {
                taken[index + 1] = true;
                (to, Some(figure))
            }
            Some((from, "from")) if led != "from" => {
                taken[index + 1] = true;
                (figure, Some(from))
            }
            _ => (figure, None),
        };
        let tokens = |figure: &Figure| tokens_of(&atoms, figure.start..figure.end);
        found.push(Percentage {
            tokens: tokens(value),
            min: value.min,
            max: value.max,
            basis: if previous.is_some() {
                RateBasis::Total
            } else {
                sense::basis(&atoms, value)
            },
            previous: previous.map(|old| (old.min, old.max, tokens(old))),
            sense: sense::sense(
                &atoms,
                value,
                previous.map_or(value.start, |old| old.start.min(value.start)),
            ),
        });
    }
    found
}

fn same_clause(atoms: &[Atom<'_>], from: usize, to: usize) -> bool {
    !atoms.get(from..to).unwrap_or_default().iter().any(|atom| {
        matches!(atom.kind, Kind::Mark(';' | ':'))
            || matches!(atom.lower.as_str(), "while" | "whereas" | "respectively")
    }) && to.saturating_sub(from) <= 18
}

/// Nouns for duties.
const DUTIES: &[&str] = &[
    "tariff",
    "tariffs",
    "duty",
    "duties",
    "levy",
    "levies",
    "tax",
    "taxes",
    "surcharge",
    "surcharges",
    "taxation",
    "surtax",
    "surtaxes",
];
