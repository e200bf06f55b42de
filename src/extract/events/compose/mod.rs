//! A measure and the acts that bear on it, from the inside out: compounds ("tariff hike"), participles ("planned tariffs"),
//! nominalisations ("suspension of the tariffs"), verbs on the left ("raised tariffs") and on the right ("tariffs were raised").

mod left;
mod phrase;
mod right;
mod tree;

use std::ops::Range;

use left::{left_verb, shared_verb};
pub(super) use phrase::phrase_start;
use phrase::{GATHERERS, money_start};
use right::{predicate, right_verb};
use tree::tree_verb;

use super::triggers::{Act, Triggers, Wording};
use super::words::Words;
use crate::lexicon::Form;

/// How an act is bound to the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// "tariff hike"
    Compound,
    /// "planned tariffs"
    Adjective,
    /// "suspension of the tariffs"
    Of,
    /// "impose tariffs"
    Object,
    /// "hit China with tariffs"
    With,
    /// "China faces tariffs"
    Sufferer,
    /// "tariffs were imposed", "tariffs imposed"
    Passive,
    /// "tariffs take effect"
    Subject,
}

/// An act bound to the measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'t, 'p> {
    pub act: &'t Act<'p>,
    pub how: How,
    pub by_tree: bool,
}

/// A measure's noun phrase and the acts on it, innermost first.
#[derive(Clone, Debug)]
pub(super) struct Bond<'t, 'p> {
    /// The noun phrase, nominalisations included.
    pub phrase: Range<usize>,
    pub acts: Vec<Bound<'t, 'p>>,
}

impl<'t, 'p> Bond<'t, 'p> {
    /// The outermost act.
    pub fn outer(&self) -> Option<&Bound<'t, 'p>> {
        self.acts.last()
    }

    /// The verb.
    pub fn verb(&self) -> Option<&Bound<'t, 'p>> {
        self.acts
            .iter()
            .rev()
            .find(|bound| bound.act.is_verb() && bound.how != How::Adjective)
    }

    /// The tokens from first to last.
    pub fn cover(&self) -> Range<usize> {
        let start = self
            .acts
            .iter()
            .map(|b| b.act.tokens.start)
            .min()
            .unwrap_or(self.phrase.start)
            .min(self.phrase.start);
        let end = self
            .acts
            .iter()
            .map(|b| b.act.tokens.end)
            .max()
            .unwrap_or(self.phrase.end)
            .max(self.phrase.end);
        start..end
    }
}

/// Verbs of will whose object has a predicate of its own.
const WISHING: &[&str] = &[
    "want", "wants", "wanted", "like", "need", "needs", "needed", "prefer",
];

/// Finds the acts that bear on what the noun at `noun` names.
pub(super) fn bind<'t, 'p>(
    words: &Words<'p>,
    triggers: &'t Triggers<'p>,
    noun: &Range<usize>,
) -> Bond<'t, 'p> {
    let mut acts = Vec::new();
    let mut end = noun.end;
    while let Some(act) = noun_at(words, triggers, &mut end) {
        acts.push(Bound {
            act,
            how: How::Compound,
            by_tree: false,
        });
    }
    let mut start = phrase_start(words, triggers, noun.start);
    prenominal(triggers, start..noun.start, &mut acts);
    let mut verb = None;
    for _ in 0..4 {
        let before = words.before(start);
        if before == "of"
            && words.is(start.wrapping_sub(2), GATHERERS)
            && triggers.act_before(start - 1).is_none_or(|a| a.is_verb())
        {
            start = phrase_start(words, triggers, start - 2);
            continue;
        }
        if before == "in"
            && let Some(money) = start.checked_sub(2).and_then(|at| money_start(words, at))
        {
            start = money;
            break;
        }
        if matches!(
            before,
            "of" | "in" | "on" | "to" | "from" | "for" | "against" | "about"
        ) && let Some(act) = triggers
            .act_before(start - 1)
            .filter(|act| act.wording == Wording::Noun)
        {
            acts.push(Bound {
                act,
                how: How::Of,
                by_tree: false,
            });
            let begin = phrase_start(words, triggers, act.tokens.start);
            prenominal(triggers, begin..act.tokens.start, &mut acts);
            start = begin;
            continue;
        }
        break;
    }
    if let Some(bound) = left_verb(words, triggers, start) {
        // "wants the duties removed"
        if words.is(bound.act.head(), WISHING) {
            acts.extend(predicate(words, triggers, end));
        }
        verb = Some(bound);
    }
    if verb.is_none() {
        verb = right_verb(words, triggers, end);
    }
    if verb.is_none() && words.parsed {
        verb = tree_verb(words, triggers, noun.end.saturating_sub(1));
    }
    // "raise quotas and lower tariffs": what is lower is not raised.
    let compared = (start..noun.start).any(|i| words.is(i, &["lower", "higher", "reduced"]));
    if verb.is_none() && !compared {
        verb = shared_verb(words, triggers, start);
    }
    acts.extend(verb);
    Bond {
        phrase: start..end,
        acts,
    }
}

/// The noun of an act right behind a measure; moves the end behind it.
fn noun_at<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    end: &mut usize,
) -> Option<&'t Act<'p>> {
    let at = if words.is(*end, &["-", "rate", "rates"]) && words.at(*end) != "of" {
        *end + 1
    } else {
        *end
    };
    let act = triggers
        .acts
        .iter()
        .find(|act| act.tokens.start == at && act.wording == Wording::Noun)?;
    *end = act.tokens.end;
    Some(act)
}

fn prenominal<'t, 'p>(
    triggers: &'t Triggers<'p>,
    range: Range<usize>,
    acts: &mut Vec<Bound<'t, 'p>>,
) {
    for act in &triggers.acts {
        let inside = range.start <= act.tokens.start && act.tokens.end <= range.end;
        let colours = matches!(
            act.wording,
            Wording::Adjective | Wording::Verb(Form::VerbPast)
        );
        if inside && colours {
            acts.push(Bound {
                act,
                how: How::Adjective,
                by_tree: false,
            });
        }
    }
}
