//! The marks by which acts of one kind are told apart.

use std::collections::BTreeSet;

use crate::proto::v1::{self, trade_event::Detail};
use crate::store::day::DayNumber;
use crate::store::words::words;

/// Longest interval, in days, that dates a meeting.
const MEETING_DAYS: i32 = 7;

pub(super) fn goods(event: &v1::TradeEvent) -> Vec<String> {
    let names: BTreeSet<String> = event.goods.iter().map(goods_name).collect();
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// The name under which goods are known: the canonical one in lower case, else the stems of the words as written.
pub fn goods_name(goods: &v1::Goods) -> String {
    goods
        .name
        .as_ref()
        .map_or_else(|| stems(&goods.text), |name| name.to_lowercase())
}

fn stems(written: &str) -> String {
    let stems: Vec<String> = words(written).into_iter().map(|word| word.stem).collect();
    stems.join(" ")
}

/// The figure of a duty, whatever it is measured from: documents differ in whether they say so.
pub(super) fn rate(event: &v1::TradeEvent) -> Vec<String> {
    let (rate, duty) = match &event.detail {
        Some(Detail::Tariff(tariff)) => (&tariff.rate, &tariff.specific_duty),
        Some(Detail::TradeRemedy(remedy)) => (&remedy.rate, &remedy.specific_duty),
        _ => return Vec::new(),
    };
    let percent = rate
        .as_ref()
        .and_then(|rate| rate.max_percent.or(rate.min_percent));
    let money = duty.as_ref().and_then(|duty| duty.amount.as_ref()?.value);
    let percent = percent.map(|percent| format!("{percent:.2}%"));
    percent
        .or(money.map(|money| format!("{money:.2}")))
        .into_iter()
        .collect()
}

pub(super) fn amount(event: &v1::TradeEvent) -> Vec<String> {
    let Some(v1::Amount {
        value: Some(value),
        currency,
        ..
    }) = &event.amount
    else {
        return Vec::new();
    };
    let currency = currency.as_deref().unwrap_or_default();
    vec![format!("amount {value:.0} {currency}")]
}

/// Each day of a meeting, where its dates are known well enough.
pub(super) fn meeting_days(event: &v1::TradeEvent) -> Vec<String> {
    let Some(interval) = event
        .dates
        .as_ref()
        .and_then(|dates| dates.occurred.as_ref())
    else {
        return Vec::new();
    };
    let first = DayNumber::parse(interval.start.as_deref());
    let last = DayNumber::parse(interval.end.as_deref());
    if first == DayNumber::UNKNOWN || !(0..MEETING_DAYS).contains(&(last.0 - first.0)) {
        return Vec::new();
    }
    (first.0..=last.0).map(|day| format!("day {day}")).collect()
}

pub(super) fn place(event: &v1::TradeEvent) -> Vec<String> {
    let name = event
        .location
        .as_ref()
        .and_then(|location| location.name.as_ref());
    let place = name.map(|name| format!("at {}", name.to_lowercase()));
    let forum = match &event.detail {
        Some(Detail::Negotiation(detail)) => detail.forum.as_ref(),
        _ => None,
    };
    let forum = forum.map(|span| format!("forum {}", stems(&span.text)));
    place.into_iter().chain(forum).collect()
}

pub(super) fn legal_basis(event: &v1::TradeEvent) -> Vec<String> {
    match &event.detail {
        Some(Detail::Investigation(detail)) => {
            let basis = detail.legal_basis.as_ref();
            basis
                .map(|span| format!("under {}", stems(&span.text)))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn forum(event: &v1::TradeEvent) -> Vec<String> {
    match &event.detail {
        Some(Detail::Dispute(detail)) => {
            let id = detail.forum_id.as_ref();
            id.map(|id| format!("before {id}")).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn name(event: &v1::TradeEvent) -> Vec<String> {
    match &event.detail {
        Some(Detail::Agreement(detail)) => {
            let name = detail.name.as_ref();
            name.map(|name| format!("named {}", name.to_lowercase()))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}
