//! Names of months and days, as English writes them.

/// The months, in small letters.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days of the week, in small letters.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether a word names a month, in full or cut short with a stop: "March", "Sept.". Capitals make no difference.
pub(crate) fn is_month(word: &str) -> bool {
    let whole = MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month));
    let short = || word.strip_suffix('.').is_some_and(is_short_month);
    whole || short()
}

/// Whether a word is the beginning of a month's name by which it is known: "Mar", "Sept".
pub(crate) fn is_short_month(word: &str) -> bool {
    let begins = |month: &&str| {
        month
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    match word.len() {
        3 => MONTHS.iter().any(begins),
        4 => word.eq_ignore_ascii_case("sept"),
        _ => false,
    }
}

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| word.eq_ignore_ascii_case(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_full_and_cut_short() {
        for word in ["March", "MAY", "december", "Sept.", "jan."] {
            assert!(is_month(word), "{word}");
        }
        for word in ["Marc", "Marching", "Jan", "Dece.", "", ".", "Jänner"] {
            assert!(!is_month(word), "{word}");
        }
    }
}
