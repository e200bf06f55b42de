//! AVX2: 8-bit products, summed by two and by four.

use std::arch::x86_64::*;

use super::{Finish, PANEL};

const VECTORS: usize = PANEL / 8;

/// Rows of the highest tile: more sums, and what they are made of, do not fit the 16 registers.
const HIGHEST: usize = 2;

#[target_feature(enable = "avx2")]
pub fn multiply(
    blocks: &[[i8; 4 * PANEL]],
    input: &[i8],
    inputs: usize,
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    let rows = input.len() / inputs;
    for (panel, weights) in blocks.chunks_exact(inputs / 4).enumerate() {
        let mut row = 0;
        while row + HIGHEST <= rows {
            tile::<HIGHEST>(weights, input, row, panel, finish, out);
            row += HIGHEST;
        }
        if row < rows {
            tile::<1>(weights, input, row, panel, finish, out);
        }
    }
}

/// Multiplies some rows, of which `first` is the first, with one panel.
///
/// The instruction for 8-bit products takes one factor without sign: the value's goes over to the weight. Two such products and
/// their sum fit 16 bits, for a value is -128 at least and a weight -127.
#[inline]
#[target_feature(enable = "avx2")]
fn tile<const ROWS: usize>(
    weights: &[[i8; 4 * PANEL]],
    input: &[i8],
    first: usize,
    panel: usize,
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    let inputs = 4 * weights.len();
    let input = &input[first * inputs..][..ROWS * inputs];
    let ones = _mm256_set1_epi16(1);
    let mut sums = [[_mm256_setzero_si256(); VECTORS]; ROWS];
    let mut values = input.as_ptr();
    for block in weights {
        // SAFETY: a block has 4 * PANEL values, 32 for each of the vectors. Row `row` of `input`, which has ROWS rows of four bytes a
        // block, begins `row * inputs` bytes behind its first byte; `values` is as many blocks further on in the first.
        unsafe {
            // No closures here: they would not be compiled for AVX2.
            let mut four = [_mm256_setzero_si256(); VECTORS];
            for (vector, four) in four.iter_mut().enumerate() {
                *four = _mm256_loadu_si256(block.as_ptr().add(32 * vector).cast());
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                let value = values.add(row * inputs).cast::<i32>().read_unaligned();
                let value = _mm256_set1_epi32(value);
                let size = _mm256_abs_epi8(value);
                for (sums, &weight) in sums.iter_mut().zip(&four) {
                    let twos = _mm256_maddubs_epi16(size, _mm256_sign_epi8(weight, value));
                    *sums = _mm256_add_epi32(*sums, _mm256_madd_epi16(twos, ones));
                }
            }
            values = values.add(4);
        }
    }
    let outputs = finish.scale.len();
    let columns = panel * PANEL..(panel + 1) * PANEL;
    let scale = &finish.scale[columns.clone()];
    for (row, sums) in (first..).zip(&sums) {
        let place = finish.places.map_or(0, |places| places[row] as usize);
        let addend = &finish.addends[place * outputs..][columns.clone()];
        let out = &mut out[row * outputs..][columns.clone()];
        for (vector, &sums) in sums.iter().enumerate() {
            let at = 8 * vector;
            // SAFETY: `scale`, `addend` and `out` have PANEL numbers, 8 for each of the vectors.
            unsafe {
                let product = _mm256_mul_ps(
                    _mm256_cvtepi32_ps(sums),
                    _mm256_loadu_ps(scale.as_ptr().add(at)),
                );
                let sum = _mm256_add_ps(product, _mm256_loadu_ps(addend.as_ptr().add(at)));
                _mm256_storeu_ps(out.as_mut_ptr().add(at), sum);
            }
        }
    }
}
