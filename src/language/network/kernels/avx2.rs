//! AVX2: pairs of 16-bit values, multiplied and added.

use std::arch::x86_64::*;

use super::{Finish, PANEL, Pair, finish_row};

const VECTORS: usize = PANEL / 8;

#[target_feature(enable = "avx2")]
pub fn multiply(
    blocks: &[[i16; 2 * PANEL]],
    input: &[Pair],
    pairs: usize,
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    let rows = input.len() / pairs;
    for (panel, weights) in blocks.chunks_exact(pairs).enumerate() {
        let mut row = 0;
        while row + 3 <= rows {
            tile::<3>(weights, input, pairs, row, panel, finish, out);
            row += 3;
        }
        match rows - row {
            2 => tile::<2>(weights, input, pairs, row, panel, finish, out),
            1 => tile::<1>(weights, input, pairs, row, panel, finish, out),
            _ => {}
        }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn tile<const ROWS: usize>(
    weights: &[[i16; 2 * PANEL]],
    input: &[Pair],
    pairs: usize,
    first: usize,
    panel: usize,
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    let values: [&[Pair]; ROWS] =
        std::array::from_fn(|row| &input[(first + row) * pairs..][..weights.len()]);
    let mut sums = [[_mm256_setzero_si256(); VECTORS]; ROWS];
    for (pair, block) in weights.iter().enumerate() {
        // No closures here: they would not be compiled for AVX2.
        let mut spread = [_mm256_setzero_si256(); ROWS];
        for (spread, values) in spread.iter_mut().zip(&values) {
            *spread = _mm256_set1_epi32(values[pair].0);
        }
        for vector in 0..VECTORS {
            // SAFETY: a block has 2 * PANEL values, 16 for each of the vectors.
            let weight = unsafe { _mm256_loadu_si256(block.as_ptr().add(16 * vector).cast()) };
            for (sums, &spread) in sums.iter_mut().zip(&spread) {
                sums[vector] = _mm256_add_epi32(sums[vector], _mm256_madd_epi16(spread, weight));
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        let mut plain = [0_i32; PANEL];
        for (vector, &sum) in sums.iter().enumerate() {
            // SAFETY: `plain` has PANEL values, 8 for each of the vectors.
            unsafe { _mm256_storeu_si256(plain.as_mut_ptr().add(8 * vector).cast(), sum) };
        }
        finish_row(&plain, finish, first + row, panel, out);
    }
}
