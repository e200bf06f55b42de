//! A measure and the acts that bear on it, from the inside out: compounds ("tariff hike"), participles ("planned tariffs"),
//! nominalisations ("suspension of the tariffs"), verbs on the left ("raised tariffs") and on the right ("tariffs were raised").

use std::ops::Range;

use super::triggers::{Act, Measure, Triggers, Wording};
use super::words::Words;
use crate::language::Relation;
use crate::lexicon::{Effect, Form, Frame};

/// How an act is bound to the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// "tariff hike"
    Compound,
    /// "planned tariffs"
    Adjective,
    /// "suspension of the tariffs"
    Of,
    /// "impose tariffs"
    Object,
    /// "hit China with tariffs"
    With,
    /// "China faces tariffs"
    Sufferer,
    /// "tariffs were imposed", "tariffs imposed"
    Passive,
    /// "tariffs take effect"
    Subject,
}

/// An act bound to the measure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'t, 'p> {
    pub act: &'t Act<'p>,
    pub how: How,
    pub by_tree: bool,
}

/// A measure's noun phrase and the acts on it, innermost first.
#[derive(Clone, Debug)]
pub(super) struct Bond<'t, 'p> {
    /// The noun phrase, nominalisations included.
    pub phrase: Range<usize>,
    pub acts: Vec<Bound<'t, 'p>>,
}

impl<'t, 'p> Bond<'t, 'p> {
    /// The outermost act.
    pub fn outer(&self) -> Option<&Bound<'t, 'p>> {
        self.acts.last()
    }

    /// The verb.
    pub fn verb(&self) -> Option<&Bound<'t, 'p>> {
        self.acts
            .iter()
            .rev()
            .find(|bound| bound.act.is_verb() && bound.how != How::Adjective)
    }

    /// The tokens from first to last.
    pub fn cover(&self) -> Range<usize> {
        let start = self
            .acts
            .iter()
            .map(|b| b.act.tokens.start)
            .min()
            .unwrap_or(self.phrase.start)
            .min(self.phrase.start);
        let end = self
            .acts
            .iter()
            .map(|b| b.act.tokens.end)
            .max()
            .unwrap_or(self.phrase.end)
            .max(self.phrase.end);
        start..end
    }
}

/// Nouns that count or gather what stands behind their "of".
const GATHERERS: &[&str] = &[
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

/// Finds the acts that bear on a measure.
pub(super) fn bind<'t, 'p>(
    words: &Words<'p>,
    triggers: &'t Triggers<'p>,
    measure: &Measure<'p>,
) -> Bond<'t, 'p> {
    let mut acts = Vec::new();
    let mut end = measure.tokens.end;
    while let Some(act) = noun_at(words, triggers, &mut end) {
        acts.push(Bound {
            act,
            how: How::Compound,
            by_tree: false,
        });
    }
    let mut start = phrase_start(words, triggers, measure.tokens.start);
    prenominal(triggers, start..measure.tokens.start, &mut acts);
    let mut verb = None;
    for _ in 0..4 {
        let before = words.before(start);
        if before == "of"
            && words.is(start.wrapping_sub(2), GATHERERS)
            && triggers.act_before(start - 1).is_none_or(|a| a.is_verb())
        {
            start = phrase_start(words, triggers, start - 2);
            continue;
        }
        if matches!(
            before,
            "of" | "in" | "on" | "to" | "from" | "for" | "against" | "about"
        ) && let Some(act) = triggers
            .act_before(start - 1)
            .filter(|act| act.wording == Wording::Noun)
        {
            acts.push(Bound {
                act,
                how: How::Of,
                by_tree: false,
            });
            let begin = phrase_start(words, triggers, act.tokens.start);
            prenominal(triggers, begin..act.tokens.start, &mut acts);
            start = begin;
            continue;
        }
        break;
    }
    if let Some(bound) = left_verb(words, triggers, start) {
        verb = Some(bound);
    }
    if verb.is_none() {
        verb = right_verb(words, triggers, end);
    }
    if verb.is_none() && words.parsed {
        verb = tree_verb(words, triggers, measure);
    }
    if verb.is_none() {
        verb = shared_verb(words, triggers, start);
    }
    acts.extend(verb);
    Bond {
        phrase: start..end,
        acts,
    }
}

/// The noun of an act right behind a measure; moves the end behind it.
fn noun_at<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    end: &mut usize,
) -> Option<&'t Act<'p>> {
    let at = if words.is(*end, &["-", "rate", "rates"]) && words.at(*end) != "of" {
        *end + 1
    } else {
        *end
    };
    let act = triggers
        .acts
        .iter()
        .find(|act| act.tokens.start == at && act.wording == Wording::Noun)?;
    *end = act.tokens.end;
    Some(act)
}

/// Where the noun phrase begins whose word stands at `head`.
pub(super) fn phrase_start(words: &Words<'_>, triggers: &Triggers<'_>, head: usize) -> usize {
    words.phrase_start(head, |i| {
        triggers.act_at(i).is_some_and(|act| match act.wording {
            Wording::Verb(Form::VerbPast | Form::VerbIng) => !adjectival(words, act),
            Wording::Verb(_) => true,
            _ => false,
        })
    })
}

/// "a planned hike", "their proposed duties": a participle between determiner and noun.
fn adjectival(words: &Words<'_>, act: &Act<'_>) -> bool {
    let at = act.tokens.start;
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

fn prenominal<'t, 'p>(
    triggers: &'t Triggers<'p>,
    range: Range<usize>,
    acts: &mut Vec<Bound<'t, 'p>>,
) {
    for act in &triggers.acts {
        let inside = range.start <= act.tokens.start && act.tokens.end <= range.end;
        let colours = matches!(
            act.wording,
            Wording::Adjective | Wording::Verb(Form::VerbPast)
        );
        if inside && colours {
            acts.push(Bound {
                act,
                how: How::Adjective,
                by_tree: false,
            });
        }
    }
}

/// The verb whose object begins at `start`.
fn left_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    start: usize,
) -> Option<Bound<'t, 'p>> {
    let mut at = start;
    while at > 0
        && (words.is_adverb(at - 1)
            || words.is_quote(at - 1)
            || words.is(
                at - 1,
                &["about", "some", "nearly", "over", "than", "up", "around"],
            ))
    {
        at -= 1;
    }
    let bound = |act, how| {
        Some(Bound {
            act,
            how,
            by_tree: false,
        })
    };
    if let Some(act) = triggers.act_before(at).filter(|act| act.is_verb()) {
        if act.framed(&[Frame::Sufferer]).is_some() {
            return bound(act, How::Sufferer);
        }
        return bound(act, How::Object);
    }
    if let Some(act) = triggers
        .act_before(at)
        .filter(|act| act.wording == Wording::Adjective && act.framed(&[Frame::Sufferer]).is_some())
    {
        return bound(act, How::Sufferer);
    }
    // "hit China with tariffs", "threatened the bloc with duties"
    if matches!(words.before(at), "with" | "by" | "through") {
        let act = triggers
            .acts
            .iter()
            .rev()
            .find(|act| act.is_verb() && act.tokens.end < at && at - act.tokens.end <= 9)?;
        let clear = (act.tokens.end..at).all(|i| !words.is_soft_break(i));
        if clear
            && let Some((_, entry)) = act.framed(&[Frame::With, Frame::Whole])
            && words.before(at) == "with"
        {
            let how = if entry.frame == Frame::With {
                How::With
            } else {
                How::Object
            };
            return bound(act, how);
        }
    }
    // "withdrawing the United States from the pact", "take the country out of"
    if matches!(words.before(at), "from" | "of")
        && let Some(act) = triggers
            .acts
            .iter()
            .rev()
            .find(|act| act.is_verb() && act.tokens.end < at && at - act.tokens.end <= 7)
        && act.with(&[Effect::Leave, Effect::Exempt]).is_some()
        && (act.tokens.end..at).all(|i| !words.is_soft_break(i))
    {
        return bound(act, How::Object);
    }
    // "impose on China a tariff", "put back in place the duties": the verb with something light between
    let act = triggers
        .acts
        .iter()
        .rev()
        .find(|act| act.is_verb() && act.tokens.end < at)?;
    let between = act.tokens.end..at;
    let light = between.len() <= 5
        && between.clone().all(|i| {
            !words.is_soft_break(i) && words.at(i) != "," && triggers.measure_at(i).is_none()
        });
    let starts = matches!(
        words.at(act.tokens.end),
        "on" | "against" | "to" | "from" | "a" | "the" | "its"
    );
    (light
        && starts
        && words.is_preposition(act.tokens.end)
        && act.framed(&[Frame::Object]).is_some())
    .then_some(Bound {
        act,
        how: How::Object,
        by_tree: false,
    })
}

/// The verb to the right of which the measure is subject, or the participle behind it.
fn right_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    end: usize,
) -> Option<Bound<'t, 'p>> {
    let mut at = end;
    let mut governor = None;
    while at < words.len() && at - end < 22 {
        let word = words.at(at);
        if words.is_break(at)
            || matches!(
                word,
                "who" | "when" | "where" | "after" | "before" | "said" | "says" | "saying" | "amid"
            )
        {
            break;
        }
        if word == ","
            && !matches!(
                words.at(at + 1),
                "which"
                    | "that"
                    | "to"
                    | "set"
                    | "due"
                    | "announced"
                    | "imposed"
                    | "reached"
                    | "signed"
                    | "agreed"
            )
            && !closes(words, end, at)
        {
            break;
        }
        if at > end + 1
            && triggers.measure_at(at).is_some()
            && !words.is_preposition(at.saturating_sub(1))
            && governor.is_none()
        {
            // Another noun of policy in between takes what follows.
            if words.at(at - 1) == "and" {
                break;
            }
        }
        if let Some(act) = triggers.acts.iter().find(|act| act.tokens.start == at) {
            match act.wording {
                Wording::Verb(form) => {
                    let governs = act
                        .with(&[
                            Effect::Plan,
                            Effect::Propose,
                            Effect::Threaten,
                            Effect::Decide,
                        ])
                        .is_some()
                        && act
                            .with(&[
                                Effect::Begin,
                                Effect::Lower,
                                Effect::Raise,
                                Effect::Remove,
                                Effect::Pause,
                            ])
                            .is_none();
                    if governs && words.at(act.tokens.end) == "to" {
                        governor = governor.or(Some(Bound {
                            act,
                            how: How::Passive,
                            by_tree: false,
                        }));
                        at = act.tokens.end;
                        continue;
                    }
                    let subject = words.parsed
                        && words
                            .tree
                            .children_under(act.head(), Relation::Nsubj)
                            .any(|c| c > end && c < at && !words.is(c, &["which", "that"]));
                    if subject
                        && words.tree.relation(act.head()) == Some(Relation::AclRelcl)
                        && !words.group(at).be
                    {
                        return Some(Bound {
                            act,
                            how: How::Object,
                            by_tree: true,
                        });
                    }
                    return match right_frame(words, act, form) {
                        Some(how) => Some(Bound {
                            act,
                            how,
                            by_tree: false,
                        }),
                        None => governor,
                    };
                }
                Wording::Adjective
                    if words.at(act.tokens.end) == "to"
                        || words.is(at.wrapping_sub(1), &["are", "is", "was", "were", "be"]) =>
                {
                    governor = governor.or(Some(Bound {
                        act,
                        how: How::Subject,
                        by_tree: false,
                    }));
                    at = act.tokens.end;
                    continue;
                }
                _ => {}
            }
            at = act.tokens.end;
            continue;
        }
        at += 1;
    }
    governor
}

/// Whether the comma at `at` closes an insertion between commas that began behind `end`.
fn closes(words: &Words<'_>, end: usize, at: usize) -> bool {
    (end..at).any(|i| words.at(i) == ",") && at - end < 14
}

/// How a verb behind a measure is bound to it.
fn right_frame(words: &Words<'_>, act: &Act<'_>, form: Form) -> Option<How> {
    let group = words.group(act.tokens.start);
    let subject = act.framed(&[Frame::Subject]).is_some();
    let moves = act.with(&[Effect::Raise, Effect::Lower]).is_some()
        && matches!(
            words.at(act.tokens.start),
            "rise"
                | "rises"
                | "rose"
                | "risen"
                | "rising"
                | "climb"
                | "climbed"
                | "fall"
                | "falls"
                | "fell"
                | "fallen"
                | "drop"
                | "drops"
                | "dropped"
                | "go"
                | "went"
                | "come"
                | "came"
                | "jump"
                | "jumped"
                | "increase"
                | "increased"
                | "decline"
                | "declined"
                | "double"
                | "doubled"
        );
    match form {
        Form::VerbPast if group.be || !group.has => {
            if group.be {
                return Some(How::Passive);
            }
            // "talks broke down", "tariffs took effect": irregular pasts that are no participles
            if subject {
                return Some(How::Subject);
            }
            if moves && !words.is(act.tokens.end, &["by", "in", "on"]) || group.modal.is_some() {
                return Some(How::Subject);
            }
            // "tariffs imposed": a participle unless an object follows
            let object = words.is_determiner(act.tokens.end) || words.is(act.tokens.end, &["up"]);
            (!object).then_some(How::Passive)
        }
        _ if subject || moves => Some(How::Subject),
        _ => None,
    }
}

/// The act above the measure in the tree.
fn tree_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    measure: &Measure<'p>,
) -> Option<Bound<'t, 'p>> {
    let mut node = measure.head();
    for _ in 0..3 {
        let relation = words.tree.relation(node)?;
        let head = words.tree.head(node)?;
        let how = match relation {
            Relation::Obj => Some(How::Object),
            Relation::NsubjPass => Some(How::Passive),
            Relation::Nsubj => Some(How::Subject),
            Relation::Conj
            | Relation::Nmod
            | Relation::Compound
            | Relation::NmodDesc
            | Relation::Appos => None,
            _ => return None,
        };
        if let Some(how) = how {
            let act = triggers.act_at(head).filter(|act| act.is_verb())?;
            let fits = match how {
                How::Subject => act.framed(&[Frame::Subject]).is_some(),
                How::Object => act.framed(&[Frame::Object, Frame::Sufferer]).is_some(),
                _ => true,
            };
            let how = if how == How::Object && act.framed(&[Frame::Object]).is_none() {
                How::Sufferer
            } else {
                how
            };
            return fits.then_some(Bound {
                act,
                how,
                by_tree: true,
            });
        }
        node = head;
    }
    None
}

/// "impose duties on steel and quotas on sugar": the verb of the first conjunct.
fn shared_verb<'t, 'p>(
    words: &Words<'_>,
    triggers: &'t Triggers<'p>,
    start: usize,
) -> Option<Bound<'t, 'p>> {
    if !matches!(
        words.before(start),
        "and" | "or" | "," | "plus" | "including"
    ) {
        return None;
    }
    let earlier = triggers
        .measures
        .iter()
        .rev()
        .find(|m| m.tokens.end < start)?;
    let clear = (earlier.tokens.end..start)
        .all(|i| !words.is_break(i) && triggers.act_at(i).is_none_or(|act| !act.is_verb()));
    if !clear || start - earlier.tokens.end > 16 {
        return None;
    }
    let begin = phrase_start(words, triggers, earlier.tokens.start);
    left_verb(words, triggers, begin)
}
