//! How real an act is: from the words before its verb and from what governs it, up to the main clause.

use std::ops::Range;

use super::triggers::{Act, Triggers, Wording};
use super::words::{Modal, Words};
use crate::lexicon::{Effect, Form};

/// How real, before it is known what the act is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Realis {
    /// Done or in course.
    Real,
    /// Decided, planned, to come.
    Future,
    /// Thought of, asked for.
    Possible,
    /// Threatened, or to come only under a condition.
    Threat,
    /// Put off.
    Paused,
    /// Turned down, denied, not done.
    Denied,
}

/// The outcome for one act.
#[derive(Clone, Debug)]
pub(super) struct Modality {
    pub realis: Realis,
    /// The tokens that decide it; empty where tense alone does.
    pub cue: Range<usize>,
    /// The outermost verb of the chain: whose subject acts.
    pub top: usize,
    /// Entries that took part.
    pub entries: Vec<u32>,
    /// The tokens of the chain from the outermost verb to the act.
    pub start: usize,
}

/// Says how real the act at `act` is.
pub(super) fn of(words: &Words<'_>, triggers: &Triggers<'_>, act: &Act<'_>) -> Modality {
    let mut state = Modality {
        realis: Realis::Real,
        cue: 0..0,
        top: act.head(),
        entries: Vec::new(),
        start: act.tokens.start,
    };
    match act.wording {
        Wording::Verb(_) => climb(words, triggers, act, &mut state, 0),
        Wording::Noun | Wording::Adjective => {
            noun(words, triggers, act.tokens.start, &mut state, 0)
        }
    }
    conditional(words, &mut state);
    state
}

fn set(state: &mut Modality, realis: Realis, cue: Range<usize>) {
    // What stands outermost decides, but what is only thought of stays so whatever is announced about it.
    if realis > state.realis || state.realis == Realis::Real {
        state.realis = realis;
        state.cue = cue;
    }
}

fn climb(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    act: &Act<'_>,
    state: &mut Modality,
    depth: usize,
) {
    let verb = act.head();
    let group = words.group(verb);
    state.top = verb;
    state.start = state.start.min(group.start);
    if group.negated {
        set(state, Realis::Denied, group.start..verb);
    }
    match group.modal {
        Some(Modal::Will) => set(state, Realis::Future, group.start..verb),
        Some(Modal::Would) => set(state, Realis::Future, group.start..verb),
        Some(Modal::May) => set(state, Realis::Possible, group.start..verb),
        Some(Modal::Should) => set(state, Realis::Possible, group.start..verb),
        None => {}
    }
    if depth > 4 {
        return;
    }
    let passive = group.be && act.wording == Wording::Verb(Form::VerbPast);
    if group.to {
        // "plans to impose", "is expected to be lifted", "urged Japan to open"
        match governor(words, triggers, group.start, 9) {
            Some(above) => govern(words, triggers, above, state, depth),
            None => {
                let before = words.before(group.start);
                let caused = (group.start.saturating_sub(5)..group.start).any(|i| {
                    words.is(
                        i,
                        &[
                            "prompting",
                            "prompted",
                            "forcing",
                            "forced",
                            "leading",
                            "led",
                            "causing",
                            "caused",
                            "moved",
                            "helped",
                            "allowing",
                            "enabled",
                        ],
                    )
                });
                let forced = matches!(
                    before,
                    "in" | "order"
                        | "so"
                        | "forced"
                        | "able"
                        | "moved"
                        | "began"
                        | "started"
                        | "used"
                        | "helped"
                        | "law"
                        | "regulations"
                );
                if !forced && !caused {
                    set(state, Realis::Future, group.start..verb);
                }
            }
        }
    } else if group.modal.is_none()
        && !group.has
        && !group.be
        && (act.wording == Wording::Verb(Form::VerbIng) || act.wording == Wording::Verb(Form::Verb))
    {
        // "is considering banning", "proposed raising", "to raise duties and impose quotas"
        let mut at = group.start;
        if words.is(
            at.wrapping_sub(1),
            &["of", "on", "for", "against", "about", "from", "at"],
        ) {
            at = at.saturating_sub(1);
        }
        if let Some(above) = triggers.act_before(at).filter(|above| governs(above)) {
            govern(words, triggers, above, state, depth);
        } else if matches!(words.before(group.start), "and" | "or" | "then" | ",") {
            // The other half of a coordination carries the modality.
            let earlier = triggers.acts.iter().rev().find(|other| {
                other.tokens.end < group.start
                    && other.wording == act.wording
                    && group.start - other.tokens.end < 25
            });
            if let Some(earlier) = earlier {
                let mut other = Modality {
                    realis: Realis::Real,
                    cue: 0..0,
                    top: earlier.head(),
                    entries: Vec::new(),
                    start: earlier.tokens.start,
                };
                climb(words, triggers, earlier, &mut other, depth + 2);
                if other.realis != Realis::Real {
                    set(state, other.realis, other.cue);
                }
                state.top = other.top;
                state.entries.extend(other.entries);
            }
        }
    } else if !passive
        && group.be
        && act.wording == Wording::Verb(Form::VerbIng)
        && group.modal.is_none()
    {
        // "is lifting": under way
    }
    reported(words, triggers, group.start, state);
}

/// Whether an act says how real what it governs is.
fn governs(act: &Act<'_>) -> bool {
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
fn governor<'t, 'p>(
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

fn govern(
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

/// What governs a noun: "postponed the plan", "agreed to a phased cancellation".
fn noun(
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
    }
}

/// "warned that it could impose", "threatened that": the reporting verb in front of a clause with a modal.
fn reported(words: &Words<'_>, triggers: &Triggers<'_>, start: usize, state: &mut Modality) {
    if !matches!(state.realis, Realis::Future | Realis::Possible) {
        return;
    }
    // "will face tariffs, the president warned": the report stands behind.
    let behind = triggers.acts.iter().find(|act| {
        act.wording == Wording::Verb(Form::VerbPast)
            && act.tokens.start > start
            && act.with(&[Effect::Threaten]).is_some()
    });
    if let Some(act) = behind
        && (start..act.tokens.start).any(|i| words.at(i) == ",")
        && act.tokens.start - start < 22
        && !words.is(act.tokens.end, &["to", "with"])
    {
        state.realis = Realis::Threat;
        state.cue = act.tokens.clone();
        return;
    }
    let reach = start.saturating_sub(10);
    let reporting = triggers
        .acts
        .iter()
        .rev()
        .find(|act| act.is_verb() && act.tokens.end <= start && act.tokens.start >= reach);
    if let Some(act) = reporting
        && let Some((index, entry)) = act.with(&[Effect::Threaten, Effect::Reject])
        && (act.tokens.end..start)
            .any(|i| matches!(words.at(i), "that" | "it" | "he" | "they" | "she" | "we"))
    {
        state.entries.push(index);
        state.realis = if entry.effect == Effect::Reject {
            Realis::Denied
        } else {
            Realis::Threat
        };
        state.cue = act.tokens.clone();
    }
}

/// "if", "unless": what would then be done is a threat.
fn conditional(words: &Words<'_>, state: &mut Modality) {
    if !matches!(state.realis, Realis::Future | Realis::Possible) {
        return;
    }
    let condition = (0..words.len()).find(|&i| {
        matches!(words.at(i), "if" | "unless")
            && !matches!(
                words.before(i),
                "even" | "as" | "see" | "asked" | "know" | "whether" | "ask"
            )
            && words.at(i + 1) != "approved"
            && i.abs_diff(state.top) < 40
    });
    if let Some(at) = condition {
        state.realis = Realis::Threat;
        state.cue = at..at + 1;
    }
}
