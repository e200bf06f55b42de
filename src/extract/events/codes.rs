//! Codes of an event in the classifications that analysts already use: one table, from type, status, direction and instrument.
//!
//! Sources: MAST: UNCTAD, International Classification of Non-Tariff Measures, 2019 version, chapters A to P (ordinary import
//! tariffs lie outside of it). GTA: Global Trade Alert Handbook, list of intervention types. CAMEO: Conflict and Mediation Event
//! Observations codebook 1.1b3, verb codes. PLOVER: Political Language Ontology for Verifiable Event Records, event categories.
//! An event has no code where no entry of a classification says what it is.

use super::EventDraft;
use crate::proto::v1::{
    Direction,
    EventStatus::{self, *},
    EventType::{self, *},
    NegotiationFormat, RemedyInstrument, RestrictionInstrument, TaxonomyCodes,
    trade_event::Detail,
};

/// A classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Mast,
    Gta,
    Cameo,
    Plover,
}

/// What an event must be, besides its type.
#[derive(Clone, Copy)]
enum When {
    /// Anything.
    Always,
    /// Of one of these statuses.
    Is(&'static [EventStatus]),
    /// It eases, and is of one of these statuses.
    Eases(&'static [EventStatus]),
    /// It works by this.
    By(RestrictionInstrument),
    /// This remedy.
    Remedy(RemedyInstrument),
    /// Held over the telephone.
    ByPhone,
}

/// Types that ease or harm trade directly.
const MEASURES: &[EventType] = &[
    Tariff,
    ExportControl,
    ImportRestriction,
    TradeRemedy,
    Sanction,
    InvestmentRestriction,
    Countermeasure,
];

use System::{Cameo, Gta, Mast, Plover};
use When::{Always, By, ByPhone, Eases, Is, Remedy};

/// The codes: of each classification, the first row that fits an event gives its code.
#[rustfmt::skip]
const TABLE: &[(System, &[EventType], When, &str)] = &[
    // Chapters: B technical barriers, D contingent protection, E licences, quotas and bans of imports, I investment measures,
    // L support, P exports.
    (Mast, &[TradeRemedy], Always, "D"),
    (Mast, &[ExportControl], Always, "P"),
    (Mast, &[ImportRestriction], By(RestrictionInstrument::Standard), "B"),
    (Mast, &[ImportRestriction], By(RestrictionInstrument::Ban), "E"),
    (Mast, &[ImportRestriction], By(RestrictionInstrument::Licensing), "E"),
    (Mast, &[ImportRestriction], By(RestrictionInstrument::Quota), "E"),
    (Mast, &[InvestmentRestriction], Always, "I"),
    (Mast, &[Subsidy], Always, "L"),

    (Gta, &[Tariff], Always, "Import tariff"),
    (Gta, &[TradeRemedy], Remedy(RemedyInstrument::AntiDumping), "Anti-dumping"),
    (Gta, &[TradeRemedy], Remedy(RemedyInstrument::Countervailing), "Anti-subsidy"),
    (Gta, &[TradeRemedy], Remedy(RemedyInstrument::Safeguard), "Safeguard"),
    (Gta, &[ExportControl], By(RestrictionInstrument::Ban), "Export ban"),
    (Gta, &[ExportControl], By(RestrictionInstrument::Licensing), "Export licensing requirement"),
    (Gta, &[ExportControl], By(RestrictionInstrument::Quota), "Export quota"),
    (Gta, &[ExportControl], By(RestrictionInstrument::Tax), "Export tax"),
    (Gta, &[ExportControl], Always, "Export-related non-tariff measure, nes"),
    (Gta, &[ImportRestriction], By(RestrictionInstrument::Ban), "Import ban"),
    (Gta, &[ImportRestriction], By(RestrictionInstrument::Licensing), "Import licensing requirement"),
    (Gta, &[ImportRestriction], By(RestrictionInstrument::Quota), "Import quota"),
    (Gta, &[ImportRestriction], By(RestrictionInstrument::Standard), "Technical barrier to trade"),
    (Gta, &[ImportRestriction], Always, "Import-related non-tariff measure, nes"),
    (Gta, &[InvestmentRestriction], Always, "FDI: Entry and ownership rule"),
    (Gta, &[Subsidy], Always, "State aid, unspecified"),

    // 1312 threaten with sanctions, 085 ease them, 0354 express intent to ease them, 1244 refuse to ease them, 163 impose them.
    (Cameo, MEASURES, Is(&[Threatened]), "1312"),
    (Cameo, MEASURES, Is(&[Ended]), "085"),
    (Cameo, MEASURES, Eases(&[Effective]), "085"),
    (Cameo, MEASURES, Eases(&[Announced, Proposed]), "0354"),
    (Cameo, MEASURES, Eases(&[Rejected]), "1244"),
    (Cameo, MEASURES, Is(&[Effective]), "163"),
    // 036 express intent to meet, 164 halt negotiations, 125 reject a proposal to meet, 041 discuss by telephone, 046 negotiate.
    (Cameo, &[Negotiation], Is(&[Announced, Proposed]), "036"),
    (Cameo, &[Negotiation], Is(&[Ended, Suspended]), "164"),
    (Cameo, &[Negotiation], Is(&[Rejected]), "125"),
    (Cameo, &[Negotiation], ByPhone, "041"),
    (Cameo, &[Negotiation], Always, "046"),
    // 057 sign a formal agreement, 0311 express intent to cooperate economically, 1211 and 121 reject cooperation.
    (Cameo, &[Agreement], Is(&[Announced, Effective]), "057"),
    (Cameo, &[Agreement], Is(&[Proposed]), "0311"),
    (Cameo, &[Agreement], Is(&[Rejected]), "1211"),
    (Cameo, &[Commitment], Is(&[Rejected]), "121"),
    (Cameo, &[Commitment], Always, "0311"),
    // 115 bring a lawsuit, 090 investigate, 030 express intent to cooperate.
    (Cameo, &[Dispute], Always, "115"),
    (Cameo, &[Investigation], Always, "090"),
    (Cameo, &[Coordination], Always, "030"),

    (Plover, &[Negotiation], Is(&[Rejected]), "REJECT"),
    (Plover, &[Negotiation], Always, "CONSULT"),
    (Plover, &[Agreement, Commitment], Is(&[Rejected, Ended]), "REJECT"),
    (Plover, &[Agreement, Commitment], Always, "AGREE"),
    (Plover, &[Dispute, Investigation], Always, "ACCUSE"),
    (Plover, &[Coordination], Always, "COOPERATE"),
    (Plover, &[Subsidy], Always, "AID"),
    (Plover, MEASURES, Is(&[Threatened]), "THREATEN"),
    (Plover, MEASURES, Is(&[Rejected]), "REJECT"),
    (Plover, MEASURES, Eases(&[Announced, Proposed, Effective, Suspended]), "CONCEDE"),
    (Plover, MEASURES, Is(&[Ended]), "CONCEDE"),
    (Plover, MEASURES, Is(&[Proposed]), "REQUEST"),
    (Plover, MEASURES, Always, "SANCTION"),
];

/// The codes of an event.
pub(super) fn codes(event: &EventDraft) -> Option<TaxonomyCodes> {
    let code = |system: System| {
        TABLE
            .iter()
            .find(|(of, kinds, when, _)| {
                *of == system && kinds.contains(&event.kind) && fits(event, *when)
            })
            .map(|(.., code)| (*code).to_owned())
    };
    let codes = TaxonomyCodes {
        mast: code(Mast),
        gta: code(Gta),
        cameo: code(Cameo),
        plover: code(Plover),
    };
    (codes != TaxonomyCodes::default()).then_some(codes)
}

fn fits(event: &EventDraft, when: When) -> bool {
    match when {
        Always => true,
        Is(statuses) => statuses.contains(&event.status),
        Eases(statuses) => {
            event.direction == Direction::Liberalising && statuses.contains(&event.status)
        }
        By(instrument) => match &event.detail {
            Some(Detail::ExportControl(d) | Detail::ImportRestriction(d) | Detail::Sanction(d)) => {
                d.instrument() == instrument
            }
            _ => false,
        },
        Remedy(instrument) => {
            matches!(&event.detail, Some(Detail::TradeRemedy(d)) if d.instrument() == instrument)
        }
        ByPhone => matches!(
            &event.detail,
            Some(Detail::Negotiation(d)) if d.format() == NegotiationFormat::PhoneCall
        ),
    }
}
