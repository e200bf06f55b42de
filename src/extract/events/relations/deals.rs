//! Measures that carry out an agreement.

use super::Relating;
use crate::extract::actors::ActorIndex;
use crate::extract::events::RelationDraft;
use crate::proto::v1::{EventStatus, EventType, RelationKind, Role};

impl Relating<'_, '_> {
    pub fn implements(&self, event: usize, relations: &mut Vec<RelationDraft>) {
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
}
