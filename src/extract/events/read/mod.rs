//! From one sentence to its readings.

mod finish;
pub(super) mod flows;
mod idle;
mod measure;
mod mutual;
mod policy;
mod request;
mod sense;
mod stand_in;
mod support;
mod targets;

use super::context::{self, Topic};
use super::reading::{Reading, Reference};
use super::roles::Scene;
use super::triggers::Triggers;
use super::words::Words;
use super::{arguments, whole};
use crate::extract::Page;
use crate::extract::actors::Actors;
use crate::lexicon::ActorKind;
use crate::proto::v1::EventType;
use measure::measure_reading;

/// Reads the sentences of a page.
pub(super) fn page(
    page: &Page<'_>,
    spans: &crate::extract::spans::Spans<'_>,
    actors: &Actors,
) -> Vec<Reading> {
    let topic = context::topic(page);
    let short = page.reading.tokens().len() < context::SHORT;
    let mut readings = Vec::new();
    if topic == Topic::Other {
        return readings;
    }
    for line in 0..page.lines.len() {
        let Some(words) = Words::new(page, line) else {
            continue;
        };
        let triggers = Triggers::read(&words);
        let court = words.lower.iter().any(|w| w == "wto" || w == "gatt");
        if triggers.measures.is_empty() && triggers.acts.is_empty() && !court {
            continue;
        }
        let scene = Scene {
            words: &words,
            triggers: &triggers,
            actors,
        };
        let first = readings.len();
        let mut used = Vec::new();
        for measure in &triggers.measures {
            if let Some(reading) = measure_reading(&scene, measure, topic, &mut used) {
                readings.push(reading);
            }
        }
        whole::read(&scene, topic, &used, &mut readings);
        stand_in::read(&scene, &mut readings, first);
        arguments::attach(&scene, spans, &mut readings, first);
        drop_stateless(
            actors,
            &mut readings,
            first,
            topic == Topic::Touched || short,
        );
        readings[first..].sort_by_key(|r| (r.extent.start, r.trigger));
    }
    readings
}

/// Leagues, courts and schools have sanctions and duties too: where a text is not plainly about trade, a state must have a part
/// in a measure.
fn drop_stateless(actors: &Actors, readings: &mut Vec<Reading>, first: usize, strict: bool) {
    if !strict {
        return;
    }
    let state = |actor: usize| {
        matches!(
            actors.list.get(actor).map(|a| a.kind),
            Some(ActorKind::Country | ActorKind::Bloc)
        )
    };
    // "The tariff took effect": told of by those before.
    let told: Vec<EventType> = readings.iter().take(first).map(|r| r.kind).collect();
    let mut at = 0;
    readings.retain(|reading| {
        at += 1;
        at <= first
            || reading.reference == Reference::Definite
            || told.contains(&reading.kind)
            || reading.roles.iter().any(|r| r.actor.is_some_and(state))
            || reading.kind == EventType::Tariff && !reading.goods.is_empty()
    });
}
