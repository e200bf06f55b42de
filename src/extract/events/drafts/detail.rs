//! What only events of one type have.

use std::ops::Range;

use super::super::reading::Reading;
use crate::extract::Page;
use crate::extract::spans::Spans;
use crate::lexicon::{Instrument, MeetingFormat, Remedy};
use crate::proto::v1::{self, EventType, trade_event::Detail};

/// The details of an event from all its readings.
pub(super) fn detail(
    page: &Page<'_>,
    spans: &Spans<'_>,
    members: &[&Reading],
    lead: &Reading,
) -> Option<Detail> {
    let span = |line: usize, tokens: &Range<usize>| spans.span(&page.bytes(line, tokens.clone()));
    let rate = members.iter().find_map(|r| r.rate.clone());
    let specific_duty = members.iter().find_map(|r| r.specific_duty.clone());
    let change_span = lead.change_cue.as_ref().map(|cue| span(lead.line, cue));
    let instrument = members
        .iter()
        .find_map(|r| r.instrument.as_ref().map(|i| (r.line, i)));
    let restriction = || v1::RestrictionDetail {
        instrument: instrument
            .map_or(v1::RestrictionInstrument::Unspecified, |(_, (i, _))| {
                instrument_of(*i)
            })
            .into(),
        instrument_span: instrument.map(|(line, (_, tokens))| span(line, tokens)),
        end_use: members
            .iter()
            .find_map(|r| r.end_use.as_ref().map(|t| span(r.line, t))),
    };
    Some(match lead.kind {
        EventType::Tariff => Detail::Tariff(v1::TariffDetail {
            rate,
            change: lead.change.into(),
            change_span,
            specific_duty,
        }),
        EventType::TradeRemedy => Detail::TradeRemedy(v1::TradeRemedyDetail {
            rate,
            change: lead.change.into(),
            change_span,
            specific_duty,
            instrument: members
                .iter()
                .find_map(|r| r.remedy)
                .map_or(v1::RemedyInstrument::Unspecified, remedy_of)
                .into(),
        }),
        EventType::ExportControl => Detail::ExportControl(restriction()),
        EventType::ImportRestriction => Detail::ImportRestriction(restriction()),
        EventType::Sanction => Detail::Sanction(restriction()),
        EventType::Negotiation => Detail::Negotiation(v1::NegotiationDetail {
            format: members
                .iter()
                .find_map(|r| r.format)
                .map_or(v1::NegotiationFormat::Unspecified, format_of)
                .into(),
            level: members
                .iter()
                .map(|r| r.level)
                .find(|&l| l != v1::NegotiationLevel::Unspecified)
                .unwrap_or(v1::NegotiationLevel::Unspecified)
                .into(),
            forum: members
                .iter()
                .find_map(|r| r.forum.as_ref().map(|t| span(r.line, t))),
        }),
        EventType::Agreement => {
            let named = members
                .iter()
                .find_map(|r| r.agreement.as_ref().map(|a| (r.line, a)));
            let name = named
                .and_then(|(_, (_, index))| page.lexicon.agreement((*index)?))
                .map(|a| a.name.clone());
            let stage = members
                .iter()
                .rev()
                .map(|r| r.agreement_stage)
                .find(|&s| s != v1::AgreementStage::Unspecified);
            Detail::Agreement(v1::AgreementDetail {
                name,
                span: named.map(|(line, (tokens, _))| span(line, tokens)),
                stage: stage.unwrap_or(v1::AgreementStage::Unspecified).into(),
            })
        }
        EventType::Dispute => Detail::Dispute(v1::DisputeDetail {
            forum: members
                .iter()
                .find_map(|r| r.forum.as_ref().map(|t| span(r.line, t))),
            forum_id: None,
            stage: members
                .iter()
                .rev()
                .map(|r| r.dispute_stage)
                .find(|&s| s != v1::DisputeStage::Unspecified)
                .unwrap_or(v1::DisputeStage::Unspecified)
                .into(),
        }),
        EventType::Investigation => Detail::Investigation(v1::InvestigationDetail {
            legal_basis: members
                .iter()
                .find_map(|r| r.legal_basis.as_ref().map(|t| span(r.line, t))),
            remedy: members
                .iter()
                .find_map(|r| r.remedy)
                .map_or(v1::RemedyInstrument::Unspecified, remedy_of)
                .into(),
        }),
        _ => return None,
    })
}

fn instrument_of(instrument: Instrument) -> v1::RestrictionInstrument {
    match instrument {
        Instrument::Ban => v1::RestrictionInstrument::Ban,
        Instrument::Licensing => v1::RestrictionInstrument::Licensing,
        Instrument::Quota => v1::RestrictionInstrument::Quota,
        Instrument::Tax => v1::RestrictionInstrument::Tax,
        Instrument::Listing => v1::RestrictionInstrument::Listing,
        Instrument::Standard => v1::RestrictionInstrument::Standard,
        Instrument::Freeze => v1::RestrictionInstrument::Freeze,
        Instrument::PortFee => v1::RestrictionInstrument::PortFee,
    }
}

fn remedy_of(remedy: Remedy) -> v1::RemedyInstrument {
    match remedy {
        Remedy::AntiDumping => v1::RemedyInstrument::AntiDumping,
        Remedy::Countervailing => v1::RemedyInstrument::Countervailing,
        Remedy::Safeguard => v1::RemedyInstrument::Safeguard,
    }
}

fn format_of(format: MeetingFormat) -> v1::NegotiationFormat {
    match format {
        MeetingFormat::InPerson => v1::NegotiationFormat::InPerson,
        MeetingFormat::VideoCall => v1::NegotiationFormat::VideoCall,
        MeetingFormat::PhoneCall => v1::NegotiationFormat::PhoneCall,
    }
}
