//! The verbs about a date, and what sort of verb they are.

use super::begin;
use crate::extract::events::roles::Scene;
use crate::extract::facts::dates::{DateExpression, DateRole};
use crate::language::{Relation, Upos};
use crate::lexicon::Effect;

/// How far a date stands from its verb at most.
pub(super) const REACH: usize = 30;

/// The verb that follows a date at once: "on Friday struck down", "on 6 July placed".
pub(super) fn verb_behind(scene: &Scene<'_, '_>, date: &DateExpression) -> Option<usize> {
    let words = scene.words;
    let at = begin(date);
    if words.at(date.tokens.end) == "when" {
        // "worsened last week when the government announced"
        return verb_after(scene, date.tokens.end, date.tokens.end);
    }
    let plain = matches!(date.role, DateRole::On | DateRole::Bare);
    let after_verb = at > 0 && (at.saturating_sub(2)..at).any(|i| is_verb(scene, i));
    let next = (date.tokens.end..date.tokens.end + 3)
        .find(|&i| !words.is_adverb(i) && !words.is_auxiliary(i))?;
    (plain && !after_verb && is_verb(scene, next) && !words.at(next).ends_with("ing"))
        .then_some(next)
}

pub(super) fn is_verb(scene: &Scene<'_, '_>, i: usize) -> bool {
    let tagged =
        scene.words.upos(i) == Upos::Verb && scene.words.tree.relation(i) != Some(Relation::Amod);
    tagged
        || scene
            .triggers
            .act_at(i)
            .is_some_and(|act| act.is_verb() && act.tokens.start == i)
            && scene.words.upos(i) != Upos::Noun
}

/// A gerund, participle or infinitive that belongs to a noun or aim rather than to a clause of its own.
pub(super) fn words_modify(scene: &Scene<'_, '_>, verb: usize) -> bool {
    let group = scene.words.group(verb);
    let gerund = scene.words.at(verb).ends_with("ing") && !group.be;
    gerund
        || group.to
        || matches!(
            scene.words.tree.relation(verb),
            Some(Relation::Acl | Relation::Amod)
        )
}

pub(super) fn verb_before(scene: &Scene<'_, '_>, from: usize, at: usize) -> Option<usize> {
    (at.saturating_sub(REACH)..from)
        .rev()
        .take_while(|&i| !scene.words.is_break(i))
        .find(|&i| is_verb(scene, i))
}

pub(super) fn verb_after(scene: &Scene<'_, '_>, from: usize, end: usize) -> Option<usize> {
    (from..(end + REACH).min(scene.words.len()))
        .take_while(|&i| !scene.words.is_break(i))
        .find(|&i| is_verb(scene, i))
}

/// Acts that make known or settle what is to come.
pub(super) const MAKING: &[Effect] = &[
    Effect::Announce,
    Effect::Decide,
    Effect::Threaten,
    Effect::Propose,
    Effect::Plan,
    Effect::Promise,
];

/// Verbs of saying: whoever decides makes it known by them.
#[rustfmt::skip]
pub(super) const SAYING: &[&str] = &[
    "said", "says", "say", "told", "added", "wrote", "tweeted", "posted", "noted", "stated", "reported", "reports", "saying",
];

/// Verbs of taking effect.
#[rustfmt::skip]
pub(super) const STARTING: &[&str] = &[
    "begin", "begins", "began", "start", "starts", "started", "starting", "beginning", "take", "takes", "took", "kick", "kicks",
    "kicked", "come", "comes", "came", "go", "goes", "went", "rolled", "phased",
];

/// Verbs of ending.
#[rustfmt::skip]
pub(super) const ENDING: &[&str] = &[
    "expire", "expires", "expired", "expiring", "end", "ends", "ended", "ending", "lapse", "lapses", "lapsed", "last", "lasts",
    "run", "runs", "sunset",
];
