//! The reading nearest to a word.

use crate::extract::events::reading::Reading;
use crate::extract::events::roles::Scene;
use crate::proto::v1::EventType;

/// Whether no clause ends between two tokens.
pub(super) fn clear(scene: &Scene<'_, '_>, from: usize, to: usize) -> bool {
    (from..to).all(|i| !scene.words.is_break(i))
}

/// The reading whose measure is the subject of a verb: the nearest before it in its clause.
pub(super) fn subject(scene: &Scene<'_, '_>, readings: &[Reading], verb: usize) -> Option<usize> {
    nearest(readings, verb, 18, |r| {
        r.trigger < verb && clear(scene, r.trigger, verb)
    })
}

pub(super) fn own(readings: &[Reading], token: usize) -> Option<usize> {
    readings.iter().position(|r| {
        r.trigger == token || r.act == Some(token) && r.kind == EventType::Negotiation
    })
}

pub(super) fn nearest(
    readings: &[Reading],
    at: usize,
    reach: usize,
    fits: impl Fn(&Reading) -> bool,
) -> Option<usize> {
    readings
        .iter()
        .enumerate()
        .filter(|(_, r)| fits(r) && r.trigger.abs_diff(at) <= reach)
        .min_by_key(|(_, r)| r.trigger.abs_diff(at))
        .map(|(i, _)| i)
}

/// The reading whose first words stand nearest to a token.
pub(super) fn nearest_start(
    readings: &[Reading],
    at: usize,
    fits: impl Fn(&Reading) -> bool,
) -> Option<usize> {
    let distance = |r: &Reading| {
        [Some(r.trigger), r.act, Some(r.extent.start)]
            .into_iter()
            .flatten()
            .map(|i| i.abs_diff(at))
            .min()
            .unwrap_or(usize::MAX)
    };
    readings
        .iter()
        .enumerate()
        .filter(|(_, r)| fits(r) && distance(r) <= 22)
        .min_by_key(|(_, r)| (r.trigger < at, distance(r)))
        .map(|(i, _)| i)
}
