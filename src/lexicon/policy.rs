//! Measures of trade policy, what is done to them, and what only looks like them.

use serde::Deserialize;

use super::form::Form;

/// What a measure noun names: the type of the event that is read around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// An import duty.
    Tariff,
    /// Access to a market at a low duty or none: its loss raises a tariff, its grant lowers one.
    Preference,
    /// A control on exports.
    ExportControl,
    /// A restriction of imports that is no duty.
    ImportRestriction,
    /// An anti-dumping, countervailing or safeguard duty.
    TradeRemedy,
    /// A sanction.
    Sanction,
    /// A restriction of investment.
    InvestmentRestriction,
    /// Support for producers at home.
    Subsidy,
    /// A probe under trade law.
    Investigation,
    /// Retaliation whose form is open.
    Countermeasure,
    /// Talks.
    Negotiation,
    /// A deal.
    Agreement,
    /// A one-sided pledge.
    Commitment,
    /// A complaint, or a ruling on one.
    Dispute,
    /// Joint action.
    Coordination,
    /// A restriction of whatever flows: exports, imports, investment, money.
    Restriction,
    /// A tax: on exports a control, on imports a tariff.
    Tax,
}

/// By what a restriction works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// A ban.
    Ban,
    /// A licence is needed.
    Licensing,
    /// A quota.
    Quota,
    /// A tax.
    Tax,
    /// An entry in a list.
    Listing,
    /// A standard.
    Standard,
    /// Frozen assets.
    Freeze,
    /// Fees or bans at ports.
    PortFee,
}

/// A remedy of trade defence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Against dumping.
    AntiDumping,
    /// Against subsidies.
    Countervailing,
    /// Against a surge of imports.
    Safeguard,
}

/// How a meeting is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingFormat {
    /// Face to face.
    InPerson,
    /// By video.
    VideoCall,
    /// By telephone.
    PhoneCall,
}

/// How far a dispute has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStep {
    /// A complaint.
    Filed,
    /// Consultations between the two, before a panel.
    Consultations,
    /// A panel.
    Panel,
    /// A ruling.
    Ruling,
    /// An appeal against a ruling.
    Appeal,
}

/// What an act does to its measure, or says of how real it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Lays it.
    Begin,
    /// Raises or widens it.
    Raise,
    /// Lowers or eases it.
    Lower,
    /// Takes it away.
    Remove,
    /// Excepts somebody or something from it.
    Exempt,
    /// Halts it for a time, or puts it off.
    Pause,
    /// Prolongs it.
    Prolong,
    /// Leaves it as it is.
    Keep,
    /// It takes effect.
    InForce,
    /// It falls on somebody or something.
    Bear,
    /// Makes it known.
    Announce,
    /// Decides on it.
    Decide,
    /// Intends it.
    Plan,
    /// Threatens it.
    Threaten,
    /// Asks for it, offers it, thinks of it.
    Propose,
    /// Turns it down.
    Reject,
    /// Says nothing of whether it exists.
    None,
    /// Holds talks.
    Hold,
    /// Opens or resumes talks, a probe.
    Open,
    /// Ends talks or a probe without more.
    Cancel,
    /// Comes to a deal.
    Reach,
    /// Signs a deal.
    Sign,
    /// Ratifies a deal.
    Ratify,
    /// Leaves or breaks a deal.
    Leave,
    /// Brings a complaint.
    File,
    /// Decides a complaint.
    Rule,
    /// What pledges are about: buying, investing, opening a market.
    Pledge,
    /// Gives a pledge.
    Promise,
}

/// Where the measure stands beside the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// Is its object: "impose a tariff".
    Object,
    /// Stands behind "with"; the object is the target: "hit China with tariffs".
    With,
    /// Is its subject: "tariffs take effect".
    Subject,
    /// Is its object, and the subject is the target: "China faces tariffs".
    Sufferer,
    /// The verb is the measure, and its object what flows: "ban imports of steel".
    Flow,
    /// The verb is the measure, and its object the target or the goods: "blacklist a company", "tax imports".
    Goods,
    /// The verb is the whole event: "retaliate", "negotiate".
    #[serde(rename = "self")]
    Whole,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureEntry {
    /// Slug of the name.
    pub id: String,
    /// What it names.
    pub kind: MeasureKind,
    /// By what it works.
    pub instrument: Option<Instrument>,
    /// Which remedy it is.
    pub remedy: Option<Remedy>,
    /// How the meeting is held.
    pub format: Option<MeetingFormat>,
    /// How far the dispute has come.
    pub stage: Option<DisputeStep>,
    /// The noun says itself what happens to the duty.
    pub change: Option<Effect>,
    /// Needs a word of trade in its sentence.
    pub needs_context: bool,
}

/// An act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActEntry {
    /// Slug of the name.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Where its measure stands.
    pub frame: Frame,
    /// The type of event that the verb alone is.
    pub kind: Option<MeasureKind>,
    /// By what it works.
    pub instrument: Option<Instrument>,
    /// Needs a word of trade in its sentence.
    pub needs_context: bool,
    /// Its nominalisations, in lower case, both numbers.
    pub nouns: Vec<String>,
}

impl ActEntry {
    /// Whether a form in lower case is one of its nouns.
    pub fn is_noun(&self, form: &str) -> bool {
        self.nouns.iter().any(|noun| noun == form)
    }
}

impl Form {
    /// Whether this is a form of a verb.
    pub fn is_verb(self) -> bool {
        matches!(
            self,
            Form::Verb | Form::VerbS | Form::VerbPast | Form::VerbIng
        )
    }
}
