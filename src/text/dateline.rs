//! Datelines: where and when a story was filed, and by which agency.
//!
//! A dateline is a place, a day and an agency, each of which may be missing, and a dash (a colon will do
//! after an agency or a day): "GENEVA, May 3 (Reuters) -", "TAUPO, New Zealand —", "(Bloomberg) --",
//! "Washington, D.C. –". A place in capitals is enough by itself, one in small letters needs a region, a
//! day or an agency. No list of places is used.

use std::ops::Range;

use super::calendar::{MONTHS, is_short_month, is_weekday};

/// Where, when and by which agency a story was filed. At least one part is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Its block, as an index of the reading's blocks.
    pub block: usize,
    /// All of it, with the dash that ends it: bytes of the read text.
    pub range: Range<usize>,
    /// The place, with its state or country.
    pub place: Option<Range<usize>>,
    /// The news agency, without brackets.
    pub agency: Option<Range<usize>>,
    /// The day, as written.
    pub date: Option<Range<usize>>,
}

/// Most bytes of a dateline.
const LONGEST: usize = 100;
/// Blocks at the start of a document in which a bare place may be a dateline.
const OPENING_BLOCKS: usize = 6;

/// Finds the dateline at the start of a block, or the day that is all of the block.
pub(super) fn find(text: &str, range: Range<usize>, block: usize) -> Option<Dateline> {
    let content = text.get(range.clone())?;
    let head = &content[..super::char_floor(content, LONGEST)];
    let found = ends(head).find_map(|(end, after, is_dash)| {
        let parts = parts(&head[..end])?;
        let rest = content[after..].trim_start();
        parts
            .is_dateline(rest, is_dash, block < OPENING_BLOCKS)
            .then_some((parts, after))
    });
    let (parts, after) = match found {
        Some(found) => found,
        None if content.len() == head.len() => (whole_date(content)?, content.len()),
        None => return None,
    };
    let shift = |part: Range<usize>| range.start + part.start..range.start + part.end;
    Some(Dateline {
        block,
        range: shift(0..after),
        place: parts.place.map(shift),
        agency: parts.agency.map(shift),
        date: parts.date.map(shift),
    })
}

/// Whether a line is nothing but a dateline with its dash.
pub(super) fn is_whole(line: &str) -> bool {
    line.len() <= LONGEST
        && ends(line).any(|(end, after, is_dash)| {
            after == line.len()
                && parts(&line[..end]).is_some_and(|parts| parts.is_dateline("A", is_dash, true))
        })
}

/// Where a dateline may end: its end, the end of the dash or colon after it, and whether it is a dash.
fn ends(head: &str) -> impl Iterator<Item = (usize, usize, bool)> {
    head.char_indices().filter_map(|(at, c)| match c {
        '—' | '–' | '―' => Some((at, at + c.len_utf8(), true)),
        '-' if head[at + 1..].starts_with('-') => Some((at, at + 2, true)),
        '-' if head[..at].ends_with([' ', '\n']) && head[at + 1..].starts_with([' ', '\n']) => {
            Some((at, at + 1, true))
        }
        '-' if head[..at].ends_with(' ') && at + 1 == head.len() => Some((at, at + 1, true)),
        ':' => Some((at, at + 1, false)),
        _ => None,
    })
}

/// The parts of a dateline, as bytes of the block.
#[derive(Debug, Default)]
struct Parts {
    place: Option<Range<usize>>,
    /// Whether the place begins with a word in capitals.
    capitals: bool,
    /// Whether a state or country follows the place.
    region: bool,
    agency: Option<Range<usize>>,
    date: Option<Range<usize>>,
}

impl Parts {
    fn is_dateline(&self, rest: &str, is_dash: bool, opening: bool) -> bool {
        let dated = self.agency.is_some() || self.date.is_some();
        let begins = rest.starts_with(|c: char| !c.is_lowercase());
        // `Minister Jane Roe (Canada): "..."` names a speaker.
        let quotes = rest.starts_with(['“', '"', '„', '«', '‘']);
        let label = quotes && !is_dash && !self.capitals && self.date.is_none();
        !rest.is_empty()
            && begins
            && !label
            && (dated
                || is_dash && opening && self.place.is_some() && (self.capitals || self.region))
    }
}

/// Reads the text before the dash; none if anything in it belongs to no dateline.
fn parts(head: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut rest = head.trim_end();
    if let Some(inner) = rest.strip_suffix(')') {
        let open = inner.rfind('(')?;
        let agency = &inner[open + 1..];
        if !is_agency(agency) {
            return None;
        }
        parts.agency = Some(open + 1..inner.len());
        rest = rest[..open].trim_end();
    }
    let mut at = 0;
    for part in rest.split_inclusive(',') {
        let bare = part.trim_end_matches(',').trim();
        let start = at + (part.len() - part.trim_start().len());
        let range = start..start + bare.len();
        at += part.len();
        if is_day(bare) || parts.date.is_some() && is_year(bare) {
            let first = parts.date.map_or(range.start, |date| date.start);
            parts.date = Some(first..range.end);
        } else if parts.date.is_some() || !is_place(bare) {
            return if bare.is_empty() && rest.is_empty() {
                Some(parts)
            } else {
                None
            };
        } else if let Some(place) = parts.place.take() {
            if parts.region && !is_abbreviation(bare) {
                return None;
            }
            parts.region = true;
            parts.place = Some(place.start..range.end);
        } else {
            parts.capitals = is_in_capitals(bare);
            parts.place = Some(range);
        }
    }
    (parts.place.is_some() || parts.agency.is_some()).then_some(parts)
}

/// A block that is a day and nothing else: "Tuesday, October 1, 2019".
fn whole_date(content: &str) -> Option<Parts> {
    let mut dated = false;
    for part in content.split(',').map(str::trim) {
        match part {
            _ if is_day(part) => dated |= part.bytes().any(|byte| byte.is_ascii_digit()),
            _ if dated && is_year(part) => {}
            _ => return None,
        }
    }
    dated.then(|| Parts {
        date: Some(0..content.len()),
        ..Parts::default()
    })
}

/// "Reuters", "BSS/AFP", "AP Online".
fn is_agency(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(char::is_uppercase)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '/' | ' ' | '.' | '&' | '-' | '\'' | '’'))
        && name.split([' ', '/', '-']).all(|word| {
            word.is_empty()
                || word.starts_with(|c: char| !c.is_lowercase())
                || matches!(word, "of" | "the" | "and")
        })
}

/// "March 26", "Sept. 3", "3 May", "Jan 11 2026", "Monday".
fn is_day(part: &str) -> bool {
    let (mut month, mut number, mut weekday) = (false, false, false);
    for word in part.split_whitespace() {
        let bare = word.trim_end_matches('.');
        if !month && is_month(bare) {
            month = true;
        } else if !number && is_day_number(bare) {
            number = true;
        } else if !(weekday || month || number) && is_weekday(bare) {
            weekday = true;
        } else if !(month && is_year(bare)) {
            return false;
        }
    }
    month && number
        || weekday && month == number
        || month && part.ends_with(|c: char| c.is_ascii_digit())
}

/// A month with a capital, in full or cut short.
fn is_month(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase())
        && (is_short_month(word) || MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month)))
}

fn is_day_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th")
        && digits
            .parse::<u8>()
            .is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.starts_with(['1', '2'])
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// One to four capitalised words: "NEW YORK", "New Zealand", "D.C.", "Port-au-Prince".
fn is_place(part: &str) -> bool {
    const SMALL: [&str; 13] = [
        "of", "the", "de", "del", "la", "le", "les", "da", "do", "dos", "al", "el", "on",
    ];
    let mut words = 0;
    part.split_whitespace().all(|word| {
        words += 1;
        let letters = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '/' | '\'' | '’'));
        letters
            && words <= 4
            && (word.starts_with(char::is_uppercase) || words > 1 && SMALL.contains(&word))
    }) && words > 0
}

fn is_in_capitals(part: &str) -> bool {
    part.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && part.chars().all(|c| !c.is_lowercase())
}

/// "D.C.", "RI", "Calif."
fn is_abbreviation(part: &str) -> bool {
    part.ends_with('.') || part.len() <= 4 && is_in_capitals(part)
}

#[cfg(test)]
mod tests {
    use super::find;

    /// Place, agency, date of the dateline that a paragraph begins with.
    fn parts(text: &str) -> Option<[&str; 3]> {
        let found = find(text, 0..text.len(), 0)?;
        Some(
            [found.place, found.agency, found.date].map(|part| part.map_or("", |part| &text[part])),
        )
    }

    #[test]
    fn place_day_and_agency_are_read_in_the_usual_orders() {
        for (text, expected) in [
            (
                "GENEVA, May 3 (Reuters) - Ministers met.",
                ["GENEVA", "Reuters", "May 3"],
            ),
            (
                "LIMA, Sept. 12 -- Peru will lift its duties.",
                ["LIMA", "", "Sept. 12"],
            ),
            ("OSLO (AP) — Norway agreed.", ["OSLO", "AP", ""]),
            (
                "DHAKA, Bangladesh, Jan 11, 2026 (BSS/AFP) - Mills closed.",
                ["DHAKA, Bangladesh", "BSS/AFP", "Jan 11, 2026"],
            ),
            (
                "NELSON, New Zealand, 24 March - Growers said so.",
                ["NELSON, New Zealand", "", "24 March"],
            ),
            ("(Bloomberg) -- Chile may respond.", ["", "Bloomberg", ""]),
            (
                "Washington, D.C. – The office said so.",
                ["Washington, D.C.", "", ""],
            ),
            ("OTTAWA—Canada’s minister agreed.", ["OTTAWA", "", ""]),
            ("NEW DELHI: Exporters protest", ["", "", ""]),
            (
                "LAHORE, June 5 (APP): Exporters protest.",
                ["LAHORE", "APP", "June 5"],
            ),
            (
                "PARIS/BRUSSELS\n(Reuters) - Both sides agreed.",
                ["PARIS/BRUSSELS", "Reuters", ""],
            ),
        ] {
            let expected = (!expected.iter().all(|part| part.is_empty())).then_some(expected);
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn a_day_by_itself_is_one() {
        assert_eq!(
            parts("Tuesday, October 1, 2019"),
            Some(["", "", "Tuesday, October 1, 2019"])
        );
        assert_eq!(parts("Monday"), None);
    }

    #[test]
    fn names_in_front_of_quotations_are_none() {
        let label = "Minister Jane Roe (Canada): “The levy must go.”";
        assert_eq!(find(label, 0..label.len(), 2), None);
        let filed = "OTTAWA (Reuters): “The levy must go,” Canada said.";
        assert!(find(filed, 0..filed.len(), 0).is_some());
    }

    #[test]
    fn sentences_are_none() {
        for text in [
            "Norway - long a critic - agreed.",
            "The ministers (Reuters) - agreed.",
            "AMBASSADOR ROE: We agreed.",
            "PROTECTING GROWERS: Today the office acted.",
            "Mr. Roe — who left in May — agreed.",
            "Steel, Aluminium and Copper – the metals listed – are dear.",
            "- ",
            "",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
