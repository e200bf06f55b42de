//! Which word each word hangs from: products of every pair, by their distance, made into trees.

use super::super::decode::best_tree;
use super::super::gates::Products;
use super::super::kernels::vectorised;
use super::super::lstm::Batch;
use super::super::matrix::Scratch;
use super::{HeadScratch, Heads, leaky};

/// Buckets of the distance between a word and its head; the last is the root's. See `distance_bucket` in the trainer.
pub(super) const DISTANCES: usize = 24;

impl Heads {
    /// Head of each position: 0 for the root, else one more than the head's place in its window.
    pub(super) fn find_heads(
        &self,
        batch: &Batch,
        product: &mut Scratch,
        scratch: &mut HeadScratch,
    ) -> Vec<usize> {
        let HeadScratch {
            outputs,
            rows,
            arcs,
            candidates,
            scores,
            ..
        } = scratch;
        let width = self.arcs.inputs();
        let dependent = self.tags.inputs()..self.tags.inputs() + width;
        let candidate = dependent.end..dependent.end + width;
        rows.clear();
        for row in outputs.chunks_exact(self.heads.outputs()) {
            rows.extend(row[dependent.clone()].iter().map(|&value| leaky(value)));
        }
        self.arcs.multiply_floats(rows, product, arcs);

        let mut heads = Vec::with_capacity(batch.positions());
        for &(start, length) in &batch.windows {
            let outputs = outputs
                .chunks_exact(self.heads.outputs())
                .skip(start)
                .take(length);
            candidates.clear();
            candidates.extend(&self.arc_root);
            outputs.for_each(|row| {
                candidates.extend(row[candidate.clone()].iter().map(|&value| leaky(value)))
            });
            let arcs = || {
                arcs.chunks_exact(self.arcs.outputs())
                    .skip(start)
                    .take(length)
            };
            rows.clear();
            arcs().for_each(|row| rows.extend(&row[..width]));
            scores.clear();
            scores.resize(length * (length + 1), 0.0);
            let products = Products {
                width,
                left: rows,
                right: candidates,
                out: scores,
            };
            vectorised(self.instructions, products);
            for (word, (scores, row)) in scores.chunks_exact_mut(length + 1).zip(arcs()).enumerate()
            {
                let near = &row[width..width + DISTANCES];
                for (head, score) in scores.iter_mut().enumerate() {
                    *score += near[head
                        .checked_sub(1)
                        .map_or(DISTANCES - 1, |head| distance_bucket(head, word))];
                }
            }
            heads.extend(best_tree(scores, length));
        }
        heads
    }
}

/// Bucket of the distance from a word to its head: exact up to 5, then 6-7, 8-11, 12-19 and more, each way.
fn distance_bucket(head: usize, word: usize) -> usize {
    let size = match head.abs_diff(word) {
        near @ 0..=5 => near,
        6..=7 => 6,
        8..=11 => 7,
        12..=19 => 8,
        _ => 9,
    };
    if head < word { 10 - size } else { 10 + size }
}
