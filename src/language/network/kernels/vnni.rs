//! AVX-512 VNNI: four 8-bit products and their sum at once.

use std::arch::x86_64::*;

use super::{Finish, PANEL, finish_row};

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
    for (panel, weights) in blocks.chunks_exact(inputs / 4).enumerate() {
        let start = &start[panel * PANEL..][..PANEL];
        let mut row = 0;
        while row + 8 <= rows {
            tile::<8>(weights, input, inputs, start, row, panel, finish, out);
            row += 8;
        }
        if row + 4 <= rows {
            tile::<4>(weights, input, inputs, start, row, panel, finish, out);
            row += 4;
        }
        match rows - row {
            3 => tile::<3>(weights, input, inputs, start, row, panel, finish, out),
            2 => tile::<2>(weights, input, inputs, start, row, panel, finish, out),
            1 => tile::<1>(weights, input, inputs, start, row, panel, finish, out),
            _ => {}
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a kernel's loop variables")]
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn tile<const ROWS: usize>(
    weights: &[[i8; 4 * PANEL]],
    input: &[u8],
    inputs: usize,
    start: &[i32],
    first: usize,
    panel: usize,
    finish: &Finish<'_>,
    out: &mut [f32],
) {
    assert_eq!(start.len(), PANEL);
    let values: [&[[u8; 4]]; ROWS] = std::array::from_fn(|row| {
        &input[(first + row) * inputs..][..inputs].as_chunks::<4>().0[..weights.len()]
    });
    // SAFETY: `start` has PANEL values, 16 for each of the two vectors.
    let start = unsafe {
        [
            _mm512_loadu_si512(start.as_ptr().cast()),
            _mm512_loadu_si512(start.as_ptr().add(16).cast()),
        ]
    };
    let mut sums = [start; ROWS];
    for (quad, block) in weights.iter().enumerate() {
        // SAFETY: a block has 4 * PANEL values, 64 for each of the two vectors.
        let weight = unsafe {
            [
                _mm512_loadu_si512(block.as_ptr().cast()),
                _mm512_loadu_si512(block.as_ptr().add(64).cast()),
            ]
        };
        for (sums, values) in sums.iter_mut().zip(&values) {
            let spread = _mm512_set1_epi32(i32::from_le_bytes(values[quad]));
            sums[0] = _mm512_dpbusd_epi32(sums[0], spread, weight[0]);
            sums[1] = _mm512_dpbusd_epi32(sums[1], spread, weight[1]);
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        let mut plain = [0_i32; PANEL];
        // SAFETY: `plain` has PANEL values, 16 for each of the two vectors.
        unsafe {
            _mm512_storeu_si512(plain.as_mut_ptr().cast(), sums[0]);
            _mm512_storeu_si512(plain.as_mut_ptr().add(16).cast(), sums[1]);
        }
        finish_row(&plain, finish, first + row, panel, out);
    }
}
