//! What is said, where no quotation marks say it: clauses and objects of the cue, or the sentence around it.

use std::ops::Range;

use super::cues::{Cue, CueKind};
use super::speakers::Voice;
use super::syntax::Syntax;
use crate::language::{Relation, Upos};
use crate::lexicon::{Act, Construction};

/// The tokens of an indirect content, in order; empty where the cue has none. `speaks` tells whether the speaker is somebody who can speak: without that,
/// only clauses are contents ("the study says that"), objects are not ("the decision confirmed the trend").
pub(super) fn indirect(
    syntax: &Syntax<'_>,
    cue: &Cue<'_>,
    voice: Voice,
    speaks: bool,
) -> Vec<Range<usize>> {
    let found = match cue.kind {
        CueKind::Source => around(syntax, source_phrase(syntax, cue)),
        CueKind::Verb => of_verb(syntax, cue, voice, speaks),
        CueKind::Noun => of_noun(syntax, cue).into_iter().collect(),
    };
    found
        .into_iter()
        .map(|range| syntax.trimmed(range))
        .map(|range| {
            match syntax.is(range.start, &["that"])
                && range.len() > 1
                && syntax.upos(range.start + 1) != Upos::Verb
            {
                // The conjunction is no part of what is said.
                true => syntax.trimmed(range.start + 1..range.end),
                false => range,
            }
        })
        .filter(|range| !range.is_empty())
        .collect()
}

fn of_verb(syntax: &Syntax<'_>, cue: &Cue<'_>, voice: Voice, speaks: bool) -> Vec<Range<usize>> {
    if let Some(sentence) = as_clause(syntax, cue) {
        return sentence;
    }
    let voice = Some(voice);
    if let Some(sentence) = between_commas(syntax, cue, voice) {
        return sentence;
    }
    if let Some(clause) = complement(syntax, cue) {
        return vec![clause];
    }
    if let Some(around) = inserted(syntax, cue, voice) {
        return around;
    }
    let object = if speaks {
        object(syntax, cue).or_else(|| preposition(syntax, cue))
    } else {
        None
    };
    object
        .or_else(|| bare_clause(syntax, cue))
        .into_iter()
        .collect()
}

/// "As X pointed out, the tariffs rise": the sentence around the clause.
fn as_clause(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Vec<Range<usize>>> {
    let verb = cue.head;
    let clause = syntax.span(verb);
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
fn between_commas(
    syntax: &Syntax<'_>,
    cue: &Cue<'_>,
    voice: Option<Voice>,
) -> Option<Vec<Range<usize>>> {
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

/// The clause behind the verb.
fn complement(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let verb = cue.head;
    for child in syntax.children(verb).filter(|&child| child > verb) {
        let relation = syntax.base(child);
        let span = syntax.span(child);
        let from = span.start.max(cue.tokens.end);
        let marked = |words: &[&str]| {
            (from..child).any(|token| syntax.is(token, words) && syntax.head(token) == Some(child))
        };
        let finite = relation == Relation::Ccomp
            || (matches!(
                relation,
                Relation::Advcl | Relation::Parataxis | Relation::Dep
            ) && syntax.is(from, &["that"]));
        if finite && (cue.takes(Construction::Clause) || cue.takes(Construction::Question)) {
            return Some(clause_end(syntax, cue, from..span.end));
        }
        let infinitive = matches!(
            relation,
            Relation::Xcomp | Relation::Ccomp | Relation::Advcl
        ) && marked(&["to"]);
        if infinitive && (cue.takes(Construction::Infinitive) || cue.takes(Construction::Order)) {
            let to = (from..child)
                .find(|&token| syntax.is(token, &["to"]) && syntax.head(token) == Some(child));
            return Some(clause_end(syntax, cue, to.unwrap_or(from)..span.end));
        }
        let question = relation == Relation::Advcl && marked(&["if", "whether"]);
        if question && cue.takes(Construction::Question) {
            return Some(clause_end(syntax, cue, from..span.end));
        }
    }
    None
}

/// A content clause ends where the report goes on: ", adding that", "and warned of", ", although he". A second "and that" goes on with it.
fn clause_end(syntax: &Syntax<'_>, cue: &Cue<'_>, range: Range<usize>) -> Range<usize> {
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
    end = with_quotation(syntax, end);
    let tense = syntax.xpos(cue.head);
    for token in range.start + 1..end {
        if syntax.is_quoted(token) {
            continue;
        }
        let comma = syntax.is(token - 1, &[","]);
        let gerund = comma && syntax.xpos(token) == "VBG" && syntax.is(token, TRAILING);
        let concession = comma
            && syntax.is(token, &["although", "though", "while", "even"])
            && !syntax.is(token + 1, &["if"])
            || syntax.is(token, &["even"]) && syntax.is(token + 1, &["as"]);
        if gerund || concession {
            end = token;
            break;
        }
        let reports = matches!(tense, "VBD" | "VBZ")
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
    match joined && quoted && !reports {
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
];

/// The sentence around a cue that is put in or behind it: "Tariffs will rise, X said", "tariffs, X said, will rise".
fn inserted(syntax: &Syntax<'_>, cue: &Cue<'_>, voice: Option<Voice>) -> Option<Vec<Range<usize>>> {
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
        && (0..start).any(|token| matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD"))
        && syntax.base(verb) != Relation::Conj
        && syntax
            .child(verb, &[Relation::Ccomp, Relation::Obj])
            .is_none_or(|child| child < verb);
    let postposed = voice.is_some_and(|voice| voice.own && voice.head > verb);
    if !(clause_in_front || under || bare || postposed) {
        return None;
    }
    let gerund = syntax.xpos(verb) == "VBG";
    if gerund {
        return None;
    }
    let end = insertion_end(syntax, verb, cue.tokens.end);
    Some(around(syntax, start..end))
}

/// The first word of a speaker's phrase in front of the verb; the verb if it stands behind.
fn phrase_start(syntax: &Syntax<'_>, head: usize, verb: usize) -> usize {
    if head > verb {
        return verb;
    }
    let span = syntax.span(head);
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
fn around(syntax: &Syntax<'_>, phrase: Range<usize>) -> Vec<Range<usize>> {
    vec![0..phrase.start, phrase.end..syntax.len()]
}

/// "According to X" with all that belongs to X.
fn source_phrase(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Range<usize> {
    let first = cue.tokens.start;
    let comma_in_front = first == 0 || syntax.is_mark(first - 1);
    let mut end = cue.tokens.end;
    let heads = [
        Some(first),
        syntax.head(first),
        syntax.head(cue.tokens.end - 1),
    ];
    for head in heads.into_iter().flatten() {
        let span = syntax.span(head);
        if span.start >= first && head >= first {
            end = end.max(span.end);
        }
    }
    if first == 0 {
        // In front of the sentence, it ends at its comma.
        let comma = (cue.tokens.end..syntax.len())
            .find(|&token| syntax.is(token, &[","]) && token + 1 >= end.min(token + 1));
        let within = (cue.tokens.end..end)
            .rev()
            .find(|&token| syntax.is(token, &[","]));
        return 0..match (comma, end) {
            (Some(comma), end) if end <= comma + 1 => comma,
            (_, end) if end < syntax.len() => end,
            (Some(comma), _) => within.filter(|_| false).unwrap_or(comma),
            (None, end) => end,
        };
    }
    if !comma_in_front {
        return first..end;
    }
    // Behind a comma, it ends where the sentence goes on with another clause.
    let stop = (end..syntax.len()).find(|&token| {
        let conjunction = syntax.is(token + 1, &["and", "but", "while"]);
        syntax.is(token, &[";", "—"])
            || syntax.is(token, &[","]) && (conjunction || continues(syntax, token + 1))
    });
    first..stop.unwrap_or(syntax.len())
}

/// Whether a clause with a verb of its own goes on from a token, and no relative clause or apposition.
fn continues(syntax: &Syntax<'_>, from: usize) -> bool {
    let relative = syntax.is(from, &["who", "which", "whose", "where", "when", "a", "an"])
        || syntax.xpos(from) == "VBG";
    !relative
        && (from..syntax.len()).any(|token| {
            matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD")
                && syntax.relation(token) != Relation::AclRelcl
        })
}

/// The object of the verb, with what is said of it.
fn object(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
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
    for child in syntax.children(verb).filter(|&child| child > verb) {
        let span = syntax.span(child);
        let from = span.start.max(cue.tokens.end);
        let joined = match syntax.relation(child) {
            Relation::Obj
                if !(syntax.is(child, &["reporters", "himself", "itself", "themselves"])
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
        if joined {
            range = Some(match range {
                Some(range) => range.start..range.end.max(span.end),
                None => from..span.end,
            });
        }
    }
    let mut range = range?;
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

/// A noun of saying with a content of its own: the "hope" of "expressed hope that".
fn speaks_for_itself(syntax: &Syntax<'_>, noun: usize) -> bool {
    let content = |child: usize| {
        child > noun
            && (matches!(syntax.relation(child), Relation::Acl | Relation::Ccomp)
                || syntax.base(child) == Relation::Nmod
                    && syntax.children(child).any(|case| syntax.is(case, &["for"])))
    };
    syntax.is_report(noun) && (syntax.children(noun).any(content) || syntax.is(noun + 1, &["that"]))
}

/// An object ends where a participle goes on with the report: ", signalling a change".
fn object_end(syntax: &Syntax<'_>, cue: &Cue<'_>, range: Range<usize>) -> Range<usize> {
    let range = clause_end(syntax, cue, range);
    let participle = |token: &usize| {
        syntax.is(*token, &[","]) && syntax.xpos(token + 1) == "VBG" && !syntax.is_quoted(*token)
    };
    let end = (range.start + 1..range.end)
        .find(participle)
        .unwrap_or(range.end);
    range.start..end
}

/// The object of a preposition: "called for talks", "warned of a crisis".
fn preposition(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let entry = cue.entry?;
    let at = cue.head;
    syntax
        .children(at)
        .filter(|&child| child > at)
        .find_map(|child| {
            if !matches!(
                syntax.base(child),
                Relation::Obl | Relation::Nmod | Relation::Advcl | Relation::Acl
            ) {
                return None;
            }
            let span = syntax.span(child);
            let case = (span.start..child).find(|&token| {
                syntax.head(token) == Some(child)
                    && matches!(syntax.base(token), Relation::Case | Relation::Mark)
                    && entry
                        .about
                        .iter()
                        .any(|word| syntax.word(token).eq_ignore_ascii_case(word))
            })?;
            Some(object_end(syntax, cue, case + 1..span.end))
        })
}

/// A clause that the tree did not give to the verb: "told a crowd in Ohio that ...", "said the ministry was ...".
fn bare_clause(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    if !cue.takes(Construction::Clause) {
        return None;
    }
    let next = cue.tokens.end;
    let stop = (next..syntax.len())
        .find(|&token| syntax.is(token, &[";", ":"]))
        .unwrap_or(syntax.len());
    let that = (next..stop.min(next + 25)).find(|&token| {
        syntax.is(token, &["that"])
            && !syntax.is_quoted(token)
            && (syntax.relation(token) == Relation::Mark || token == next)
    });
    if let Some(that) = that {
        let verb = syntax
            .head(that)
            .filter(|&verb| verb > that && syntax.relation(verb) != Relation::AclRelcl);
        let end = verb.map_or(stop, |verb| syntax.span(verb).end);
        return Some(clause_end(syntax, cue, that..end.max(that + 1)));
    }
    let finite = |range: Range<usize>| {
        range
            .clone()
            .any(|token| matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD"))
    };
    let says = matches!(syntax.xpos(cue.head), "VBD" | "VBZ" | "VBP" | "VBG")
        && cue.takes(Construction::Quotation)
        && !cue.takes(Construction::Object);
    let subject = matches!(
        syntax.upos(next),
        Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num
    );
    (says && subject && finite(next..stop)).then(|| clause_end(syntax, cue, next..stop))
}

/// The clause, infinitive or object of a noun: "the claim that", "a threat to", "a call for".
fn of_noun(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let noun = cue.head;
    for child in syntax.children(noun).filter(|&child| child > noun) {
        if !matches!(
            syntax.base(child),
            Relation::Acl | Relation::Ccomp | Relation::Xcomp | Relation::Advcl
        ) || syntax.relation(child) == Relation::AclRelcl
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
    // The complement of a noun that is an object hangs on the verb in many trees: "expressed hope that".
    let next = cue.tokens.end;
    if cue.takes(Construction::Clause)
        && syntax.is(next, &["that"])
        && syntax.base(noun) == Relation::Obj
    {
        let verb = syntax.head(noun)?;
        let clause = syntax.children(verb).find(|&child| {
            child > noun && matches!(syntax.base(child), Relation::Ccomp | Relation::Advcl)
        })?;
        return Some(clause_end(syntax, cue, next..syntax.span(clause).end));
    }
    preposition(syntax, cue)
}
