//! From drafts to the answer: ids, spans in the client's unit, and only those actors that somebody names.

use std::ops::Range;

use super::actors::{ActorIndex, Actors};
use super::events::EventDraft;
use super::spans::Spans;
use super::statements::{StatementDraft, events_spoken_of};
use super::{Page, ReferenceDay};
use crate::lexicon::ActorKind;
use crate::proto::v1;

/// Everything read from one document.
pub(super) struct Drafts<'d> {
    pub page: &'d Page<'d>,
    pub spans: &'d Spans<'d>,
    pub actors: &'d Actors,
    pub events: &'d [EventDraft],
    pub statements: &'d [StatementDraft],
}

/// Id of the event with an index.
fn event_id(index: usize) -> String {
    format!("e{}", index + 1)
}

/// Id of the statement with an index.
fn statement_id(index: usize) -> String {
    format!("s{}", index + 1)
}

/// The answer for a page that tells nothing, but for versions.
pub(super) fn nothing(page: &Page<'_>) -> v1::Extraction {
    v1::Extraction {
        reference_day: page.reference.map(|r| r.day.to_string()),
        reference_day_origin: origin(page.reference).into(),
        ..Default::default()
    }
}

impl Drafts<'_> {
    /// The answer, but for versions and explanations.
    pub fn assemble(&self) -> v1::Extraction {
        let mentions = self.events.iter().enumerate().flat_map(|(index, event)| {
            let ranges = event.mentions.iter().map(|mention| mention.range.clone());
            ranges.map(move |range| (range, index))
        });
        let spoken_of = events_spoken_of(self.statements, mentions);
        v1::Extraction {
            actors: self.actors_named(),
            events: (0..)
                .zip(self.events)
                .map(|(i, e)| self.event(i, e))
                .collect(),
            statements: (0..)
                .zip(self.statements)
                .zip(&spoken_of)
                .map(|((i, s), events)| self.statement(i, s, events))
                .collect(),
            ..nothing(self.page)
        }
    }

    fn actor_id(&self, actor: Option<ActorIndex>) -> Option<String> {
        Some(self.actors.list.get(actor?)?.id.clone())
    }

    fn span(&self, range: &Option<Range<usize>>) -> Option<v1::Span> {
        range.as_ref().map(|range| self.spans.span(range))
    }

    fn event(&self, index: usize, draft: &EventDraft) -> v1::TradeEvent {
        v1::TradeEvent {
            id: event_id(index),
            r#type: draft.kind.into(),
            status: draft.status.into(),
            direction: draft.direction.into(),
            participants: draft
                .participants
                .iter()
                .map(|p| v1::Participant {
                    role: p.role.into(),
                    actor_id: self.actor_id(p.actor).unwrap_or_default(),
                    spans: p
                        .ranges
                        .iter()
                        .map(|range| self.spans.span(range))
                        .collect(),
                })
                .collect(),
            mentions: draft
                .mentions
                .iter()
                .map(|m| v1::EventMention {
                    span: Some(self.spans.span(&m.range)),
                    status: m.status.into(),
                    status_cue: self.span(&m.status_cue),
                })
                .collect(),
            goods: draft.goods.clone(),
            amount: draft.amount.clone(),
            dates: draft.dates.clone(),
            location: draft.location.clone(),
            detail: draft.detail.clone(),
            relations: draft
                .relations
                .iter()
                .map(|r| v1::EventRelation {
                    kind: r.kind.into(),
                    event_id: event_id(r.to),
                    span: self.span(&r.range),
                })
                .collect(),
            codes: draft.codes.clone(),
            confidence: draft.confidence,
        }
    }

    fn statement(&self, index: usize, draft: &StatementDraft, events: &[usize]) -> v1::Statement {
        v1::Statement {
            id: statement_id(index),
            mode: draft.mode.into(),
            act: draft.act.into(),
            speaker_id: self.actor_id(draft.speaker),
            speaker: self.span(&draft.speaker_range),
            cue: self.span(&draft.cue),
            content: draft
                .content
                .iter()
                .map(|range| self.spans.span(range))
                .collect(),
            channel: self.span(&draft.channel),
            source: self.span(&draft.source_range),
            source_id: self.actor_id(draft.source),
            addressee: self.span(&draft.addressee_range),
            addressee_id: self.actor_id(draft.addressee),
            event_ids: events.iter().copied().map(event_id).collect(),
            within_id: draft.within.map(statement_id),
            confidence: None,
        }
    }

    /// The actors that events and statements name, and those behind them, in order of first mention in the document.
    fn actors_named(&self) -> Vec<v1::Actor> {
        let participants = self
            .events
            .iter()
            .flat_map(|e| e.participants.iter().map(|p| p.actor));
        let voices = self
            .statements
            .iter()
            .flat_map(|s| [s.speaker, s.source, s.addressee]);
        let mut wanted = vec![false; self.actors.list.len()];
        for named in participants.chain(voices).flatten() {
            let mut next = Some(named);
            while let Some(actor) = next.filter(|&actor| wanted.get(actor) == Some(&false)) {
                wanted[actor] = true;
                next = self.actors.list[actor].affiliation;
            }
        }
        let mut mentions: Vec<Vec<v1::Span>> = vec![Vec::new(); wanted.len()];
        for (line, found) in self.actors.mentions.iter().enumerate() {
            for mention in found {
                let span = self
                    .spans
                    .span(&self.page.bytes(line, mention.tokens.clone()));
                for &actor in &mention.actors {
                    if wanted.get(actor) == Some(&true) {
                        mentions[actor].push(span.clone());
                    }
                }
            }
        }
        let mut order: Vec<ActorIndex> = (0..wanted.len()).filter(|&actor| wanted[actor]).collect();
        order.sort_by_key(|&actor| mentions[actor].first().map_or(u32::MAX, |span| span.start));
        order
            .into_iter()
            .map(|actor| {
                let this = &self.actors.list[actor];
                v1::Actor {
                    id: this.id.clone(),
                    name: this.name.clone(),
                    kind: v1::ActorKind::from(this.kind).into(),
                    affiliation_id: self.actor_id(this.affiliation),
                    country_id: self.actor_id(self.actors.state_behind(actor)),
                    title: this.title.clone(),
                    mentions: std::mem::take(&mut mentions[actor]),
                }
            })
            .collect()
    }
}

fn origin(reference: Option<ReferenceDay>) -> v1::ReferenceDayOrigin {
    match reference {
        None => v1::ReferenceDayOrigin::Unspecified,
        Some(day) if day.from_dateline => v1::ReferenceDayOrigin::Dateline,
        Some(_) => v1::ReferenceDayOrigin::PublishedAt,
    }
}

impl From<ActorKind> for v1::ActorKind {
    fn from(kind: ActorKind) -> Self {
        match kind {
            ActorKind::Country => Self::Country,
            ActorKind::Bloc => Self::Bloc,
            ActorKind::GovernmentBody => Self::GovernmentBody,
            ActorKind::InternationalOrganization => Self::InternationalOrganization,
            ActorKind::Company => Self::Company,
            ActorKind::IndustryGroup => Self::IndustryGroup,
            ActorKind::PoliticalParty => Self::PoliticalParty,
            ActorKind::Person => Self::Person,
            ActorKind::Media => Self::Media,
        }
    }
}
