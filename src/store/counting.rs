//! Counting events: which counters answer a query, and the sums.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::day::DayNumber;
use super::query::{CountQuery, EventFilter};
use super::tally::{ALL_DAYS, Dimension, groups};
use crate::proto::v1::{self, EventGrouping, TimeBucket};

/// The counts of one query.
pub struct Counting<'q> {
    pub query: &'q CountQuery,
    dimension: Dimension,
    /// By first day of the span of time, and group.
    counts: BTreeMap<(Option<Date>, String), u64>,
}

impl<'q> Counting<'q> {
    /// Nothing yet.
    pub fn new(query: &'q CountQuery) -> Self {
        let dimension = match query.grouping {
            EventGrouping::Unspecified => Dimension::All,
            EventGrouping::Type => Dimension::Type,
            EventGrouping::Status => Dimension::Status,
            EventGrouping::Actor => Dimension::Actor,
            EventGrouping::Goods => Dimension::Goods,
        };
        Self {
            query,
            dimension,
            counts: BTreeMap::new(),
        }
    }

    /// The counters that answer the query by themselves, and which of their values; none: every event has to be looked at.
    pub fn counted(&self) -> Option<(Dimension, Option<Vec<String>>)> {
        counted(&self.query.filter, self.dimension)
    }

    /// Which days of the counters count, as a condition on the column `day`.
    pub fn counter_days(&self) -> &'static str {
        match self.query.bucket {
            TimeBucket::Unspecified => "day = -1",
            _ => "day > 0",
        }
    }

    /// Adds what a counter holds.
    pub fn add(&mut self, value: String, day: i32, count: u64) {
        let group = if self.query.grouping == EventGrouping::Unspecified {
            String::new()
        } else {
            value
        };
        let day = if day == ALL_DAYS {
            None
        } else {
            bucket(self.query.bucket, DayNumber(day))
        };
        *self.counts.entry((day, group)).or_default() += count;
    }

    /// Counts an event that may match. Each may be looked at once.
    pub fn look(&mut self, head: &v1::EventRecord) {
        let event = head.event.as_ref();
        let Some(event) = event.filter(|event| self.query.filter.matches(event)) else {
            return;
        };
        let reported = DayNumber::parse(head.first_reported.as_deref());
        let day = bucket(self.query.bucket, reported);
        if self.query.bucket != TimeBucket::Unspecified && day.is_none() {
            return;
        }
        for (of, group) in groups(event) {
            if of == self.dimension {
                *self.counts.entry((day, group)).or_default() += 1;
            }
        }
    }

    /// The numbers, by day and then by group.
    pub fn counts(self) -> Vec<v1::EventCount> {
        let counts = self.counts.into_iter().filter(|(_, count)| *count > 0);
        let count = counts.map(|((day, group), count)| v1::EventCount {
            group,
            first_day: day.map(|day| day.to_string()),
            count,
        });
        count.collect()
    }
}

/// For filters of one condition at the most, with groups of the same kind or none.
fn counted(filter: &EventFilter, grouping: Dimension) -> Option<(Dimension, Option<Vec<String>>)> {
    if *filter == EventFilter::default() {
        return Some((grouping, None));
    }
    let one = |dimension: Dimension, rest: EventFilter, values: Vec<String>| {
        // Events that fulfil several values would count several times.
        let once = values.len() == 1 || matches!(dimension, Dimension::Type | Dimension::Status);
        let alone = rest == EventFilter::default() && once;
        let fits =
            grouping == dimension && dimension != Dimension::Actor && dimension != Dimension::Goods;
        (alone && (grouping == Dimension::All || fits)).then_some((dimension, Some(values)))
    };
    if !filter.types.is_empty() {
        let rest = EventFilter {
            types: Vec::new(),
            ..filter.clone()
        };
        let mut values: Vec<String> = filter
            .types
            .iter()
            .map(|kind| kind.as_str_name().to_owned())
            .collect();
        values.sort();
        values.dedup();
        return one(Dimension::Type, rest, values);
    }
    if !filter.statuses.is_empty() {
        let rest = EventFilter {
            statuses: Vec::new(),
            ..filter.clone()
        };
        let mut values: Vec<String> = filter
            .statuses
            .iter()
            .map(|status| status.as_str_name().to_owned())
            .collect();
        values.sort();
        values.dedup();
        return one(Dimension::Status, rest, values);
    }
    if let [actor] = filter.actors.as_slice()
        && actor.roles.is_empty()
    {
        let rest = EventFilter {
            actors: Vec::new(),
            ..filter.clone()
        };
        return one(Dimension::Actor, rest, actor.any_of.clone());
    }
    if !filter.goods.is_empty() {
        let rest = EventFilter {
            goods: Vec::new(),
            ..filter.clone()
        };
        return one(
            Dimension::Goods,
            rest,
            filter
                .goods
                .iter()
                .map(|name| name.to_lowercase())
                .collect(),
        );
    }
    None
}

/// The first day of the span of time that a day lies in; none where all count together, or no day is known.
fn bucket(bucket: TimeBucket, day: DayNumber) -> Option<Date> {
    let date = day.date()?;
    match bucket {
        TimeBucket::Unspecified => None,
        TimeBucket::Day => Some(date),
        TimeBucket::Week => {
            let since_monday = i64::from(date.weekday().to_monday_zero_offset());
            date.checked_sub(since_monday.days()).ok()
        }
        TimeBucket::Month => Some(date.first_of_month()),
    }
}
