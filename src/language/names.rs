//! Names of persons, organisations and places, found by their form and their place in the sentence.
//!
//! A name is a run of proper nouns that belong together in the tree, with the small words that names have inside
//! ("van der", "Ministry of Finance"). What it names is told by its own words ("Bank", "Island"), by a title before it,
//! by an apposition beside it, or by the relations inside it; where nothing tells, the kind stays unknown.

mod runs;
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

    /// Whether a person of that name is found, whatever titles stand before it.
    fn has_person(text: &str, name: &str) -> bool {
        read(text).iter().any(|found| {
            found == &format!("Person: {name}")
                || found.starts_with("Person: ") && found.ends_with(&format!(" | {name}"))
        })
    }

    #[test]
    fn a_family_name_is_no_pronoun() {
        for text in [
            "Officials said that Vice Premier He Lifeng met them.",
            "He Lifeng, the vice premier, led the talks.",
            "The talks were led by He Lifeng and Scott Bessent.",
            "Vice Premier He Lifeng to Meet Bessent in Lima Next Week",
        ] {
            assert!(has_person(text, "He Lifeng"), "{text}: {:?}", read(text));
        }
        assert!(has_person(
            "VICE PREMIER HE LIFENG TO MEET BESSENT IN LIMA",
            "HE LIFENG"
        ));
    }

    #[test]
    fn names_spelt_like_particles_are_persons() {
        for text in [
            "Da Chu, an analyst, said prices would rise.",
            "Prices would rise, said Da Chu, an economist at the exchange.",
            "Economist Da Chu said prices would rise.",
        ] {
            assert!(has_person(text, "Da Chu"), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn particles_belong_to_names() {
        for (text, name) in [
            ("Von der Leyen spoke first.", "Von der Leyen"),
            ("Ministers met van der Leyen on Sunday.", "van der Leyen"),
            (
                "European Commission President Ursula von der Leyen said so on Sunday.",
                "Ursula von der Leyen",
            ),
            (
                "Talks with Jan van der Leyen failed, officials said.",
                "Jan van der Leyen",
            ),
        ] {
            assert!(has_person(text, name), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn offices_before_names_are_titles() {
        for (text, person) in [
            (
                "U.S. Trade Representative Jamieson Greer said the talks went well.",
                "Person: U.S. Trade Representative | Jamieson Greer",
            ),
            (
                "The talks went well, U.S. Trade Representative Jamieson Greer told reporters.",
                "Person: U.S. Trade Representative | Jamieson Greer",
            ),
        ] {
            assert!(
                read(text).contains(&person.to_owned()),
                "{text}: {:?}",
                read(text)
            );
        }
    }

    #[test]
    fn family_names_may_be_two() {
        for (text, name) in [
            ("Peña Nieto and Trudeau spoke by phone.", "Peña Nieto"),
            (
                "Mexican President Enrique Peña Nieto cancelled the visit.",
                "Enrique Peña Nieto",
            ),
            (
                "Trump Calls Trudeau and Peña Nieto to Renegotiate",
                "Peña Nieto",
            ),
        ] {
            assert!(has_person(text, name), "{text}: {:?}", read(text));
        }
    }

    #[test]
    fn ministries_are_organisations() {
        for text in [
            "The Commerce Ministry said it would appeal.",
            "Peru's Commerce Ministry announced the decision.",
            "Talks resume soon, according to the Commerce Ministry.",
        ] {
            assert!(read(text).contains(&"Organisation: Commerce Ministry".to_owned()));
        }
    }

    #[test]
    fn headlines_have_the_names_of_ordinary_sentences() {
        for text in [
            "CHINA RAISES TARIFFS ON U.S. SOYBEANS",
            "China Raises Tariffs on U.S. Soybeans",
            "china raises tariffs on u.s. soybeans",
        ] {
            let names: Vec<String> = read(text).iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(names, ["place: china", "place: u.s."], "{text}");
        }
    }

    #[test]
    fn tickers_in_lower_case_are_names() {
        for (text, ticker) in [
            ("Shares of aapl fell 3 percent on Monday.", "aapl"),
            (
                "nvda and tsm rose after the chip duties were lifted",
                "nvda",
            ),
        ] {
            assert!(
                read(text).iter().any(|name| name.ends_with(ticker)),
                "{text}: {:?}",
                read(text)
            );
        }
    }

    #[test]
    fn known_places_are_places() {
        assert!(
            read("Growers in Lima and Hong Kong protested.")
                .contains(&"Place: Hong Kong".to_owned())
        );
        assert!(read("Peru halted imports.").contains(&"Place: Peru".to_owned()));
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
