//! Whether a text is English.

use super::TextError;

/// Fewest letters by which a language is told: shorter texts of names and figures are taken for anything.
const ENOUGH_LETTERS: usize = 200;
/// Bytes that are looked at; more does not make the answer surer.
const SAMPLE: usize = 3 * 1024;

/// Refuses a text that is surely in another language.
pub(super) fn check(text: &str) -> Result<(), TextError> {
    let sample = &text[..super::char_floor(text, SAMPLE)];
    if sample
        .chars()
        .filter(|c| c.is_alphabetic())
        .nth(ENOUGH_LETTERS)
        .is_none()
    {
        return Ok(());
    }
    if is_plainly_english(sample) {
        return Ok(());
    }
    match whatlang::detect(sample) {
        Some(found) if found.lang() != whatlang::Lang::Eng && found.is_reliable() => {
            Err(TextError::WrongLanguage {
                language: found.lang().eng_name(),
                code: found.lang().code(),
                confidence: found.confidence(),
            })
        }
        _ => Ok(()),
    }
}

/// Words that are frequent in English and in no other language with these letters.
const ENGLISH: [&str; 9] = [
    "the", "and", "that", "with", "from", "have", "this", "were", "which",
];
/// Of so many words, one of these is enough: in English it is one of eight.
const ONE_OF: usize = 15;
/// Fewest of these words: one alone may be quoted.
const FEWEST: usize = 3;

/// Whether words say so that are easily counted: then no language need be told from the others by its letters, which takes as long as
/// all else that is done with most news.
fn is_plainly_english(sample: &str) -> bool {
    let (mut words, mut english) = (0, 0);
    for word in sample
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        words += 1;
        english += usize::from(ENGLISH.iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    english >= FEWEST && english * ONE_OF >= words
}

#[cfg(test)]
mod tests {
    use super::{check, is_plainly_english};
    use crate::text::TextError;

    #[test]
    fn only_a_surely_foreign_text_is_refused() {
        let german = "Die Minister beider Länder haben sich am Montag in Lima getroffen, um über den Zoll auf Zinn zu \
            sprechen, den Peru im März erhöht hatte. Eine Einigung gab es nicht, doch wollen beide Seiten im Juni weiter \
            verhandeln. Die Bergleute im Süden Chiles fordern, dass der Zoll sofort aufgehoben wird.";
        assert!(matches!(
            check(german),
            Err(TextError::WrongLanguage { code: "deu", .. })
        ));
        assert_eq!(check("Die Minister haben sich in Lima getroffen."), Ok(()));
        let english = "The ministers of both countries met in Lima on Monday to talk about the duty on tin that Peru had \
            raised in March. They did not agree, but both sides want to go on in June. The miners in the south of Chile \
            want the duty to be lifted at once, and their union has asked for a meeting with the minister.";
        assert_eq!(check(english), Ok(()));
    }

    #[test]
    fn only_english_has_the_frequent_words_of_english() {
        assert!(is_plainly_english(
            "The minister and his party left for the harbour."
        ));
        for other in [
            "De minister was in de haven en sprak met de vissers over het verdrag of de prijs.",
            "Ministeren var i havnen og talte med fiskerne, for de ville have en pris at leve af.",
            "Die Minister waren im Hafen und sprachen mit den Fischern, die this week streiken.",
            "Le ministre est venu au port avec les pêcheurs, which he did not say.",
        ] {
            assert!(!is_plainly_english(other), "{other}");
        }
    }
}
