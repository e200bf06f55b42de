//! All dates of a sentence, in order.

use super::super::atoms::{Atom, cut, tokens_of};
use super::super::numbers::{dash, is, is_one_of, mark};
use super::super::vocabulary::Kind;
use super::grammar::{Read, day_number, ordinal_day, point};
use super::years::in_year;
use super::{
    CalendarDay, DateExpression, DateRole, DateValue, InYear, Part, Period, anchored, periods,
    role, sense,
};
use crate::text::Token;

/// The dates of a sentence, left to right, not overlapping.
pub fn find(text: &str, tokens: &[Token]) -> Vec<DateExpression> {
    let atoms = &cut(text, tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let Some((value, end)) = read(atoms, at) else {
            at += 1;
            continue;
        };
        let (value, end) = joined(atoms, at, value, end);
        let (mut role, marker) = role::role(atoms, at, end, &value);
        if !stands(atoms, at, end, &value, role) {
            at += 1;
            continue;
        }
        if matches!(value, DateValue::Window(_, true)) && role == DateRole::In {
            role = DateRole::Within;
        }
        found.push(DateExpression {
            tokens: tokens_of(atoms, at..end),
            marker: tokens_of(atoms, marker),
            role,
            sense: sense::sense(atoms, at, end, role, &value),
            value,
        });
        at = end;
    }
    found
}

fn read(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    match atoms.get(at)?.kind {
        Kind::Percent | Kind::Dash | Kind::Mark(_) | Kind::Scale(_) => None,
        Kind::Word => word(atoms, at),
        _ => anchored::read(atoms, at)
            .or_else(|| periods::read(atoms, at))
            .or_else(|| point(atoms, at))
            .or_else(|| the_day(atoms, at)),
    }
}

/// What begins with a word of no number: "a year ago", "so far this year", "Q3", "fiscal 2026", "midnight".
fn word(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    match atoms.get(at)?.lower.as_str() {
        "a" | "an" | "half" => anchored::read(atoms, at),
        "so" => periods::read(atoms, at),
        "q" | "h" | "fiscal" | "financial" | "marketing" | "crop" | "fy" => point(atoms, at),
        "midnight" => {
            // "midnight on May 1", "a midnight Friday deadline": the day is said behind.
            let named = is_one_of(atoms, at + 1, &["on", "of"])
                || matches!(
                    atoms.get(at + 1).map(|next| next.kind),
                    Some(Kind::Weekday(..) | Kind::Day(_) | Kind::Month(..) | Kind::Number(_))
                );
            (!named).then_some((DateValue::Midnight, at + 1))
        }
        "immediately" | "forthwith" => {
            let near = at.saturating_sub(2)..at + 3;
            let takes_effect = near.clone().any(|n| is_one_of(atoms, n, TAKING_EFFECT));
            takes_effect.then_some((DateValue::Immediately, at + 1))
        }
        "immediate" if is(atoms, at + 1, "effect") => Some((DateValue::Immediately, at + 2)),
        _ => None,
    }
}

/// "the 15th", "the 16th of this month": only behind "the" and with nothing that it could count.
fn the_day(atoms: &[Atom<'_>], at: usize) -> Read<DateValue> {
    if at < 2
        || !is(atoms, at - 1, "the")
        || !is_one_of(
            atoms,
            at - 2,
            &["on", "by", "until", "from", "before", "since"],
        )
    {
        return None;
    }
    let (day, end) = ordinal_day(atoms, at)?;
    let counted = atoms.get(end).is_some_and(Atom::is_word)
        && !is_one_of(
            atoms,
            end,
            &[
                "of", "and", "or", "to", "for", "when", "in", "at", "after", "with",
            ],
        );
    let month = is(atoms, end, "of")
        && is_one_of(atoms, end + 1, &["this", "the"])
        && is(atoms, end + 2, "month");
    let other = is(atoms, end, "of") && !month;
    (!counted && !other).then_some((DateValue::Day(day), if month { end + 3 } else { end }))
}

/// Words beside which "immediately" tells when something is in force.
#[rustfmt::skip]
const TAKING_EFFECT: &[&str] = &[
    "effective", "effect", "force", "begin", "begins", "began", "start", "starts", "started", "starting", "apply", "applies",
    "applied", "impose", "imposed", "suspend", "suspended", "lift", "lifted", "halt", "halted", "remove", "removed",
];

/// Joins "March 5-6", "July 6 and July 8", "Monday and Tuesday", "April and May" to one stretch. "From May 1 to June 15"
/// stays two dates: they tell different things.
fn joined(atoms: &[Atom<'_>], at: usize, value: DateValue, end: usize) -> (DateValue, usize) {
    let from = at > 0 && is(atoms, at - 1, "from");
    let hyphen = dash(atoms, end);
    let link = hyphen
        || mark(atoms, end, '/')
        || is_one_of(atoms, end, &["and", "or"])
        || is_one_of(atoms, end, &["to", "through"]) && !from;
    if !link {
        return (value, end);
    }
    let next = end + 1;
    if let Some(joined) = second_day(atoms, &value, end) {
        return joined;
    }
    let other = match &value {
        DateValue::Period(Period::Month(..), Part::Whole) => {
            match atoms.get(next).map(|a| a.kind) {
                // A second month needs no preposition of its own, even "May".
                Some(Kind::Month(month, true)) => {
                    let (year, after) = in_year(atoms, next + 1);
                    let number = atoms
                        .get(next + 1)
                        .is_some_and(|a| matches!(a.kind, Kind::Number(_)));
                    (!number || year != InYear::Unsaid).then_some((
                        DateValue::Period(Period::Month(month, year), Part::Whole),
                        after,
                    ))
                }
                _ => periods::read(atoms, next),
            }
        }
        _ => periods::read(atoms, next).or_else(|| point(atoms, next)),
    };
    match other {
        Some((other, after)) if alike(&value, &other) && value != other => {
            (between(value, other), after)
        }
        _ => (value, end),
    }
}

/// "March 5-6, 2026": the number behind the link at `end` is a second day of the month.
fn second_day(atoms: &[Atom<'_>], value: &DateValue, end: usize) -> Read<DateValue> {
    let DateValue::Day(first) = value else {
        return None;
    };
    let (number, after) = day_number(atoms, end + 1)?;
    let next = atoms.get(after);
    let month_behind = matches!(next.map(|a| a.kind), Some(Kind::Month(..)));
    // "on March 5 and 6 countries": the number counts what follows.
    let counts = is_one_of(atoms, end, &["and", "or"]) && next.is_some_and(Atom::is_word);
    let whole = first.month.is_some() && first.year == InYear::Unsaid;
    if !whole || month_behind || counts || number <= first.day {
        return None;
    }
    let (year, after) = in_year(atoms, after);
    let last = CalendarDay {
        year,
        day: number,
        weekday: None,
        ..*first
    };
    let first = DateValue::Day(CalendarDay { year, ..*first });
    Some((between(first, DateValue::Day(last)), after))
}

fn between(from: DateValue, to: DateValue) -> DateValue {
    DateValue::Between(Box::new(from), Box::new(to))
}

/// Whether two values are of one sort, so that they may be the ends of a stretch.
fn alike(a: &DateValue, b: &DateValue) -> bool {
    use DateValue::{Day, Weekday};
    match (a, b) {
        (Day(_), Day(_)) | (Weekday(..), Weekday(..)) => true,
        (DateValue::Period(a, _), DateValue::Period(b, _)) => match (a, b) {
            (Period::Relative(a, _), Period::Relative(b, _)) => a == b,
            _ => std::mem::discriminant(a) == std::mem::discriminant(b),
        },
        _ => false,
    }
}

/// Whether the place lets the words be a date: a year is one only where words of time stand beside it, and years without
/// "in" or the like count things.
fn stands(atoms: &[Atom<'_>], at: usize, end: usize, value: &DateValue, role: DateRole) -> bool {
    let glued = |n: usize| atoms.get(n).is_some_and(|atom| atom.glued);
    let before = at.checked_sub(1).and_then(|n| atoms.get(n));
    // Part of a number, an address, a sum of money.
    let inside = glued(at)
        && before.is_some_and(|a| {
            matches!(
                a.kind,
                Kind::Mark('$' | '€' | '£' | '¥' | '.' | '@' | '_' | '#' | '&')
            )
        });
    if inside {
        return false;
    }
    match value {
        DateValue::Period(Period::Year(_) | Period::Years(..), Part::Whole) => {
            let measured = atoms.get(end).is_some_and(|next| {
                matches!(next.kind, Kind::Percent | Kind::Scale(_) | Kind::Unit(..))
                    || next.glued
                        && (next.is_word() || next.kind == Kind::Mark('.') && glued(end + 1))
            });
            // "2000 votes": the number counts what follows, unless it is set: "the 2018 tariffs".
            let set = at > 0 && is_one_of(atoms, at - 1, &["the", "its", "their"]);
            let counts = !set
                && atoms.get(end).is_some_and(|next| {
                    next.kind == Kind::Word
                        && next.lower.len() > 4
                        && next.lower.ends_with('s')
                        && !next.is_capital()
                });
            let sign = before.is_some_and(|a| matches!(a.kind, Kind::Mark('$' | '€' | '£' | '¥')));
            let in_brackets = mark(atoms, at.wrapping_sub(1), '(') && mark(atoms, end, ')');
            let possessive = role == DateRole::Attributive;
            let preposition = matches!(
                role,
                DateRole::In
                    | DateRole::Since
                    | DateRole::Until
                    | DateRole::By
                    | DateRole::From
                    | DateRole::For
                    | DateRole::Before
                    | DateRole::After
                    | DateRole::To
            );
            // "the Tariff Act of 1930", "Order No. 5 of 2025": part of a name.
            let name = at > 1
                && is(atoms, at - 1, "of")
                && (atoms[at - 2].is_capital() || matches!(atoms[at - 2].kind, Kind::Number(_)));
            !measured && !counts && !sign && !name && (preposition || possessive || in_brackets)
        }
        DateValue::Anchored { length: None, .. } => matches!(
            role,
            DateRole::In | DateRole::On | DateRole::Bare | DateRole::Attributive | DateRole::By
        ),
        _ => true,
    }
}
