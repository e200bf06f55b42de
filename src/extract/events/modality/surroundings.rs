//! What stands around an act: reports, amendments, the clause above.

use super::super::words::{Modal, Words};
use super::Realis;
use crate::language::{Relation, Upos, Xpos};

/// Whether what stands at `at` is told in indirect speech, or before a verb of saying: "will rise, he said".
pub(super) fn told(words: &Words<'_>, at: usize) -> bool {
    (0..words.len())
        .filter(|i| *i < at || *i > at + 4)
        .any(|i| words.is(i, SAYING))
}

/// Verbs of saying in the past, behind which "would" is a "will".
const SAYING: &[&str] = &[
    "said",
    "announced",
    "told",
    "added",
    "declared",
    "confirmed",
    "stated",
    "wrote",
    "promised",
    "pledged",
    "agreed",
    "decided",
    "vowed",
    "warned",
    "announcing",
    "saying",
    "tweeted",
    "posted",
    "indicated",
    "signalled",
    "signaled",
    "revealed",
    "threatened",
    "insisted",
    "reported",
    "explained",
    "noted",
];

/// Verbs that make an act possible without telling it.
#[rustfmt::skip]
const PERMITTING: &[&str] = &[
    "allow", "allows", "allowed", "allowing", "enable", "enables", "enabled", "enabling", "permit", "permits", "permitted",
    "permitting", "empower", "empowers", "empowered", "entitle", "entitles", "entitled", "free",
];

/// The verb that permits the infinitive at `at`: "allows the president to impose".
pub(super) fn permitted(words: &Words<'_>, at: usize) -> Option<usize> {
    (at.saturating_sub(9)..at)
        .rev()
        .take_while(|&i| !words.is_break(i) && words.at(i) != ",")
        .find(|&i| words.is(i, PERMITTING))
}

/// The verb of will or doubt of the clause that a gerund belongs to, and what it makes of the gerund.
pub(super) fn clause_above(words: &Words<'_>, verb: usize) -> Option<(usize, Realis)> {
    // "would mean raising"
    if let Some(before) = verb.checked_sub(1).filter(|&i| words.upos(i) == Upos::Verb) {
        match words.group(before).modal {
            Some(Modal::Will) => return Some((before, Realis::Future)),
            Some(_) => return Some((before, Realis::Possible)),
            None => {}
        }
    }
    let mut at = verb;
    for _ in 0..3 {
        let relation = words.tree.relation(at)?;
        if !matches!(
            relation,
            Relation::Advcl
                | Relation::Conj
                | Relation::Csubj
                | Relation::Xcomp
                | Relation::Ccomp
                | Relation::Obj
                | Relation::Obl
        ) {
            return None;
        }
        at = words.tree.head(at)?;
        if words.upos(at) != Upos::Verb {
            continue;
        }
        return match words.group(at).modal {
            Some(Modal::Will) => Some((at, Realis::Future)),
            Some(_) => Some((at, Realis::Possible)),
            None if matches!(relation, Relation::Conj | Relation::Advcl) => continue,
            None => None,
        };
    }
    None
}

/// The modal verb of the clause whose subject is the gerund that opens it at `at`: "ending the duty would help".
pub(super) fn subject_gerund(words: &Words<'_>, at: usize) -> Option<usize> {
    let opens = at == 0
        || words.is_quote(at - 1)
        || words.is(
            at - 1,
            &["said", "says", "that", "argued", ":", "but", "and"],
        );
    let modal = (at + 1..(at + 20).min(words.len()))
        .take_while(|&i| {
            opens && !words.is_break(i) && !words.is(i, &[",", "that", "which", "who", "when"])
        })
        .find(|&i| words.is_auxiliary(i))?;
    words
        .is(
            modal,
            &["would", "could", "may", "might", "will", "can", "should"],
        )
        .then_some(modal)
}

/// Nouns for texts that make law.
#[rustfmt::skip]
const DECREES: &[&str] = &[
    "order", "orders", "proclamation", "proclamations", "decree", "decrees", "memorandum", "regulation", "regulations", "rule",
    "law", "bill", "legislation", "act", "notice", "directive",
];

/// Verbs by which they come into being.
#[rustfmt::skip]
const SIGNING: &[&str] = &[
    "signed", "signs", "issued", "issues", "published", "publishes", "enacted", "promulgated", "adopted", "signing", "issuing",
];

/// The verb that made law what stands at `at` as the content of an order: "signed an executive order imposing".
pub(super) fn decreed(words: &Words<'_>, at: usize) -> Option<usize> {
    let noun = (at.saturating_sub(9)..at)
        .rev()
        .take_while(|&i| !words.is_break(i) && (words.at(i) != "," || i + 3 > at))
        .find(|&i| words.is(i, DECREES))?;
    // Between the noun and what it does stands no other verb.
    if (noun + 1..at).any(|i| words.upos(i) == Upos::Verb) {
        return None;
    }
    // "Executive Order 14195, Imposing Duties": its title.
    let titled = at > 0
        && words
            .page
            .word(words.line, at)
            .starts_with(char::is_uppercase);
    if titled && words.at(at).ends_with("ing") {
        return Some(noun);
    }
    let verb = (noun.saturating_sub(6)..noun)
        .rev()
        .take_while(|&i| !words.is_break(i))
        .find(|&i| words.is(i, SIGNING))?;
    let group = words.group(verb);
    let done = group.modal.is_none() && !group.to && !group.negated;
    let gerund = words.at(verb).ends_with("ing") && !group.be;
    // "a bill" is no law until it is signed.
    let law = !words.is(noun, &["bill", "legislation"]) || words.at(verb).starts_with("sign");
    (done && !gerund && law).then_some(verb)
}

/// The first of several base verbs behind one modal verb or "to", of which `verb` is a later one.
pub(super) fn first_conjunct(words: &Words<'_>, verb: usize) -> Option<usize> {
    let base = |i: usize| {
        words
            .tree
            .nodes
            .get(i)
            .is_some_and(|node| node.xpos == Xpos::Vb)
    };
    if !words.parsed || !base(verb) {
        return None;
    }
    let mut left = verb;
    while left > 0 && words.is_adverb(left - 1) {
        left -= 1;
    }
    if !matches!(words.before(left), "and" | "or" | "then" | ",") {
        return None;
    }
    (verb.saturating_sub(25)..left)
        .rev()
        .take_while(|&i| !words.is_break(i))
        .find(|&i| {
            let group = words.group(i);
            base(i) && (group.modal.is_some() || group.to)
        })
}

/// Verbs of law whose purpose comes about with them.
const ENACTMENTS: &[&str] = &[
    "amend",
    "amends",
    "amended",
    "amending",
    "revise",
    "revises",
    "revised",
    "revising",
    "modify",
    "modifies",
    "modified",
    "modifying",
    "update",
    "updates",
    "updated",
    "updating",
    "invokes",
    "invoked",
    "invoking",
    "used",
    "use",
    "uses",
    "using",
    "invoke",
    "exercise",
    "exercised",
    "exercising",
    "employed",
    "employing",
];

/// The verb of law that an infinitive at `at` serves: "is amending its regulations to add".
pub(super) fn enactment(words: &Words<'_>, at: usize) -> Option<usize> {
    (at.saturating_sub(16)..at)
        .rev()
        .take_while(|&i| !words.is_break(i))
        .find(|&i| words.is(i, ENACTMENTS) && words.is_verb_at(i))
}
