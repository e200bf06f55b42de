//! Optional values and lists as Parquet stores them (definition and repetition levels).

use ::parquet::data_type::ByteArray;
use jiff::civil::{Date, date};

use super::Value;

/// A value without its absence.
pub(super) enum Leaf<'v> {
    Text(&'v str),
    Number(f64),
    Count(i64),
    Day(Date),
}

/// Values as Parquet stores them: those that are there, and for each place whether one is and whether it goes on a list.
#[derive(Default)]
pub(super) struct Levels<'v> {
    pub(super) defined: Vec<i16>,
    pub(super) repeated: Vec<i16>,
    pub(super) leaves: Vec<Leaf<'v>>,
}

/// The values of a column.
pub(super) fn levels<'v>(values: impl Iterator<Item = &'v Value>) -> Levels<'v> {
    let mut levels = Levels::default();
    for value in values {
        let leaf = match value {
            Value::Text(text) => text.as_deref().map(Leaf::Text),
            Value::Number(number) => number.map(Leaf::Number),
            Value::Count(count) => count.map(Leaf::Count),
            Value::Day(day) => day.map(Leaf::Day),
            Value::Texts(texts) => {
                // Level 0: an empty list; 1: a text of the list.
                levels.defined.extend(texts.iter().map(|_| 1));
                levels
                    .repeated
                    .extend((0..texts.len()).map(|i| i16::from(i > 0)));
                levels
                    .leaves
                    .extend(texts.iter().map(|text| Leaf::Text(text)));
                if texts.is_empty() {
                    levels.defined.push(0);
                    levels.repeated.push(0);
                }
                continue;
            }
        };
        levels.defined.push(i16::from(leaf.is_some()));
        levels.leaves.extend(leaf);
    }
    levels
}

// === impl Leaf ===

impl Leaf<'_> {
    pub(super) fn text(self) -> Option<ByteArray> {
        match self {
            Self::Text(text) => Some(ByteArray::from(text)),
            _ => None,
        }
    }

    pub(super) fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn count(self) -> Option<i64> {
        match self {
            Self::Count(count) => Some(count),
            _ => None,
        }
    }

    /// Days since 1970-01-01.
    pub(super) fn day(self) -> Option<i32> {
        match self {
            Self::Day(day) => (day - date(1970, 1, 1)).get_days().into(),
            _ => None,
        }
    }
}
