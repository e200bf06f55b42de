//! Which tokens of a sentence belong to one name.

use std::ops::Range;

use super::super::{Relation, Upos};
use super::Sentence;
use super::words::{is_body, is_particle, is_place};

/// Tokens after which no name goes on.
const LONGEST_RUN: usize = 40;

impl Sentence<'_> {
    /// The run of tokens that a name and its title make from `start` on.
    pub(super) fn run(&self, start: usize) -> Option<Range<usize>> {
        let mut end = self.first(start)?;
        loop {
            let more = self.joined(start, end);
            if more == end || more - start > LONGEST_RUN {
                return Some(start..end);
            }
            end = more;
        }
    }

    /// End of the first piece of a run: a proper noun, or particles and a proper noun.
    fn first(&self, start: usize) -> Option<usize> {
        let mut at = start;
        while self.is_first_particle(at) && at < start + 3 {
            at += 1;
        }
        if self.is_family_name_he(start) {
            return Some(start + 2);
        }
        let particles = at > start;
        let tagged = !particles || self.tree.nodes.get(start)?.upos == Upos::Propn;
        (tagged && self.is_proper(at) && (!particles || self.belong(at - 1, at))).then_some(at + 1)
    }

    /// Whether a particle may begin a name at `at`: with a capital only at the beginning of a sentence, before a name.
    fn is_first_particle(&self, at: usize) -> bool {
        let form = self.form(at);
        is_particle(form)
            || at == 0
                && is_particle(&form.to_lowercase())
                && (is_particle(self.form(1)) || self.is_capitalised(1))
    }

    /// End of the run with one more piece, or `end` if none belongs to it.
    fn joined(&self, start: usize, end: usize) -> usize {
        if self.is_proper(end) {
            return if self.belong(end - 1, end) {
                end + 1
            } else {
                end
            };
        }
        // "Xi's" ends a name, "O'Neill-Roe" does not.
        if self.form(end) == "-"
            && self.touches(end - 1)
            && self.touches(end)
            && self.is_proper(end + 1)
        {
            let flat = self.relation(end + 1).universal() == Relation::Flat
                || self.relation(end - 1) == Relation::Flat;
            return if flat { end + 2 } else { end };
        }
        let mut at = end;
        while is_particle(self.form(at)) && at < end + 3 {
            at += 1;
        }
        if at > end && self.is_capitalised(end - 1) && self.is_capitalised(at) {
            return at + 1;
        }
        let body = (start..end).any(|at| is_body(self.form(at)) || is_place(self.form(at)));
        if body {
            let article = usize::from(self.form(end + 1).eq_ignore_ascii_case("the"));
            let next = end + 1 + article;
            let linked = match self.form(end).to_lowercase().as_str() {
                "of" | "for" => self.is_proper(next) && self.tree.is_descendant(next, end - 1),
                // "Ministry of Health and Welfare", but not "the Senate and the House".
                "and" | "&" => {
                    article == 0
                        && self.is_proper(next)
                        && (start..end)
                            .any(|at| self.form(at) == "of" || self.tree.head(at) == Some(next))
                        && (self
                            .tree
                            .head(next)
                            .is_some_and(|head| (start..end).contains(&head)))
                }
                _ => false,
            };
            if linked {
                return next + 1;
            }
        }
        if self.form(end) == "&" && self.is_proper(end + 1) {
            end + 2
        } else {
            end
        }
    }

    /// Whether two neighbours are parts of one nominal.
    fn belong(&self, left: usize, right: usize) -> bool {
        let inner = |at: usize| {
            matches!(
                self.relation(at).universal(),
                Relation::Compound | Relation::Flat | Relation::Amod
            ) || matches!(
                self.relation(at),
                Relation::NmodDesc | Relation::NmodUnmarked | Relation::Nummod
            )
        };
        match (self.tree.head(left), self.tree.head(right)) {
            (Some(head), _) if head >= right && inner(left) => true,
            (_, Some(head)) if head <= left && inner(right) => true,
            _ => false,
        }
    }
}
