//! Verbs whose object is a clause without a verb of its own tense: "wants the duties removed", "will see tariffs cut",
//! "let the president sign".

use super::Realis;
use crate::extract::events::words::{Modal, Words};
use crate::language::{Relation, Upos, Xpos};

/// Verbs of will whose object is to become so.
#[rustfmt::skip]
const WISHING: &[&str] = &[
    "want", "wants", "wanted", "wanting", "need", "needs", "needed", "like", "prefer", "prefers", "preferred",
];

/// Verbs that tell what becomes of their object, as real as they are themselves.
#[rustfmt::skip]
const SEEING: &[&str] = &["see", "sees", "saw", "seen", "seeing", "have", "get", "gets", "got", "getting"];

/// Verbs that give leave.
#[rustfmt::skip]
const LEAVE: &[&str] = &["let", "lets", "letting"];

/// Tokens of an object between such a verb and its predicate.
const REACH: usize = 16;

/// What a verb of will or of seeing makes of the participle at `participle` behind its object, with that verb.
pub(super) fn object_clause(words: &Words<'_>, participle: usize) -> Option<(usize, Realis)> {
    let clear = |i: &usize| {
        !words.is_break(*i)
            && !words.is(*i, &[",", "that", "which", "who", "to"])
            && !words.is_auxiliary(*i)
    };
    let above = (participle.saturating_sub(REACH)..participle)
        .rev()
        .take_while(|i| clear(i) || words.at(*i) == "have")
        .find(|&i| words.is(i, WISHING) || words.is(i, SEEING))?;
    // The participle of a noun's own history is no predicate: "wants the duties imposed in May" says nothing of them.
    if above + 1 >= participle || !predicates(words, above, participle) {
        return None;
    }
    let group = words.group(above);
    let realis = match group.modal {
        _ if group.negated => Realis::Denied,
        _ if words.is(above, WISHING) => Realis::Possible,
        Some(Modal::Will) => Realis::Future,
        Some(_) => Realis::Possible,
        None if group.to => Realis::Possible,
        None => return None,
    };
    Some((above, realis))
}

/// Whether the participle is what the verb says of its object, not a participle that belongs to a noun in it.
fn predicates(words: &Words<'_>, above: usize, participle: usize) -> bool {
    match words.tree.relation(participle) {
        Some(Relation::Xcomp | Relation::Ccomp | Relation::Obj) => true,
        Some(Relation::Amod) => false,
        // The last participle of the clause is the predicate, however the tree hangs it.
        _ => {
            (participle + 1..words.len())
                .take_while(|&i| !words.is_break(i) && words.at(i) != ",")
                .all(|i| words.upos(i) != Upos::Verb)
                && words.is_verb_at(above)
        }
    }
}

/// The verb that gives leave to the bare infinitive at `verb`: "let the outgoing president sign".
pub(super) fn permission(words: &Words<'_>, verb: usize) -> Option<usize> {
    let bare = words
        .tree
        .nodes
        .get(verb)
        .is_some_and(|node| node.xpos == Xpos::Vb || !words.parsed);
    (verb.saturating_sub(10)..verb)
        .rev()
        .take_while(|&i| bare && !words.is_break(i) && words.at(i) != ",")
        .find(|&i| words.is(i, LEAVE))
}
