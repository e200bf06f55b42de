//! Where words end, and where contractions come apart.

use super::joins_previous;

/// What stands around the rest of a stretch of text.
#[derive(Clone, Copy)]
pub struct Follow {
    /// First character after the white space behind the stretch.
    pub next: Option<char>,
    /// Whether the rest begins where the stretch begins.
    pub at_start: bool,
}

/// Prefixes that treebanks leave joined to their word by a hyphen.
const PREFIXES: [&str; 24] = [
    "anti", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "mini", "multi", "neo",
    "non", "over", "post", "pre", "pro", "psycho", "re", "semi", "socio", "sub", "un", "under",
];

/// Abbreviations with a final stop, lower case.
const ABBREVIATIONS: [&str; 62] = [
    "al", "approx", "apr", "assn", "aug", "ave", "blvd", "bros", "cf", "cmdr", "co", "col", "corp",
    "cos", "capt", "dec", "dept", "dr", "drs", "esq", "est", "etc", "feb", "ft", "gen", "gov",
    "govs", "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "messrs", "mfg", "mr",
    "mrs", "ms", "mt", "nov", "oct", "ph.d", "prof", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sept", "sep", "sgt", "sr", "st", "supt", "viz", "vol", "vs", "v",
];

/// Abbreviations only before a number: elsewhere the stop ends the sentence.
const BEFORE_NUMBERS: [&str; 12] = [
    "no", "nos", "art", "arts", "sec", "secs", "fig", "figs", "p", "pp", "para", "ch",
];

/// Abbreviations only with a capital.
const CAPITALISED: [&str; 26] = [
    "Mar", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan",
    "Ky", "La", "Md", "Mass", "Mich", "Minn", "Mo", "Pa", "Tenn", "Tex", "Va", "Wash", "Wis",
];

/// Units and words of time that are written onto a number.
const UNITS: [&str; 34] = [
    "am", "b", "billion", "bn", "c", "cm", "f", "ft", "g", "gb", "ghz", "gw", "hz", "k", "kg",
    "km", "kw", "lb", "lbs", "m", "mb", "mhz", "million", "mm", "mn", "mph", "mt", "mw", "pc",
    "percent", "pm", "t", "tn", "trillion",
];

/// Letters before a dollar sign that name whose dollar it is.
const DOLLARS: [&str; 10] = ["US", "U.S.", "U", "C", "CA", "A", "AU", "HK", "NZ", "S"];

/// Length of the word at the beginning of `rest`; zero if a mark stands there.
pub fn word_end(rest: &str, follow: Follow) -> usize {
    let mut letters = rest.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first, second) {
        (Some(first), _) if first.is_alphanumeric() => {}
        (Some('#'), Some(second)) if second.is_alphanumeric() => {}
        (Some('.' | '+'), Some(second)) if follow.at_start && second.is_ascii_digit() => {}
        (Some('\'' | '’'), Some(_)) => return elision(rest),
        _ => return 0,
    }
    let end = inner_end(rest);
    let word = &rest[..end];
    let behind = &rest[end..];
    if behind.starts_with('$') && DOLLARS.contains(&word) {
        return end + 1;
    }
    if behind.starts_with('.') && keeps_stop(word, &behind[1..], follow) {
        let more = end + 1;
        return if rest[more..].starts_with('$') && DOLLARS.contains(&&rest[..more]) {
            more + 1
        } else {
            more
        };
    }
    end
}

/// Words that begin with an apostrophe: "'07", "'60s", "'em", and clitics that stand apart.
fn elision(rest: &str) -> usize {
    let mark = rest.chars().next().map_or(0, char::len_utf8);
    let body_end = rest[mark..]
        .find(|letter: char| !letter.is_alphanumeric())
        .map_or(rest.len(), |at| mark + at);
    let body = &rest[mark..body_end];
    let year = body.trim_end_matches('s');
    let is_year = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
    let closed = rest[body_end..].starts_with(['\'', '’']);
    let word = ["s", "m", "re", "ve", "ll", "d", "em", "n", "til", "cause"];
    if (is_year || word.iter().any(|word| body.eq_ignore_ascii_case(word))) && !closed {
        body_end
    } else {
        0
    }
}

/// Length of the word at the beginning of `rest`, without a final stop.
fn inner_end(rest: &str) -> usize {
    if let Some(end) = dialled_number(rest) {
        return end;
    }
    let mut before = ' ';
    // Where the current part of a hyphenated word and the current part between stops begin.
    let (mut part, mut piece) = (0, 0);
    for (at, letter) in rest.char_indices() {
        let behind = &rest[at + letter.len_utf8()..];
        let next = behind.chars().next().unwrap_or(' ');
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        let goes_on = match letter {
            _ if letter.is_alphanumeric() || joins_previous(letter) => true,
            '_' => at > 0 && next.is_alphanumeric(),
            '.' if at == 0 => true,
            '+' | '#' => at == 0,
            '.' => {
                let single = rest[piece..at].chars().nth(1).is_none();
                let name = before.is_lowercase() && next.is_lowercase();
                let goes_on = digits
                    || (next.is_alphabetic() && before.is_alphabetic() && (single || name))
                    || (next == 'D' && rest[piece..at].eq_ignore_ascii_case("ph"))
                    || (next.is_ascii_digit() && name);
                piece = at + 1;
                goes_on
            }
            ',' => digits && behind.chars().take_while(char::is_ascii_digit).count() == 3,
            ':' | '/' => digits,
            '\'' | '’' => before.is_alphanumeric() && next.is_alphabetic(),
            '&' => {
                before.is_uppercase() && next.is_uppercase() && rest[part..at].chars().count() <= 3
            }
            '-' | '‑' => {
                let prefix = &rest[part..at];
                let goes_on = next.is_alphanumeric()
                    && PREFIXES
                        .iter()
                        .any(|known| prefix.eq_ignore_ascii_case(known));
                part = at + letter.len_utf8();
                goes_on
            }
            _ => false,
        };
        if !goes_on {
            return at;
        }
        before = letter;
    }
    rest.len()
}

/// Whether the first parts between hyphens are as short as those of a telephone number or date, seen without looking at the rest of
/// what may be an endless compound.
fn may_be_dialled(rest: &[u8]) -> bool {
    let part = |from: usize| {
        let behind = rest.get(from..).unwrap_or_default();
        let inside = |byte: &&u8| byte.is_ascii_alphanumeric();
        from + behind.iter().take(5).take_while(inside).count()
    };
    let hyphen = |at: usize| rest.get(at) == Some(&b'-');
    let first = part(0);
    let second = part(first + 1);
    let third = part(second + 1);
    let joined = rest[second.min(rest.len())..]
        .iter()
        .find(|&&byte| byte != b'-')
        .is_some_and(u8::is_ascii_alphanumeric);
    rest.first().is_some_and(u8::is_ascii_digit)
        && hyphen(first)
        && second <= first + 5
        && (!joined || hyphen(second) && (second + 3..=second + 5).contains(&third))
}

/// Length of a telephone number or a date written with hyphens.
fn dialled_number(rest: &str) -> Option<usize> {
    if !may_be_dialled(rest.as_bytes()) {
        return None;
    }
    let end = rest
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
        .unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('-');
    let mut parts = number.split('-');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_number = match third {
        None => digits(first, 3..=3) && digits(second, 4..=4),
        Some(third) => {
            let month = digits(second, 1..=2)
                || (second.len() == 3 && second.bytes().all(|b| b.is_ascii_alphabetic()));
            (digits(first, 1..=3) && digits(second, 3..=3) && digits(third, 3..=4))
                || (digits(first, 1..=2) && month && (digits(third, 2..=2) || digits(third, 4..=4)))
                || (digits(first, 4..=4) && digits(second, 2..=2) && digits(third, 2..=2))
        }
    };
    is_number.then_some(number.len())
}

/// Whether the stop after a word is the word's own. `behind` is what follows the stop in the stretch.
fn keeps_stop(word: &str, behind: &str, follow: Follow) -> bool {
    if behind.starts_with(['.', '!', '?']) {
        return false;
    }
    let last = behind.is_empty();
    let lower = word.to_lowercase();
    let known = |list: &[&str]| list.contains(&lower.as_str());
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        // An initial, but not at the end of a text and not the pronoun.
        (Some(letter), None) if letter.is_uppercase() => {
            letter != 'I' && (!last || follow.next.is_some_and(char::is_uppercase))
        }
        (Some(_), None) => {
            known(&ABBREVIATIONS)
                || (known(&BEFORE_NUMBERS) && follow.next.is_some_and(char::is_numeric))
        }
        _ => {
            let dotted = word.contains('.')
                && word
                    .split('.')
                    .all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
            dotted
                || known(&ABBREVIATIONS)
                || CAPITALISED.contains(&word) && follow.next.is_some()
                || (last && known(&BEFORE_NUMBERS) && follow.next.is_some_and(char::is_numeric))
        }
    }
}

/// Where in a word its second and further tokens begin.
pub fn clitic_starts(word: &str) -> [Option<usize>; 2] {
    clitics_up_to(word, MOST_CLITICS)
}

/// Clitics that a word may end in and still be a word: "shouldn't've" has two.
const MOST_CLITICS: usize = 3;

fn clitics_up_to(word: &str, most: usize) -> [Option<usize>; 2] {
    if most == 0 {
        return [None, None];
    }
    if word.is_ascii()
        && !word.contains('\'')
        && !word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.')
    {
        return [written_together(word), None];
    }
    if let Some(unit) = unit_start(word) {
        return [Some(unit), None];
    }
    let Some(mark) = word
        .char_indices()
        .rev()
        .find(|&(_, letter)| matches!(letter, '\'' | '’'))
    else {
        return [None, None];
    };
    let (at, letter) = mark;
    let clitic = word[at + letter.len_utf8()..].to_ascii_lowercase();
    let cut = match clitic.as_str() {
        "s" | "m" | "re" | "ve" | "ll" | "d" if at > 0 => Some(at),
        "t" if at > 1 && word[..at].ends_with(['n', 'N']) => Some(at - 1),
        _ => None,
    };
    // "shouldn't've"
    match cut.map(|cut| clitics_up_to(&word[..cut], most - 1)) {
        Some([Some(first), None]) if first > 0 => [Some(first), cut],
        _ => [cut, None],
    }
}

/// Where the second token of a word begins that is two without showing it.
fn written_together(word: &str) -> Option<usize> {
    const TOGETHER: [(&str, usize); 16] = [
        ("cannot", 3),
        ("gonna", 3),
        ("wanna", 3),
        ("gotta", 3),
        ("gimme", 3),
        ("lemme", 3),
        ("dont", 2),
        ("didnt", 3),
        ("doesnt", 4),
        ("isnt", 2),
        ("wasnt", 3),
        ("wouldnt", 5),
        ("couldnt", 5),
        ("shouldnt", 6),
        ("havent", 4),
        ("hasnt", 3),
    ];
    let ends = |word: &str| {
        word.as_bytes()
            .last()
            .is_some_and(|end| b"tae".contains(&end.to_ascii_lowercase()))
    };
    if !(4..=8).contains(&word.len()) || !ends(word) {
        return None;
    }
    TOGETHER
        .iter()
        .find(|(known, _)| word.eq_ignore_ascii_case(known))
        .map(|&(_, at)| at)
}

/// Where the unit begins in a word like "5pm" or "1.2bn".
fn unit_start(word: &str) -> Option<usize> {
    let at = word.find(|letter: char| letter.is_alphabetic())?;
    let number = &word[..at];
    let plain = number.ends_with(|letter: char| letter.is_ascii_digit())
        && number
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ':'));
    let unit = &word[at..];
    let known = UNITS.iter().any(|known| unit.eq_ignore_ascii_case(known))
        || matches!(unit, "a.m." | "p.m." | "a.m" | "p.m");
    // "4A" and "83N" are codes, not amounts.
    (plain && known && !matches!(unit, "A" | "B" | "C" | "F" | "G" | "T")).then_some(at)
}
