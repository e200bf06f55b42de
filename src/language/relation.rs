//! Universal dependency relations.

use strum::{Display, EnumCount, EnumString, FromRepr, IntoStaticStr, VariantArray};

/// Dependency relation of a word to its head, with the subtypes that English treebanks use.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumCount,
    EnumString,
    FromRepr,
    IntoStaticStr,
    VariantArray,
)]
#[repr(u8)]
pub enum Relation {
    /// Clause that modifies a nominal.
    #[strum(serialize = "acl")]
    Acl,
    /// Relative clause.
    #[strum(serialize = "acl:relcl")]
    AclRelcl,
    /// Adverbial clause.
    #[strum(serialize = "advcl")]
    Advcl,
    /// Relative clause that modifies a clause.
    #[strum(serialize = "advcl:relcl")]
    AdvclRelcl,
    /// Adverbial modifier.
    #[strum(serialize = "advmod")]
    Advmod,
    /// Adjectival modifier.
    #[strum(serialize = "amod")]
    Amod,
    /// Apposition.
    #[strum(serialize = "appos")]
    Appos,
    /// Auxiliary.
    #[strum(serialize = "aux")]
    Aux,
    /// Passive auxiliary.
    #[strum(serialize = "aux:pass")]
    AuxPass,
    /// Preposition or possessive marker.
    #[strum(serialize = "case")]
    Case,
    /// Coordinating conjunction.
    #[strum(serialize = "cc")]
    Cc,
    /// First half of a paired conjunction.
    #[strum(serialize = "cc:preconj")]
    CcPreconj,
    /// Clausal complement with its own subject.
    #[strum(serialize = "ccomp")]
    Ccomp,
    /// Member of a compound.
    #[strum(serialize = "compound")]
    Compound,
    /// Verb particle.
    #[strum(serialize = "compound:prt")]
    CompoundPrt,
    /// Conjunct.
    #[strum(serialize = "conj")]
    Conj,
    /// Copula.
    #[strum(serialize = "cop")]
    Cop,
    /// Clausal subject.
    #[strum(serialize = "csubj")]
    Csubj,
    /// Clausal subject of a passive.
    #[strum(serialize = "csubj:pass")]
    CsubjPass,
    /// Unspecified.
    #[strum(serialize = "dep")]
    Dep,
    /// Determiner.
    #[strum(serialize = "det")]
    Det,
    /// Predeterminer.
    #[strum(serialize = "det:predet")]
    DetPredet,
    /// Discourse element.
    #[strum(serialize = "discourse")]
    Discourse,
    /// Dislocated element.
    #[strum(serialize = "dislocated")]
    Dislocated,
    /// Expletive.
    #[strum(serialize = "expl")]
    Expl,
    /// Part of a fixed expression.
    #[strum(serialize = "fixed")]
    Fixed,
    /// Part of a name or another headless expression.
    #[strum(serialize = "flat")]
    Flat,
    /// Part of a word written apart.
    #[strum(serialize = "goeswith")]
    Goeswith,
    /// Indirect object.
    #[strum(serialize = "iobj")]
    Iobj,
    /// Item of a list.
    #[strum(serialize = "list")]
    List,
    /// Marker of a subordinate clause.
    #[strum(serialize = "mark")]
    Mark,
    /// Nominal modifier.
    #[strum(serialize = "nmod")]
    Nmod,
    /// Title or description beside a name.
    #[strum(serialize = "nmod:desc")]
    NmodDesc,
    /// Possessor.
    #[strum(serialize = "nmod:poss")]
    NmodPoss,
    /// Nominal modifier without a preposition: times, measures.
    #[strum(serialize = "nmod:unmarked")]
    NmodUnmarked,
    /// Subject.
    #[strum(serialize = "nsubj")]
    Nsubj,
    /// Subject of a clause whose predicate is itself a clause.
    #[strum(serialize = "nsubj:outer")]
    NsubjOuter,
    /// Subject of a passive.
    #[strum(serialize = "nsubj:pass")]
    NsubjPass,
    /// Numeral.
    #[strum(serialize = "nummod")]
    Nummod,
    /// Object.
    #[strum(serialize = "obj")]
    Obj,
    /// Oblique argument or adjunct.
    #[strum(serialize = "obl")]
    Obl,
    /// Agent of a passive.
    #[strum(serialize = "obl:agent")]
    OblAgent,
    /// Oblique without a preposition: times, measures.
    #[strum(serialize = "obl:unmarked")]
    OblUnmarked,
    /// Remnant of an ellipsis.
    #[strum(serialize = "orphan")]
    Orphan,
    /// Clause placed beside another.
    #[strum(serialize = "parataxis")]
    Parataxis,
    /// Punctuation.
    #[strum(serialize = "punct")]
    Punct,
    /// Words that the speaker took back.
    #[strum(serialize = "reparandum")]
    Reparandum,
    /// Root of the sentence.
    #[strum(serialize = "root")]
    Root,
    /// Addressee.
    #[strum(serialize = "vocative")]
    Vocative,
    /// Clausal complement without its own subject.
    #[strum(serialize = "xcomp")]
    Xcomp,
}

impl Relation {
    /// The relation as the CoNLL-U format writes it, subtype included.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The universal relation: this one without its subtype.
    pub fn universal(self) -> Self {
        match self {
            Self::AclRelcl => Self::Acl,
            Self::AdvclRelcl => Self::Advcl,
            Self::AuxPass => Self::Aux,
            Self::CcPreconj => Self::Cc,
            Self::CompoundPrt => Self::Compound,
            Self::CsubjPass => Self::Csubj,
            Self::DetPredet => Self::Det,
            Self::NmodDesc | Self::NmodPoss | Self::NmodUnmarked => Self::Nmod,
            Self::NsubjOuter | Self::NsubjPass => Self::Nsubj,
            Self::OblAgent | Self::OblUnmarked => Self::Obl,
            plain => plain,
        }
    }
}
