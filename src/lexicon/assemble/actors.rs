//! Countries, blocs, places, bodies, officials and their titles.

use super::{Builder, Shared};
use crate::lexicon::entry::*;
use crate::lexicon::files::{Collected, Origin, Sources};
use crate::lexicon::form::{Form, RawForm};
use crate::lexicon::schema::{RawCountry, RawOfficial};
use crate::lexicon::{portfolio, slug};

impl Builder {
    pub(super) fn countries(&mut self, countries: &Collected<RawCountry>) {
        for origin in countries.iter() {
            let raw = &origin.raw;
            if origin.id.len() != 2 || !origin.id.bytes().all(|b| b.is_ascii_uppercase()) {
                self.invalid(origin, "id", "not an ISO 3166-1 alpha-2 code");
            }
            let mut entry = ActorEntry::new(&origin.id, &raw.name, ActorKind::Country);
            entry.until = raw.until;
            let entry = self.actor(origin, entry);
            let none = Shared::default();
            self.form(origin, entry, Form::Name, &raw.name.as_str().into(), none);
            self.forms(origin, entry, Form::Alias, &raw.aliases, none);
            self.forms(origin, entry, Form::Demonym, &raw.demonyms, none);
            self.forms(origin, entry, Form::People, &raw.people, none);
            if raw.people.is_empty() {
                for demonym in raw
                    .demonyms
                    .iter()
                    .filter(|d| d.form.ends_with("an") || d.form.ends_with('i'))
                {
                    let people = RawForm {
                        form: format!("{}s", demonym.form),
                        ..demonym.clone()
                    };
                    self.form(origin, entry, Form::People, &people, none);
                }
            }
            self.forms(origin, entry, Form::Prefix, &raw.prefixes, none);
            self.forms(origin, entry, Form::Metonym, &raw.metonyms, none);
            if let Some(capital) = &raw.capital {
                if !raw.capital_is_place_only {
                    self.form(origin, entry, Form::Metonym, capital, none);
                }
                let id = format!("{}-{}", slug(&capital.form), origin.id.to_ascii_lowercase());
                let place = self.place(id, &capital.form, Some(origin.id.clone()));
                self.form(origin, place, Form::Name, capital, none);
            }
        }
    }

    pub(super) fn blocs(&mut self, sources: &Sources) {
        for origin in sources.blocs.iter() {
            let raw = &origin.raw;
            let mut entry = ActorEntry::new(&origin.id, &raw.name, ActorKind::Bloc);
            entry.members.clone_from(&raw.members);
            let entry = self.actor(origin, entry);
            let none = Shared::default();
            self.form(origin, entry, Form::Name, &raw.name.as_str().into(), none);
            self.forms(origin, entry, Form::Alias, &raw.aliases, none);
            self.forms(origin, entry, Form::Demonym, &raw.demonyms, none);
            self.forms(origin, entry, Form::People, &raw.people, none);
            self.forms(origin, entry, Form::Prefix, &raw.prefixes, none);
            self.forms(origin, entry, Form::Metonym, &raw.metonyms, none);
        }
    }

    pub(super) fn places(&mut self, sources: &Sources) {
        for origin in sources.places.iter() {
            let raw = &origin.raw;
            let entry = self.place(origin.id.clone(), &raw.name, raw.country.clone());
            self.form(
                origin,
                entry,
                Form::Name,
                &raw.name.as_str().into(),
                Shared::default(),
            );
            self.forms(origin, entry, Form::Alias, &raw.aliases, Shared::default());
        }
        for origin in sources.decoys.iter() {
            let none = Shared::default();
            self.form(
                origin,
                EntryRef::Decoy,
                Form::Name,
                &origin.raw.name.as_str().into(),
                none,
            );
            self.forms(
                origin,
                EntryRef::Decoy,
                Form::Alias,
                &origin.raw.aliases,
                none,
            );
        }
    }

    pub(super) fn portfolios(&mut self, sources: &Sources) {
        for origin in sources.portfolios.iter() {
            let raw = &origin.raw;
            let entry = EntryRef::Portfolio(self.lexicon.portfolios.len() as u32);
            self.lexicon.portfolios.push(PortfolioEntry {
                id: origin.id.clone(),
                name: raw.name.clone(),
            });
            let none = Shared::default();
            let name = RawForm::from(raw.name.as_str());
            self.form(origin, entry, Form::Name, &name, none);
            self.forms(origin, entry, Form::Alias, &raw.aliases, none);
            let aliases = raw.aliases.iter().chain([&name]);
            self.generic
                .extend(aliases.map(|form| form.form.to_lowercase()));
            for subject in &raw.subjects {
                let bodies = portfolio::bodies(subject);
                self.forms(origin, entry, Form::Alias, &bodies, none);
                self.generic
                    .extend(bodies.iter().map(|form| form.form.to_lowercase()));
                for (title, wordings) in portfolio::titles(subject) {
                    let id = slug(&title);
                    if !sources.titles.contains(&id) {
                        let title_entry = TitleEntry {
                            id,
                            name: title.clone(),
                            role: TitleRole::Government,
                            portfolio: Some(origin.id.clone()),
                            of: None,
                        };
                        self.title(origin, title_entry, &wordings);
                    }
                }
            }
        }
    }

    pub(super) fn organizations(&mut self, sources: &Sources) {
        for origin in sources.organizations.iter() {
            let (kind, raw) = &origin.raw;
            let mut entry = ActorEntry::new(&origin.id, &raw.name, *kind);
            entry.affiliation.clone_from(&raw.of);
            entry.portfolios.clone_from(&raw.portfolios);
            entry.relays = raw.relays;
            let entry = self.actor(origin, entry);
            let shared = Shared {
                weak: raw.needs_context,
                ..Shared::default()
            };
            let is_generic =
                !raw.portfolios.is_empty() && self.generic.contains(&raw.name.to_lowercase());
            if !is_generic {
                self.form(origin, entry, Form::Name, &raw.name.as_str().into(), shared);
            }
            self.forms(origin, entry, Form::Alias, &raw.aliases, shared);
        }
    }

    pub(super) fn officials(&mut self, officials: &Collected<RawOfficial>) {
        for origin in officials.iter() {
            let raw = &origin.raw;
            let mut entry = ActorEntry::new(&origin.id, &raw.name, ActorKind::Person);
            entry.affiliation.clone_from(&raw.of);
            for role in &raw.roles {
                match portfolio::roles(role, raw.of.as_deref()) {
                    Ok(roles) => entry.roles.extend(roles),
                    Err(message) => self.invalid(origin, "roles", message),
                }
            }
            let entry = self.actor(origin, entry);
            let person = Shared {
                person: true,
                ..Shared::default()
            };
            self.form(origin, entry, Form::Name, &raw.name.as_str().into(), person);
            self.forms(origin, entry, Form::Alias, &raw.aliases, person);
            let short = Shared {
                weak: !raw.known,
                ..Shared::default()
            };
            match (&raw.short, raw.name.rsplit_once(' ')) {
                (Some(forms), _) => self.forms(origin, entry, Form::ShortName, forms, short),
                (None, Some((_, family))) => {
                    self.form(origin, entry, Form::ShortName, &family.into(), short)
                }
                (None, None) => {}
            }
        }
    }

    fn title<T>(&mut self, origin: &Origin<T>, title: TitleEntry, aliases: &[RawForm]) {
        let entry = EntryRef::Title(self.lexicon.titles.len() as u32);
        self.both_numbers(
            origin,
            entry,
            Form::Name,
            &title.name.as_str().into(),
            Shared::default(),
        );
        for alias in aliases {
            self.both_numbers(origin, entry, Form::Alias, alias, Shared::default());
        }
        self.lexicon.titles.push(title);
    }

    pub(super) fn titles(&mut self, sources: &Sources) {
        for origin in sources.titles.iter() {
            let raw = &origin.raw;
            let title = TitleEntry {
                id: origin.id.clone(),
                name: raw.name.clone(),
                role: raw.role,
                portfolio: raw.portfolio.clone(),
                of: raw.of.clone(),
            };
            self.title(origin, title, &raw.aliases);
        }
    }
}
