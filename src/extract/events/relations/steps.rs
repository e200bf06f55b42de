//! The next step of the same process: talks after talks, a deal after talks, duties after a probe, a ruling after a complaint,
//! a change of a measure after the measure.

use super::Relating;
use crate::extract::actors::ActorIndex;
use crate::extract::events::RelationDraft;
use crate::extract::events::words::Words;
use crate::proto::v1::{
    DisputeStage, EventStatus, EventType, RelationKind, Role, TariffChange, trade_event::Detail,
};

/// Words that make a measure one more of its kind.
const FURTHER: &[&str] = &[
    "additional",
    "another",
    "further",
    "latest",
    "new",
    "next",
    "second",
    "third",
    "fresh",
    "extra",
    "more",
    "later",
];

/// Sentences between talks and the deal that they came to.
const NEAR: usize = 3;

impl Relating<'_, '_> {
    pub fn follows(&self, event: usize, relations: &mut Vec<RelationDraft>) {
        let to = match self.kind(event) {
            EventType::Negotiation => self.talks_before(event),
            EventType::Agreement => self.talks_to_deal(event),
            EventType::Coordination => self.deal_before(event),
            EventType::Dispute => self.dispute_before(event),
            _ if self.policy(event) => self
                .measure_before(event, relations)
                .or_else(|| self.probe_before(event)),
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

    /// The nearest of the events that fit.
    fn nearest(&self, event: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        (0..self.events.len())
            .filter(|&o| o != event && fits(o))
            .min_by_key(|&o| (self.distance(event, o), o))
    }

    /// Sentences between the nearest places of two events.
    fn distance(&self, a: usize, b: usize) -> usize {
        self.members(a)
            .flat_map(|r| self.members(b).map(move |o| r.line.abs_diff(o.line)))
            .min()
            .unwrap_or(usize::MAX)
    }

    fn share_parties(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.actors(a, Role::Party), self.actors(b, Role::Party));
        a.iter().filter(|p| b.contains(p)).count() >= 2
    }

    /// First day on which an event is told to happen.
    fn day(&self, event: usize) -> Option<&str> {
        let dates = self.events.get(event)?.dates.as_ref()?;
        [&dates.occurred, &dates.effective, &dates.announced]
            .into_iter()
            .flatten()
            .find_map(|d| d.start.as_deref())
    }

    /// Whether the dates of both say that `earlier` came first; none where they do not say.
    fn precedes(&self, earlier: usize, later: usize) -> Option<bool> {
        Some(self.day(earlier)? < self.day(later)?)
    }

    fn ahead(&self, event: usize) -> bool {
        matches!(
            self.status(event),
            EventStatus::Announced | EventStatus::Proposed
        )
    }

    fn held(&self, event: usize) -> bool {
        matches!(
            self.status(event),
            EventStatus::Effective | EventStatus::Suspended | EventStatus::Ended
        )
    }

    /// Talks to come follow those that were held, or the deal that calls for them; held ones the dated ones before them.
    fn talks_before(&self, event: usize) -> Option<usize> {
        let talks = |o: usize| {
            self.kind(o) == EventType::Negotiation && self.held(o) && self.share_parties(event, o)
        };
        if self.ahead(event) {
            return self.nearest(event, |o| {
                talks(o) && self.precedes(o, event) != Some(false)
            });
        }
        if self.status(event) != EventStatus::Effective {
            return None;
        }
        (0..self.events.len())
            .filter(|&o| o != event && talks(o) && self.precedes(o, event) == Some(true))
            .max_by_key(|&o| self.day(o))
    }

    /// A deal follows the talks at which it was reached or is sought.
    fn talks_to_deal(&self, event: usize) -> Option<usize> {
        let sought = self.status(event) == EventStatus::Proposed;
        if !sought && self.status(event) != EventStatus::Announced {
            return None;
        }
        self.nearest(event, |o| {
            self.kind(o) == EventType::Negotiation
                && self.share_parties(event, o)
                && self.distance(event, o) <= NEAR
                && match self.status(o) {
                    EventStatus::Effective => true,
                    EventStatus::Announced | EventStatus::Proposed => sought,
                    _ => false,
                }
        })
    }

    /// A joint statement follows the deal.
    fn deal_before(&self, event: usize) -> Option<usize> {
        self.nearest(event, |o| {
            self.kind(o) == EventType::Agreement
                && self.share_parties(event, o)
                && matches!(
                    self.status(o),
                    EventStatus::Announced | EventStatus::Effective
                )
        })
    }

    /// A ruling follows the complaint, and a complaint the one before it of the same parties.
    fn dispute_before(&self, event: usize) -> Option<usize> {
        let stage = |o: usize| match self.events.get(o).and_then(|e| e.detail.as_ref()) {
            Some(Detail::Dispute(dispute)) => dispute.stage(),
            _ => DisputeStage::Unspecified,
        };
        let same = |role: Role, o: usize| {
            let (a, b) = (self.actors(event, role), self.actors(o, role));
            (!a.is_empty() && !b.is_empty()).then(|| a.iter().any(|x| b.contains(x)))
        };
        self.nearest(event, |o| {
            self.kind(o) == EventType::Dispute
                && same(Role::Complainant, o) != Some(false)
                && same(Role::Respondent, o) != Some(false)
                && (same(Role::Complainant, o) == Some(true)
                    || same(Role::Respondent, o) == Some(true))
                && (self.precedes(o, event) == Some(true)
                    || stage(o) != stage(event)
                        && stage(o) as i32 <= stage(event) as i32
                        && stage(o) != DisputeStage::Unspecified
                    || self.said_earlier(o) && !self.said_earlier(event))
        })
    }

    /// "an earlier complaint", "the previous round"
    fn said_earlier(&self, event: usize) -> bool {
        self.members(event).any(|r| {
            Words::new(self.page, r.line).is_some_and(|words| {
                (r.trigger.saturating_sub(3)..r.trigger)
                    .any(|i| words.is(i, &["earlier", "previous", "recent", "first", "initial"]))
            })
        })
    }

    /// A duty, a ban or a sanction follows the probe of the same state.
    fn probe_before(&self, event: usize) -> Option<usize> {
        let own = self.actors(event, Role::Implementer);
        let hit = self.actors(event, Role::Target);
        if self.kind(event) == EventType::Countermeasure {
            return None;
        }
        self.nearest(event, |o| {
            let targets = self.actors(o, Role::Target);
            self.kind(o) == EventType::Investigation
                && self
                    .actors(o, Role::Implementer)
                    .iter()
                    .any(|a| own.contains(a))
                && (targets.is_empty() || hit.is_empty() || targets.iter().any(|t| hit.contains(t)))
        })
    }

    /// The measure that stood before a change of it, an exemption from it or a further one.
    fn measure_before(&self, event: usize, relations: &[RelationDraft]) -> Option<usize> {
        let answers = relations
            .iter()
            .any(|r| r.kind == RelationKind::InResponseTo);
        let changes = matches!(
            self.change(event),
            TariffChange::Exempt
                | TariffChange::Reduce
                | TariffChange::Remove
                | TariffChange::Increase
                | TariffChange::Extend
        );
        if answers {
            return None;
        }
        let further = self.further(event);
        let own = self.actors(event, Role::Implementer);
        let hit = self.actors(event, Role::Target);
        if own.is_empty() {
            return None;
        }
        let shares = |a: &[ActorIndex], b: &[ActorIndex]| a.iter().any(|x| b.contains(x));
        let fits = |o: usize| {
            let targets = self.actors(o, Role::Target);
            let stands = matches!(
                self.change(o),
                TariffChange::Impose | TariffChange::Increase | TariffChange::Unspecified
            ) && matches!(
                self.status(o),
                EventStatus::Effective | EventStatus::Announced
            );
            let earlier = self.precedes(o, event);
            let later = self.remoteness(event) > self.remoteness(o);
            let step = if changes {
                self.change(o) != self.change(event)
                    && (later || earlier == Some(true) || self.change(o) == TariffChange::Impose)
            } else {
                later && (further || self.other_amount(event, o))
            };
            self.kind(o) == self.kind(event)
                && stands
                && earlier != Some(false)
                && shares(&self.actors(o, Role::Implementer), &own)
                && (shares(&targets, &hit) || targets.is_empty() && hit.is_empty())
                && step
        };
        self.nearest(event, fits)
    }

    /// How far from being in force: in force, decided, only thought of.
    fn remoteness(&self, event: usize) -> u8 {
        match self.status(event) {
            EventStatus::Announced => 1,
            EventStatus::Proposed | EventStatus::Threatened => 2,
            _ => 0,
        }
    }

    /// Whether both tell what trade they cover, and it is not the same.
    fn other_amount(&self, a: usize, b: usize) -> bool {
        let amount = |i: usize| self.events.get(i)?.amount.as_ref()?.value;
        matches!((amount(a), amount(b)), (Some(x), Some(y)) if x != y)
    }

    fn change(&self, event: usize) -> TariffChange {
        match self.events.get(event).and_then(|e| e.detail.as_ref()) {
            Some(Detail::Tariff(tariff)) => tariff.change(),
            Some(Detail::TradeRemedy(remedy)) => remedy.change(),
            _ => TariffChange::Unspecified,
        }
    }

    /// Whether the first telling calls it one more: "another round of duties".
    fn further(&self, event: usize) -> bool {
        self.members(event).next().is_some_and(|r| {
            Words::new(self.page, r.line).is_some_and(|words| {
                (r.trigger.saturating_sub(6)..r.trigger).any(|i| words.is(i, FURTHER))
            })
        })
    }
}
