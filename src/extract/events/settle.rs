//! What a measure is where its noun leaves it open: a ban of exports, of imports, of a company; a tax on either.

use std::ops::Range;

use super::compose::Bond;
use super::roles::Scene;
use super::triggers::Measure;
use super::words::Words;
use crate::lexicon::{ActorKind, EntryRef, Instrument, MeasureKind};
use crate::proto::v1::EventType;

const EXPORTS: &[&str] = &[
    "export",
    "exports",
    "exported",
    "exporting",
    "re-exports",
    "reexports",
    "shipments",
    "sales",
    "sale",
    "overseas",
];
const IMPORTS: &[&str] = &["import", "imports", "imported", "importing", "importation"];
const INVESTMENT: &[&str] = &[
    "investment",
    "investments",
    "acquisitions",
    "takeovers",
    "investors",
    "outbound",
    "ownership",
];

/// The kind of a measure in its clause; none where it cannot be told.
pub(super) fn kind(
    scene: &Scene<'_, '_>,
    measure: &Measure<'_>,
    bond: &Bond<'_, '_>,
    end: usize,
) -> Option<MeasureKind> {
    let words = scene.words;
    let around = bond.phrase.start..end;
    let flow = flow(words, measure, around.clone());
    match measure.entry.kind {
        MeasureKind::Tax => match flow {
            Some(Flow::Exports) => Some(MeasureKind::ExportControl),
            Some(Flow::Imports) => Some(MeasureKind::Tariff),
            _ if goods_behind(scene, measure.tokens.end..end) && taxed(words, measure) => {
                Some(MeasureKind::Tariff)
            }
            _ if words.is(measure.tokens.end.saturating_sub(1), &["tax", "taxes"])
                && states_behind(scene, measure.tokens.end..end) =>
            {
                Some(MeasureKind::Tariff)
            }
            _ => None,
        },
        // "barriers affecting American exports" keep out what the other sends.
        MeasureKind::Restriction
            if words.is(measure.head(), &["barrier", "barriers"])
                && flow != Some(Flow::Investment) =>
        {
            flow.map(|_| MeasureKind::ImportRestriction)
        }
        MeasureKind::Restriction => match flow {
            Some(Flow::Exports) => Some(MeasureKind::ExportControl),
            Some(Flow::Imports) => Some(MeasureKind::ImportRestriction),
            Some(Flow::Investment) => Some(MeasureKind::InvestmentRestriction),
            // A licence controls trade only where something flows.
            None if measure.entry.instrument == Some(Instrument::Licensing) => None,
            None if companies_behind(scene, bond.phrase.start..end) => Some(MeasureKind::Sanction),
            // "is amending the Export Administration Regulations to implement controls on chips"
            None if (goods_behind(scene, bond.phrase.start..measure.tokens.start)
                || words.is(measure.tokens.end, &["on", "over"])
                    && goods_behind(scene, measure.tokens.end..end))
                && words.lower.iter().any(|w| {
                    EXPORTS[..6].contains(&w.as_str())
                        || matches!(w.as_str(), "ear" | "bis" | "reexport" | "licenses")
                })
                && !words.lower.iter().any(|w| IMPORTS.contains(&w.as_str())) =>
            {
                Some(MeasureKind::ExportControl)
            }
            // "Japan's seafood ban"
            None if measure.entry.instrument == Some(Instrument::Ban)
                && goods_behind(scene, bond.phrase.start..measure.tokens.start)
                && states_behind(scene, bond.phrase.start..measure.tokens.start) =>
            {
                Some(MeasureKind::ImportRestriction)
            }
            // "the textile quotas", "quotas for developing nations": what is let in.
            None if measure.entry.instrument == Some(Instrument::Quota)
                && goods_behind(scene, bond.phrase.start..measure.tokens.end) =>
            {
                Some(MeasureKind::ImportRestriction)
            }
            None if goods_behind(scene, measure.tokens.end..end)
                && words.at(measure.tokens.end) == "on" =>
            {
                Some(MeasureKind::ImportRestriction)
            }
            None => None,
        },
        MeasureKind::Sanction if measure.tokens.len() == 1 => match flow {
            Some(Flow::Imports) if words.is(measure.tokens.start, &["embargo"]) => {
                Some(MeasureKind::ImportRestriction)
            }
            _ => Some(MeasureKind::Sanction),
        },
        MeasureKind::Tariff
            if words.lower.iter().any(|w| {
                matches!(
                    w.as_str(),
                    "dumping" | "anti-dumping" | "antidumping" | "countervailing"
                )
            }) && words.is(measure.head(), &["duty", "duties"]) =>
        {
            Some(MeasureKind::TradeRemedy)
        }
        kind => Some(kind),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Exports,
    Imports,
    Investment,
}

/// What flows, from the words nearest to the measure.
fn flow(words: &Words<'_>, measure: &Measure<'_>, around: Range<usize>) -> Option<Flow> {
    let mut best: Option<(usize, Flow)> = None;
    for i in around.start..around.end.min(words.len()) {
        let flow = if words.is(i, EXPORTS) {
            Flow::Exports
        } else if words.is(i, IMPORTS) {
            Flow::Imports
        } else if words.is(i, INVESTMENT) {
            Flow::Investment
        } else {
            continue;
        };
        let distance = i.abs_diff(measure.head());
        if distance <= 12 && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, flow));
        }
    }
    best.map(|(_, flow)| flow)
}

fn taxed(words: &Words<'_>, measure: &Measure<'_>) -> bool {
    words.is(measure.tokens.end, &["on"]) || words.is(measure.tokens.end, &["of"])
}

fn states_behind(scene: &Scene<'_, '_>, range: Range<usize>) -> bool {
    scene.mentions_in(range).any(|m| {
        m.actors
            .iter()
            .any(|&a| matches!(scene.kind(a), Some(ActorKind::Country | ActorKind::Bloc)))
    })
}

fn goods_behind(scene: &Scene<'_, '_>, range: Range<usize>) -> bool {
    let page = scene.words.page;
    page.lines.get(scene.words.line).is_some_and(|line| {
        line.found
            .iter()
            .any(|f| matches!(f.entry, EntryRef::Goods(_)) && range.contains(&f.tokens.start))
    })
}

fn companies_behind(scene: &Scene<'_, '_>, range: Range<usize>) -> bool {
    scene.mentions_in(range.clone()).any(|m| {
        m.actors
            .iter()
            .any(|&a| matches!(scene.kind(a), Some(ActorKind::Company)))
    }) || range.clone().any(|i| {
        scene.words.is(
            i,
            &[
                "entities",
                "oligarchs",
                "banks",
                "individuals",
                "vessels",
                "tankers",
            ],
        )
    })
}

/// By what a restriction works.
pub(super) fn instrument(
    words: &Words<'_>,
    measure: &Measure<'_>,
    bond: &Bond<'_, '_>,
    kind: EventType,
    end: usize,
) -> Option<(Instrument, Range<usize>)> {
    if !matches!(
        kind,
        EventType::ExportControl | EventType::ImportRestriction | EventType::Sanction
    ) {
        return None;
    }
    if let Some(instrument) = measure.entry.instrument {
        return Some((instrument, measure.tokens.clone()));
    }
    if measure.entry.kind == MeasureKind::Tax {
        return Some((Instrument::Tax, measure.tokens.clone()));
    }
    if let Some(instrument) = bond
        .acts
        .iter()
        .find_map(|b| b.act.entries.iter().find_map(|(_, e)| e.instrument))
    {
        return Some((
            instrument,
            bond.acts
                .first()
                .map_or(measure.tokens.clone(), |b| b.act.tokens.clone()),
        ));
    }
    let near = bond.phrase.start..end.min(words.len());
    near.clone().find_map(|i| {
        let instrument = match words.at(i) {
            "license" | "licence" | "licenses" | "licences" | "licensing" | "permits"
            | "permit" => Instrument::Licensing,
            "quota" | "quotas" => Instrument::Quota,
            "blacklist" | "listing" => Instrument::Listing,
            "ban" | "banning" | "prohibiting" => Instrument::Ban,
            _ => return None,
        };
        Some((instrument, i..i + 1))
    })
}
