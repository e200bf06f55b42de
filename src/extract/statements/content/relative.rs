//! Contents whose subject or object stands in front of the cue: "the levy, which the minister said was too high".

use std::ops::Range;

use crate::extract::statements::cues::Cue;
use crate::extract::statements::syntax::Syntax;
use crate::language::Relation;

/// How long a noun phrase may be to be taken along, in tokens.
const LONGEST: usize = 10;

/// The noun that a relative clause with a cue hangs on, where the clause that is said lacks it: right behind the cue comes its verb.
pub(super) fn antecedent(
    syntax: &Syntax<'_>,
    cue: &Cue<'_>,
    clause: usize,
) -> Option<Range<usize>> {
    if syntax.relation(cue.head) != Relation::AclRelcl || clause != cue.tokens.end {
        return None;
    }
    let gap = matches!(syntax.xpos(clause), "VBD" | "VBZ" | "VBP" | "MD");
    let noun = syntax
        .head(cue.head)
        .filter(|&noun| noun < cue.tokens.start)?;
    let pronoun = (noun..cue.tokens.start).any(|token| syntax.is(token, &["which", "that"]));
    let phrase = syntax.span(noun);
    let end = (noun..cue.tokens.start).find(|&token| syntax.is(token, &["which", "that", ","]))?;
    (gap && pronoun && end > phrase.start && end - phrase.start <= LONGEST)
        .then_some(phrase.start..end)
}
