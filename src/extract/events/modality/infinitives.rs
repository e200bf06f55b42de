//! What stands before an infinitive: "plans to impose", "the power to impose", "is alleged to have imposed", "might be able to".

use super::governors::{govern, governor};
use super::surroundings::{enactment, permitted};
use super::{Modality, Realis, set};
use crate::extract::events::triggers::Triggers;
use crate::extract::events::words::{Modal, Words};

/// Words before an infinitive that tells what is said to be so.
#[rustfmt::skip]
const HEARSAY: &[&str] = &[
    "alleged", "believed", "thought", "said", "reported", "known", "found", "claimed", "deemed", "understood", "estimated",
    "appear", "appears", "appeared", "seem", "seems", "seemed", "considered", "rumoured", "rumored", "presumed",
];

/// Nouns before an infinitive that tells what somebody could do.
#[rustfmt::skip]
const POWERS: &[&str] = &[
    "power", "powers", "authority", "right", "rights", "ability", "capacity", "mandate", "discretion", "freedom", "leeway",
    "capability", "incentive", "reason", "temptation", "urge", "ways", "way",
];

/// How real the infinitive at `verb` is, from what it stands behind.
pub(super) fn infinitive(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    verb: usize,
    state: &mut Modality,
    depth: usize,
) {
    let group = words.group(verb);
    // "plans to impose", "is expected to be lifted", "urged Japan to open"
    match governor(words, triggers, group.start, 9) {
        Some(above) => govern(words, triggers, above, state, depth),
        None => {
            let before = words.before(group.start);
            let cause = (group.start.saturating_sub(5)..group.start).find(|&i| {
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
                        "force",
                        "lead",
                        "prompt",
                        "cause",
                        "compel",
                    ],
                )
            });
            let caused = cause.is_some();
            match cause.and_then(|i| words.group(i).modal) {
                Some(Modal::Will) => set(state, Realis::Future, group.start..verb),
                Some(_) => set(state, Realis::Possible, group.start..verb),
                None => {}
            }
            // "is alleged to be subsidised" tells what is; "the power to impose" no act.
            if words.is(group.start.wrapping_sub(1), HEARSAY) {
                return;
            }
            let forced = matches!(
                before,
                "in" | "order"
                    | "so"
                    | "forced"
                    | "moved"
                    | "began"
                    | "started"
                    | "used"
                    | "helped"
                    | "law"
                    | "regulations"
            );
            // "might be able to"
            let able = before == "able";
            let unable = able
                && (group.start.saturating_sub(5)..group.start)
                    .any(|i| words.is(i, &["not", "n't", "n’t", "no", "never"]));
            let enabled = (group.start.saturating_sub(5)..group.start)
                .find_map(|i| able.then(|| words.group(i).modal).flatten());
            match enabled {
                _ if unable => set(state, Realis::Denied, group.start - 1..group.start),
                Some(Modal::Will) => set(state, Realis::Future, group.start - 1..group.start),
                Some(_) => set(state, Realis::Possible, group.start - 1..group.start),
                None => {}
            }
            let forced = forced || able;
            let unhesitating = group.start > 0
                && words.at(group.start - 1) == "hesitate"
                && words.group(group.start - 1).negated;
            if unhesitating {
                set(state, Realis::Threat, group.start - 1..group.start);
            } else if let Some(amended) = enactment(words, group.start) {
                // "amends the rule to impose": as real as the amendment.
                let law = words.group(amended);
                if law.modal.is_some() || law.to {
                    set(
                        state,
                        Realis::Future,
                        words.group(amended).start..amended + 1,
                    );
                }
            } else if words.is(group.start.wrapping_sub(1), POWERS) {
                // "reserves the right to retaliate" threatens.
                let reserved = (group.start.saturating_sub(4)..group.start)
                    .any(|i| words.at(i).starts_with("reserv"));
                let realis = if reserved {
                    Realis::Threat
                } else {
                    Realis::Untold
                };
                set(state, realis, group.start - 1..group.start);
            } else if permitted(words, group.start).is_some() {
                set(state, Realis::Possible, group.start..verb);
            } else if !forced && !caused {
                set(state, Realis::Future, group.start..verb);
            }
        }
    }
}
