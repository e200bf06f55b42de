//! Columns and the values in them.

use jiff::civil::Date;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// What they mean.
    pub meaning: &'static str,
}

/// What the values of a column are. Every value may be absent; a list may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// A list of texts; in CSV joined by `;`.
    Texts,
    /// A 64-bit floating-point number.
    Number,
    /// A 64-bit integer.
    Count,
    /// A day, ISO 8601 `YYYY-MM-DD`.
    Day,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a [`Kind::Text`].
    Text(Option<String>),
    /// Of a [`Kind::Texts`].
    Texts(Vec<String>),
    /// Of a [`Kind::Number`].
    Number(Option<f64>),
    /// Of a [`Kind::Count`].
    Count(Option<i64>),
    /// Of a [`Kind::Day`].
    Day(Option<Date>),
}

/// One value for each column of the table.
pub type Row = Vec<Value>;

/// A column, briefly.
pub(super) const fn column(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        meaning,
    }
}

// === impl Kind ===

impl Kind {
    /// As documentation names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "list of text",
            Self::Number => "number",
            Self::Count => "integer",
            Self::Day => "day",
        }
    }
}

// === impl Value ===

impl Value {
    /// A day from its ISO 8601 form; absent where it is none.
    pub(super) fn day(text: Option<&str>) -> Self {
        Self::Day(text.and_then(|text| text.parse().ok()))
    }

    /// As CSV spells it; empty where it is absent.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone().unwrap_or_default(),
            Self::Texts(texts) => texts.join(";"),
            Self::Number(number) => number.map_or_else(String::new, |number| number.to_string()),
            Self::Count(count) => count.map_or_else(String::new, |count| count.to_string()),
            Self::Day(day) => day.map_or_else(String::new, |day| day.to_string()),
        }
    }

    /// As JSON spells it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => serde_json::json!(text),
            Self::Texts(texts) => serde_json::json!(texts),
            Self::Number(number) => serde_json::json!(number),
            Self::Count(count) => serde_json::json!(count),
            Self::Day(day) => serde_json::json!(day.map(|day| day.to_string())),
        }
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Value {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        Self::Number(number)
    }
}

impl From<Option<i64>> for Value {
    fn from(count: Option<i64>) -> Self {
        Self::Count(count)
    }
}
