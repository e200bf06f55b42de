//! Runs of capitalised words: what may be names that the lexicon does not know.

use std::ops::Range;

use super::view::View;
use super::words::{FUNCTION_WORDS, GENERATIONS, PARTICLES, among, honorific, is_of_a_date};
use crate::language::Upos;

/// Maximal runs of capitalised words that make up names, without the words that are known.
pub(super) fn runs(view: View<'_>, known: &[bool]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut token = 0;
    while token < view.len() {
        if !begins_name(view, known, token) {
            token += 1;
            continue;
        }
        let start = token;
        let mut end = token + 1;
        loop {
            if continues_name(view, known, end) {
                end += 1;
            } else if view.is_any(end, PARTICLES)
                && (end + 1..end + 3).any(|next| continues_name(view, known, next))
                || matches!(view.word(end), "-" | "\u{2013}")
                    && touches(view, end - 1)
                    && touches(view, end)
                    && continues_name(view, known, end + 1)
            {
                end += 1;
                while view.is_any(end, PARTICLES) {
                    end += 1;
                }
            } else if view.word(end) == "," && view.is_any(end + 1, GENERATIONS) {
                end += 2;
            } else {
                break;
            }
        }
        let end = end.min(view.len());
        found.push(start..end);
        token = end;
    }
    found
}

/// Whether no space stands between a token and the next.
fn touches(view: View<'_>, token: usize) -> bool {
    match (view.tokens.get(token), view.tokens.get(token + 1)) {
        (Some(this), Some(next)) => this.range().end == next.range().start,
        _ => false,
    }
}

fn begins_name(view: View<'_>, known: &[bool], token: usize) -> bool {
    if !continues_name(view, known, token) || among(FUNCTION_WORDS, view.word(token)) {
        return false;
    }
    // The first word of a sentence has a capital anyway.
    let first = token == 0
        || matches!(
            view.word(token - 1),
            "\"" | "\u{201c}" | ":" | "\u{2018}" | "``"
        );
    !first
        || matches!(view.upos(token), Upos::Propn | Upos::X)
        || !matches!(
            view.upos(token),
            Upos::Verb | Upos::Adv | Upos::Sconj | Upos::Num | Upos::Punct
        ) && continues_name(view, known, token + 1)
}

fn continues_name(view: View<'_>, known: &[bool], token: usize) -> bool {
    let word = view.word(token);
    known.get(token) == Some(&false)
        && word.starts_with(|c: char| c.is_uppercase())
        && !word.contains(|c: char| c.is_ascii_digit())
        && !is_of_a_date(word)
        && (honorific(word).is_none()
            || !view.capital(token + 1) && token > 0 && view.capital(token - 1))
        && !matches!(
            view.upos(token),
            Upos::Pron | Upos::Det | Upos::Adp | Upos::Aux | Upos::Cconj
        )
}
