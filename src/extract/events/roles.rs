//! Who has which part: subjects, agents, possessors, and what prepositions say of a measure.

use std::ops::Range;

use super::reading::RoleReading;
use super::triggers::Triggers;
use super::words::Words;
use crate::extract::actors::{ActorIndex, ActorMention, Actors, MentionForm};
use crate::language::{Relation, Upos};
use crate::lexicon::ActorKind;
use crate::proto::v1::Role;

/// A sentence with its triggers and actors.
pub(super) struct Scene<'s, 'p> {
    pub words: &'s Words<'p>,
    pub triggers: &'s Triggers<'p>,
    pub actors: &'p Actors,
}

impl<'p> Scene<'_, 'p> {
    /// The mentions of the sentence.
    pub fn mentions(&self) -> &'p [ActorMention] {
        self.actors.in_line(self.words.line)
    }

    pub fn mention_at(&self, token: usize) -> Option<&'p ActorMention> {
        self.actors.at(self.words.line, token)
    }

    pub fn kind(&self, actor: ActorIndex) -> Option<ActorKind> {
        self.actors.list.get(actor).map(|a| a.kind)
    }

    /// The state of an actor that acts for one; the actor itself for companies.
    pub fn state(&self, actor: ActorIndex) -> Option<ActorIndex> {
        self.actors.state_behind(actor)
    }

    fn may_act(&self, mention: &ActorMention) -> bool {
        mention
            .actors
            .iter()
            .any(|&a| !matches!(self.kind(a), Some(ActorKind::Media) | None))
    }

    /// The mentions that are subject of the verb at `verb`.
    pub fn subject(&self, verb: usize) -> Vec<&'p ActorMention> {
        // "prompting China to levy": whoever stands before the infinitive acts.
        let group = self.words.group(verb);
        if group.to
            && let Some(mention) = self.mentions().iter().find(|m| m.tokens.end == group.start)
            && self.may_act(mention)
        {
            return vec![mention];
        }
        let by_tree = if self.words.parsed {
            self.tree_subject(verb)
        } else {
            None
        };
        match by_tree {
            Some(found) if !found.is_empty() => found,
            Some(_) => Vec::new(),
            None => self.linear_subject(verb),
        }
    }

    /// None where the tree knows no subject; empty where the subject is nobody who acts.
    fn tree_subject(&self, verb: usize) -> Option<Vec<&'p ActorMention>> {
        let tree = self.words.tree;
        let mut node = verb;
        for _ in 0..7 {
            let subject = tree.children(node).find(|&c| {
                matches!(
                    tree.relation(c),
                    Some(
                        Relation::Nsubj
                            | Relation::NsubjPass
                            | Relation::NsubjOuter
                            | Relation::Csubj
                    )
                )
            });
            if let Some(subject) = subject {
                if matches!(self.words.at(subject), "which" | "that" | "who") {
                    // The antecedent of a relative clause.
                    let head = tree.head(node)?;
                    return Some(self.inside(head));
                }
                return Some(self.inside(subject));
            }
            let relation = tree.relation(node)?;
            match relation.universal() {
                Relation::Acl if relation != Relation::AclRelcl => {
                    // "X's decision to impose": the possessor of the noun; "plans by X to".
                    let head = tree.head(node)?;
                    let found = self.inside(head);
                    if !found.is_empty() {
                        return Some(found);
                    }
                    node = head;
                }
                Relation::Xcomp
                | Relation::Conj
                | Relation::Advcl
                | Relation::Obl
                | Relation::Obj
                | Relation::Nmod
                | Relation::Aux
                | Relation::Ccomp
                | Relation::Acl
                | Relation::Parataxis
                | Relation::Compound
                | Relation::Dep => {
                    node = tree.head(node)?;
                }
                _ => return None,
            }
        }
        None
    }

    /// The mentions that stand for a noun phrase's head: itself, its conjuncts, its possessor ("the Trump administration").
    fn inside(&self, head: usize) -> Vec<&'p ActorMention> {
        let tree = self.words.tree;
        let mut found = Vec::new();
        let mut heads = vec![head];
        heads.extend(tree.children_under(head, Relation::Conj));
        for node in heads {
            if let Some(mention) = self.mention_at(node) {
                found.push(mention);
                continue;
            }
            let below = tree.children(node).find_map(|c| match tree.relation(c)? {
                Relation::NmodPoss
                | Relation::Compound
                | Relation::Amod
                | Relation::Flat
                | Relation::Appos
                | Relation::NmodDesc => self.mention_at(c),
                Relation::Nmod if ACTING.contains(&self.words.at(node)) => self.mention_at(c),
                _ => None,
            });
            found.extend(below.filter(|m| {
                m.form != MentionForm::Demonym
                    || ACTING.contains(&self.words.at(node))
                    || self.words.upos(node) == Upos::Propn
            }));
        }
        found.retain(|m| self.may_act(m));
        found.dedup_by_key(|m| m.tokens.start);
        found
    }

    fn linear_subject(&self, verb: usize) -> Vec<&'p ActorMention> {
        let words = self.words;
        let mut at = words.group(verb).start;
        let mut steps = 0;
        while at > 0 && steps < 40 {
            steps += 1;
            let left = at - 1;
            if words.is_break(left) {
                break;
            }
            if let Some(mention) = self.mention_at(left) {
                let start = words.phrase_start(mention.tokens.start, |i| {
                    self.triggers.act_at(i).is_some_and(|a| a.is_verb())
                });
                let start = mention.title.as_ref().map_or(start, |t| t.start.min(start));
                let before = start.checked_sub(1);
                let governed = before.is_some_and(|b| {
                    (words.is_preposition(b) && words.at(b) != "as")
                        || self.triggers.act_at(b).is_some_and(|a| a.is_verb())
                        || words.upos(b) == Upos::Verb
                });
                if !governed && self.may_act(mention) {
                    return self.with_conjuncts(mention);
                }
                at = mention.tokens.start;
                continue;
            }
            at = left;
        }
        Vec::new()
    }

    /// A mention together with those coordinated before it: "China and the United States".
    pub fn with_conjuncts(&self, last: &'p ActorMention) -> Vec<&'p ActorMention> {
        let mut found = vec![last];
        let mut first = last;
        for _ in 0..6 {
            let start = self.words.phrase_start(first.tokens.start, |_| false);
            let Some(before) = start.checked_sub(1) else {
                break;
            };
            if !matches!(self.words.at(before), "and" | "," | "or" | "&") {
                break;
            }
            let at = if before > 0 && self.words.at(before - 1) == "," {
                before - 1
            } else {
                before
            };
            let Some(earlier) = at.checked_sub(1).and_then(|i| self.mention_at(i)) else {
                break;
            };
            if self.words.at(before) == "," && found.len() == 1 {
                break;
            }
            found.insert(0, earlier);
            first = earlier;
        }
        found
    }

    /// The mentions whose first token lies in a range.
    pub fn mentions_in(&self, range: Range<usize>) -> impl Iterator<Item = &'p ActorMention> + '_ {
        self.mentions()
            .iter()
            .filter(move |m| range.contains(&m.tokens.start))
    }

    /// Puts whoever a mention means into a state's role, and an official or body also into that of its representative.
    pub fn add(&self, roles: &mut Vec<RoleReading>, role: Role, mention: &ActorMention) {
        for &actor in &mention.actors {
            let kind = self.kind(actor);
            let line = self.words.line;
            let tokens = mention.tokens.clone();
            let entry = |role, actor| RoleReading {
                role,
                actor: Some(actor),
                line,
                tokens: tokens.clone(),
                borrowed: false,
            };
            match kind {
                Some(ActorKind::Country | ActorKind::Bloc) => push(roles, entry(role, actor)),
                Some(ActorKind::Person | ActorKind::GovernmentBody | ActorKind::PoliticalParty) => {
                    if let Some(state) = self.state(actor) {
                        push(roles, entry(role, state));
                        if role != Role::Target && role != Role::Respondent {
                            push(roles, entry(Role::Representative, actor));
                        }
                    }
                }
                Some(ActorKind::Company | ActorKind::IndustryGroup)
                    if matches!(role, Role::Target | Role::Beneficiary) =>
                {
                    push(roles, entry(role, actor));
                    if role == Role::Target
                        && let Some(home) = self.actors.list.get(actor).and_then(|a| a.affiliation)
                    {
                        push(roles, entry(role, home));
                    }
                }
                Some(ActorKind::InternationalOrganization) if role == Role::Adjudicator => {
                    push(roles, entry(role, actor))
                }
                _ => {}
            }
        }
    }

    /// The actors that prepositions bring, from `from` to the end of the clause.
    pub fn after(
        &self,
        range: Range<usize>,
        keep: &[Range<usize>],
    ) -> Vec<(String, &'p ActorMention)> {
        let words = self.words;
        let mut found = Vec::new();
        let mut preposition = String::new();
        let mut at = range.start;
        while at < range.end.min(words.len()) {
            let word = words.at(at);
            if let Some(mention) = self.mention_at(at) {
                found.push((preposition.clone(), mention));
                at = mention.tokens.end;
                continue;
            }
            if keep.iter().any(|r| r.contains(&at)) {
                at += 1;
                continue;
            }
            match word {
                "of" | "worth" | "including" | "like" | "such" | "per" | "than" | "as" => {}
                "in" | "at"
                    if words.is(
                        at.wrapping_sub(1),
                        &[
                            "million", "billion", "bn", "mln", "bln", "trillion", "worth",
                        ],
                    ) => {}
                "in" if words.is(
                    at.wrapping_sub(1),
                    &[
                        "made",
                        "produced",
                        "grown",
                        "built",
                        "manufactured",
                        "assembled",
                        "mined",
                        "originating",
                    ],
                ) =>
                {
                    preposition = "from".to_owned();
                }
                _ if words.is_preposition(at) => preposition = word.to_owned(),
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// Where the clause of a measure ends that begins at `from`.
    pub fn clause_end(&self, from: usize, keep: &[Range<usize>]) -> usize {
        let words = self.words;
        let mut at = from;
        while at < words.len() {
            if keep.iter().any(|r| r.contains(&at)) {
                at += 1;
                continue;
            }
            if words.is_soft_break(at)
                && !matches!(
                    words.at(at),
                    "(" | ")" | "after" | "before" | "as" | "since"
                )
            {
                break;
            }
            if matches!(words.at(at), "in")
                && words.is(
                    at + 1,
                    &[
                        "response",
                        "retaliation",
                        "reply",
                        "return",
                        "exchange",
                        "reaction",
                    ],
                )
            {
                break;
            }
            if matches!(words.at(at), "after" | "before" | "as" | "since")
                && self
                    .triggers
                    .acts
                    .iter()
                    .any(|a| a.is_verb() && a.tokens.start > at && a.tokens.start < at + 8)
            {
                break;
            }
            if let Some(act) = self
                .triggers
                .acts
                .iter()
                .find(|a| a.tokens.start == at && a.is_verb())
                && words.is_verb_at(at)
                && !(words.is_determiner(at.saturating_sub(1)))
                && act.tokens.start > from
            {
                break;
            }
            if words.parsed
                && words.upos(at) == Upos::Verb
                && at > from
                && !words.is(
                    at,
                    &[
                        "imported",
                        "made",
                        "produced",
                        "originating",
                        "worth",
                        "targeting",
                        "coming",
                        "entering",
                        "including",
                        "containing",
                        "shipped",
                        "destined",
                        "exported",
                        "manufactured",
                    ],
                )
            {
                let relation = words.tree.relation(at);
                if !matches!(
                    relation,
                    Some(Relation::Amod | Relation::Compound | Relation::Acl | Relation::Case)
                ) {
                    break;
                }
            }
            at += 1;
        }
        at
    }
}

/// Nouns that act for the state that stands before or behind them.
const ACTING: &[&str] = &[
    "administration",
    "government",
    "governments",
    "officials",
    "official",
    "ministry",
    "president",
    "leaders",
    "minister",
    "ministers",
    "authorities",
    "side",
    "sides",
    "decision",
    "move",
    "plan",
    "plans",
    "parliament",
    "negotiators",
    "team",
    "delegation",
    "senate",
    "congress",
    "house",
    "commission",
    "council",
    "cabinet",
    "department",
    "lawmakers",
    "bid",
    "effort",
    "threat",
    "proposal",
    "nations",
    "countries",
    "members",
    "states",
];

/// Adds a role once.
pub(super) fn push(roles: &mut Vec<RoleReading>, role: RoleReading) {
    if !roles
        .iter()
        .any(|r| r.role == role.role && r.actor == role.actor)
    {
        roles.push(role);
    }
}
