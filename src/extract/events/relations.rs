//! How events of one document stand to each other: in response, under a condition, as part of a deal, as the next step.

use super::merge::Group;
use super::reading::Reading;
use super::words::Words;
use super::{EventDraft, RelationDraft};
use crate::extract::Page;
use crate::extract::actors::ActorIndex;
use crate::proto::v1::{
    EventStatus, EventType, RelationKind, Role, TariffChange, trade_event::Detail,
};

/// Sets the relations of all events.
pub(super) fn relate(
    page: &Page<'_>,
    readings: &[Reading],
    groups: &[Group],
    events: &mut [EventDraft],
) {
    let mut found: Vec<Vec<RelationDraft>> = vec![Vec::new(); events.len()];
    let scene = Relating {
        page,
        readings,
        groups,
        events,
    };
    for (i, relations) in found.iter_mut().enumerate() {
        scene.responses(i, relations);
        scene.conditions(i, relations);
        scene.implements(i, relations);
        scene.follows(i, relations);
        relations.sort_by_key(|r| (r.to, r.kind as i32));
        relations.dedup_by(|a, b| a.to == b.to && a.kind == b.kind);
    }
    for (event, relations) in events.iter_mut().zip(found) {
        event.relations = relations;
    }
}

struct Relating<'a, 'p> {
    page: &'a Page<'p>,
    readings: &'a [Reading],
    groups: &'a [Group],
    events: &'a [EventDraft],
}

/// Words that call an act an answer to another.
const ANSWERS: &[&str] = &[
    "retaliatory",
    "retaliation",
    "retaliate",
    "retaliated",
    "retaliating",
    "countermeasures",
    "countermeasure",
    "reciprocal-response",
    "tit-for-tat",
    "counter-tariffs",
];

impl<'a> Relating<'a, '_> {
    fn members(&self, event: usize) -> impl Iterator<Item = &'a Reading> + '_ {
        self.groups
            .get(event)
            .into_iter()
            .flatten()
            .filter_map(|&i| self.readings.get(i))
    }

    fn actors(&self, event: usize, role: Role) -> Vec<ActorIndex> {
        self.events
            .get(event)
            .into_iter()
            .flat_map(|e| &e.participants)
            .filter(|p| p.role == role)
            .filter_map(|p| p.actor)
            .collect()
    }

    fn kind(&self, event: usize) -> EventType {
        self.events
            .get(event)
            .map_or(EventType::Unspecified, |e| e.kind)
    }

    fn status(&self, event: usize) -> EventStatus {
        self.events
            .get(event)
            .map_or(EventStatus::Unspecified, |e| e.status)
    }

    /// Who answers must be hit by what it answers.
    fn hits(&self, earlier: usize, implementer: &[ActorIndex]) -> bool {
        let targets = self.actors(earlier, Role::Target);
        let own = self.actors(earlier, Role::Implementer);
        !own.iter().any(|a| implementer.contains(a))
            && (targets.is_empty() || targets.iter().any(|t| implementer.contains(t)))
    }

    fn policy(&self, event: usize) -> bool {
        matches!(
            self.kind(event),
            EventType::Tariff
                | EventType::TradeRemedy
                | EventType::ExportControl
                | EventType::ImportRestriction
                | EventType::Sanction
                | EventType::Countermeasure
                | EventType::InvestmentRestriction
                | EventType::Subsidy
        )
    }

    /// The events other than `event` that the sentence of a line tells, with the token of their trigger.
    fn in_line(&self, event: usize, line: usize) -> Vec<(usize, usize)> {
        (0..self.groups.len())
            .filter(|&other| other != event)
            .flat_map(|other| {
                self.members(other)
                    .filter(move |r| r.line == line)
                    .map(move |r| (other, r.trigger))
            })
            .collect()
    }

    fn first_line(&self, event: usize) -> usize {
        self.members(event)
            .map(|r| r.line)
            .min()
            .unwrap_or(usize::MAX)
    }

    fn responses(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        let measure = self.policy(event)
            || matches!(
                self.kind(event),
                EventType::Dispute | EventType::Coordination
            );
        if !measure {
            return;
        }
        let own = match self.kind(event) {
            EventType::Dispute => self.actors(event, Role::Complainant),
            EventType::Coordination => self.actors(event, Role::Party),
            _ => self.actors(event, Role::Implementer),
        };
        for reading in self.members(event) {
            let Some(words) = Words::new(self.page, reading.line) else {
                continue;
            };
            let around =
                reading.extent.start.saturating_sub(3)..(reading.extent.end + 2).min(words.len());
            let cue = around
                .clone()
                .find(|&i| words.is(i, ANSWERS))
                .map(|i| i..i + 1)
                .or_else(|| {
                    (reading.extent.start..(reading.extent.end + 14).min(words.len())).find_map(
                        |i| {
                            let phrase = words.phrase(i, &["in", "response", "to"])
                                || words.phrase(i, &["in", "retaliation"])
                                || words.phrase(i, &["in", "reply", "to"])
                                || words.phrase(i, &["in", "answer", "to"]);
                            phrase.then_some(i..i + 3)
                        },
                    )
                });
            let prompted = (reading.extent.start.saturating_sub(4)..reading.trigger)
                .find(|&i| {
                    words.is(
                        i,
                        &[
                            "prompting",
                            "prompted",
                            "provoking",
                            "triggering",
                            "responded",
                            "drew",
                            "drawing",
                        ],
                    )
                })
                .map(|i| i..i + 1);
            let about = (self.kind(event) == EventType::Dispute)
                .then(|| reading.trigger..reading.trigger + 1);
            let answer = (self.kind(event) == EventType::Countermeasure)
                .then(|| reading.trigger..reading.trigger + 1);
            let Some(cue) = cue.or(prompted).or(about).or(answer) else {
                continue;
            };
            // "in response to X": the other stands behind the cue, the answer outside of its clause.
            let scoped = words.phrase(cue.start, &["in"]);
            let scope = if scoped {
                let end = (cue.start..words.len())
                    .find(|&i| cue.start < 2 && words.at(i) == ",")
                    .unwrap_or(words.len());
                cue.start..end
            } else {
                0..words.len()
            };
            if scoped && scope.contains(&reading.trigger) {
                continue;
            }
            let answers = |o: usize| {
                !scoped
                    && self.members(o).any(|r| {
                        r.line == reading.line && r.extent.clone().any(|i| words.is(i, ANSWERS))
                    })
            };
            let near: Vec<usize> = self
                .in_line(event, reading.line)
                .into_iter()
                .filter(|&(o, trigger)| {
                    scope.contains(&trigger) && self.policy(o) && self.hits(o, &own) && !answers(o)
                })
                .map(|(o, _)| o)
                .collect();
            let range = Some(self.page.bytes(reading.line, cue));
            if near.is_empty() {
                if self.kind(event) == EventType::Dispute {
                    continue;
                }
                // The latest measure before that hits whoever answers.
                let earlier = (0..self.events.len())
                    .filter(|&o| {
                        o != event
                            && self.policy(o)
                            && !own.is_empty()
                            && self.hits(o, &own)
                            && self.first_line(o) <= reading.line
                            && self.kind(o) != EventType::Countermeasure
                    })
                    .max_by_key(|&o| {
                        self.members(o)
                            .filter(|r| r.line <= reading.line)
                            .map(|r| r.line)
                            .max()
                    });
                if let Some(to) = earlier {
                    relations.push(RelationDraft {
                        kind: RelationKind::InResponseTo,
                        to,
                        range: range.clone(),
                    });
                }
            }
            for to in near {
                relations.push(RelationDraft {
                    kind: RelationKind::InResponseTo,
                    to,
                    range: range.clone(),
                });
            }
        }
        relations.dedup_by(|a, b| a.to == b.to);
    }

    fn conditions(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        for reading in self.members(event) {
            let Some(words) = Words::new(self.page, reading.line) else {
                continue;
            };
            let Some(at) = (0..words.len()).find(|&i| {
                matches!(words.at(i), "if" | "unless" | "until")
                    || words.phrase(i, &["provided", "that"])
            }) else {
                continue;
            };
            if words.at(at) == "until"
                && !matches!(
                    reading.status,
                    EventStatus::Announced | EventStatus::Threatened
                )
                || words.phrase(at, &["if", "approved"])
            {
                continue;
            }
            // The act stands outside of the condition, the other inside it.
            let end = (at..words.len())
                .find(|&i| i > at && (words.at(i) == "," || words.at(i) == "then") && at < 3)
                .unwrap_or(words.len());
            let condition = at..end;
            if condition.contains(&reading.trigger) {
                continue;
            }
            for (to, trigger) in self.in_line(event, reading.line) {
                if condition.contains(&trigger) {
                    let range = Some(self.page.bytes(reading.line, at..at + 1));
                    relations.push(RelationDraft {
                        kind: RelationKind::ConditionalOn,
                        to,
                        range,
                    });
                }
            }
        }
    }

    fn implements(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        let carries = matches!(
            self.kind(event),
            EventType::Tariff
                | EventType::Commitment
                | EventType::ExportControl
                | EventType::ImportRestriction
                | EventType::TradeRemedy
                | EventType::Subsidy
        ) || self.kind(event) == EventType::Countermeasure
            && self.status(event) == EventStatus::Suspended;
        let eased = self
            .events
            .get(event)
            .is_some_and(|e| e.direction == crate::proto::v1::Direction::Liberalising)
            || matches!(self.status(event), EventStatus::Suspended)
            || self.kind(event) == EventType::Commitment;
        if !carries
            || !eased
            || matches!(
                self.status(event),
                EventStatus::Proposed | EventStatus::Threatened | EventStatus::Rejected
            )
        {
            return;
        }
        let own: Vec<ActorIndex> = self
            .actors(event, Role::Implementer)
            .into_iter()
            .chain(self.actors(event, Role::Target))
            .collect();
        let deal = (0..self.events.len())
            .filter(|&o| {
                self.kind(o) == EventType::Agreement
                    && matches!(
                        self.status(o),
                        EventStatus::Announced | EventStatus::Effective
                    )
            })
            .filter(|&o| {
                let parties = self.actors(o, Role::Party);
                parties.is_empty() || own.iter().any(|a| parties.contains(a))
            })
            .filter_map(|o| {
                let distance = self
                    .members(event)
                    .flat_map(|r| self.members(o).map(move |d| r.line.abs_diff(d.line)))
                    .min()?;
                (distance <= 6).then_some((distance, o))
            })
            .min();
        if let Some((_, to)) = deal {
            relations.push(RelationDraft {
                kind: RelationKind::Implements,
                to,
                range: None,
            });
        }
    }

    fn follows(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        let kind = self.kind(event);
        let parties = self.actors(event, Role::Party);
        let shares = |o: usize| {
            let others = self.actors(o, Role::Party);
            parties.iter().filter(|p| others.contains(p)).count() >= 2
        };
        let held = |o: usize| {
            self.kind(o) == EventType::Negotiation
                && matches!(
                    self.status(o),
                    EventStatus::Effective | EventStatus::Suspended | EventStatus::Ended
                )
        };
        let candidates = 0..self.events.len();
        let to = match kind {
            EventType::Negotiation
                if matches!(
                    self.status(event),
                    EventStatus::Announced | EventStatus::Proposed
                ) =>
            {
                candidates
                    .filter(|&o| o != event && held(o) && shares(o))
                    .min_by_key(|&o| self.first_line(o).abs_diff(self.first_line(event)))
            }
            EventType::Agreement
                if matches!(
                    self.status(event),
                    EventStatus::Announced | EventStatus::Proposed
                ) =>
            {
                candidates
                    .filter(|&o| {
                        self.kind(o) == EventType::Negotiation
                            && shares(o)
                            && self.status(o) == EventStatus::Effective
                    })
                    .min_by_key(|&o| self.first_line(o).abs_diff(self.first_line(event)))
            }
            EventType::Tariff => self.earlier_tariff(event),
            _ => None,
        };
        if let Some(to) = to {
            relations.push(RelationDraft {
                kind: RelationKind::Follows,
                to,
                range: None,
            });
        }
    }

    /// The duty that stood before a change of it, an exemption from it or a further one.
    fn earlier_tariff(&self, event: usize) -> Option<usize> {
        let change = |i: usize| match self.events.get(i).and_then(|e| e.detail.as_ref()) {
            Some(Detail::Tariff(tariff)) => tariff.change(),
            _ => TariffChange::Unspecified,
        };
        let later = matches!(
            change(event),
            TariffChange::Exempt
                | TariffChange::Reduce
                | TariffChange::Remove
                | TariffChange::Increase
                | TariffChange::Extend
        ) || matches!(
            self.status(event),
            EventStatus::Threatened | EventStatus::Proposed
        );
        if !later {
            return None;
        }
        let (own, hit) = (
            self.actors(event, Role::Implementer),
            self.actors(event, Role::Target),
        );
        if own.is_empty() || hit.is_empty() {
            return None;
        }
        (0..self.events.len())
            .filter(|&o| {
                o != event
                    && self.kind(o) == EventType::Tariff
                    && self.status(o) == EventStatus::Effective
                    && change(o) == TariffChange::Impose
            })
            .filter(|&o| {
                self.actors(o, Role::Implementer)
                    .iter()
                    .any(|a| own.contains(a))
                    && self.actors(o, Role::Target).iter().any(|a| hit.contains(a))
            })
            .min_by_key(|&o| self.first_line(o).abs_diff(self.first_line(event)))
    }
}
