//! What made a mention, in words for those who extend the lexicon.

use super::reading::Reading;
use crate::extract::Page;
use crate::extract::spans::Spans;
use crate::lexicon::EntryRef;
use crate::proto::v1::EventExplanation;

/// The explanation of a reading; the event's id is set when ids are given.
pub(super) fn explanation(
    page: &Page<'_>,
    spans: &Spans<'_>,
    reading: &Reading,
) -> EventExplanation {
    let sentence = page.sentence(reading.line).map(|s| spans.span(&s.range));
    EventExplanation {
        event_id: String::new(),
        sentence,
        trigger: Some(spans.span(&page.bytes(reading.line, reading.trigger..reading.trigger + 1))),
        path: path(page, reading),
        lexicon_entries: reading
            .trail
            .entries
            .iter()
            .filter_map(|&entry| name(page, entry))
            .collect(),
    }
}

/// "tariffs <-obj- impose": the way from the trigger to its act in the tree; only the words where they are not connected.
fn path(page: &Page<'_>, reading: &Reading) -> String {
    let word = |i: usize| page.word(reading.line, i);
    let Some(act) = reading.act.filter(|&act| act != reading.trigger) else {
        return word(reading.trigger).to_owned();
    };
    let tree = page.lines.get(reading.line).map(|line| &line.tree);
    let Some((tree, way)) = tree.and_then(|tree| Some((tree, tree.path(reading.trigger, act)?)))
    else {
        return format!("{} .. {}", word(reading.trigger), word(act));
    };
    let mut path = String::new();
    for pair in way.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if path.is_empty() {
            path.push_str(word(from));
        }
        let relation = |node| {
            tree.relation(node)
                .map_or("", crate::language::Relation::as_str)
        };
        // Arrows point at the dependent.
        if tree.head(from) == Some(to) {
            path.push_str(&format!(" <-{}- ", relation(from)));
        } else {
            path.push_str(&format!(" -{}-> ", relation(to)));
        }
        path.push_str(word(to));
    }
    path
}

/// "file:id" of an entry.
fn name(page: &Page<'_>, entry: EntryRef) -> Option<String> {
    match entry {
        EntryRef::Measure(index) => Some(format!("measures:{}", page.lexicon.measure(index)?.id)),
        EntryRef::Act(index) => Some(format!("acts:{}", page.lexicon.act(index)?.id)),
        _ => None,
    }
}
