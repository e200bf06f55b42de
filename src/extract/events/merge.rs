//! Readings of one act, wherever the text tells it, become one event.

use super::reading::{Reading, Reference};
use crate::proto::v1::{Direction, EventStatus, EventType, Rate, Role, TariffChange};

/// The readings of one event, as indices, in text order.
pub(super) type Group = Vec<usize>;

/// Groups the readings of a page.
pub(super) fn group(readings: &[Reading]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        let best = groups
            .iter()
            .enumerate()
            .rev()
            .filter_map(|(g, group)| score(readings, group, reading).map(|score| (score, g)))
            .max_by_key(|&(score, g)| (score, g));
        match best {
            Some((_, g)) => groups[g].push(index),
            None if reading.reference == Reference::Telling || stands_alone(reading) => {
                groups.push(vec![index])
            }
            None => {}
        }
    }
    groups
}

/// A noun phrase that says enough to be an event without an earlier one.
fn stands_alone(reading: &Reading) -> bool {
    let core = reading
        .roles
        .iter()
        .any(|r| matches!(r.role, Role::Implementer | Role::Complainant));
    let parties = reading.actors_in(Role::Party).count();
    match reading.kind {
        EventType::Negotiation => parties >= 1,
        EventType::Agreement | EventType::Coordination => parties >= 2,
        EventType::Dispute | EventType::Investigation => core,
        _ => core || reading.rate.is_some() && !reading.roles.is_empty(),
    }
}

/// How well a reading fits the readings of an event; none where it contradicts them.
fn score(readings: &[Reading], group: &Group, new: &Reading) -> Option<i32> {
    let members: Vec<&Reading> = group.iter().filter_map(|&i| readings.get(i)).collect();
    let first = members.first()?;
    if first.kind != new.kind {
        return None;
    }
    let last = members.last()?;
    let mut score = 0;
    // Roles: what both name must not be disjoint.
    for role in [
        Role::Implementer,
        Role::Target,
        Role::Complainant,
        Role::Respondent,
    ] {
        let old: Vec<_> = members.iter().flat_map(|m| m.actors_in(role)).collect();
        let fresh: Vec<_> = new.actors_in(role).collect();
        if old.is_empty() || fresh.is_empty() {
            continue;
        }
        let shared = fresh.iter().filter(|a| old.contains(a)).count();
        if shared == 0 || shared < fresh.len() && role == Role::Implementer {
            return None;
        }
        score += 2;
    }
    let old: Vec<_> = members
        .iter()
        .flat_map(|m| m.actors_in(Role::Party))
        .collect();
    let fresh: Vec<_> = new.actors_in(Role::Party).collect();
    if !old.is_empty() && !fresh.is_empty() {
        let shared = fresh.iter().filter(|a| old.contains(a)).count();
        if shared == 0 || old.len() >= 2 && fresh.len() >= 2 && shared < 2 {
            return None;
        }
        score += shared as i32;
    }
    // Rates and what happens to the duty.
    let old_rates: Vec<&Rate> = members.iter().filter_map(|m| m.rate.as_ref()).collect();
    if let (Some(fresh), false) = (&new.rate, old_rates.is_empty()) {
        if !old_rates.iter().any(|old| same_rate(old, fresh)) {
            return None;
        }
        score += 3;
    }
    let old_change = members
        .iter()
        .map(|m| m.change)
        .find(|&c| c != TariffChange::Unspecified)
        .unwrap_or(TariffChange::Unspecified);
    if new.change != TariffChange::Unspecified
        && old_change != TariffChange::Unspecified
        && new.reference == Reference::Telling
    {
        if new.change != old_change && !near(old_change, new.change) {
            return None;
        }
        score += 1;
    }
    if first.direction != Direction::Unspecified
        && new.direction != Direction::Unspecified
        && first.direction != new.direction
        && new.reference == Reference::Telling
        && new.status != EventStatus::Suspended
    {
        return None;
    }
    // Goods.
    let old_goods: Vec<&str> = members
        .iter()
        .flat_map(|m| m.goods.iter().map(|g| g.text.as_str()))
        .collect();
    if !old_goods.is_empty() && !new.goods.is_empty() {
        let shared = new
            .goods
            .iter()
            .any(|g| old_goods.iter().any(|o| words_shared(o, &g.text)));
        if !shared && new.reference == Reference::Telling {
            return None;
        }
        score += i32::from(shared);
    }
    // Amounts.
    let old_amount = members
        .iter()
        .find_map(|m| m.amount.as_ref().and_then(|a| a.value));
    if let (Some(old), Some(fresh)) = (old_amount, new.amount.as_ref().and_then(|a| a.value)) {
        if (old - fresh).abs() > old.abs() * 0.01 {
            return None;
        }
        score += 2;
    }
    // "New" measures are others than those told before, unless a figure or a date says that they are the same.
    if new.fresh
        && new.reference == Reference::Telling
        && score < 5
        && first.kind != EventType::Negotiation
    {
        let same_line = last.line == new.line;
        if !same_line && last.status != new.status && !members.iter().any(|m| m.fresh) {
            return None;
        }
    }
    if !dates_agree(&members, new) {
        return None;
    }
    if !statuses_agree(last, new) {
        return None;
    }
    // Nearness breaks ties.
    score += if new.line.saturating_sub(last.line) <= 2 {
        1
    } else {
        0
    };
    Some(score)
}

fn near(a: TariffChange, b: TariffChange) -> bool {
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

fn same_rate(a: &Rate, b: &Rate) -> bool {
    a.min_percent == b.min_percent && a.max_percent == b.max_percent
}

fn words_shared(a: &str, b: &str) -> bool {
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

fn dates_agree(members: &[&Reading], new: &Reading) -> bool {
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
fn statuses_agree(last: &Reading, new: &Reading) -> bool {
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
        _ => !matches!(
            (last.status, new.status),
            (Effective, Threatened)
                | (Effective, Proposed)
                | (Threatened, Effective)
                | (Proposed, Effective)
        ),
    }
}
