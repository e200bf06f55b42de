//! Phrases of time between a speaker and the verb, or between the verb and what is said: "Roe on Friday said", "said this week the levy".

use super::syntax::Syntax;
use crate::text::calendar;

/// Words that point at a stretch of time.
const POINTING: &[&str] = &["this", "last", "next", "earlier", "later", "late", "early"];

/// Stretches of time.
const STRETCHES: &[&str] = &[
    "week",
    "month",
    "year",
    "morning",
    "afternoon",
    "evening",
    "night",
    "weekend",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
];

/// Whether a word names a day.
pub(super) fn is_weekday(syntax: &Syntax<'_>, token: usize) -> bool {
    calendar::is_weekday(syntax.word(token)) || syntax.is(token, &["today", "yesterday", "tonight"])
}

/// Where the phrases of time begin that end in front of a token; the token itself where none does.
pub(super) fn begin_of(syntax: &Syntax<'_>, end: usize) -> usize {
    let mut start = end;
    while let Some(earlier) = one_before(syntax, start) {
        start = earlier;
    }
    start
}

fn one_before(syntax: &Syntax<'_>, end: usize) -> Option<usize> {
    let last = end.checked_sub(1)?;
    let is = |at: Option<usize>, words: &[&str]| at.is_some_and(|at| syntax.is(at, words));
    let numeral = |at: usize| {
        let word = syntax.word(at);
        word.len() <= 4
            && word.starts_with(|c: char| c.is_ascii_digit())
            && word.trim_end_matches(|c: char| c.is_alphabetic()).len() <= 4
    };
    let month = |at: Option<usize>| at.is_some_and(|at| calendar::is_month(syntax.word(at)));
    let mut start = if is_weekday(syntax, last) {
        last
    } else if syntax.is(last, STRETCHES) {
        let front = last.checked_sub(1)?;
        let pointing = syntax.is(front, POINTING) || is_weekday(syntax, front);
        pointing.then_some(front)?
    } else if month(Some(last)) {
        // "On 5 May said".
        let day = last.checked_sub(1).filter(|&day| numeral(day));
        let on = |at: Option<usize>| is(at, &["on", "in"]);
        match day {
            Some(day) => day,
            None if on(last.checked_sub(1)) => last,
            None => return None,
        }
    } else if numeral(last) && month(last.checked_sub(1)) {
        last - 1
    } else {
        return None;
    };
    while is(start.checked_sub(1), POINTING) || is(start.checked_sub(1), &["on", "in", "since"]) {
        start -= 1;
    }
    Some(start)
}

/// Where the phrases of time end that begin at a token; the token itself where none does.
pub(super) fn end_of(syntax: &Syntax<'_>, start: usize) -> usize {
    let mut end = start;
    while let Some(later) = one_behind(syntax, end) {
        end = later;
    }
    end
}

fn one_behind(syntax: &Syntax<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    while syntax.is(at, &["on", "in"]) && at == start || syntax.is(at, POINTING) {
        at += 1;
    }
    if is_weekday(syntax, at) {
        let stretch = syntax.is(at + 1, STRETCHES);
        return Some(at + 1 + usize::from(stretch));
    }
    if at > start && syntax.is(at, STRETCHES) && syntax.is(at - 1, POINTING) {
        return Some(at + 1);
    }
    None
}
