//! "Took the United States to the WTO": a complaint whose verb and court stand on either side of whom it is against.

use super::super::context::Topic;
use super::super::parties;
use super::super::reading::Reading;
use super::super::roles::Scene;
use super::super::words::Modal;
use crate::lexicon::MeasureKind;
use crate::proto::v1::{DisputeStage, EventStatus, EventType, Role};

/// Verbs that bring somebody before a court.
const BRINGING: &[&str] = &[
    "take",
    "takes",
    "took",
    "taken",
    "taking",
    "haul",
    "hauls",
    "hauled",
    "hauling",
    "drag",
    "drags",
    "dragged",
    "dragging",
    "bring",
    "brings",
    "brought",
    "bringing",
    "refer",
    "refers",
    "referred",
    "referring",
    "challenge",
    "challenges",
    "challenged",
    "challenging",
    "contest",
    "contests",
    "contested",
    "contesting",
];

/// Courts of trade.
const COURTS: &[&[&str]] = &[
    &["before", "the", "wto"],
    &["at", "the", "wto"],
    &["in", "the", "wto"],
    &["at", "wto"],
    &["in", "gatt"],
    &["before", "gatt"],
    &["at", "gatt"],
    &["in", "the", "general", "agreement"],
    &["at", "the", "world", "trade", "organization"],
    &["at", "the", "world", "trade", "organisation"],
    &["to", "the", "general", "agreement"],
    &["to", "the", "wto"],
    &["to", "wto"],
    &["to", "the", "gatt"],
    &["to", "gatt"],
    &["to", "the", "world", "trade", "organization"],
    &["to", "the", "world", "trade", "organisation"],
    &["to", "the", "court", "of", "international", "trade"],
];

/// What is brought before a court.
const MATTERS: &[&str] = &[
    "issue",
    "matter",
    "dispute",
    "case",
    "complaint",
    "row",
    "it",
    "this",
    "question",
    "measures",
    "tariffs",
    "duties",
    "ban",
    "them",
];

/// Tokens between the verb and the court.
const REACH: usize = 9;

/// The complaints of a sentence that are told by such a verb.
pub(super) fn brought(scene: &Scene<'_, '_>, topic: Topic) -> Option<Reading> {
    let words = scene.words;
    if topic == Topic::Other {
        return None;
    }
    let (verb, court, length) = (0..words.len()).find_map(|verb| {
        if !words.is(verb, BRINGING) {
            return None;
        }
        let end = (verb + REACH).min(words.len());
        (verb + 1..end)
            .take_while(|&i| !words.is_soft_break(i))
            .find_map(|i| {
                let court = COURTS.iter().find(|court| words.phrase(i, court))?;
                Some((verb, i, court.len()))
            })
    })?;
    let mut roles = Vec::new();
    for mention in scene.mentions_in(verb + 1..court) {
        scene.add(&mut roles, Role::Respondent, mention);
    }
    // "would take the matter to the WTO"
    let matter = (verb + 1..court).any(|i| words.is(i, MATTERS));
    // "brought a case to the WTO": the case is read by itself.
    let named = scene.triggers.measures.iter().any(|m| {
        m.entry.kind == MeasureKind::Dispute && (verb + 1..court).contains(&m.tokens.start)
    });
    if roles.is_empty() && !matter || named {
        return None;
    }
    for mention in scene.subject(verb) {
        scene.add(&mut roles, Role::Complainant, mention);
    }
    let mut reading = Reading::new(words.line, verb, EventType::Dispute);
    for mention in scene.mentions_in(court..court + length) {
        if parties::judges(scene, mention) {
            parties::adjudicate(scene, mention, &mut roles);
            reading.forum_actor = mention.actors.first().copied();
            reading.forum = Some(mention.tokens.clone());
        }
    }
    let group = words.group(verb);
    let threat = (group.start.saturating_sub(2)..group.start)
        .any(|i| words.at(i).starts_with("threat") || words.at(i).starts_with("vow"));
    reading.status = match group.modal {
        _ if group.negated => EventStatus::Rejected,
        _ if threat => EventStatus::Threatened,
        Some(Modal::Will) => EventStatus::Announced,
        Some(_) => EventStatus::Proposed,
        None if group.to => EventStatus::Proposed,
        None => EventStatus::Effective,
    };
    reading.act = Some(verb);
    reading.extent = group.start..court + length;
    reading.dispute_stage = DisputeStage::Filed;
    reading.roles = roles;
    Some(reading)
}
