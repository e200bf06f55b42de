//! Speakers of nouns and phrases: "the minister's claim", "according to X".

use super::{Voice, of_verb};
use crate::extract::statements::cues::Cue;
use crate::extract::statements::syntax::Syntax;
use crate::language::{Relation, Upos};

/// The speaker of a noun: its possessor ("the minister's claim"), its agent ("a call by the Senate"), or, for what can speak, itself.
pub(super) fn of_noun(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Voice> {
    let noun = cue.head;
    if cue.tokens.start < noun && syntax.base(noun) != Relation::Obj {
        // A light verb that the tree has lost: its subject stands in front.
        return cue.tokens.start.checked_sub(1).map(Voice::own);
    }
    if let Some(head) = syntax.child(noun, &[Relation::NmodPoss]) {
        return Some(Voice::own(head));
    }
    let marked = || {
        syntax.children(noun).find(|&child| {
            child > noun
                && matches!(syntax.base(child), Relation::Nmod | Relation::Obl)
                && syntax.children(child).any(|case| {
                    // "The threat of an exit from the union" is nobody's.
                    let from = case == noun + 1 && syntax.is(case, &["from"]);
                    syntax.relation(case) == Relation::Case && (from || syntax.is(case, &["by"]))
                })
        })
    };
    if let Some(head) = marked() {
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
    let verb = syntax
        .head(noun)
        .filter(|_| matches!(syntax.base(noun), Relation::Obj | Relation::Nsubj))?;
    // "A call came from X".
    if syntax.base(noun) == Relation::Nsubj {
        return ["come", "emanate", "emerge"]
            .contains(&syntax.lemma(verb))
            .then(|| {
                syntax.children(verb).find(|&child| {
                    child > verb
                        && syntax.base(child) == Relation::Obl
                        && syntax
                            .children(child)
                            .any(|case| syntax.is(case, &["from"]))
                })
            })?
            .map(Voice::own);
    }
    // "X expressed hope", "X issued a warning": with other verbs, it is not the subject who says it ("dismissed claims that").
    if cue.tokens.start < noun {
        of_verb(syntax, verb)
    } else {
        None
    }
}

/// "According to X".
pub(super) fn of_phrase(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Voice> {
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
