//! Speakers of another clause: "X said A and added B", "X spoke up, saying C".

use super::{Voice, agent, subject};
use crate::extract::statements::syntax::Syntax;
use crate::extract::statements::{nominal, relay};
use crate::language::{Relation, Upos};

/// How many clauses above its own the subject of a cue is looked for.
const CLAUSES: usize = 8;

/// The subject of the clauses above: "X said A and added B", "X spoke up, saying C", "a statement saying D".
pub(super) fn above(syntax: &Syntax<'_>, verb: usize) -> Option<Voice> {
    if syntax.xpos(verb) == "VBG" && verb > 0 && syntax.is(verb - 1, &[","]) {
        // ", adding that": who made the report above it, whatever clause of it the tree hangs it on.
        let report = std::iter::successors(syntax.head(verb), |&at| syntax.head(at))
            .take(CLAUSES)
            .find(|&at| {
                at < verb
                    && syntax.is_report(at)
                    && syntax.upos(at) == Upos::Verb
                    && subject(syntax, at).is_some()
            });
        if let Some(subject) = report.and_then(|report| subject(syntax, report)) {
            return Some(Voice::elided(subject));
        }
    }
    let mut at = verb;
    for _ in 0..CLAUSES {
        let head = syntax.head(at)?;
        let elided = |head| Some(Voice::elided(head));
        match syntax.base(at) {
            Relation::Acl => {
                let comma = at > 0
                    && syntax.is(leftmost(syntax, at).wrapping_sub(1), &[",", "—", "–", "-"]);
                if !comma {
                    // "Issued a statement urging ...": whoever issued it speaks.
                    let issuer = (syntax.base(head) == Relation::Obj
                        && nominal::is_document(syntax, head))
                    .then(|| governing_subject(syntax, head))
                    .flatten();
                    return issuer.map(Voice::elided).or(Some(Voice::own(head)));
                }
                // A participle behind a comma belongs to the subject of the clause, not to the noun in front of it.
                return match governing_subject(syntax, head) {
                    Some(subject) => elided(subject),
                    None => elided(head),
                };
            }
            Relation::Xcomp => {
                // "Prompted X to say": the object speaks.
                let object = syntax
                    .child(head, &[Relation::Obj, Relation::Iobj])
                    .filter(|&object| object < at);
                if let Some(object) = object.filter(|_| {
                    !syntax.is_report(head) || syntax.is(head, &["asked", "told", "urged"])
                }) {
                    return elided(object);
                }
            }
            Relation::Nsubj
            | Relation::Obj
            | Relation::Iobj
            | Relation::Obl
            | Relation::Nmod
            | Relation::Appos => {
                return governing_subject(syntax, head).and_then(elided);
            }
            _ => {}
        }
        if relay::hands_on(syntax, head) && head < at {
            // "Quoted X as saying", "X was quoted by Y as saying".
            let quoted = [Relation::Obj, Relation::NsubjPass, Relation::Nsubj]
                .into_iter()
                .find_map(|relation| syntax.child(head, &[relation]));
            if let Some(quoted) = quoted {
                return elided(quoted);
            }
        }
        if syntax.is_passive(head) {
            if let Some(by) = agent(syntax, head) {
                return elided(by);
            }
            if let Some(subject) = syntax.child(head, &[Relation::NsubjPass]) {
                return elided(subject);
            }
        } else if let Some(subject) = subject(syntax, head) {
            return elided(subject);
        }
        if syntax.upos(head).is_nominal()
            && syntax.child(head, &[Relation::Cop]).is_none()
            && syntax.base(at) != Relation::Parataxis
        {
            return elided(head);
        }
        at = head;
    }
    None
}

/// The subject of the clause that a word stands in.
fn governing_subject(syntax: &Syntax<'_>, mut at: usize) -> Option<usize> {
    for _ in 0..CLAUSES {
        if let Some(subject) = syntax.child(
            at,
            &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter],
        ) {
            return Some(subject);
        }
        at = syntax.head(at)?;
    }
    None
}

fn leftmost(syntax: &Syntax<'_>, token: usize) -> usize {
    syntax.span(token).start
}
