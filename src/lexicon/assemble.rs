//! From the data files to entries and forms, with all references checked.

use super::Lexicon;
use super::entry::*;
use super::error::{LexiconError, Problem, ProblemKind};
use super::files::{Collected, Origin, Sources};
use super::form::{Case, Form, RawForm};
use super::inflect::other_number;
use super::schema::{RawCountry, RawOfficial};
use super::trie::Spec;
use super::{hs, portfolio};
use rustc_hash::FxHashSet;

/// Makes the lexicon, or says all that is wrong with the files.
pub(super) fn assemble(sources: Sources) -> Result<Lexicon, LexiconError> {
    let mut builder = Builder {
        lexicon: Lexicon {
            version: sources.version(),
            ..Lexicon::default()
        },
        problems: Vec::new(),
        generic: FxHashSet::default(),
    };
    builder.countries(&sources.countries);
    builder.blocs(&sources);
    builder.places(&sources);
    builder.portfolios(&sources);
    builder.organizations(&sources);
    builder.officials(&sources.officials);
    builder.titles(&sources);
    builder.goods(&sources);
    builder.agreements_and_forums(&sources);
    builder.currencies(&sources);
    builder.reporting(&sources);
    builder.policy(&sources);
    builder.check_references(&sources);
    let mut problems = sources.problems;
    problems.append(&mut builder.problems);
    if problems.is_empty() {
        Ok(builder.lexicon)
    } else {
        Err(LexiconError { problems })
    }
}

pub(super) struct Builder {
    pub(super) lexicon: Lexicon,
    problems: Vec<Problem>,
    /// Names that many states' bodies share, in lower case: "ministry of finance".
    generic: FxHashSet<String>,
}

/// Conditions that all forms of an entry share.
#[derive(Clone, Copy, Default)]
pub(super) struct Shared {
    pub(super) weak: bool,
    pub(super) opaque: bool,
    pub(super) person: bool,
}

impl Builder {
    fn problem<T>(&mut self, origin: &Origin<T>, kind: ProblemKind) {
        self.problems.push(Problem {
            file: origin.file.clone(),
            entry: Some(origin.id.clone()),
            kind,
        });
    }

    fn invalid<T>(&mut self, origin: &Origin<T>, field: &'static str, message: impl Into<String>) {
        self.problem(
            origin,
            ProblemKind::Invalid {
                field,
                message: message.into(),
            },
        );
    }

    pub(super) fn form<T>(
        &mut self,
        origin: &Origin<T>,
        entry: EntryRef,
        form: Form,
        raw: &RawForm,
        shared: Shared,
    ) {
        let Shared {
            weak,
            opaque,
            person,
        } = shared;
        let spec = Spec {
            entry,
            form,
            case: raw.case(),
            weak: weak || raw.weak,
            opaque,
            person,
        };
        if !self.lexicon.trie.add(&raw.form, spec) {
            self.invalid(origin, "form", format!("`{}` has no words", raw.form));
        }
    }

    fn forms<T>(
        &mut self,
        origin: &Origin<T>,
        entry: EntryRef,
        form: Form,
        raws: &[RawForm],
        shared: Shared,
    ) {
        for raw in raws {
            self.form(origin, entry, form, raw, shared);
        }
    }

    /// The form and its other number, where that is not stated otherwise.
    pub(super) fn both_numbers<T>(
        &mut self,
        origin: &Origin<T>,
        entry: EntryRef,
        form: Form,
        raw: &RawForm,
        shared: Shared,
    ) {
        self.form(origin, entry, form, raw, shared);
        if let Some(other) = other_number(&raw.form) {
            let raw = RawForm {
                form: other,
                case: Some(raw.case()),
                weak: raw.weak,
            };
            self.form(origin, entry, form, &raw, shared);
        }
    }

    fn actor<T>(&mut self, origin: &Origin<T>, entry: ActorEntry) -> EntryRef {
        let index = self.lexicon.actors.len() as u32;
        if self
            .lexicon
            .actor_ids
            .insert(entry.id.clone(), index)
            .is_some()
        {
            self.problem(
                origin,
                ProblemKind::Duplicate("another file of actors".to_owned()),
            );
        }
        self.lexicon.actors.push(entry);
        EntryRef::Actor(index)
    }

    fn place(&mut self, id: String, name: &str, country: Option<String>) -> EntryRef {
        self.lexicon.places.push(PlaceEntry {
            id,
            name: name.to_owned(),
            country,
        });
        EntryRef::Place(self.lexicon.places.len() as u32 - 1)
    }

    fn countries(&mut self, countries: &Collected<RawCountry>) {
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
                let id = format!(
                    "{}-{}",
                    super::slug(&capital.form),
                    origin.id.to_ascii_lowercase()
                );
                let place = self.place(id, &capital.form, Some(origin.id.clone()));
                self.form(origin, place, Form::Name, capital, none);
            }
        }
    }

    fn blocs(&mut self, sources: &Sources) {
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

    fn places(&mut self, sources: &Sources) {
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

    fn portfolios(&mut self, sources: &Sources) {
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
                    let id = super::slug(&title);
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

    fn organizations(&mut self, sources: &Sources) {
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

    fn officials(&mut self, officials: &Collected<RawOfficial>) {
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

    fn titles(&mut self, sources: &Sources) {
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

    fn goods(&mut self, sources: &Sources) {
        for origin in sources.goods.iter() {
            let raw = &origin.raw;
            for code in &raw.hs {
                if let Err(message) = hs::check(code) {
                    self.invalid(origin, "hs", message);
                }
            }
            let index = self.lexicon.goods.len() as u32;
            self.lexicon.goods_ids.insert(origin.id.clone(), index);
            self.lexicon.goods.push(GoodsEntry {
                id: origin.id.clone(),
                name: raw.name.clone(),
                hs: raw.hs.clone(),
                group: raw.group,
            });
            let entry = EntryRef::Goods(index);
            let name = RawForm::from(raw.name.as_str());
            let forms = std::iter::once((Form::Name, &name))
                .chain(raw.aliases.iter().map(|a| (Form::Alias, a)));
            for (form, surface) in forms {
                // "French fries" say nothing of France.
                let opaque = surface.case() == Case::Capital;
                let shared = Shared {
                    weak: raw.needs_context,
                    opaque,
                    person: false,
                };
                match raw.invariant {
                    true => self.form(origin, entry, form, surface, shared),
                    false => self.both_numbers(origin, entry, form, surface, shared),
                }
            }
        }
    }

    fn agreements_and_forums(&mut self, sources: &Sources) {
        for origin in sources.agreements.iter() {
            let raw = &origin.raw;
            let entry = EntryRef::Agreement(self.lexicon.agreements.len() as u32);
            let (id, name) = (origin.id.clone(), raw.name.clone());
            self.lexicon.agreements.push(AgreementEntry {
                id,
                name,
                parties: raw.parties.clone(),
            });
            let shared = Shared {
                weak: raw.needs_context,
                ..Shared::default()
            };
            self.form(origin, entry, Form::Name, &raw.name.as_str().into(), shared);
            self.forms(origin, entry, Form::Alias, &raw.aliases, shared);
        }
        for origin in sources.forums.iter() {
            let raw = &origin.raw;
            let entry = EntryRef::Forum(self.lexicon.forums.len() as u32);
            let (id, name) = (origin.id.clone(), raw.name.clone());
            self.lexicon.forums.push(ForumEntry {
                id,
                name,
                of: raw.of.clone(),
            });
            self.form(
                origin,
                entry,
                Form::Name,
                &raw.name.as_str().into(),
                Shared::default(),
            );
            self.forms(origin, entry, Form::Alias, &raw.aliases, Shared::default());
        }
    }

    fn currencies(&mut self, sources: &Sources) {
        for origin in sources.currencies.iter() {
            let raw = &origin.raw;
            if !raw.historical && iso_currency::Currency::from_code(&origin.id).is_none() {
                self.invalid(
                    origin,
                    "id",
                    "not an ISO 4217 code; past currencies need `historical = true`",
                );
            }
            let index = self.lexicon.currencies.len() as u32;
            let entry = EntryRef::Currency(index);
            self.lexicon.currencies.push(CurrencyEntry {
                code: origin.id.clone(),
                name: raw.name.clone(),
            });
            let code = RawForm {
                case: Some(Case::Upper),
                ..origin.id.as_str().into()
            };
            self.form(origin, entry, Form::Alias, &code, Shared::default());
            self.both_numbers(
                origin,
                entry,
                Form::Name,
                &raw.name.as_str().into(),
                Shared::default(),
            );
            for alias in &raw.aliases {
                self.both_numbers(origin, entry, Form::Alias, alias, Shared::default());
            }
            for symbol in &raw.symbols {
                if let Some(other) = self.lexicon.symbols.insert(symbol.clone(), index) {
                    let taken = self.lexicon.currencies[other as usize].code.clone();
                    self.invalid(
                        origin,
                        "symbols",
                        format!("`{symbol}` already stands for {taken}"),
                    );
                }
            }
        }
    }

    /// Every id that an entry names must be the id of an entry.
    fn check_references(&mut self, sources: &Sources) {
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

    fn reporting(&mut self, sources: &Sources) {
        for origin in sources.reporting.iter() {
            if !self.lexicon.reporting.add(&origin.id, &origin.raw) {
                self.invalid(origin, "name", "has no words");
            }
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
