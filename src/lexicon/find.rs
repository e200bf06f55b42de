//! Finding entries in a text, and deciding between forms that lie inside one another.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::form::Form;
use super::trie::{Terminal, Trie};
use super::words::{Shape, Word};
use super::{EntryRef, Match};

/// A candidate with what is needed to decide on it.
struct Candidate {
    found: Match,
    opaque: bool,
    /// An initial that the form does not have was passed over.
    has_initial: bool,
}

/// Finds the forms of entries in a text, ordered by start, longer ones first.
pub(super) fn find(trie: &Trie, text: &str) -> Vec<Match> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut candidates = Vec::new();
    let addresses = addresses(text);
    trie.scan(
        text,
        &mut words,
        |words, first, last, has_initial, terminal| {
            if stands_free(text, words, first, last, &terminal) {
                let range = words[first].start..words[last].end;
                let behind = addresses.partition_point(|address| address.end <= range.start);
                if addresses
                    .get(behind)
                    .is_some_and(|address| address.contains(&range.start))
                {
                    return;
                }
                let Terminal {
                    entry,
                    form,
                    weak,
                    opaque,
                    ..
                } = terminal;
                candidates.push(Candidate {
                    found: Match {
                        range,
                        entry,
                        form,
                        weak,
                    },
                    opaque,
                    has_initial,
                });
            }
        },
    );
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate| {
            (
                c.found.range.start,
                usize::MAX - c.found.range.end,
                c.found.entry,
                c.found.form,
            )
        };
        key(a).cmp(&key(b))
    });
    prefer_exact(&mut candidates);
    candidates.dedup_by(|later, earlier| {
        later.found.range == earlier.found.range && later.found.entry == earlier.found.entry
    });
    settle(candidates)
}

/// "George W. Bush" is the one of that name, not a "George Bush" with some initial.
fn prefer_exact(candidates: &mut Vec<Candidate>) {
    if !candidates.iter().any(|c| c.has_initial) {
        return;
    }
    let exact: FxHashSet<Range<usize>> = candidates
        .iter()
        .filter(|c| !c.has_initial && matches!(c.found.entry, EntryRef::Actor(_)))
        .map(|c| c.found.range.clone())
        .collect();
    candidates.retain(|c| !c.has_initial || !exact.contains(&c.found.range));
}

/// Whether a form is a whole thing in the text, not the part of a sum ("US$5"), a domain name ("china.org") or an
/// abbreviation ("U.S.T.R.").
fn stands_free(text: &str, words: &[Word], first: usize, last: usize, terminal: &Terminal) -> bool {
    let rest = text.get(words[last].end..).unwrap_or_default().as_bytes();
    let before = text
        .get(..words[first].start)
        .unwrap_or_default()
        .as_bytes();
    let is_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    if matches!(before.last(), Some(b'_'))
        || rest.first() == Some(&b'_')
        || is_word(before.last())
        || is_word(rest.first())
    {
        return false;
    }
    if rest.first() == Some(&b'.') && rest.get(1).is_some_and(|b| b.is_ascii_lowercase()) {
        return false;
    }
    if rest.first() == Some(&b'$') && !matches!(terminal.entry, EntryRef::Currency(_)) {
        return false;
    }
    match terminal.form {
        // "Sino-US", but not "sino" alone
        Form::Prefix => words
            .get(last + 1)
            .is_some_and(|w| w.shape == Shape::Hyphen && w.start == words[last].end),
        _ => true,
    }
}

/// The web and mail addresses of a text, with what is written together with them.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !(text.contains("www.") || text.contains("://") || text.contains('@')) {
        return found;
    }
    let mut start = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        let mail = |at: usize| at > 0 && word[at..].contains('.');
        if word.contains("://") || word.starts_with("www.") || word.find('@').is_some_and(mail) {
            found.push(start..start + word.len());
        }
        start += chunk.len();
    }
    found
}

/// Drops what lies inside a longer form that hides it.
fn settle(candidates: Vec<Candidate>) -> Vec<Match> {
    let mut kept = Vec::with_capacity(candidates.len());
    // Candidates that may reach over the current one: few, since forms are short.
    let mut open: Vec<usize> = Vec::new();
    for (i, candidate) in candidates.iter().enumerate() {
        let range = &candidate.found.range;
        open.retain(|&o| candidates[o].found.range.end > range.start);
        let hidden = open.iter().any(|&o| {
            let outer = &candidates[o];
            outer.found.range.end >= range.end
                && outer.found.range != *range
                && hides(outer, candidate)
        });
        open.push(i);
        if !hidden && candidate.found.entry != EntryRef::Decoy {
            kept.push(candidate.found.clone());
        }
    }
    kept
}

/// Whether the longer candidate leaves no meaning of its own to one inside it.
fn hides(outer: &Candidate, inner: &Candidate) -> bool {
    use EntryRef::*;
    let named = |entry| matches!(entry, Actor(_) | Place(_));
    if outer.found.weak && !inner.found.weak {
        return false;
    }
    match (outer.found.entry, inner.found.entry) {
        (Decoy, Goods(_) | Portfolio(_) | Title(_)) => true,
        (Decoy, entry) if named(entry) => true,
        (Agreement(_) | Currency(_), entry) if named(entry) => true,
        (Forum(_), Place(_)) => true,
        (Forum(_), Actor(_)) => inner.found.form == Form::Metonym,
        (_, entry) if outer.opaque && named(entry) => true,
        (a, b) if named(a) && named(b) => true,
        (Actor(_), Portfolio(_)) => true,
        (Goods(_), Goods(_))
        | (Agreement(_), Agreement(_))
        | (Forum(_), Forum(_))
        | (Title(_), Title(_)) => true,
        (Portfolio(_), Portfolio(_)) | (Currency(_), Currency(_)) => true,
        (Measure(_), Measure(_)) | (Act(_), Act(_)) | (Lookalike(_), Lookalike(_)) => true,
        (Lookalike(_), Measure(_)) => true,
        _ => false,
    }
}
