//! From tokens to the first layer's input: embeddings of words, their affixes, shapes and traits in the dictionary.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::super::NameHint;
use super::casing::{Capitals, SentenceCase, Usual, restored};
use super::dictionary::Dictionary;
use super::features::{SHAPES, affixes, cased_form, normal_form, shape};
use super::gates::whole_to_byte;
use super::weights::{Weights, WeightsError};

/// An embedding table: 8-bit rows.
struct Table {
    width: usize,
    values: Vec<i8>,
}

impl Table {
    fn read(weights: &Weights<'_>, name: &str, rows: Option<usize>) -> Result<Self, WeightsError> {
        let table = weights.table(name)?;
        if table.rows == 0 || table.columns == 0 || rows.is_some_and(|rows| rows != table.rows) {
            return Err(Weights::problem(name, "has a wrong number of rows"));
        }
        let values = table
            .values
            .iter()
            .map(|&byte| i8::from_le_bytes([byte]))
            .collect();
        Ok(Self {
            width: table.columns,
            values,
        })
    }

    fn rows(&self) -> usize {
        self.values.len() / self.width
    }

    fn row(&self, row: usize) -> &[i8] {
        &self.values[row * self.width..(row + 1) * self.width]
    }
}

/// Embeddings of known words; the first row is for all others.
struct Lookup {
    rows: FxHashMap<Box<str>, u32>,
    table: Table,
}

impl Lookup {
    fn read(weights: &Weights<'_>, table: &str, vocabulary: &str) -> Result<Self, WeightsError> {
        let rows: FxHashMap<Box<str>, u32> = weights
            .lines(vocabulary)?
            .zip(1..)
            .map(|(word, row)| (word.into(), row))
            .collect();
        let table = Table::read(weights, table, Some(rows.len() + 1))?;
        Ok(Self { rows, table })
    }

    fn row(&self, word: Option<&str>) -> &[i8] {
        let row = word.and_then(|word| self.rows.get(word));
        self.table.row(row.map_or(0, |&row| row as usize))
    }
}

/// All embeddings of a token, one behind the other.
pub struct Embedder {
    words: Lookup,
    cased: Lookup,
    affixes: Table,
    affix_rescale: Vec<f32>,
    shapes: Table,
    traits: Table,
    dictionary: Dictionary,
    capitals: Capitals,
}

impl Embedder {
    /// Reads the tables.
    pub fn read(weights: &Weights<'_>) -> Result<Self, WeightsError> {
        let affixes = Table::read(weights, "affixes", None)?;
        let traits = Table::read(weights, "traits", None)?;
        Ok(Self {
            words: Lookup::read(weights, "words", "vocabulary")?,
            cased: Lookup::read(weights, "cased", "cased_vocabulary")?,
            affix_rescale: weights.vector("affixes.rescale", affixes.width)?,
            affixes,
            shapes: Table::read(weights, "shapes", Some(SHAPES))?,
            dictionary: Dictionary::read(weights, traits.rows())?,
            traits,
            capitals: Capitals::read(weights)?,
        })
    }

    /// Bytes of a token's input.
    pub fn width(&self) -> usize {
        self.words.table.width
            + self.cased.table.width
            + self.affixes.width
            + self.shapes.width
            + self.traits.width
    }

    /// A sentence's tokens as an ordinary sentence would have them.
    pub fn restored<'t>(&self, tokens: &[&'t str]) -> Vec<Cow<'t, str>> {
        let case = SentenceCase::of(tokens.iter().copied());
        restored(tokens, case, |normal| self.usual(normal))
    }

    /// What the dictionary knows of a word as a name.
    pub fn name_hint(&self, form: &str) -> NameHint {
        self.dictionary.name_hint(form)
    }

    fn usual(&self, normal: &str) -> Usual<'_> {
        if let Some(form) = self.capitals.get(normal) {
            return Usual::Form(form);
        }
        let set = self.dictionary.set(normal);
        if self.words.rows.contains_key(normal) || self.dictionary.has_lower(set) {
            Usual::Lower
        } else if set > 0 {
            Usual::Name
        } else {
            Usual::Unknown
        }
    }

    /// Appends a token's input. `sums` is scratch space.
    pub fn embed(&self, token: &str, sums: &mut Vec<i32>, input: &mut Vec<u8>) {
        let byte = |value: &i8| (i16::from(*value) + 128) as u8;
        let normal = normal_form(token);
        input.extend(self.words.row(Some(&normal)).iter().map(byte));
        input.extend(
            self.cased
                .row(cased_form(token).as_deref())
                .iter()
                .map(byte),
        );
        sums.clear();
        sums.resize(self.affixes.width, 0);
        let buckets = self.affixes.rows();
        affixes(&normal, |hash| {
            for (sum, &value) in sums
                .iter_mut()
                .zip(self.affixes.row(hash as usize % buckets))
            {
                *sum += i32::from(value);
            }
        });
        input.extend(
            sums.iter()
                .zip(&self.affix_rescale)
                .map(|(&sum, factor)| whole_to_byte((sum as f32 * factor).clamp(-127.0, 127.0))),
        );
        input.extend(self.shapes.row(shape(token)).iter().map(byte));
        let set = self.dictionary.set(&normal);
        input.extend(self.traits.row(set).iter().map(byte));
    }
}
