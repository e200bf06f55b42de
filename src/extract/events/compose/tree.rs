//! The verb that the dependency tree puts above the measure.

use super::{Bound, How};
use crate::extract::events::triggers::Triggers;
use crate::extract::events::words::Words;
use crate::language::Relation;
use crate::lexicon::{Frame, MeasureKind};

/// Nouns for what is said or thought about something, or what it does: an act on them is none on it.
#[rustfmt::skip]
const TALK: &[&str] = &[
    "accusation", "accusations", "allegation", "allegations", "argument", "arguments", "claim", "claims", "comment", "comments",
    "complaint", "complaints", "concern", "concerns", "consequences", "criticism", "criticisms", "effect", "effects", "fear",
    "fears", "impact", "impacts", "links", "objection", "objections", "opposition", "questions", "remarks", "reports", "views",
    "worries",
];

/// Whether a noun is spoken of, and no more: "dismissed concerns about the deal".
fn spoken_of(words: &Words<'_>, node: usize) -> bool {
    words
        .tree
        .head(node)
        .is_some_and(|head| words.is(head, TALK))
}

/// Whether a meeting or deal is where or under what something else is done: "offered a compromise in the talks".
fn set_within(words: &Words<'_>, node: usize) -> bool {
    words.tree.children_under(node, Relation::Case).any(|case| {
        words.is(
            case,
            &[
                "in", "during", "at", "after", "before", "amid", "under", "within", "through",
            ],
        )
    })
}

/// The act above a noun in the tree.
pub(super) fn tree_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    noun: usize,
) -> Option<Bound<'t, 'p>> {
    let mut node = noun;
    let meets = triggers.measure_at(noun).is_some_and(|measure| {
        matches!(
            measure.entry.kind,
            MeasureKind::Negotiation
                | MeasureKind::Investigation
                | MeasureKind::Dispute
                | MeasureKind::Agreement
        )
    });
    for _ in 0..3 {
        let relation = words.tree.relation(node)?;
        if relation.universal() == Relation::Nmod
            && (meets && set_within(words, node) || spoken_of(words, node))
        {
            return None;
        }
        let head = words.tree.head(node)?;
        let how = match relation {
            Relation::Obj => Some(How::Object),
            Relation::NsubjPass => Some(How::Passive),
            Relation::Nsubj => Some(How::Subject),
            Relation::Conj
            | Relation::Nmod
            | Relation::Compound
            | Relation::NmodDesc
            | Relation::Appos => None,
            _ => return None,
        };
        if let Some(how) = how {
            let act = triggers.act_at(head).filter(|act| act.is_verb())?;
            let fits = match how {
                How::Subject => act.framed(&[Frame::Subject]).is_some(),
                How::Object => act.framed(&[Frame::Object, Frame::Sufferer]).is_some(),
                _ => true,
            };
            let how = if how == How::Object && act.framed(&[Frame::Object]).is_none() {
                How::Sufferer
            } else {
                how
            };
            return fits.then_some(Bound {
                act,
                how,
                by_tree: true,
            });
        }
        node = head;
    }
    None
}
