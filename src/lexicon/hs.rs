//! Codes of the Harmonized System (HS 2022): chapters (2 digits), headings (4) and subheadings (6).

/// The last heading of each chapter from 01 to 97; chapter 77 is reserved and has none.
const LAST_HEADING: [u8; 97] = [
    6, 10, 9, 10, 11, 4, 14, 14, 10, 8, 9, 14, 2, 4, 22, 5, 4, 6, 5, 9, 6, 9, 9, 4, 30, 21, 16, 53,
    42, 6, 5, 15, 7, 7, 7, 6, 7, 27, 26, 17, 15, 6, 4, 21, 4, 2, 7, 23, 11, 7, 13, 12, 11, 8, 16,
    9, 5, 11, 11, 6, 17, 17, 10, 6, 7, 3, 4, 15, 14, 20, 18, 29, 26, 19, 8, 16, 0, 6, 7, 7, 13, 15,
    11, 87, 49, 9, 16, 7, 8, 33, 14, 9, 7, 6, 8, 20, 6,
];

/// Says what is wrong with a code; `Ok` if the chapter and the heading can exist.
pub(super) fn check(code: &str) -> Result<(), String> {
    if !matches!(code.len(), 2 | 4 | 6) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "`{code}` is not an HS code: 2, 4 or 6 digits, as text"
        ));
    }
    let chapter = usize::from(two_digits(code, 0));
    let last = chapter
        .checked_sub(1)
        .and_then(|i| LAST_HEADING.get(i))
        .copied()
        .unwrap_or(0);
    if last == 0 {
        return Err(format!(
            "`{code}`: the Harmonized System has no chapter {chapter:02}"
        ));
    }
    if code.len() >= 4 && !(1..=last).contains(&two_digits(code, 2)) {
        return Err(format!(
            "`{code}`: the headings of chapter {chapter:02} end at {chapter:02}{last:02}"
        ));
    }
    Ok(())
}

fn two_digits(code: &str, at: usize) -> u8 {
    code.get(at..at + 2)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn codes_need_an_existing_chapter_and_heading() {
        for good in ["72", "7208", "120190", "8549", "9706", "3827"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "", "7", "720", "77", "00", "98", "7230", "0107", "8488", "72 8", "12019000", "ab",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
