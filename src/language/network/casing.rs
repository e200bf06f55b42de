//! Casing: of tokens, of sentences, and what casing headlines hide. `training/casing.py` computes the same: change both
//! together.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::features::normal_form;
use super::weights::{Weights, WeightsError};

/// Letters of the longest unknown word in capitals that is taken for an acronym where all words are in capitals.
const LONGEST_UNKNOWN_ACRONYM: usize = 3;

/// Words that headlines leave without capitals.
const SMALL_WORDS: [&str; 28] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "n't", "nor", "of",
    "off", "on", "onto", "or", "over", "per", "than", "the", "to", "up", "v", "via", "vs", "with",
];

/// Which letters of a token are capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LetterCase {
    Uncased,
    Lower,
    Initial,
    Capitals,
    OneCapital,
    Mixed,
}

impl LetterCase {
    /// The casing of a token.
    pub fn of(form: &str) -> Self {
        let (mut cased, mut capitals, mut first) = (0, 0, false);
        for letter in form.chars() {
            let capital = letter.is_uppercase();
            if capital || letter.is_lowercase() {
                first |= cased == 0 && capital;
                cased += 1;
                capitals += usize::from(capital);
            }
        }
        match (cased, capitals) {
            (0, _) => Self::Uncased,
            (_, 0) => Self::Lower,
            (1, 1) => Self::OneCapital,
            (cased, capitals) if cased == capitals => Self::Capitals,
            (_, 1) if first => Self::Initial,
            _ => Self::Mixed,
        }
    }
}

/// Casing of a whole sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentenceCase {
    /// Names and beginnings have capitals.
    Ordinary,
    /// Capitals throughout, as in some headlines.
    Capitals,
    /// Nearly every word but the smallest begins with a capital, as in other headlines.
    Title,
    /// No capitals at all.
    Lower,
}

impl SentenceCase {
    /// The casing of a sentence of these tokens.
    pub fn of<'t>(forms: impl Iterator<Item = &'t str>) -> Self {
        let (mut worded, mut capitals, mut single, mut lower) = (0, 0, 0, 0);
        let (mut long, mut unlike_title) = (0, 0);
        for form in forms {
            let case = LetterCase::of(form);
            let length = form.chars().take(4).count();
            if case == LetterCase::Uncased {
                continue;
            }
            let lettered = form.starts_with(char::is_alphabetic);
            if lettered && length > 1 {
                worded += 1;
                capitals += usize::from(case == LetterCase::Capitals);
                single += usize::from(case == LetterCase::OneCapital);
                lower += usize::from(case == LetterCase::Lower);
            }
            long += usize::from(length > 3);
            unlike_title +=
                usize::from(lettered && case == LetterCase::Lower && !SMALL_WORDS.contains(&form));
        }
        if capitals >= 3 && capitals + single == worded {
            Self::Capitals
        } else if worded >= 3 && lower == worded {
            Self::Lower
        } else if long >= 3 && unlike_title * 10 <= long {
            Self::Title
        } else {
            Self::Ordinary
        }
    }
}

/// How a word is usually written inside sentences.
#[derive(Clone, Copy)]
pub enum Usual<'c> {
    /// Without capitals.
    Lower,
    /// With these capitals.
    Form(&'c str),
    /// As a name, with a capital at its beginning.
    Name,
    /// The word is not known.
    Unknown,
}

/// Words that are written with capitals more often than not.
pub struct Capitals {
    forms: FxHashMap<Box<str>, Box<str>>,
}

impl Capitals {
    /// Reads the words.
    pub fn read(weights: &Weights<'_>) -> Result<Self, WeightsError> {
        let forms = weights
            .lines("usual_capitals")?
            .map(|form| (normal_form(form).into(), form.into()))
            .collect();
        Ok(Self { forms })
    }

    /// The usual form of a normal form that has capitals.
    pub fn get(&self, normal: &str) -> Option<&str> {
        self.forms.get(normal).map(Box::as_ref)
    }
}

/// The tokens of a sentence as an ordinary sentence would have them, where its casing hides that.
pub fn restored<'t, 'c>(
    tokens: &[&'t str],
    case: SentenceCase,
    usual: impl Fn(&str) -> Usual<'c>,
) -> Vec<Cow<'t, str>> {
    if case == SentenceCase::Ordinary {
        return tokens.iter().map(|&token| Cow::Borrowed(token)).collect();
    }
    let mut found: Vec<Cow<'t, str>> = tokens
        .iter()
        .map(|token| restored_form(token, case, &usual))
        .collect();
    if case == SentenceCase::Lower {
        return found;
    }
    if let Some(first) = found.first_mut() {
        *first = Cow::Owned(capitalised(first));
    }
    // No headline has the pronoun before a name: it is the family name.
    for at in 1..found.len() {
        if found[at - 1] == "he" && found[at].starts_with(char::is_uppercase) {
            found[at - 1] = Cow::Borrowed("He");
        }
    }
    found
}

fn restored_form<'t, 'c>(
    form: &'t str,
    case: SentenceCase,
    usual: &impl Fn(&str) -> Usual<'c>,
) -> Cow<'t, str> {
    let own = LetterCase::of(form);
    let telling = matches!(own, LetterCase::Initial | LetterCase::OneCapital);
    if own == LetterCase::Uncased
        || case == SentenceCase::Title && !telling
        || form.bytes().any(|byte| byte.is_ascii_digit())
    {
        return Cow::Borrowed(form);
    }
    let normal = normal_form(form);
    if case == SentenceCase::Capitals && normal == "us" {
        // The country: it outnumbers the pronoun in headlines.
        return Cow::Borrowed("US");
    }
    match usual(&normal) {
        Usual::Lower => Cow::Owned(normal.into_owned()),
        _ if case == SentenceCase::Title => Cow::Borrowed(form),
        Usual::Form(usual) => Cow::Owned(usual.to_owned()),
        Usual::Name => Cow::Owned(capitalised(&normal)),
        Usual::Unknown => {
            let acronym = form.chars().nth(LONGEST_UNKNOWN_ACRONYM).is_none() || form.contains('.');
            if case == SentenceCase::Lower || acronym {
                Cow::Borrowed(form)
            } else {
                Cow::Owned(capitalised(&normal))
            }
        }
    }
}

/// `word` with a capital letter at its beginning.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_are_told_by_their_casing() {
        let of = |line: &str| SentenceCase::of(line.split(' '));
        assert_eq!(of("PERU RAISES DUTIES ON TIN"), SentenceCase::Capitals);
        assert_eq!(of("PERU 's DUTIES ON TIN"), SentenceCase::Capitals);
        assert_eq!(
            of("Peru Raises Duties on Imported Tin"),
            SentenceCase::Title
        );
        assert_eq!(
            of("Peru raises duties on imported tin"),
            SentenceCase::Ordinary
        );
        assert_eq!(
            of("Premier He Rong met Peru 's Minister Ana Roe"),
            SentenceCase::Ordinary
        );
        assert_eq!(
            of("peru raises duties on imported tin"),
            SentenceCase::Lower
        );
        assert_eq!(of(""), SentenceCase::Ordinary);
    }

    fn restore(line: &str) -> String {
        let tokens: Vec<&str> = line.split(' ').collect();
        let usual = |normal: &str| match normal {
            "peru" | "lima" => Usual::Name,
            "nato" => Usual::Form("NATO"),
            "raises" | "duties" | "on" | "tin" | "he" | "meets" | "in" | "envoy" => Usual::Lower,
            _ => Usual::Unknown,
        };
        restored(&tokens, SentenceCase::of(tokens.iter().copied()), usual).join(" ")
    }

    #[test]
    fn headlines_become_ordinary_sentences() {
        assert_eq!(restore("DUTIES ON TIN IN PERU"), "Duties on tin in Peru");
        assert_eq!(
            restore("NATO ENVOY MEETS QUORLAX IN LIMA"),
            "NATO envoy meets Quorlax in Lima"
        );
        assert_eq!(
            restore("Peru Raises Duties on Tin in Lima"),
            "Peru raises duties on tin in Lima"
        );
        assert_eq!(
            restore("peru raises duties on tin"),
            "Peru raises duties on tin"
        );
    }

    #[test]
    fn a_family_name_is_no_pronoun() {
        assert_eq!(
            restore("Envoy He Rongbao Meets Quorlax"),
            "Envoy He Rongbao meets Quorlax"
        );
    }

    #[test]
    fn ordinary_sentences_stay() {
        assert_eq!(
            restore("The envoy meets Quorlax in Lima"),
            "The envoy meets Quorlax in Lima"
        );
    }
}
