//! How real an event is.

use super::super::modality::Realis;
use crate::lexicon::Effect;
use crate::proto::v1::{EventStatus, EventType, TariffChange};

/// The status that the effects of the acts and the words around them give.
pub(in crate::extract::events) fn status(
    kind: EventType,
    effects: &[Effect],
    realis: Realis,
    change: TariffChange,
) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    let realis = thought_of(effects, realis);
    let duty = matches!(kind, EventType::Tariff | EventType::TradeRemedy);
    // What is not ruled out may come.
    if has(Effect::Reject) && realis == Realis::Denied {
        return EventStatus::Proposed;
    }
    if has(Effect::Reject) || realis == Realis::Denied {
        return match kind {
            _ if !policy(kind) => EventStatus::Rejected,
            // What will not be put off comes; what will not be lifted stays.
            _ if has(Effect::Pause) && duty => EventStatus::Announced,
            _ if has(Effect::Pause) => EventStatus::Effective,
            _ if !duty && (has(Effect::Remove) || has(Effect::Cancel)) => EventStatus::Effective,
            _ => EventStatus::Rejected,
        };
    }
    let thought = match realis {
        Realis::Possible => Some(EventStatus::Proposed),
        Realis::Threat => Some(EventStatus::Threatened),
        _ => None,
    };
    match kind {
        EventType::Negotiation => negotiation(effects, realis),
        EventType::Agreement => agreement(effects, realis),
        EventType::Dispute | EventType::Investigation => {
            if has(Effect::Pause) {
                EventStatus::Suspended
            } else if has(Effect::Cancel) || has(Effect::Remove) {
                EventStatus::Ended
            } else {
                plain(effects, realis)
            }
        }
        _ => {
            let eased = matches!(
                change,
                TariffChange::Reduce | TariffChange::Remove | TariffChange::Exempt
            );
            if has(Effect::Pause) || realis == Realis::Paused {
                return thought.unwrap_or(EventStatus::Suspended);
            }
            if duty && realis == Realis::Threat && eased {
                return EventStatus::Proposed;
            }
            if !duty && (has(Effect::Remove) || has(Effect::Cancel)) {
                // As long as its end is only thought of, the measure stands.
                return thought.map_or(EventStatus::Ended, |_| EventStatus::Effective);
            }
            // "keeps the possibility of tariffs alive": what is kept is a thought.
            let thought = effects
                .iter()
                .take_while(|&&e| e != Effect::Keep)
                .any(|e| matches!(e, Effect::Propose | Effect::Threaten | Effect::Plan));
            if has(Effect::Keep) && !thought {
                // Whoever keeps it, will keep it or may keep it has it.
                return EventStatus::Effective;
            }
            plain(effects, realis)
        }
    }
}

/// Whether acts are taken on measures of this kind: what is no meeting, deal or case.
fn policy(kind: EventType) -> bool {
    !matches!(
        kind,
        EventType::Negotiation
            | EventType::Agreement
            | EventType::Dispute
            | EventType::Investigation
            | EventType::Coordination
    )
}

/// How real an end or a halt is where an act further out only thinks of it: "raised the possibility of a breakdown".
/// Effects stand innermost first.
fn thought_of(effects: &[Effect], realis: Realis) -> Realis {
    let halt = effects
        .iter()
        .position(|e| matches!(e, Effect::Remove | Effect::Cancel | Effect::Pause));
    let (Some(halt), Realis::Real) = (halt, realis) else {
        return realis;
    };
    let outer = effects.get(halt + 1..).unwrap_or_default();
    if outer.contains(&Effect::Threaten) {
        Realis::Threat
    } else if outer.contains(&Effect::Propose) {
        Realis::Possible
    } else {
        realis
    }
}

fn plain(effects: &[Effect], realis: Realis) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    match realis {
        Realis::Threat => EventStatus::Threatened,
        Realis::Possible => EventStatus::Proposed,
        Realis::Paused => EventStatus::Suspended,
        Realis::Denied => EventStatus::Rejected,
        Realis::Untold => EventStatus::Unspecified,
        _ if has(Effect::Threaten) => EventStatus::Threatened,
        _ if has(Effect::Propose) => EventStatus::Proposed,
        Realis::Future => EventStatus::Announced,
        Realis::Real
            if [
                Effect::Plan,
                Effect::Announce,
                Effect::Decide,
                Effect::Promise,
            ]
            .into_iter()
            .any(has) =>
        {
            EventStatus::Announced
        }
        Realis::Real => EventStatus::Effective,
    }
}

fn negotiation(effects: &[Effect], realis: Realis) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    if (has(Effect::Cancel) || has(Effect::Pause))
        && matches!(realis, Realis::Possible | Realis::Threat)
    {
        // "the risk of a breakdown in the talks" leaves them as they are.
        return EventStatus::Unspecified;
    }
    if has(Effect::Cancel) {
        return EventStatus::Ended;
    }
    if has(Effect::Pause) || realis == Realis::Paused {
        return EventStatus::Suspended;
    }
    match realis {
        Realis::Possible | Realis::Threat => EventStatus::Proposed,
        Realis::Future => EventStatus::Announced,
        _ if has(Effect::Propose) => EventStatus::Proposed,
        _ if has(Effect::Plan) || has(Effect::Announce) || has(Effect::Decide) => {
            EventStatus::Announced
        }
        _ => EventStatus::Effective,
    }
}

fn agreement(effects: &[Effect], realis: Realis) -> EventStatus {
    let has = |effect| effects.contains(&effect);
    match realis {
        Realis::Possible => return EventStatus::Proposed,
        Realis::Threat if has(Effect::Leave) || has(Effect::Remove) => {
            return EventStatus::Threatened;
        }
        Realis::Threat => return EventStatus::Proposed,
        Realis::Paused => return EventStatus::Suspended,
        _ => {}
    }
    if has(Effect::Leave) || has(Effect::Remove) || has(Effect::Cancel) {
        return if realis == Realis::Future {
            EventStatus::Announced
        } else {
            EventStatus::Ended
        };
    }
    if has(Effect::Pause) {
        return EventStatus::Suspended;
    }
    // "pushed for the passage of", "called for ratification"
    if effects.iter().skip(1).any(|&e| e == Effect::Propose) {
        return EventStatus::Proposed;
    }
    if realis == Realis::Future {
        let later = [
            Effect::Sign,
            Effect::InForce,
            Effect::Ratify,
            Effect::Prolong,
        ];
        return if later.into_iter().any(has) {
            EventStatus::Announced
        } else {
            EventStatus::Proposed
        };
    }
    if has(Effect::Sign)
        || has(Effect::Ratify)
        || has(Effect::InForce)
        || has(Effect::Bear)
        || has(Effect::Prolong)
        || has(Effect::Begin)
        || has(Effect::Keep)
        || has(Effect::Hold)
    {
        return EventStatus::Effective;
    }
    if has(Effect::Reach) || has(Effect::Announce) || has(Effect::Decide) {
        return EventStatus::Announced;
    }
    EventStatus::Proposed
}
