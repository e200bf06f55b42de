//! Ids from names, and the folding of letters on which matching rests.

/// The plain lower-case ASCII spelling of a Latin letter or of typographic punctuation; `None` for what stays as it is.
pub(super) fn folded(c: char) -> Option<&'static str> {
    // Only Latin and general punctuation: other scripts would be romanised, and English forms found in foreign words.
    matches!(c, '\u{a1}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}')
        .then(|| deunicode::deunicode_char(c))
        .flatten()
}

/// Appends the folded, lower-case spelling of a word.
pub(super) fn fold_into(word: &str, out: &mut String) {
    for c in word.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if let Some(plain) = folded(c) {
            out.extend(plain.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

/// The id made of a name: lower-case ASCII letters and digits, joined by hyphens ("Maroš Šefčovič" gives "maros-sefcovic").
pub fn slug(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    fold_into(name, &mut plain);
    let mut slug = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if c == '\'' || c == '.' {
            // "U.S." is "us" and "Xi'an" is "xian"
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_plain_ascii() {
        assert_eq!(slug("Maroš Šefčovič"), "maros-sefcovic");
        assert_eq!(slug("U.S. Chamber of Commerce"), "us-chamber-of-commerce");
        assert_eq!(slug("Saint-Gobain S.A."), "saint-gobain-sa");
        assert_eq!(slug("  Peña   Nieto "), "pena-nieto");
    }
}
