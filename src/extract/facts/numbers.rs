//! Numbers in digits and in words: "1,585", "7.5", "10-1/2", "twenty-five", "seven and a half", "34 billion".

use super::atoms::Atom;
use super::vocabulary::Kind;

/// A number and the atoms that say it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    /// Its value, scale words included.
    pub value: f64,
    /// One past its last atom.
    pub end: usize,
    /// Whether a scale word ("billion") belongs to it.
    pub scaled: bool,
}

/// The number that begins at an atom, with the scale words behind it.
pub(crate) fn number(atoms: &[Atom<'_>], at: usize) -> Option<Number> {
    let mut number = plain(atoms, at)?;
    let digits = matches!(atoms.get(at)?.kind, Kind::Number(_));
    while let Some((scale, end)) = scale(atoms, number.end, digits) {
        number = Number {
            // 16.6 x 1e9 is not quite 16,600,000,000.
            value: (number.value * scale).round(),
            end,
            scaled: true,
        };
        // "one hundred and twenty-five", "two thousand five hundred"
        if !digits && scale <= 1e3 {
            let rest = number.end + usize::from(is(atoms, number.end, "and"));
            if let Some(more) =
                plain(atoms, rest).filter(|more| more.value < scale && more.value >= 1.0)
            {
                number.value += more.value;
                number.end = more.end;
            }
        }
    }
    Some(number)
}

/// A number without scale words.
fn plain(atoms: &[Atom<'_>], at: usize) -> Option<Number> {
    let of = |value, end| {
        Some(Number {
            value,
            end,
            scaled: false,
        })
    };
    match atoms.get(at)?.kind {
        Kind::Number(value) => match fraction(atoms, at + 1) {
            Some((part, end)) if value.fract() == 0.0 => of(value + part, end),
            _ => match over(atoms, at) {
                Some((part, end)) => of(part, end),
                None => half(atoms, value, at + 1).or_else(|| of(value, at + 1)),
            },
        },
        Kind::Cardinal(tens) => {
            let next = at + 1 + usize::from(dash(atoms, at + 1));
            match atoms.get(next).map(|atom| atom.kind) {
                Some(Kind::Cardinal(ones)) if tens >= 20.0 && (1.0..10.0).contains(&ones) => {
                    half(atoms, tens + ones, next + 1).or_else(|| of(tens + ones, next + 1))
                }
                _ => half(atoms, tens, at + 1).or_else(|| of(tens, at + 1)),
            }
        }
        Kind::Word if matches!(atoms.get(at)?.lower.as_str(), "a" | "an") => {
            match atoms.get(at + 1)?.kind {
                Kind::Scale(_) if atoms.get(at + 1)?.text.len() > 3 => of(1.0, at + 1),
                _ => None,
            }
        }
        // "half a billion"
        Kind::Word if is(atoms, at, "half") && is(atoms, at + 1, "a") => of(0.5, at + 2),
        _ => None,
    }
}

/// "and a half" behind a number, also with hyphens.
fn half(atoms: &[Atom<'_>], value: f64, mut at: usize) -> Option<Number> {
    at += usize::from(dash(atoms, at));
    if !is(atoms, at, "and") {
        return None;
    }
    at += 1;
    at += usize::from(dash(atoms, at));
    if !is(atoms, at, "a") && !is(atoms, at, "one") {
        return None;
    }
    at += 1;
    at += usize::from(dash(atoms, at));
    let part = match atoms.get(at)?.lower.as_str() {
        "half" => 0.5,
        "quarter" => 0.25,
        _ => return None,
    };
    Some(Number {
        value: value + part,
        end: at + 1,
        scaled: false,
    })
}

/// "1/2" or "½" behind whole digits, with a hyphen or a space between.
fn fraction(atoms: &[Atom<'_>], at: usize) -> Option<(f64, usize)> {
    let next = at + usize::from(dash(atoms, at));
    match atoms.get(next)?.kind {
        Kind::Number(value) if value < 1.0 && !atoms[next].text.is_ascii() => {
            Some((value, next + 1))
        }
        Kind::Number(_) => over(atoms, next),
        _ => None,
    }
}

/// "1/2": one digit over one or two, nothing like a date.
fn over(atoms: &[Atom<'_>], at: usize) -> Option<(f64, usize)> {
    let (Kind::Number(above), Kind::Mark('/'), Kind::Number(below)) = (
        atoms.get(at)?.kind,
        atoms.get(at + 1)?.kind,
        atoms.get(at + 2)?.kind,
    ) else {
        return None;
    };
    let proper = above < below && [2.0, 3.0, 4.0, 8.0, 16.0, 32.0].contains(&below);
    let glued = atoms[at + 1].glued && atoms[at + 2].glued;
    let date = matches!(
        atoms.get(at + 3).map(|atom| atom.kind),
        Some(Kind::Mark('/'))
    );
    (proper && glued && !date).then_some((above / below, at + 3))
}

/// A scale word, maybe behind a hyphen. Single letters only directly behind digits ("34m").
fn scale(atoms: &[Atom<'_>], at: usize, digits: bool) -> Option<(f64, usize)> {
    let hyphen = dash(atoms, at) && atoms.get(at + 1).is_some_and(|atom| atom.text.len() > 2);
    let next = at + usize::from(hyphen);
    let atom = atoms.get(next)?;
    let Kind::Scale(scale) = atom.kind else {
        return None;
    };
    let short = matches!(atom.lower.as_str(), "k" | "m" | "b" | "t" | "mil");
    (!short || digits && atom.glued || atom.text == "B").then_some((scale, next + 1))
}

/// Whether the atom is this word.
pub(crate) fn is(atoms: &[Atom<'_>], at: usize, word: &str) -> bool {
    atoms.get(at).is_some_and(|atom| atom.lower == word)
}

/// Whether the atom is one of these words.
pub(crate) fn is_one_of(atoms: &[Atom<'_>], at: usize, words: &[&str]) -> bool {
    atoms
        .get(at)
        .is_some_and(|atom| words.contains(&atom.lower.as_str()))
}

/// Whether the atom is a hyphen or dash.
pub(crate) fn dash(atoms: &[Atom<'_>], at: usize) -> bool {
    atoms.get(at).is_some_and(|atom| atom.kind == Kind::Dash)
}

/// Whether the atom is this mark.
pub(crate) fn mark(atoms: &[Atom<'_>], at: usize, mark: char) -> bool {
    atoms
        .get(at)
        .is_some_and(|atom| atom.kind == Kind::Mark(mark))
}

#[cfg(test)]
mod tests {
    use super::super::atoms::{cut, tests::tokens};
    use super::*;

    #[test]
    fn reads_numbers_in_digits_and_words() {
        let rows: &[(&str, f64, usize)] = &[
            ("1,585 items", 1585.0, 1),
            ("7.5 percent", 7.5, 1),
            ("10-1/2 pct", 10.5, 5),
            ("10 1/2 pct", 10.5, 4),
            ("1/2 point", 0.5, 3),
            ("seven and a half per cent", 7.5, 4),
            ("twenty-five per cent", 25.0, 3),
            ("one hundred and fifty per cent", 150.0, 4),
            ("a hundred percent", 100.0, 2),
            ("34bn of goods", 34e9, 2),
            ("34 billion", 34e9, 2),
            ("500 crore", 5e9, 2),
            ("half a billion dollars", 5e8, 3),
            ("3½ percent", 3.5, 2),
            ("200-million-dollar", 2e8, 3),
            ("5 m tall", 5.0, 1),
        ];
        for (text, value, end) in rows {
            let found = number(&cut(text, &tokens(text)), 0);
            assert_eq!(
                found.map(|n| (n.value, n.end)),
                Some((*value, *end)),
                "{text}"
            );
        }
        for text in ["a tariff", "half of", "and a half"] {
            assert_eq!(number(&cut(text, &tokens(text)), 0), None, "{text}");
        }
    }
}
