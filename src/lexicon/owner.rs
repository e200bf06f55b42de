//! Whose ministry, whose minister: the actor that stands beside a portfolio or title.

use super::{Body, EntryRef, Form, Lexicon, Match};

impl Lexicon {
    /// The actor beside the match at `of`, as in "Chinese commerce ministry", "China's Commerce Ministry",
    /// "the Ministry of Commerce of China" or "Commerce Minister of China"; an index into `matches`, which must be the
    /// result of [`Lexicon::find`] on `text`.
    pub fn owner(&self, text: &str, matches: &[Match], of: usize) -> Option<usize> {
        let named = matches.get(of)?;
        let is_owner = |m: &Match| match m.entry {
            EntryRef::Actor(i) => self.actor(i).is_some_and(|a| {
                matches!(
                    a.kind,
                    super::ActorKind::Country
                        | super::ActorKind::Bloc
                        | super::ActorKind::InternationalOrganization
                )
            }),
            _ => false,
        };
        let before = matches.iter().enumerate().take(of).rev().find(|(_, m)| {
            is_owner(m)
                && m.range.end <= named.range.start
                && text
                    .get(m.range.end..named.range.start)
                    .is_some_and(is_possessive)
        });
        let after = || {
            matches.iter().enumerate().skip(of + 1).find(|(_, m)| {
                is_owner(m)
                    && matches!(m.form, Form::Name | Form::Alias)
                    && m.range.start >= named.range.end
                    && text.get(named.range.end..m.range.start).is_some_and(|gap| {
                        matches!(
                            gap.split_whitespace().collect::<Vec<_>>()[..],
                            ["of"] | ["of", "the"] | ["for"] | ["for", "the"]
                        )
                    })
            })
        };
        before.or_else(after).map(|(i, _)| i)
    }

    /// The body with a portfolio that a country or bloc has: the one that the lexicon knows, or else one with the general
    /// name. `None` if there is no such portfolio or actor.
    pub fn body(&self, portfolio: u32, of: &str) -> Option<Body> {
        let portfolio = self.portfolio(portfolio)?;
        self.actor_by_id(of)?;
        if let Some(&index) = self.bodies.get(&(portfolio.id.clone(), of.to_owned())) {
            let actor = self.actor(index)?;
            return Some(Body {
                id: actor.id.clone(),
                name: actor.name.clone(),
                actor: Some(index),
            });
        }
        let id = format!(
            "{}-{}",
            of.to_ascii_lowercase(),
            super::slug(&portfolio.name)
        );
        Some(Body {
            id,
            name: portfolio.name.clone(),
            actor: None,
        })
    }
}

/// What may stand between an owner and what it owns.
fn is_possessive(gap: &str) -> bool {
    matches!(gap.trim(), "" | "'s" | "\u{2019}s" | "'" | "\u{2019}")
}
