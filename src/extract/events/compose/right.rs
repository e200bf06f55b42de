//! The verb on the right, of which the measure is the subject, and the participle behind it.

use super::{Bound, How};
use crate::extract::events::triggers::{Act, Triggers, Wording};
use crate::extract::events::words::Words;
use crate::language::{Relation, Xpos};
use crate::lexicon::{Effect, Form, Frame};

/// The verb to the right of which the measure is subject, or the participle behind it.
pub(super) fn right_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    end: usize,
) -> Option<Bound<'t, 'p>> {
    let mut at = end;
    let mut governor = None;
    while at < words.len() && at - end < 22 {
        let word = words.at(at);
        if words.is_break(at)
            || matches!(
                word,
                "who" | "when" | "where" | "after" | "before" | "said" | "says" | "saying" | "amid"
            )
        {
            break;
        }
        if word == ","
            && !matches!(
                words.at(at + 1),
                "which"
                    | "that"
                    | "to"
                    | "set"
                    | "due"
                    | "announced"
                    | "imposed"
                    | "reached"
                    | "signed"
                    | "agreed"
            )
            && !closes(words, end, at)
        {
            break;
        }
        if at > end + 1
            && triggers.measure_at(at).is_some()
            && !words.is_preposition(at.saturating_sub(1))
            && governor.is_none()
        {
            // Another noun of policy in between takes what follows.
            if words.at(at - 1) == "and" {
                break;
            }
        }
        if let Some(act) = triggers.acts.iter().find(|act| act.tokens.start == at) {
            match act.wording {
                // "quotas on frozen beef will rise": a participle of the noun behind it.
                Wording::Verb(Form::VerbPast) if modifies_behind(words, act) => {
                    at = act.tokens.end;
                    continue;
                }
                Wording::Verb(form) => {
                    let governs = act
                        .with(&[
                            Effect::Plan,
                            Effect::Propose,
                            Effect::Threaten,
                            Effect::Decide,
                        ])
                        .is_some()
                        && act
                            .with(&[
                                Effect::Begin,
                                Effect::Lower,
                                Effect::Raise,
                                Effect::Remove,
                                Effect::Pause,
                            ])
                            .is_none();
                    if governs && words.at(act.tokens.end) == "to" {
                        governor = governor.or(Some(Bound {
                            act,
                            how: How::Passive,
                            by_tree: false,
                        }));
                        at = act.tokens.end;
                        continue;
                    }
                    let subject = words.parsed
                        && words
                            .tree
                            .children_under(act.head(), Relation::Nsubj)
                            .any(|c| c > end && c < at && !words.is(c, &["which", "that"]));
                    if subject && lacks_an_object(words, act.head()) && !words.group(at).be {
                        return Some(Bound {
                            act,
                            how: How::Object,
                            by_tree: true,
                        });
                    }
                    return match right_frame(words, act, form) {
                        Some(how) => Some(Bound {
                            act,
                            how,
                            by_tree: false,
                        }),
                        None => governor,
                    };
                }
                Wording::Adjective
                    if words.at(act.tokens.end) == "to"
                        || words.is(at.wrapping_sub(1), &["are", "is", "was", "were", "be"]) =>
                {
                    governor = governor.or(Some(Bound {
                        act,
                        how: How::Subject,
                        by_tree: false,
                    }));
                    at = act.tokens.end;
                    continue;
                }
                _ => {}
            }
            at = act.tokens.end;
            continue;
        }
        at += 1;
    }
    governor
}

/// Whether a participle stands before the noun that it describes, behind a preposition: "on frozen beef".
fn modifies_behind(words: &Words<'_>, act: &Act<'_>) -> bool {
    words.parsed
        && words.is_preposition(act.tokens.start.wrapping_sub(1))
        && words.tree.relation(act.head()) == Some(Relation::Amod)
        && words
            .tree
            .head(act.head())
            .is_some_and(|noun| noun >= act.tokens.end)
}

/// Whether the comma at `at` closes an insertion between commas that began behind `end`.
fn closes(words: &Words<'_>, end: usize, at: usize) -> bool {
    (end..at).any(|i| words.at(i) == ",") && at - end < 14
}

/// How a verb behind a measure is bound to it.
fn right_frame(words: &Words<'_>, act: &Act<'_>, form: Form) -> Option<How> {
    let group = words.group(act.tokens.start);
    let subject = act.framed(&[Frame::Subject]).is_some();
    let moves = act.with(&[Effect::Raise, Effect::Lower]).is_some()
        && matches!(
            words.at(act.tokens.start),
            "rise"
                | "rises"
                | "rose"
                | "risen"
                | "rising"
                | "climb"
                | "climbed"
                | "fall"
                | "falls"
                | "fell"
                | "fallen"
                | "drop"
                | "drops"
                | "dropped"
                | "go"
                | "went"
                | "come"
                | "came"
                | "jump"
                | "jumped"
                | "increase"
                | "increased"
                | "decline"
                | "declined"
                | "double"
                | "doubled"
        );
    match form {
        Form::VerbPast if group.be || !group.has => {
            if group.be {
                return Some(How::Passive);
            }
            // "talks broke down", "tariffs took effect": irregular pasts that are no participles
            if subject {
                return Some(How::Subject);
            }
            if moves && !words.is(act.tokens.end, &["by", "in", "on"]) || group.modal.is_some() {
                return Some(How::Subject);
            }
            // "tariffs imposed": a participle unless an object follows
            let object = words.is_determiner(act.tokens.end) || words.is(act.tokens.end, &["up"]);
            (!object).then_some(How::Passive)
        }
        _ if subject || moves => Some(How::Subject),
        _ => None,
    }
}

/// The participle that ends the clause behind a measure: "wants the duties imposed in May removed".
pub(super) fn predicate<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    end: usize,
) -> Option<Bound<'t, 'p>> {
    let clause = (end..words.len())
        .take_while(|&i| !words.is_soft_break(i) && words.at(i) != "," && !words.is_auxiliary(i))
        .last()?;
    let act = triggers
        .acts
        .iter()
        .rev()
        .find(|act| act.tokens.start >= end && act.tokens.end <= clause + 1)?;
    (act.wording == Wording::Verb(Form::VerbPast)
        && act.framed(&[Frame::Object]).is_some()
        && !words.is_determiner(act.tokens.end))
    .then_some(Bound {
        act,
        how: How::Passive,
        by_tree: false,
    })
}

/// Whether a clause that hangs on a noun stands for its object: "a probe that the EU opened". The tree does not always tell it from
/// "a claim that the EU opened a probe".
fn lacks_an_object(words: &Words<'_>, verb: usize) -> bool {
    match words.tree.relation(verb) {
        Some(Relation::AclRelcl) => true,
        Some(Relation::Acl) => {
            words.xpos(verb) != Some(Xpos::Vbn)
                && words
                    .tree
                    .children_under(verb, Relation::Obj)
                    .next()
                    .is_none()
        }
        _ => false,
    }
}
