//! Organisations that the lexicon does not know, told by the words that their names end in.

use std::ops::Range;

use super::reader::Reader;
use super::registry::Registry;
use super::view::View;
use super::words::{FUNCTION_WORDS, LEGAL_FORMS, among, organisation_word};
use super::{Actor, ActorIndex, MentionForm, given_names};
use crate::lexicon::{ActorKind, Form, TitleRole, slug};

impl Registry {
    /// An organisation that the lexicon does not know. Legal forms are no part of its id; a state's bodies carry its code.
    pub fn organisation(
        &mut self,
        name: &str,
        kind: ActorKind,
        of: Option<ActorIndex>,
    ) -> Option<ActorIndex> {
        let mut words: Vec<&str> = name.split(' ').collect();
        while words.len() > 1
            && words
                .last()
                .is_some_and(|word| among(LEGAL_FORMS, word) || *word == "&")
        {
            words.pop();
        }
        let mut id = slug(&words.join(" "));
        if id.is_empty() {
            return None;
        }
        let state = of
            .filter(|&of| self.is_state(of))
            .and_then(|of| self.get(of))
            .map(|of| of.id.to_lowercase());
        if let (ActorKind::GovernmentBody, Some(code)) = (kind, state) {
            id = format!("{code}-{id}");
        }
        Some(self.add(Actor {
            id,
            name: name.to_owned(),
            kind,
            affiliation: of,
            title: None,
            named: true,
        }))
    }
}

impl<'p> Reader<'p> {
    /// Organisations by the form of their names.
    pub fn new_organisations(&mut self, view: View<'p>) {
        let Some(sentence) = self
            .sentences
            .get(view.line)
            .filter(|sentence| !sentence.headline)
        else {
            return;
        };
        let runs: Vec<Range<usize>> = sentence
            .runs
            .iter()
            .filter(|run| sentence.free(run))
            .cloned()
            .collect();
        let mut behind = 0;
        for run in runs {
            if run.start >= behind
                && let Some((tokens, kind)) = self.organisation_at(view, &run)
            {
                behind = tokens.end;
                self.organisation(view, tokens, kind);
            }
        }
        self.employers(view);
    }

    /// The name of an organisation that begins with a run.
    fn organisation_at(
        &self,
        view: View<'_>,
        run: &Range<usize>,
    ) -> Option<(Range<usize>, ActorKind)> {
        let last = run.end - 1;
        let first = view.word(run.start);
        if run.len() >= 2 && (among(LEGAL_FORMS, view.word(last)) || view.word(last - 1) == "&") {
            return Some((run.clone(), ActorKind::Company));
        }
        let kind = organisation_word(view.word(last))?;
        if run.len() <= 2 && given_names::is_given(first) {
            return None;
        }
        let mut end = run.end;
        while view.is_any(end, &["of", "for"]) && end < view.len() {
            let next = end + 1 + usize::from(view.is(end + 1, "the"));
            let Some(joined) = self.capitals_from(view, next) else {
                break;
            };
            end = joined;
            while matches!(view.word(end), "and" | "&") || view.word(end) == "," {
                match self.capitals_from(view, end + 1) {
                    Some(joined)
                        if !given_names::is_given(view.word(end + 1)) && view.word(end) != "," =>
                    {
                        end = joined
                    }
                    _ => break,
                }
            }
        }
        // "the Council" alone means one that is known from elsewhere.
        let before = self.country_before(view, run.start).is_some();
        (run.len() >= 2 || end > run.end || before && kind == ActorKind::GovernmentBody)
            .then_some((run.start..end, kind))
    }

    /// The end of the capitalised words that begin at a token.
    fn capitals_from(&self, view: View<'_>, start: usize) -> Option<usize> {
        let mut end = start;
        while end < view.len() && view.capital(end) && !among(FUNCTION_WORDS, view.word(end)) {
            end += 1;
        }
        (end > start).then_some(end)
    }

    /// The start and actor of a country or its adjective directly before a token.
    fn country_before(&self, view: View<'_>, start: usize) -> Option<(usize, ActorIndex)> {
        let mention = self.sentences.get(view.line)?.mention_ending(start)?;
        let actor = *mention.actors.first()?;
        (self.registry.is_state(actor) && view.capital(mention.tokens.start))
            .then_some((mention.tokens.start, actor))
    }

    fn organisation(&mut self, view: View<'_>, tokens: Range<usize>, kind: ActorKind) {
        let country = self.country_before(view, tokens.start);
        let owner = country.or_else(|| {
            let owner = self.owner_before(view, tokens.start)?;
            Some((owner.reach, owner.actor?))
        });
        // "Korean Cement Association" is all name; the Brazilian Congress is the Congress of Brazil.
        let name = match country {
            Some((start, _)) if kind != ActorKind::GovernmentBody => view.name(start..tokens.end),
            _ => view.name(tokens.clone()),
        };
        let of = owner
            .map(|owner| owner.1)
            .filter(|&of| self.registry.is_state(of) || kind == ActorKind::GovernmentBody);
        let Some(actor) = self.registry.organisation(&name, kind, of) else {
            return;
        };
        if view.word(tokens.end) == "("
            && view.all_capitals(tokens.end + 1)
            && view.word(tokens.end + 2) == ")"
        {
            self.registry.index_word(view.word(tokens.end + 1), actor);
            self.mention(
                view,
                tokens.end + 1..tokens.end + 2,
                actor,
                MentionForm::Name,
                None,
            );
        }
        if matches!(kind, ActorKind::Company | ActorKind::Media)
            && view.word(tokens.start).len() > 2
        {
            self.registry.index_word(view.word(tokens.start), actor);
        }
        self.mention(view, tokens, actor, MentionForm::Name, None);
    }

    /// Names for which a manager or an expert works: "chief executive of Acme", "an analyst at Roe Partners".
    fn employers(&mut self, view: View<'p>) {
        let Some(sentence) = self.sentences.get(view.line) else {
            return;
        };
        let mut found: Vec<Range<usize>> = Vec::new();
        for title in &sentence.titles {
            let role = self.page.lexicon.title(title.entry).map(|title| title.role);
            let end = title.tokens.end;
            if matches!(role, Some(TitleRole::Company | TitleRole::Expert))
                && view.is_any(end, &["of", "at", "for", "with"])
            {
                let start = end + 1 + usize::from(view.is(end + 1, "the"));
                let run = sentence.runs.iter().find(|run| run.start == start);
                let claimed = sentence
                    .claims
                    .iter()
                    .any(|claim| claim.tokens.start == start && claim.form != Form::ShortName);
                found.extend(run.filter(|run| !claimed && sentence.free(run)).cloned());
            }
        }
        for run in found {
            if given_names::is_given(view.word(run.start)) && run.len() == 2 {
                continue;
            }
            if let Some(actor) =
                self.registry
                    .organisation(&view.name(run.clone()), ActorKind::Company, None)
            {
                self.registry.index_word(view.word(run.start), actor);
                self.mention(view, run, actor, MentionForm::Name, None);
            }
        }
    }
}
