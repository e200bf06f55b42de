//! Words that are written like a measure and are none.

use std::ops::Range;

use crate::extract::events::words::Words;
use crate::language::{Relation, Upos};
use crate::lexicon::MeasureEntry;

/// Nouns that make of a measure before them something else.
const OTHER_HEADS: &[&str] = &[
    "report",
    "reports",
    "findings",
    "results",
    "revenue",
    "revenues",
    "receipts",
    "war",
    "wars",
    "tension",
    "tensions",
    "fear",
    "fears",
    "worries",
    "concerns",
    "violation",
    "violations",
    "row",
    "spat",
    "feud",
    "hearing",
    "hearings",
    "panel",
    "panels",
    "partner",
    "partners",
    "members",
    "opponents",
    "supporters",
    "critics",
    "lawyer",
    "lawyers",
    "expert",
    "experts",
    "rhetoric",
    "headlines",
    "schedule",
    "schedules",
    "commission",
    "act",
    "code",
    "codes",
    "classification",
    "subheading",
    "board",
];

/// Whether a call is one of many or one to the press.
fn is_briefing(words: &Words<'_>, at: usize) -> bool {
    let plural = words.at(at) == "calls" && !words.is(at + 1, &["with", "between"]);
    plural
        || (at.saturating_sub(3)..at).any(|i| {
            words.is(
                i,
                &[
                    "press",
                    "background",
                    "briefing",
                    "join",
                    "joins",
                    "joined",
                    "joining",
                    "record",
                    "conference",
                ],
            )
        })
}

/// Whether the words of a measure mean something else where they stand.
pub(super) fn misleads(words: &Words<'_>, tokens: &Range<usize>, entry: &MeasureEntry) -> bool {
    let single = tokens.len() == 1;
    // "taxed", "to visit": a verb that is written like the noun of a measure.
    if single
        && entry.needs_context
        && words.is_verb_at(tokens.start)
        && !words.at(tokens.start).ends_with('s')
    {
        return true;
    }
    // "calls for talks", "calls to cut": no telephone.
    if single
        && words.is(tokens.start, &["call", "calls"])
        && words.is(tokens.end, &["for", "to", "on", "by"])
    {
        return true;
    }
    // "joining the call", "a press call", "a lot more calls": a briefing or some calls, no talks of states.
    if single && words.is(tokens.start, &["call", "calls"]) && is_briefing(words, tokens.start) {
        return true;
    }
    // "in consultation with the Secretary": with whom somebody decides, not talks.
    if single
        && words.at(tokens.start).starts_with("consultation")
        && (words.before(tokens.start) == "in" || words.is(tokens.start.wrapping_sub(2), &["in"]))
    {
        return true;
    }
    // "the ruling council": a participle before its noun.
    if single
        && words.is(tokens.start, &["ruling"])
        && words.is_nominal(tokens.end)
        && matches!(
            words.tree.relation(tokens.start),
            Some(Relation::Amod | Relation::Compound)
        )
    {
        return true;
    }
    // "tariff-free", "sanctions-hit"
    if words.at(tokens.end) == "-"
        && words.is(tokens.end + 1, &["free", "hit", "related", "wracked"])
    {
        return true;
    }
    // "in retaliation for": says how a measure stands to another, and is none.
    if single
        && matches!(words.before(tokens.start), "in" | "as")
        && words.is(tokens.start, &["retaliation", "reprisal", "countermeasure"])
    {
        return true;
    }
    // "a duty to protect"
    if single
        && words.at(tokens.start) == "duty"
        && words.at(tokens.end) == "to"
        && words.is_verb_at(tokens.end + 1)
        && words.upos(tokens.end + 1) == Upos::Verb
    {
        return true;
    }
    // "Directorate General of Trade Remedies": part of a body's name.
    let capital = |i: usize| {
        words
            .page
            .word(words.line, i)
            .starts_with(char::is_uppercase)
    };
    if tokens.start >= 2
        && words.page.word(words.line, tokens.start - 1) == "of"
        && capital(tokens.start)
        && capital(tokens.start - 2)
    {
        return true;
    }
    // "an investigation report", "the sanctions violations": the noun behind is what is spoken of.
    words.is(tokens.end, OTHER_HEADS)
}
