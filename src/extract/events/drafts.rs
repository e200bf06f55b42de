//! From the readings of one event to its draft.

use super::merge::Group;
use super::reading::{Reading, Reference};
use super::{EventDraft, MentionDraft, ParticipantDraft};
use super::{complete, explain};
use crate::extract::Page;
use crate::extract::actors::{ActorIndex, Actors};
use crate::extract::spans::Spans;
use crate::lexicon::{Instrument, MeetingFormat, Remedy};
use crate::proto::v1::{self, EventStatus, EventType, trade_event::Detail};

/// The longest words of a mention; a longer clause is cut to what stands around its trigger.
const LONGEST: usize = 380;

/// Makes the draft of a group of readings.
pub(super) fn draft(
    page: &Page<'_>,
    spans: &Spans<'_>,
    actors: &Actors,
    pair: Option<(ActorIndex, ActorIndex)>,
    readings: &[Reading],
    group: &Group,
) -> Option<EventDraft> {
    let members: Vec<&Reading> = group.iter().filter_map(|&i| readings.get(i)).collect();
    let first = *members.first()?;
    // What the event is shaped by: its first full telling.
    let lead = members
        .iter()
        .copied()
        .find(|r| r.reference == Reference::Telling)
        .unwrap_or(first);
    Some(EventDraft {
        kind: first.kind,
        status: status(&members),
        direction: if lead.direction == v1::Direction::Unspecified {
            first.direction
        } else {
            lead.direction
        },
        participants: complete(page, actors, pair, &members, first.kind),
        mentions: members.iter().map(|r| mention(page, r)).collect(),
        goods: goods(&members),
        amount: members.iter().find_map(|r| r.amount.clone()),
        dates: dates(&members),
        location: members.iter().find_map(|r| r.location.clone()),
        detail: detail(page, spans, &members, lead),
        relations: Vec::new(),
        codes: None,
        confidence: None,
        explanations: members
            .iter()
            .map(|r| explain::explanation(page, spans, r))
            .collect(),
    })
}

/// What the first telling says, and what the text tells later of its end or halt. A later telling in passing ("the new tariffs
/// will hurt") does not make a measure in force one that is to come, nor a threat real.
fn status(members: &[&Reading]) -> EventStatus {
    let told =
        |r: &&&Reading| r.reference == Reference::Telling && r.status != EventStatus::Unspecified;
    let Some(lead) = members.iter().find(told).or(members
        .iter()
        .find(|r| r.status != EventStatus::Unspecified))
    else {
        return EventStatus::Effective;
    };
    let halts = |status| {
        matches!(
            status,
            EventStatus::Suspended | EventStatus::Ended | EventStatus::Rejected
        )
    };
    let mut status = lead.status;
    for reading in members.iter().filter(told).skip(1) {
        let enacted = matches!(status, EventStatus::Threatened | EventStatus::Proposed)
            && reading.status == EventStatus::Announced
            && reading.rate.is_some();
        if halts(reading.status) && !halts(status) || enacted {
            status = reading.status;
        }
    }
    status
}

/// The participants, with the partner that the document as a whole supplies.
fn complete(
    page: &Page<'_>,
    actors: &Actors,
    pair: Option<(ActorIndex, ActorIndex)>,
    members: &[&Reading],
    kind: EventType,
) -> Vec<ParticipantDraft> {
    let mut found = participants(page, members);
    let known: Vec<(v1::Role, ActorIndex)> = found
        .iter()
        .filter_map(|p| Some((p.role, p.actor?)))
        .collect();
    let global = members.iter().any(|r| {
        r.extent.clone().any(|i| {
            let word = page.word(r.line, i).to_lowercase();
            matches!(
                word.as_str(),
                "global"
                    | "worldwide"
                    | "countries"
                    | "nations"
                    | "world"
                    | "most-favored-nation"
                    | "mfn"
                    | "partners"
            )
        })
    });
    for (role, actor) in complete::partners(actors, pair, kind, &known, global) {
        // The words of the event itself stand for what they leave to the context.
        let range = members
            .first()
            .map(|r| page.bytes(r.line, r.trigger..r.trigger + 1))
            .unwrap_or_default();
        found.push(ParticipantDraft {
            role,
            actor: Some(actor),
            ranges: vec![range],
        });
    }
    found
}

fn participants(page: &Page<'_>, members: &[&Reading]) -> Vec<ParticipantDraft> {
    let mut found: Vec<ParticipantDraft> = Vec::new();
    for role in members.iter().flat_map(|r| &r.roles) {
        let range = page.bytes(role.line, role.tokens.clone());
        match found
            .iter_mut()
            .find(|p| p.role == role.role && p.actor == role.actor)
        {
            Some(participant) if participant.ranges.contains(&range) => {}
            Some(participant) => participant.ranges.push(range),
            None => found.push(ParticipantDraft {
                role: role.role,
                actor: role.actor,
                ranges: vec![range],
            }),
        }
    }
    found
}

fn mention(page: &Page<'_>, reading: &Reading) -> MentionDraft {
    let mut tokens = reading.extent.clone();
    while tokens.len() > 1 && page.bytes(reading.line, tokens.clone()).len() > LONGEST {
        if tokens.end > reading.trigger + 1 {
            tokens.end -= 1
        } else {
            tokens.start += 1
        }
    }
    MentionDraft {
        range: page.bytes(reading.line, tokens),
        status: reading.status,
        status_cue: reading
            .status_cue
            .clone()
            .map(|cue| page.bytes(reading.line, cue)),
    }
}

fn goods(members: &[&Reading]) -> Vec<v1::Goods> {
    let mut found: Vec<v1::Goods> = Vec::new();
    for goods in members.iter().flat_map(|r| &r.goods) {
        let known = found.iter().any(|g| {
            g.text.eq_ignore_ascii_case(&goods.text) || g.name.is_some() && g.name == goods.name
        });
        if !known {
            found.push(goods.clone());
        }
    }
    found
}

fn dates(members: &[&Reading]) -> Option<v1::EventDates> {
    let mut dates = v1::EventDates::default();
    for reading in members {
        let fill = |slot: &mut Option<v1::DateInterval>, value: &Option<v1::DateInterval>| {
            if slot.is_none() {
                slot.clone_from(value);
            }
        };
        fill(&mut dates.announced, &reading.dates.announced);
        fill(&mut dates.effective, &reading.dates.effective);
        fill(&mut dates.ends, &reading.dates.ends);
        fill(&mut dates.occurred, &reading.dates.occurred);
    }
    (dates != v1::EventDates::default()).then_some(dates)
}

fn detail(
    page: &Page<'_>,
    spans: &Spans<'_>,
    members: &[&Reading],
    lead: &Reading,
) -> Option<Detail> {
    let span = |line: usize, tokens: &std::ops::Range<usize>| {
        spans.span(&page.bytes(line, tokens.clone()))
    };
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
