//! Plain Rust for processors without the vector instructions that the others need.

use super::{Finish, PANEL, Pair, finish_row};

pub fn multiply(
    blocks: &[[i16; 2 * PANEL]],
    input: &[Pair],
    pairs: usize,
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    for (panel, weights) in blocks.chunks_exact(pairs).enumerate() {
        for (row, values) in input.chunks_exact(pairs).enumerate() {
            let mut sums = [0_i32; PANEL];
            for (block, pair) in weights.iter().zip(values) {
                let (low, high) = (pair.low(), pair.high());
                for (sum, weight) in sums.iter_mut().zip(block.as_chunks::<2>().0) {
                    *sum += low * i32::from(weight[0]) + high * i32::from(weight[1]);
                }
            }
            finish_row(&sums, finish, row, panel, out);
        }
    }
}
