//! What the lexicon knows: entries, as the extractor uses them.

use super::form::Form;
use serde::Deserialize;
use std::ops::Range;

/// What kind of actor an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A state, or a territory with a trade policy of its own.
    Country,
    /// A union, group or club of states.
    Bloc,
    /// A ministry, agency, court, parliament, central bank.
    GovernmentBody,
    /// An organization of states that is no bloc: WTO, IMF.
    InternationalOrganization,
    /// A company.
    Company,
    /// An association of companies, farmers or workers, a union.
    IndustryGroup,
    /// A political party.
    PoliticalParty,
    /// A person.
    Person,
    /// A news agency, newspaper or broadcaster.
    Media,
}

/// One office that a person held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The title, in lower case: "president", "trade commissioner".
    pub title: String,
    /// Id of the actor that the person acted for.
    pub of: Option<String>,
    /// First year in office.
    pub from: Option<u16>,
    /// Last year in office; `None` if still in office or unknown.
    pub until: Option<u16>,
}

/// Somebody who can act in trade policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorEntry {
    /// ISO 3166-1 alpha-2 for countries, the code of a bloc, else a slug: `CN`, `EU`, `cn-ministry-of-commerce`.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Id of the country, bloc or organization that it acts for or is at home in.
    pub affiliation: Option<String>,
    /// Ids of the member states of a bloc, where settled.
    pub members: Vec<String>,
    /// A person's offices, oldest first.
    pub roles: Vec<Role>,
    /// Ids of the portfolios of a state's body: "commerce".
    pub portfolios: Vec<String>,
    /// A news agency or outlet that is mostly named because it relays what others said.
    pub relays: bool,
    /// The last year in which a state existed.
    pub until: Option<u16>,
}

impl ActorEntry {
    /// An actor of which only this is known.
    pub(super) fn new(id: &str, name: &str, kind: ActorKind) -> ActorEntry {
        ActorEntry {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            affiliation: None,
            members: Vec::new(),
            roles: Vec::new(),
            portfolios: Vec::new(),
            relays: false,
            until: None,
        }
    }

    /// The roles that the person held at some time in the year; all where the years are unknown.
    pub fn roles_in(&self, year: u16) -> impl Iterator<Item = &Role> {
        self.roles
            .iter()
            .filter(move |r| r.from.is_none_or(|y| y <= year) && r.until.is_none_or(|y| year <= y))
    }
}

/// A place in which something happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceEntry {
    /// Slug of the name.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// Id of the country in which it lies; `None` for seas and regions.
    pub country: Option<String>,
}

/// A sort of body that many states have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioEntry {
    /// The short id: "commerce".
    pub id: String,
    /// What the body is called where nothing better is known: "Ministry of Commerce".
    pub name: String,
}

/// A body of a country, found by its portfolio: "the Vietnamese trade ministry".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The canonical id: `vn-ministry-of-trade`.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// The actor entry, where the lexicon knows this very body.
    pub actor: Option<u32>,
}

/// For whom somebody with a title speaks or acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleRole {
    /// Head of state or of government, a minister, an official: acts for the country or bloc.
    #[default]
    Government,
    /// A member of a parliament: speaks for himself, his chamber acts together.
    Legislator,
    /// A judge or court.
    Judge,
    /// A spokesperson of whatever body is named.
    Spokesperson,
    /// An ambassador, envoy or negotiator.
    Diplomat,
    /// Governor of a state or province, a mayor.
    Local,
    /// A manager or owner of a company.
    Company,
    /// An officer of an association or a union.
    Association,
    /// An officer of an international organization.
    Organization,
    /// An economist, analyst, lawyer, professor: speaks for himself.
    Expert,
    /// A journalist.
    Media,
    /// An officer of a political party.
    Party,
    /// A source that is not named: "sources", "people familiar with the matter".
    Unnamed,
}

/// A title or noun for a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleEntry {
    /// Slug of the name.
    pub id: String,
    /// The canonical title, in lower case.
    pub name: String,
    /// For whom its holder acts.
    pub role: TitleRole,
    /// The portfolio that goes with it: "commerce" for a commerce minister.
    pub portfolio: Option<String>,
    /// Id of the one actor that has such an office: "us-trade-representative".
    pub of: Option<String>,
}

/// Something traded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsEntry {
    /// Slug of the name.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// HS 2022 codes of 2, 4 or 6 digits; empty where a group has none.
    pub hs: Vec<String>,
    /// A wide class ("industrial goods") rather than a product.
    pub group: bool,
}

/// A trade agreement or programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementEntry {
    /// Slug of the name.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// Ids of the parties, where settled.
    pub parties: Vec<String>,
}

/// A summit, round or committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForumEntry {
    /// Slug of the name.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// Id of the bloc or organization that holds it.
    pub of: Option<String>,
}

/// A currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyEntry {
    /// ISO 4217 code.
    pub code: String,
    /// The canonical name.
    pub name: String,
}

/// Points at an entry; the number indexes the entries of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryRef {
    /// [`super::Lexicon::actor`]
    Actor(u32),
    /// [`super::Lexicon::place`]
    Place(u32),
    /// [`super::Lexicon::portfolio`]: a body of a state that is named by its portfolio only.
    Portfolio(u32),
    /// [`super::Lexicon::title`]
    Title(u32),
    /// [`super::Lexicon::goods`]
    Goods(u32),
    /// [`super::Lexicon::agreement`]
    Agreement(u32),
    /// [`super::Lexicon::forum`]
    Forum(u32),
    /// [`super::Lexicon::currency`]
    Currency(u32),
    /// [`super::Lexicon::measure`]
    Measure(u32),
    /// [`super::Lexicon::act`]
    Act(u32),
    /// A phrase in which the word of a measure is none.
    Lookalike(u32),
    /// A phrase that only hides the names inside it; never in the result of [`super::Lexicon::find`].
    Decoy,
}

/// An entry met in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What was met.
    pub entry: EntryRef,
    /// How it was written.
    pub form: Form,
    /// The form alone is not enough: a family name needs the full name or a title somewhere in the document, a word of
    /// many meanings needs a context of trade.
    pub weak: bool,
}
