//! Products of 8-bit matrices, in the widest instructions that the processor has.
//!
//! A tile is a few rows of input times one panel of [`PANEL`] outputs. All paths add the same integers, so that they
//! give the same sums; the conversion to 32-bit floats afterwards takes the same steps.
#![allow(
    unsafe_code,
    reason = "vector loads and stores and calls behind run-time detection; each says why it is sound"
)]

#[cfg(target_arch = "x86_64")]
mod avx2;
mod portable;
#[cfg(target_arch = "x86_64")]
mod vnni;

/// Outputs that are computed together; matrices are padded to multiples of it.
pub const PANEL: usize = 32;

/// What the processor offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// AVX-512 with the dot-product instructions of VNNI.
    Vnni,
    /// AVX2.
    Avx2,
    /// Whatever the compiler may assume of every processor of the architecture.
    Portable,
}

impl Instructions {
    /// The best that this processor has.
    pub fn detect() -> Self {
        Self::available().next().unwrap_or(Self::Portable)
    }

    /// All that this processor has, best first.
    pub fn available() -> impl Iterator<Item = Self> {
        #[cfg(target_arch = "x86_64")]
        let has = [
            is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni"),
            is_x86_feature_detected!("avx2"),
            true,
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let has = [false, false, true];
        let all = [Self::Vnni, Self::Avx2, Self::Portable];
        all.into_iter()
            .zip(has)
            .filter_map(|(instructions, has)| has.then_some(instructions))
    }
}

/// A matrix of signed 8-bit weights in the order in which its instructions read it.
#[derive(Debug)]
pub enum Packed {
    /// For each panel, for each four inputs: four weights an output.
    Quads {
        instructions: Instructions,
        blocks: Vec<[i8; 4 * PANEL]>,
    },
    /// For each panel, for each two inputs: two weights an output.
    Pairs(Vec<[i16; 2 * PANEL]>),
}

/// Two neighbouring inputs in one word, as the instructions take them.
#[derive(Clone, Copy, Debug)]
pub struct Pair(i32);

impl Pair {
    fn new(low: i16, high: i16) -> Self {
        Self((i32::from(high) << 16) | i32::from(low as u16))
    }

    fn low(self) -> i32 {
        i32::from(self.0 as i16)
    }

    fn high(self) -> i32 {
        self.0 >> 16
    }
}

/// Space for inputs as the instructions take them.
#[derive(Default)]
pub struct Spare {
    pairs: Vec<Pair>,
    values: Vec<i8>,
}

/// What a product is turned into: `sum * scale + addend`.
pub struct Finish<'a> {
    /// One factor an output.
    pub scale: &'a [f32],
    /// Rows of as many numbers as there are outputs.
    pub addends: &'a [f32],
    /// For each row of input, which row of addends; without it, the first for all.
    pub places: Option<&'a [u32]>,
}

impl Packed {
    /// Arranges `weight(output, input)`, of which none is -128; `outputs` is a multiple of [`PANEL`], `inputs` of four.
    pub fn new(
        instructions: Instructions,
        outputs: usize,
        inputs: usize,
        weight: impl Fn(usize, usize) -> i8,
    ) -> Self {
        let panels = 0..outputs / PANEL;
        match instructions {
            Instructions::Portable => Self::Pairs(
                panels
                    .flat_map(|panel| (0..inputs / 2).map(move |pair| (panel, pair)))
                    .map(|(panel, pair)| {
                        std::array::from_fn(|at| {
                            i16::from(weight(panel * PANEL + at / 2, pair * 2 + at % 2))
                        })
                    })
                    .collect(),
            ),
            _ => Self::Quads {
                instructions,
                blocks: panels
                    .flat_map(|panel| (0..inputs / 4).map(move |quad| (panel, quad)))
                    .map(|(panel, quad)| {
                        std::array::from_fn(|at| weight(panel * PANEL + at / 4, quad * 4 + at % 4))
                    })
                    .collect(),
            },
        }
    }

    /// Multiplies rows of `inputs` values, each stored as value + 128, and writes rows of `finish.scale.len()` numbers.
    ///
    /// `start` holds, for each output, -128 times the sum of its weights.
    pub fn multiply(
        &self,
        input: &[u8],
        inputs: usize,
        start: &[i32],
        finish: &Finish<'_>,
        spare: &mut Spare,
        out: &mut [f32],
    ) {
        match self {
            Self::Quads {
                instructions,
                blocks,
            } => match instructions {
                #[cfg(target_arch = "x86_64")]
                Instructions::Vnni => {
                    // SAFETY: the instructions were detected.
                    unsafe { vnni::multiply(blocks, input, inputs, start, finish, out) }
                }
                #[cfg(target_arch = "x86_64")]
                Instructions::Avx2 => {
                    let values = &mut spare.values;
                    values.clear();
                    values.extend(input.iter().map(|stored| (stored ^ 128) as i8));
                    // SAFETY: as above.
                    unsafe { avx2::multiply(blocks, values, inputs, finish, out) }
                }
                _ => {}
            },
            Self::Pairs(blocks) => {
                let signed = |value: u8| i16::from(value) - 128;
                let pair = |&[low, high]: &[u8; 2]| Pair::new(signed(low), signed(high));
                spare.pairs.clear();
                let pairs = input.as_chunks::<2>().0.iter().map(pair);
                spare.pairs.extend(pairs);
                portable::multiply(blocks, &spare.pairs, inputs / 2, finish, out);
            }
        }
    }
}

/// Runs `work` compiled for the given instructions; plain Rust that the compiler vectorises is worth compiling thrice.
pub fn vectorised<W: Vectorised>(instructions: Instructions, work: W) {
    match instructions {
        #[cfg(target_arch = "x86_64")]
        Instructions::Vnni => {
            #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
            fn with_avx512<W: Vectorised>(work: W) {
                work.run();
            }
            // SAFETY: the instructions were detected.
            unsafe { with_avx512(work) }
        }
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx2 => {
            #[target_feature(enable = "avx2")]
            fn with_avx2<W: Vectorised>(work: W) {
                work.run();
            }
            // SAFETY: the instructions were detected.
            unsafe { with_avx2(work) }
        }
        _ => work.run(),
    }
}

/// Work for [`vectorised`]. Its `run` must be `#[inline(always)]` to be compiled for each kind of instructions.
pub trait Vectorised {
    /// Does it.
    fn run(self);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_instructions_give_the_sums_of_the_largest_values_too() {
        const INPUTS: usize = 12;
        // Every pair of -128, -1, 0 or 127 with -127, -1, 0 or 127 stands beside every other somewhere.
        let pick = |from: [i8; 4], number: usize| from[number % 4];
        let weight = |output: usize, input: usize| {
            pick([-127, 127, -1, 0], output / (1 + input % 5) + input)
        };
        let value =
            |row: usize, input: usize| pick([-128, 127, -1, 0], row / (1 + input % 3) + input / 2);
        let rows = 5;
        let input: Vec<u8> = (0..rows)
            .flat_map(|row| (0..INPUTS).map(move |at| (i16::from(value(row, at)) + 128) as u8))
            .collect();
        let start: Vec<i32> = (0..PANEL)
            .map(|output| {
                -128 * (0..INPUTS)
                    .map(|at| i32::from(weight(output, at)))
                    .sum::<i32>()
            })
            .collect();
        let finish = Finish {
            scale: &[1.0; PANEL],
            addends: &[0.0; PANEL],
            places: None,
        };
        for instructions in Instructions::available() {
            let packed = Packed::new(instructions, PANEL, INPUTS, weight);
            let mut out = vec![0.0; rows * PANEL];
            packed.multiply(
                &input,
                INPUTS,
                &start,
                &finish,
                &mut Spare::default(),
                &mut out,
            );
            for (at, found) in out.iter().enumerate() {
                let (row, output) = (at / PANEL, at % PANEL);
                let products =
                    (0..INPUTS).map(|at| i32::from(value(row, at)) * i32::from(weight(output, at)));
                assert_eq!(
                    *found,
                    products.sum::<i32>() as f32,
                    "{instructions:?} {row} {output}"
                );
            }
        }
    }
}
