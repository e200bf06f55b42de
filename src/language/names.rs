//! Names of persons, organisations and places, found by their form and their place in the sentence.
//!
//! A name is a run of proper nouns that belong together in the tree, with the small words that names have inside
//! ("van der", "Ministry of Finance"). What it names is told by its own words ("Bank", "Island"), by a title before it,
//! by an apposition beside it, or by the relations inside it; where nothing tells, the kind stays unknown.

mod runs;
mod words;

use std::ops::Range;

use super::{Relation, Tree, Upos, Xpos};
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
    let sentence = Sentence { text, tokens, tree };
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
}

impl Sentence<'_> {
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
            tagged && !is_calendar(self.form(at)) && self.form(at).contains(char::is_alphabetic)
        })
    }

    /// A proper noun with a capital.
    fn is_capitalised(&self, at: usize) -> bool {
        self.is_proper(at) && self.form(at).starts_with(char::is_uppercase)
    }

    /// The Chinese family name that is spelt like the pronoun: a capital inside a sentence, a name behind it.
    fn is_family_name_he(&self, at: usize) -> bool {
        let inside = at
            .checked_sub(1)
            .is_some_and(|before| self.form(before).ends_with(char::is_alphanumeric));
        inside && self.form(at) == "He" && self.is_capitalised(at + 1)
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
        // "Ana Roe, the finance minister,"
        let described = self
            .tree
            .children(top)
            .chain(self.tree.head(top))
            .any(|other| {
                let beside = self.relation(other) == Relation::Appos
                    || self.relation(top) == Relation::Appos && self.tree.head(top) == Some(other);
                beside
                    && !run.contains(&other)
                    && self
                        .tree
                        .nodes
                        .get(other)
                        .is_some_and(|node| is_title(&node.lemma))
            });
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
        if described || particled || (flat && lettered && run.len() <= 5) {
            return NameKind::Person;
        }
        let placed = matches!(self.relation(top), Relation::Obl | Relation::Nmod)
            && self
                .tree
                .child_with(top, Relation::Case)
                .is_some_and(|case| {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Analyzer;
    use crate::text::tokenize::tokenize;

    /// Names as "kind: title | name".
    fn read(text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        tokenize(text, 0..text.len(), &mut tokens);
        let trees = Analyzer::embedded().analyze(text, &[&tokens]);
        let span = |range: &Range<usize>| {
            &text[tokens[range.start].start as usize..tokens[range.end - 1].end as usize]
        };
        let show = |name: &Name| match &name.title {
            Some(title) => format!("{:?}: {} | {}", name.kind, span(title), span(&name.tokens)),
            None => format!("{:?}: {}", name.kind, span(&name.tokens)),
        };
        names(text, &tokens, &trees[0]).iter().map(show).collect()
    }

    #[test]
    fn titles_make_persons() {
        assert_eq!(
            read("Finance Minister Ana Roe met reporters on Monday."),
            ["Person: Finance Minister | Ana Roe"]
        );
        assert_eq!(
            read("Officials met Mr. Lee on Tuesday."),
            ["Person: Mr. | Lee"]
        );
    }

    #[test]
    fn names_keep_their_small_words() {
        assert!(
            read("Ursula van der Berg spoke first.")
                .contains(&"Person: Ursula van der Berg".to_owned())
        );
        assert!(
            read("The Ministry of Finance declined to comment.")
                .contains(&"Organisation: Ministry of Finance".to_owned())
        );
    }

    #[test]
    fn a_family_name_is_no_pronoun() {
        assert!(
            read("Officials said that Vice Premier He Rong met them.")
                .iter()
                .any(|name| name.ends_with("He Rong"))
        );
    }

    #[test]
    fn days_and_months_are_no_names() {
        assert_eq!(
            read("It rained on Monday and all through April."),
            Vec::<String>::new()
        );
    }

    #[test]
    fn any_tree_is_read() {
        let mut tokens = Vec::new();
        let text = "- - Roe of & and the -";
        tokenize(text, 0..text.len(), &mut tokens);
        assert!(names(text, &tokens, &Tree::default()).is_empty());
    }
}
