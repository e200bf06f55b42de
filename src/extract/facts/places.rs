//! Where something happens: "in Geneva", "at Davos".

use std::ops::Range;

use crate::extract::Page;
use crate::lexicon::{ActorKind, EntryRef, Form};

/// A place after a preposition of place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacePhrase {
    /// Its tokens inside the sentence, without the preposition.
    pub tokens: Range<usize>,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country that it lies in.
    pub country: Option<String>,
}

/// The places of a line, left to right.
pub fn find(page: &Page<'_>, line: usize) -> Vec<PlacePhrase> {
    let Some(this) = page.lines.get(line) else {
        return Vec::new();
    };
    let mut found: Vec<PlacePhrase> = Vec::new();
    for entry in &this.found {
        let (name, country) = match entry.entry {
            EntryRef::Place(index) => match page.lexicon.place(index) {
                Some(place) => (place.name.clone(), place.country.clone()),
                None => continue,
            },
            EntryRef::Actor(index) => match page.lexicon.actor(index) {
                Some(actor)
                    if actor.kind == ActorKind::Country
                        && matches!(entry.form, Form::Name | Form::Alias) =>
                {
                    (actor.name.clone(), Some(actor.id.clone()))
                }
                // A capital that stands for its state is a city after "in".
                Some(actor) if entry.form == Form::Metonym && actor.kind == ActorKind::Country => {
                    let written = page.reading.slice(page.bytes(line, entry.tokens.clone()));
                    (written.to_owned(), Some(actor.id.clone()))
                }
                _ => continue,
            },
            _ => continue,
        };
        let article = entry
            .tokens
            .start
            .checked_sub(1)
            .filter(|&at| page.word(line, at) == "the");
        let start = article.unwrap_or(entry.tokens.start);
        let before = start
            .checked_sub(1)
            .map(|at| page.word(line, at).to_lowercase());
        let possessed = matches!(page.word(line, entry.tokens.end), "'s" | "’s" | "'" | "’");
        let located = match before.as_deref() {
            Some("in" | "at" | "near" | "outside") => true,
            // "flew to Washington", "a visit to Hanoi", but not "according to Washington"
            Some("to") => (2..=5)
                .filter_map(|back| start.checked_sub(back))
                .any(|at| MOTION.contains(&page.word(line, at).to_lowercase().as_str())),
            _ => false,
        };
        let continued = before.as_deref() == Some(",")
            && found
                .last()
                .is_some_and(|last| last.tokens.end + 1 == entry.tokens.start);
        if continued && !possessed {
            if let Some(last) = found.last_mut() {
                last.tokens.end = entry.tokens.end;
                if last.country.is_none() {
                    last.country = country;
                }
            }
        } else if located
            && !possessed
            && found
                .last()
                .is_none_or(|last| last.tokens.end <= entry.tokens.start)
        {
            found.push(PlacePhrase {
                tokens: entry.tokens.clone(),
                name,
                country,
            });
        }
    }
    found
}

/// Verbs and nouns of going somewhere.
#[rustfmt::skip]
const MOTION: &[&str] = &[
    "fly", "flies", "flew", "flown", "flying", "travel", "travels", "travelled", "traveled", "travelling", "traveling", "trip",
    "visit", "visits", "head", "heads", "headed", "heading", "return", "returned", "journey", "tour", "invited",
];
