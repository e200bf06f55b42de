//! Whether the words around a measure let it stand for an event.

use crate::extract::events::compose::Bond;
use crate::extract::events::context::{self, Topic};
use crate::extract::events::roles::Scene;
use crate::extract::events::triggers::Measure;
use crate::lexicon::{ActorKind, EntryRef, MeasureKind};

/// "will meet her at the G20 summit": the summit is only where the two meet.
pub(super) fn frames_another(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    measure: &Measure<'_>,
) -> bool {
    let words = scene.words;
    let forum = words.page.lines.get(words.line).is_some_and(|line| {
        line.found.iter().any(|f| {
            matches!(f.entry, EntryRef::Forum(_))
                && f.tokens.end > bond.phrase.start
                && f.tokens.start < measure.tokens.end
        })
    });
    let meets = scene.triggers.acts.iter().any(|a| {
        a.tokens.start < bond.phrase.start
            && a.entries
                .iter()
                .any(|(_, e)| e.kind == Some(MeasureKind::Negotiation))
    });
    forum
        && meets
        && bond.acts.is_empty()
        && matches!(words.before(bond.phrase.start), "at" | "during" | "of")
}

/// Whether a word of many meanings has the support of a word of trade.
pub(super) fn supported(scene: &Scene<'_, '_>, topic: Topic) -> bool {
    if topic == Topic::Trade || context::sentence(scene.words) {
        return true;
    }
    let goods = scene
        .words
        .page
        .lines
        .get(scene.words.line)
        .is_some_and(|line| {
            line.found
                .iter()
                .any(|f| matches!(f.entry, EntryRef::Goods(_)))
        });
    let state = scene.mentions().iter().any(|m| {
        m.actors
            .iter()
            .any(|&a| matches!(scene.kind(a), Some(ActorKind::Country | ActorKind::Bloc)))
    });
    goods && state
}
