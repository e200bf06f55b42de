//! What one place of a text says of one act: the common ground of composition, merging, relations, codes and explanation.

use std::ops::Range;

use crate::extract::actors::ActorIndex;
use crate::extract::facts::dates::Length;
use crate::lexicon::{EntryRef, Instrument, MeetingFormat, Remedy};
use crate::proto::v1;

/// How a place refers to its event; decides how easily it is taken for one that the text told before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// Tells an act: "imposed a tariff on steel".
    #[default]
    Telling,
    /// Names it by a definite noun phrase: "the tariffs", "these duties", "the talks".
    Definite,
    /// Stands for it without naming what it is: "the move", "the decision".
    Pro,
}

/// An actor, or an unresolved group, in a role, with the tokens that put it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleReading {
    /// The part.
    pub role: v1::Role,
    /// Who; none for a group that resolves to no actor.
    pub actor: Option<ActorIndex>,
    /// The sentence that names it.
    pub line: usize,
    /// The tokens, inside the sentence.
    pub tokens: Range<usize>,
    /// Taken from the sentence before or the title, not from the clause: gives way to what a clause says.
    pub borrowed: bool,
}

/// A bond to another event, not yet resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How this act stands to the other.
    pub kind: v1::RelationKind,
    /// The tokens of the cue, inside the sentence: "in retaliation for".
    pub cue: Range<usize>,
    /// The tokens within which the other is told; where empty, it is looked for in earlier sentences.
    pub scope: Range<usize>,
}

/// What made a reading, for those who extend the lexicon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// Words and relations that were followed.
    pub path: String,
    /// Lexicon entries that took part.
    pub entries: Vec<EntryRef>,
    /// The act was reached over the tree (else by nearness), for the confidence.
    pub by_tree: bool,
}

/// How long a measure runs: "for 90 days".
#[derive(Clone, Debug, PartialEq)]
pub struct Lasting {
    /// The length of time.
    pub length: Length,
    /// The words that say so.
    pub span: v1::Span,
}

/// One act of trade policy at one place. Token ranges are inside the sentence of `line`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The sentence.
    pub line: usize,
    /// The token of the measure, or of the act that is its own measure.
    pub trigger: usize,
    /// The token of the act, where there is one.
    pub act: Option<usize>,
    /// The tokens that tell it.
    pub extent: Range<usize>,
    /// What it is.
    pub kind: v1::EventType,
    /// How real; unspecified where the place only refers back.
    pub status: v1::EventStatus,
    /// The tokens that decide the status.
    pub status_cue: Option<Range<usize>>,
    /// How it refers to its event.
    pub reference: Reference,
    /// Said to be another than those before: "new tariffs", "a further round".
    pub fresh: bool,
    /// Said to be one more beside those: "further tariffs", "another round".
    pub another: bool,
    /// Of a measure that is still to come: "delayed the planned tariffs".
    pub unborn: bool,
    /// Said to be in force, or to stay so: "took effect", "remains in place".
    pub stands: bool,
    /// Inside a condition: "if the duty took effect".
    pub conditional: bool,
    /// Harm or ease; unspecified for what is no measure.
    pub direction: v1::Direction,
    /// What happens to a duty.
    pub change: v1::TariffChange,
    /// The tokens that say so.
    pub change_cue: Option<Range<usize>>,
    /// By what a restriction works, and the tokens that say so.
    pub instrument: Option<(Instrument, Range<usize>)>,
    /// Which remedy.
    pub remedy: Option<Remedy>,
    /// How a meeting is held.
    pub format: Option<MeetingFormat>,
    /// Who sits at the table.
    pub level: v1::NegotiationLevel,
    /// The summit or body in whose frame a meeting is held, or before which a dispute is fought.
    pub forum: Option<Range<usize>>,
    /// The actor of that forum.
    pub forum_actor: Option<ActorIndex>,
    /// Name of an agreement as written, and its lexicon entry.
    pub agreement: Option<(Range<usize>, Option<u32>)>,
    /// How far an agreement has come.
    pub agreement_stage: v1::AgreementStage,
    /// How far a dispute has come.
    pub dispute_stage: v1::DisputeStage,
    /// The law under which a probe runs.
    pub legal_basis: Option<Range<usize>>,
    /// The use that a control is aimed at.
    pub end_use: Option<Range<usize>>,
    /// Who has which part.
    pub roles: Vec<RoleReading>,
    /// The goods.
    pub goods: Vec<v1::Goods>,
    /// The duty in percent.
    pub rate: Option<v1::Rate>,
    /// The duty in money per unit.
    pub specific_duty: Option<v1::SpecificDuty>,
    /// Money or trade covered.
    pub amount: Option<v1::Amount>,
    /// Dates by kind.
    pub dates: v1::EventDates,
    /// How long it runs, counted from when it begins.
    pub lasts: Option<Lasting>,
    /// Where it happens.
    pub location: Option<v1::Location>,
    /// Bonds to other events.
    pub links: Vec<Link>,
    /// What made it.
    pub trail: Trail,
}

impl Reading {
    /// A reading of which only type and place are known.
    pub fn new(line: usize, trigger: usize, kind: v1::EventType) -> Self {
        Self {
            line,
            trigger,
            act: None,
            extent: trigger..trigger + 1,
            kind,
            status: v1::EventStatus::Unspecified,
            status_cue: None,
            reference: Reference::Telling,
            fresh: false,
            another: false,
            unborn: false,
            stands: false,
            conditional: false,
            direction: v1::Direction::Unspecified,
            change: v1::TariffChange::Unspecified,
            change_cue: None,
            instrument: None,
            remedy: None,
            format: None,
            level: v1::NegotiationLevel::Unspecified,
            forum: None,
            forum_actor: None,
            agreement: None,
            agreement_stage: v1::AgreementStage::Unspecified,
            dispute_stage: v1::DisputeStage::Unspecified,
            legal_basis: None,
            end_use: None,
            roles: Vec::new(),
            goods: Vec::new(),
            rate: None,
            specific_duty: None,
            amount: None,
            dates: v1::EventDates::default(),
            lasts: None,
            location: None,
            links: Vec::new(),
            trail: Trail::default(),
        }
    }

    /// The actors in a role that the clause itself names, or that are known at all.
    pub fn actors_in(&self, role: v1::Role) -> impl Iterator<Item = ActorIndex> + '_ {
        self.roles
            .iter()
            .filter(move |r| r.role == role)
            .filter_map(|r| r.actor)
    }
}
