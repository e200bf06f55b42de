//! An event of an answer as the fields that a record may name.

use toml::{Table, Value};
use tradewire::proto::v1::{self, trade_event::Detail};

/// Fields by name: words, numbers, or lists of them in order of value.
pub type Facts = Table;

/// The last part of an enum value's name ("EVENT_TYPE_TARIFF": "TARIFF"); nothing for the unspecified value.
fn word(name: &str, prefix: &str) -> Value {
    let word = name.trim_start_matches(prefix);
    Value::from(if word == "UNSPECIFIED" { "" } else { word })
}

fn words(span: Option<&v1::Span>) -> Value {
    Value::from(span.map_or("", |span| &span.text))
}

/// Names in order, each once.
fn names(list: impl Iterator<Item = String>) -> Value {
    let mut list: Vec<String> = list.collect();
    list.sort();
    list.dedup();
    Value::from(list)
}

fn days(date: Option<&v1::DateInterval>) -> Value {
    match date.map(|d| (d.start.as_deref(), d.end.as_deref())) {
        Some((Some(start), Some(end))) => Value::from(format!("{start}/{end}")),
        Some(_) => Value::from("unresolved"),
        None => Value::from(""),
    }
}

fn percents(min: Option<f64>, max: Option<f64>) -> Value {
    Value::Array([min, max].into_iter().flatten().map(Value::from).collect())
}

/// All fields of an event.
pub fn of(event: &v1::TradeEvent, extraction: &v1::Extraction) -> Facts {
    let mut facts = Facts::new();
    let mut set = |key: &str, value: Value| {
        facts.insert(key.to_owned(), value);
    };
    set("type", word(event.r#type().as_str_name(), "EVENT_TYPE_"));
    set(
        "status",
        word(event.status().as_str_name(), "EVENT_STATUS_"),
    );
    set(
        "direction",
        word(event.direction().as_str_name(), "DIRECTION_"),
    );
    for role in (1..).map_while(|i| v1::Role::try_from(i).ok()) {
        let actors = event.participants.iter().filter(|p| p.role() == role);
        set(
            &role
                .as_str_name()
                .trim_start_matches("ROLE_")
                .to_lowercase(),
            names(
                actors
                    .map(|p| p.actor_id.clone())
                    .filter(|id| !id.is_empty()),
            ),
        );
    }
    set(
        "goods",
        names(
            event
                .goods
                .iter()
                .map(|g| g.name.clone().unwrap_or_else(|| g.text.clone())),
        ),
    );
    let amount = event.amount.clone().unwrap_or_default();
    set("amount", percents(amount.value, amount.max_value));
    set(
        "currency",
        Value::from(amount.currency.as_deref().unwrap_or_default()),
    );
    let dates = event.dates.clone().unwrap_or_default();
    set("announced", days(dates.announced.as_ref()));
    set("effective", days(dates.effective.as_ref()));
    set("ends", days(dates.ends.as_ref()));
    set("occurred", days(dates.occurred.as_ref()));
    let location = event.location.as_ref();
    set("location", words(location.and_then(|l| l.span.as_ref())));
    let place = |id: &str| extraction.events.iter().position(|e| e.id == id);
    set(
        "relations",
        names(event.relations.iter().map(|r| {
            let kind = r.kind().as_str_name().trim_start_matches("RELATION_KIND_");
            format!("{kind} {}", place(&r.event_id).map_or(0, |i| i + 1))
        })),
    );
    let codes = event.codes.clone().unwrap_or_default();
    for (key, code) in [
        ("mast", codes.mast),
        ("gta", codes.gta),
        ("cameo", codes.cameo),
        ("plover", codes.plover),
    ] {
        set(key, Value::from(code.unwrap_or_default()));
    }
    for (key, value) in details(event) {
        set(key, value);
    }
    facts
}

/// The fields of any type's details; those of other types are empty.
fn details(event: &v1::TradeEvent) -> Vec<(&'static str, Value)> {
    let detail = event.detail.as_ref();
    let (rate, change, duty) = match detail {
        Some(Detail::Tariff(t)) => (t.rate.clone(), t.change(), t.specific_duty.clone()),
        Some(Detail::TradeRemedy(t)) => (t.rate.clone(), t.change(), t.specific_duty.clone()),
        _ => Default::default(),
    };
    let rate = rate.unwrap_or_default();
    let previous = rate.previous.clone().unwrap_or_default();
    let duty = duty.unwrap_or_default();
    let money = duty.amount.clone().unwrap_or_default();
    let restriction = match detail {
        Some(Detail::ExportControl(r) | Detail::ImportRestriction(r) | Detail::Sanction(r)) => {
            r.clone()
        }
        _ => Default::default(),
    };
    let remedy = match detail {
        Some(Detail::TradeRemedy(t)) => t.instrument(),
        Some(Detail::Investigation(i)) => i.remedy(),
        _ => Default::default(),
    };
    let negotiation = match detail {
        Some(Detail::Negotiation(n)) => n.clone(),
        _ => Default::default(),
    };
    let (stage, forum) = match detail {
        Some(Detail::Agreement(a)) => (
            word(a.stage().as_str_name(), "AGREEMENT_STAGE_"),
            Value::from(""),
        ),
        Some(Detail::Dispute(d)) => (
            word(d.stage().as_str_name(), "DISPUTE_STAGE_"),
            words(d.forum.as_ref()),
        ),
        _ => (Value::from(""), words(negotiation.forum.as_ref())),
    };
    let basis = match detail {
        Some(Detail::Investigation(i)) => words(i.legal_basis.as_ref()),
        _ => Value::from(""),
    };
    vec![
        ("rate", percents(rate.min_percent, rate.max_percent)),
        ("basis", word(rate.basis().as_str_name(), "RATE_BASIS_")),
        (
            "previous",
            percents(previous.min_percent, previous.max_percent),
        ),
        ("change", word(change.as_str_name(), "TARIFF_CHANGE_")),
        ("duty", percents(money.value, money.max_value)),
        (
            "duty_currency",
            Value::from(money.currency.as_deref().unwrap_or_default()),
        ),
        ("unit", words(duty.unit.as_ref())),
        ("remedy", word(remedy.as_str_name(), "REMEDY_INSTRUMENT_")),
        (
            "instrument",
            word(
                restriction.instrument().as_str_name(),
                "RESTRICTION_INSTRUMENT_",
            ),
        ),
        ("end_use", words(restriction.end_use.as_ref())),
        (
            "format",
            word(negotiation.format().as_str_name(), "NEGOTIATION_FORMAT_"),
        ),
        (
            "level",
            word(negotiation.level().as_str_name(), "NEGOTIATION_LEVEL_"),
        ),
        ("stage", stage),
        ("forum", forum),
        ("legal_basis", basis),
    ]
}

/// The text of a field.
pub fn text<'f>(facts: &'f Facts, key: &str) -> &'f str {
    facts.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The fields that say something.
pub fn brief(facts: &Facts) -> String {
    let said = facts.iter().filter(|(_, value)| {
        value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty())
    });
    let said: Vec<String> = said.map(|(key, value)| format!("{key}={value}")).collect();
    said.join(" ")
}

/// Numbers as such, lists in order.
fn normal(value: &Value) -> Value {
    match value {
        Value::Integer(number) => Value::Float(*number as f64),
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(normal).collect();
            list.sort_by_key(|item| item.as_str().map(str::to_owned));
            Value::Array(list)
        }
        other => other.clone(),
    }
}

/// The fields that a record names and that differ.
pub fn differences(expected: &Facts, got: &Facts) -> Vec<String> {
    expected
        .iter()
        .filter_map(|(key, value)| {
            let found = got.get(key).unwrap_or_else(|| panic!("no field {key}"));
            let differs = normal(value) != normal(found);
            differs.then(|| format!("{key}: expected {value}, got {found}; {}", brief(got)))
        })
        .collect()
}
