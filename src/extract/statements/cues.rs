//! Cues: the words of a sentence that report a saying.

use std::ops::Range;

use super::syntax::Syntax;
use crate::language::{Relation, Upos};
use crate::lexicon::{Construction, Lexicon, ReportingEntry};

/// What sort of words report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CueKind {
    /// A verb: "said".
    Verb,
    /// A noun: "the claim that".
    Noun,
    /// "According to", "in the words of", "as reported by": a source in a phrase of its own.
    Source,
}

/// Words that report.
#[derive(Clone, Debug)]
pub(super) struct Cue<'l> {
    pub kind: CueKind,
    /// The verb or noun, or the last word of the phrase.
    pub head: usize,
    /// All its words.
    pub tokens: Range<usize>,
    /// What the lexicon says of it; none for a source phrase, or a verb that only the quotation beside it makes a cue.
    pub entry: Option<&'l ReportingEntry>,
}

impl Cue<'_> {
    pub fn takes(&self, construction: Construction) -> bool {
        self.entry.is_some_and(|entry| entry.takes(construction))
    }
}

/// The cues of a sentence, left to right.
pub(super) fn find<'l>(syntax: &Syntax<'_>, lexicon: &'l Lexicon) -> Vec<Cue<'l>> {
    let mut cues = Vec::new();
    for token in 0..syntax.len() {
        if let Some(cue) = source_phrase(syntax, token) {
            cues.push(cue);
            continue;
        }
        let word = syntax.lower(token);
        let mut best: Option<&ReportingEntry> = None;
        for entry in lexicon.reporting(&word) {
            let better = best.is_none_or(|best| entry.rest.len() > best.rest.len());
            if better && fits(syntax, token, entry) {
                best = Some(entry);
            }
        }
        let voiced = |entry: &ReportingEntry| entry.noun && light_verb(syntax, token).is_some();
        let Some(entry) = best.filter(|entry| !entry.thought || voiced(entry)) else {
            continue;
        };
        let kind = if entry.noun {
            CueKind::Noun
        } else {
            CueKind::Verb
        };
        if kind == CueKind::Verb && !is_told(syntax, token) {
            continue;
        }
        cues.push(Cue {
            kind,
            head: token,
            tokens: words(syntax, token, entry),
            entry: Some(entry),
        });
    }
    cues
}

/// Whether the words of a sentence outside of quotation marks, whatever its tree, may make a cue that has a content.
pub(super) fn may_stand(syntax: &Syntax<'_>, lexicon: &Lexicon) -> bool {
    (0..syntax.len()).any(|token| {
        let word = syntax.lower(token);
        let reports = |entry: &ReportingEntry| {
            particle(syntax, token, entry).is_some() && may_have_content(syntax, token, entry)
        };
        lexicon.reporting(&word).any(reports) || source_phrase(syntax, token).is_some()
    })
}

/// Words behind which no verb stands but as a gerund.
const BEFORE_NOUNS: &[&str] = &[
    "the", "a", "an", "his", "its", "their", "my", "our", "your", "of", "at", "from", "with",
    "into", "between",
];

/// Whether a word that may be a verb stands as names in a list stand: "Wade; Grant, Roe", "fence posts and wires".
fn is_listed(syntax: &Syntax<'_>, token: usize, entry: &ReportingEntry) -> bool {
    let word = syntax.word(token);
    let front = token.checked_sub(1).map_or("", |front| syntax.word(front));
    let bare = word.eq_ignore_ascii_case(&entry.id);
    let behind = |words: &[&str]| syntax.is(token + 1, words);
    let noun =
        behind(&["and", "or"]) || behind(&["of"]) && !entry.about.iter().any(|word| word == "of");
    bare && [",", ";"].contains(&front) && behind(&[",", ";", ".", "("])
        || word.ends_with('s') && !only_verb(word) && !front.is_empty() && noun
}

/// Whether an entry may have what is said around it: the words by which its constructions begin stand behind it.
fn may_have_content(syntax: &Syntax<'_>, token: usize, entry: &ReportingEntry) -> bool {
    let behind = |words: &[&str]| (token + 1..syntax.len()).any(|at| syntax.is(at, words));
    let about = || {
        let about = |at| {
            let word = syntax.word(at);
            entry
                .about
                .iter()
                .any(|about| word.eq_ignore_ascii_case(about))
        };
        (token + 1..syntax.len()).any(about)
    };
    let takes = |some: &[Construction]| some.iter().any(|&one| entry.takes(one));
    let infinitive = || takes(&[Construction::Infinitive, Construction::Order]) && behind(&["to"]);
    if entry.noun {
        return entry.takes(Construction::Clause) && behind(&["that"]) || infinitive() || about();
    }
    let gerund = syntax.word(token).ends_with("ing");
    let noun = token > 0 && !gerund && syntax.is(token - 1, BEFORE_NOUNS);
    if entry.thought || noun || is_listed(syntax, token, entry) {
        return false;
    }
    takes(&[
        Construction::Clause,
        Construction::Question,
        Construction::Object,
        Construction::Predicate,
    ]) || infinitive()
        || about()
}

/// A verb beside a quotation that no lexicon knows, taken for a cue.
pub(super) fn unknown_verb<'l>(syntax: &Syntax<'_>, verb: usize) -> Cue<'l> {
    Cue {
        kind: CueKind::Verb,
        head: verb,
        tokens: verb..verb + 1,
        entry: None,
    }
    .with_auxiliaries(syntax)
}

impl Cue<'_> {
    fn with_auxiliaries(mut self, syntax: &Syntax<'_>) -> Self {
        self.tokens.start = auxiliaries_from(syntax, self.head);
        self
    }
}

/// "According to X", "as X said" without a verb of its own.
fn source_phrase<'l>(syntax: &Syntax<'_>, token: usize) -> Option<Cue<'l>> {
    let pair =
        |first: &str, second: &[&str]| syntax.is(token, &[first]) && syntax.is(token + 1, second);
    let words_of = pair("in", &["the"])
        && syntax.is(token + 2, &["words", "opinion", "view"])
        && syntax.is(token + 3, &["of"]);
    let len = match words_of {
        true => 4,
        false if pair("according", &["to"]) || pair("as", &["per"]) => 2,
        false => return None,
    };
    Some(Cue {
        kind: CueKind::Source,
        head: token + len - 1,
        tokens: token..token + len,
        entry: None,
    })
}

/// Whether a word, in this place, is the entry's: a verb where the tree has a verb, a noun where it has a noun.
fn fits(syntax: &Syntax<'_>, token: usize, entry: &ReportingEntry) -> bool {
    let upos = syntax.upos(token);
    let same_sort = match (entry.noun, upos) {
        (true, Upos::Noun | Upos::Propn) => true,
        // Taggers take "says", "told" for many things behind a quotation; no noun is written so.
        (false, Upos::Verb) => true,
        (false, Upos::Propn | Upos::X | Upos::Adj | Upos::Noun) => {
            let gerund =
                syntax.word(token).ends_with("ing") && token > 0 && syntax.is(token - 1, &[","]);
            gerund || only_verb(syntax.word(token)) || taken_for_noun(syntax, token)
        }
        _ => false,
    };
    same_sort && particle(syntax, token, entry).is_some()
}

/// "Economists caution the deal ...": behind a plural, before a determiner or pronoun, there is no place for a noun.
fn taken_for_noun(syntax: &Syntax<'_>, token: usize) -> bool {
    syntax.upos(token) == Upos::Noun
        && !syntax.word(token).ends_with('s')
        && token > 0
        && matches!(syntax.xpos(token - 1), "NNS" | "NNPS")
        && (matches!(syntax.upos(token + 1), Upos::Det | Upos::Pron)
            || syntax.is(token + 1, &["that"]))
}

/// Forms that are never a noun, whatever the tagger says.
fn only_verb(word: &str) -> bool {
    [
        "said",
        "says",
        "told",
        "tells",
        "wrote",
        "writes",
        "added",
        "adds",
        "asked",
        "announced",
    ]
    .iter()
    .any(|form| word.eq_ignore_ascii_case(form))
}

/// The end of the entry's words: directly behind the verb, or up to two words on ("calling again on").
fn particle(syntax: &Syntax<'_>, token: usize, entry: &ReportingEntry) -> Option<usize> {
    let rest = entry.rest.as_slice();
    let at = |from: usize| {
        rest.iter()
            .zip(from..)
            .all(|(word, at)| syntax.word(at).eq_ignore_ascii_case(word))
    };
    let furthest = if rest.is_empty() || entry.noun {
        token + 1
    } else {
        token + 3
    };
    (token + 1..=furthest)
        .find(|&from| at(from))
        .map(|from| match rest.is_empty() {
            true => token + 1,
            false => from + rest.len(),
        })
}

fn words(syntax: &Syntax<'_>, token: usize, entry: &ReportingEntry) -> Range<usize> {
    let end = particle(syntax, token, entry)
        .unwrap_or(token + 1)
        .min(syntax.len());
    if entry.noun {
        return light_verb(syntax, token).unwrap_or(token)..end;
    }
    auxiliaries_from(syntax, token)..end
}

/// Verbs that mean no more than to say what their object names: "voiced hopes", "issued a warning".
pub(super) const LIGHT: &[&str] = &[
    "voice",
    "express",
    "issue",
    "make",
    "give",
    "offer",
    "raise",
    "repeat",
    "reiterate",
    "renew",
    "sound",
    "air",
    "send",
    "deliver",
    "launch",
    "level",
    "register",
    "convey",
    "extend",
    "state",
    "utter",
    "file",
    "lodge",
    "release",
    "publish",
];

/// How many tokens may stand between a light verb and its noun.
const BETWEEN: usize = 5;

/// Where the words of a light verb begin whose object is a noun.
fn light_verb(syntax: &Syntax<'_>, noun: usize) -> Option<usize> {
    let light = |verb: usize| LIGHT.contains(&syntax.lemma(verb));
    let verb = syntax.head(noun).filter(|&verb| {
        verb < noun && syntax.base(noun) == Relation::Obj && noun - verb <= BETWEEN && light(verb)
    });
    // "The bank voiced hopes": trees take the past tense for an adjective.
    let touching = || {
        let front = (noun.saturating_sub(BETWEEN)..noun)
            .rev()
            .find(|&token| !matches!(syntax.upos(token), Upos::Det | Upos::Adj | Upos::Pron))?;
        let subject = front.checked_sub(1)?;
        (syntax.upos(front) == Upos::Verb
            && matches!(syntax.xpos(front), "VBD" | "VBN")
            && syntax.upos(subject).is_nominal()
            && light(front))
        .then_some(front)
    };
    verb.or_else(touching)
        .map(|verb| auxiliaries_from(syntax, verb))
}

/// Where the auxiliaries and adverbs directly in front of a verb begin.
fn auxiliaries_from(syntax: &Syntax<'_>, verb: usize) -> usize {
    let mut start = verb;
    let mut at = verb;
    while at > 0 && syntax.head(at - 1) == Some(verb) {
        at -= 1;
        match syntax.upos(at) {
            Upos::Aux => start = at,
            Upos::Adv | Upos::Part => {}
            _ => break,
        }
    }
    start
}

/// Auxiliaries of sayings that may be.
const MODALS: &[&str] = &[
    "will", "shall", "'ll", "’ll", "would", "could", "should", "might", "may", "can", "must", "ca",
    "wo",
];

/// Whether a verb tells of a saying that took or takes place, by somebody: no adjective, no saying that is denied, planned or asked for.
fn is_told(syntax: &Syntax<'_>, verb: usize) -> bool {
    if syntax.relation(verb) == Relation::Amod || syntax.relation(verb) == Relation::Compound {
        return false;
    }
    // "If Roe says so": nobody has said it. "It goes without saying": nobody does.
    let supposed = syntax.relation(verb) == Relation::Advcl
        && syntax
            .children(verb)
            .any(|child| child < verb && syntax.is(child, &["if", "unless", "without"]));
    let negated = syntax.children(verb).any(|child| {
        child < verb && syntax.is(child, &["not", "n't", "n’t", "never", "neither", "nor"])
    });
    if negated || supposed {
        return false;
    }
    // "A stream called X", "the measures announced": no act of saying is told, unless the agent stands with it.
    let participle = syntax.xpos(verb) == "VBN"
        && syntax
            .child(
                verb,
                &[
                    Relation::Aux,
                    Relation::AuxPass,
                    Relation::Nsubj,
                    Relation::NsubjPass,
                ],
            )
            .is_none()
        && matches!(
            syntax.relation(verb),
            Relation::Acl | Relation::Amod | Relation::Advcl
        );
    let clause = syntax.is(verb + 1, &["that"]);
    let by = clause || syntax.is_inverted(verb) || syntax.is_asked(verb);
    if participle && !by && syntax.child(verb, &[Relation::OblAgent]).is_none() {
        return false;
    }
    let modal = syntax.children(verb).any(|child| {
        let would = syntax.is(child, &["'d", "’d"]) && syntax.xpos(verb) == "VB";
        child < verb && syntax.upos(child) == Upos::Aux && (would || syntax.is(child, MODALS))
    });
    // "Stopped short of saying".
    let short = verb > 1 && syntax.is(verb - 1, &["of"]) && syntax.is(verb - 2, &["short"]);
    let imperative = syntax.xpos(verb) == "VB"
        && syntax
            .children(verb)
            .all(|child| child > verb || !matches!(syntax.upos(child), Upos::Aux | Upos::Part))
        && syntax.child(verb, &[Relation::Nsubj]).is_none()
        && !syntax.is_bare_plural(verb);
    if modal || imperative || short {
        return false;
    }
    let to = syntax
        .children(verb)
        .any(|child| child < verb && syntax.is(child, &["to"]) && syntax.upos(child) == Upos::Part);
    if to {
        // "Went on to say" tells of a saying, "wants to say" does not.
        let above = syntax
            .head(verb)
            .map(|head| syntax.lemma(head))
            .unwrap_or_default();
        return [
            "go", "prompt", "force", "lead", "cause", "continue", "begin", "take", "come",
            "proceed", "rush", "quick", "hasten", "move", "use", "first", "latest", "last",
            "stand", "write", "call", "appear", "return", "join", "likely",
        ]
        .contains(&above);
    }
    true
}
