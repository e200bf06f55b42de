//! Which events statements speak of.

use std::ops::Range;

use super::StatementDraft;

/// For every statement the events, in order, that its content mentions. `mentions` are the ranges of all mentions, each with the
/// index of its event. Takes the time of a sort and of what it finds.
pub fn events_spoken_of(
    statements: &[StatementDraft],
    mentions: impl Iterator<Item = (Range<usize>, usize)>,
) -> Vec<Vec<usize>> {
    let mut mentions: Vec<(Range<usize>, usize)> = mentions.collect();
    mentions.sort_by_key(|(range, _)| range.start);
    // How far the mentions up to each one reach: behind a place that none of them reaches, none needs to be looked at.
    let reach: Vec<usize> = mentions
        .iter()
        .scan(0, |reach, (range, _)| {
            *reach = range.end.max(*reach);
            Some(*reach)
        })
        .collect();
    statements
        .iter()
        .map(|statement| {
            let mut events: Vec<usize> = statement
                .content
                .iter()
                .flat_map(|content| {
                    let before = mentions.partition_point(|(range, _)| range.start < content.end);
                    mentions[..before]
                        .iter()
                        .zip(&reach)
                        .rev()
                        .take_while(|(_, reach)| **reach > content.start)
                        .filter(|((range, _), _)| range.end > content.start)
                        .map(|((_, event), _)| *event)
                })
                .collect();
            events.sort_unstable();
            events.dedup();
            events
        })
        .collect()
}
