//! Who is the subject of a verb: by the tree, or by nearness where the tree knows none.

use super::Scene;
use super::classes::{ACTING, CONTROLLING, GATHERINGS, PLANS};
use crate::extract::actors::{ActorMention, MentionForm};
use crate::language::{Relation, Upos};

impl<'p> Scene<'_, 'p> {
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
        // "let the president sign"
        let leave = (verb.saturating_sub(10)..verb)
            .rev()
            .take_while(|&i| !self.words.is_soft_break(i) && self.words.at(i) != ",")
            .find(|&i| self.words.is(i, &["let", "lets", "letting"]));
        if let Some(leave) = leave {
            let found: Vec<_> = self
                .mentions_in(leave + 1..verb)
                .filter(|m| self.may_act(m))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        let by_tree = if self.words.parsed {
            self.tree_subject(verb)
        } else {
            None
        };
        let mut found = match by_tree {
            // "follows Trump threatening to impose"
            Some(found) if found.is_empty() && self.words.at(verb).ends_with("ing") => self
                .mentions()
                .iter()
                .filter(|m| m.tokens.end == group.start && self.may_act(m))
                .collect(),
            Some(found) => found,
            None => self.linear_subject(verb),
        };
        if found.is_empty() && group.to {
            found.extend(self.owner_of_plan(group.start));
        }
        self.headline_pair(&mut found);
        found
    }

    /// "the president's decision in March to impose": the owner of the noun that the infinitive explains.
    fn owner_of_plan(&self, infinitive: usize) -> Option<&'p ActorMention> {
        let noun = (infinitive.saturating_sub(6)..infinitive)
            .rev()
            .take_while(|&i| !self.words.is_soft_break(i))
            .find(|&i| self.words.is(i, PLANS))?;
        let start = self.words.phrase_start(noun, |_| false);
        self.mentions()
            .iter()
            .filter(|m| m.tokens.start >= start && m.tokens.end <= noun && self.may_act(m))
            .find(|m| self.words.is_possessive(m.tokens.end) || m.form == MentionForm::Pronoun)
    }

    /// The object of the verb above a clause, where that verb makes its object the one who acts.
    fn controlled(&self, node: usize) -> Option<&'p ActorMention> {
        let tree = self.words.tree;
        let head = tree.head(node)?;
        if !self.words.is(head, CONTROLLING) || head > node {
            return None;
        }
        tree.children(head)
            .filter(|&c| c != node && c < node)
            .filter(|&c| matches!(tree.relation(c), Some(Relation::Obj | Relation::Iobj)))
            .find_map(|c| self.inside(c).first().copied())
    }

    /// "Canada, Mexico hold talks": in a headline a comma joins two subjects.
    fn headline_pair(&self, subject: &mut Vec<&'p ActorMention>) {
        if let [only] = subject.as_slice()
            && let Some(first) = self.mention_at(0).filter(|m| m.tokens.start == 0)
            && self.words.at(first.tokens.end) == ","
            && only.tokens.start == first.tokens.end + 1
            && !matches!(self.words.at(only.tokens.end), "," | "-" | "'s" | "’s")
            && first.form == MentionForm::Name
        {
            subject.insert(0, first);
        }
    }

    /// None where the tree knows no subject; empty where the subject is nobody who acts.
    fn tree_subject(&self, verb: usize) -> Option<Vec<&'p ActorMention>> {
        let tree = self.words.tree;
        let mut node = verb;
        // "the president's decision": the act is a noun.
        if self.words.upos(verb) == Upos::Noun {
            let owners = self.inside(verb);
            if !owners.is_empty() {
                return Some(owners);
            }
        }
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
                let mut found = self.inside(subject);
                // "Japan, EU sign": two subjects of one verb.
                for other in tree
                    .children_under(node, Relation::Nsubj)
                    .filter(|&c| c > subject)
                {
                    found.extend(self.inside(other));
                }
                return Some(found);
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
                // "accused China of harming": whoever is accused acts.
                _ if let Some(object) = self.controlled(node) => return Some(vec![object]),
                // "accused China of restricting exports": taken for an attribute of its object.
                Relation::Amod if self.words.is_gerund_of_preposition(node) => {
                    node = tree.head(node)?;
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
                    // "the president's decision in March to impose": the possessor of a noun on the way.
                    if self.words.upos(node) == Upos::Noun
                        && let Some(owner) = tree
                            .children_under(node, Relation::NmodPoss)
                            .find_map(|c| self.mention_at(c))
                    {
                        return Some(vec![owner]);
                    }
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
            let acts = ACTING.contains(&self.words.at(node));
            if let Some(mention) = self.mention_at(node) {
                found.push(mention);
                // "officials from Kenya and Egypt": the noun alone may stand for one of them.
                if !acts {
                    continue;
                }
            }
            let below = tree.children(node).find_map(|c| match tree.relation(c)? {
                Relation::NmodPoss
                | Relation::Compound
                | Relation::Amod
                | Relation::Flat
                | Relation::Appos
                | Relation::NmodDesc => Some((c, self.mention_at(c)?)),
                Relation::Nmod if acts => Some((c, self.mention_at(c)?)),
                _ => None,
            });
            let Some((below, mention)) = below else {
                // "a group of American senators"
                let members = tree
                    .children_under(node, Relation::Nmod)
                    .find(|_| GATHERINGS.contains(&self.words.at(node)));
                found.extend(members.into_iter().flat_map(|c| self.inside(c)));
                continue;
            };
            if mention.form == MentionForm::Demonym && !acts && self.words.upos(node) != Upos::Propn
            {
                continue;
            }
            found.push(mention);
            // "ministers from Kenya and Egypt", "British and Japanese officials"
            if acts {
                found.extend(
                    tree.children_under(below, Relation::Conj)
                        .filter_map(|c| self.mention_at(c)),
                );
            }
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
}
