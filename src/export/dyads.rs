//! Events as pairs of actors, as event data of political science has them: one row for each who and whom.

use jiff::civil::Date;

use super::Source;
use crate::proto::v1::{self, Role};

/// An event between two actors.
pub(super) struct Dyad<'s> {
    pub(super) event: &'s v1::TradeEvent,
    /// Who acts.
    pub(super) actor: Option<&'s v1::Actor>,
    /// On whom, or with whom.
    pub(super) recipient: Option<&'s v1::Actor>,
}

/// The events of a document as pairs: each who with each whom, or each two parties. An event of which only one side is known
/// is one row for each on that side; one of which nobody is known is none.
pub(super) fn dyads<'s>(source: &Source<'s>) -> Vec<Dyad<'s>> {
    let mut all = Vec::new();
    for event in &source.extraction.events {
        let side = |roles: &[Role]| -> Vec<&'s v1::Actor> {
            let mut ids: Vec<&str> = Vec::new();
            for p in &event.participants {
                if roles.contains(&p.role()) && !ids.contains(&p.actor_id.as_str()) {
                    ids.push(&p.actor_id);
                }
            }
            let actors = &source.extraction.actors;
            let named = |id| actors.iter().find(|actor| actor.id == id);
            ids.into_iter().filter_map(named).collect()
        };
        let who = side(&[Role::Implementer, Role::Complainant]);
        let whom = side(&[Role::Target, Role::Respondent, Role::Beneficiary]);
        let parties = side(&[Role::Party]);
        let mut row = |actor, recipient| {
            all.push(Dyad {
                event,
                actor,
                recipient,
            });
        };
        for (i, a) in parties.iter().enumerate() {
            for b in parties.iter().skip(i + 1) {
                row(Some(*a), Some(*b));
            }
        }
        match (who.is_empty(), whom.is_empty()) {
            (false, false) => {
                for a in &who {
                    whom.iter()
                        .filter(|b| b.id != a.id)
                        .for_each(|b| row(Some(*a), Some(*b)));
                }
            }
            (false, true) => who.iter().for_each(|a| row(Some(*a), None)),
            (true, false) => whom.iter().for_each(|b| row(None, Some(*b))),
            (true, true) if parties.len() == 1 => row(parties.first().copied(), None),
            (true, true) => {}
        }
    }
    all
}

impl Dyad<'_> {
    /// The day of the event: on which it took place or was announced, if the text gives one day; else the day of publication.
    pub(super) fn day(&self, source: &Source<'_>) -> Option<Date> {
        let dates = self.event.dates.clone().unwrap_or_default();
        let days = [dates.occurred, dates.announced].into_iter().flatten();
        let one =
            |date: v1::DateInterval| date.start.filter(|start| date.end.as_ref() == Some(start));
        let day = days
            .filter_map(one)
            .next()
            .or_else(|| source.published_on());
        day.and_then(|day| day.parse().ok())
    }

    /// The words that put an actor into the event.
    pub(super) fn written(&self, actor: Option<&v1::Actor>) -> Option<String> {
        let id = &actor?.id;
        let participant = self.event.participants.iter().find(|p| &p.actor_id == id)?;
        super::words(participant.spans.first())
    }
}

/// ISO 3166-1 alpha-3 code of the country behind an actor.
pub(super) fn country_code(actor: Option<&v1::Actor>) -> Option<String> {
    let actor = actor?;
    let id = actor.country_id.as_ref().unwrap_or(&actor.id);
    rust_iso3166::from_alpha2(id).map(|country| country.alpha3.to_owned())
}
