//! Where contents end: where the report goes on, or at the next mark.

use std::ops::Range;

use super::clauses::is_finite;
use crate::extract::statements::channel;
use crate::extract::statements::cues::Cue;
use crate::extract::statements::syntax::Syntax;
use crate::language::{Relation, Upos};

/// A content clause ends where the report goes on: ", adding that", "and warned of", ", although he". A second "and that" goes on with it.
pub(super) fn clause_end(syntax: &Syntax<'_>, cue: &Cue<'_>, range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    if syntax.is(range.start, &["that"]) || syntax.is(range.start.wrapping_sub(1), &["that"]) {
        let conjunction = if syntax.is(end, &[","]) { end + 1 } else { end };
        if syntax.is(conjunction, &["and", "but"])
            && syntax.is(conjunction + 1, &["that"])
            && let Some(verb) = syntax
                .head(conjunction + 1)
                .filter(|&verb| verb > conjunction)
        {
            end = syntax.span(verb).end.max(end);
        }
    }
    end = with_quotation(syntax, going_on(syntax, cue.head, range.start, end));
    if let Some(means) =
        channel::trailing(syntax, range.start + 2).filter(|means| means.end <= end + 1)
    {
        end = end.min(means.start);
    }
    let tense = syntax.xpos(cue.head);
    for token in range.start + 1..end {
        if syntax.is_quoted(token) {
            continue;
        }
        let comma = is_parted(syntax, token);
        let source = comma
            && syntax.is(token, &["according"])
            && syntax.is(token + 1, &["to"])
            && !(token..end).any(|token| is_finite(syntax, token));
        let gerund = comma
            && syntax.xpos(token) == "VBG"
            && (syntax.is(token, TRAILING) || syntax.is_report(token));
        // "He was busy, he said: “...”": the quotation is a saying of its own.
        let quotation = syntax.is(token, &[":"]) && syntax.is_quoted(token + 1);
        let concession = comma
            && syntax.is(token, &["although", "though", "while", "even"])
            && !syntax.is(token + 1, &["if"])
            || syntax.is(token, &["even"]) && syntax.is(token + 1, &["as"]);
        if gerund || concession || quotation || source {
            end = token;
            break;
        }
        let reports = matches!(tense, "VBD" | "VBZ" | "VBN")
            && syntax.xpos(token) == tense
            && syntax.is_report(token)
            && syntax.relation(token) == Relation::Conj;
        if reports
            && token > range.start + 2
            && syntax
                .child(token, &[Relation::Nsubj, Relation::NsubjPass])
                .is_none()
        {
            let joint = (range.start..token)
                .rev()
                .take(4)
                .find(|&joint| syntax.is(joint, &["and", "but"]));
            end = joint.unwrap_or(token);
            break;
        }
    }
    range.start..end
}

/// Words that go on with a clause where nothing parts them from it, wherever the tree hangs them.
const GOING_ON: &[&str] = &[
    "that",
    "to",
    "for",
    "of",
    "by",
    "about",
    "on",
    "as",
    "like",
    "than",
    "if",
    "when",
    "because",
    "is",
    "was",
    "are",
    "were",
    "has",
    "had",
    "would",
    "will",
    "could",
    "should",
    "everywhere",
];

/// How often a clause is lengthened.
const TIMES: usize = 4;

/// A clause that the tree cuts in the middle of a phrase or quotation goes on up to the next mark.
fn going_on(syntax: &Syntax<'_>, verb: usize, start: usize, mut end: usize) -> usize {
    let nested = matches!(
        syntax.base(verb),
        Relation::Acl | Relation::Csubj | Relation::Nsubj
    ) || (0..verb).any(|token| syntax.is(token, &["who", "whoever", "what", "which"]));
    let parts = |token: usize| {
        syntax.is(token, &[",", ";", ":", "—", "–", "--", "("]) && !syntax.is_quoted(token)
    };
    for _ in 0..TIMES {
        if end <= start + 1 || end >= syntax.len() || parts(end - 1) {
            break;
        }
        let quoted = syntax.is_quoted(end);
        // "Whoever told you it would never happen is busy": the verb is the main clause's.
        let main = nested && is_finite(syntax, end);
        if !quoted && (main || !syntax.is(end, GOING_ON)) {
            break;
        }
        end = (end..syntax.len())
            .find(|&token| {
                if quoted {
                    !syntax.is_quoted(token)
                } else {
                    parts(token)
                }
            })
            .unwrap_or(syntax.len());
    }
    end
}

/// Whether a comma stands in front of a word, be it in front of a closing mark: "a “disgrace,” adding".
pub(super) fn is_parted(syntax: &Syntax<'_>, token: usize) -> bool {
    let comma = |back: usize| token >= back && syntax.is(token - back, &[","]);
    comma(1) || comma(2) && syntax.is(token - 1, &["”", "\"", "''", "’", "»"])
}

/// "... and there was “no evidence” of it": a rest of the sentence that holds quoted words and no other cue belongs to what is said.
fn with_quotation(syntax: &Syntax<'_>, end: usize) -> usize {
    let next = (end..syntax.len()).find(|&token| !syntax.is_mark(token));
    let joined = next.is_some_and(|next| {
        syntax.is_quoted(next)
            || matches!(syntax.upos(next), Upos::Cconj)
            || syntax.is(next, &["because", "so"])
    });
    let quoted = (end..syntax.len()).any(|token| syntax.is_quoted(token) && !syntax.is_mark(token));
    let reports =
        (end..syntax.len()).any(|token| syntax.is_report(token) && !syntax.is_quoted(token));
    let reason = next.is_some_and(|next| syntax.is(next, &["because", "unless"]));
    match (joined && quoted || reason) && !reports {
        true => syntax.len(),
        false => end,
    }
}

/// Gerunds that go on with the report, not with what is reported.
const TRAILING: &[&str] = &[
    "adding",
    "citing",
    "noting",
    "saying",
    "warning",
    "arguing",
    "calling",
    "accusing",
    "claiming",
    "telling",
    "insisting",
    "suggesting",
    "describing",
    "pointing",
    "stressing",
    "emphasizing",
    "emphasising",
    "explaining",
    "referring",
    "quoting",
    "confirming",
    "vowing",
    "threatening",
    "speaking",
    "reflecting",
    "drawing",
    "echoing",
    "signaling",
    "signalling",
    "underscoring",
    "underlining",
    "highlighting",
    "contradicting",
    "prompting",
    "sparking",
    "denying",
    "denouncing",
    "criticizing",
    "criticising",
    "urging",
    "asserting",
    "alluding",
    "declaring",
    "announcing",
];
