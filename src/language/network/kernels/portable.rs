//! Plain Rust for processors without the vector instructions that the others need.

use super::{Finish, PANEL, Pair};

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

/// Turns one row's sums of one panel into floats.
#[inline(always)]
fn finish_row(sums: &[i32; PANEL], finish: &Finish<'_>, row: usize, panel: usize, out: &mut [f32]) {
    let outputs = finish.scale.len();
    let columns = panel * PANEL..(panel + 1) * PANEL;
    let place = finish.places.map_or(0, |places| places[row] as usize);
    let scale = &finish.scale[columns.clone()];
    let addend = &finish.addends[place * outputs..][columns.clone()];
    let out = &mut out[row * outputs..][columns];
    let factors = scale.iter().zip(addend);
    for ((out, sum), (scale, addend)) in out.iter_mut().zip(sums).zip(factors) {
        *out = *sum as f32 * scale + addend;
    }
}
