//! Who takes a measure, and whom it hits.

use std::ops::Range;

use super::flows;
use super::mutual::{mutual, one_of_them};
use super::request::requested;
use super::targets::{names_target, probed, somebody_above, whoever_warns};
use crate::extract::actors::MentionForm;
use crate::extract::events::compose::{Bond, How};
use crate::extract::events::modality;
use crate::extract::events::reading::{Reading, RoleReading};
use crate::extract::events::roles::{Scene, push};
use crate::extract::events::triggers::Measure;
use crate::extract::events::words::Words;
use crate::language::Relation;
use crate::lexicon::{Effect, MeasureKind};
use crate::proto::v1::{EventType, Role};

/// Implementers, targets and representatives of a measure.
pub(super) fn policy_roles(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    modality: Option<&modality::Modality>,
    reading: &mut Reading,
    zone: &Range<usize>,
    effects: &[Effect],
    measure: &Measure<'_>,
) {
    let words = scene.words;
    let mut roles: Vec<RoleReading> = Vec::new();
    let keep: Vec<Range<usize>> = bond.acts.iter().map(|b| b.act.tokens.clone()).collect();
    let behind = scene.after(zone.clone(), &keep);
    let sufferer = bond.acts.iter().any(|b| b.how == How::Sufferer);
    let passive = bond
        .acts
        .iter()
        .any(|b| matches!(b.how, How::Passive | How::Subject));
    let asked =
        !sufferer && requested(scene, modality, bond).is_some_and(|(asked, _)| !asked.is_empty());
    // Inside the noun phrase: "China's export restrictions", "new EU tariffs".
    for mention in scene.mentions_in(bond.phrase.start..measure.tokens.start.max(bond.phrase.start))
    {
        // "called on Japan to scrap its tariff": the measure is that of whom is asked.
        if mention.form == MentionForm::Pronoun && asked {
            continue;
        }
        let own = mention.tokens.end == measure.tokens.start
            || words.is_possessive(mention.tokens.end)
            || (mention.tokens.end..measure.tokens.start).all(|i| !is_goods_word(words, i));
        // "India's preferential access": a preference is that of whoever enjoys it.
        let spared = effects.contains(&Effect::Exempt)
            && bond.acts.iter().any(|b| {
                !b.act.is_verb()
                    && (mention.tokens.end..mention.tokens.end + 4).contains(&b.act.tokens.start)
            });
        let enjoys = (measure.entry.kind == MeasureKind::Preference || spared)
            && words.is_possessive(mention.tokens.end);
        if own {
            let role = if enjoys || names_target(scene, mention, measure, &behind) {
                Role::Target
            } else {
                Role::Implementer
            };
            scene.add(&mut roles, role, mention);
        }
    }
    // The subject of the outermost verb.
    if let Some(verb) = modality.map(|m| m.top)
        && !sufferer
    {
        let request = requested(scene, modality, bond);
        match request {
            Some((asked, asker)) => {
                for mention in asked {
                    scene.add(&mut roles, Role::Implementer, mention);
                }
                if roles.iter().all(|r| r.role != Role::Implementer)
                    && reading.direction == crate::proto::v1::Direction::Liberalising
                {
                    for mention in asker {
                        scene.add(&mut roles, Role::Target, mention);
                    }
                    roles.retain(|r| r.role != Role::Representative);
                }
            }
            None if !passive
                && bond
                    .acts
                    .iter()
                    .any(|b| b.act.is_verb() && b.how != How::Adjective)
                || modality.is_some_and(|m| {
                    Some(m.top) != bond.verb().map(|b| b.act.head()) && !passive
                }) =>
            {
                let own: Vec<_> = roles
                    .iter()
                    .filter(|r| r.role == Role::Implementer)
                    .cloned()
                    .collect();
                let rejecting = effects
                    .iter()
                    .any(|e| matches!(e, Effect::Reject | Effect::None));
                if own.is_empty() || !rejecting {
                    let mut subject = Vec::new();
                    for mention in scene.subject(verb) {
                        scene.add(&mut subject, Role::Implementer, mention);
                    }
                    // The possessor owns the measure; the subject acts only if it is the same state.
                    let same = own.is_empty()
                        || subject
                            .iter()
                            .any(|s| own.iter().any(|o| o.actor == s.actor));
                    if same {
                        for role in subject {
                            push(&mut roles, role);
                        }
                    }
                }
            }
            None => {}
        }
    }
    // Agents behind: "imposed by Turkey", "retaliation from Beijing".
    for (preposition, mention) in &behind {
        // "an investigation into dumping by makers of": no agent of the investigation.
        let near = passive
            || reading.kind != EventType::Investigation
            || mention.tokens.start <= measure.tokens.end + 3;
        let agent = preposition == "by" && near
            || (preposition == "from" && matches!(reading.kind, EventType::Countermeasure)
                || preposition == "from"
                    && measure.head() + 2 >= mention.tokens.start
                    && !matches!(
                        reading.kind,
                        EventType::ImportRestriction
                            | EventType::InvestmentRestriction
                            | EventType::Investigation
                    ));
        if agent && !roles.iter().any(|r| r.role == Role::Implementer) {
            for one in scene.with_conjuncts(mention) {
                scene.add(&mut roles, Role::Implementer, one);
            }
        }
    }
    // Whom it hits, and where: "face a duty in the United States".
    if sufferer {
        // "will pay the United States a duty"
        let pays = bond.acts.iter().find(|b| b.how == How::Sufferer);
        if let Some(pays) = pays
            && roles.iter().all(|r| r.role != Role::Implementer)
        {
            for mention in scene.mentions_in(pays.act.tokens.end..bond.phrase.start) {
                scene.add(&mut roles, Role::Implementer, mention);
            }
        }
        for (preposition, mention) in &behind {
            if matches!(preposition.as_str(), "in" | "from" | "to")
                && roles.iter().all(|r| r.role != Role::Implementer)
            {
                scene.add(&mut roles, Role::Implementer, mention);
            }
        }
        if let Some(bound) = bond.acts.iter().find(|b| b.how == How::Sufferer) {
            let subject = scene.subject(bound.act.head());
            for mention in &subject {
                scene.add(&mut roles, Role::Target, mention);
            }
            // "Japanese cars face a duty"
            let noun = bound
                .act
                .tokens
                .clone()
                .flat_map(|node| words.tree.children_under(node, Relation::Nsubj))
                .next();
            if let Some(noun) = noun.filter(|_| subject.is_empty()) {
                let start = words.phrase_start(noun, |_| false);
                for mention in scene.mentions_in(start..words.group(bound.act.head()).start) {
                    scene.add(&mut roles, Role::Target, mention);
                }
            }
        }
        if let Some(top) = modality.map(|m| m.top)
            && roles.iter().all(|r| r.role != Role::Implementer)
        {
            whoever_warns(scene, bond, top, &mut roles);
        }
        let known = roles.clone();
        roles.retain(|r| r.role != Role::Representative || roles_has_state(&known, r, scene));
    }
    if let Some(with) = bond.acts.iter().find(|b| b.how == How::With) {
        for mention in scene.mentions_in(with.act.tokens.end..bond.phrase.start) {
            scene.add(&mut roles, Role::Target, mention);
        }
    }
    if let Some(object) = bond
        .acts
        .iter()
        .find(|b| b.how == How::Object && b.act.tokens.end < bond.phrase.start)
    {
        // What an earlier measure of the same verb has taken is not shared.
        let taken = scene
            .triggers
            .measures
            .iter()
            .map(|m| m.tokens.end)
            .filter(|&end| end <= bond.phrase.start)
            .max()
            .unwrap_or(0);
        let rest = object.act.tokens.end.max(taken);
        for mention in scene
            .mentions_in(rest..bond.phrase.start)
            .filter(|_| taken <= object.act.tokens.end)
        {
            scene.add(&mut roles, Role::Target, mention);
        }
    }
    // "came into force in the European Union"
    if effects.contains(&Effect::InForce) && roles.iter().all(|r| r.role != Role::Implementer) {
        for (preposition, mention) in &behind {
            if preposition == "in" {
                scene.add(&mut roles, Role::Implementer, mention);
            }
        }
    }
    let target = if reading.kind == EventType::Subsidy {
        Role::Beneficiary
    } else {
        Role::Target
    };
    for (preposition, mention) in &behind {
        let aims = match preposition.as_str() {
            "on" | "against" | "upon" | "toward" | "towards" => true,
            "to" if sufferer => false,
            "to" | "for" => true,
            // "listed under the destinations of China and Pakistan"
            "under" => (measure.tokens.end..mention.tokens.start)
                .any(|i| words.is(i, &["destination", "destinations"])),
            "from" => matches!(
                reading.kind,
                EventType::ImportRestriction
                    | EventType::Tariff
                    | EventType::TradeRemedy
                    | EventType::Sanction
                    | EventType::Investigation
                    | EventType::InvestmentRestriction
            ),
            // "an investigation of X", "quotas on imports of X"
            "" => {
                words.before(mention.tokens.start) == "of"
                    && (measure.entry.kind == MeasureKind::Preference
                        || matches!(
                            reading.kind,
                            EventType::Investigation | EventType::ImportRestriction
                        ))
            }
            "into" | "of" => reading.kind == EventType::Investigation,
            "by" => reading.kind == EventType::Investigation,
            _ => false,
        };
        let implementer = roles.iter().any(|r| {
            r.role == Role::Implementer && r.actor.is_some_and(|a| mention.actors.contains(&a))
        });
        if aims && implementer && target == Role::Target {
            one_of_them(scene, mention, &mut roles);
            // "warned India of more duties after doubling those on Indian goods": whoever is hit does not act.
            if matches!(preposition.as_str(), "on" | "against")
                && mention.form != MentionForm::Pronoun
                && reading.kind == EventType::Tariff
            {
                somebody_above(scene, modality, mention, &mut roles);
            }
        }
        let implementer = roles.iter().any(|r| {
            r.role == Role::Implementer && r.actor.is_some_and(|a| mention.actors.contains(&a))
        });
        if aims && !(implementer && mention.form != MentionForm::Pronoun) {
            scene.add(&mut roles, target, mention);
        }
    }
    let flow = bond.phrase.start..zone.end.max(measure.tokens.end);
    flows::turn(scene, &flow, reading, &mut roles);
    if reading.kind == EventType::Investigation {
        probed(scene, measure.tokens.end, &mut roles);
    }
    let states: Vec<_> = roles
        .iter()
        .filter(|r| r.role == Role::Implementer)
        .filter_map(|r| r.actor)
        .collect();
    roles.retain(|r| !(r.role == Role::Target && r.actor.is_some_and(|a| states.contains(&a))));
    mutual(scene, bond, zone, &mut roles);
    reading.roles = roles;
}

fn roles_has_state(
    roles: &[RoleReading],
    representative: &RoleReading,
    scene: &Scene<'_, '_>,
) -> bool {
    let state = representative.actor.and_then(|a| scene.state(a));
    roles
        .iter()
        .any(|r| matches!(r.role, Role::Implementer | Role::Party) && r.actor == state)
}

fn is_goods_word(words: &Words<'_>, i: usize) -> bool {
    matches!(
        words.at(i),
        "goods" | "products" | "imports" | "exports" | "steel" | "cars" | "lumber" | "cement"
    )
}
