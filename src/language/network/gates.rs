//! Floating-point steps between the matrix products, written so that the compiler vectorises them.
//!
//! Only additions, multiplications and divisions, in a fixed order: results are the same on every processor.

use super::kernels::Vectorised;

/// Adding this rounds a number between -2^22 and 2^22 to an integer in the lowest bits of the sum.
const ROUNDING: f32 = 12_582_912.0;

/// A value between -1 and 1 in steps of 1/127, stored as value + 128.
#[inline(always)]
fn to_byte(value: f32) -> u8 {
    (value * 127.0 + 128.0 + ROUNDING).to_bits() as u8
}

/// An integer between -127 and 127, halves rounded to the even one, stored as value + 128.
#[inline(always)]
pub fn whole_to_byte(value: f32) -> u8 {
    ((value + ROUNDING).to_bits() as u8).wrapping_add(128)
}

/// Hyperbolic tangent, wrong by less than 2e-4.
#[inline(always)]
pub fn tanh(value: f32) -> f32 {
    let x = value.clamp(-4.97, 4.97);
    let square = x * x;
    let above = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let below = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    (above / below).clamp(-1.0, 1.0)
}

#[inline(always)]
fn sigmoid(value: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * value)
}

/// One step of an LSTM for several rows: reads gates (input, forget, cell, output), moves cells on, writes states.
pub struct Advance<'a> {
    pub hidden: usize,
    pub gates: &'a [f32],
    pub cells: &'a mut [f32],
    pub states: &'a mut [u8],
}

impl Vectorised for Advance<'_> {
    #[inline(always)]
    fn run(self) {
        let hidden = self.hidden;
        let rows = self.gates.chunks_exact(4 * hidden);
        let cells = self.cells.chunks_exact_mut(hidden);
        let states = self.states.chunks_exact_mut(hidden);
        for ((gates, cells), states) in rows.zip(cells).zip(states) {
            let (input, rest) = gates.split_at(hidden);
            let (forget, rest) = rest.split_at(hidden);
            let (cell, output) = rest.split_at(hidden);
            for unit in 0..hidden {
                let next =
                    sigmoid(forget[unit]) * cells[unit] + sigmoid(input[unit]) * tanh(cell[unit]);
                cells[unit] = next;
                states[unit] = to_byte(sigmoid(output[unit]) * tanh(next));
            }
        }
    }
}

/// Rounds rows to 8 bits, each by its largest value, which it notes in `sizes`.
pub struct Round<'a> {
    pub width: usize,
    pub rows: &'a [f32],
    pub bytes: &'a mut [u8],
    pub sizes: &'a mut [f32],
}

impl Vectorised for Round<'_> {
    #[inline(always)]
    fn run(self) {
        let rows = self.rows.chunks_exact(self.width);
        let bytes = self.bytes.chunks_exact_mut(self.width);
        for ((row, bytes), size) in rows.zip(bytes).zip(self.sizes) {
            let mut largest = [0.0_f32; 8];
            let (lanes, rest) = row.as_chunks::<8>();
            for lane in lanes {
                for (largest, value) in largest.iter_mut().zip(lane) {
                    *largest = if value.abs() > *largest {
                        value.abs()
                    } else {
                        *largest
                    };
                }
            }
            let largest = largest
                .iter()
                .chain(rest)
                .fold(0.0_f32, |largest, value| largest.max(value.abs()));
            *size = largest / 127.0;
            let factor = if largest > 0.0 { 1.0 / largest } else { 0.0 };
            for (byte, value) in bytes.iter_mut().zip(row) {
                *byte = to_byte(value * factor);
            }
        }
    }
}

/// Scores of all pairs of two lists of vectors, row by row: the scalar products.
pub struct Products<'a> {
    pub width: usize,
    pub left: &'a [f32],
    pub right: &'a [f32],
    pub out: &'a mut [f32],
}

impl Vectorised for Products<'_> {
    #[inline(always)]
    fn run(self) {
        let count = self.right.len() / self.width;
        for (left, out) in self
            .left
            .chunks_exact(self.width)
            .zip(self.out.chunks_exact_mut(count))
        {
            for (right, out) in self.right.chunks_exact(self.width).zip(out) {
                let mut sums = [0.0_f32; 16];
                let (left, left_rest) = left.as_chunks::<16>();
                let (right, right_rest) = right.as_chunks::<16>();
                for (left, right) in left.iter().zip(right) {
                    for lane in 0..16 {
                        sums[lane] += left[lane] * right[lane];
                    }
                }
                let rest: f32 = left_rest
                    .iter()
                    .zip(right_rest)
                    .map(|(left, right)| left * right)
                    .sum();
                *out = sums.iter().sum::<f32>() + rest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_is_near_enough() {
        for step in -1000..=1000 {
            let value = step as f32 / 100.0;
            assert!((tanh(value) - value.tanh()).abs() < 2e-4, "{value}");
        }
    }

    #[test]
    fn integers_are_rounded_as_the_standard_library_does() {
        for step in -12700..=12700 {
            let value = step as f32 / 100.0;
            assert_eq!(
                i16::from(whole_to_byte(value)) - 128,
                value.round_ties_even() as i16
            );
        }
    }

    #[test]
    fn bytes_are_rounded_to_the_nearest_step() {
        assert_eq!(
            [-1.0, -0.004, 0.0, 0.004, 1.0].map(to_byte),
            [1, 127, 128, 129, 255]
        );
    }
}
