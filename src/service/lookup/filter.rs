//! Filters, checked: every rule that one breaks is named.

use jiff::civil::Date;

use crate::error::Problem;
use crate::lexicon::{ActorKind, Lexicon};
use crate::proto::v1;
use crate::service::checks::{Checks, broken, short, usable_id};
use crate::store::{ActorTerm, DateTerm, Days, EventFilter, RateRange, StatementFilter, TextQuery};

/// Most values of one field.
const MAX_VALUES: usize = 100;

/// Longest name of goods, channel, publisher or actor, in bytes.
pub const MAX_NAME_BYTES: usize = 256;

/// Longest text to search for, in bytes.
const MAX_TEXT_BYTES: usize = 4096;

/// Which events are asked for.
pub fn events(
    checks: &mut Checks,
    lexicon: &Lexicon,
    filter: Option<v1::EventFilter>,
) -> EventFilter {
    let filter = filter.unwrap_or_default();
    number(checks, "filter.actors", &filter.actors);
    number(checks, "filter.hs_prefixes", &filter.hs_prefixes);
    let mut actors = Vec::with_capacity(filter.actors.len().min(MAX_VALUES));
    for (i, actor) in filter.actors.into_iter().take(MAX_VALUES).enumerate() {
        actors.push(term(checks, lexicon, i, actor));
    }
    for (i, prefix) in filter.hs_prefixes.iter().take(MAX_VALUES).enumerate() {
        checks.take(format!("filter.hs_prefixes[{i}]"), hs_prefix(prefix));
    }
    EventFilter {
        types: values(checks, "filter.types", &filter.types),
        statuses: values(checks, "filter.statuses", &filter.statuses),
        directions: values(checks, "filter.directions", &filter.directions),
        actors,
        goods: names(checks, "filter.goods", filter.goods),
        hs_prefixes: filter.hs_prefixes,
        date: filter.date.map(|date| date_term(checks, date)),
        reported: days(checks, "filter.reported", filter.reported),
        rate: filter
            .rate
            .map(|rate| checks.take("filter.rate", rates(rate))),
        text: words(checks, "filter.text", &filter.text),
    }
}

/// Which statements are asked for.
pub fn statements(checks: &mut Checks, filter: Option<v1::StatementFilter>) -> StatementFilter {
    let filter = filter.unwrap_or_default();
    StatementFilter {
        speakers: ids(checks, "filter.speaker_ids", filter.speaker_ids),
        affiliations: ids(checks, "filter.affiliation_ids", filter.affiliation_ids),
        acts: values(checks, "filter.acts", &filter.acts),
        channels: names(checks, "filter.channels", filter.channels),
        events: ids(checks, "filter.event_ids", filter.event_ids),
        reported: days(checks, "filter.reported", filter.reported),
        text: words(checks, "filter.text", &filter.text),
    }
}

fn term(checks: &mut Checks, lexicon: &Lexicon, i: usize, actor: v1::ActorFilter) -> ActorTerm {
    let field = format!("filter.actors[{i}]");
    let v1::ActorFilter {
        actor_id,
        roles,
        include_members,
    } = actor;
    checks.take(format!("{field}.actor_id"), usable_id(&actor_id));
    let roles = values(checks, &format!("{field}.roles"), &roles);
    let members = if include_members && !actor_id.is_empty() {
        checks.take(
            format!("{field}.include_members"),
            members(lexicon, &actor_id),
        )
    } else {
        Vec::new()
    };
    ActorTerm {
        any_of: std::iter::once(actor_id).chain(members).collect(),
        roles,
    }
}

/// The members of a bloc; none of an actor that has none.
fn members(lexicon: &Lexicon, id: &str) -> Result<Vec<String>, Problem> {
    match lexicon.actor_by_id(id) {
        Some(actor) if actor.kind != ActorKind::Bloc => Ok(Vec::new()),
        Some(bloc) if !bloc.members.is_empty() => Ok(bloc.members.clone()),
        Some(_) => broken(format!("the members of {id} are not known")),
        None => broken(format!("the lexicon does not know {id:?}, nor its members")),
    }
}

fn date_term(checks: &mut Checks, date: v1::EventDateFilter) -> DateTerm {
    let kind = v1::EventDateKind::try_from(date.kind)
        .or_else(|_| broken(format!("{} is no EventDateKind", date.kind)));
    DateTerm {
        kind: checks.take("filter.date.kind", kind),
        days: days(checks, "filter.date.days", date.days),
    }
}

/// Checks a range of days.
pub fn days(checks: &mut Checks, field: &str, range: Option<v1::DayRange>) -> Days {
    let v1::DayRange { first, last } = range.unwrap_or_default();
    let mut end = |name: &str, written: Option<String>| {
        let read = written.as_deref().map(day).transpose();
        checks.take(format!("{field}.{name}"), read)
    };
    let (first, last) = (end("first", first), end("last", last));
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        let order = broken(format!("ends on {last}, before it begins on {first}"));
        checks.take::<()>(field.to_owned(), order);
    }
    Days { first, last }
}

fn day(written: &str) -> Result<Date, Problem> {
    // The parser of jiff also takes "20250102" and times of day.
    let is_day = written.len() == "2025-10-18".len() && written.is_ascii();
    match written.parse::<Date>() {
        Ok(day) if is_day => Ok(day),
        _ => broken(format!("{written:?} is no ISO 8601 day (2025-10-18)")),
    }
}

fn hs_prefix(prefix: &str) -> Result<(), Problem> {
    if (1..=6).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(());
    }
    broken(format!("{prefix:?} is not 1 to 6 digits"))
}

fn rates(rate: v1::RateFilter) -> Result<RateRange, Problem> {
    let v1::RateFilter {
        min_percent: min,
        max_percent: max,
    } = rate;
    let ends = [min, max];
    if let Some(end) = ends.into_iter().flatten().find(|end| !end.is_finite()) {
        return broken(format!("{end} is no rate"));
    }
    match (min, max) {
        (Some(min), Some(max)) if max < min => {
            broken(format!("ends at {max}, before it begins at {min}"))
        }
        _ => Ok(RateRange { min, max }),
    }
}

/// Checks words to search for; none where nothing is asked for.
pub fn words(checks: &mut Checks, field: &'static str, text: &str) -> Option<TextQuery> {
    if text.is_empty() {
        return None;
    }
    let read = short(text, MAX_TEXT_BYTES).and_then(|()| {
        let words = TextQuery::parse(text).map(Some);
        words.or_else(|error| broken(error.to_string()))
    });
    checks.take(field, read)
}

/// Checks values of an enumeration.
pub fn values<E: TryFrom<i32> + Into<i32> + Copy>(
    checks: &mut Checks,
    field: &str,
    numbers: &[i32],
) -> Vec<E> {
    number(checks, field, numbers);
    let mut read = Vec::with_capacity(numbers.len().min(MAX_VALUES));
    for (i, &number) in numbers.iter().take(MAX_VALUES).enumerate() {
        let value = match E::try_from(number) {
            Ok(_) if number == 0 => broken("may not be unspecified"),
            Ok(value) => Ok(Some(value)),
            Err(_) => broken(format!("{number} is no value of this field")),
        };
        read.extend(checks.take(format!("{field}[{i}]"), value));
    }
    read
}

fn ids(checks: &mut Checks, field: &str, ids: Vec<String>) -> Vec<String> {
    number(checks, field, &ids);
    for (i, id) in ids.iter().take(MAX_VALUES).enumerate() {
        checks.take(format!("{field}[{i}]"), usable_id(id));
    }
    ids
}

/// Checks names that are compared as they are.
pub fn names(checks: &mut Checks, field: &str, names: Vec<String>) -> Vec<String> {
    number(checks, field, &names);
    for (i, name) in names.iter().take(MAX_VALUES).enumerate() {
        let read = if name.trim().is_empty() {
            broken("is empty")
        } else {
            short(name, MAX_NAME_BYTES)
        };
        checks.take(format!("{field}[{i}]"), read);
    }
    names
}

fn number<T>(checks: &mut Checks, field: &str, values: &[T]) {
    let count = values.len();
    if count > MAX_VALUES {
        let many = broken(format!(
            "has {count} values, at most {MAX_VALUES} are allowed"
        ));
        checks.take::<()>(field.to_owned(), many);
    }
}
