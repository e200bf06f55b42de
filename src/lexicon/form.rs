//! Surface forms: how an entry is written in running text, and which letter case it needs there.

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::fmt;

/// In which of its forms an entry was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The canonical name: "China", "European Commission", "soybeans".
    Name,
    /// Another full name of the same thing: "Britain", "USTR", "soya beans".
    Alias,
    /// A person's family name or another short name: "Trump", "von der Leyen".
    ShortName,
    /// The adjective of a country or bloc: "Chinese", "British".
    Demonym,
    /// The noun for its people: "Americans".
    People,
    /// The combining form before a hyphen: "Sino-", "Franco-".
    Prefix,
    /// A seat or building that stands for those who sit there, only where it acts: "Beijing", "White House".
    Metonym,
    /// A verb in its base form: "impose".
    Verb,
    /// A verb in the third person: "imposes".
    VerbS,
    /// A verb in the past, or its past participle: "imposed".
    VerbPast,
    /// A gerund: "imposing".
    VerbIng,
    /// An adjective that takes part in an act: "planned".
    Adjective,
}

/// The letter case that a form needs in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// No condition: "steel", "Steel", "STEEL".
    Any,
    /// Words that begin with a capital in the form do so in the text: "China", "CHINA", not "china".
    Capital,
    /// Every capital of the form is a capital in the text: "US", not "us" or "Us".
    Upper,
    /// The first letter is small in the text: "turkey" the bird, "apple" the fruit.
    Lower,
}

impl Case {
    /// The rule that a form has where the data states none: forms without capitals match in any case, acronyms of up
    /// to three letters need their capitals (longer ones are often written like names: "Nafta"), the rest are names.
    pub(super) fn of(form: &str) -> Case {
        let letters = form.chars().filter(|c| c.is_alphabetic());
        let capitals = form.chars().filter(|c| c.is_uppercase()).count();
        if capitals == 0 {
            Case::Any
        } else if capitals <= 3
            && form
                .chars()
                .find(|c| c.is_lowercase())
                .is_none_or(|c| c == 's')
            && letters.count() <= capitals + 1
        {
            Case::Upper
        } else {
            Case::Capital
        }
    }
}

/// A form as data files give it: a plain string, or a table with conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawForm {
    /// The words.
    pub form: String,
    /// The case rule, where it is not the one that [`Case::of`] gives.
    pub case: Option<Case>,
    /// The form alone is not enough: something else in the document must support it.
    pub weak: bool,
}

impl RawForm {
    pub fn case(&self) -> Case {
        self.case.unwrap_or_else(|| Case::of(&self.form))
    }
}

impl From<&str> for RawForm {
    fn from(form: &str) -> Self {
        RawForm {
            form: form.to_owned(),
            case: None,
            weak: false,
        }
    }
}

impl<'de> Deserialize<'de> for RawForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FormVisitor;
        impl<'de> Visitor<'de> for FormVisitor {
            type Value = RawForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a form, or a table { form, case, weak }")
            }

            fn visit_str<E: de::Error>(self, form: &str) -> Result<RawForm, E> {
                Ok(RawForm::from(form))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawForm, A::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Table {
                    form: String,
                    case: Option<Case>,
                    #[serde(default)]
                    weak: bool,
                }
                let table = Table::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(RawForm {
                    form: table.form,
                    case: table.case,
                    weak: table.weak,
                })
            }
        }
        deserializer.deserialize_any(FormVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_rules_follow_from_the_form() {
        assert_eq!(Case::of("steel"), Case::Any);
        assert_eq!(Case::of("China"), Case::Capital);
        assert_eq!(Case::of("US"), Case::Upper);
        assert_eq!(Case::of("U.S."), Case::Upper);
        assert_eq!(Case::of("EVs"), Case::Upper);
        assert_eq!(Case::of("NAFTA"), Case::Capital);
        assert_eq!(Case::of("White House"), Case::Capital);
    }
}
