//! Verbs whose object is what is traded: "tax imports of", "blacklisted the company", "banned exports of".

use super::super::outcome;
use super::super::read;
use super::super::reading::Reading;
use super::super::roles::Scene;
use super::super::triggers::{Act, Wording};
use super::{plain, start};
use crate::language::Relation;
use crate::lexicon::{Form, Instrument, MeasureKind};
use crate::proto::v1::{Direction, EventStatus, EventType, Role, TariffChange};

/// "tax imports of", "blacklisted the company".
pub(super) fn on_goods(
    scene: &Scene<'_, '_>,
    act: &Act<'_>,
    index: u32,
    kind: MeasureKind,
    instrument: Option<Instrument>,
) -> Option<Reading> {
    let event = outcome::event_type(kind)?;
    let group = scene.words.group(act.head());
    // "alleged to be subsidized", "subsidizing a war": a charge, and a figure of speech.
    let charged = (group.start.saturating_sub(3)..group.start)
        .any(|i| scene.words.at(i).starts_with("alleg"));
    let figure = (act.tokens.end..act.tokens.end + 4).any(|i| {
        scene
            .words
            .is(i, &["war", "terror", "terrorism", "aggression"])
    });
    if event == EventType::Subsidy && (charged || figure) {
        return None;
    }
    let (mut reading, modality, zone) = start(scene, act, event, index);
    let mut roles = Vec::new();
    let passive = group.be && act.wording == Wording::Verb(Form::VerbPast);
    for mention in scene.subject(modality.top) {
        scene.add(
            &mut roles,
            if passive {
                Role::Target
            } else {
                Role::Implementer
            },
            mention,
        );
    }
    for (preposition, mention) in scene.after(zone.clone(), &[]) {
        match preposition.as_str() {
            "by" => scene.add(&mut roles, Role::Implementer, mention),
            "" | "of" | "from" | "on" if !passive => scene.add(&mut roles, Role::Target, mention),
            _ => {}
        }
    }
    if roles.is_empty()
        || event == EventType::Tariff
            && !zone
                .clone()
                .any(|i| scene.words.is(i, &["imports", "goods", "products"]))
    {
        return None;
    }
    if event == EventType::Tariff {
        reading.change = TariffChange::Impose;
    }
    reading.direction = Direction::Restrictive;
    reading.status = plain(modality.realis);
    reading.instrument = instrument.map(|i| (i, act.tokens.clone()));
    reading.roles = roles;
    Some(reading)
}

const EASING: &[&str] = &[
    "eas", "loosen", "relax", "resum", "reopen", "re-open", "lift",
];
const ENDING: &[&str] = &["resum", "reopen", "re-open"];
const NO_BAN: &[&str] = &[
    "restrict", "curb", "limit", "curtail", "control", "tighten", "cap", "ration", "clamp",
    "crack", "choke",
];

/// The kind of event that a restriction of a flow is.
fn flow_of(word: &str) -> Option<EventType> {
    match word {
        "exports" | "export" | "shipments" | "sales" | "sale" | "exporting" | "re-exports"
        | "selling" | "shipping" => Some(EventType::ExportControl),
        "imports" | "import" | "importing" | "importation" => Some(EventType::ImportRestriction),
        "investment" | "investments" | "takeover" | "acquisition" | "acquisitions" => {
            Some(EventType::InvestmentRestriction)
        }
        _ => None,
    }
}

fn nominal_subject(scene: &Scene<'_, '_>, act: &Act<'_>) -> Option<usize> {
    let tree = scene.words.tree;
    tree.children(act.head()).find(|&c| {
        matches!(
            tree.relation(c),
            Some(Relation::NsubjPass | Relation::Nsubj)
        )
    })
}

/// "Exports of palm oil have been banned": what flows is the subject.
fn flow_subject(scene: &Scene<'_, '_>, act: &Act<'_>) -> Option<EventType> {
    flow_of(scene.words.at(nominal_subject(scene, act)?))
}

/// "banned imports of meat from", "curb exports of", "blocking the sale of chips to".
pub(super) fn on_flow(scene: &Scene<'_, '_>, act: &Act<'_>, index: u32) -> Option<Reading> {
    let words = scene.words;
    let verb = words.at(act.head());
    let reach = act.tokens.end..(act.tokens.end + 9).min(words.len());
    let mut event = None;
    for i in reach {
        // "barred the maker from doing business with"
        if words.phrase(i, &["doing", "business"]) {
            event = Some(EventType::Sanction);
            break;
        }
        if words.is_soft_break(i)
            || words.at(i) == ","
            || scene.triggers.measure_at(i).is_some()
            || flow_of(words.at(i)).is_none()
                && scene.triggers.act_at(i).is_some_and(|a| a.is_verb())
        {
            break;
        }
        event = flow_of(words.at(i));
        if event.is_some() {
            break;
        }
    }
    let passive = words.group(act.head()).be && act.wording == Wording::Verb(Form::VerbPast);
    let flow = event.or_else(|| passive.then(|| flow_subject(scene, act)).flatten());
    let event = flow?;
    let (mut reading, modality, zone) = start(scene, act, event, index);
    let mut roles = Vec::new();
    if passive && let Some(subject) = nominal_subject(scene, act) {
        let start = words.phrase_start(subject, |_| false);
        reading.extent.start = reading.extent.start.min(start);
        for mention in scene.mentions_in(start..words.group(act.head()).start) {
            scene.add(&mut roles, Role::Target, mention);
        }
    }
    if !passive {
        for mention in scene.subject(modality.top) {
            scene.add(&mut roles, Role::Implementer, mention);
        }
    }
    for (preposition, mention) in scene.after(zone.clone(), &[]) {
        match (event, preposition.as_str()) {
            (_, "by") => scene.add(&mut roles, Role::Implementer, mention),
            (EventType::ExportControl, "to" | "for") => {
                scene.add(&mut roles, Role::Target, mention)
            }
            (EventType::Sanction, "") => scene.add(&mut roles, Role::Target, mention),
            (EventType::ImportRestriction, "from" | "of" | "") => {
                scene.add(&mut roles, Role::Target, mention)
            }
            (EventType::InvestmentRestriction, "from" | "in" | "") => {
                scene.add(&mut roles, Role::Target, mention)
            }
            _ => {}
        }
    }
    let reach = act.tokens.end..(act.tokens.end + 9).min(words.len());
    read::flows::turn(scene, &reach, &mut reading, &mut roles);
    let own: Vec<_> = roles
        .iter()
        .filter(|r| r.role == Role::Implementer)
        .filter_map(|r| r.actor)
        .collect();
    if own.is_empty() && roles.is_empty() {
        return None;
    }
    roles.retain(|r| !(r.role == Role::Target && r.actor.is_some_and(|a| own.contains(&a))));
    let eases = EASING.iter().any(|e| verb.starts_with(e));
    reading.direction = if eases {
        Direction::Liberalising
    } else {
        Direction::Restrictive
    };
    reading.status = plain(modality.realis);
    // "resumed imports": the ban is over.
    if reading.status == EventStatus::Effective && ENDING.iter().any(|e| verb.starts_with(e)) {
        reading.status = EventStatus::Ended;
        reading.direction = Direction::Restrictive;
    }
    let instrument = if verb.starts_with("cap") || verb.starts_with("limit") {
        Some(Instrument::Quota)
    } else {
        (!eases && !NO_BAN.iter().any(|v| verb.starts_with(v))).then_some(Instrument::Ban)
    };
    reading.instrument = instrument.map(|i| (i, act.tokens.clone()));
    reading.roles = roles;
    Some(reading)
}
