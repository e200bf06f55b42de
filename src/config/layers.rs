//! Settings from several sources, one over the other: file, environment, flags.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::{Table, Value};

use super::{Config, ConfigError, DEFAULT_TOML};

/// What the variables of the environment that hold settings begin with.
const PREFIX: &str = "TRADEWIRE_";

/// The variable that names the configuration file.
const CONFIG_VARIABLE: &str = "TRADEWIRE_CONFIG";

/// Values that look like those of each setting, by name (`limits.workers`).
static KNOWN: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let table: Table = every_setting()
        .parse()
        .unwrap_or_else(|error| panic!("default.toml belongs to this program: {error}"));
    let mut known = BTreeMap::new();
    for (section, settings) in table {
        if let Value::Table(settings) = settings {
            known.extend(
                settings
                    .into_iter()
                    .map(|(name, value)| (format!("{section}.{name}"), value)),
            );
        }
    }
    known
});

/// `default.toml` with the settings that are not set by default.
fn every_setting() -> String {
    let lines = DEFAULT_TOML
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if setting.starts_with(|c: char| c.is_ascii_lowercase()) => setting,
            _ => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// Settings as they come together; what is added later wins.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    merged: Table,
}

impl Layers {
    /// No settings: all defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds those of a file.
    ///
    /// # Errors
    /// Where it cannot be read, is no TOML, or holds unknown settings or wrong values.
    pub fn file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        self.text(&path.display().to_string(), &text)
    }

    /// Adds those of the text of a file.
    ///
    /// # Errors
    /// Where it is no TOML, or holds unknown settings or wrong values.
    pub fn text(&mut self, origin: &str, text: &str) -> Result<(), ConfigError> {
        let table = text.parse().map_err(|error| wrong(origin, error))?;
        self.add(origin, table)
    }

    /// Adds those among the variables of an environment; others are passed over.
    ///
    /// # Errors
    /// Where one of ours is unknown or has a wrong value.
    pub fn environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        for (variable, text) in variables {
            if variable == CONFIG_VARIABLE || !variable.starts_with(PREFIX) {
                continue;
            }
            if let Some(name) = named_by(&variable) {
                self.set(&variable, name, &text)?;
            } else if let Some(name) = variable.strip_suffix("_FILE").and_then(named_by) {
                let secret = fs::read_to_string(&text).map_err(|error| {
                    wrong(&variable, format_args!("cannot read {text}: {error}"))
                })?;
                self.set(&variable, name, secret.trim_end_matches(['\r', '\n']))?;
            } else {
                let near = nearest(&variable, KNOWN.keys().map(|name| variable_of(name)));
                return Err(wrong(&variable, format_args!("no such setting{near}")));
            }
        }
        Ok(())
    }

    /// Adds one setting, named `section.name`, whose value is written as in the file, but without quotes.
    ///
    /// # Errors
    /// Where it is unknown or has a wrong value.
    pub fn set(&mut self, origin: &str, name: &str, text: &str) -> Result<(), ConfigError> {
        let value = match KNOWN.get(name) {
            None => Value::String(text.to_owned()),
            Some(example) => value(example, text).map_err(|problem| wrong(origin, problem))?,
        };
        self.add(origin, table_of(name, value))
    }

    /// Adds one setting that is a list.
    ///
    /// # Errors
    /// Where it is unknown or has a wrong value.
    pub fn set_list(
        &mut self,
        origin: &str,
        name: &str,
        items: &[String],
    ) -> Result<(), ConfigError> {
        let items = items.iter().cloned().map(Value::String).collect();
        self.add(origin, table_of(name, Value::Array(items)))
    }

    /// All of them together, checked.
    ///
    /// # Errors
    /// [`ConfigError::Unfit`] where they do not fit together.
    pub fn config(self) -> Result<Config, ConfigError> {
        let config = Config::deserialize(self.merged).map_err(|error| wrong("settings", error))?;
        config.check()?;
        Ok(config)
    }

    fn add(&mut self, origin: &str, table: Table) -> Result<(), ConfigError> {
        for (section, settings) in &table {
            let names: Vec<String> = match settings {
                Value::Table(settings) => settings
                    .keys()
                    .map(|name| format!("{section}.{name}"))
                    .collect(),
                _ => vec![section.clone()],
            };
            if let Some(unknown) = names.into_iter().find(|name| !KNOWN.contains_key(name)) {
                let near = nearest(&unknown, KNOWN.keys().cloned());
                return Err(wrong(
                    origin,
                    format_args!("no such setting: {unknown}{near}"),
                ));
            }
        }
        // Each source by itself, so that a wrong value is told with its source.
        if let Err(error) = Config::deserialize(table.clone()) {
            return Err(wrong(
                origin,
                error.to_string().trim_end().replace('\n', " "),
            ));
        }
        for (section, settings) in table {
            let known = self
                .merged
                .entry(section)
                .or_insert_with(|| Value::Table(Table::new()));
            if let (Value::Table(known), Value::Table(settings)) = (known, settings) {
                known.extend(settings);
            }
        }
        Ok(())
    }
}

/// The value in its section, as a file holds it.
fn table_of(name: &str, value: Value) -> Table {
    match name.split_once('.') {
        Some((section, name)) => {
            let settings = Table::from_iter([(name.to_owned(), value)]);
            Table::from_iter([(section.to_owned(), Value::Table(settings))])
        }
        None => Table::from_iter([(name.to_owned(), value)]),
    }
}

fn wrong(origin: &str, problem: impl ToString) -> ConfigError {
    ConfigError::Wrong {
        origin: origin.to_owned(),
        problem: problem.to_string(),
    }
}

fn variable_of(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('.', "_").to_ascii_uppercase())
}

fn named_by(variable: &str) -> Option<&'static str> {
    KNOWN
        .keys()
        .map(String::as_str)
        .find(|name| variable_of(name) == variable)
}

/// "; did you mean ...?", where something is near.
fn nearest(unknown: &str, known: impl Iterator<Item = String>) -> String {
    // A right name in a wrong or without a section is near as well.
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let distance = |name: &str| {
        strsim::damerau_levenshtein(unknown, name)
            .min(1 + strsim::damerau_levenshtein(&last(unknown), &last(name)))
    };
    let best = known.map(|name| (distance(&name), name)).min();
    match best {
        Some((distance, name)) if distance <= name.len().max(6) / 3 => {
            format!("; did you mean {name}?")
        }
        _ => String::new(),
    }
}

/// A value of the same kind as the example.
fn value(example: &Value, text: &str) -> Result<Value, String> {
    let parsed = || {
        let table = format!("value = {text}").parse::<Table>();
        table.ok().and_then(|mut table| table.remove("value"))
    };
    match example {
        Value::String(_) => Ok(Value::String(text.to_owned())),
        // "[::1]:50051" is no list.
        Value::Array(_) => Ok(parsed().filter(Value::is_array).unwrap_or_else(|| {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        })),
        _ => parsed().ok_or_else(|| format!("{text:?} is no {}", example.type_str())),
    }
}

#[cfg(test)]
mod tests;
