//! Where the noun phrase of a measure begins.

use crate::extract::events::triggers::{Act, Triggers, Wording};
use crate::extract::events::words::Words;
use crate::language::Relation;
use crate::lexicon::{Form, Frame};

/// Nouns that count or gather what stands behind their "of".
pub(super) const GATHERERS: &[&str] = &[
    "set",
    "raft",
    "package",
    "list",
    "series",
    "round",
    "rounds",
    "wave",
    "array",
    "number",
    "range",
    "slew",
    "host",
    "batch",
    "worth",
    "level",
    "levels",
    "kind",
    "form",
    "forms",
    "sort",
    "tranche",
    "barrage",
    "spate",
    "string",
    "flurry",
    "salvo",
    "volley",
    "mix",
    "bout",
    "threat",
    "types",
    "type",
    "years",
    "system",
    "wall",
    "majority",
    "rate",
    "rates",
    "brunt",
    "part",
    "portion",
    "most",
    "some",
    "all",
    "half",
    "escalation",
    "use",
    "kinds",
];

/// Where the noun phrase begins whose word stands at `head`.
pub(in crate::extract::events) fn phrase_start(
    words: &Words<'_>,
    triggers: &Triggers<'_>,
    head: usize,
) -> usize {
    words.phrase_start(head, |i| {
        triggers.act_at(i).is_some_and(|act| match act.wording {
            Wording::Verb(Form::VerbPast | Form::VerbIng) => !adjectival(words, act),
            Wording::Verb(_) => true,
            _ => false,
        })
    })
}

/// Participles of what a duty does by itself.
const MOVING: &[&str] = &[
    "rising",
    "climbing",
    "increasing",
    "falling",
    "declining",
    "escalating",
    "looming",
    "pending",
];

/// "a planned hike", "their proposed duties": a participle between determiner and noun.
fn adjectival(words: &Words<'_>, act: &Act<'_>) -> bool {
    let at = act.tokens.start;
    // "is weighing curbs"
    if words.at(at).ends_with("ing") && words.group(at).be {
        return false;
    }
    // "by threatening tariffs": a gerund with nothing before it governs the noun behind it.
    let alone =
        at == 0 || words.is_preposition(at - 1) || words.is(at - 1, &["and", "or", ",", "then"]);
    if words.at(at).ends_with("ing")
        && alone
        && act.framed(&[Frame::Object]).is_some()
        && !words.is(at, MOVING)
    {
        return false;
    }
    match words.tree.relation(at) {
        Some(Relation::Amod) if words.parsed => return true,
        Some(
            Relation::Root | Relation::Xcomp | Relation::Ccomp | Relation::Advcl | Relation::Conj,
        ) if words.parsed => return false,
        _ => {}
    }
    at > 0
        && (words.is_determiner(at - 1) && words.at(at - 1) != "all" || words.is_possessive(at - 1))
}

/// Words that stand in an amount of money beside its figures.
const MONEY: &[&str] = &[
    "million",
    "billion",
    "trillion",
    "mln",
    "bln",
    "bn",
    "m",
    "tn",
    "dollars",
    "euros",
    "pounds",
    "yuan",
    "yen",
    "dlrs",
    "worth",
    "of",
    "about",
    "around",
    "nearly",
    "almost",
    "roughly",
    "some",
    "over",
    "than",
    "more",
    "up",
    "to",
    "-",
    "–",
    "$",
    "€",
    "£",
    "us",
    "us$",
    "another",
    "additional",
    "extra",
    "further",
    "least",
    "at",
    "an",
    "usd",
    "eur",
];

/// Where an amount of money begins that ends at `last`: "$50 billion to $60 billion" in "$50 billion to $60 billion in tariffs".
pub(super) fn money_start(words: &Words<'_>, last: usize) -> Option<usize> {
    let figure = |i: usize| {
        words
            .at(i)
            .starts_with(|c: char| c.is_ascii_digit() || "$€£¥".contains(c))
    };
    if !figure(last) && !words.is(last, &MONEY[..14]) {
        return None;
    }
    let mut at = last;
    while at > 0 && (figure(at - 1) || words.is(at - 1, MONEY)) {
        at -= 1;
    }
    (at..=last).any(figure).then_some(at)
}
