//! Who has which part: subjects, agents, possessors, and what prepositions say of a measure.

mod classes;
mod clause;
mod subject;

pub(super) use classes::PLANS;

use std::ops::Range;

use super::reading::RoleReading;
use super::triggers::Triggers;
use super::words::Words;
use crate::extract::actors::{ActorIndex, ActorMention, Actors};
use crate::lexicon::{ActorKind, EntryRef};
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

    /// Whether a body is part of somebody's title: "US Treasury Secretary Jane Roe".
    fn in_title(&self, mention: &ActorMention) -> bool {
        let titled = self.words.page.lines.get(self.words.line);
        titled.is_some_and(|line| {
            line.found.iter().any(|f| {
                matches!(f.entry, EntryRef::Title(_))
                    && f.tokens.start <= mention.tokens.end
                    && f.tokens.end > mention.tokens.end
            })
        })
    }

    /// Whose administration a mention of a state names: "the Trump administration".
    fn leader(&self, mention: &ActorMention, state: ActorIndex) -> Option<ActorIndex> {
        if self.words.at(mention.tokens.end.checked_sub(1)?) != "administration" {
            return None;
        }
        let named = |name: &str| {
            let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            mention.tokens.clone().any(|i| self.words.at(i) == last)
        };
        self.actors.list.iter().position(|actor| {
            actor.kind == ActorKind::Person
                && actor.affiliation == Some(state)
                && named(&actor.name)
        })
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
                Some(ActorKind::Country | ActorKind::Bloc) => {
                    push(roles, entry(role, actor));
                    if !matches!(role, Role::Target | Role::Respondent)
                        && let Some(leader) = self.leader(mention, actor)
                    {
                        push(roles, entry(Role::Representative, leader));
                    }
                }
                Some(ActorKind::Person | ActorKind::GovernmentBody | ActorKind::PoliticalParty) => {
                    if let Some(state) = self.state(actor) {
                        push(roles, entry(role, state));
                        let titular =
                            kind == Some(ActorKind::GovernmentBody) && self.in_title(mention);
                        if role != Role::Target && role != Role::Respondent && !titular {
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
}

/// Adds a role once.
pub(super) fn push(roles: &mut Vec<RoleReading>, role: RoleReading) {
    if !roles
        .iter()
        .any(|r| r.role == role.role && r.actor == role.actor)
    {
        roles.push(role);
    }
}
