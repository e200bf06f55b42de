//! Whom a measure hits where no preposition beside it says so.

use crate::extract::actors::{ActorMention, MentionForm};
use crate::extract::events::compose::{Bond, How};
use crate::extract::events::modality;
use crate::extract::events::reading::RoleReading;
use crate::extract::events::roles::{Scene, push};
use crate::extract::events::triggers::Measure;
use crate::lexicon::{ActorKind, Effect, MeasureKind};
use crate::proto::v1::Role;

/// Takes a measure away from whom it hits, where the subject of some clause further up may be the one who takes it.
pub(super) fn somebody_above(
    scene: &Scene<'_, '_>,
    modality: Option<&modality::Modality>,
    hit: &ActorMention,
    roles: &mut Vec<RoleReading>,
) {
    let Some(top) = modality.map(|m| m.top) else {
        return;
    };
    let own = |r: &RoleReading| {
        r.role == Role::Implementer && r.actor.is_some_and(|a| hit.actors.contains(&a))
    };
    let above = scene.words.tree.ancestors(top).take(6).find_map(|node| {
        let mut found = Vec::new();
        if scene.words.is_verb_at(node) {
            for mention in scene.subject(node) {
                scene.add(&mut found, Role::Implementer, mention);
            }
        }
        let another = found.iter().any(|r| r.role == Role::Implementer) && !found.iter().any(own);
        another.then_some(found)
    });
    if let Some(above) = above {
        roles.retain(|r| !own(r));
        for role in above {
            push(roles, role);
        }
    }
}

/// "Washington warned that the bloc could face duties": the state that threatens or announces what another is to suffer. `top` is the
/// outermost verb that governs the act.
pub(super) fn whoever_warns(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    top: usize,
    roles: &mut Vec<RoleReading>,
) {
    let words = scene.words;
    let suffers = bond
        .acts
        .iter()
        .any(|b| b.how == How::Sufferer && b.act.head() == top);
    let tells = |node: &usize| {
        let act = scene.triggers.act_at(*node).filter(|act| act.is_verb());
        act.is_some_and(|act| act.with(&[Effect::Threaten, Effect::Announce]).is_some())
    };
    let verb = if suffers {
        words.tree.ancestors(top).take(2).find(tells)
    } else {
        Some(top)
    };
    let Some(verb) = verb else {
        return;
    };
    let mut above = Vec::new();
    for mention in scene.subject(verb) {
        let state = |&actor: &usize| {
            matches!(
                scene.state(actor).and_then(|state| scene.kind(state)),
                Some(ActorKind::Country | ActorKind::Bloc)
            )
        };
        if !suffers || mention.actors.iter().all(state) {
            scene.add(&mut above, Role::Implementer, mention);
        }
    }
    let hit: Vec<_> = roles.iter().filter_map(|r| r.actor).collect();
    let another = above
        .iter()
        .filter(|r| r.role == Role::Implementer)
        .all(|r| r.actor.is_some_and(|a| !hit.contains(&a)));
    if another && !hit.is_empty() {
        roles.extend(above);
    }
}

/// "the China tariffs", "Iran sanctions": a country's bare name before the noun is whom it hits, where nobody behind is. Blocs and
/// countries that have no adjective ("EU tariffs", "UK tariffs") take it themselves.
pub(super) fn names_target(
    scene: &Scene<'_, '_>,
    mention: &ActorMention,
    measure: &Measure<'_>,
    behind: &[(String, &ActorMention)],
) -> bool {
    let words = scene.words;
    let name = words.page.word(words.line, mention.tokens.start);
    let country = |&actor: &usize| scene.kind(actor) == Some(ActorKind::Country);
    mention.form == MentionForm::Name
        && mention.actors.iter().all(country)
        && mention.tokens.end == measure.tokens.start
        && mention.tokens.len() == 1
        && name.len() > 3
        && !name.contains('.')
        && !mention.place
        && matches!(
            measure.entry.kind,
            MeasureKind::Tariff | MeasureKind::Sanction | MeasureKind::TradeRemedy
        )
        && !behind
            .iter()
            .any(|(preposition, _)| matches!(preposition.as_str(), "on" | "against"))
}

/// "investigations ... by reason of imports of tin from A and B": whose goods a probe is about, however far behind.
pub(super) fn probed(scene: &Scene<'_, '_>, from: usize, roles: &mut Vec<RoleReading>) {
    let words = scene.words;
    if roles.iter().any(|r| r.role == Role::Target) {
        return;
    }
    let Some(imports) = (from..words.len()).find(|&i| words.phrase(i, &["imports", "of"])) else {
        return;
    };
    let reach = (imports + 40).min(words.len());
    let Some(origin) = (imports..reach).find(|&i| {
        words.at(i) == "from"
            && scene
                .mentions()
                .iter()
                .any(|m| (i + 1..i + 4).contains(&m.tokens.start))
    }) else {
        return;
    };
    let mut at = origin + 1;
    while at < words.len() {
        match scene.mention_at(at) {
            Some(mention) => {
                scene.add(roles, Role::Target, mention);
                at = mention.tokens.end;
            }
            None if words.is(at, &[",", "and", "the", "or"]) => at += 1,
            None => break,
        }
    }
}
