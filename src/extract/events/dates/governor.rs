//! The word that a date stands by, and the reading that this word belongs to.

use super::begin;
use super::nearest::{clear, nearest, nearest_start, own, subject};
use super::verbs::{
    ENDING, MAKING, REACH, SAYING, STARTING, is_verb, verb_after, verb_before, verb_behind,
    words_modify,
};
use crate::extract::events::reading::Reading;
use crate::extract::events::roles::Scene;
use crate::extract::events::triggers::Wording;
use crate::extract::facts::dates::{DateExpression, DateRole};
use crate::lexicon::{Effect, Form};
use crate::proto::v1::EventType;

/// What a date stands by, with the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Governor {
    /// The act of the reading itself: "imposed in March", "talks on Monday".
    Own(usize),
    /// A verb or noun that makes known or decides: "announced on Monday", "the decision in March to".
    Announcement(usize),
    /// A verb of saying: "said on Monday".
    Saying(usize),
    /// A verb of asking or of hearsay, whose day is nobody's: "urged on Monday", "the paper reported on Monday".
    Aside(usize),
    /// A verb of taking effect: "will begin on June 1".
    Start(usize),
    /// A verb of ending: "expires on June 1".
    End(usize),
    /// A verb of putting off or calling off: "postponed on Monday".
    Halt(usize),
}

/// The governor of a date, and the reading that it belongs to.
pub(super) fn of(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    if date.role == DateRole::Attributive {
        return attributive(scene, date, readings);
    }
    if let Some(found) = named(scene, date, readings) {
        return Some(found);
    }
    let at = begin(date);
    if let Some(verb) = verb_behind(scene, date) {
        return judge(scene, verb, at, readings);
    }
    let mut verb = at;
    while let Some(left) = verb_before(scene, verb, at) {
        if let Some(found) = judge(scene, left, at, readings) {
            return Some(found);
        }
        // A participle or infinitive of something else may stand between: "talks with envoys visiting Rome next week".
        let finite = !words_modify(scene, left);
        if finite {
            return by_tree(scene, date, readings).or_else(|| beside(scene, date, readings));
        }
        verb = left;
    }
    if verb == at {
        // No verb before it: the date opens the clause.
        let mut next = date.tokens.end;
        while let Some(right) = verb_after(scene, next, date.tokens.end) {
            if let Some(found) = judge(scene, right, at, readings) {
                return Some(found);
            }
            if !words_modify(scene, right) {
                break;
            }
            next = right + 1;
        }
    }
    by_tree(scene, date, readings)
        .or_else(|| beside(scene, date, readings))
        .or_else(|| verbless(scene, date, readings))
}

/// Talks named right beside a date: "for the week beginning March 3 for negotiations".
fn beside(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    let end = date.tokens.end;
    let found = nearest(readings, end, 4, |r| {
        r.kind == EventType::Negotiation && r.trigger >= end && clear(scene, end, r.trigger)
    })?;
    Some((found, Governor::Own(readings[found].trigger)))
}

/// "Tuesday's decision to", "the October 12 agreement", "a deadline of April 17": what the noun beside it names.
fn attributive(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    let words = scene.words;
    if words.at(date.marker.start) == "of" && !date.marker.is_empty() {
        let noun = date.marker.start.checked_sub(1)?;
        if words.is(noun, &["deadline", "date"]) {
            return nearest(readings, noun, 20, |_| true).map(|i| (i, Governor::Start(noun)));
        }
        return own(readings, noun).map(|i| (i, Governor::Own(noun)));
    }
    for i in date.tokens.end..(date.tokens.end + 6).min(words.len()) {
        if words.is_break(i) || words.at(i) == "," || words.is_preposition(i) {
            return None;
        }
        // "at next month's summit": the day of the meeting there.
        if words.is(
            i,
            &[
                "summit",
                "gathering",
                "meeting",
                "forum",
                "session",
                "conference",
            ],
        ) {
            let there = nearest(readings, i, 20, |r| {
                r.kind == EventType::Negotiation && r.extent.contains(&i) && r.trigger < i
            });
            if let Some(found) = there {
                return Some((found, Governor::Own(i)));
            }
        }
        if let Some(found) = own(readings, i) {
            return Some((found, Governor::Own(i)));
        }
        if let Some(act) = scene.triggers.act_at(i).filter(|a| !a.is_verb()) {
            let found = nearest(readings, i, 14, |r| r.trigger > i)?;
            let making = act.with(MAKING).is_some() || words.is(i, &["move", "threat"]);
            return making.then_some((found, Governor::Announcement(i)));
        }
    }
    None
}

/// "talks on Monday", "tariffs effective June 1", "the decision in March": right behind a noun, with no verb between.
fn named(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    let words = scene.words;
    let at = begin(date);
    let reach = if date.role == DateRole::From { 16 } else { 9 };
    for i in (at.saturating_sub(reach)..at).rev() {
        if words.is_break(i) || is_verb(scene, i) {
            return None;
        }
        if words.is(i, &[",", "and", "that", "which", "who"]) && date.role != DateRole::From {
            return None;
        }
        if let Some(found) = own(readings, i) {
            let reading = &readings[found];
            let meets = matches!(
                reading.kind,
                EventType::Negotiation | EventType::Coordination
            );
            // "announced the duty on Monday": a plain day behind a measure is the verb's.
            return (meets && at - i <= 8 && !announced(scene, i) || date.role == DateRole::From)
                .then_some((found, Governor::Own(i)));
        }
        // "according to a statement on the ministry's website on Monday"
        if words.is(
            i,
            &["statement", "notice", "communique", "bulletin", "posting"],
        ) {
            return nearest(readings, i, REACH, |_| true).map(|found| (found, Governor::Saying(i)));
        }
        if at - i <= 2
            && let Some(act) = scene.triggers.act_at(i).filter(|a| !a.is_verb())
            && act.with(MAKING).is_some()
        {
            return nearest(readings, i, 14, |r| r.trigger > i)
                .map(|found| (found, Governor::Announcement(i)));
        }
    }
    None
}

/// Whether the noun at `at` is the object of a verb that makes known, decides or puts off: its day is then the verb's.
fn announced(scene: &Scene<'_, '_>, at: usize) -> bool {
    (at.saturating_sub(8)..at)
        .rev()
        .take_while(|&i| !scene.words.is_break(i))
        .find(|&i| is_verb(scene, i))
        .and_then(|i| scene.triggers.act_at(i))
        .is_some_and(|act| {
            act.with(&[Effect::Announce, Effect::Pause, Effect::Cancel])
                .is_some()
        })
}

/// What a verb is to a reading, if to any.
fn judge(
    scene: &Scene<'_, '_>,
    verb: usize,
    at: usize,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    let words = scene.words;
    let act = scene.triggers.act_at(verb);
    let with = |effects: &[Effect]| act.is_some_and(|act| act.with(effects).is_some());
    let owner = readings
        .iter()
        .enumerate()
        .filter(|(_, r)| r.act == Some(verb) || r.trigger == verb)
        .min_by_key(|(_, r)| r.trigger.abs_diff(at))
        .map(|(i, _)| i);
    // A verb of the chain above the act: "threatened on Tuesday to impose".
    let chain = || {
        readings
            .iter()
            .enumerate()
            .filter(|(_, r)| r.extent.contains(&verb) || r.extent.start == verb + 1)
            .min_by_key(|(_, r)| r.trigger.abs_diff(verb))
            .map(|(i, _)| i)
    };
    if words.is(verb, ENDING) {
        let found = owner.or_else(|| subject(scene, readings, verb))?;
        return Some((found, Governor::End(verb)));
    }
    if words.is(verb, STARTING) || with(&[Effect::InForce]) {
        let found = owner
            .or_else(|| subject(scene, readings, verb))
            .or_else(chain)?;
        return Some((found, Governor::Start(verb)));
    }
    let making = with(MAKING)
        && !with(&[
            Effect::Begin,
            Effect::Raise,
            Effect::Lower,
            Effect::Remove,
            Effect::Hold,
            Effect::Sign,
        ]);
    let saying = words.is(verb, SAYING);
    if with(&[Effect::Pause, Effect::Cancel]) && !saying {
        let found = owner.or_else(chain).or_else(|| {
            nearest(readings, verb, 12, |r| {
                clear(scene, verb.min(r.trigger), verb.max(r.trigger))
            })
        })?;
        // "talks collapsed on Monday" happened then; "postponed on Monday" tells when that was said.
        let fell = readings[found].trigger < verb && !words.group(verb).be;
        return Some((
            found,
            if fell {
                Governor::Own(verb)
            } else {
                Governor::Halt(verb)
            },
        ));
    }
    if making && !saying {
        let behind = || {
            nearest_start(readings, verb, |r| {
                // "released a report in March and imposed tariffs": another act of its own.
                let coordinated = r.act.is_some_and(|own| {
                    own > verb
                        && (verb..own).any(|i| words.at(i) == "and")
                        && !(verb..own).any(|i| words.at(i) == "that")
                });
                r.trigger > verb && !coordinated && clear(scene, verb, r.trigger)
            })
        };
        let before = || nearest_start(readings, verb, |r| clear(scene, r.trigger.min(verb), verb));
        let found = owner.or_else(behind).or_else(before)?;
        let asks = with(&[Effect::Propose])
            && !with(&[Effect::Announce, Effect::Decide, Effect::Threaten])
            && owner.is_none();
        return Some((
            found,
            if asks {
                Governor::Aside(verb)
            } else {
                Governor::Announcement(verb)
            },
        ));
    }
    if saying {
        let found = nearest(readings, verb, REACH, |_| true)?;
        return Some((
            found,
            if words.is(verb, &["reported", "reports", "noted"]) {
                Governor::Aside(verb)
            } else {
                Governor::Saying(verb)
            },
        ));
    }
    let found = owner.or_else(chain)?;
    // "on Sunday defended a deal": what is done to it is none of its own acts.
    if act.is_none()
        && readings[found].act.is_none()
        && readings[found].kind != EventType::Negotiation
    {
        return None;
    }
    // "wants the duty imposed in September removed": what has been laid has been in effect since.
    let group = words.group(verb);
    let laid = super::policy(readings[found].kind)
        && with(&[Effect::Begin, Effect::Raise])
        && !with(&[Effect::Remove, Effect::Lower, Effect::Pause])
        && act.is_some_and(|act| act.wording == Wording::Verb(Form::VerbPast))
        && group.modal.is_none()
        && !group.to;
    Some((
        found,
        if laid {
            Governor::Start(verb)
        } else {
            Governor::Own(verb)
        },
    ))
}

/// What the tree hangs a date on, where that is the act or measure of a reading.
fn by_tree(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    let inside = begin(date)..date.tokens.end;
    let mut at = date.tokens.start;
    for _ in 0..6 {
        at = scene.words.tree.head(at)?;
        if !inside.contains(&at) {
            break;
        }
    }
    if inside.contains(&at) {
        return None;
    }
    let owner = readings
        .iter()
        .position(|r| r.act == Some(at) || r.trigger == at)?;
    Some((owner, Governor::Own(at)))
}

/// A headline or list item without a verb: the date is that of its only reading.
fn verbless(
    scene: &Scene<'_, '_>,
    date: &DateExpression,
    readings: &[Reading],
) -> Option<(usize, Governor)> {
    let none = (0..scene.words.len()).all(|i| !is_verb(scene, i));
    let at = begin(date);
    let found = nearest(readings, at, 14, |_| none)?;
    Some((found, Governor::Own(readings[found].trigger)))
}
