//! Contents that are objects: "announced a ban", "called it a mistake", "warned of a crisis".

use std::ops::Range;

use super::clauses::is_finite;
use super::ends::{clause_end, is_parted};
use crate::extract::statements::cues::Cue;
use crate::extract::statements::syntax::Syntax;
use crate::language::{Relation, Upos};
use crate::lexicon::{Act, Construction, ReportingEntry};

/// The object of the verb, with what is said of it.
pub(super) fn object(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let entry = cue.entry?;
    let predicate = entry.takes(Construction::Predicate);
    if !(predicate || entry.takes(Construction::Object)) {
        return None;
    }
    let verb = cue.head;
    if syntax.is_passive(verb) {
        return None;
    }
    let mut range: Option<Range<usize>> = None;
    let mut predicated = entry.takes(Construction::Object);
    for child in syntax.children(verb).filter(|&child| child > verb) {
        let span = syntax.span(child);
        let from = span.start.max(cue.tokens.end);
        let joined = match syntax.relation(child) {
            Relation::Obj
                if !(syntax.is(child, &["reporters"])
                    || !predicate && syntax.is(child, REFLEXIVE)
                    || entry.act == Act::Praise && syntax.is(child, &["you"])
                    || entry.act == Act::Assert && speaks_for_itself(syntax, child)) =>
            {
                true
            }
            Relation::Ccomp | Relation::Xcomp => {
                predicate || (range.is_none() && entry.takes(Construction::Object))
            }
            Relation::Obl | Relation::Advcl => {
                (range.is_some() || predicate && syntax.relation(verb) == Relation::AclRelcl)
                    && syntax.children(child).any(|case| {
                        matches!(syntax.relation(case), Relation::Case | Relation::Mark)
                            && entry
                                .with
                                .iter()
                                .any(|word| syntax.word(case).eq_ignore_ascii_case(word))
                    })
            }
            Relation::Advmod | Relation::Iobj => false,
            _ => false,
        };
        predicated |= joined && syntax.relation(child) != Relation::Obj;
        if joined {
            range = Some(match range {
                Some(range) => range.start..range.end.max(span.end),
                None => from..span.end,
            });
        }
    }
    let mut range = range?;
    if predicate {
        let end = with_predicate(syntax, entry, range.end);
        predicated |= end > range.end;
        range.end = end;
    }
    if !(predicated || is_predicated(syntax, &range)) || is_renamed(syntax, &range) {
        return None;
    }
    let accused = range.len() > 2
        && entry.with.iter().any(|word| {
            (range.start..range.end).any(|token| syntax.word(token).eq_ignore_ascii_case(word))
        });
    if accused {
        let way = syntax
            .children(verb)
            .filter(|&child| syntax.base(child) == Relation::Advcl)
            .map(|child| syntax.span(child))
            .find(|span| span.start == range.end);
        range.end = way.map_or(range.end, |span| span.end);
    }
    // A bare word is no content: "announced it", "said so".
    (range.len() > 1 || syntax.upos(range.start) != Upos::Pron)
        .then(|| object_end(syntax, cue, range))
}

/// Pronouns that stand for the speaker.
const REFLEXIVE: &[&str] = &[
    "himself",
    "herself",
    "itself",
    "themselves",
    "myself",
    "ourselves",
];

/// Nouns that are adjectives as well, of what policy is often called.
const ADJECTIVES_TOO: &[&str] = &[
    "interventionist",
    "isolationist",
    "mercantilist",
    "nationalist",
    "protectionist",
];

/// Whether the words behind a verb of naming hold something named and what it is called: "the ban a disgrace", "it “unfair”". Else
/// somebody was called, or a meeting.
fn is_predicated(syntax: &Syntax<'_>, range: &Range<usize>) -> bool {
    let named = |token: usize| {
        matches!(
            syntax.upos(token),
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
        )
    };
    range.len() > 1 && syntax.upos(range.start) == Upos::Pron
        || range.clone().any(|token| syntax.is_quoted(token))
        || syntax.upos(range.end - 1) == Upos::Adj
        || range.len() > 2 && syntax.is(range.end - 1, ADJECTIVES_TOO)
        || (range.start + 1..range.end).any(|token| {
            named(token - 1)
                && (syntax.is(token, &["a", "an", "the", "one"]) || syntax.upos(token) == Upos::Adj)
        })
}

/// "Calls itself the Oat Union": a name, and nothing said of anybody.
fn is_renamed(syntax: &Syntax<'_>, range: &Range<usize>) -> bool {
    syntax.is(range.start, REFLEXIVE)
        && range.len() > 1
        && syntax.upos(range.start + 1) == Upos::Propn
}

/// How far behind an object, in tokens, its predicate may begin.
const NEAR: usize = 12;

/// "Described the ground under the city as a sieve": the predicate goes with the object wherever the tree hangs it.
fn with_predicate(syntax: &Syntax<'_>, entry: &ReportingEntry, end: usize) -> usize {
    let mark = (end..(end + NEAR).min(syntax.len()))
        .take_while(|&token| !syntax.is(token, &[",", ";", ":", "."]) && !is_finite(syntax, token))
        .find(|&token| syntax.is(token, &["as"]));
    let mark = mark.filter(|_| entry.with.iter().any(|word| word == "as"));
    let head = mark.and_then(|mark| syntax.head(mark).filter(|&head| head > mark));
    head.map_or(end, |head| syntax.span(head).end.max(end))
}

/// "The levy was described by X as a mistake": the subject, and what is said of it.
pub(super) fn described(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Vec<Range<usize>> {
    let entry = cue
        .entry
        .filter(|entry| entry.takes(Construction::Predicate));
    let Some(entry) = entry.filter(|_| syntax.is_passive(cue.head)) else {
        return Vec::new();
    };
    let marked = syntax
        .children(cue.head)
        .filter(|&child| {
            child > cue.head
                && matches!(
                    syntax.base(child),
                    Relation::Obl | Relation::Advcl | Relation::Xcomp
                )
        })
        .find_map(|child| {
            let mark = (cue.head..child).find(|&token| {
                syntax.head(token) == Some(child)
                    && entry
                        .with
                        .iter()
                        .any(|word| syntax.word(token).eq_ignore_ascii_case(word))
            })?;
            Some(mark..syntax.span(child).end)
        });
    let Some(predicate) = marked else {
        return Vec::new();
    };
    let subject = syntax
        .child(cue.head, &[Relation::NsubjPass, Relation::Nsubj])
        .filter(|&subject| {
            subject < cue.tokens.start && !syntax.is(subject, &["who", "which", "that"])
        })
        .map(|subject| syntax.span(subject))
        .filter(|span| span.end <= cue.tokens.start);
    let predicate = object_end(syntax, cue, predicate);
    subject.into_iter().chain([predicate]).collect()
}

/// A noun of saying with a content of its own: the "hope" of "expressed hope that", "voiced hopes for".
fn speaks_for_itself(syntax: &Syntax<'_>, noun: usize) -> bool {
    let content = |child: usize| {
        child > noun
            && matches!(
                syntax.base(child),
                Relation::Acl | Relation::Ccomp | Relation::Nmod
            )
    };
    syntax.is_report(noun)
        && (syntax.children(noun).any(content)
            || syntax.is(
                noun + 1,
                &["that", "for", "over", "about", "of", "to", "at"],
            ))
}

/// An object ends where a participle goes on with the report: ", signalling a change".
fn object_end(syntax: &Syntax<'_>, cue: &Cue<'_>, range: Range<usize>) -> Range<usize> {
    let range = clause_end(syntax, cue, range);
    let participle = |token: &usize| {
        is_parted(syntax, token + 1)
            && syntax.xpos(token + 1) == "VBG"
            && !syntax.is_quoted(token + 1)
    };
    // Behind quoted words, a clause of time or place is the report's: "a “disgrace” after the meeting".
    let circumstance = |token: &usize| {
        syntax.is(*token, &["after", "before", "during", "while", "when"])
            && !syntax.is_quoted(*token)
            && (range.start..*token).any(|token| syntax.is_quoted(token))
    };
    let end = (range.start + 1..range.end)
        .find(|token| participle(token) || circumstance(token))
        .unwrap_or(range.end);
    range.start..end
}

/// The object of a preposition: "called for talks", "warned of a crisis".
pub(super) fn preposition(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let entry = cue.entry?;
    let at = cue.head;
    // What belongs to a noun that is an object hangs on the verb in many trees: "voiced hopes for a deal".
    let verb = syntax
        .head(at)
        .filter(|_| entry.noun && syntax.base(at) == Relation::Obj);
    syntax
        .children(at)
        .chain(verb.into_iter().flat_map(|verb| syntax.children(verb)))
        .filter(|&child| child > at)
        .find_map(|child| {
            if !matches!(
                syntax.base(child),
                Relation::Obl | Relation::Nmod | Relation::Advcl | Relation::Acl
            ) {
                return None;
            }
            let span = syntax.span(child);
            // Only the first preposition counts: "speaking ahead of the vote" says nothing of the vote.
            let case = (span.start..child)
                .find(|&token| {
                    syntax.head(token) == Some(child)
                        && matches!(syntax.base(token), Relation::Case | Relation::Mark)
                })
                .filter(|&token| {
                    entry
                        .about
                        .iter()
                        .any(|word| syntax.word(token).eq_ignore_ascii_case(word))
                })?;
            Some(object_end(syntax, cue, case + 1..span.end))
        })
}
