//! What the network sees of a token. `training/features.py` computes the same: change both together.

use std::borrow::Cow;

use super::casing::LetterCase;

/// Longest prefix and suffix that have an embedding, in letters.
const PREFIXES: usize = 4;
const SUFFIXES: usize = 5;
/// Letters of a word that are looked at.
const LONGEST_WORD: usize = 32;
/// How many shapes there are.
pub const SHAPES: usize = 6 * 3 * 4;

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

/// 32-bit FNV-1a hash of a normal form.
pub fn hash(normal: &str) -> u32 {
    normal.bytes().fold(0x811C_9DC5, step)
}

/// One step of the 32-bit FNV-1a hash.
fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// A token's letter case, digits and kind of quotation mark: less than [`SHAPES`].
pub fn shape(form: &str) -> usize {
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
    (LetterCase::of(form) as usize * 3 + digit_class) * 4 + quote
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
}
