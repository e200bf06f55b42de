//! Whether what two tellings say may be of one act.

use crate::extract::events::reading::{Reading, Reference};
use crate::proto::v1::{EventStatus, EventType, Rate, TariffChange};

pub(super) fn near(a: TariffChange, b: TariffChange) -> bool {
    use TariffChange::*;
    matches!(
        (a, b),
        (Impose, Increase)
            | (Increase, Impose)
            | (Reduce, Remove)
            | (Remove, Reduce)
            | (Impose, Extend)
            | (Extend, Impose)
            | (Increase, Extend)
    )
}

pub(super) fn same_rate(a: &Rate, b: &Rate) -> bool {
    a.min_percent == b.min_percent && a.max_percent == b.max_percent
}

pub(super) fn words_shared(a: &str, b: &str) -> bool {
    let words = |s: &str| {
        s.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let b = words(b);
    words(a).iter().any(|w| b.contains(w))
}

pub(super) fn dates_agree(members: &[&Reading], new: &Reading) -> bool {
    let kinds = |r: &Reading| {
        [
            r.dates.announced.clone(),
            r.dates.effective.clone(),
            r.dates.ends.clone(),
            r.dates.occurred.clone(),
        ]
    };
    let fresh = kinds(new);
    members.iter().all(|m| {
        kinds(m)
            .iter()
            .zip(&fresh)
            .all(|(old, new)| match (old, new) {
                (Some(old), Some(new)) => match (&old.start, &new.start, &old.end, &new.end) {
                    (Some(s), Some(t), Some(e), Some(f)) => s <= f && t <= e,
                    _ => true,
                },
                _ => true,
            })
    })
}

/// Talks that were held and talks to come are two events, and so are a measure in force and one that is only thought of.
pub(super) fn statuses_agree(last: &Reading, new: &Reading) -> bool {
    use EventStatus::*;
    if new.status == Unspecified
        || last.status == Unspecified
        || new.reference != Reference::Telling
    {
        return true;
    }
    match new.kind {
        EventType::Negotiation => !matches!(
            (last.status, new.status),
            (Effective, Announced)
                | (Announced, Effective)
                | (Effective, Proposed)
                | (Ended, Announced)
                | (Ended, Proposed)
                | (Suspended, Announced)
                | (Suspended, Proposed)
                | (Proposed, Effective)
        ),
        EventType::Agreement => !matches!(
            (last.status, new.status),
            (Effective, Proposed) | (Ended, Proposed) | (Ended, Announced) | (Proposed, Ended)
        ),
        // A duty that was struck down is not the one that is raised then.
        EventType::Tariff
            if last.status == Rejected
                && new.status == Effective
                && new.change == TariffChange::Increase =>
        {
            false
        }
        _ => !matches!(
            (last.status, new.status),
            (Effective, Threatened)
                | (Effective, Proposed)
                | (Threatened, Effective)
                | (Proposed, Effective)
        ),
    }
}
