//! English part-of-speech tags.

use strum::{Display, EnumCount, EnumString, FromRepr, IntoStaticStr, VariantArray};

/// English part-of-speech tag: the Penn Treebank's set with the additions of the web treebanks.
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
pub enum Xpos {
    /// Affix set off by a hyphen.
    #[strum(serialize = "AFX")]
    Afx,
    /// Web or mail address.
    #[strum(serialize = "ADD")]
    Add,
    /// Coordinating conjunction.
    #[strum(serialize = "CC")]
    Cc,
    /// Cardinal number.
    #[strum(serialize = "CD")]
    Cd,
    /// Determiner.
    #[strum(serialize = "DT")]
    Dt,
    /// Existential `there`.
    #[strum(serialize = "EX")]
    Ex,
    /// Foreign word.
    #[strum(serialize = "FW")]
    Fw,
    /// Part of a word written apart.
    #[strum(serialize = "GW")]
    Gw,
    /// Hyphen inside a word.
    #[strum(serialize = "HYPH")]
    Hyph,
    /// Preposition or subordinating conjunction.
    #[strum(serialize = "IN")]
    In,
    /// Adjective.
    #[strum(serialize = "JJ")]
    Jj,
    /// Comparative adjective.
    #[strum(serialize = "JJR")]
    Jjr,
    /// Superlative adjective.
    #[strum(serialize = "JJS")]
    Jjs,
    /// List item marker.
    #[strum(serialize = "LS")]
    Ls,
    /// Modal verb.
    #[strum(serialize = "MD")]
    Md,
    /// Superfluous punctuation.
    #[strum(serialize = "NFP")]
    Nfp,
    /// Singular or mass noun.
    #[strum(serialize = "NN")]
    Nn,
    /// Singular proper noun.
    #[strum(serialize = "NNP")]
    Nnp,
    /// Plural proper noun.
    #[strum(serialize = "NNPS")]
    Nnps,
    /// Plural noun.
    #[strum(serialize = "NNS")]
    Nns,
    /// Predeterminer.
    #[strum(serialize = "PDT")]
    Pdt,
    /// Possessive ending.
    #[strum(serialize = "POS")]
    Pos,
    /// Personal pronoun.
    #[strum(serialize = "PRP")]
    Prp,
    /// Possessive pronoun.
    #[strum(serialize = "PRP$")]
    PrpPoss,
    /// Adverb.
    #[strum(serialize = "RB")]
    Rb,
    /// Comparative adverb.
    #[strum(serialize = "RBR")]
    Rbr,
    /// Superlative adverb.
    #[strum(serialize = "RBS")]
    Rbs,
    /// Verb particle.
    #[strum(serialize = "RP")]
    Rp,
    /// Symbol.
    #[strum(serialize = "SYM")]
    Sym,
    /// Infinitival `to`.
    #[strum(serialize = "TO")]
    To,
    /// Interjection.
    #[strum(serialize = "UH")]
    Uh,
    /// Base form of a verb.
    #[strum(serialize = "VB")]
    Vb,
    /// Past tense.
    #[strum(serialize = "VBD")]
    Vbd,
    /// Gerund or present participle.
    #[strum(serialize = "VBG")]
    Vbg,
    /// Past participle.
    #[strum(serialize = "VBN")]
    Vbn,
    /// Present tense, not third person singular.
    #[strum(serialize = "VBP")]
    Vbp,
    /// Present tense, third person singular.
    #[strum(serialize = "VBZ")]
    Vbz,
    /// `wh` determiner.
    #[strum(serialize = "WDT")]
    Wdt,
    /// `wh` pronoun.
    #[strum(serialize = "WP")]
    Wp,
    /// Possessive `wh` pronoun.
    #[strum(serialize = "WP$")]
    WpPoss,
    /// `wh` adverb.
    #[strum(serialize = "WRB")]
    Wrb,
    /// Unknown.
    #[strum(serialize = "XX")]
    Xx,
    /// Currency sign.
    #[strum(serialize = "$")]
    Dollar,
    /// Closing quotation mark.
    #[strum(serialize = "''")]
    CloseQuote,
    /// Opening quotation mark.
    #[strum(serialize = "``")]
    OpenQuote,
    /// Comma.
    #[strum(serialize = ",")]
    Comma,
    /// Opening bracket.
    #[strum(serialize = "-LRB-")]
    OpenBracket,
    /// Closing bracket.
    #[strum(serialize = "-RRB-")]
    CloseBracket,
    /// Sentence-final punctuation.
    #[strum(serialize = ".")]
    Stop,
    /// Other punctuation: colon, semicolon, dash.
    #[strum(serialize = ":")]
    Colon,
}

impl Xpos {
    /// The tag as the treebanks write it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
