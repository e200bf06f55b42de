//! What the network sees of a token. `training/features.py` computes the same: change both together.

use std::borrow::Cow;

/// Longest prefix and suffix that have an embedding, in letters.
const PREFIXES: usize = 4;
const SUFFIXES: usize = 5;
/// Letters of a word that are looked at.
const LONGEST_WORD: usize = 32;
/// How many shapes there are.
pub const SHAPES: usize = 6 * 3 * 4 * 4;

/// The form by which a word is looked up: lower case, plain marks, every digit a zero.
pub fn normal_form(form: &str) -> Cow<'_, str> {
    match form {
        "’" | "‘" | "ʼ" | "´" | "`" => return Cow::Borrowed("'"),
        "“" | "”" | "„" | "«" | "»" | "``" | "''" => return Cow::Borrowed("\""),
        "…" => return Cow::Borrowed("..."),
        "—" => return Cow::Borrowed("--"),
        _ => {}
    }
    if form
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_punctuation())
    {
        return Cow::Borrowed(form);
    }
    Cow::Owned(
        form.to_lowercase()
            .chars()
            .filter(|&letter| letter != ' ')
            .map(plain)
            .collect(),
    )
}

/// The form by which a word with capitals is looked up besides; `None` without any.
pub fn cased_form(form: &str) -> Option<Cow<'_, str>> {
    if !form.contains(char::is_uppercase) {
        return None;
    }
    if form.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(Cow::Borrowed(form));
    }
    Some(Cow::Owned(
        form.chars()
            .filter(|&letter| letter != ' ')
            .map(plain)
            .collect(),
    ))
}

/// A plain apostrophe for any, a zero for any digit.
fn plain(letter: char) -> char {
    match letter {
        '’' | '‘' | 'ʼ' | '´' => '\'',
        '1'..='9' => '0',
        other => other,
    }
}

/// Calls `found` with the hash of each prefix and suffix of a normal form.
pub fn affixes(normal: &str, mut found: impl FnMut(u32)) {
    let mut ends = [0; LONGEST_WORD + 1];
    let mut count = 0;
    for (index, letter) in normal.char_indices().take(LONGEST_WORD) {
        count += 1;
        ends[count] = index + letter.len_utf8();
    }
    let bytes = normal.as_bytes();
    let mut piece = |mark: u8, from: usize, to: usize| {
        let part = bytes.get(ends[from]..ends[to]).unwrap_or_default();
        found(
            part.iter()
                .fold(step(0x811C_9DC5, mark), |hash, &byte| step(hash, byte)),
        );
    };
    (1..=PREFIXES.min(count)).for_each(|length| piece(b'<', 0, length));
    (1..=SUFFIXES.min(count)).for_each(|length| piece(b'>', count - length, count));
}

/// One step of the 32-bit FNV-1a hash.
fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Which letters of a token are capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LetterCase {
    Uncased,
    Lower,
    Initial,
    Capitals,
    OneCapital,
    Mixed,
}

impl LetterCase {
    fn of(form: &str) -> Self {
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
    /// Nearly every longer word begins with a capital, as in other headlines.
    Title,
    /// No capitals at all.
    Lower,
}

impl SentenceCase {
    /// The casing of a sentence of these tokens.
    pub fn of<'t>(forms: impl Iterator<Item = &'t str>) -> Self {
        let (mut worded, mut capitals, mut lower, mut long, mut long_capital) = (0, 0, 0, 0, 0);
        for form in forms {
            let case = LetterCase::of(form);
            let length = form.chars().take(4).count();
            if case == LetterCase::Uncased || length < 2 {
                continue;
            }
            worded += 1;
            capitals += usize::from(case == LetterCase::Capitals);
            lower += usize::from(case == LetterCase::Lower);
            if length > 3 {
                long += 1;
                long_capital += usize::from(case != LetterCase::Lower);
            }
        }
        if worded >= 3 && capitals == worded {
            Self::Capitals
        } else if worded >= 3 && lower == worded {
            Self::Lower
        } else if long >= 3 && long_capital * 10 >= long * 9 {
            Self::Title
        } else {
            Self::Ordinary
        }
    }
}

/// A token's letter case, digits and kind of quotation mark, in a sentence of that casing: less than [`SHAPES`].
pub fn shape(form: &str, sentence: SentenceCase) -> usize {
    let digits = form.bytes().filter(u8::is_ascii_digit).count();
    let digit_class = match digits {
        0 => 0,
        all if all == form.len() => 2,
        _ => 1,
    };
    let quote = match form {
        "“" | "„" | "«" | "``" | "‘" | "`" => 1,
        "”" | "»" | "''" | "’" => 2,
        "\"" | "'" => 3,
        _ => 0,
    };
    ((LetterCase::of(form) as usize * 3 + digit_class) * 4 + sentence as usize) * 4 + quote
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_forms_are_lower_case_with_plain_marks() {
        assert_eq!(normal_form("Tariffs"), "tariffs");
        assert_eq!(normal_form("1,250"), "0,000");
        assert_eq!(normal_form("doesn’t"), "doesn't");
        assert_eq!(normal_form("“"), "\"");
    }

    #[test]
    fn hashes_are_those_of_the_trainer() {
        // Printed by `features.affix_buckets("añb", 1 << 32)`.
        let mut found = Vec::new();
        affixes("añb", |hash| found.push(hash));
        assert_eq!(
            found,
            [
                0x68F6_DC6E,
                0xA8C5_D612,
                0x1F70_9250,
                0x37FC_9F79,
                0xC814_7895,
                0x58AD_2F8E
            ]
        );
    }

    #[test]
    fn headlines_are_told_by_their_casing() {
        let of = |line: &str| SentenceCase::of(line.split(' '));
        assert_eq!(of("PERU RAISES DUTIES ON TIN"), SentenceCase::Capitals);
        assert_eq!(
            of("Peru Raises Duties on Imported Tin"),
            SentenceCase::Title
        );
        assert_eq!(
            of("Peru raises duties on imported tin"),
            SentenceCase::Ordinary
        );
        assert_eq!(of(""), SentenceCase::Ordinary);
    }
}
