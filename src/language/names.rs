//! Names of persons, organisations and places, found by their form and their place in the sentence.
//!
//! A name is a run of proper nouns that belong together in the tree, with the small words that names have inside
//! ("van der", "Ministry of Finance"). What it names is told by its own words ("Bank", "Island"), by a title before it,
//! by an apposition beside it, or by the relations inside it; where nothing tells, the kind stays unknown.

mod runs;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use super::{NameHint, Relation, Tree, Upos, Xpos};
use crate::text::tokenize::Token;
use words::{is_body, is_calendar, is_particle, is_place, is_title};

/// What a name names, as far as its form and surroundings tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, ministry, union or other body.
    Organisation,
    /// A country, city or region.
    Place,
    /// A name of which the sentence does not tell the kind.
    Unknown,
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name's tokens, as indices inside the sentence; a title is not part of them.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// Tokens of the title or office written before a person's name.
    pub title: Option<Range<usize>>,
}

/// The names of a sentence, left to right, not overlapping; a title may hold names of its own. `tree` is the tree of `tokens`.
pub fn names(text: &str, tokens: &[Token], tree: &Tree) -> Vec<Name> {
    let sentence = Sentence::new(text, tokens, tree);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match sentence.run(at) {
            Some(run) => {
                at = run.end;
                let name = sentence.name(run);
                // "Representative" in "U.S. Trade Representative Ana Roe" is part of a title, "U.S." a name in it.
                let start = name
                    .title
                    .as_ref()
                    .map_or(name.tokens.start, |title| title.start);
                let office =
                    |last: &Name| last.tokens.clone().any(|at| is_title(sentence.form(at)));
                while found
                    .last()
                    .is_some_and(|last: &Name| last.tokens.end > start && office(last))
                {
                    found.pop();
                }
                found.push(name);
            }
            None => at += 1,
        }
    }
    found
}

struct Sentence<'a> {
    text: &'a str,
    tokens: &'a [Token],
    tree: &'a Tree,
    /// For each token, the title that stands beside it as an apposition: "Ana Roe, the finance minister,".
    described_by: Vec<Option<usize>>,
    /// For each token, its first preposition.
    case: Vec<Option<usize>>,
}

impl<'a> Sentence<'a> {
    fn new(text: &'a str, tokens: &'a [Token], tree: &'a Tree) -> Self {
        let mut described_by = vec![None; tree.len()];
        let mut case = vec![None; tree.len()];
        let title = |at: usize| tree.nodes.get(at).is_some_and(|node| is_title(&node.lemma));
        for (at, node) in tree.nodes.iter().enumerate() {
            let Some(head) = tree.head(at).filter(|&head| head < tree.len()) else {
                continue;
            };
            if node.relation == Relation::Appos {
                if title(at) {
                    described_by[head].get_or_insert(at);
                }
                if title(head) {
                    described_by[at] = Some(head);
                }
            } else if node.relation == Relation::Case {
                case[head].get_or_insert(at);
            }
        }
        Self {
            text,
            tokens,
            tree,
            described_by,
            case,
        }
    }

    fn form(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| token.text(self.text))
    }

    fn relation(&self, at: usize) -> Relation {
        self.tree.relation(at).unwrap_or(Relation::Dep)
    }

    /// A proper noun that is part of a name: not a day or month.
    fn is_proper(&self, at: usize) -> bool {
        self.tree.nodes.get(at).is_some_and(|node| {
            let tagged = node.upos == Upos::Propn || matches!(node.xpos, Xpos::Nnp | Xpos::Nnps);
            tagged
                && (!is_calendar(self.form(at)) || self.is_given_name(at))
                && self.form(at).contains(char::is_alphabetic)
        })
    }

    /// Whether a word that may be a month begins a person's name: "Jan van der Roe".
    fn is_given_name(&self, at: usize) -> bool {
        let next = self.form(at + 1);
        self.relation(at + 1) == Relation::Flat
            && self.tree.head(at + 1) == Some(at)
            && next.chars().all(char::is_alphabetic)
            && !is_calendar(next)
    }

    /// A proper noun with a capital.
    fn is_capitalised(&self, at: usize) -> bool {
        self.is_proper(at) && self.form(at).starts_with(char::is_uppercase)
    }

    /// The Chinese family name that is spelt like the pronoun: no pronoun stands before a proper noun.
    fn is_family_name_he(&self, at: usize) -> bool {
        self.form(at) == "He" && self.is_capitalised(at + 1)
    }

    fn hint(&self, at: usize) -> NameHint {
        self.tree
            .nodes
            .get(at)
            .map_or_else(NameHint::default, |node| node.hint)
    }

    /// Whether a dictionary has places of this name, and no persons that the name may mean instead.
    fn is_known_place(&self, run: &Range<usize>) -> bool {
        let place = |hint: NameHint| hint.place || run.len() > 1 && hint.part_of_place;
        !self.hint(run.start).person && run.clone().all(|at| place(self.hint(at)))
    }

    fn touches(&self, at: usize) -> bool {
        matches!((self.tokens.get(at), self.tokens.get(at + 1)), (Some(left), Some(right)) if left.end == right.start)
    }

    /// Parts a run into title and name, and tells the kind.
    fn name(&self, run: Range<usize>) -> Name {
        let titled = (run.start..run.end.saturating_sub(1))
            .rev()
            .find(|&at| is_title(self.form(at)));
        let body_behind = |from: usize| (from..run.end).any(|at| is_body(self.form(at)));
        if let Some(title) =
            titled.filter(|&title| !body_behind(title + 1) && self.form(title + 1) != "of")
        {
            let tokens = title + 1..run.end;
            return Name {
                title: Some(self.title_start(run.start)..tokens.start),
                tokens,
                kind: NameKind::Person,
            };
        }
        // A title that the run does not hold: "trade minister Ana Roe", "Premier He Rong".
        let capital = |at: usize| self.form(at).starts_with(char::is_uppercase);
        let before = run
            .start
            .checked_sub(1)
            .filter(|&at| is_title(self.form(at)));
        let attached = before.filter(|&at| {
            let (title, name) = (self.tree.head(at), self.tree.head(run.start));
            capital(at) || title.is_some_and(|head| run.contains(&head)) || name == Some(at)
        });
        if let Some(at) = attached.filter(|_| !body_behind(run.start)) {
            return Name {
                title: Some(self.title_start(at)..run.start),
                tokens: run,
                kind: NameKind::Person,
            };
        }
        Name {
            kind: self.kind(&run),
            tokens: run,
            title: None,
        }
    }

    /// Where a title begins whose last known word is at `at`: its compounds belong to it.
    fn title_start(&self, at: usize) -> usize {
        let mut start = at;
        while let Some(before) = start.checked_sub(1) {
            let inner = matches!(
                self.relation(before).universal(),
                Relation::Compound | Relation::Amod
            );
            let joins = self
                .tree
                .head(before)
                .is_some_and(|head| head > before && head <= at + 4);
            if !(inner && joins) {
                break;
            }
            start = before;
        }
        start
    }

    fn kind(&self, run: &Range<usize>) -> NameKind {
        if run.clone().any(|at| is_body(self.form(at))) {
            return NameKind::Organisation;
        }
        if run.clone().any(|at| is_place(self.form(at))) {
            return NameKind::Place;
        }
        let top = run
            .clone()
            .find(|&at| self.tree.head(at).is_none_or(|head| !run.contains(&head)))
            .unwrap_or(run.start);
        let described = self
            .described_by
            .get(top)
            .is_some_and(|title| title.is_some_and(|title| !run.contains(&title)));
        let flat = run
            .clone()
            .skip(1)
            .any(|at| self.relation(at).universal() == Relation::Flat);
        let lettered = run.clone().all(|at| {
            !self
                .form(at)
                .contains(|letter: char| letter.is_ascii_digit())
        });
        let particled = run.clone().skip(1).any(|at| is_particle(self.form(at)));
        if described || particled {
            return NameKind::Person;
        }
        if self.is_known_place(run) {
            return NameKind::Place;
        }
        let short = lettered && run.len() <= 5;
        let first = self.hint(run.start);
        // "Ana" in "Ana Roe": given names are known, family names are without number.
        let given = run.len() > 1 && first.person && !first.place && !first.part_of_place;
        if short && (flat || given) {
            return NameKind::Person;
        }
        let placed = matches!(self.relation(top), Relation::Obl | Relation::Nmod)
            && self.case.get(top).copied().flatten().is_some_and(|case| {
                matches!(
                    self.form(case).to_lowercase().as_str(),
                    "in" | "near" | "across" | "throughout" | "outside"
                )
            });
        if placed {
            NameKind::Place
        } else {
            NameKind::Unknown
        }
    }
}
