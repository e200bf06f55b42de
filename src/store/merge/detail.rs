//! What the tellings of an event say together of what only events of its type have.

use super::Telling;
use super::fold::{amount_key, most};
use crate::proto::v1::{self, trade_event::Detail};

/// The detail of the type that most tell; each of its fields as most tell it.
pub(super) fn detail(tellings: &[Telling]) -> Option<Detail> {
    let all: Vec<&Detail> = tellings
        .iter()
        .filter_map(|telling| telling.event.detail.as_ref())
        .collect();
    let shape = most(all.iter().copied(), kind, kind)?;
    let all = all.into_iter().filter(|detail| kind(detail) == shape);
    macro_rules! of {
        ($variant:ident) => {
            all.filter_map(|detail| match detail {
                Detail::$variant(detail) => Some(detail),
                _ => None,
            })
            .collect::<Vec<_>>()
        };
    }
    Some(match shape {
        0 => Detail::Tariff(tariff(&of!(Tariff))),
        1 => Detail::TradeRemedy(remedy(&of!(TradeRemedy))),
        2 => Detail::ExportControl(restriction(&of!(ExportControl))),
        3 => Detail::ImportRestriction(restriction(&of!(ImportRestriction))),
        4 => Detail::Sanction(restriction(&of!(Sanction))),
        5 => Detail::Negotiation(negotiation(&of!(Negotiation))),
        6 => Detail::Agreement(agreement(&of!(Agreement))),
        7 => Detail::Dispute(dispute(&of!(Dispute))),
        _ => Detail::Investigation(investigation(&of!(Investigation))),
    })
}

fn kind(detail: &Detail) -> u8 {
    match detail {
        Detail::Tariff(_) => 0,
        Detail::TradeRemedy(_) => 1,
        Detail::ExportControl(_) => 2,
        Detail::ImportRestriction(_) => 3,
        Detail::Sanction(_) => 4,
        Detail::Negotiation(_) => 5,
        Detail::Agreement(_) => 6,
        Detail::Dispute(_) => 7,
        Detail::Investigation(_) => 8,
    }
}

/// The number of an enumeration that most tell, unknown left out.
fn number<T>(told: &[&T], field: impl Fn(&T) -> i32) -> i32 {
    let known: Vec<i32> = told
        .iter()
        .map(|detail| field(detail))
        .filter(|&number| number != 0)
        .collect();
    most(known.iter(), |number| *number, |number| *number).unwrap_or_default()
}

/// The words that most tell, without the place where they stand.
fn words<T>(told: &[&T], field: impl Fn(&T) -> Option<&v1::Span>) -> Option<v1::Span> {
    let known: Vec<&str> = told
        .iter()
        .filter_map(|detail| Some(field(detail)?.text.as_str()))
        .collect();
    most(
        known.iter(),
        |text| text.to_lowercase(),
        |text| v1::Span {
            start: 0,
            end: 0,
            text: (*text).to_owned(),
        },
    )
}

fn rate<T>(told: &[&T], field: impl Fn(&T) -> Option<&v1::Rate>) -> Option<v1::Rate> {
    let known: Vec<&v1::Rate> = told.iter().filter_map(|detail| field(detail)).collect();
    let bits = |value: Option<f64>| value.map(f64::to_bits);
    let mut rate = most(
        known.iter().copied(),
        |rate| (bits(rate.min_percent), bits(rate.max_percent), rate.basis),
        |rate| v1::Rate {
            span: None,
            previous: None,
            ..*rate
        },
    )?;
    rate.previous = most(
        known.iter().filter_map(|rate| rate.previous.as_ref()),
        |previous| (bits(previous.min_percent), bits(previous.max_percent)),
        |previous| v1::PreviousRate {
            span: None,
            ..*previous
        },
    );
    Some(rate)
}

fn duty<T>(
    told: &[&T],
    field: impl Fn(&T) -> Option<&v1::SpecificDuty>,
) -> Option<v1::SpecificDuty> {
    most(
        told.iter().filter_map(|detail| field(detail)),
        |duty| {
            let unit = duty.unit.as_ref().map(|unit| unit.text.to_lowercase());
            (duty.amount.as_ref().map(amount_key), unit)
        },
        |duty| v1::SpecificDuty {
            amount: duty.amount.as_ref().map(|amount| v1::Amount {
                span: None,
                ..amount.clone()
            }),
            unit: duty.unit.as_ref().map(|unit| v1::Span {
                start: 0,
                end: 0,
                text: unit.text.clone(),
            }),
        },
    )
}

fn tariff(told: &[&v1::TariffDetail]) -> v1::TariffDetail {
    v1::TariffDetail {
        rate: rate(told, |detail| detail.rate.as_ref()),
        change: number(told, |detail| detail.change),
        change_span: None,
        specific_duty: duty(told, |detail| detail.specific_duty.as_ref()),
    }
}

fn remedy(told: &[&v1::TradeRemedyDetail]) -> v1::TradeRemedyDetail {
    v1::TradeRemedyDetail {
        rate: rate(told, |detail| detail.rate.as_ref()),
        change: number(told, |detail| detail.change),
        change_span: None,
        specific_duty: duty(told, |detail| detail.specific_duty.as_ref()),
        instrument: number(told, |detail| detail.instrument),
    }
}

fn restriction(told: &[&v1::RestrictionDetail]) -> v1::RestrictionDetail {
    v1::RestrictionDetail {
        instrument: number(told, |detail| detail.instrument),
        instrument_span: None,
        end_use: words(told, |detail| detail.end_use.as_ref()),
    }
}

fn negotiation(told: &[&v1::NegotiationDetail]) -> v1::NegotiationDetail {
    v1::NegotiationDetail {
        format: number(told, |detail| detail.format),
        level: number(told, |detail| detail.level),
        forum: words(told, |detail| detail.forum.as_ref()),
    }
}

fn agreement(told: &[&v1::AgreementDetail]) -> v1::AgreementDetail {
    let names: Vec<&String> = told
        .iter()
        .filter_map(|detail| detail.name.as_ref())
        .collect();
    v1::AgreementDetail {
        name: most(names.into_iter(), String::clone, String::clone),
        span: None,
        // How far it has come is what was told last.
        stage: told
            .iter()
            .rev()
            .map(|detail| detail.stage)
            .find(|&stage| stage != 0)
            .unwrap_or_default(),
    }
}

fn dispute(told: &[&v1::DisputeDetail]) -> v1::DisputeDetail {
    let ids: Vec<&String> = told
        .iter()
        .filter_map(|detail| detail.forum_id.as_ref())
        .collect();
    v1::DisputeDetail {
        forum: words(told, |detail| detail.forum.as_ref()),
        forum_id: most(ids.into_iter(), String::clone, String::clone),
        stage: told
            .iter()
            .rev()
            .map(|detail| detail.stage)
            .find(|&stage| stage != 0)
            .unwrap_or_default(),
    }
}

fn investigation(told: &[&v1::InvestigationDetail]) -> v1::InvestigationDetail {
    v1::InvestigationDetail {
        legal_basis: words(told, |detail| detail.legal_basis.as_ref()),
        remedy: number(told, |detail| detail.remedy),
    }
}
