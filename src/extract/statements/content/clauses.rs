//! Contents that are clauses.

use std::ops::Range;

use super::ends::clause_end;
use crate::extract::statements::cues::Cue;
use crate::extract::statements::syntax::Syntax;
use crate::extract::statements::times;
use crate::language::{Relation, Upos};
use crate::lexicon::Construction;

/// The clause behind the verb.
pub(super) fn complement(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let verb = cue.head;
    let behind = || syntax.children(verb).filter(|&child| child > verb);
    let purpose = |child: &usize| syntax.base(*child) == Relation::Advcl;
    // "Asked them to cut output to save the pact": the purpose is no complement where there is one.
    let complements = behind().filter(|child| !purpose(child));
    for child in complements.chain(behind().filter(purpose)) {
        let relation = syntax.base(child);
        let span = syntax.span(child);
        let from = span.start.max(cue.tokens.end);
        let marked = |words: &[&str]| {
            (from..child).any(|token| syntax.is(token, words) && syntax.head(token) == Some(child))
        };
        let finite = relation == Relation::Ccomp && is_clause(syntax, from..span.end)
            || (matches!(
                relation,
                Relation::Advcl | Relation::Parataxis | Relation::Dep
            ) && syntax.is(from, &["that"]));
        // "When the poll asked about both, Roe was ahead": the main clause is no complement of what stands in front of it.
        let main = syntax.is_circumstance(verb)
            && !syntax.is(from, &["that"])
            && (cue.tokens.end..=from).any(|token| syntax.is(token, &[","]));
        if finite && !main && (cue.takes(Construction::Clause) || cue.takes(Construction::Question))
        {
            let from = from_cue(syntax, cue, from);
            let from = behind_recipient(syntax, cue, from, child);
            return Some(clause_end(syntax, cue, from..span.end));
        }
        // "Admitted paying", "reported earning".
        let gerund = relation == Relation::Xcomp
            && syntax.xpos(child) == "VBG"
            && span.start == cue.tokens.end
            && cue.takes(Construction::Clause);
        if gerund {
            // "Said opening it could cost jobs": the gerund is the subject of what the tree takes for a clause of its own.
            let clause = behind()
                .filter(|&other| other > child && syntax.base(other) == Relation::Ccomp)
                .map(|other| syntax.span(other))
                .find(|other| other.start == span.end);
            let end = clause.map_or(span.end, |clause| clause.end);
            return Some(clause_end(syntax, cue, from..end));
        }
        let infinitive = matches!(
            relation,
            Relation::Xcomp | Relation::Ccomp | Relation::Advcl
        ) && marked(&["to"]);
        // "What he said to justify it": a purpose, and nothing said.
        let purpose = relation == Relation::Advcl && span.start > cue.tokens.end;
        let purpose = purpose && !cue.takes(Construction::Order);
        if infinitive
            && !purpose
            && (cue.takes(Construction::Infinitive) || cue.takes(Construction::Order))
        {
            let to = (from..child)
                .find(|&token| syntax.is(token, &["to"]) && syntax.head(token) == Some(child));
            let mut from = to.unwrap_or(from);
            if from > cue.tokens.end && syntax.is(from - 1, &["not", "never"]) {
                from -= 1;
            }
            return Some(clause_end(syntax, cue, from..span.end));
        }
        let question = relation == Relation::Advcl && marked(&["if", "whether"]);
        if question && cue.takes(Construction::Question) {
            return Some(clause_end(syntax, cue, from..span.end));
        }
    }
    None
}

/// "Asked in an interview what the levy would cost, ...": the question up to the comma.
pub(super) fn asked(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    let verb = cue.head;
    if !(syntax.opens_with(verb) && syntax.is_asked(verb)) {
        return None;
    }
    let mut from = syntax.question(verb)?;
    if syntax.is(from, &["about", "for"]) {
        from += 1;
    }
    let end =
        (from..syntax.len()).find(|&token| syntax.is(token, &[","]) && !syntax.is_quoted(token))?;
    Some(from..end)
}

/// A noun phrase that stands between a cue and the clause behind it is the subject of the clause, whatever the tree says: "say her
/// plans to raise taxes would ...".
fn from_cue(syntax: &Syntax<'_>, cue: &Cue<'_>, from: usize) -> usize {
    let first = cue.tokens.end;
    let opens = matches!(
        syntax.upos(first),
        Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun
    ) && !times::is_weekday(syntax, first)
        && !syntax.is(
            first,
            &["this", "last", "next", "himself", "herself", "itself"],
        );
    let parted = (first..from).any(|token| syntax.is_mark(token));
    let says = cue.takes(Construction::Quotation)
        && !cue.takes(Construction::Recipient)
        && !cue.takes(Construction::Object);
    match says && opens && !parted && !syntax.is(from, &["that", "whether", "if", "how"]) {
        true => first.min(from),
        false => from,
    }
}

/// A finite verb or modal.
pub(super) fn is_finite(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.xpos(token), "VBD" | "VBZ" | "VBP" | "MD")
}

/// Whether a verb or its auxiliary belongs to a relative or adverbial clause.
pub(super) fn is_subordinate(syntax: &Syntax<'_>, token: usize) -> bool {
    let verb = match syntax.base(token) {
        Relation::Aux | Relation::Cop => syntax.head(token).unwrap_or(token),
        _ => token,
    };
    match syntax.relation(verb) {
        Relation::AclRelcl | Relation::Advcl => true,
        // A participle; what the tagger takes for a past tense is one.
        Relation::Acl => !is_finite(syntax, verb),
        _ => false,
    }
}

/// Whether a range holds what a clause needs: a finite verb, or what a tagger may take for a bare one.
fn is_clause(syntax: &Syntax<'_>, range: Range<usize>) -> bool {
    syntax.is(range.start, &["that"])
        || range.clone().any(|token| {
            is_finite(syntax, token)
                || matches!(syntax.xpos(token), "VB" | "VBN")
                    && !syntax.is(token.wrapping_sub(1), &["to"])
        })
}

/// "Told both leaders this step ...", "said this week any deal ...": where the clause begins, if the tree gave it the words of
/// the addressee or of the time.
fn behind_recipient(syntax: &Syntax<'_>, cue: &Cue<'_>, from: usize, verb: usize) -> usize {
    if from != cue.tokens.end || syntax.is(from, &["that"]) {
        return from;
    }
    let begins = |token: usize| {
        syntax.upos(token) == Upos::Det
            || syntax.is(token, &["he", "she", "they", "it", "we", "i", "there"])
    };
    let behind = times::end_of(syntax, from);
    let mut at = behind;
    if behind > from {
        let goes_on = begins(at)
            || matches!(
                syntax.upos(at),
                Upos::Propn | Upos::Pron | Upos::Noun | Upos::Num
            )
            || syntax.is(at, &["that"]);
        return if goes_on && at < verb { at } else { from };
    }
    if !cue.takes(Construction::Recipient) {
        return from;
    }
    // The first noun phrase is the one to whom it is said, where another begins right behind it.
    while matches!(syntax.upos(at), Upos::Det | Upos::Adj | Upos::Num)
        || syntax.relation(at) == Relation::NmodPoss
    {
        at += 1;
    }
    let nouns = at;
    while matches!(syntax.upos(at), Upos::Noun | Upos::Propn) {
        at += 1;
    }
    if at > nouns && at < verb && (begins(at) || syntax.is(at, &["that"])) {
        return at;
    }
    from
}

/// Prepositions of phrases that tell when, where or by what means something is said.
const PLACES: &[&str] = &[
    "on",
    "in",
    "at",
    "during",
    "after",
    "before",
    "via",
    "through",
    "following",
];

/// A clause that the tree did not give to the verb: "told a crowd in Ohio that ...", "said the ministry was ...".
pub(super) fn bare_clause(syntax: &Syntax<'_>, cue: &Cue<'_>) -> Option<Range<usize>> {
    if !cue.takes(Construction::Clause) {
        return None;
    }
    let next = cue.tokens.end;
    // "While he said he was for it, he voted against it": the main clause is not his.
    let circumstance = syntax.is_circumstance(cue.head);
    let stop = (next..syntax.len())
        .find(|&token| syntax.is(token, &[";", ":"]) || circumstance && syntax.is(token, &[","]))
        .unwrap_or(syntax.len());
    // "Told the council that the levy ...": no pronoun, whatever the tree says.
    let addressed = |token: usize| {
        cue.takes(Construction::Recipient)
            && syntax.upos(token - 1).is_nominal()
            && matches!(syntax.upos(token + 1), Upos::Det | Upos::Pron | Upos::Propn)
    };
    let that = (next..stop.min(next + 25)).find(|&token| {
        syntax.is(token, &["that"])
            && !syntax.is_quoted(token)
            && (syntax.relation(token) == Relation::Mark || token == next || addressed(token))
    });
    let that = that.filter(|&that| !(next..that).any(|token| is_finite(syntax, token)));
    if let Some(that) = that {
        let verb = syntax
            .head(that)
            .filter(|&verb| verb > that && syntax.relation(verb) != Relation::AclRelcl);
        let end = verb.map_or(stop, |verb| syntax.span(verb).end);
        return Some(clause_end(syntax, cue, that..end.max(that + 1)));
    }
    let perfect = syntax.xpos(cue.head) == "VBN"
        && syntax.child(cue.head, &[Relation::Aux]).is_some()
        && !syntax.is_passive(cue.head);
    let says = (perfect || matches!(syntax.xpos(cue.head), "VBD" | "VBZ" | "VBP" | "VBG"))
        && cue.takes(Construction::Quotation)
        && !cue.takes(Construction::Object);
    if !says {
        return None;
    }
    let from = if syntax.is(next, PLACES) || times::is_weekday(syntax, next) {
        // "Said on Monday the levy would ...": the clause begins with its subject.
        let subject = (next + 1..stop).find(|&token| {
            syntax.base(token) == Relation::Nsubj
                && !syntax.is(token, &["who", "which", "that", "what"])
                && syntax.head(token).is_some_and(|verb| verb > token)
        })?;
        syntax.span(subject).start.max(next + 1)
    } else {
        behind_recipient(syntax, cue, next, stop)
    };
    let about = syntax.is(from, &["about"]) && syntax.upos(from + 1) != Upos::Num;
    let opens = matches!(
        syntax.upos(from),
        Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num | Upos::Sconj
    ) || syntax.xpos(from) == "VBG"
        || syntax.is(
            from,
            &["nearly", "almost", "about", "only", "even", "more", "some"],
        );
    // "Aides say the more he takes, the more he has": behind a plain "say", all that has a verb.
    let say = syntax.lemma(cue.head) == "say";
    let plain = say && from == next;
    // "Maintains a wide lead, and her rival fell behind": of other verbs, no clause begins behind the next comma.
    let near = (from..stop)
        .find(|&token| !say && syntax.is(token, &[","]) && !syntax.is_quoted(token))
        .unwrap_or(stop);
    let verb = (from..near).any(|token| {
        let bare = syntax.xpos(token) == "VB" && !syntax.is(token.wrapping_sub(1), &["to"]);
        (is_finite(syntax, token) || bare) && (plain || !is_subordinate(syntax, token))
    });
    (opens && verb && !about).then(|| clause_end(syntax, cue, from..stop))
}
