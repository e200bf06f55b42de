//! Closed classes of words, and where clauses break.

use super::Words;
use crate::language::{Relation, Upos, Xpos};

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
    "earlier",
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

impl Words<'_> {
    pub fn is_preposition(&self, i: usize) -> bool {
        self.is(i, PREPOSITIONS)
    }

    /// Whether a gerund stands right behind a preposition, "of restricting exports": a verb with its object, though the tree may take it
    /// for an attribute of that.
    pub fn is_gerund_of_preposition(&self, i: usize) -> bool {
        let follows = i.checked_sub(1).is_some_and(|at| self.is_preposition(at));
        follows && self.xpos(i) == Some(Xpos::Vbg)
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

    pub fn is_nominal(&self, i: usize) -> bool {
        matches!(self.upos(i), Upos::Noun | Upos::Propn)
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

    /// Whether the tagger sees a noun.
    pub fn is_noun(&self, i: usize) -> bool {
        matches!(self.upos(i), Upos::Noun | Upos::Propn)
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
            // "prompting China to levy tariffs": the tree knows a clause where the tag sees a noun.
            Upos::Noun
                if self.before(i) == "to"
                    && matches!(
                        self.tree.relation(i),
                        Some(
                            Relation::Xcomp
                                | Relation::Ccomp
                                | Relation::Advcl
                                | Relation::Acl
                                | Relation::Root
                        )
                    ) =>
            {
                return true;
            }
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
}
