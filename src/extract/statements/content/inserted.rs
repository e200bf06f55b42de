//! Cues put into or behind the sentence that is their content: "tariffs, X said, will rise", "according to X".

use std::ops::Range;

use super::clauses::{is_finite, is_subordinate};
use crate::extract::statements::cues::Cue;
use crate::extract::statements::speakers::{self, Voice};
use crate::extract::statements::syntax::Syntax;
use crate::extract::statements::times;
use crate::language::{Relation, Upos};
use crate::lexicon::Construction;

/// "As X pointed out, the tariffs rise": the sentence around the clause.
pub(super) fn as_clause(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Vec<Range<usize>>> {
    let verb = cue.head;
    let mut clause = syntax.span(verb);
    // Its commas are dependents of the verb in the tree, and no part of it here.
    while clause.start < verb && syntax.is_mark(clause.start) {
        clause.start += 1;
    }
    while clause.end > verb + 1 && syntax.is(clause.end - 1, &[",", "—", "–", "--"]) {
        clause.end -= 1;
    }
    let marked = syntax.is(clause.start, &["as"])
        && matches!(
            syntax.base(verb),
            Relation::Advcl | Relation::Parataxis | Relation::Dep
        );
    let bare = syntax
        .child(verb, &[Relation::Ccomp, Relation::Obj])
        .is_none();
    let parted =
        syntax.is(clause.end, &[","]) || clause.start > 0 && syntax.is(clause.start - 1, &[","]);
    (marked && bare && parted && cue.takes(Construction::Clause)).then(|| around(syntax, clause))
}

/// ", X said," in the middle of a sentence: all around it, whatever the tree gives to the verb.
pub(super) fn between_commas(
    syntax: &Syntax<'_>,
    cue: &Cue<'_>,
    voice: Option<Voice>,
) -> Option<Vec<Range<usize>>> {
    // "..., said Roe, a farmer": the sentence has ended.
    if speakers::postposed(syntax, cue.head).is_some() {
        return None;
    }
    let voice = voice.filter(|voice| voice.own && voice.head == voice.meant)?;
    let said = cue.takes(Construction::Clause)
        && matches!(syntax.xpos(cue.head), "VBD" | "VBZ" | "VBP" | "VBN");
    let start = phrase_start(syntax, voice.head, cue.head).min(cue.tokens.start);
    let end = cue.tokens.end.max(if voice.head > cue.head {
        voice.head + 1
    } else {
        0
    });
    let parted = start > 1 && syntax.is(start - 1, &[","]) && syntax.is(end, &[","]);
    let short = end - start <= 8 && end + 1 < syntax.len();
    // ", X said, adding": the report goes on, not what is reported.
    let goes_on = syntax.xpos(end + 1) == "VBG"
        || syntax.is(end + 1, &["who", "which", "and", "but"])
        || syntax.upos(end + 1) == Upos::Det && voice.head > cue.head;
    (said && parted && short && !goes_on).then(|| around(syntax, start..end))
}

/// What stands in front of a cue between commas, if it is more than a phrase of time or means.
pub(in crate::extract::statements) fn opening(
    syntax: &Syntax<'_>,
    cue: &Cue<'_>,
) -> Option<Range<usize>> {
    let voice = speakers::of_verb(syntax, cue.head).filter(|voice| voice.own)?;
    let start = phrase_start(syntax, voice.head, cue.head).min(cue.tokens.start);
    let front = start
        .checked_sub(1)
        .filter(|&front| syntax.is(front, &[","]))?;
    let timed =
        times::end_of(syntax, 0) >= front || syntax.opens_with(0) && syntax.xpos(0) == "VBN";
    let means = syntax.upos(0) == Upos::Adp && !(0..front).any(|token| is_finite(syntax, token));
    let report = (0..front).any(|token| syntax.is_report(token));
    (front > 1 && !timed && !means && !report).then_some(0..front)
}

/// The sentence around a cue that is put in or behind it: "Tariffs will rise, X said", "tariffs, X said, will rise".
pub(super) fn inserted(
    syntax: &Syntax<'_>,
    cue: &Cue<'_>,
    voice: Option<Voice>,
) -> Option<Vec<Range<usize>>> {
    if !cue.takes(Construction::Clause) {
        return None;
    }
    let start = voice
        .filter(|voice| voice.own)
        .map_or(cue.tokens.start, |voice| {
            phrase_start(syntax, voice.head, cue.head).min(cue.tokens.start)
        });
    let front = start.checked_sub(1)?;
    if !syntax.is(
        front,
        &[",", "—", "–", "-", "--", "”", "\"", "''", "’", "?", "!"],
    ) {
        return None;
    }
    let verb = cue.head;
    // "But as the change threatens to go on, ...".
    let meanwhile = syntax.is_circumstance(cue.head)
        && syntax
            .child(cue.head, &[Relation::Xcomp, Relation::Ccomp])
            .is_some_and(|child| child > cue.head);
    if meanwhile || has_own_content(syntax, cue, voice) || is_fronted(syntax, start) {
        return None;
    }
    let clause_in_front = syntax.children(verb).any(|child| {
        child < start && matches!(syntax.base(child), Relation::Ccomp | Relation::Parataxis)
    });
    let marked = syntax.base(verb) == Relation::Advcl
        && syntax.children(verb).any(|child| {
            child < verb && syntax.relation(child) == Relation::Mark && !syntax.is(child, &["as"])
        });
    let under = matches!(
        syntax.base(verb),
        Relation::Parataxis | Relation::Advcl | Relation::Ccomp | Relation::Dep | Relation::Acl
    ) && syntax.relation(verb) != Relation::AclRelcl
        && !marked
        && syntax.head(verb).is_some();
    // Whatever the tree says: a finite verb of saying that has no complement of its own, behind a clause and a comma.
    let bare = matches!(syntax.xpos(verb), "VBD" | "VBZ" | "VBP")
        && voice.is_some_and(|voice| voice.own && voice.head == voice.meant)
        && (0..start).any(|token| is_finite(syntax, token))
        && syntax.base(verb) != Relation::Conj
        && syntax
            .child(verb, &[Relation::Ccomp, Relation::Obj])
            .is_none_or(|child| child < verb);
    let postposed = voice.is_some_and(|voice| voice.own && voice.head > verb);
    if !(clause_in_front || under || bare || postposed || closes_sentence(syntax, cue, start)) {
        return None;
    }
    let gerund = syntax.xpos(verb) == "VBG";
    if gerund {
        return None;
    }
    let end = match speakers::postposed(syntax, verb) {
        Some(_) => syntax.len(),
        None => insertion_end(syntax, verb, cue.tokens.end),
    };
    Some(around(syntax, start..end))
}

/// Whether a verb has what is said behind itself: "In an essay last week, Roe acknowledged the problem".
fn has_own_content(syntax: &Syntax<'_>, cue: &Cue<'_>, voice: Option<Voice>) -> bool {
    let verb = cue.head;
    let speaks = |token: usize| voice.is_some_and(|voice| syntax.span(token).contains(&voice.head));
    syntax
        .children(verb)
        .filter(|&child| child > verb && !speaks(child) && !times::is_weekday(syntax, child))
        .any(|child| match syntax.base(child) {
            Relation::Obj => !cue.takes(Construction::Recipient),
            Relation::Obl => cue.entry.is_some_and(|entry| {
                syntax.children(child).any(|case| {
                    case == cue.tokens.end
                        && entry
                            .about
                            .iter()
                            .any(|word| syntax.word(case).eq_ignore_ascii_case(word))
                })
            }),
            _ => false,
        })
}

/// Whether all that stands in front of a cue is an adverbial: "As he walked on, Roe recognised ...", "In an essay, ...".
fn is_fronted(syntax: &Syntax<'_>, end: usize) -> bool {
    let first = (0..end).find(|&token| !syntax.is_mark(token));
    first.is_some_and(|first| matches!(syntax.upos(first), Upos::Adp | Upos::Sconj))
        && !(0..end).any(|token| is_finite(syntax, token) && !is_subordinate(syntax, token))
}

/// "..., the official said on Monday.": behind a comma, a speaker, the verb, and nothing that could be its content.
fn closes_sentence(syntax: &Syntax<'_>, cue: &Cue<'_>, start: usize) -> bool {
    let verb = cue.head;
    let joined = (start..verb).any(|token| syntax.upos(token) == Upos::Cconj)
        || syntax.is(start, &["who", "which", "that"]);
    let content = (verb + 1..syntax.len())
        .take_while(|&token| !syntax.is(token, &[",", ";", "—", "–", "--"]))
        .any(|token| is_finite(syntax, token) || syntax.is(token, &["that", "whether", ":"]));
    let finite = matches!(syntax.xpos(verb), "VBD" | "VBZ" | "VBP")
        || syntax.is(verb, &["says", "said"]) && syntax.xpos(verb) != "VBN";
    // Where nothing at all follows the verb, what is said need be no clause: "People like her, he said."
    let last = (verb + 1..syntax.len()).all(|token| syntax.is_mark(token));
    finite && !joined && !content && (last || (0..start).any(|token| is_finite(syntax, token)))
}

/// The first word of a speaker's phrase in front of the verb; the verb if it stands behind.
fn phrase_start(syntax: &Syntax<'_>, head: usize, verb: usize) -> usize {
    if head > verb {
        return verb;
    }
    // The tree hangs the last name on the first, and the first on the title.
    let mut top = head;
    while let Some(above) = syntax.head(top).filter(|&above| {
        above < verb
            && matches!(
                syntax.relation(top),
                Relation::Flat | Relation::Compound | Relation::NmodDesc
            )
    }) {
        top = above;
    }
    let span = syntax.span(top);
    let parted = (span.start..head)
        .rev()
        .find(|&token| syntax.is(token, &[",", "—", "–", "--"]));
    parted.map_or(span.start, |comma| comma + 1)
}

/// Where an inserted cue with its own adjuncts ends: at the comma behind which the sentence goes on, or at its end.
fn insertion_end(syntax: &Syntax<'_>, verb: usize, from: usize) -> usize {
    let own = |token: usize| {
        let mut at = token;
        for _ in 0..24 {
            if at == verb {
                return true;
            }
            match syntax.head(at) {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    };
    for token in from..syntax.len() {
        if syntax.is(token, &[",", "—", "–", "--"])
            && token + 1 < syntax.len()
            && !own(token + 1)
            && !syntax.is_mark(token + 1)
        {
            return token;
        }
    }
    syntax.len()
}

/// The sentence without a phrase that is put into it.
pub(super) fn around(syntax: &Syntax<'_>, phrase: Range<usize>) -> Vec<Range<usize>> {
    vec![0..phrase.start, phrase.end..syntax.len()]
}

/// "According to X" with all that belongs to X.
pub(super) fn source_phrase(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Range<usize> {
    let first = cue.tokens.start;
    if first == 0 || syntax.is_mark(first - 1) {
        return first..source_end(syntax, cue);
    }
    let heads = [
        Some(first),
        syntax.head(first),
        syntax.head(cue.tokens.end - 1),
    ];
    let end = heads
        .into_iter()
        .flatten()
        .map(|head| (head, syntax.span(head)))
        .filter(|(head, span)| *head >= first && span.start >= first)
        .map(|(_, span)| span.end)
        .max();
    first..end.unwrap_or(cue.tokens.end).max(cue.tokens.end)
}

/// Where a source set off by a comma ends: at the comma behind which the sentence goes on, past appositions and relative clauses.
fn source_end(syntax: &Syntax<'_>, cue: &Cue<'_>) -> usize {
    let first = cue.tokens.start;
    let stop = |from: usize| {
        (from..syntax.len()).find(|&token| syntax.is(token, &[",", ";", "—", "–", "--"]))
    };
    let mut at = cue.tokens.end;
    while let Some(comma) = stop(at) {
        let next = comma + 1;
        let until = stop(next).unwrap_or(syntax.len());
        let conjunction = syntax.is(next, &["and", "but", "while"]);
        let aside = syntax.is(next, &["who", "which", "whose", "where"])
            || !conjunction
                && (next..until).any(|token| {
                    matches!(
                        syntax.base(token),
                        Relation::Appos | Relation::Acl | Relation::Nmod | Relation::Conj
                    ) && syntax
                        .head(token)
                        .is_some_and(|head| (first..comma).contains(&head))
                });
        if !aside && (conjunction || (next..syntax.len()).any(|token| is_finite(syntax, token))) {
            return comma;
        }
        if until >= syntax.len() {
            break;
        }
        at = until;
    }
    match first {
        // In front of its sentence, without a comma.
        0 => syntax
            .head(first)
            .map_or(cue.tokens.end, |head| syntax.span(head).end)
            .max(cue.tokens.end),
        _ => syntax.len(),
    }
}
