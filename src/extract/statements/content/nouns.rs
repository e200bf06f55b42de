//! Contents of nouns: "the claim that", "a threat to", "voiced hopes for".

use std::ops::Range;

use super::ends::clause_end;
use super::{Indirect, objects};
use crate::extract::statements::cues::{Cue, LIGHT};
use crate::extract::statements::syntax::Syntax;
use crate::language::Relation;
use crate::lexicon::Construction;

/// How far behind a noun, in tokens, its infinitive is looked for.
const NEAR: usize = 10;

/// The clause, infinitive or object of a noun.
pub(super) fn of_noun(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Indirect {
    match clause(syntax, cue) {
        Some(clause) => Indirect::firm(vec![clause]),
        None => Indirect::loose(objects::preposition(syntax, cue)),
    }
}

/// "The claim that duties were unlawful": the clause of a noun of saying that has a subject of its own is what is said, even where the
/// tree takes it for a relative one; but not "the claim that Canada made".
fn is_content(syntax: &Syntax<'_>, verb: usize) -> bool {
    let own = |child: usize| match syntax.base(child) {
        Relation::Mark => true,
        Relation::Nsubj => !syntax.is(child, &["that", "which", "who"]),
        _ => false,
    };
    !LIGHT.contains(&syntax.lemma(verb)) && syntax.children(verb).any(own)
}

fn clause(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let noun = cue.head;
    for child in syntax.children(noun).filter(|&child| child > noun) {
        if !matches!(
            syntax.base(child),
            Relation::Acl | Relation::Ccomp | Relation::Xcomp | Relation::Advcl
        ) || syntax.relation(child) == Relation::AclRelcl && !is_content(syntax, child)
        {
            continue;
        }
        let span = syntax.span(child);
        let from = span.start.max(cue.tokens.end);
        let starts = |words: &[&str]| {
            syntax.is(from, words)
                || (from..child)
                    .any(|token| syntax.head(token) == Some(child) && syntax.is(token, words))
        };
        if cue.takes(Construction::Clause) && starts(&["that"])
            || cue.takes(Construction::Infinitive) && starts(&["to"])
        {
            return Some(clause_end(syntax, cue, from..span.end));
        }
    }
    // "A call by the senate last week to act": the infinitive may hang on what stands between.
    let near = (cue.tokens.end..(cue.tokens.end + NEAR).min(syntax.len())).find(|&token| {
        syntax.is(token, &["to"])
            && syntax.xpos(token + 1) == "VB"
            && (token == cue.tokens.end
                || syntax
                    .head(token + 1)
                    .is_some_and(|head| syntax.span(noun).contains(&head)))
    });
    if let Some(to) = near.filter(|_| cue.takes(Construction::Infinitive)) {
        let verb = syntax.span(to + 1);
        return Some(clause_end(syntax, cue, to..verb.end.max(to + 2)));
    }
    // The complement of a noun that is an object hangs on the verb in many trees: "expressed hope that".
    let next = cue.tokens.end;
    if !cue.takes(Construction::Clause)
        || !syntax.is(next, &["that"])
        || syntax.base(noun) != Relation::Obj
    {
        return None;
    }
    let verb = syntax.head(noun)?;
    let clause = syntax.children(verb).find(|&child| {
        child > noun && matches!(syntax.base(child), Relation::Ccomp | Relation::Advcl)
    })?;
    Some(clause_end(syntax, cue, next..syntax.span(clause).end))
}
