//! Nouns of policy that tell no act where they stand: pledges of other things, probes of other kinds, cases that somebody only makes.

use crate::extract::events::compose::{Bond, How};
use crate::extract::events::parties;
use crate::extract::events::reading::Reading;
use crate::extract::events::roles::Scene;
use crate::extract::events::triggers::Measure;
use crate::extract::events::words::Words;
use crate::lexicon::{ActorKind, DisputeStep, Effect};
use crate::proto::v1::{EventStatus, EventType};

/// Beginnings of words that make a pledge one on trade.
const TRADED: &[&str] = &[
    "buy",
    "bought",
    "purchas",
    "import",
    "invest",
    "market",
    "tariff",
    "dut",
    "barrier",
    "quota",
    "dump",
    "overcapacity",
    "capacity",
    "subsid",
    "exports",
    "restrictions",
    "surplus",
    "deficit",
    "procure",
];

/// Whether a pledge says what it is about, and that is trade: "its commitment to buy grain", "a $20 billion pledge".
fn pledges_trade(scene: &Scene<'_, '_>, bond: &Bond<'_, '_>, measure: &Measure<'_>) -> bool {
    let words = scene.words;
    let end = scene.clause_end(measure.tokens.end, &[]);
    let reach = end.max((measure.tokens.end + 6).min(words.len()));
    measure.tokens.len() > 1
        || (bond.phrase.start..reach).any(|i| {
            words.at(i).starts_with('$')
                || words.is(i, &["billion", "million", "bn", "trillion"])
                || TRADED.iter().any(|stem| words.at(i).starts_with(stem))
        })
}

/// Words of which one stands beside a probe under trade law.
const PROBED: &[&str] = &[
    "section",
    "dumping",
    "anti-dumping",
    "antidumping",
    "unfair",
    "subsid",
    "imports",
    "import",
    "exports",
    "export",
    "trade",
    "tariff",
    "duties",
    "security",
    "practices",
    "market",
    "antitrust",
    "commerce",
    "customs",
    "supply",
    "chip",
    "semiconductor",
    "shipbuilding",
    "sanctions",
    "goods",
    "products",
];

/// Words of a court, or of what is brought before one.
const LITIGATED: &[&str] = &[
    "wto",
    "gatt",
    "court",
    "courts",
    "panel",
    "panels",
    "tribunal",
    "dispute",
    "judge",
    "judges",
    "lawsuit",
    "lawsuits",
    "plaintiffs",
    "appeal",
    "appeals",
    "body",
    "nafta",
    "usmca",
];

/// Whether some word of the sentence is one of a set, or begins with one of it.
fn speaks_of(words: &Words<'_>, set: &[&str]) -> bool {
    words
        .lower
        .iter()
        .any(|word| set.iter().any(|stem| word.starts_with(stem)))
}

/// Whether a noun of many meanings stands for nothing that is told here.
pub(super) fn is_idle(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    reading: &Reading,
    effects: &[Effect],
    measure: &Measure<'_>,
) -> bool {
    let words = scene.words;
    match reading.kind {
        EventType::Commitment => !pledges_trade(scene, bond, measure),
        EventType::Investigation => {
            let firm = scene.mentions().iter().any(|m| {
                m.tokens.start > measure.head()
                    && m.actors
                        .iter()
                        .any(|&actor| scene.kind(actor) == Some(ActorKind::Company))
            });
            measure.entry.needs_context && !firm && !speaks_of(words, PROBED)
        }
        // "their complaints about", "the case for tariffs": nobody goes to court.
        EventType::Dispute => {
            measure.entry.stage == Some(DisputeStep::Filed)
                && measure.entry.needs_context
                && !effects.contains(&Effect::File)
                && !words.lower.iter().any(|w| LITIGATED.contains(&w.as_str()))
                && !scene.mentions().iter().any(|m| parties::judges(scene, m))
        }
        _ => false,
    }
}

/// "Governments adjust tariffs", "trade deals need to": a bare plural of which nobody in particular does anything.
pub(super) fn is_general(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    reading: &Reading,
    effects: &[Effect],
    measure: &Measure<'_>,
) -> bool {
    let words = scene.words;
    let bare = bond.phrase.start == measure.tokens.start
        && words.at(measure.head()).ends_with('s')
        && !words.is_possessive(measure.tokens.end);
    let done = bond
        .acts
        .iter()
        .any(|b| matches!(b.how, How::Passive | How::Sufferer | How::With));
    let settled = effects.iter().any(|e| {
        matches!(
            e,
            Effect::Sign | Effect::Reach | Effect::Ratify | Effect::InForce
        )
    });
    bare && reading.roles.is_empty()
        && !done
        && !settled
        && match reading.kind {
            EventType::Agreement => true,
            EventType::Tariff | EventType::ImportRestriction => {
                reading.status == EventStatus::Effective
            }
            _ => false,
        }
}
