//! What the arc between a word and its head is.

use super::super::gates::tanh;
use super::super::lstm::Batch;
use super::super::matrix::Scratch;
use super::{HeadScratch, Heads, leaky};
use crate::language::Relation;

impl Heads {
    /// Scores of the relations of each position to its head, left in `scratch.relations`.
    pub(super) fn score_relations(
        &self,
        batch: &Batch,
        heads: &[usize],
        product: &mut Scratch,
        scratch: &mut HeadScratch,
    ) {
        let HeadScratch {
            outputs,
            rows,
            relations,
            ..
        } = scratch;
        let width = self.relation.inputs();
        let from = self.tags.inputs() + 2 * self.arcs.inputs();
        rows.clear();
        for &(start, length) in &batch.windows {
            for (place, &head) in (start..start + length).zip(&heads[start..]) {
                let row =
                    |place: usize| &outputs[place * self.heads.outputs() + from..][..2 * width];
                let dependent = &row(place)[..width];
                let head = match head {
                    0 => &self.relation_root,
                    head => &row(start + head - 1)[width..],
                };
                let pairs = || dependent.iter().zip(head);
                rows.extend(
                    pairs()
                        .take(width / 2)
                        .map(|(dependent, head)| leaky(dependent + head)),
                );
                rows.extend(
                    pairs()
                        .skip(width / 2)
                        .map(|(&dependent, &head)| tanh(dependent) * tanh(head)),
                );
            }
        }
        self.relation.multiply_floats(rows, product, relations);
    }
}

/// The best relation that a root, or a word that is none, can have.
pub(super) fn best_relation(scores: &[f32], root: bool) -> Relation {
    if root {
        return Relation::Root;
    }
    let mut found = (f32::NEG_INFINITY, Relation::Dep);
    for (index, &score) in scores.iter().enumerate() {
        match Relation::from_repr(index as u8) {
            Some(relation) if relation != Relation::Root && score > found.0 => {
                found = (score, relation)
            }
            _ => {}
        }
    }
    found.1
}
