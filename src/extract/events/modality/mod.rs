//! How real an act is: from the words before its verb and from what governs it, up to the main clause.

mod clauses;
mod governors;
mod infinitives;
mod small;
mod surroundings;

use std::ops::Range;

use super::triggers::{Act, Triggers, Wording};
use super::words::{Modal, Words};
use crate::language::{Relation, Xpos};
use crate::lexicon::{Form, MeasureKind};
use clauses::{conditional, protasis, reported};
pub(super) use governors::term;
use governors::{document, govern, governs, noun};
use infinitives::infinitive;
use small::{object_clause, permission};
use surroundings::{clause_above, decreed, first_conjunct, subject_gerund, told};

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
    /// Named only as what something else stands in for: "without imposing", "rather than imposing". Tells no act.
    Untold,
}

/// The outcome for one act.
#[derive(Clone, Debug)]
pub(super) struct Modality {
    pub realis: Realis,
    /// The tokens that decide it; empty where tense alone does.
    pub cue: Range<usize>,
    /// Inside a condition: "if the duty took effect".
    pub conditional: bool,
    /// The outermost verb of the chain: whose subject acts.
    pub top: usize,
    /// Entries that took part.
    pub entries: Vec<u32>,
    /// The tokens of the chain from the outermost verb to the act.
    pub start: usize,
}

/// Says how real the act at `act` is.
pub(super) fn of(words: &Words<'_>, triggers: &Triggers<'_>, act: &Act<'_>) -> Modality {
    let mut state = Modality::bare(act);
    match act.wording {
        Wording::Verb(_) => climb(words, triggers, act, &mut state, 0),
        Wording::Noun | Wording::Adjective => {
            noun(words, triggers, act.tokens.start, &mut state, 0)
        }
    }
    state.conditional = protasis(words, &mut state);
    if !state.conditional {
        conditional(words, &mut state);
    }
    state
}

/// How real what a noun names is, from a verb above it that the lexicon does not know: "considered mounting a challenge".
pub(super) fn of_noun(words: &Words<'_>, triggers: &Triggers<'_>, noun: usize) -> Option<Modality> {
    let relation = words.tree.relation(noun)?;
    let head = words.tree.head(noun)?;
    // "there would be lawsuits"
    let exists = relation == Relation::Nsubj && words.at(head) == "be";
    if relation != Relation::Obj && !exists {
        return None;
    }
    let form = match words.tree.nodes.get(head)?.xpos {
        Xpos::Vbg => Form::VerbIng,
        Xpos::Vbn | Xpos::Vbd => Form::VerbPast,
        _ => Form::Verb,
    };
    let act = Act {
        tokens: head..head + 1,
        entries: Vec::new(),
        wording: Wording::Verb(form),
    };
    Some(of(words, triggers, &act))
}

impl Modality {
    /// Before anything around the act is known.
    fn bare(act: &Act<'_>) -> Self {
        Self {
            realis: Realis::Real,
            cue: 0..0,
            conditional: false,
            top: act.head(),
            entries: Vec::new(),
            start: act.tokens.start,
        }
    }
}

/// Verbs by which one thing brings another about.
const SETTING_OFF: &[&str] = &[
    "trigger", "provoke", "spark", "prompt", "invite", "draw", "unleash",
];

/// Gives an act what another of the same coordination has.
fn share(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    other: &Act<'_>,
    state: &mut Modality,
    depth: usize,
) {
    let mut found = Modality::bare(other);
    climb(words, triggers, other, &mut found, depth + 2);
    if found.realis != Realis::Real {
        set(state, found.realis, found.cue);
    }
    state.top = found.top;
    state.entries.extend(found.entries);
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
    // "should not have imposed it": it was done; "should have": it was not.
    let blamed = group.modal == Some(Modal::Should) && group.has;
    if group.negated && !blamed {
        // What has not come yet may come.
        let yet = (group.start..verb + 4).any(|i| words.at(i) == "yet");
        let realis = if yet {
            Realis::Possible
        } else {
            Realis::Denied
        };
        set(state, realis, group.start..verb);
    }
    match group.modal {
        // "the bill would trigger duties": they come if something else does.
        Some(Modal::Will | Modal::Would | Modal::May) if words.is(verb, SETTING_OFF) => {
            set(state, Realis::Threat, group.start..verb)
        }
        Some(Modal::Will) => set(state, Realis::Future, group.start..verb),
        // "said it would impose" is a plan; "the bill would impose" is one of somebody's wishes.
        Some(Modal::Would) if told(words, group.start) => {
            set(state, Realis::Future, group.start..verb)
        }
        Some(Modal::Would) => set(state, Realis::Possible, group.start..verb),
        Some(Modal::May) => set(state, Realis::Possible, group.start..verb),
        Some(Modal::Should) if blamed && group.negated => {}
        Some(Modal::Should) => set(state, Realis::Possible, group.start..verb),
        None => {}
    }
    if depth > 4 {
        return;
    }
    let passive = group.be && act.wording == Wording::Verb(Form::VerbPast);
    let gerund = act.wording == Wording::Verb(Form::VerbIng) && !group.be && !group.has;
    if (group.to || gerund)
        && let Some(signed) = decreed(words, group.start)
    {
        // "signed an order imposing": done with the signature.
        state.top = signed;
        state.start = state.start.min(signed);
        return;
    }
    if group.to {
        infinitive(words, triggers, verb, state, depth);
    } else if group.modal.is_none()
        && !group.has
        && !group.be
        && (act.wording == Wording::Verb(Form::VerbIng) || act.wording == Wording::Verb(Form::Verb))
    {
        // "is considering banning", "proposed raising", "to raise duties and impose quotas"
        let mut at = group.start;
        let instead = words.phrase(at.wrapping_sub(2), &["rather", "than"])
            || words.phrase(at.wrapping_sub(2), &["instead", "of"])
            || words.before(at) == "without";
        if instead {
            set(state, Realis::Untold, at - 1..at);
        }
        if words.is(
            at.wrapping_sub(1),
            &["of", "on", "for", "against", "about", "from", "at"],
        ) {
            at = at.saturating_sub(1);
            if words.at(at) == "against"
                && triggers.act_before(at).is_some_and(|above| governs(above))
            {
                // "decided against imposing", "voted against lifting"
                set(state, Realis::Denied, at..at + 1);
            } else if triggers
                .measure_at(at.saturating_sub(1))
                .is_some_and(|m| m.entry.kind == MeasureKind::Negotiation)
            {
                // "talks on ending subsidies"
                set(state, Realis::Possible, at - 1..at + 1);
            }
        }
        if let Some(above) = triggers.act_before(at).filter(|above| governs(above)) {
            govern(words, triggers, above, state, depth);
        } else if act.wording == Wording::Verb(Form::Verb)
            && let Some(leave) = permission(words, group.start)
        {
            set(state, Realis::Possible, leave..leave + 1);
        } else if let Some(realis) = document(words, triggers, act, group.start) {
            set(state, realis, group.start - 1..group.start);
        } else if act.wording == Wording::Verb(Form::Verb)
            && let Some(first) = first_conjunct(words, verb)
        {
            // "would go ahead and impose": the modal verb stands before the first of them.
            let other = Act {
                tokens: first..first + 1,
                entries: Vec::new(),
                wording: Wording::Verb(Form::Verb),
            };
            let other = triggers.act_at(first).unwrap_or(&other);
            share(words, triggers, other, state, depth);
        } else if matches!(words.before(group.start), "and" | "or" | "then" | ",") {
            // The other half of a coordination carries the modality; the items of an enumeration stand far from each other.
            let reach = if act.wording == Wording::Verb(Form::VerbIng) {
                45
            } else {
                25
            };
            let earlier = triggers.acts.iter().rev().find(|other| {
                other.tokens.end < group.start
                    && other.wording == act.wording
                    // "by suspending one, while keeping another, and removing a third"
                    && !matches!(words.before(other.tokens.start), "while" | "whilst")
                    && group.start - other.tokens.end < reach
            });
            if let Some(earlier) = earlier {
                share(words, triggers, earlier, state, depth);
            }
        }
    } else if !passive
        && group.be
        && act.wording == Wording::Verb(Form::VerbIng)
        && group.modal.is_none()
    {
        // "is lifting": under way
    }
    if act.wording == Wording::Verb(Form::VerbPast)
        && !group.be
        && !group.has
        && state.realis == Realis::Real
        && let Some((above, realis)) = object_clause(words, verb)
    {
        set(state, realis, words.group(above).start..above + 1);
        state.top = above;
    }
    // "will (i) amend the order by suspending the duty, and (ii) removing another": an item is as real as its list.
    let item = group.start > 3
        && matches!(words.before(group.start), ")" | "by")
        && (0..group.start).any(|i| words.at(i) == "will");
    if item && act.wording == Wording::Verb(Form::VerbIng) && !group.be {
        set(state, Realis::Future, group.start - 1..verb + 1);
    }
    // "ending the duty would help" weighs an act, and tells none.
    if state.realis == Realis::Real
        && gerund
        && let Some(modal) = subject_gerund(words, group.start)
    {
        set(state, Realis::Untold, modal..modal + 1);
    }
    if state.realis == Realis::Real
        && act.wording == Wording::Verb(Form::VerbIng)
        && !group.be
        && let Some((above, realis)) = clause_above(words, verb)
    {
        // "will amend the order by suspending the duty", "ending the duty would help"
        let above = words.group(above).start..above + 1;
        set(state, realis, above);
    }
    reported(words, triggers, act, group.start, state);
}
