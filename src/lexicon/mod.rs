//! What the world calls things: countries, bodies, persons, goods, agreements, as data files (TOML), and the one pass over a
//! text that finds them.
//!
//! The embedded data lies in `src/lexicon/data`; a user's own folders extend or override it (see `docs/lexicon.md`).
//!
//! ```
//! use tradewire::lexicon::{EntryRef, Form, Lexicon};
//!
//! let lexicon = Lexicon::embedded();
//! let found = lexicon.find("Chinese steel");
//! assert!(matches!(found[0].entry, EntryRef::Actor(i) if lexicon.actor(i).is_some_and(|a| a.id == "CN")));
//! assert_eq!(found[0].form, Form::Demonym);
//! assert!(matches!(found[1].entry, EntryRef::Goods(_)));
//! ```

mod assemble;
mod entry;
mod error;
mod files;
mod find;
mod form;
mod hs;
mod inflect;
mod owner;
mod policy;
mod policy_forms;
mod portfolio;
mod reporting;
mod schema;
mod slug;
#[cfg(test)]
mod tests;
mod trie;
mod verbs;
mod words;

pub use entry::{
    ActorEntry, ActorKind, AgreementEntry, Body, CurrencyEntry, EntryRef, ForumEntry, GoodsEntry,
    Match, PlaceEntry, PortfolioEntry, Role, TitleEntry, TitleRole,
};
pub use error::{LexiconError, Problem, ProblemKind};
pub use form::{Case, Form};
pub use policy::{
    ActEntry, DisputeStep, Effect, Frame, Instrument, MeasureEntry, MeasureKind, MeetingFormat,
    Remedy,
};
pub use reporting::{Act, Construction, ReportingEntry};
pub use slug::slug;

use files::Sources;
use rustc_hash::FxHashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// All entries and their forms.
#[derive(Default)]
pub struct Lexicon {
    version: String,
    actors: Vec<ActorEntry>,
    actor_ids: FxHashMap<String, u32>,
    /// By portfolio and country: the actor that is this body.
    bodies: FxHashMap<(String, String), u32>,
    places: Vec<PlaceEntry>,
    portfolios: Vec<PortfolioEntry>,
    titles: Vec<TitleEntry>,
    goods: Vec<GoodsEntry>,
    goods_ids: FxHashMap<String, u32>,
    agreements: Vec<AgreementEntry>,
    forums: Vec<ForumEntry>,
    currencies: Vec<CurrencyEntry>,
    symbols: FxHashMap<String, u32>,
    reporting: reporting::Reporting,
    measures: Vec<MeasureEntry>,
    acts: Vec<ActEntry>,
    lookalikes: Vec<String>,
    trie: trie::Trie,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Lexicon {
    /// The lexicon that is part of the program, made on first use.
    pub fn embedded() -> Arc<Lexicon> {
        static EMBEDDED: LazyLock<Arc<Lexicon>> =
            LazyLock::new(|| match assemble::assemble(Sources::embedded()) {
                Ok(lexicon) => Arc::new(lexicon),
                // Not input: the files are compiled in and a test loads them.
                Err(error) => unreachable!("the embedded lexicon is valid: {error}"),
            });
        Arc::clone(&EMBEDDED)
    }

    /// The embedded lexicon, extended and overridden by the `.toml` files of the folders, later folders above earlier ones.
    ///
    /// # Errors
    /// All that is wrong with the files, each problem with file and entry.
    pub fn load(overrides: &[&Path]) -> Result<Lexicon, LexiconError> {
        let mut sources = Sources::embedded();
        for (i, folder) in overrides.iter().enumerate() {
            sources.add_folder(i + 1, folder);
        }
        assemble::assemble(sources)
    }

    /// The embedded lexicon, extended and overridden by files that are given as name (without `.toml`) and text.
    ///
    /// # Errors
    /// As [`Lexicon::load`].
    pub fn with_files(files: &[(&str, &str)]) -> Result<Lexicon, LexiconError> {
        let mut sources = Sources::embedded();
        for (stem, text) in files {
            sources.add(1, stem, stem, text);
        }
        assemble::assemble(sources)
    }

    /// Content hash of all the data files in use, 16 hex digits.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All entries that the text names, ordered by start, longer ones first.
    ///
    /// Of forms that lie inside each other only the longest of a kind comes out ("European Commission" hides "European"), but
    /// matches of different kinds stand side by side ("Chinese steel"), and so do entries that share a form ("Georgia").
    pub fn find(&self, text: &str) -> Vec<Match> {
        find::find(&self.trie, text)
    }

    /// An actor; `None` if the number is not one that this lexicon gave.
    pub fn actor(&self, index: u32) -> Option<&ActorEntry> {
        self.actors.get(index as usize)
    }

    /// All actors, in the order of their numbers.
    pub fn actors(&self) -> &[ActorEntry] {
        &self.actors
    }

    /// The number of the actor with this id.
    pub fn actor_index(&self, id: &str) -> Option<u32> {
        self.actor_ids.get(id).copied()
    }

    /// The actor with this id.
    pub fn actor_by_id(&self, id: &str) -> Option<&ActorEntry> {
        self.actor(self.actor_index(id)?)
    }

    /// A place.
    pub fn place(&self, index: u32) -> Option<&PlaceEntry> {
        self.places.get(index as usize)
    }

    /// A sort of body.
    pub fn portfolio(&self, index: u32) -> Option<&PortfolioEntry> {
        self.portfolios.get(index as usize)
    }

    /// The number of the portfolio with this id.
    pub fn portfolio_index(&self, id: &str) -> Option<u32> {
        self.portfolios
            .iter()
            .position(|p| p.id == id)
            .map(|i| i as u32)
    }

    /// A title.
    pub fn title(&self, index: u32) -> Option<&TitleEntry> {
        self.titles.get(index as usize)
    }

    /// Goods.
    pub fn goods(&self, index: u32) -> Option<&GoodsEntry> {
        self.goods.get(index as usize)
    }

    /// The goods with this id.
    pub fn goods_by_id(&self, id: &str) -> Option<&GoodsEntry> {
        self.goods(self.goods_ids.get(id).copied()?)
    }

    /// An agreement.
    pub fn agreement(&self, index: u32) -> Option<&AgreementEntry> {
        self.agreements.get(index as usize)
    }

    /// A forum.
    pub fn forum(&self, index: u32) -> Option<&ForumEntry> {
        self.forums.get(index as usize)
    }

    /// A currency.
    pub fn currency(&self, index: u32) -> Option<&CurrencyEntry> {
        self.currencies.get(index as usize)
    }

    /// A measure.
    pub fn measure(&self, index: u32) -> Option<&MeasureEntry> {
        self.measures.get(index as usize)
    }

    /// The measure with an id, and its number.
    pub fn measure_named(&self, id: &str) -> Option<(u32, &MeasureEntry)> {
        let index = self.measures.iter().position(|m| m.id == id)?;
        Some((u32::try_from(index).ok()?, &self.measures[index]))
    }

    /// An act.
    pub fn act(&self, index: u32) -> Option<&ActEntry> {
        self.acts.get(index as usize)
    }

    /// The id of a look-alike.
    pub fn lookalike(&self, index: u32) -> Option<&str> {
        self.lookalikes.get(index as usize).map(String::as_str)
    }

    /// The words of saying whose first word is written so; `form` is in lower case.
    pub fn reporting(&self, form: &str) -> impl Iterator<Item = &ReportingEntry> {
        self.reporting.by_form(form)
    }

    /// The currency that a symbol stands for: "$", "US$", "€".
    pub fn currency_of_symbol(&self, symbol: &str) -> Option<&CurrencyEntry> {
        self.currency(self.symbols.get(symbol).copied()?)
    }
}
