//! The shape of the data files: one struct for the entries of each kind of file.
//!
//! Every file is `entries = [ ... ]`, in a user's file also `remove = [ids]`. A new kind of file is a struct here, a line in
//! [`super::files`], and the code in [`super::assemble`] that makes entries and forms of it.

use super::entry::{ActorKind, TitleRole};
use super::form::RawForm;
use super::policy::{DisputeStep, Effect, Frame, Instrument, MeasureKind, MeetingFormat, Remedy};
use super::slug::slug;
use serde::Deserialize;

/// What every kind of entry has.
pub(super) trait Raw: serde::de::DeserializeOwned {
    /// The id, given or made of the name.
    fn id(&self) -> String;
}

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "T: Raw")]
pub(super) struct File<T> {
    #[serde(default = "Vec::new")]
    pub entries: Vec<T>,
    /// Ids of entries of earlier layers that a user does not want.
    #[serde(default)]
    pub remove: Vec<String>,
}

/// Makes a struct of entries whose id is its field `id`, or else the slug of its name.
macro_rules! raw {
    ($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            pub id: Option<String>,
            pub name: String,
            #[serde(default)]
            pub aliases: Vec<RawForm>,
            $($(#[$attr])* #[serde(default)] pub $field: $type,)*
        }
        impl Raw for $name {
            fn id(&self) -> String {
                self.id.clone().unwrap_or_else(|| slug(&self.name))
            }
        }
    };
}

raw!(
    /// `countries.toml`: countries and territories (id: ISO 3166-1 alpha-2).
    RawCountry {
        demonyms: Vec<RawForm>,
        people: Vec<RawForm>,
        prefixes: Vec<RawForm>,
        metonyms: Vec<RawForm>,
        capital: Option<RawForm>,
        /// The capital's name does not stand for the government ("Brussels" is the EU's).
        capital_is_place_only: bool,
        /// The last year in which it existed.
        until: Option<u16>,
    }
);

raw!(
    /// `blocs.toml`: unions, groups and clubs of states (id: their code).
    RawBloc {
        demonyms: Vec<RawForm>,
        people: Vec<RawForm>,
        prefixes: Vec<RawForm>,
        metonyms: Vec<RawForm>,
        members: Vec<String>,
    }
);

raw!(
    /// `places.toml`: regions, states, cities, seas: where something happens, never who acts.
    RawPlace {
        country: Option<String>,
    }
);

raw!(
    /// `bodies.toml`, `organizations.toml`, `groups.toml`, `companies.toml`, `parties.toml`, `media.toml`: whoever acts and
    /// is neither a country, a bloc nor a person; the name of the file says its kind.
    RawOrganization {
        of: Option<String>,
        /// The portfolios that it covers: India's "commerce ministry" and "trade ministry" are one body.
        portfolios: Vec<String>,
        relays: bool,
        needs_context: bool,
    }
);

impl RawOrganization {
    /// Ids of a state's bodies begin with its code ("cn-ministry-of-commerce"); all others are the slug of their name.
    pub fn id(&self, kind: ActorKind) -> String {
        match (&self.id, &self.of, kind) {
            (Some(id), ..) => id.clone(),
            (None, Some(of), ActorKind::GovernmentBody) if of.len() == 2 && of != "EU" => {
                let (code, name) = (of.to_ascii_lowercase(), slug(&self.name));
                match name.strip_prefix(&format!("{code}-")) {
                    Some(rest) => format!("{code}-{rest}"),
                    None => format!("{code}-{name}"),
                }
            }
            _ => slug(&self.name),
        }
    }
}

raw!(
    /// `portfolios.toml`: what ministries and other bodies that every state has are called ("Ministry of Commerce").
    RawPortfolio {
        /// What ministries, departments and ministers of it are called by: "commerce" gives "commerce ministry",
        /// "Department of Commerce", "minister for commerce" and so on.
        subjects: Vec<String>,
    }
);

raw!(
    /// `officials.toml`: persons in trade policy.
    RawOfficial {
        of: Option<String>,
        /// Family name or other short names; the last word of the name where none is given.
        short: Option<Vec<RawForm>>,
        /// Title and years, newest last: "president 2017-2021, 2025-", "trade minister of AU 2014".
        roles: Vec<String>,
        /// So widely known that the short name alone will do.
        known: bool,
    }
);

raw!(
    /// `titles.toml`: titles and nouns for roles.
    RawTitle {
        role: TitleRole,
        portfolio: Option<String>,
        of: Option<String>,
    }
);

raw!(
    /// `goods.toml`: what is traded.
    RawGoods {
        hs: Vec<String>,
        group: bool,
        needs_context: bool,
        /// Has no other number than the one given.
        invariant: bool,
    }
);

raw!(
    /// `agreements.toml`: trade agreements and programmes.
    RawAgreement {
        parties: Vec<String>,
        needs_context: bool,
    }
);

raw!(
    /// `forums.toml`: summits, rounds, committees: where states meet.
    RawForum {
        of: Option<String>,
    }
);

raw!(
    /// `currencies.toml`: words for currencies (id: ISO 4217 code).
    RawCurrency {
        symbols: Vec<String>,
        /// No longer legal tender and so not in the ISO list.
        historical: bool,
    }
);

raw!(
    /// `decoys.toml`: phrases that hold a name of somebody who is not meant ("Native American", "Brazil nut").
    RawDecoy {}
);

/// `measures.toml`: the nouns around which an event is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMeasure {
    pub id: Option<String>,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<RawForm>,
    #[serde(rename = "type")]
    pub kind: MeasureKind,
    pub instrument: Option<Instrument>,
    pub remedy: Option<Remedy>,
    pub format: Option<MeetingFormat>,
    pub stage: Option<DisputeStep>,
    pub change: Option<Effect>,
    #[serde(default)]
    pub needs_context: bool,
}

impl Raw for RawMeasure {
    fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| slug(&self.name))
    }
}

/// `acts.toml`: what is done to a measure, and how real it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAct {
    pub id: Option<String>,
    pub name: String,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    pub effect: Effect,
    pub frame: Frame,
    #[serde(rename = "type")]
    pub kind: Option<MeasureKind>,
    pub instrument: Option<Instrument>,
    #[serde(default)]
    pub needs_context: bool,
}

impl Raw for RawAct {
    fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| slug(&self.name))
    }
}

raw!(
    /// `lookalikes.toml`: phrases in which the word of a measure is no trade policy.
    RawLookalike {}
);
