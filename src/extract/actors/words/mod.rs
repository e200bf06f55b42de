//! Closed lists of words by which names of persons and organisations are told apart.

mod function;

pub(super) use function::FUNCTION_WORDS;

use crate::lexicon::ActorKind;
use crate::text::calendar;

/// How a person is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Female,
    Male,
}

/// Forms of address, with what they say of the gender.
pub(super) fn honorific(word: &str) -> Option<Option<Gender>> {
    let word = word.strip_suffix('.').unwrap_or(word);
    Some(match word {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Sheikh" | "Messrs" | "MR" => {
            Some(Gender::Male)
        }
        "Mrs" | "Ms" | "Miss" | "Madam" | "Madame" | "Dame" | "Lady" | "Queen" | "Princess"
        | "MRS" | "MS" => Some(Gender::Female),
        "Dr" | "Prof" | "Rev" | "Mx" | "Gen" | "Lt" | "Col" | "Capt" | "Sgt" | "Judge"
        | "Justice" | "Maj" | "Adm" | "Hon" => None,
        _ => return None,
    })
}

/// What a title says of the gender of its holder.
pub(super) fn gender_of_title(title: &str) -> Option<Gender> {
    let mut words = title
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase);
    words.find_map(|word| match word.as_str() {
        "king" | "prince" | "sir" | "lord" | "sheikh" | "mr" | "pope" => Some(Gender::Male),
        "queen" | "princess" | "dame" | "lady" | "mrs" | "ms" => Some(Gender::Female),
        _ if word.ends_with("woman") => Some(Gender::Female),
        _ if word.ends_with("man") && word.len() > 5 && word != "german" => Some(Gender::Male),
        _ => None,
    })
}

/// Words that may stand inside a person's name in small letters.
pub(super) const PARTICLES: &[&str] = &[
    "al", "ap", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "ibn", "la", "le", "ten", "ter", "van", "von", "zu",
];

/// Words that stand behind a family name.
pub(super) const GENERATIONS: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// Words that make a name that of a company, at its end. Not part of its id.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "asa",
    "a/s",
    "bhd",
    "bhd.",
    "bv",
    "b.v.",
    "co",
    "co.",
    "corp",
    "corp.",
    "corporation",
    "gmbh",
    "inc",
    "inc.",
    "incorporated",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltd.",
    "nv",
    "n.v.",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "s.a.",
    "s.p.a.",
    "sa",
    "sdn",
    "se",
    "spa",
];

/// The kind of organisation that the last word, or the word before "of" or "for", makes of a name.
pub(super) fn organisation_word(word: &str) -> Option<ActorKind> {
    let word = word.to_lowercase();
    Some(match word.as_str() {
        "airlines" | "airways" | "bancorp" | "brothers" | "capital" | "company" | "companies"
        | "enterprises" | "foods" | "group" | "holding" | "holdings" | "industries"
        | "insurance" | "international" | "investments" | "laboratories" | "logistics"
        | "motors" | "motor" | "partners" | "pharmaceuticals" | "research" | "securities"
        | "semiconductor" | "semiconductors" | "shipping" | "solutions" | "steel" | "systems"
        | "technologies" | "technology" | "telecom" | "ventures" | "collectables"
        | "collectibles" | "stores" | "markets" | "economics" | "analytics" | "asset" | "bank"
        | "farms" | "petroleum" | "mining" | "electronics" | "chemicals" | "aerospace"
        | "consulting" | "advisors" | "associates" => ActorKind::Company,
        "alliance" | "association" | "associations" | "chamber" | "coalition" | "confederation"
        | "congress" | "council" | "federation" | "forum" | "foundation" | "guild"
        | "institute" | "institution" | "league" | "network" | "society" | "union"
        | "brotherhood" | "teamsters" | "university" | "college" | "centre" | "center"
        | "academy" | "school" | "project" | "fund" | "initiative" | "growers" | "producers"
        | "manufacturers" | "exporters" | "importers" | "retailers" | "workers" => {
            ActorKind::IndustryGroup
        }
        "administration" | "agency" | "assembly" | "authority" | "board" | "bureau"
        | "commission" | "committee" | "court" | "department" | "directorate" | "inspectorate"
        | "legislature" | "ministry" | "office" | "parliament" | "police" | "regulator"
        | "secretariat" | "senate" | "service" | "tribunal" | "treasury" | "customs"
        | "embassy" | "taskforce" | "cabinet" => ActorKind::GovernmentBody,
        "party" => ActorKind::PoliticalParty,
        "chronicle" | "daily" | "gazette" | "globe" | "herald" | "journal" | "magazine"
        | "mirror" | "news" | "observer" | "post" | "press" | "radio" | "review" | "telegraph"
        | "times" | "today" | "tribune" | "television" | "tv" => ActorKind::Media,
        _ => return None,
    })
}

/// Capitalised words of dates and times, which are no part of a person's or an organisation's name.
pub(super) fn is_of_a_date(word: &str) -> bool {
    const OTHERS: &[&str] = &["am", "pm", "gmt", "est", "christmas", "easter"];
    calendar::is_month(word) || calendar::is_weekday(word) || among(OTHERS, word)
}

/// Verbs whose subject speaks; enough to see that an unknown name acts.
pub(super) const SAYING: &[&str] = &[
    "say",
    "tell",
    "add",
    "argue",
    "announce",
    "claim",
    "declare",
    "explain",
    "insist",
    "note",
    "point",
    "state",
    "stress",
    "suggest",
    "warn",
    "write",
    "tweet",
    "reply",
    "respond",
    "recall",
    "acknowledge",
    "admit",
    "concede",
    "contend",
    "continue",
    "complain",
    "describe",
    "emphasize",
    "emphasise",
    "observe",
    "predict",
    "report",
    "reveal",
    "urge",
    "vow",
    "ask",
    "answer",
    "call",
    "caution",
    "comment",
    "conclude",
    "confirm",
    "deny",
    "estimate",
    "expect",
    "hope",
    "joke",
    "maintain",
    "promise",
    "quip",
    "remark",
    "remind",
    "repeat",
    "believe",
    "think",
    "accuse",
    "agree",
];

/// Whether a word stands in a sorted list.
pub(super) fn among(list: &[&str], word: &str) -> bool {
    let word = word.to_lowercase();
    list.contains(&word.as_str())
}
