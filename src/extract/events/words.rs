//! A sentence as composition sees it: words in lower case, coarse tags, verb groups, and where a clause breaks.

use crate::extract::Page;
use crate::language::{Relation, Tree, Upos};

/// A sentence's words.
pub(super) struct Words<'p> {
    /// The page.
    pub page: &'p Page<'p>,
    /// The sentence.
    pub line: usize,
    /// The words in lower case.
    pub lower: Vec<String>,
    /// The tree; flat where the analyzer knows no better.
    pub tree: &'p Tree,
    /// Whether the tree says anything.
    pub parsed: bool,
}

const PREPOSITIONS: &[&str] = &[
    "of",
    "on",
    "in",
    "to",
    "from",
    "with",
    "by",
    "against",
    "for",
    "at",
    "between",
    "under",
    "over",
    "into",
    "about",
    "after",
    "before",
    "during",
    "through",
    "toward",
    "towards",
    "among",
    "without",
    "within",
    "regarding",
    "concerning",
    "upon",
    "amid",
    "despite",
    "since",
    "until",
    "including",
    "like",
    "per",
    "across",
    "via",
    "as",
    "following",
    "than",
    "onto",
];
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "this", "these", "those", "its", "their", "his", "her", "our", "my", "your",
    "any", "no", "some", "all", "each", "every", "both", "such", "another", "many", "several",
    "most", "more", "certain",
];
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "’s", "’re", "has",
    "have", "had", "'ve", "’ve", "will", "would", "'ll", "’ll", "'d", "’d", "could", "may",
    "might", "must", "should", "shall", "can", "ca", "wo", "do", "does", "did", "having", "cannot",
    "ought",
];
const ADVERBS: &[&str] = &[
    "not",
    "n't",
    "n’t",
    "also",
    "already",
    "now",
    "still",
    "never",
    "yet",
    "soon",
    "even",
    "only",
    "again",
    "just",
    "then",
    "thus",
    "further",
    "first",
    "once",
    "always",
    "too",
    "ever",
    "instead",
    "later",
    "today",
    "yesterday",
    "tomorrow",
    "either",
    "formally",
    "no",
    "longer",
    "there",
    "sharply",
    "as",
    "well",
];

impl<'p> Words<'p> {
    pub fn new(page: &'p Page<'p>, line: usize) -> Option<Self> {
        let tree = &page.lines.get(line)?.tree;
        let lower = page
            .tokens(line)
            .iter()
            .map(|t| t.text(page.text()).to_lowercase())
            .collect::<Vec<_>>();
        let parsed = tree
            .nodes
            .iter()
            .any(|node| !matches!(node.upos, Upos::X | Upos::Punct));
        Some(Self {
            page,
            line,
            lower,
            tree,
            parsed: parsed && !tree.is_empty(),
        })
    }

    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// The word at a place; empty outside.
    pub fn at(&self, i: usize) -> &str {
        self.lower.get(i).map(String::as_str).unwrap_or_default()
    }

    /// The word before a place; empty at the beginning.
    pub fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map(|i| self.at(i)).unwrap_or_default()
    }

    pub fn is(&self, i: usize, set: &[&str]) -> bool {
        set.contains(&self.at(i))
    }

    /// Whether some words stand at a place.
    pub fn phrase(&self, i: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(k, word)| self.at(i + k) == *word)
    }

    pub fn upos(&self, i: usize) -> Upos {
        if self.parsed {
            self.tree.nodes.get(i).map_or(Upos::X, |node| node.upos)
        } else {
            Upos::X
        }
    }

    pub fn is_preposition(&self, i: usize) -> bool {
        self.is(i, PREPOSITIONS)
    }

    pub fn is_determiner(&self, i: usize) -> bool {
        self.is(i, DETERMINERS)
    }

    pub fn is_possessive(&self, i: usize) -> bool {
        self.is(i, &["'s", "’s", "'", "’"])
    }

    pub fn is_auxiliary(&self, i: usize) -> bool {
        self.is(i, AUXILIARIES)
    }

    pub fn is_adverb(&self, i: usize) -> bool {
        let word = self.at(i);
        ADVERBS.contains(&word)
            || (word.ends_with("ly")
                && word.len() > 4
                && !matches!(
                    word,
                    "supply"
                        | "apply"
                        | "reply"
                        | "imply"
                        | "rely"
                        | "italy"
                        | "comply"
                        | "july"
                        | "early"
                        | "family"
                        | "multiply"
                ))
    }

    pub fn is_punctuation(&self, i: usize) -> bool {
        let word = self.at(i);
        !word.is_empty()
            && !word
                .chars()
                .any(|c| c.is_alphanumeric() || c == '%' || c == '$')
    }

    pub fn is_quote(&self, i: usize) -> bool {
        matches!(
            self.at(i),
            "\"" | "“" | "”" | "''" | "``" | "‘" | "`" | "«" | "»"
        )
    }

    /// Whether a clause certainly ends here.
    pub fn is_break(&self, i: usize) -> bool {
        if self.at(i) == "." {
            // A stop inside a sentence belongs to an abbreviation.
            return i + 1 >= self.len();
        }
        matches!(
            self.at(i),
            ";" | ":"
                | "--"
                | "—"
                | "."
                | "!"
                | "?"
                | "but"
                | "while"
                | "although"
                | "though"
                | "because"
                | "whereas"
                | "unless"
                | "if"
                | "•"
                | "*"
        )
    }

    /// Whether a clause may end here: a relative or complement clause begins.
    pub fn is_soft_break(&self, i: usize) -> bool {
        self.is_break(i)
            || matches!(
                self.at(i),
                "which"
                    | "who"
                    | "that"
                    | "when"
                    | "where"
                    | "after"
                    | "before"
                    | "saying"
                    | "said"
                    | "says"
                    | "as"
                    | "amid"
                    | "since"
                    | "prompting"
                    | "despite"
                    | "("
                    | ")"
                    | "whether"
            )
    }

    /// Whether a place is a verb rather than a noun, as far as words around it tell.
    pub fn is_verb_at(&self, i: usize) -> bool {
        match self.upos(i) {
            Upos::Verb | Upos::Aux => return true,
            Upos::Noun | Upos::Propn | Upos::Adj => return false,
            _ => {}
        }
        let mut left = i;
        while left > 0 && self.is_adverb(left - 1) {
            left -= 1;
        }
        let before = self.before(left);
        if before == "to" || AUXILIARIES.contains(&before) && !matches!(before, "'s" | "’s") {
            return true;
        }
        if DETERMINERS.contains(&before)
            || matches!(
                before,
                "'s" | "’s" | "'" | "’" | "%" | "percent" | "of" | "new" | "on"
            )
        {
            return false;
        }
        let after = self.at(i + 1);
        DETERMINERS.contains(&after)
            || after == "its"
            || before.is_empty()
            || !PREPOSITIONS.contains(&before)
    }

    /// The group of auxiliaries, adverbs and "to" before a verb.
    pub fn group(&self, verb: usize) -> Group {
        let mut group = Group {
            start: verb,
            ..Group::default()
        };
        let mut at = verb;
        while at > 0 && verb - at < 9 {
            let word = self.at(at - 1);
            match word {
                "not" | "n't" | "n’t" | "never" => group.negated = true,
                "to" => {
                    if group.modal.is_some() || group.has || group.be {
                        // "to" before auxiliaries: "to have imposed"
                    }
                    group.to = true;
                    group.start = at - 1;
                    return group;
                }
                "will" | "'ll" | "’ll" | "wo" | "shall" => {
                    group.modal = group.modal.or(Some(Modal::Will))
                }
                "would" | "'d" | "’d" => group.modal = group.modal.or(Some(Modal::Would)),
                "could" | "may" | "might" | "can" | "ca" | "cannot" => {
                    group.modal = group.modal.or(Some(Modal::May));
                    group.negated |= word == "cannot";
                }
                "must" | "should" | "ought" => group.modal = group.modal.or(Some(Modal::Should)),
                "has" | "have" | "had" | "'ve" | "’ve" | "having" => group.has = true,
                "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "'re" | "’re" => {
                    group.be = true
                }
                "'s" | "’s"
                    if at >= 2
                        && matches!(
                            self.at(at - 2),
                            "it" | "he" | "she" | "that" | "who" | "what"
                        ) =>
                {
                    group.be = true
                }
                "do" | "does" | "did" => {}
                _ if self.is_adverb(at - 1) || self.is_quote(at - 1) => {}
                _ => break,
            }
            at -= 1;
            group.start = at;
        }
        group
    }

    /// Head of a noun phrase's words to the left: from a noun to where its phrase begins.
    pub fn phrase_start(&self, head: usize, stop: impl Fn(usize) -> bool) -> usize {
        let mut at = head;
        while at > 0 && head - at < 14 {
            let left = at - 1;
            if self.is_quote(left) || self.is_possessive(left) {
                at = left;
                continue;
            }
            if self.is_determiner(left) {
                at = left;
                // "all the tariffs", "no new"
                if !matches!(
                    self.at(left),
                    "more" | "certain" | "many" | "several" | "most"
                ) {
                    break;
                }
                continue;
            }
            if stop(left)
                || self.is_preposition(left)
                || self.is_auxiliary(left)
                || matches!(
                    self.at(left),
                    "and"
                        | "or"
                        | "that"
                        | "which"
                        | "who"
                        | "it"
                        | "they"
                        | "he"
                        | "she"
                        | "we"
                        | "i"
                )
            {
                break;
            }
            if self.is_punctuation(left)
                && !matches!(self.at(left), "-" | "–" | "/" | "(" | ")" | "$" | "&")
            {
                break;
            }
            if matches!(
                self.upos(left),
                Upos::Verb | Upos::Aux | Upos::Adp | Upos::Sconj | Upos::Pron
            ) && !self.in_front(left)
            {
                break;
            }
            at = left;
        }
        at
    }

    /// Whether a participle stands as an adjective before its noun.
    fn in_front(&self, i: usize) -> bool {
        matches!(
            self.tree.relation(i),
            Some(Relation::Amod | Relation::NmodPoss | Relation::Compound)
        )
    }
}

/// How a modal verb colours what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Modal {
    Will,
    Would,
    May,
    Should,
}

/// What stands before a verb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    /// First token of the group.
    pub start: usize,
    pub modal: Option<Modal>,
    pub negated: bool,
    /// An infinitive with "to".
    pub to: bool,
    pub has: bool,
    pub be: bool,
}
