//! Whether a record is what a filter asks for, as far as the record itself says it.

use jiff::civil::Date;

use super::merge::marks::goods_name;
use super::query::{ActorTerm, DateTerm, Days, EventFilter, RateRange, StatementFilter};
use crate::proto::v1::{self, EventDateKind, trade_event::Detail};

impl EventFilter {
    /// Whether the merged event is what the filter asks for. Leaves out the days of the reports and the words: these depend on
    /// the sources.
    pub fn matches(&self, event: &v1::TradeEvent) -> bool {
        one_of(&self.types, event.r#type())
            && one_of(&self.statuses, event.status())
            && one_of(&self.directions, event.direction())
            && self.actors.iter().all(|term| term.matches(event))
            && (self.goods.is_empty() || event.goods.iter().any(|goods| self.covers(goods)))
            && (self.hs_prefixes.is_empty()
                || event.goods.iter().any(|goods| self.classifies(goods)))
            && self.date.is_none_or(|date| date.matches(event))
            && self.rate.is_none_or(|rate| rate.matches(event))
    }

    fn covers(&self, goods: &v1::Goods) -> bool {
        let name = goods_name(goods);
        self.goods
            .iter()
            .any(|wanted| wanted.to_lowercase() == name)
    }

    fn classifies(&self, goods: &v1::Goods) -> bool {
        let starts = |prefix: &String| {
            goods
                .hs_codes
                .iter()
                .any(|code| code.starts_with(prefix.as_str()))
        };
        self.hs_prefixes.iter().any(starts)
    }
}

impl ActorTerm {
    fn matches(&self, event: &v1::TradeEvent) -> bool {
        event
            .participants
            .iter()
            .any(|p| self.any_of.contains(&p.actor_id) && one_of(&self.roles, p.role()))
    }
}

impl DateTerm {
    fn matches(&self, event: &v1::TradeEvent) -> bool {
        let Some(dates) = &event.dates else {
            return false;
        };
        let all = [
            (EventDateKind::Announced, &dates.announced),
            (EventDateKind::Effective, &dates.effective),
            (EventDateKind::Ends, &dates.ends),
            (EventDateKind::Occurred, &dates.occurred),
        ];
        all.into_iter()
            .filter(|(kind, _)| self.kind == EventDateKind::Unspecified || self.kind == *kind)
            .filter_map(|(_, date)| date.as_ref())
            .any(|date| overlaps(&self.days, date))
    }
}

/// Whether an interval and a range share a day. A date that is not resolved shares none.
fn overlaps(days: &Days, date: &v1::DateInterval) -> bool {
    let day = |written: &Option<String>| written.as_ref()?.parse::<Date>().ok();
    let (Some(start), Some(end)) = (day(&date.start), day(&date.end)) else {
        return false;
    };
    days.first.is_none_or(|first| first <= end) && days.last.is_none_or(|last| start <= last)
}

impl RateRange {
    fn matches(&self, event: &v1::TradeEvent) -> bool {
        let rate = match &event.detail {
            Some(Detail::Tariff(tariff)) => tariff.rate.as_ref(),
            Some(Detail::TradeRemedy(remedy)) => remedy.rate.as_ref(),
            _ => None,
        };
        let Some(rate) = rate else { return false };
        let (low, high) = match (rate.min_percent, rate.max_percent) {
            (Some(low), Some(high)) => (low, high),
            (Some(one), None) | (None, Some(one)) => (one, one),
            (None, None) => return false,
        };
        self.min.is_none_or(|min| min <= high) && self.max.is_none_or(|max| low <= max)
    }
}

impl StatementFilter {
    /// Whether the statement is what the filter asks for; `affiliations`: the speaker and all whom he acts for. Leaves out the
    /// words.
    pub fn matches(&self, record: &v1::StatementRecord, affiliations: &[String]) -> bool {
        let Some(statement) = &record.statement else {
            return false;
        };
        let any = |wanted: &[String], mut of: std::slice::Iter<'_, String>| {
            wanted.is_empty() || of.any(|id| wanted.contains(id))
        };
        let channel = statement
            .channel
            .as_ref()
            .map(|span| span.text.to_lowercase());
        let day = record.day.as_ref().and_then(|day| day.parse().ok());
        any(&self.speakers, statement.speaker_id.as_slice().iter())
            && any(&self.affiliations, affiliations.iter())
            && any(&self.events, statement.event_ids.iter())
            && one_of(&self.acts, statement.act())
            && (self.channels.is_empty()
                || self
                    .channels
                    .iter()
                    .any(|wanted| Some(wanted.to_lowercase()) == channel))
            && self.reported.contains(day)
    }
}

/// Whether a value is among those asked for; all are where none is.
fn one_of<T: PartialEq>(wanted: &[T], value: T) -> bool {
    wanted.is_empty() || wanted.contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> v1::TradeEvent {
        v1::TradeEvent {
            participants: vec![v1::Participant {
                role: v1::Role::Target.into(),
                actor_id: "BR".into(),
                spans: Vec::new(),
            }],
            goods: vec![v1::Goods {
                text: "coffee".into(),
                hs_codes: vec!["0901".into()],
                ..Default::default()
            }],
            dates: Some(v1::EventDates {
                effective: Some(v1::DateInterval {
                    start: Some("2025-08-01".into()),
                    end: Some("2025-08-31".into()),
                    ..Default::default()
                }),
                ..Default::default()
            }),
            detail: Some(Detail::Tariff(v1::TariffDetail {
                rate: Some(v1::Rate {
                    min_percent: Some(10.0),
                    max_percent: Some(50.0),
                    ..Default::default()
                }),
                ..Default::default()
            })),
            ..Default::default()
        }
    }

    fn days(first: &str, last: &str) -> Days {
        Days {
            first: Some(first.parse().unwrap()),
            last: Some(last.parse().unwrap()),
        }
    }

    #[test]
    fn ranges_match_where_they_share_a_value() {
        let rate = |min, max| EventFilter {
            rate: Some(RateRange { min, max }),
            ..Default::default()
        };
        assert!(rate(Some(50.0), None).matches(&event()));
        assert!(rate(None, Some(10.0)).matches(&event()));
        assert!(!rate(Some(50.1), None).matches(&event()));
        let date = |kind, days| EventFilter {
            date: Some(DateTerm { kind, days }),
            ..Default::default()
        };
        assert!(date(EventDateKind::Effective, days("2025-08-31", "2025-09-30")).matches(&event()));
        assert!(
            !date(EventDateKind::Effective, days("2025-09-01", "2025-09-30")).matches(&event())
        );
        assert!(!date(EventDateKind::Ends, days("2025-08-01", "2025-09-30")).matches(&event()));
    }

    #[test]
    fn a_role_counts_for_the_actor_that_has_it() {
        let actor = |role| EventFilter {
            actors: vec![ActorTerm {
                any_of: vec!["BR".into()],
                roles: vec![role],
            }],
            ..Default::default()
        };
        assert!(actor(v1::Role::Target).matches(&event()));
        assert!(!actor(v1::Role::Implementer).matches(&event()));
    }

    #[test]
    fn goods_match_by_name_and_by_the_beginning_of_a_code() {
        let by = |goods: &str, prefix: &str| EventFilter {
            goods: vec![goods.into()],
            hs_prefixes: vec![prefix.into()],
            ..Default::default()
        };
        assert!(!by("Tea", "09").matches(&event()));
        assert!(!by("coffe", "10").matches(&event()));
        assert!(
            by("coffe", "090").matches(&event()),
            "goods without a canonical name are known by their stems"
        );
    }
}
