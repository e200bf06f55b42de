//! Codes of an event in the classifications that analysts already use, each from type, status, direction and instrument.
//!
//! Sources: MAST: UNCTAD, International Classification of Non-Tariff Measures, 2019 version, chapters A to P (ordinary import
//! tariffs lie outside of it). GTA: Global Trade Alert Handbook, list of intervention types. CAMEO: Conflict and Mediation Event
//! Observations codebook 1.1b3, verb codes. PLOVER: Political Language Ontology for Verifiable Event Records, event categories.

use super::EventDraft;
use crate::proto::v1::{
    Direction, EventStatus, EventType, NegotiationFormat, RemedyInstrument, RestrictionInstrument,
    TariffChange, TaxonomyCodes, trade_event::Detail,
};

/// The codes of an event.
pub(super) fn codes(event: &EventDraft) -> Option<TaxonomyCodes> {
    let codes = TaxonomyCodes {
        mast: mast(event).map(str::to_owned),
        gta: gta(event).map(str::to_owned),
        cameo: cameo(event).map(str::to_owned),
        plover: plover(event).map(str::to_owned),
    };
    (codes != TaxonomyCodes::default()).then_some(codes)
}

fn instrument(event: &EventDraft) -> RestrictionInstrument {
    match &event.detail {
        Some(Detail::ExportControl(d) | Detail::ImportRestriction(d) | Detail::Sanction(d)) => {
            d.instrument()
        }
        _ => RestrictionInstrument::Unspecified,
    }
}

fn mast(event: &EventDraft) -> Option<&'static str> {
    match event.kind {
        EventType::TradeRemedy => Some("D"),
        EventType::ExportControl => Some("P"),
        EventType::ImportRestriction => match instrument(event) {
            RestrictionInstrument::Standard => Some("B"),
            RestrictionInstrument::Ban
            | RestrictionInstrument::Licensing
            | RestrictionInstrument::Quota => Some("E"),
            _ => None,
        },
        EventType::InvestmentRestriction => Some("I"),
        EventType::Subsidy => Some("L"),
        _ => None,
    }
}

fn gta(event: &EventDraft) -> Option<&'static str> {
    Some(match event.kind {
        EventType::Tariff => match &event.detail {
            Some(Detail::Tariff(d)) if d.change() != TariffChange::Unspecified => "Import tariff",
            _ => return None,
        },
        EventType::TradeRemedy => match &event.detail {
            Some(Detail::TradeRemedy(d)) => match d.instrument() {
                RemedyInstrument::AntiDumping => "Anti-dumping",
                RemedyInstrument::Countervailing => "Anti-subsidy",
                RemedyInstrument::Safeguard => "Safeguard",
                RemedyInstrument::Unspecified => return None,
            },
            _ => return None,
        },
        EventType::ExportControl => match instrument(event) {
            RestrictionInstrument::Ban => "Export ban",
            RestrictionInstrument::Licensing => "Export licensing requirement",
            RestrictionInstrument::Quota => "Export quota",
            RestrictionInstrument::Tax => "Export tax",
            _ => "Export-related non-tariff measure, nes",
        },
        EventType::ImportRestriction => match instrument(event) {
            RestrictionInstrument::Ban => "Import ban",
            RestrictionInstrument::Licensing => "Import licensing requirement",
            RestrictionInstrument::Quota => "Import quota",
            RestrictionInstrument::Standard => "Technical barrier to trade",
            _ => "Import-related non-tariff measure, nes",
        },
        EventType::Sanction => match instrument(event) {
            RestrictionInstrument::Ban => "Trade payment measure",
            _ => return None,
        },
        EventType::InvestmentRestriction => "FDI: Entry and ownership rule",
        EventType::Subsidy => "State aid, nes",
        _ => return None,
    })
}

/// CAMEO's statuses of an act: 03 intent, 13 threat, 16/17 done, 08 yielded.
fn cameo(event: &EventDraft) -> Option<&'static str> {
    let eases = event.direction == Direction::Liberalising;
    Some(match event.kind {
        EventType::Tariff
        | EventType::ExportControl
        | EventType::ImportRestriction
        | EventType::TradeRemedy
        | EventType::Sanction
        | EventType::InvestmentRestriction
        | EventType::Countermeasure => match event.status {
            EventStatus::Threatened => "1312",
            EventStatus::Ended => "085",
            EventStatus::Effective if eases => "085",
            EventStatus::Effective => "163",
            EventStatus::Announced | EventStatus::Proposed if eases => "0355",
            EventStatus::Rejected if eases => "1245",
            _ => return None,
        },
        EventType::Negotiation => match (&event.detail, event.status) {
            (_, EventStatus::Announced | EventStatus::Proposed) => "036",
            (_, EventStatus::Ended | EventStatus::Suspended) => "164",
            (_, EventStatus::Rejected) => "125",
            (Some(Detail::Negotiation(d)), _) if d.format() == NegotiationFormat::PhoneCall => {
                "041"
            }
            _ => "046",
        },
        EventType::Agreement => match event.status {
            EventStatus::Announced | EventStatus::Effective => "057",
            EventStatus::Proposed => "0311",
            EventStatus::Rejected => "1211",
            _ => return None,
        },
        EventType::Commitment => match event.status {
            EventStatus::Rejected => "121",
            _ => "0311",
        },
        EventType::Dispute => "115",
        EventType::Investigation => "090",
        EventType::Coordination => "030",
        _ => return None,
    })
}

fn plover(event: &EventDraft) -> Option<&'static str> {
    let eases = event.direction == Direction::Liberalising;
    Some(match event.kind {
        EventType::Negotiation => match event.status {
            EventStatus::Rejected => "REJECT",
            _ => "CONSULT",
        },
        EventType::Agreement | EventType::Commitment => match event.status {
            EventStatus::Rejected => "REJECT",
            EventStatus::Ended => "REJECT",
            _ => "AGREE",
        },
        EventType::Dispute => "ACCUSE",
        EventType::Investigation => "ACCUSE",
        EventType::Coordination => "COOPERATE",
        EventType::Subsidy => "AID",
        EventType::Unspecified => return None,
        _ => match event.status {
            EventStatus::Threatened => "THREATEN",
            EventStatus::Rejected => "REJECT",
            EventStatus::Proposed if !eases => "REQUEST",
            EventStatus::Ended => "CONCEDE",
            _ if eases => "CONCEDE",
            _ => "SANCTION",
        },
    })
}
