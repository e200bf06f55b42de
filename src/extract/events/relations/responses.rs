//! Retaliation and other answers.

use std::ops::Range;

use super::Relating;
use crate::extract::actors::ActorIndex;
use crate::extract::events::RelationDraft;
use crate::extract::events::reading::Reading;
use crate::extract::events::words::Words;
use crate::proto::v1::{Direction, EventStatus, EventType, RelationKind, Role};

/// Words that call an act an answer to another.
const ANSWERS: &[&str] = &[
    "retaliatory",
    "retaliation",
    "retaliate",
    "retaliated",
    "retaliates",
    "retaliating",
    "countermeasures",
    "countermeasure",
    "counter-measures",
    "tit-for-tat",
    "counter-tariffs",
];

/// Phrases behind which, or before whose comma, the answered act stands.
const SCOPED: &[&[&str]] = &[
    &["in", "response", "to"],
    &["in", "retaliation", "for"],
    &["in", "retaliation", "to"],
    &["in", "retaliation", "against"],
    &["in", "reply", "to"],
    &["in", "answer", "to"],
    &["in", "reaction", "to"],
    &["as", "retaliation", "for"],
    &["as", "a", "response", "to"],
    &["as", "an", "answer", "to"],
    &["in", "protest", "against"],
];

/// Verbs that make what follows an answer to what stands before them.
const PROMPTING: &[&str] = &[
    "prompting",
    "prompted",
    "provoking",
    "provoked",
    "triggering",
    "triggered",
    "drew",
    "drawing",
    "sparking",
    "sparked",
    "spurring",
];

/// Verbs by which an answer is told.
const RESPONDING: &[&str] = &["responded", "respond", "responds", "responding"];

/// Where a sentence says that an act is an answer.
enum Answer {
    /// To an act told within a stretch of the sentence.
    Within(Range<usize>, Range<usize>),
    /// To an act told anywhere before.
    Open(Range<usize>),
}

impl Relating<'_, '_> {
    /// Who answers must be hit by what it answers.
    fn hits(&self, earlier: usize, implementer: &[ActorIndex]) -> bool {
        let targets = self.actors(earlier, Role::Target);
        let own = self.actors(earlier, Role::Implementer);
        !own.iter().any(|a| implementer.contains(a))
            && (targets.is_empty() || targets.iter().any(|t| implementer.contains(t)))
    }

    pub fn responses(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        let kind = self.kind(event);
        if !self.policy(event) && !matches!(kind, EventType::Dispute | EventType::Coordination) {
            return;
        }
        let own = match kind {
            EventType::Dispute => self.actors(event, Role::Complainant),
            EventType::Coordination => self.actors(event, Role::Party),
            _ => self.actors(event, Role::Implementer),
        };
        // Who eases does not retaliate.
        let eases = self.events.get(event).is_some_and(|e| {
            e.direction == Direction::Liberalising
                || matches!(e.status, EventStatus::Ended | EventStatus::Suspended)
        });
        if eases && kind != EventType::Dispute {
            return;
        }
        for reading in self.members(event) {
            let Some(words) = Words::new(self.page, reading.line) else {
                continue;
            };
            let Some(answer) = answer(&words, reading, kind) else {
                continue;
            };
            let (cue, scope) = match answer {
                Answer::Within(cue, scope) => (cue, Some(scope)),
                Answer::Open(cue) => (cue, None),
            };
            let range = Some(self.page.bytes(reading.line, cue));
            let mut answered: Vec<usize> = self
                .in_line(event, reading.line)
                .into_iter()
                .filter(|&(o, trigger)| {
                    let implementers = self.actors(o, Role::Implementer);
                    match &scope {
                        // The words say what is answered: it need not name whom it hits.
                        Some(scope) => {
                            scope.contains(&trigger)
                                && self.policy(o)
                                && !implementers.iter().any(|a| own.contains(a))
                        }
                        // A complaint is about what its respondent does.
                        None if kind == EventType::Dispute => {
                            let theirs = self.actors(event, Role::Respondent);
                            self.policy(o)
                                && (implementers.is_empty()
                                    || theirs.is_empty() && self.hits(o, &own)
                                    || implementers.iter().any(|a| theirs.contains(a)))
                        }
                        None => {
                            self.policy(o) && self.hits(o, &own) && !self.answers(o, reading.line)
                        }
                    }
                })
                .map(|(o, _)| o)
                .collect();
            if kind == EventType::Dispute {
                answered.extend(self.countersuit(event, reading));
            }
            if answered.is_empty() && kind != EventType::Dispute && !own.is_empty() {
                answered.extend(self.answered_before(event, reading.line, &own));
            }
            relations.extend(answered.into_iter().map(|to| RelationDraft {
                kind: RelationKind::InResponseTo,
                to,
                range: range.clone(),
            }));
        }
        relations.sort_by_key(|r| r.to);
        relations.dedup_by(|a, b| a.to == b.to);
    }

    /// "a retaliatory complaint": it answers the complaint of its respondent.
    fn countersuit(&self, event: usize, reading: &Reading) -> Option<usize> {
        let words = Words::new(self.page, reading.line)?;
        (reading.extent.start.saturating_sub(3)..reading.trigger)
            .find(|&i| words.is(i, ANSWERS))?;
        let theirs = self.actors(event, Role::Respondent);
        (0..self.events.len()).find(|&o| {
            o != event
                && self.kind(o) == EventType::Dispute
                && self
                    .actors(o, Role::Complainant)
                    .iter()
                    .any(|a| theirs.contains(a))
        })
    }

    /// Whether a line calls an event an answer itself.
    fn answers(&self, event: usize, line: usize) -> bool {
        Words::new(self.page, line).is_some_and(|words| {
            self.members(event)
                .any(|r| r.line == line && r.extent.clone().any(|i| words.is(i, ANSWERS)))
        })
    }

    /// The latest measure before that hits whoever answers: one in force rather than one that is only thought of.
    fn answered_before(&self, event: usize, line: usize, own: &[ActorIndex]) -> Option<usize> {
        let real = |o: usize| {
            !matches!(
                self.status(o),
                EventStatus::Threatened | EventStatus::Proposed
            )
        };
        // Whom it hits is a target of the answer, where the text says against whom that goes.
        let aimed = self.actors(event, Role::Target);
        let theirs = |o: usize| {
            aimed.is_empty()
                || self
                    .actors(o, Role::Implementer)
                    .iter()
                    .any(|a| aimed.contains(a))
        };
        (0..self.events.len())
            .filter(|&o| {
                o != event
                    && self.policy(o)
                    && theirs(o)
                    && !self
                        .actors(o, Role::Implementer)
                        .iter()
                        .any(|a| own.contains(a))
                    && (self.hits(o, own) || !aimed.is_empty())
                    && self.first_line(o) <= line
                    && self.kind(o) != EventType::Countermeasure
                    && self
                        .events
                        .get(o)
                        .is_some_and(|e| e.direction != Direction::Liberalising)
            })
            .max_by_key(|&o| {
                let latest = self
                    .members(o)
                    .filter(|r| r.line <= line)
                    .map(|r| r.line)
                    .max();
                (self.hits(o, own), real(o), latest)
            })
    }
}

/// What calls the act of a reading an answer.
fn answer(words: &Words<'_>, reading: &Reading, kind: EventType) -> Option<Answer> {
    let reach = (reading.extent.end + 14).min(words.len());
    // "in response to X, A raised Y"; "A raised Y in response to X"
    for at in 0..reach {
        let Some(phrase) = SCOPED.iter().find(|phrase| words.phrase(at, phrase)) else {
            continue;
        };
        let fronted = at < 2;
        let end = (at..words.len())
            .find(|&i| fronted && words.at(i) == ",")
            .unwrap_or(words.len());
        let told = if fronted {
            reading.trigger > end
        } else {
            reading.trigger < at
        };
        if told {
            return Some(Answer::Within(at..at + phrase.len(), at..end));
        }
    }
    let cue = |i: usize| i..i + 1;
    let in_scope = |i: usize| {
        SCOPED
            .iter()
            .any(|p| (0..p.len()).any(|k| i >= k && words.phrase(i - k, p)))
    };
    let around = reading.extent.start.saturating_sub(3)..(reading.extent.end + 2).min(words.len());
    if let Some(i) = around
        .clone()
        .find(|&i| words.is(i, ANSWERS) && !in_scope(i))
    {
        return Some(Answer::Open(cue(i)));
    }
    // "retaliated with", "hit back with", "responded with"
    if let Some(i) = (reading.extent.start.saturating_sub(1)..reading.trigger).find(|&i| {
        words.at(i + 1) == "with" && words.is(i, &["responded", "countered", "answered", "replied"])
            || words.at(i) == "back"
                && words.is(
                    i.wrapping_sub(1),
                    &[
                        "hit", "hitting", "hits", "struck", "strike", "striking", "fought",
                        "fight", "fights",
                    ],
                )
    }) {
        return Some(Answer::Open(cue(i)));
    }
    if let Some(i) =
        (reading.extent.start.saturating_sub(4)..reading.trigger).find(|&i| words.is(i, RESPONDING))
    {
        return Some(Answer::Open(cue(i)));
    }
    // "a unified response to the controls"
    if kind == EventType::Coordination
        && let Some(i) =
            (reading.extent.start..words.len()).find(|&i| words.phrase(i, &["response", "to"]))
    {
        return Some(Answer::Within(i..i + 2, i..words.len()));
    }
    if let Some(i) =
        (reading.extent.start.saturating_sub(4)..reading.trigger).find(|&i| words.is(i, PROMPTING))
    {
        return Some(Answer::Within(cue(i), 0..i));
    }
    // "A raised Y after B imposed X"
    let after = (reading.trigger..(reading.extent.end + 4).min(words.len()))
        .find(|&i| words.is(i, &["after", "following"]));
    if let Some(i) = after {
        return Some(Answer::Within(cue(i), i..words.len()));
    }
    matches!(kind, EventType::Dispute | EventType::Countermeasure)
        .then(|| Answer::Open(cue(reading.trigger)))
}
