//! From the acts on a measure and their modality to type, status, change and direction.

mod stages;
mod status;

use super::compose::{Bond, How};
use crate::lexicon::{Effect, Frame, MeasureKind};
use crate::proto::v1::{Direction, EventType, TariffChange};
pub(super) use stages::{agreement_stage, dispute_stage};
pub(super) use status::status;

/// The event type of a measure whose kind is settled.
pub(super) fn event_type(kind: MeasureKind) -> Option<EventType> {
    Some(match kind {
        MeasureKind::Tariff | MeasureKind::Preference => EventType::Tariff,
        MeasureKind::ExportControl => EventType::ExportControl,
        MeasureKind::ImportRestriction => EventType::ImportRestriction,
        MeasureKind::TradeRemedy => EventType::TradeRemedy,
        MeasureKind::Sanction => EventType::Sanction,
        MeasureKind::InvestmentRestriction => EventType::InvestmentRestriction,
        MeasureKind::Subsidy => EventType::Subsidy,
        MeasureKind::Investigation => EventType::Investigation,
        MeasureKind::Countermeasure => EventType::Countermeasure,
        MeasureKind::Negotiation => EventType::Negotiation,
        MeasureKind::Agreement => EventType::Agreement,
        MeasureKind::Commitment => EventType::Commitment,
        MeasureKind::Dispute => EventType::Dispute,
        MeasureKind::Coordination => EventType::Coordination,
        MeasureKind::Restriction | MeasureKind::Tax => return None,
    })
}

/// Whether it harms or eases trade by itself, or answers what does.
pub(super) fn is_measure(kind: EventType) -> bool {
    matches!(
        kind,
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

/// Which effects a verb may have on a kind of measure, the likeliest first.
pub(super) fn effects_on(kind: EventType) -> &'static [Effect] {
    use Effect::*;
    match kind {
        EventType::Negotiation => &[
            Hold, Cancel, Pause, Open, Propose, Threaten, Plan, Announce, Decide, Reject, Begin,
            None,
        ],
        EventType::Agreement => &[
            Sign, Ratify, InForce, Bear, Propose, Leave, Reach, Pause, Prolong, Keep, Cancel,
            Begin, Announce, Plan, Threaten, Decide, Reject, Hold, Open, Remove, None,
        ],
        EventType::Dispute => &[
            File, Rule, Pause, Cancel, Open, Hold, Announce, Plan, Threaten, Decide, Propose,
            Reject, Remove, None,
        ],
        EventType::Investigation => &[
            Open, Cancel, Pause, Prolong, Keep, Announce, Decide, Plan, Threaten, Propose, Reject,
            Remove, Hold, None,
        ],
        EventType::Coordination | EventType::Commitment => &[
            Announce, Promise, Reach, Plan, Propose, Threaten, Open, Hold, Decide, Begin, Reject,
            Remove, None,
        ],
        _ => &[
            Begin, Remove, Raise, Lower, Exempt, Pause, Prolong, Keep, InForce, Bear, Reject,
            Propose, Threaten, Plan, Announce, Decide, Cancel, Leave, Promise, None,
        ],
    }
}

/// The effects of a bond on a kind of measure, innermost first, each with the place of its act in the bond.
pub(super) fn effects(bond: &Bond<'_, '_>, kind: EventType) -> Vec<(usize, Effect, u32)> {
    bond.acts
        .iter()
        .enumerate()
        .filter_map(|(i, bound)| {
            let order: &[Effect] = match bound.how {
                How::Adjective => &[
                    Effect::Plan,
                    Effect::Propose,
                    Effect::Threaten,
                    Effect::Pause,
                    Effect::Raise,
                    Effect::Lower,
                    Effect::Announce,
                    Effect::Promise,
                ],
                How::Subject if kind == EventType::Agreement || kind == EventType::Negotiation => {
                    &[
                        Effect::InForce,
                        Effect::Pause,
                        Effect::Cancel,
                        Effect::Open,
                        Effect::Remove,
                        Effect::Plan,
                        Effect::Propose,
                    ]
                }
                How::Subject => &[
                    Effect::InForce,
                    Effect::Bear,
                    Effect::Raise,
                    Effect::Lower,
                    Effect::Remove,
                    Effect::Pause,
                    Effect::Plan,
                    Effect::Propose,
                    Effect::Prolong,
                    Effect::Keep,
                ],
                _ => effects_on(kind),
            };
            let frames: &[Frame] = match bound.how {
                How::With => &[Frame::With, Frame::Whole],
                How::Sufferer => &[Frame::Sufferer],
                How::Subject => &[Frame::Subject, Frame::Object],
                How::Object => &[Frame::Object],
                How::Passive => &[Frame::Object, Frame::With],
                How::Compound | How::Adjective | How::Of => &[Frame::Object, Frame::Subject],
            };
            let (index, entry) = order.iter().find_map(|&effect| {
                bound.act.entries.iter().copied().find(|(_, e)| {
                    e.effect == effect
                        && frames.contains(&e.frame)
                        && e.kind.and_then(event_type).is_none_or(|only| only == kind)
                })
            })?;
            // "tariffs are threatened", "threatened them with tariffs": nothing has begun.
            let threat = bound.act.with(&[Effect::Threaten]);
            match (entry.effect, threat) {
                (Effect::Begin, Some((index, _))) => Some((i, Effect::Threaten, index)),
                _ => Some((i, entry.effect, index)),
            }
        })
        .collect()
}

/// What happens to the duty.
pub(super) fn change(effects: &[Effect], kind: MeasureKind) -> TariffChange {
    let told = effects.iter().copied().find_map(|effect| match effect {
        Effect::Raise => Some(TariffChange::Increase),
        Effect::Lower => Some(TariffChange::Reduce),
        Effect::Remove | Effect::Leave => Some(TariffChange::Remove),
        Effect::Exempt => Some(TariffChange::Exempt),
        Effect::Prolong | Effect::Keep => Some(TariffChange::Extend),
        _ => None,
    });
    match (kind, told) {
        // Who loses a preference pays more, if only for a time; who gets one pays less.
        (MeasureKind::Preference, None) if effects.contains(&Effect::Pause) => {
            TariffChange::Increase
        }
        (MeasureKind::Preference, Some(TariffChange::Remove | TariffChange::Reduce)) => {
            TariffChange::Increase
        }
        (MeasureKind::Preference, _) => TariffChange::Exempt,
        (_, Some(change)) => change,
        (_, None) => TariffChange::Impose,
    }
}

/// Whether a measure harms or eases; unspecified for what is no measure. A `ceiling` is a quota or another limit of quantity.
pub(super) fn direction(
    kind: EventType,
    change: TariffChange,
    effects: &[Effect],
    ceiling: bool,
) -> Direction {
    match kind {
        EventType::Tariff | EventType::TradeRemedy => match change {
            TariffChange::Reduce | TariffChange::Remove | TariffChange::Exempt => {
                Direction::Liberalising
            }
            _ => Direction::Restrictive,
        },
        EventType::ExportControl
        | EventType::ImportRestriction
        | EventType::InvestmentRestriction => {
            // A higher ceiling lets more through, a lower one less.
            let moves = if ceiling {
                Effect::Raise
            } else {
                Effect::Lower
            };
            if effects.contains(&moves) || effects.contains(&Effect::Exempt) {
                Direction::Liberalising
            } else {
                Direction::Restrictive
            }
        }
        EventType::Sanction | EventType::Subsidy | EventType::Countermeasure => {
            Direction::Restrictive
        }
        EventType::Commitment => Direction::Liberalising,
        _ => Direction::Unspecified,
    }
}
