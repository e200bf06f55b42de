//! Who speaks: the subject of the cue, wherever the sentence has put it.

mod above;
mod beside;
mod phrase;

use super::cues::{Cue, CueKind};
use super::syntax::Syntax;
use super::times;
use crate::language::{Relation, Upos};
use above::above;
pub(super) use beside::postposed;
use beside::{beside, touching};

/// The words for a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Voice {
    /// The token that heads them.
    pub head: usize,
    /// The noun that a relative pronoun stands for; else the same token.
    pub meant: usize,
    /// Whether they are the cue's own, and not those of a clause above it ("X said A, adding B").
    pub own: bool,
}

impl Voice {
    fn own(head: usize) -> Self {
        Self {
            head,
            meant: head,
            own: true,
        }
    }

    pub fn elided(head: usize) -> Self {
        Self {
            head,
            meant: head,
            own: false,
        }
    }
}

/// The speaker of a cue.
pub(super) fn voice(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Voice> {
    match cue.kind {
        CueKind::Verb => of_verb(syntax, cue.head),
        CueKind::Noun => phrase::of_noun(syntax, cue),
        CueKind::Source => phrase::of_phrase(syntax, cue),
    }
}

/// The speaker of a verb of saying.
pub(super) fn of_verb(syntax: &Syntax<'_>, verb: usize) -> Option<Voice> {
    if syntax.is_asked(verb) {
        return None;
    }
    if syntax.is_passive(verb) {
        return agent(syntax, verb).map(Voice::own);
    }
    if let Some(head) = postposed(syntax, verb) {
        return Some(Voice::own(head));
    }
    // What touches the verb is surer than the tree: "the difference, he told me, is ...".
    if let Some(head) = touching(syntax, verb) {
        return Some(Voice::own(head));
    }
    let subjects = [Relation::Nsubj, Relation::NsubjOuter, Relation::NsubjPass];
    let own = nearest(syntax, verb, &subjects);
    if let Some(head) = own.filter(|&head| !syntax.is_quoted(head) || syntax.is_quoted(verb)) {
        let meant = subject(syntax, verb).unwrap_or(head);
        return Some(Voice {
            head,
            meant,
            own: true,
        });
    }
    agent(syntax, verb)
        .or_else(|| beside(syntax, verb))
        .map(Voice::own)
        .or_else(|| above(syntax, verb))
}

/// The subject of a verb. Of two, the first is the subject of what is said where the second stands directly at the verb, or with a
/// clause between them ("the levy would rise, the bank said"); else the second is an apposition ("Roe, a farmer, said").
fn nearest(syntax: &Syntax<'_>, verb: usize, relations: &[Relation]) -> Option<usize> {
    let mut subjects = syntax.children(verb).filter(|&child| {
        relations.contains(&syntax.relation(child)) && !times::is_weekday(syntax, child)
    });
    let first = subjects.next()?;
    let last = subjects.filter(|&child| child < verb).last();
    last.filter(|&last| {
        let clause =
            (first..last).any(|token| matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD"));
        let comma =
            |range: std::ops::Range<usize>| range.into_iter().any(|token| syntax.is(token, &[","]));
        clause || comma(first..last) && !comma(last..verb)
    })
    .or(Some(first))
}

/// The subject of an active verb; for a relative pronoun, the noun that it stands for.
fn subject(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let subject = nearest(syntax, verb, &[Relation::Nsubj, Relation::NsubjOuter])?;
    if syntax.is(subject, &["who", "which", "that"]) {
        if matches!(syntax.relation(verb), Relation::AclRelcl | Relation::Acl) {
            return syntax.head(verb);
        }
        // The tree lost the noun: it stands in front of the pronoun, maybe behind a comma.
        let front = (0..subject).rev().find(|&token| !syntax.is_mark(token))?;
        return Some(front)
            .filter(|&token| syntax.upos(token).is_nominal())
            .or(Some(subject));
    }
    Some(subject)
}

/// "By X" of a passive.
fn agent(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    syntax.child(verb, &[Relation::OblAgent]).or_else(|| {
        syntax.children(verb).find(|&child| {
            child > verb
                && syntax.relation(child) == Relation::Obl
                && syntax.xpos(verb) == "VBN"
                && syntax.children(child).any(|case| syntax.is(case, &["by"]))
        })
    })
}

/// All who speak together: "X and Y said". What follows the one behind "and" is an apposition: "X and Y, the owners".
pub(super) fn together(syntax: &Syntax<'_>, head: usize) -> Vec<usize> {
    let mut all = vec![head];
    for child in syntax.children(head) {
        let joined = syntax.relation(child) == Relation::Conj
            && matches!(syntax.upos(child), Upos::Propn | Upos::Noun | Upos::Pron);
        // "Roe, president and chief executive": offices of one person.
        let office = matches!(syntax.xpos(child), "NN" | "NNP")
            && syntax.word(child).starts_with(char::is_lowercase)
            && syntax.upos(head) == Upos::Propn
            && (head..child).any(|token| syntax.is(token, &[","]))
            || syntax.is(child, &["CEO", "COO", "CFO"]);
        if !joined || office {
            continue;
        }
        all.push(child);
        if syntax
            .children(child)
            .any(|word| syntax.upos(word) == Upos::Cconj)
        {
            break;
        }
    }
    all
}
