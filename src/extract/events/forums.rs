//! The court or organization before which a dispute is fought, as an actor.

use super::EventDraft;
use super::merge::Group;
use super::reading::Reading;
use crate::extract::actors::Actors;
use crate::proto::v1::trade_event::Detail;

/// Gives a dispute the id of its forum, where the text names one that is known.
pub(super) fn name(
    actors: &Actors,
    readings: &[Reading],
    groups: &[Group],
    events: &mut [EventDraft],
) {
    for (event, group) in events.iter_mut().zip(groups) {
        let Some(Detail::Dispute(dispute)) = &mut event.detail else {
            continue;
        };
        dispute.forum_id = group
            .iter()
            .filter_map(|&i| readings.get(i)?.forum_actor)
            .find_map(|actor| actors.list.get(actor))
            .map(|actor| actor.id.clone());
    }
}
