//! What happens only if, unless or until something else does.

use std::ops::Range;

use super::Relating;
use crate::extract::events::RelationDraft;
use crate::extract::events::reading::Reading;
use crate::extract::events::words::Words;
use crate::proto::v1::{EventStatus, RelationKind, Role};

/// Phrases behind which a condition stands, besides "if" and "unless".
const CONDITIONS: &[&[&str]] = &[
    &["provided", "that"],
    &["provided"],
    &["as", "long", "as"],
    &["so", "long", "as"],
    &["on", "condition", "that"],
    &["on", "the", "condition", "that"],
    &["conditional", "on"],
    &["conditional", "upon"],
    &["contingent", "on"],
    &["contingent", "upon"],
    &["in", "exchange", "for"],
    &["in", "return", "for"],
];

impl Relating<'_, '_> {
    pub fn conditions(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        for reading in self.members(event) {
            let Some(words) = Words::new(self.page, reading.line) else {
                continue;
            };
            let Some((cue, condition)) = condition(&words, reading) else {
                continue;
            };
            let range = Some(self.page.bytes(reading.line, cue));
            let mut found: Vec<usize> = self
                .in_line(event, reading.line)
                .into_iter()
                .filter(|(_, trigger)| condition.contains(trigger))
                .map(|(to, _)| to)
                .collect();
            if found.is_empty() && goes_ahead(&words, &condition) {
                found.extend(self.carried_on(event, reading, &condition));
            }
            relations.extend(found.into_iter().map(|to| RelationDraft {
                kind: RelationKind::ConditionalOn,
                to,
                range: range.clone(),
            }));
        }
    }

    /// "if Brussels goes ahead": the latest measure told before of whom the condition names.
    fn carried_on(
        &self,
        event: usize,
        reading: &Reading,
        condition: &Range<usize>,
    ) -> Option<usize> {
        let named: Vec<_> = self
            .actors
            .in_line(reading.line)
            .iter()
            .filter(|m| condition.contains(&m.tokens.start))
            .flat_map(|m| &m.actors)
            .filter_map(|&a| self.actors.state_behind(a))
            .collect();
        // Where no actor is known there, it is whoever the threat is aimed at.
        let named = if named.is_empty() {
            self.actors(event, Role::Target)
        } else {
            named
        };
        (0..self.events.len())
            .filter(|&o| {
                o != event
                    && self.policy(o)
                    && self.first_line(o) <= reading.line
                    && self
                        .actors(o, Role::Implementer)
                        .iter()
                        .any(|a| named.contains(a))
            })
            .max_by_key(|&o| {
                self.members(o)
                    .map(|r| r.line)
                    .filter(|&l| l <= reading.line)
                    .max()
            })
    }
}

/// "moves forward", "goes through with it": the condition is a measure that was told before.
fn goes_ahead(words: &Words<'_>, condition: &Range<usize>) -> bool {
    condition.clone().any(|i| {
        words.is(
            i,
            &[
                "go", "goes", "going", "move", "moves", "press", "presses", "push", "pushes",
                "proceed", "proceeds", "follow", "follows", "carry", "carries",
            ],
        ) && (words.is(i, &["proceed", "proceeds"])
            || words.is(i + 1, &["ahead", "forward", "through", "on"]))
    })
}

/// The cue and the tokens of the condition under which the act of a reading stands.
fn condition(words: &Words<'_>, reading: &Reading) -> Option<(Range<usize>, Range<usize>)> {
    (0..words.len()).find_map(|at| {
        let length = match words.at(at) {
            "if" | "unless" => 1,
            "until"
                if matches!(
                    reading.status,
                    EventStatus::Announced | EventStatus::Threatened
                ) =>
            {
                1
            }
            _ => CONDITIONS
                .iter()
                .find(|phrase| words.phrase(at, phrase))?
                .len(),
        };
        if words.phrase(at, &["if", "approved"]) {
            return None;
        }
        // The act stands outside of the condition, the other inside it.
        let end = (at..words.len())
            .find(|&i| i > at && (words.at(i) == "," || words.at(i) == "then") && at < 3)
            .unwrap_or(words.len());
        (!(at..end).contains(&reading.trigger)).then_some((at..at + length, at..end))
    })
}
