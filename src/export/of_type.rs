//! What only events of one type have, flattened: a column that a type has not is empty.

use super::{bare, words};
use crate::proto::v1::{self, trade_event::Detail};

/// What an event has because of its type.
#[derive(Default)]
pub(super) struct OfType<'e> {
    pub(super) rate: Option<&'e v1::Rate>,
    pub(super) duty: Option<&'e v1::SpecificDuty>,
    pub(super) change: Option<String>,
    pub(super) instrument: Option<String>,
    pub(super) format: Option<String>,
    pub(super) level: Option<String>,
    pub(super) forum: Option<String>,
    pub(super) stage: Option<String>,
    pub(super) agreement: Option<String>,
    pub(super) legal_basis: Option<String>,
    pub(super) end_use: Option<String>,
}

impl<'e> OfType<'e> {
    /// Of an event.
    pub(super) fn of(event: &'e v1::TradeEvent) -> Self {
        let none = Self::default();
        match &event.detail {
            None => none,
            Some(Detail::Tariff(d)) => Self {
                rate: d.rate.as_ref(),
                duty: d.specific_duty.as_ref(),
                change: bare(d.change().as_str_name(), "TARIFF_CHANGE_"),
                ..none
            },
            Some(Detail::TradeRemedy(d)) => Self {
                rate: d.rate.as_ref(),
                duty: d.specific_duty.as_ref(),
                change: bare(d.change().as_str_name(), "TARIFF_CHANGE_"),
                instrument: bare(d.instrument().as_str_name(), "REMEDY_INSTRUMENT_"),
                ..none
            },
            Some(Detail::ExportControl(d) | Detail::ImportRestriction(d) | Detail::Sanction(d)) => {
                Self {
                    instrument: bare(d.instrument().as_str_name(), "RESTRICTION_INSTRUMENT_"),
                    end_use: words(d.end_use.as_ref()),
                    ..none
                }
            }
            Some(Detail::Negotiation(d)) => Self {
                format: bare(d.format().as_str_name(), "NEGOTIATION_FORMAT_"),
                level: bare(d.level().as_str_name(), "NEGOTIATION_LEVEL_"),
                forum: words(d.forum.as_ref()),
                ..none
            },
            Some(Detail::Agreement(d)) => Self {
                agreement: d.name.clone(),
                stage: bare(d.stage().as_str_name(), "AGREEMENT_STAGE_"),
                ..none
            },
            Some(Detail::Dispute(d)) => Self {
                forum: words(d.forum.as_ref()),
                stage: bare(d.stage().as_str_name(), "DISPUTE_STAGE_"),
                ..none
            },
            Some(Detail::Investigation(d)) => Self {
                legal_basis: words(d.legal_basis.as_ref()),
                instrument: bare(d.remedy().as_str_name(), "REMEDY_INSTRUMENT_"),
                ..none
            },
        }
    }
}
