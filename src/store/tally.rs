//! Counts that are kept up to date: they are summed up in memory and written once per transaction.

use std::collections::BTreeMap;

use crate::proto::v1;
use crate::store::day::DayNumber;
use crate::store::merge::marks::goods_name;

/// By what events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    All = 0,
    Type = 1,
    Status = 2,
    Actor = 3,
    Goods = 4,
}

/// The day under which the sum over all days is counted.
pub const ALL_DAYS: i32 = -1;

/// Changes of counts.
#[derive(Debug, Default)]
pub struct Tally {
    pub events: BTreeMap<(Dimension, String, i32), i64>,
    /// Events and statements of each actor.
    pub actors: BTreeMap<String, (i64, i64)>,
}

/// The groups in which an event counts.
pub fn groups(event: &v1::TradeEvent) -> Vec<(Dimension, String)> {
    let mut groups = vec![
        (Dimension::All, String::new()),
        (Dimension::Type, event.r#type().as_str_name().to_owned()),
        (Dimension::Status, event.status().as_str_name().to_owned()),
    ];
    let actors: std::collections::BTreeSet<&String> =
        event.participants.iter().map(|p| &p.actor_id).collect();
    groups.extend(actors.into_iter().map(|id| (Dimension::Actor, id.clone())));
    let goods: std::collections::BTreeSet<String> = event.goods.iter().map(goods_name).collect();
    groups.extend(goods.into_iter().map(|name| (Dimension::Goods, name)));
    groups
}

impl Tally {
    /// An event that is there (1) or gone (-1).
    pub fn event(&mut self, head: &v1::EventRecord, by: i64) {
        let Some(event) = &head.event else { return };
        let day = DayNumber::parse(head.first_reported.as_deref()).0;
        for (dimension, value) in groups(event) {
            if dimension == Dimension::Actor {
                self.actors.entry(value.clone()).or_default().0 += by;
            }
            *self
                .events
                .entry((dimension, value.clone(), day))
                .or_default() += by;
            *self.events.entry((dimension, value, ALL_DAYS)).or_default() += by;
        }
    }

    /// A statement of a speaker that is there (1) or gone (-1).
    pub fn statement(&mut self, speaker: &str, by: i64) {
        self.actors.entry(speaker.to_owned()).or_default().1 += by;
    }
}
