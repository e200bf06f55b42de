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

#[cfg(test)]
mod tests {
    use super::check;
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
}
