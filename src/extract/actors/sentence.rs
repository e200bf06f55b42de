//! What a sentence offers to the readers of actors: lexicon entries sorted by kind, and runs of capitalised words.

use std::ops::Range;

use super::runs::runs;
use super::view::View;
use super::words::{FUNCTION_WORDS, among, honorific, organisation_word};
use super::{ActorMention, given_names};
use crate::extract::Page;
use crate::lexicon::{EntryRef, Form};
use crate::text::BlockKind;

/// A stretch that the lexicon knows as a name of one actor or, if several share it, of one of them.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub tokens: Range<usize>,
    /// Lexicon actors.
    pub entries: Vec<u32>,
    pub form: Form,
    /// The form alone is not enough.
    pub weak: bool,
    /// A place bears the name, too.
    pub place: bool,
}

/// A stretch that the lexicon knows as a title or a portfolio.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub tokens: Range<usize>,
    pub entry: u32,
}

/// A sentence while its actors are read.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    pub claims: Vec<Claim>,
    pub titles: Vec<Known>,
    pub portfolios: Vec<Known>,
    /// Runs of capitalised words that the lexicon does not know.
    pub runs: Vec<Range<usize>>,
    /// By token: the mention that covers it.
    at: Vec<Option<u32>>,
    /// A first word that has its capital from its place, unless it is a name that the document knows.
    pub opener: Option<usize>,
    /// Index of the outermost quotation in which a token stands.
    pub quoted: Vec<Option<u32>>,
    /// Most words have capitals: case says nothing.
    pub headline: bool,
    pub mentions: Vec<ActorMention>,
}

impl Sentence {
    /// `quotations` are those that stand in no other; the first ones may lie before the sentence and are dropped then.
    pub fn read(view: View<'_>, quotations: &mut &[Outermost]) -> Self {
        let mut this = Self {
            at: vec![None; view.len()],
            quoted: quoted(view, quotations),
            headline: is_headline(view),
            ..Self::default()
        };
        this.sort_found(view);
        let mut known = vec![false; view.len()];
        let titles = this
            .titles
            .iter()
            .filter(|title| !names_members(view, &title.tokens))
            .chain(&this.portfolios)
            .map(|title| &title.tokens);
        // A short name may be the end of somebody else's full name.
        let claims = this
            .claims
            .iter()
            .filter(|claim| claim.form != Form::ShortName);
        for range in titles.chain(claims.map(|claim| &claim.tokens)) {
            if let Some(part) = known.get_mut(range.clone()) {
                part.fill(true);
            }
        }
        for place in view
            .found
            .iter()
            .filter(|found| matches!(found.entry, EntryRef::Place(_)))
        {
            let given = given_names::is_given(view.word(place.tokens.start));
            if let Some(part) = known.get_mut(place.tokens.clone()).filter(|_| !given) {
                part.fill(true);
            }
        }
        this.runs = runs(view, &known);
        let first = usize::from(matches!(
            view.word(0),
            "\"" | "\u{201c}" | "\u{2018}" | "``"
        ));
        let lone = view.capital(first)
            && !among(FUNCTION_WORDS, view.word(first))
            && known.get(first) == Some(&false);
        this.opener =
            Some(first).filter(|_| lone && this.runs.first().is_none_or(|run| run.start > first));
        this
    }

    fn sort_found(&mut self, view: View<'_>) {
        let mut places: Vec<&Range<usize>> = Vec::new();
        for found in view.found {
            let tokens = found.tokens.clone();
            let addressed = view
                .before(tokens.start)
                .is_some_and(|before| honorific(view.word(before)).is_some());
            match found.entry {
                EntryRef::Actor(entry) => match self.claims.last_mut() {
                    Some(last) if last.tokens == tokens => {
                        // The certain form of one hides the doubtful form of another.
                        match (last.weak, found.weak) {
                            (true, false) => {
                                last.entries = vec![entry];
                                (last.form, last.weak) = (found.form, false);
                            }
                            (false, true) => {}
                            _ => last.entries.push(entry),
                        }
                    }
                    Some(last) if last.tokens.end > tokens.start => {}
                    _ => self.claims.push(Claim {
                        tokens,
                        entries: vec![entry],
                        form: found.form,
                        weak: found.weak,
                        place: false,
                    }),
                },
                EntryRef::Place(_) => places.push(&found.tokens),
                // "Mr King" is no king.
                EntryRef::Title(_) if addressed => {}
                EntryRef::Title(entry) => self.titles.push(Known { tokens, entry }),
                EntryRef::Portfolio(entry) => self.portfolios.push(Known { tokens, entry }),
                _ => {}
            }
        }
        let mut places = places.into_iter().peekable();
        for claim in &mut self.claims {
            while places
                .next_if(|place| place.end <= claim.tokens.start)
                .is_some()
            {}
            claim.place = places.peek().is_some_and(|place| {
                place.start <= claim.tokens.start && place.end >= claim.tokens.end
            });
        }
        // Of titles within titles ("minister" in "trade minister") only the whole one counts.
        self.titles
            .dedup_by(|inner, outer| inner.tokens.end <= outer.tokens.end);
        self.portfolios
            .dedup_by(|inner, outer| inner.tokens.end <= outer.tokens.end);
    }

    /// Whether no mention covers any of the tokens.
    pub fn free(&self, tokens: &Range<usize>) -> bool {
        self.at
            .get(tokens.clone())
            .is_some_and(|at| at.iter().all(Option::is_none))
    }

    /// Adds a mention, unless another one covers one of its tokens.
    pub fn push(&mut self, mention: ActorMention) -> bool {
        if mention.actors.is_empty() || mention.tokens.is_empty() || !self.free(&mention.tokens) {
            return false;
        }
        let index = u32::try_from(self.mentions.len()).ok();
        if let Some(part) = self.at.get_mut(mention.tokens.clone()) {
            part.fill(index);
        }
        self.mentions.push(mention);
        true
    }

    /// The mention that covers a token.
    pub fn mention_at(&self, token: usize) -> Option<&ActorMention> {
        let index = self.at.get(token).copied().flatten()?;
        self.mentions.get(index as usize)
    }

    /// The mention that ends before a token.
    pub fn mention_ending(&self, end: usize) -> Option<&ActorMention> {
        self.mention_at(end.checked_sub(1)?)
            .filter(|mention| mention.tokens.end == end)
    }

    pub fn title_ending(&self, end: usize) -> Option<&Known> {
        self.title_at(end.checked_sub(1)?)
            .filter(|title| title.tokens.end == end)
    }

    pub fn title_at(&self, token: usize) -> Option<&Known> {
        known_at(&self.titles, token)
    }

    pub fn portfolio_at(&self, token: usize) -> Option<&Known> {
        known_at(&self.portfolios, token)
    }
}

/// Whether a plural title is part of the name of an association: "Kite Manufacturers Association".
fn names_members(view: View<'_>, title: &Range<usize>) -> bool {
    let last = title.end.saturating_sub(1);
    view.capital(last)
        && view.word(last).ends_with('s')
        && (title.end..title.end + 3)
            .take_while(|&token| view.capital(token))
            .any(|token| organisation_word(view.word(token)).is_some())
}

/// The entry that covers a token; they are in order and do not hold each other.
fn known_at(list: &[Known], token: usize) -> Option<&Known> {
    let after = list.partition_point(|known| known.tokens.start <= token);
    list.get(after.checked_sub(1)?)
        .filter(|known| known.tokens.contains(&token))
}

/// A quotation that stands in no other: its index, and the bytes between its marks.
pub(super) type Outermost = (u32, Range<usize>);

/// The outermost quotations of a page, in order.
pub(super) fn outermost(page: &Page<'_>) -> Vec<Outermost> {
    (0..)
        .zip(page.reading.quotations())
        .filter(|(_, quotation)| quotation.parent.is_none())
        .map(|(index, quotation)| (index, quotation.inner.clone()))
        .collect()
}

/// The outermost quotation of each token. Quotations and lines come in order, so that one pass over both is enough.
fn quoted(view: View<'_>, quotations: &mut &[Outermost]) -> Vec<Option<u32>> {
    let mut found = vec![None; view.len()];
    let (Some(start), Some(end)) = (view.tokens.first(), view.tokens.last()) else {
        return found;
    };
    let (start, end) = (start.range().start, end.range().end);
    let before = quotations.partition_point(|(_, inner)| inner.end <= start);
    *quotations = &quotations[before..];
    for (index, inner) in quotations.iter().take_while(|(_, inner)| inner.start < end) {
        let tokens = crate::extract::page::covered(view.tokens, inner);
        if let Some(part) = found.get_mut(tokens) {
            part.fill(Some(*index));
        }
    }
    found
}

fn is_headline(view: View<'_>) -> bool {
    let words = (0..view.len()).filter(|&token| {
        view.word(token).len() > 3 && view.word(token).starts_with(char::is_alphabetic)
    });
    let (capital, all) = words.fold((0, 0), |(capital, all), token| {
        (capital + usize::from(view.capital(token)), all + 1)
    });
    let ended = view.len() > 0
        && matches!(
            view.word(view.len() - 1),
            "." | "?" | "!" | "\"" | "\u{201d}" | "''" | ")"
        );
    let heading = heading(view.page, view.line);
    all > 1 && capital * 10 > all * 7 && (heading || !ended && all > 4)
}

fn heading(page: &Page<'_>, line: usize) -> bool {
    page.sentence(line)
        .and_then(|sentence| page.reading.blocks().get(sentence.block))
        .is_some_and(|block| block.kind == BlockKind::Heading)
}
