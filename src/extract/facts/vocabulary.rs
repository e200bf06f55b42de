//! The closed vocabulary of measures and dates.

use std::sync::LazyLock;

use jiff::civil::Weekday;
use rustc_hash::FxHashMap;

use super::dates::Unit;
use crate::text::calendar::MONTHS;

/// Where a period stands to the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Near {
    /// "last", "past".
    Last,
    /// "this", "current".
    This,
    /// "next", "coming".
    Next,
    /// "previous": the one before something that the text names.
    Previous,
    /// "following": the one behind something that the text names.
    Following,
}

/// Which part of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// "early".
    Early,
    /// "mid", "middle".
    Mid,
    /// "late".
    Late,
    /// "start", "beginning".
    Start,
    /// "end".
    End,
    /// "earlier".
    Earlier,
    /// "later".
    Later,
}

/// What an atom means for measures and dates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Digits.
    Number(f64),
    /// A number word below a hundred.
    Cardinal(f64),
    /// "first" to "thirtieth"; digits with their ending are two atoms.
    Ordinal(u8),
    /// "hundred", "million", "bn".
    Scale(f64),
    /// A month; whether it is written in full.
    Month(i8, bool),
    /// A day of the week; whether it is written in full.
    Weekday(Weekday, bool),
    /// A unit of time; whether it is a plural.
    Unit(Unit, bool),
    /// "summer": the first of its three months.
    Season(i8),
    /// "last", "next".
    Near(Near),
    /// "early", "end".
    Edge(Edge),
    /// "yesterday", "today", "tomorrow": days from the present one.
    Day(i8),
    /// "%", "percent", "pct", "pc".
    Percent,
    /// A hyphen or a dash.
    Dash,
    /// Any other mark.
    Mark(char),
    /// Any other word.
    Word,
}

/// The meaning of an atom that begins with `first`.
pub(super) fn kind(written: &str, lower: &str, first: char) -> Kind {
    if first.is_ascii_digit() {
        return written
            .replace(',', "")
            .parse()
            .map_or(Kind::Word, Kind::Number);
    }
    if !first.is_alphabetic() {
        return match first {
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Kind::Dash,
            '%' | '\u{ff05}' => Kind::Percent,
            mark => fraction(mark).map_or(Kind::Mark(mark), Kind::Number),
        };
    }
    match WORDS.get(lower).copied() {
        // "may" and "march" are verbs, "sun" shines.
        Some(Kind::Month(..) | Kind::Weekday(..)) if !first.is_uppercase() => Kind::Word,
        found => found.unwrap_or(Kind::Word),
    }
}

fn fraction(mark: char) -> Option<f64> {
    Some(match mark {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        _ => return None,
    })
}

static WORDS: LazyLock<FxHashMap<&'static str, Kind>> = LazyLock::new(|| {
    let lists = CARDINALS
        .iter()
        .enumerate()
        .map(|(i, word)| (*word, Kind::Cardinal(i as f64)))
        .chain(
            (1u8..)
                .zip(ORDINALS)
                .map(|(n, word)| (*word, Kind::Ordinal(n))),
        )
        .chain(
            (1i8..)
                .zip(MONTHS)
                .map(|(n, word)| (word, Kind::Month(n, true))),
        );
    lists.chain(OTHERS.iter().copied()).collect()
});

#[rustfmt::skip]
const CARDINALS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
];

#[rustfmt::skip]
const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
];

#[rustfmt::skip]
const OTHERS: &[(&str, Kind)] = &[
    ("twenty", Kind::Cardinal(20.0)), ("thirty", Kind::Cardinal(30.0)), ("forty", Kind::Cardinal(40.0)),
    ("fifty", Kind::Cardinal(50.0)), ("sixty", Kind::Cardinal(60.0)), ("seventy", Kind::Cardinal(70.0)),
    ("eighty", Kind::Cardinal(80.0)), ("ninety", Kind::Cardinal(90.0)), ("thirtieth", Kind::Ordinal(30)),
    ("hundred", Kind::Scale(1e2)), ("thousand", Kind::Scale(1e3)), ("k", Kind::Scale(1e3)),
    ("lakh", Kind::Scale(1e5)), ("lakhs", Kind::Scale(1e5)),
    ("million", Kind::Scale(1e6)), ("mln", Kind::Scale(1e6)), ("mn", Kind::Scale(1e6)), ("m", Kind::Scale(1e6)),
    ("mio", Kind::Scale(1e6)), ("mil", Kind::Scale(1e6)), ("crore", Kind::Scale(1e7)), ("crores", Kind::Scale(1e7)),
    ("billion", Kind::Scale(1e9)), ("bln", Kind::Scale(1e9)), ("bn", Kind::Scale(1e9)), ("b", Kind::Scale(1e9)),
    ("trillion", Kind::Scale(1e12)), ("trln", Kind::Scale(1e12)), ("trn", Kind::Scale(1e12)),
    ("tn", Kind::Scale(1e12)), ("t", Kind::Scale(1e12)),
    ("jan", Kind::Month(1, false)), ("feb", Kind::Month(2, false)), ("mar", Kind::Month(3, false)),
    ("apr", Kind::Month(4, false)), ("jun", Kind::Month(6, false)), ("jul", Kind::Month(7, false)),
    ("aug", Kind::Month(8, false)), ("sep", Kind::Month(9, false)), ("sept", Kind::Month(9, false)),
    ("oct", Kind::Month(10, false)), ("nov", Kind::Month(11, false)), ("dec", Kind::Month(12, false)),
    ("monday", Kind::Weekday(Weekday::Monday, true)), ("tuesday", Kind::Weekday(Weekday::Tuesday, true)),
    ("wednesday", Kind::Weekday(Weekday::Wednesday, true)), ("thursday", Kind::Weekday(Weekday::Thursday, true)),
    ("friday", Kind::Weekday(Weekday::Friday, true)), ("saturday", Kind::Weekday(Weekday::Saturday, true)),
    ("sunday", Kind::Weekday(Weekday::Sunday, true)),
    ("mon", Kind::Weekday(Weekday::Monday, false)), ("tue", Kind::Weekday(Weekday::Tuesday, false)),
    ("tues", Kind::Weekday(Weekday::Tuesday, false)), ("wed", Kind::Weekday(Weekday::Wednesday, false)),
    ("thu", Kind::Weekday(Weekday::Thursday, false)), ("thur", Kind::Weekday(Weekday::Thursday, false)),
    ("thurs", Kind::Weekday(Weekday::Thursday, false)), ("fri", Kind::Weekday(Weekday::Friday, false)),
    ("sat", Kind::Weekday(Weekday::Saturday, false)), ("sun", Kind::Weekday(Weekday::Sunday, false)),
    ("hour", Kind::Unit(Unit::Hour, false)), ("hours", Kind::Unit(Unit::Hour, true)),
    ("day", Kind::Unit(Unit::Day, false)), ("days", Kind::Unit(Unit::Day, true)),
    ("week", Kind::Unit(Unit::Week, false)), ("weeks", Kind::Unit(Unit::Week, true)),
    ("fortnight", Kind::Unit(Unit::Fortnight, false)), ("weekend", Kind::Unit(Unit::Weekend, false)),
    ("month", Kind::Unit(Unit::Month, false)), ("months", Kind::Unit(Unit::Month, true)),
    ("quarter", Kind::Unit(Unit::Quarter, false)), ("quarters", Kind::Unit(Unit::Quarter, true)),
    ("year", Kind::Unit(Unit::Year, false)), ("years", Kind::Unit(Unit::Year, true)),
    ("decade", Kind::Unit(Unit::Decade, false)), ("decades", Kind::Unit(Unit::Decade, true)),
    ("spring", Kind::Season(3)), ("summer", Kind::Season(6)), ("autumn", Kind::Season(9)), ("fall", Kind::Season(9)),
    ("winter", Kind::Season(12)),
    ("last", Kind::Near(Near::Last)), ("past", Kind::Near(Near::Last)), ("this", Kind::Near(Near::This)),
    ("current", Kind::Near(Near::This)), ("next", Kind::Near(Near::Next)), ("coming", Kind::Near(Near::Next)),
    ("upcoming", Kind::Near(Near::Next)), ("previous", Kind::Near(Near::Previous)),
    ("preceding", Kind::Near(Near::Previous)), ("prior", Kind::Near(Near::Previous)),
    ("following", Kind::Near(Near::Following)), ("ensuing", Kind::Near(Near::Following)),
    ("early", Kind::Edge(Edge::Early)), ("mid", Kind::Edge(Edge::Mid)), ("middle", Kind::Edge(Edge::Mid)),
    ("late", Kind::Edge(Edge::Late)), ("start", Kind::Edge(Edge::Start)), ("beginning", Kind::Edge(Edge::Start)),
    ("end", Kind::Edge(Edge::End)), ("close", Kind::Edge(Edge::End)), ("earlier", Kind::Edge(Edge::Earlier)),
    ("later", Kind::Edge(Edge::Later)),
    ("yesterday", Kind::Day(-1)), ("today", Kind::Day(0)), ("tonight", Kind::Day(0)), ("tomorrow", Kind::Day(1)),
    ("percent", Kind::Percent), ("pct", Kind::Percent), ("pc", Kind::Percent),
];
