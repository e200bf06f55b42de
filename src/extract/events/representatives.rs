//! Who speaks for a state of the event: whoever announces or explains it on that state's behalf.

use super::complete;
use super::merge::Group;
use super::reading::Reading;
use super::{EventDraft, ParticipantDraft};
use crate::extract::actors::{Actor, Actors};
use crate::extract::statements::StatementDraft;
use crate::lexicon::ActorKind;
use crate::proto::v1::{Role, SpeechAct};

/// Adds the officials and bodies that tell of an event of their own state.
pub(super) fn from_sayings(
    actors: &Actors,
    statements: &[StatementDraft],
    events: &mut [EventDraft],
) {
    for statement in statements {
        let (Some(speaker), Some(range)) = (statement.speaker, &statement.speaker_range) else {
            continue;
        };
        if !actors.list.get(speaker).is_some_and(decides) || !tells(statement.act) {
            continue;
        }
        let Some(state) = actors.state_behind(speaker) else {
            continue;
        };
        for event in events.iter_mut() {
            let told = event.mentions.iter().any(|mention| {
                statement
                    .content
                    .iter()
                    .any(|c| c.start < mention.range.end && mention.range.start < c.end)
            });
            let acts = event.participants.iter().any(|p| {
                p.actor == Some(state)
                    && matches!(p.role, Role::Implementer | Role::Party | Role::Complainant)
            });
            if told && acts {
                represent(event, speaker, range);
            }
        }
    }
}

/// The items of a list are acts of whoever represents the line above them.
pub(super) fn of_lists(
    actors: &Actors,
    readings: &[Reading],
    groups: &[Group],
    events: &mut [EventDraft],
) {
    for item in 0..events.len() {
        let Some(head) = complete::head(readings, groups, item) else {
            continue;
        };
        let Some([head, item]) = events.get_disjoint_mut([head, item]).ok() else {
            continue;
        };
        for representative in head
            .participants
            .iter()
            .filter(|p| p.role == Role::Representative)
        {
            let (Some(actor), Some(range)) = (representative.actor, representative.ranges.first())
            else {
                continue;
            };
            let state = actors.state_behind(actor);
            if item
                .participants
                .iter()
                .any(|p| p.role == Role::Implementer && p.actor == state)
            {
                represent(item, actor, range);
            }
        }
    }
}

/// Whether an actor decides for a state: no spokesman, who only speaks, and no legislator, who speaks for himself.
fn decides(actor: &Actor) -> bool {
    let title = actor.title.as_deref().unwrap_or_default().to_lowercase();
    let speaks = [
        "spokes", "sen.", "senator", "rep.", "lawmaker", "mp", "congress",
    ]
    .iter()
    .any(|word| title.split(' ').any(|part| part.starts_with(word)));
    matches!(actor.kind, ActorKind::Person | ActorKind::GovernmentBody) && !speaks
}

/// Whether such a saying tells of an act rather than wishing for it or judging it.
fn tells(act: SpeechAct) -> bool {
    matches!(
        act,
        SpeechAct::Assert
            | SpeechAct::Confirm
            | SpeechAct::Predict
            | SpeechAct::Promise
            | SpeechAct::Threaten
            | SpeechAct::Warn
    )
}

fn represent(event: &mut EventDraft, actor: usize, range: &std::ops::Range<usize>) {
    let known = event
        .participants
        .iter_mut()
        .find(|p| p.role == Role::Representative && p.actor == Some(actor));
    match known {
        Some(known) if known.ranges.contains(range) => {}
        Some(known) => known.ranges.push(range.clone()),
        None => event.participants.push(ParticipantDraft {
            role: Role::Representative,
            actor: Some(actor),
            ranges: vec![range.clone()],
        }),
    }
}
