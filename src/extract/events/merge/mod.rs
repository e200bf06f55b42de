//! Readings of one act, wherever the text tells it, become one event.

mod agree;

use agree::{dates_agree, near, same_rate, statuses_agree, words_shared};

use super::reading::{Reading, Reference};
use crate::lexicon::Instrument;
use crate::proto::v1::{Direction, DisputeStage, EventStatus, EventType, Rate, Role, TariffChange};

/// The readings of one event, as indices, in text order.
pub(super) type Group = Vec<usize>;

/// Groups the readings of a page.
pub(super) fn group(readings: &[Reading]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        if reading.reference == Reference::Pro {
            if let Some(group) = antecedent(readings, &groups, index) {
                groups[group].push(index);
            }
            continue;
        }
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

/// The event that "the move" stands for: that of the latest telling of its kind before it.
fn antecedent(readings: &[Reading], groups: &[Group], index: usize) -> Option<usize> {
    let kind = readings.get(index)?.kind;
    let latest = |group: &Group| {
        group
            .iter()
            .copied()
            .filter(|&i| {
                readings
                    .get(i)
                    .is_some_and(|r| r.kind == kind && r.reference != Reference::Pro)
            })
            .max()
    };
    (0..groups.len())
        .filter_map(|g| Some((latest(&groups[g])?, g)))
        .max()
        .map(|(_, g)| g)
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
        // "its trade barriers": that they exist is no act.
        EventType::ImportRestriction if reading.act.is_none() && reading.instrument.is_none() => {
            false
        }
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
    // What hangs on a condition is another act than the condition.
    if last.line == new.line && last.conditional != new.conditional {
        return None;
    }
    // A ruling is not the complaint that it decides, nor its appeal.
    if new.reference == Reference::Telling && new.dispute_stage != DisputeStage::Unspecified {
        let told = members
            .iter()
            .filter(|m| m.reference == Reference::Telling)
            .map(|m| m.dispute_stage)
            .find(|&s| s != DisputeStage::Unspecified);
        let decides = |s| matches!(s, DisputeStage::Ruling | DisputeStage::Appeal);
        if told
            .is_some_and(|s| s != new.dispute_stage && (decides(s) || decides(new.dispute_stage)))
        {
            return None;
        }
    }
    // Who is added to a list is not who is taken off it.
    let listed = |r: &Reading| {
        r.reference == Reference::Telling
            && r.instrument
                .as_ref()
                .is_some_and(|(i, _)| *i == Instrument::Listing)
    };
    let ended = |r: &Reading| r.status == EventStatus::Ended;
    if listed(new) && members.iter().any(|m| listed(m) && ended(m) != ended(new)) {
        return None;
    }
    // What was planned and put off is not what is in force.
    if new.unborn
        && new.reference == Reference::Telling
        && members.iter().any(|m| m.status == EventStatus::Effective)
    {
        return None;
    }
    // A call is not the meeting.
    if let (Some(format), true) = (new.format, new.reference == Reference::Telling)
        && members
            .iter()
            .filter(|m| m.reference == Reference::Telling)
            .filter_map(|m| m.format)
            .any(|f| f != format)
    {
        return None;
    }
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
        // A cut that is agreed is not the removal that is asked for.
        let told = members
            .iter()
            .find(|m| m.change == old_change)
            .map_or(EventStatus::Unspecified, |m| m.status);
        let eases = |c| matches!(c, TariffChange::Reduce | TariffChange::Remove);
        let rated = new.rate.is_some() && !old_rates.is_empty();
        if new.change != old_change
            && eases(new.change)
            && eases(old_change)
            && new.status != told
            && !rated
        {
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
    // Duties on steel from everywhere are not those on all the goods of one country.
    let aimed = |r: &Reading| r.actors_in(Role::Target).next().is_some();
    if new.reference == Reference::Telling
        && new.kind == EventType::Tariff
        && aimed(new)
        && new.goods.is_empty()
        && new.amount.is_some()
        && !members.iter().any(|m| aimed(m))
        && !old_goods.is_empty()
    {
        return None;
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
        let told = new.another || !members.iter().any(|m| m.fresh);
        if last.status != new.status && told {
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
