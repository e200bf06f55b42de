//! Who acts on whom, for telling acts apart.

use std::collections::BTreeSet;

use crate::proto::v1::{self, EventType, Role};

/// Most pairs of actors that are told apart; where there are more, all together count as one.
const MAX_PAIRS: usize = 8;

/// Who acts on whom.
pub(super) struct Sides {
    /// Countries and blocs that act; where there are none, others that act.
    doers: BTreeSet<String>,
    /// The same for those acted on.
    others: BTreeSet<String>,
    /// Companies, bodies and persons that are acted on.
    pub entities: BTreeSet<String>,
    /// Whether both sides are alike (parties), so that a pair has no order.
    alike: bool,
}

impl Sides {
    pub fn of(event: &v1::TradeEvent) -> Self {
        let of = |role: Role| -> BTreeSet<String> {
            let all = event.participants.iter().filter(|p| p.role() == role);
            let ids = all.map(|p| p.actor_id.clone());
            ids.filter(|id| !id.is_empty()).collect()
        };
        let (doers, others, alike) = match event.r#type() {
            EventType::Negotiation | EventType::Agreement | EventType::Coordination => {
                (of(Role::Party), BTreeSet::new(), true)
            }
            EventType::Dispute => (of(Role::Complainant), of(Role::Respondent), false),
            EventType::Subsidy => (of(Role::Implementer), of(Role::Beneficiary), false),
            EventType::Commitment => {
                let aimed = of(Role::Target);
                let others = if aimed.is_empty() {
                    of(Role::Beneficiary)
                } else {
                    aimed
                };
                (of(Role::Implementer), others, false)
            }
            _ => (of(Role::Implementer), of(Role::Target), false),
        };
        let entities = others.iter().filter(|id| !is_state(id)).cloned().collect();
        Self {
            doers: states(doers),
            others: states(others),
            entities,
            alike,
        }
    }

    /// Each doer with each other; empty where nobody is known.
    pub fn pairs(&self) -> Vec<String> {
        let mut pairs: Vec<String> = if self.alike {
            let all: Vec<&String> = self.doers.iter().collect();
            match all.as_slice() {
                [] => Vec::new(),
                [one] => vec![(*one).clone()],
                many => (0..many.len())
                    .flat_map(|i| many[i + 1..].iter().map(move |b| (many[i], b)))
                    .map(|(a, b)| format!("{a} {b}"))
                    .collect(),
            }
        } else {
            match (self.doers.is_empty(), self.others.is_empty()) {
                (true, true) => Vec::new(),
                (true, false) => self.others.iter().map(|b| format!("> {b}")).collect(),
                (false, true) => self.doers.iter().map(|a| format!("{a} >")).collect(),
                (false, false) => {
                    let with = |a| self.others.iter().map(move |b| (a, b));
                    let all = self.doers.iter().flat_map(with);
                    all.filter(|(a, b)| a != b)
                        .map(|(a, b)| format!("{a} > {b}"))
                        .collect()
                }
            }
        };
        if pairs.len() > MAX_PAIRS {
            pairs = vec![pairs.join(", ")];
        }
        pairs
    }
}

/// Whether an id is that of a country or a bloc: theirs are capitals and digits, all others are slugs.
fn is_state(id: &str) -> bool {
    !id.chars().any(char::is_lowercase)
}

/// The countries and blocs; all where there is none.
fn states(all: BTreeSet<String>) -> BTreeSet<String> {
    if all.iter().any(|id| is_state(id)) {
        all.into_iter().filter(|id| is_state(id)).collect()
    } else {
        all
    }
}
