//! Dictionary forms by rules for endings and words that were learnt from treebanks (`training/lemmas.py`).

use rustc_hash::FxHashMap;

use super::network::{Weights, WeightsError};
use super::{Lemma, Xpos};

/// Letters of the longest ending that has a rule.
const LONGEST_SUFFIX: usize = 7;

/// How a word loses its ending.
#[derive(Clone, Debug)]
struct Rule {
    /// Letters cut off.
    cut: usize,
    /// Letters put on.
    ending: Box<str>,
    /// Whether the lemma begins with a capital.
    capital: bool,
}

/// Rules by tag and ending.
#[derive(Debug)]
pub struct Lemmatizer {
    rules: FxHashMap<(Xpos, Box<str>), Rule>,
}

impl Lemmatizer {
    /// Reads the rules from the weights file.
    pub fn read(weights: &Weights<'_>) -> Result<Self, WeightsError> {
        let rules = weights
            .lines("lemmas")?
            .map(|line| {
                let mut parts = line.split(' ');
                let tag = parts.next()?.parse().ok()?;
                let suffix = parts.next()?.into();
                let cut = parts.next()?.parse().ok()?;
                let ending = parts.next()?;
                let plain = ending.trim_start_matches('*');
                Some((
                    (tag, suffix),
                    Rule {
                        cut,
                        ending: plain.into(),
                        capital: plain.len() < ending.len(),
                    },
                ))
            })
            .collect::<Option<_>>()
            .ok_or_else(|| WeightsError::Tensor {
                name: "lemmas".to_owned(),
                problem: "has a line that is no rule",
            })?;
        Ok(Self { rules })
    }

    /// The dictionary form of a token of that tag; lower case but for names, acronyms and words from names.
    pub fn lemma(&self, form: &str, tag: Xpos) -> Lemma {
        let proper = matches!(tag, Xpos::Nnp | Xpos::Nnps);
        let tag = if tag == Xpos::Vbn { Xpos::Vbd } else { tag };
        if tag == Xpos::Cd && form.contains(',') {
            return Lemma::new(&form.replace(',', ""));
        }
        let acronym = (proper || tag == Xpos::Nn)
            && form.chars().nth(1).is_some()
            && form.chars().any(char::is_uppercase)
            && !form.chars().any(char::is_lowercase);
        if acronym || tag == Xpos::Add {
            return Lemma::new(form);
        }
        let lower = form.replace('’', "'").to_lowercase();
        let Some((rule, whole)) = self.rule(&lower, tag) else {
            return Lemma::new(if proper { form } else { &lower });
        };
        if proper {
            return Lemma::new(&format!("{}{}", without_last(form, rule.cut), rule.ending));
        }
        let plain = format!("{}{}", without_last(&lower, rule.cut), rule.ending);
        if rule.capital && (whole || form.starts_with(char::is_uppercase)) {
            let mut letters = plain.chars();
            let first = letters.next().map(char::to_uppercase);
            return Lemma::new(
                &first
                    .into_iter()
                    .flatten()
                    .chain(letters)
                    .collect::<String>(),
            );
        }
        Lemma::new(&plain)
    }

    /// The rule for a lower-cased word, and whether it is for the whole word.
    fn rule(&self, lower: &str, tag: Xpos) -> Option<(&Rule, bool)> {
        if let Some(rule) = self.rules.get(&(tag, format!("^{lower}").into())) {
            return Some((rule, true));
        }
        let from = lower
            .char_indices()
            .rev()
            .take(LONGEST_SUFFIX)
            .last()
            .map_or(lower.len(), |(at, _)| at);
        let starts = lower
            .char_indices()
            .map(|(at, _)| at)
            .filter(|&at| at >= from)
            .chain([lower.len()]);
        starts
            .filter_map(|at| self.rules.get(&(tag, lower[at..].into())))
            .next()
            .map(|rule| (rule, false))
    }
}

/// `word` without its last `count` letters.
fn without_last(word: &str, count: usize) -> &str {
    let mut letters = word.chars();
    for _ in 0..count {
        letters.next_back();
    }
    letters.as_str()
}
