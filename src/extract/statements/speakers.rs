//! Who speaks: the subject of the cue, wherever the sentence has put it.

use super::cues::{Cue, CueKind};
use super::syntax::Syntax;
use crate::language::{Relation, Upos};

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

    fn elided(head: usize) -> Self {
        Self {
            head,
            meant: head,
            own: false,
        }
    }
}

/// How many clauses above its own the subject of a cue is looked for.
const CLAUSES: usize = 8;

/// The speaker of a cue.
pub(super) fn voice(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Voice> {
    match cue.kind {
        CueKind::Verb => of_verb(syntax, cue.head),
        CueKind::Noun => of_noun(syntax, cue.head),
        CueKind::Source => of_phrase(syntax, cue),
    }
}

/// The speaker of a verb of saying.
pub(super) fn of_verb(syntax: &Syntax<'_>, verb: usize) -> Option<Voice> {
    if syntax.is_passive(verb) {
        return agent(syntax, verb).map(Voice::own);
    }
    // What touches the verb is surer than the tree: "the difference, he told me, is ...".
    if let Some(head) = touching(syntax, verb) {
        return Some(Voice::own(head));
    }
    let subjects = [Relation::Nsubj, Relation::NsubjOuter, Relation::NsubjPass];
    if let Some(head) = syntax
        .child(verb, &subjects)
        .filter(|&head| !syntax.is_quoted(head) || syntax.is_quoted(verb))
    {
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

fn is_finite(syntax: &Syntax<'_>, verb: usize) -> bool {
    matches!(syntax.xpos(verb), "VBD" | "VBZ" | "VBP")
}

/// The token in front of a verb, its auxiliaries and adverbs.
fn in_front(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    (0..verb)
        .rev()
        .find(|&token| !matches!(syntax.upos(token), Upos::Adv | Upos::Aux | Upos::Part))
}

/// A personal pronoun in front of the verb, or a name there that a comma or quotation parts from all else.
fn touching(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let front = in_front(syntax, verb)?;
    let finite = is_finite(syntax, verb) || front + 1 < verb;
    if finite && syntax.is(front, &["he", "she", "they", "we", "i"]) && !syntax.is_quoted(front) {
        return Some(front);
    }
    if syntax.upos(front) != Upos::Propn || !is_finite(syntax, verb) {
        return None;
    }
    let start = (0..front)
        .rev()
        .take_while(|&token| syntax.upos(token) == Upos::Propn)
        .last()
        .unwrap_or(front);
    let parted = start > 0
        && syntax.is_mark(start - 1)
        && !syntax
            .word(start - 1)
            .contains(['$', '%', '#', '-', '.', '&']);
    parted.then_some(front)
}

/// The subject of an active verb; for a relative pronoun, the noun that it stands for.
fn subject(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    let subject = syntax.child(verb, &[Relation::Nsubj, Relation::NsubjOuter])?;
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

/// A noun beside a finite verb that has no subject in the tree: "said Roe", "the ministry said", "Roe, a farmer, said".
fn beside(syntax: &Syntax<'_>, verb: usize) -> Option<usize> {
    if !is_finite(syntax, verb) {
        return None;
    }
    let nominal = |token: usize| {
        syntax.upos(token).is_nominal()
            && !syntax.is(token, &["that", "which", "who", "what", "this"])
    };
    let front = in_front(syntax, verb);
    if let Some(front) = front.filter(|&front| nominal(front) && !syntax.is_quoted(front)) {
        return Some(front);
    }
    let first = (verb + 1..syntax.len())
        .find(|&token| !matches!(syntax.upos(token), Upos::Det | Upos::Adj | Upos::Num))?;
    if nominal(first) && !syntax.is_quoted(first) {
        let end = (first..syntax.len())
            .take_while(|&token| {
                matches!(syntax.upos(token), Upos::Noun | Upos::Propn | Upos::Pron)
            })
            .last();
        let end = end.unwrap_or(first);
        // "Said he would": the pronoun is the subject of what is said.
        if !matches!(syntax.upos(end + 1), Upos::Verb | Upos::Aux) {
            return Some(end);
        }
    }
    // An apposition between commas: the noun in front of it.
    let comma = front.filter(|&front| syntax.is(front, &[","]))?;
    let opening = (comma.saturating_sub(30)..comma)
        .rev()
        .find(|&token| syntax.is(token, &[","]))?;
    opening.checked_sub(1).filter(|&token| nominal(token))
}

/// The subject of the clauses above: "X said A and added B", "X spoke up, saying C", "a statement saying D".
fn above(syntax: &Syntax<'_>, verb: usize) -> Option<Voice> {
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
                    return Some(Voice::own(head));
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

/// The speaker of a noun: its possessor ("the minister's claim"), its agent ("a call by the Senate"), or, for what can speak, itself.
fn of_noun(syntax: &Syntax<'_>, noun: usize) -> Option<Voice> {
    if let Some(head) = syntax.child(noun, &[Relation::NmodPoss]) {
        return Some(Voice::own(head));
    }
    let marked = |words: &[&str]| {
        syntax.children(noun).find(|&child| {
            child > noun
                && matches!(syntax.base(child), Relation::Nmod | Relation::Obl)
                && syntax
                    .children(child)
                    .any(|case| syntax.relation(case) == Relation::Case && syntax.is(case, words))
        })
    };
    if let Some(head) = marked(&["by", "from"]) {
        return Some(Voice::own(head));
    }
    // "The US demand", "a Reuters report", "Chinese calls".
    let in_front = syntax.children(noun).find(|&child| {
        child < noun
            && (matches!(
                syntax.relation(child),
                Relation::Compound | Relation::NmodDesc
            ) && syntax.upos(child) == Upos::Propn
                || syntax.relation(child) == Relation::Amod
                    && syntax.word(child).starts_with(char::is_uppercase))
    });
    if let Some(head) = in_front {
        return Some(Voice::own(head));
    }
    // "X expressed hope", "X issued a warning".
    let verb = syntax
        .head(noun)
        .filter(|_| syntax.base(noun) == Relation::Obj)?;
    of_verb(syntax, verb)
}

/// "According to X".
fn of_phrase(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Voice> {
    let last = cue.tokens.end - 1;
    let depends = |token: usize| {
        let head = syntax.head(token)?;
        (head > last && syntax.upos(head).is_nominal()).then_some(head)
    };
    let head = depends(cue.tokens.start)
        .or_else(|| depends(last))
        .or_else(|| {
            syntax.children(cue.tokens.start).find(|&child| {
                child > last
                    && matches!(
                        syntax.base(child),
                        Relation::Obl | Relation::Nmod | Relation::Obj | Relation::Fixed
                    )
                    && syntax.upos(child).is_nominal()
            })
        });
    head.or_else(|| {
        // The end of the first run of nominal words.
        let start =
            (cue.tokens.end..syntax.len()).find(|&token| syntax.upos(token).is_nominal())?;
        let mut end = start;
        while matches!(syntax.upos(end + 1), Upos::Propn | Upos::Noun) {
            end += 1;
        }
        Some(end)
    })
    .map(Voice::own)
}

/// All who speak together: "X and Y said".
pub(super) fn together(syntax: &Syntax<'_>, head: usize) -> Vec<usize> {
    let others = syntax.children(head).filter(|&child| {
        syntax.relation(child) == Relation::Conj
            && matches!(syntax.upos(child), Upos::Propn | Upos::Noun | Upos::Pron)
    });
    std::iter::once(head).chain(others).collect()
}
