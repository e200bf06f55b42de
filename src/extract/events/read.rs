//! From one sentence to its readings.

use std::ops::Range;

use super::compose::{self, Bond, How};
use super::context::{self, Topic};
use super::modality::{self, Realis};
use super::outcome;
use super::reading::{Reading, Reference, RoleReading, Trail};
use super::roles::{Scene, push};
use super::settle;
use super::triggers::{Measure, Triggers, is_policy};
use super::words::Words;
use super::{arguments, parties, whole};
use crate::extract::Page;
use crate::extract::actors::{Actors, MentionForm};
use crate::lexicon::{ActorKind, Effect, EntryRef, MeasureKind};
use crate::proto::v1::{Direction, EventStatus, EventType, Role, TariffChange};

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
        if triggers.measures.is_empty() && triggers.acts.is_empty() {
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
    let mut at = 0;
    readings.retain(|reading| {
        at += 1;
        at <= first
            || reading.reference == Reference::Definite
            || reading.roles.iter().any(|r| r.actor.is_some_and(state))
            || reading.kind == EventType::Tariff && !reading.goods.is_empty()
    });
}

/// Reads the event around a measure.
fn measure_reading(
    scene: &Scene<'_, '_>,
    measure: &Measure<'_>,
    topic: Topic,
    used: &mut Vec<usize>,
) -> Option<Reading> {
    let words = scene.words;
    let mut bond = compose::bind(words, scene.triggers, measure);
    let keep: Vec<Range<usize>> = bond
        .acts
        .iter()
        .map(|b| b.act.tokens.clone())
        .chain([bond.phrase.clone()])
        .collect();
    let end = scene
        .clause_end(
            bond.cover()
                .end
                .min(bond.phrase.end.max(measure.tokens.end)),
            &keep,
        )
        .max(bond.cover().end);
    if measure.entry.needs_context && !supported(scene, topic) {
        return None;
    }
    let kind = settle::kind(scene, measure, &bond, end)?;
    let event = outcome::event_type(kind)?;
    let mut reading = Reading::new(words.line, measure.head(), event);
    reading.trail = Trail {
        entries: vec![EntryRef::Measure(measure.index)],
        ..Trail::default()
    };

    let apt: Vec<usize> = outcome::effects(&bond, event)
        .iter()
        .filter(|(_, effect, _)| *effect != Effect::None)
        .map(|(i, ..)| *i)
        .collect();
    let mut place = 0..;
    bond.acts
        .retain(|_| place.next().is_some_and(|i| apt.contains(&i)));
    let told = outcome::effects(&bond, event);
    let mut effects: Vec<Effect> = told.iter().map(|(_, effect, _)| *effect).collect();
    if let Some(change) = measure.entry.change {
        effects.insert(0, change);
    }
    reading
        .trail
        .entries
        .extend(told.iter().map(|(_, _, index)| EntryRef::Act(*index)));
    reading.trail.by_tree = bond.acts.iter().any(|b| b.by_tree);
    let outer = bond.verb().or(bond.outer());
    let modality = outer.map(|bound| modality::of(words, scene.triggers, bound.act));
    let realis = modality.as_ref().map_or(Realis::Real, |m| m.realis);
    if let Some(modality) = &modality {
        reading.status_cue = (!modality.cue.is_empty()).then(|| modality.cue.clone());
        reading
            .trail
            .entries
            .extend(modality.entries.iter().map(|&index| EntryRef::Act(index)));
    }
    for bound in &bond.acts {
        used.push(bound.act.tokens.start);
    }
    let change = outcome::change(&effects, kind);
    if matches!(event, EventType::Tariff | EventType::TradeRemedy) {
        reading.change = change;
        reading.change_cue = told
            .iter()
            .find(|(_, effect, _)| {
                matches!(
                    effect,
                    Effect::Raise
                        | Effect::Lower
                        | Effect::Remove
                        | Effect::Exempt
                        | Effect::Prolong
                        | Effect::Begin
                )
            })
            .map(|(i, ..)| bond.acts[*i].act.tokens.clone());
    }
    reading.direction = outcome::direction(event, change, &effects);
    reading.act = outer.map(|bound| bound.act.head());
    reading.status = outcome::status(event, &effects, realis, change);
    if effects.contains(&Effect::Remove)
        && bond.acts.iter().any(|b| b.how == How::Subject)
        && reading.status == EventStatus::Effective
    {
        reading.status = EventStatus::Ended;
    }
    reading.instrument = settle::instrument(words, measure, &bond, event, end);
    reading.remedy = measure.entry.remedy;
    reading.format = measure.entry.format;
    reading.reference = reference(words, &bond);
    reading.fresh = (bond.phrase.start..measure.tokens.end).any(|i| {
        words.is(
            i,
            &[
                "new",
                "further",
                "another",
                "more",
                "fresh",
                "extra",
                "second",
                "later",
                "additional",
                "next",
                "separate",
                "third",
            ],
        )
    });
    if reading.status == EventStatus::Unspecified {
        reading.reference = Reference::Definite;
    }
    negative(words, &bond, &mut reading);

    let zone = words_zone(&bond, end);
    let start = modality
        .as_ref()
        .map_or(bond.cover().start, |m| m.start.min(bond.cover().start));
    reading.extent =
        start.max(bond.cover().start.saturating_sub(14))..zone.end.max(bond.cover().end);
    if is_policy(kind) || event == EventType::Investigation {
        policy_roles(
            scene,
            &bond,
            modality.as_ref(),
            &mut reading,
            &zone,
            &effects,
            measure,
        );
    } else {
        parties::assign(
            scene,
            &bond,
            modality.as_ref(),
            &mut reading,
            &zone,
            measure,
        );
    }
    finish(scene, &bond, &mut reading, &effects, measure, topic, kind)
}

/// Whether an agreement is only called by its name, which says nothing of an act.
fn named_only(words: &Words<'_>, measure: &Measure<'_>) -> bool {
    words.page.lines.get(words.line).is_some_and(|line| {
        line.found.iter().any(|f| {
            matches!(f.entry, EntryRef::Agreement(_)) && f.tokens.contains(&measure.head())
        })
    })
}

/// Whether a word of many meanings has the support of a word of trade.
fn supported(scene: &Scene<'_, '_>, topic: Topic) -> bool {
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

fn words_zone(bond: &Bond<'_, '_>, end: usize) -> Range<usize> {
    bond.phrase.end..end.max(bond.phrase.end)
}

/// How the noun phrase refers.
fn reference(words: &Words<'_>, bond: &Bond<'_, '_>) -> Reference {
    let tells = bond
        .acts
        .iter()
        .any(|b| !matches!(b.how, How::Compound | How::Adjective));
    if tells {
        return Reference::Telling;
    }
    let first = words.at(bond.phrase.start);
    if matches!(
        first,
        "the" | "these" | "those" | "this" | "such" | "that" | "its" | "their" | "both"
    ) {
        return Reference::Definite;
    }
    if bond.acts.is_empty() {
        Reference::Definite
    } else {
        Reference::Telling
    }
}

/// Implementers, targets and representatives of a measure.
fn policy_roles(
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
        if own {
            scene.add(&mut roles, Role::Implementer, mention);
        }
    }
    // Agents behind: "imposed by Turkey", "retaliation from Beijing".
    for (preposition, mention) in &behind {
        let agent = preposition == "by"
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
    // Whom it hits, and where: "face a duty in the United States".
    if sufferer {
        for (preposition, mention) in &behind {
            if matches!(preposition.as_str(), "in" | "from")
                && roles.iter().all(|r| r.role != Role::Implementer)
            {
                scene.add(&mut roles, Role::Implementer, mention);
            }
        }
        if let Some(bound) = bond.acts.iter().find(|b| b.how == How::Sufferer) {
            for mention in scene.subject(bound.act.head()) {
                scene.add(&mut roles, Role::Target, mention);
            }
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
        for mention in scene.mentions_in(object.act.tokens.end..bond.phrase.start) {
            scene.add(&mut roles, Role::Target, mention);
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
            "to" | "for" => true,
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
                    && matches!(
                        reading.kind,
                        EventType::Investigation | EventType::ImportRestriction
                    )
            }
            "into" | "of" => reading.kind == EventType::Investigation,
            "by" => reading.kind == EventType::Investigation,
            _ => false,
        };
        let implementer = roles.iter().any(|r| {
            r.role == Role::Implementer && r.actor.is_some_and(|a| mention.actors.contains(&a))
        });
        if aims && !(implementer && mention.form != MentionForm::Pronoun) {
            scene.add(&mut roles, target, mention);
        }
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

/// "each other's goods", "tit-for-tat": both impose, both are hit.
fn mutual(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    zone: &Range<usize>,
    roles: &mut Vec<RoleReading>,
) {
    let words = scene.words;
    let range = bond.phrase.start..zone.end;
    let reciprocal = range
        .clone()
        .any(|i| words.phrase(i, &["each", "other"]) || words.phrase(i, &["one", "another"]));
    let between = range
        .clone()
        .find(|&i| words.at(i) == "between" && i >= zone.start);
    let mut both: Vec<RoleReading> = Vec::new();
    if reciprocal {
        both.extend(
            roles
                .iter()
                .filter(|r| r.role == Role::Implementer)
                .cloned(),
        );
    } else if let Some(at) = between {
        for mention in scene.mentions_in(at..(at + 12).min(words.len())) {
            scene.add(&mut both, Role::Implementer, mention);
        }
        both.retain(|r| r.role == Role::Implementer);
    }
    if both.len() >= 2 {
        roles.retain(|r| !matches!(r.role, Role::Implementer | Role::Target));
        for role in both {
            push(
                roles,
                RoleReading {
                    role: Role::Implementer,
                    ..role.clone()
                },
            );
            push(
                roles,
                RoleReading {
                    role: Role::Target,
                    ..role
                },
            );
        }
    }
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

type Mentions<'p> = Vec<&'p crate::extract::actors::ActorMention>;

/// Who is asked to act, and who asks, where the chain of verbs holds a request: "urged Japan to lift", "wants tariffs removed".
fn requested<'p>(
    scene: &Scene<'_, 'p>,
    modality: Option<&modality::Modality>,
    bond: &Bond<'_, '_>,
) -> Option<(Mentions<'p>, Mentions<'p>)> {
    let modality = modality?;
    let words = scene.words;
    let asks = |i: usize| {
        words.is(
            i,
            &[
                "urge",
                "urges",
                "urged",
                "urging",
                "ask",
                "asks",
                "asked",
                "asking",
                "call",
                "calls",
                "called",
                "calling",
                "encourage",
                "encourages",
                "encouraged",
                "press",
                "pressed",
                "pressing",
                "persuade",
                "convince",
                "want",
                "wants",
                "wanted",
                "demand",
                "demands",
                "demanded",
                "request",
                "requested",
                "pushing",
                "pushed",
                "push",
                "lobbied",
                "lobby",
                "appeal",
                "appealed",
                "told",
                "seeking",
                "sought",
            ],
        )
    };
    let start = modality.start.min(bond.phrase.start);
    let request = (start..bond.phrase.start.max(modality.top + 1)).find(|&i| asks(i))?;
    let verb = bond.verb().map_or(bond.phrase.start, |b| b.act.head());
    let asked: Vec<_> = if verb > request {
        scene.mentions_in(request + 1..verb).collect()
    } else {
        Vec::new()
    };
    if matches!(words.at(request), "seeking" | "sought") && asked.is_empty() {
        return None;
    }
    Some((asked, scene.subject(request)))
}

/// "No tariffs on goods that qualify", "no deal".
fn negative(words: &Words<'_>, bond: &Bond<'_, '_>, reading: &mut Reading) {
    if words.at(bond.phrase.start) != "no" {
        return;
    }
    match reading.kind {
        EventType::Tariff => {
            reading.change = TariffChange::Exempt;
            reading.direction = Direction::Liberalising;
        }
        EventType::Agreement => reading.status = EventStatus::Proposed,
        _ => reading.status = EventStatus::Rejected,
    }
}

/// Drops what says too little, and completes the rest.
fn finish(
    scene: &Scene<'_, '_>,
    bond: &Bond<'_, '_>,
    reading: &mut Reading,
    effects: &[Effect],
    measure: &Measure<'_>,
    topic: Topic,
    kind: MeasureKind,
) -> Option<Reading> {
    let words = scene.words;
    if reading.kind == EventType::Agreement {
        reading.agreement_stage = outcome::agreement_stage(effects, reading.status);
    }
    if reading.kind == EventType::Dispute {
        reading.dispute_stage = outcome::dispute_stage(measure.entry.stage, effects);
    }
    if reading.kind == EventType::Investigation {
        let near =
            measure.tokens.start.saturating_sub(2)..reading.extent.end.max(measure.tokens.end);
        reading.legal_basis = near
            .clone()
            .find(|&i| {
                words.at(i) == "section"
                    && words.at(i + 1).starts_with(|c: char| c.is_ascii_digit())
            })
            .map(|i| i..i + 2);
    }
    let tells = bond.acts.iter().any(|b| b.how != How::Compound);
    let named = !reading.roles.is_empty();
    if !tells
        && (kind == MeasureKind::Preference
            || reading.kind == EventType::Agreement && named_only(words, measure))
    {
        return None;
    }
    if !tells {
        // Only named, not told: what it is at the time of writing follows from what the text tells elsewhere.
        if bond.acts.is_empty() {
            reading.status_cue = None;
        }
        if reading.reference == Reference::Definite && is_policy(kind) {
            reading.status = EventStatus::Unspecified;
        }
        if !named
            && words.at(bond.phrase.start) != "the"
            && !matches!(
                words.at(bond.phrase.start),
                "these" | "this" | "those" | "its" | "their" | "such"
            )
            && !words.phrase(bond.phrase.start, &["no"])
        {
            let rated = (bond.phrase.start..measure.tokens.start)
                .any(|i| matches!(words.at(i), "%" | "percent" | "pct" | "pc"))
                || words.at(measure.tokens.end) == "of";
            if !rated {
                return None;
            }
        }
    }
    let _ = topic;
    Some(reading.clone())
}
