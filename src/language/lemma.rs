//! Dictionary forms by rules for endings and words that were learnt from treebanks (`training/lemmas.py`).

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::network::{Weights, WeightsError, capitalised};
use super::{Lemma, Xpos};

/// Letters of the longest ending that has a rule.
const LONGEST_SUFFIX: usize = 7;

/// Letters of the longest word in capitals that is taken for an acronym where other words are not in capitals.
const LONGEST_ACRONYM: usize = 5;

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

/// Rules by tag and ending; whole words begin with "^".
#[derive(Debug)]
pub struct Lemmatizer {
    rules: FxHashMap<Xpos, FxHashMap<Box<str>, Rule>>,
}

impl Lemmatizer {
    /// Reads the rules from the weights file.
    pub fn read(weights: &Weights<'_>) -> Result<Self, WeightsError> {
        let mut rules: FxHashMap<Xpos, FxHashMap<Box<str>, Rule>> = FxHashMap::default();
        for line in weights.lines("lemmas")? {
            let (tag, ending, rule) = rule(line).ok_or_else(|| WeightsError::Tensor {
                name: "lemmas".to_owned(),
                problem: "has a line that is no rule",
            })?;
            rules.entry(tag).or_default().insert(ending.into(), rule);
        }
        Ok(Self { rules })
    }

    /// The dictionary form of a token of that tag; lower case but for names, acronyms and words from names.
    ///
    /// In a sentence of capitals these tell nothing: only names keep a capital letter.
    pub fn lemma(&self, form: &str, tag: Xpos, capitals: bool) -> Lemma {
        let proper = matches!(tag, Xpos::Nnp | Xpos::Nnps);
        let tag = if tag == Xpos::Vbn { Xpos::Vbd } else { tag };
        if tag == Xpos::Cd && form.contains(',') {
            return Lemma::new(&form.replace(',', ""));
        }
        let roman = tag == Xpos::Cd
            && form.starts_with(char::is_uppercase)
            && !form.contains(char::is_lowercase);
        if tag == Xpos::Add || roman {
            return Lemma::new(form);
        }
        let mut marked = CompactString::const_new("^");
        if form.is_ascii() {
            marked.extend(form.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            marked.push_str(&form.replace('’', "'").to_lowercase());
        }
        let lower = &marked[1..];
        let rules = self.rules.get(&tag);
        let whole = rules.and_then(|rules| rules.get(marked.as_str()));
        let upper = form.chars().nth(1).is_some()
            && form.chars().any(char::is_uppercase)
            && !form.chars().any(char::is_lowercase);
        let short = form.chars().nth(LONGEST_ACRONYM).is_none() || form.contains(['.', '&']);
        let acronym = upper && short && (proper || tag == Xpos::Nn) && !capitals;
        if acronym && (proper || whole.is_none()) {
            return Lemma::new(form);
        }
        let rule = whole.or_else(|| rules.and_then(|rules| suffix_rule(rules, lower)));
        if proper {
            let (cut, ending) = rule.map_or((0, ""), |rule| (rule.cut, &rule.ending));
            let stem = without_last(form, cut);
            // Short words and ones with stops are acronyms even among capitals.
            let long = form.chars().nth(3).is_some() && !form.contains('.');
            let shouted = upper && (!short || capitals && long);
            // A name that the text writes small keeps to it, unless the treebanks know it with a capital.
            let known = rule.is_some_and(|rule| rule.capital)
                && stem.chars().all(|letter| !letter.is_uppercase());
            let name = if shouted {
                without_last(lower, cut)
            } else {
                stem
            };
            let whole = format!("{name}{ending}");
            return Lemma::new(&if shouted || known {
                capitalised(&whole)
            } else {
                whole
            });
        }
        let Some(rule) = rule else {
            return Lemma::new(lower);
        };
        let plain = format!("{}{}", without_last(lower, rule.cut), rule.ending);
        if rule.capital && (whole.is_some() || form.starts_with(char::is_uppercase)) {
            return Lemma::new(&capitalised(&plain));
        }
        Lemma::new(&plain)
    }
}

/// A rule as a line of the weights gives it: tag, ending, letters to cut, letters to add ("*" for a capital).
fn rule(line: &str) -> Option<(Xpos, &str, Rule)> {
    let mut parts = line.split(' ');
    let tag = parts.next()?.parse().ok()?;
    let suffix = parts.next()?;
    let cut = parts.next()?.parse().ok()?;
    let ending = parts.next()?;
    let plain = ending.trim_start_matches('*');
    let rule = Rule {
        cut,
        ending: plain.into(),
        capital: plain.len() < ending.len(),
    };
    Some((tag, suffix, rule))
}

/// The rule for the longest ending of a lower-cased word.
fn suffix_rule<'r>(rules: &'r FxHashMap<Box<str>, Rule>, lower: &str) -> Option<&'r Rule> {
    let letters = lower.char_indices().rev().take(LONGEST_SUFFIX);
    let from = letters.last().map_or(lower.len(), |(at, _)| at);
    let starts = lower[from..]
        .char_indices()
        .map(|(at, _)| from + at)
        .chain([lower.len()]);
    starts.filter_map(|at| rules.get(&lower[at..])).next()
}

/// `word` without its last `count` letters.
fn without_last(word: &str, count: usize) -> &str {
    let mut letters = word.chars();
    for _ in 0..count {
        letters.next_back();
    }
    letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::super::analyzer::ENGLISH;
    use super::*;

    fn lemma(form: &str, tag: Xpos) -> String {
        let weights = Weights::parse(ENGLISH).expect("embedded weights");
        let lemmatizer = Lemmatizer::read(&weights).expect("embedded rules");
        lemmatizer.lemma(form, tag, false).to_string()
    }

    #[test]
    fn endings_fall() {
        assert_eq!(lemma("levied", Xpos::Vbd), "levy");
        assert_eq!(lemma("hiking", Xpos::Vbg), "hike");
        assert_eq!(lemma("duties", Xpos::Nns), "duty");
        assert_eq!(lemma("was", Xpos::Vbd), "be");
        assert_eq!(lemma("12,500", Xpos::Cd), "12500");
    }

    #[test]
    fn names_and_acronyms_keep_their_capitals() {
        assert_eq!(lemma("Lima", Xpos::Nnp), "Lima");
        assert_eq!(lemma("NATO", Xpos::Nnp), "NATO");
        assert_eq!(lemma("Peruvian", Xpos::Jj), "Peruvian");
    }

    #[test]
    fn headlines_in_capitals_have_the_lemmas_of_others() {
        let weights = Weights::parse(ENGLISH).expect("embedded weights");
        let lemmatizer = Lemmatizer::read(&weights).expect("embedded rules");
        let lemma = |form, tag| lemmatizer.lemma(form, tag, true).to_string();
        assert_eq!(lemma("DUTY", Xpos::Nn), "duty");
        assert_eq!(lemma("LIMA", Xpos::Nnp), "Lima");
        assert_eq!(lemma("U.S.", Xpos::Nnp), "U.S.");
    }
}
