//! What a dictionary knows of words: a table from inflected forms to sets of traits (parts of speech, inflections,
//! fields of meaning, kinds of names). `training/wordnet.py` makes it from WordNet 3.0.
//!
//! Forms are kept as 32-bit hashes in order: how many begin with each upper half, and the lower halves.

use super::super::NameHint;
use super::features::{hash, normal_form};
use super::weights::{Weights, WeightsError};

/// Bits of a set's flags; see `FLAGS` in the trainer.
const LOWER: u8 = 1;
const PLACE: u8 = 2;
const PLACE_PART: u8 = 4;
const PERSON: u8 = 8;

/// Numbers of the sets of traits that words have.
pub struct Dictionary {
    /// Where the lower halves of each upper half begin, and the end of the last.
    starts: Vec<u32>,
    lower: Vec<u16>,
    sets: Vec<u16>,
    /// For each set, what it says of casing and names.
    flags: Vec<u8>,
}

impl Dictionary {
    /// Reads the table, whose sets have numbers below `sets`.
    pub fn read(weights: &Weights<'_>, sets: usize) -> Result<Self, WeightsError> {
        let counts = weights.bytes("dictionary.counts")?;
        let mut starts = Vec::with_capacity(counts.len() + 1);
        starts.push(0);
        starts.extend(counts.iter().scan(0_u32, |end, &count| {
            *end += u32::from(count);
            Some(*end)
        }));
        let dictionary = Self {
            lower: weights.halves("dictionary.hashes")?,
            sets: weights.halves("dictionary.sets")?,
            flags: weights.bytes("dictionary.flags")?.to_vec(),
            starts,
        };
        let end = dictionary.starts.last().map_or(0, |&end| end as usize);
        let whole = counts.len() == 1 << 16
            && dictionary.lower.len() == end
            && dictionary.sets.len() == end
            && dictionary.sets.iter().all(|&set| usize::from(set) < sets);
        if whole {
            Ok(dictionary)
        } else {
            Err(Weights::problem(
                "dictionary.counts",
                "does not fit the hashes and sets",
            ))
        }
    }

    /// Whether words with that set of traits are written without capitals.
    pub fn has_lower(&self, set: usize) -> bool {
        self.flags(set) & LOWER != 0
    }

    /// What the dictionary knows of a word as a name.
    pub fn name_hint(&self, form: &str) -> NameHint {
        let flags = self.flags(self.set(&normal_form(form)));
        NameHint {
            place: flags & PLACE != 0,
            part_of_place: flags & PLACE_PART != 0,
            person: flags & PERSON != 0,
        }
    }

    fn flags(&self, set: usize) -> u8 {
        self.flags.get(set).copied().unwrap_or_default()
    }

    /// Number of the set of traits of a normal form; 0 for unknown words.
    pub fn set(&self, normal: &str) -> usize {
        let hash = hash(normal);
        let upper = (hash >> 16) as usize;
        let place = |at: usize| self.starts.get(at).map_or(0, |&start| start as usize);
        let range = place(upper)..place(upper + 1);
        let lower = self.lower.get(range.clone()).unwrap_or_default();
        let found = lower.iter().position(|&low| low == hash as u16);
        found
            .and_then(|at| self.sets.get(range.start + at))
            .map_or(0, |&set| usize::from(set))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::analyzer::ENGLISH;
    use super::*;

    #[test]
    fn inflected_forms_are_known_and_nonsense_is_not() {
        let weights = Weights::parse(ENGLISH).expect("embedded weights");
        let dictionary = Dictionary::read(&weights, usize::MAX).expect("embedded table");
        assert_ne!(dictionary.set("levied"), 0);
        assert_ne!(dictionary.set("lima"), 0);
        assert_ne!(dictionary.set("levies"), dictionary.set("levied"));
        assert!(dictionary.has_lower(dictionary.set("levies")));
        assert!(!dictionary.has_lower(dictionary.set("lima")));
        assert!(dictionary.name_hint("Lima").place && !dictionary.name_hint("tariff").place);
        assert_eq!(dictionary.set("qwrtzp"), 0);
        assert_eq!(dictionary.set(""), 0);
    }

    #[test]
    fn sets_without_an_embedding_are_refused() {
        let weights = Weights::parse(ENGLISH).expect("embedded weights");
        assert!(Dictionary::read(&weights, 1).is_err());
    }
}
