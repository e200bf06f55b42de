//! The verb on the left, of which the measure is the object.

use super::{Bound, How, phrase_start};
use crate::extract::events::triggers::{Triggers, Wording};
use crate::extract::events::words::Words;
use crate::lexicon::{Effect, Frame, Instrument};

/// The verb whose object begins at `start`.
pub(super) fn left_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    start: usize,
) -> Option<Bound<'t, 'p>> {
    let mut at = start;
    while at > 0
        && (words.is_adverb(at - 1)
            || words.is_quote(at - 1)
            || words.is(
                at - 1,
                &["about", "some", "nearly", "over", "than", "up", "around"],
            ))
    {
        at -= 1;
    }
    let bound = |act, how| {
        Some(Bound {
            act,
            how,
            by_tree: false,
        })
    };
    if let Some(act) = triggers.act_before(at).filter(|act| act.is_verb()) {
        // "will suspend or remove the duties": no more than the first is sure.
        let first = act
            .tokens
            .start
            .checked_sub(1)
            .filter(|&or| words.at(or) == "or");
        let act = first
            .and_then(|or| triggers.act_before(or))
            .filter(|first| first.is_verb() && first.framed(&[Frame::Object]).is_some())
            .unwrap_or(act);
        if act.framed(&[Frame::Sufferer]).is_some() {
            return bound(act, How::Sufferer);
        }
        return bound(act, How::Object);
    }
    if let Some(act) = triggers
        .act_before(at)
        .filter(|act| act.wording == Wording::Adjective && act.framed(&[Frame::Sufferer]).is_some())
    {
        return bound(act, How::Sufferer);
    }
    // "hit China with tariffs", "threatened the bloc with duties"
    if matches!(words.before(at), "with" | "by" | "through") {
        let act = triggers
            .acts
            .iter()
            .rev()
            .find(|act| act.is_verb() && act.tokens.end < at && at - act.tokens.end <= 9)?;
        // "threatened to go ahead with": whom it hits would stand right behind the verb.
        let clear = words.at(act.tokens.end) != "to"
            && (act.tokens.end..at).all(|i| !words.is_soft_break(i));
        if clear
            && let Some((_, entry)) = act.framed(&[Frame::With, Frame::Whole])
            && words.before(at) == "with"
        {
            let how = if entry.frame == Frame::With {
                How::With
            } else {
                How::Object
            };
            return bound(act, how);
        }
    }
    // "placed three makers on its entity list", "removed two banks from its sanctions list"
    if matches!(words.before(at), "on" | "to" | "from" | "onto")
        && triggers
            .measures
            .iter()
            .find(|m| m.tokens.start >= start)
            .is_some_and(|m| {
                m.tokens.start < start + 6
                    && (m.entry.instrument == Some(Instrument::Listing)
                        || m.tokens
                            .clone()
                            .any(|i| words.is(i, &["list", "blacklist"])))
            })
        && let Some(act) = triggers
            .acts
            .iter()
            .rev()
            .find(|act| act.is_verb() && act.tokens.end < at && at - act.tokens.end <= 12)
        && act.with(&[Effect::Begin, Effect::Remove]).is_some()
        && (act.tokens.end..at).all(|i| !words.is_soft_break(i))
    {
        return bound(act, How::Object);
    }
    // "withdrawing the United States from the pact", "take the country out of"
    if matches!(words.before(at), "from" | "of")
        && let Some(act) = triggers
            .acts
            .iter()
            .rev()
            .find(|act| act.is_verb() && act.tokens.end < at && at - act.tokens.end <= 7)
        && act.with(&[Effect::Leave, Effect::Exempt]).is_some()
        && (act.tokens.end..at).all(|i| !words.is_soft_break(i))
    {
        return bound(act, How::Object);
    }
    // "impose on China a tariff", "put back in place the duties": the verb with something light between
    let act = triggers
        .acts
        .iter()
        .rev()
        .find(|act| act.is_verb() && act.tokens.end < at)?;
    let between = act.tokens.end..at;
    let light = between.len() <= 5
        && between.clone().all(|i| {
            !words.is_soft_break(i) && words.at(i) != "," && triggers.measure_at(i).is_none()
        });
    let starts = matches!(
        words.at(act.tokens.end),
        "on" | "against" | "to" | "from" | "a" | "the" | "its"
    );
    (light
        && starts
        && words.is_preposition(act.tokens.end)
        && act.framed(&[Frame::Object]).is_some())
    .then_some(Bound {
        act,
        how: How::Object,
        by_tree: false,
    })
}

/// "impose duties on steel and quotas on sugar": the verb of the first conjunct.
pub(super) fn shared_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    start: usize,
) -> Option<Bound<'t, 'p>> {
    if !matches!(
        words.before(start),
        "and" | "or" | "," | "plus" | "including"
    ) {
        return None;
    }
    let earlier = triggers
        .measures
        .iter()
        .rev()
        .find(|m| m.tokens.end < start)?;
    let clear = (earlier.tokens.end..start)
        .all(|i| !words.is_break(i) && triggers.act_at(i).is_none_or(|act| !act.is_verb()));
    if !clear || start - earlier.tokens.end > 16 {
        return None;
    }
    let begin = phrase_start(words, triggers, earlier.tokens.start);
    left_verb(words, triggers, begin)
}
