//! What governs an act: the verb above an infinitive, the noun that it belongs to, the plan that it is.

use super::super::triggers::{Act, Triggers, Wording};
use super::super::words::Words;
use super::surroundings::clause_above;
use super::{Modality, Realis, climb, set};
use crate::lexicon::{Effect, Form, MeasureKind};

/// Whether an act says how real what it governs is.
pub(super) fn governs(act: &Act<'_>) -> bool {
    act.entries
        .iter()
        .any(|(_, entry)| weight(entry.effect).is_some())
}

/// What an act makes of what it governs.
fn weight(effect: Effect) -> Option<Realis> {
    match effect {
        Effect::Announce | Effect::Decide | Effect::Plan | Effect::Promise | Effect::Reach => {
            Some(Realis::Future)
        }
        Effect::Threaten => Some(Realis::Threat),
        Effect::Propose => Some(Realis::Possible),
        Effect::Reject => Some(Realis::Denied),
        Effect::Pause | Effect::Cancel => Some(Realis::Paused),
        _ => None,
    }
}

/// The order in which an ambiguous word is taken for a governor.
const GOVERNORS: &[Effect] = &[
    Effect::Threaten,
    Effect::Reject,
    Effect::Propose,
    Effect::Plan,
    Effect::Decide,
    Effect::Promise,
    Effect::Announce,
    Effect::Pause,
    Effect::Cancel,
];

/// The nearest act to the left that governs an infinitive which begins at `at`.
pub(super) fn governor<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    at: usize,
    reach: usize,
) -> Option<&'t Act<'p>> {
    let mut left = at;
    while left > 0 && at - left < reach {
        if words.is_break(left - 1) || matches!(words.at(left - 1), "which" | "who" | "that") {
            return None;
        }
        if let Some(act) = triggers.act_before(left) {
            if governs(act) {
                return Some(act);
            }
            if act.is_verb() {
                return None;
            }
        }
        left -= 1;
    }
    None
}

pub(super) fn govern(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    above: &Act<'_>,
    state: &mut Modality,
    depth: usize,
) {
    let Some((index, entry)) = above.with(GOVERNORS) else {
        return;
    };
    state.entries.push(index);
    if let Some(realis) = weight(entry.effect) {
        // "has decided not to impose", "agreed not to"
        set(state, realis, above.tokens.clone());
    }
    state.start = state.start.min(above.tokens.start);
    match above.wording {
        Wording::Verb(_) => climb(words, triggers, above, state, depth + 1),
        Wording::Adjective => {
            state.top = above.tokens.start;
            let group = words.group(above.tokens.start);
            if group.negated {
                set(state, Realis::Denied, group.start..above.tokens.end);
            }
        }
        Wording::Noun => {
            if words.before(above.tokens.start) == "no" {
                set(
                    state,
                    Realis::Denied,
                    above.tokens.start - 1..above.tokens.end,
                );
            }
            noun(words, triggers, above.tokens.start, state, depth + 1);
        }
    }
}

/// What a deal makes of the gerund right behind it: "an agreement ending subsidies" ends them if there is one. None where no deal
/// stands there.
pub(super) fn document(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    act: &Act<'_>,
    at: usize,
) -> Option<Realis> {
    if act.wording != Wording::Verb(Form::VerbIng) {
        return None;
    }
    let deal = triggers.measure_at(at.checked_sub(1)?)?;
    if deal.entry.kind != MeasureKind::Agreement {
        return None;
    }
    let begin = words.phrase_start(deal.tokens.start, |_| false);
    let sought = (begin.saturating_sub(8)..begin)
        .rev()
        .take_while(|&i| !words.is_break(i))
        .any(|i| {
            words.is(
                i,
                &[
                    "will", "would", "could", "may", "might", "can", "hope", "hopes", "hoped",
                    "seek", "seeks", "seeking", "possible", "toward", "towards", "want", "wants",
                    "for", "lead", "wanted",
                ],
            )
        });
    Some(if sought {
        Realis::Possible
    } else {
        Realis::Future
    })
}

/// Nouns of a time that has been set.
const TERMS: &[&str] = &[
    "deadline",
    "deadlines",
    "date",
    "timetable",
    "schedule",
    "timeline",
    "preparations",
    "countdown",
];

/// The noun of a time set for what a noun phrase at `start` names: "a deadline of April 17 for the imposition of".
pub(in crate::extract::events) fn term(words: &Words<'_>, start: usize) -> Option<usize> {
    let at = start.checked_sub(1).filter(|&at| words.at(at) == "for")?;
    (at.saturating_sub(6)..at)
        .rev()
        .take_while(|&i| !words.is_break(i))
        .find(|&i| words.is(i, TERMS))
}

/// What governs a noun: "postponed the plan", "agreed to a phased cancellation".
pub(super) fn noun(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    start: usize,
    state: &mut Modality,
    depth: usize,
) {
    state.top = start;
    if depth > 3 {
        return;
    }
    let begin = words.phrase_start(start, |i| {
        triggers.act_at(i).is_some_and(|act| act.is_verb())
    });
    for i in begin..start {
        if let Some(act) = triggers
            .act_at(i)
            .filter(|act| !act.is_verb() || act.wording == Wording::Verb(Form::VerbPast))
            && let Some((index, entry)) =
                act.with(&[Effect::Plan, Effect::Propose, Effect::Threaten])
        {
            state.entries.push(index);
            if let Some(realis) = weight(entry.effect) {
                set(state, realis, act.tokens.clone());
            }
        }
    }
    let mut at = begin;
    if words.is(
        at.wrapping_sub(1),
        &["to", "on", "for", "of", "about", "in"],
    ) {
        at = at.saturating_sub(1);
    }
    if let Some(above) = triggers.act_before(at).filter(|above| above.is_verb()) {
        if let Some((index, entry)) = above.with(GOVERNORS) {
            state.entries.push(index);
            if let Some(realis) = weight(entry.effect) {
                set(state, realis, above.tokens.clone());
            }
        }
        state.start = state.start.min(above.tokens.start);
        climb(words, triggers, above, state, depth + 1);
    } else if let Some(above) = triggers
        .act_before(at)
        .filter(|above| above.wording == Wording::Noun)
    {
        govern(words, triggers, above, state, depth);
    } else if depth == 0
        && let Some((above, realis)) = clause_above(words, start)
    {
        // "could lead to approval"
        set(state, realis, words.group(above).start..above + 1);
    }
}
