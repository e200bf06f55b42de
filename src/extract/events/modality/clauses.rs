//! What the clauses beside an act make of it: the report that holds it, the condition that it hangs on.

use super::super::triggers::{Act, Triggers, Wording};
use super::super::words::Words;
use super::governors::governs;
use super::{Modality, Realis};
use crate::lexicon::{Effect, Form};

/// "warned that it could impose", "threatened that": the reporting verb in front of a clause with a modal.
pub(super) fn reported(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    act: &Act<'_>,
    start: usize,
    state: &mut Modality,
) {
    if state.realis == Realis::Real {
        asserted(words, triggers, act, start, state);
        return;
    }
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

/// Verbs of wishing whose clause needs no "that".
#[rustfmt::skip]
const WISHES: &[&str] = &[
    "suggest", "suggests", "suggested", "suggesting", "propose", "proposes", "proposed", "proposing", "demand", "demands",
    "demanded", "demanding", "recommend", "recommends", "recommended", "recommending", "request", "requested", "insisted",
];

/// What a report makes of a clause in plain tense: "denied that it had banned", "demanded that the bloc suspend", "said it was
/// rescinding".
fn asserted(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    act: &Act<'_>,
    start: usize,
    state: &mut Modality,
) {
    let reach = start.saturating_sub(10);
    let group = words.group(act.head());
    let reporting =
        triggers.acts.iter().rev().find(|above| {
            above.is_verb() && above.tokens.end <= start && above.tokens.start >= reach
        });
    if let Some(above) = reporting {
        let that = words.at(above.tokens.end) == "that";
        let denies = words.at(above.tokens.start).starts_with("den")
            && (that || words.is(above.tokens.end, &["it", "they", "he", "she"]));
        // The bare verb behind "that" is a wish: "urged that the bloc suspend"; "suggested firms suspend".
        let that = that || words.is(above.head(), WISHES) && above.tokens.end < start;
        let wish = that && act.wording == Wording::Verb(Form::Verb) && !group.has && !group.be;
        let told = match above.with(&[Effect::Reject, Effect::Propose]) {
            Some((index, entry)) if entry.effect == Effect::Reject && denies => {
                Some((index, Realis::Denied))
            }
            Some((index, entry)) if entry.effect == Effect::Propose && wish => {
                Some((index, Realis::Possible))
            }
            _ => None,
        };
        if let Some((index, realis)) = told {
            state.entries.push(index);
            state.realis = realis;
            state.cue = above.tokens.clone();
            return;
        }
    }
    // "said the country was rescinding its duty": a plan, as it was told.
    let progressive = !governs(act)
        && act.wording == Wording::Verb(Form::VerbIng)
        && (group.start..act.head()).any(|i| words.is(i, &["was", "were"]));
    if progressive
        && (0..start).any(|i| words.is(i, &["said", "announced", "told", "confirmed", "declared"]))
    {
        state.realis = Realis::Future;
        state.cue = group.start..act.head() + 1;
    }
}

/// Participles of consent.
const CONSENT: &[&str] = &[
    "approved",
    "adopted",
    "passed",
    "ratified",
    "enacted",
    "confirmed",
    "implemented",
    "endorsed",
    "signed",
    "agreed",
    "finalised",
    "finalized",
];

/// "if", "unless": what would then be done is a threat.
pub(super) fn conditional(words: &Words<'_>, state: &mut Modality) {
    if !matches!(state.realis, Realis::Future | Realis::Possible) {
        return;
    }
    let condition = (0..words.len()).find(|&i| {
        matches!(words.at(i), "if" | "unless")
            && !matches!(
                words.before(i),
                "even" | "as" | "see" | "asked" | "know" | "whether" | "ask"
            )
            && i.abs_diff(state.top) < 40
    });
    if let Some(at) = condition {
        // "if approved": it waits for a consent, and threatens nobody.
        state.realis = if words.is(at + 1, CONSENT) {
            Realis::Possible
        } else {
            Realis::Threat
        };
        state.cue = at..at + 1;
    }
}

/// Words that open a clause whose content is not asserted.
const UNASSERTED: &[&str] = &["if", "unless", "whether", "until", "once", "lest", "should"];

/// "if talks fail", "unless Japan lifts its ban": inside the condition itself nothing has happened yet. Whether the act stands
/// in one.
pub(super) fn protasis(words: &Words<'_>, state: &mut Modality) -> bool {
    let mut start = state.start.min(state.top);
    // "if it goes ahead and imposes": the second verb stands under the same condition.
    if words.before(start) == "and" {
        start -= 1;
    }
    let opening = (start.saturating_sub(12)..start)
        .rev()
        .take_while(|&i| {
            words.is(i, UNASSERTED)
                || !words.is_break(i)
                    && !matches!(words.at(i), "," | "that" | "then" | "and" | "which")
        })
        .find(|&i| words.is(i, UNASSERTED));
    let Some(at) = opening.filter(|&at| words.at(at) != "should" || at == 0) else {
        return false;
    };
    if !matches!(
        state.realis,
        Realis::Denied | Realis::Threat | Realis::Untold
    ) {
        state.realis = Realis::Possible;
        state.cue = at..at + 1;
    }
    true
}
