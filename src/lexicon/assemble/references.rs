//! What entries name must be there.

use super::Builder;
use crate::lexicon::error::ProblemKind;
use crate::lexicon::files::{Origin, Sources};

impl Builder {
    /// Every id that an entry names must be the id of an entry.
    pub(super) fn check_references(&mut self, sources: &Sources) {
        for origin in sources.places.iter() {
            self.actors_exist(origin, "country", &origin.raw.country);
        }
        for origin in sources.blocs.iter() {
            self.actors_exist(origin, "members", &origin.raw.members);
        }
        for origin in sources.organizations.iter() {
            self.actors_exist(origin, "of", &origin.raw.1.of);
            self.portfolios_exist(origin, &origin.raw.1.portfolios, sources);
            if let Some(of) = &origin.raw.1.of {
                for id in &origin.raw.1.portfolios {
                    let index = self
                        .lexicon
                        .actor_ids
                        .get(&origin.id)
                        .copied()
                        .unwrap_or_default();
                    self.lexicon
                        .bodies
                        .entry((id.clone(), of.clone()))
                        .or_insert(index);
                }
            }
        }
        for origin in sources.officials.iter() {
            self.actors_exist(origin, "of", &origin.raw.of);
            let roles = self
                .lexicon
                .actor_by_id(&origin.id)
                .map(|a| a.roles.clone())
                .unwrap_or_default();
            self.actors_exist(origin, "roles", roles.iter().filter_map(|r| r.of.as_ref()));
        }
        for origin in sources.titles.iter() {
            self.actors_exist(origin, "of", &origin.raw.of);
            self.portfolios_exist(origin, &origin.raw.portfolio, sources);
        }
        for origin in sources.agreements.iter() {
            self.actors_exist(origin, "parties", &origin.raw.parties);
        }
        for origin in sources.forums.iter() {
            self.actors_exist(origin, "of", &origin.raw.of);
        }
    }

    fn actors_exist<'a, T>(
        &mut self,
        at: &Origin<T>,
        field: &'static str,
        ids: impl IntoIterator<Item = &'a String>,
    ) {
        for reference in ids {
            if !self.lexicon.actor_ids.contains_key(reference) {
                self.problem(
                    at,
                    ProblemKind::Dangling {
                        field,
                        reference: reference.clone(),
                    },
                );
            }
        }
    }

    fn portfolios_exist<'a, T>(
        &mut self,
        at: &Origin<T>,
        ids: impl IntoIterator<Item = &'a String>,
        sources: &Sources,
    ) {
        for reference in ids {
            if !sources.portfolios.contains(reference) {
                let field = "portfolio";
                self.problem(
                    at,
                    ProblemKind::Dangling {
                        field,
                        reference: reference.clone(),
                    },
                );
            }
        }
    }
}
