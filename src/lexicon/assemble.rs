//! From the data files to entries and forms, with all references checked.

mod actors;
mod references;

use super::Lexicon;
use super::entry::*;
use super::error::{LexiconError, Problem, ProblemKind};
use super::files::{Origin, Sources};
use super::form::{Case, Form, RawForm};
use super::hs;
use super::inflect::other_number;
use super::trie::Spec;
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

    fn reporting(&mut self, sources: &Sources) {
        for origin in sources.reporting.iter() {
            if !self.lexicon.reporting.add(&origin.id, &origin.raw) {
                self.invalid(origin, "name", "has no words");
            }
        }
    }
}
