//! Meetings that are nobody's business abroad.

use super::complete;
use super::merge::Group;
use super::reading::Reading;
use crate::extract::actors::Actors;
use crate::lexicon::{ActorKind, EntryRef, Lexicon};
use crate::proto::v1::{EventType, Role};

/// Leaves out meetings in one state's own house: of a kind of which there are many, with one party or none, where the document is
/// not about two.
pub(super) fn drop_domestic(
    lexicon: &Lexicon,
    actors: &Actors,
    readings: &[Reading],
    groups: &mut Vec<Group>,
) {
    let home = complete::main_state(actors);
    groups.retain(|group| {
        let members = || group.iter().filter_map(|&i| readings.get(i));
        let talks = members().all(|r| r.kind == EventType::Negotiation);
        let any = |r: &Reading| match r.trail.entries.first() {
            Some(EntryRef::Measure(index)) => {
                lexicon.measure(*index).is_some_and(|m| m.format.is_some())
            }
            _ => false,
        };
        if !talks || !members().all(any) || members().any(|r| r.forum.is_some()) {
            return true;
        }
        let mut parties: Vec<_> = members().flat_map(|r| r.actors_in(Role::Party)).collect();
        parties.sort_unstable();
        parties.dedup();
        match parties.as_slice() {
            [] => false,
            [one] => {
                let bloc = actors
                    .list
                    .get(*one)
                    .is_some_and(|a| a.kind == ActorKind::Bloc);
                bloc || Some(*one) != home
            }
            _ => true,
        }
    });
}
