//! AVX-512 VNNI: four 8-bit products and their sum at once.

use std::arch::x86_64::*;

use super::{Finish, PANEL};

/// Rows of the highest tile: with two vectors of sums a row, they and the weights just fit the 32 registers.
const HIGHEST: usize = 12;

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub fn multiply(
    blocks: &[[i8; 4 * PANEL]],
    input: &[u8],
    inputs: usize,
    start: &[i32],
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    let rows = input.len() / inputs;
    for (number, weights) in blocks.chunks_exact(inputs / 4).enumerate() {
        let panel = Panel {
            weights,
            number,
            start,
        };
        let mut row = 0;
        while row < rows {
            // As even as can be: a tile of few rows waits for its own sums.
            let left = rows - row;
            let height = left.div_ceil(left.div_ceil(HIGHEST));
            let part = &input[row * inputs..][..height * inputs];
            match height {
                1 => panel.tile::<1>(part, row, finish, out),
                2 => panel.tile::<2>(part, row, finish, out),
                3 => panel.tile::<3>(part, row, finish, out),
                4 => panel.tile::<4>(part, row, finish, out),
                5 => panel.tile::<5>(part, row, finish, out),
                6 => panel.tile::<6>(part, row, finish, out),
                7 => panel.tile::<7>(part, row, finish, out),
                8 => panel.tile::<8>(part, row, finish, out),
                9 => panel.tile::<9>(part, row, finish, out),
                10 => panel.tile::<10>(part, row, finish, out),
                11 => panel.tile::<11>(part, row, finish, out),
                _ => panel.tile::<HIGHEST>(part, row, finish, out),
            }
            row += height;
        }
    }
}

/// A panel of outputs.
struct Panel<'a> {
    weights: &'a [[i8; 4 * PANEL]],
    number: usize,
    start: &'a [i32],
}

impl Panel<'_> {
    /// Multiplies the rows of a tile, of which `first` is the first among all.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    fn tile<const ROWS: usize>(
        &self,
        input: &[u8],
        first: usize,
        finish: &Finish<'_>,
        out: &mut [f32],
    ) {
        let inputs = 4 * self.weights.len();
        assert_eq!(input.len(), ROWS * inputs);
        let columns = self.number * PANEL..(self.number + 1) * PANEL;
        let start = &self.start[columns.clone()];
        // SAFETY: `start` has PANEL values, 16 for each of the two vectors.
        let start = unsafe {
            [
                _mm512_loadu_si512(start.as_ptr().cast()),
                _mm512_loadu_si512(start.as_ptr().add(16).cast()),
            ]
        };
        let mut sums = [start; ROWS];
        let mut values = input.as_ptr();
        for block in self.weights {
            // SAFETY: a block has 4 * PANEL values, 64 for each of the two vectors. Row `row` of `input`, which has ROWS rows of four
            // bytes a block, begins `row * inputs` bytes behind its first byte; `values` is as many blocks further on in the first.
            unsafe {
                let low = _mm512_loadu_si512(block.as_ptr().cast());
                let high = _mm512_loadu_si512(block.as_ptr().add(64).cast());
                for (row, sums) in sums.iter_mut().enumerate() {
                    let four = values.add(row * inputs).cast::<i32>().read_unaligned();
                    let spread = _mm512_set1_epi32(four);
                    sums[0] = _mm512_dpbusd_epi32(sums[0], spread, low);
                    sums[1] = _mm512_dpbusd_epi32(sums[1], spread, high);
                }
                values = values.add(4);
            }
        }
        let outputs = finish.scale.len();
        let scale = &finish.scale[columns.clone()];
        for (row, sums) in (first..).zip(&sums) {
            let place = finish.places.map_or(0, |places| places[row] as usize);
            let addend = &finish.addends[place * outputs..][columns.clone()];
            let out = &mut out[row * outputs..][columns.clone()];
            for (half, &sums) in sums.iter().enumerate() {
                let at = 16 * half;
                // SAFETY: `scale`, `addend` and `out` have PANEL numbers, 16 for each of the two vectors.
                unsafe {
                    let product = _mm512_mul_ps(
                        _mm512_cvtepi32_ps(sums),
                        _mm512_loadu_ps(scale.as_ptr().add(at)),
                    );
                    let sum = _mm512_add_ps(product, _mm512_loadu_ps(addend.as_ptr().add(at)));
                    _mm512_storeu_ps(out.as_mut_ptr().add(at), sum);
                }
            }
        }
    }
}
