//! Matrices of 8-bit weights with their factors.

use super::gates::Round;
use super::kernels::{Finish, Instructions, PANEL, Packed, Spare, vectorised};
use super::weights::{Weights, WeightsError};

/// Space that products reuse.
#[derive(Default)]
pub struct Scratch {
    spare: Spare,
    bytes: Vec<u8>,
    sizes: Vec<f32>,
}

/// A matrix that turns rows of inputs into rows of outputs.
pub struct Matrix {
    instructions: Instructions,
    packed: Packed,
    inputs: usize,
    outputs: usize,
    start: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    zeros: Vec<f32>,
}

/// Whether a matrix has a bias of its own in the weights file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bias {
    Own,
    None,
}

impl Matrix {
    /// Reads the tensors `names`, one under the other, as one matrix.
    pub fn read(
        weights: &Weights<'_>,
        names: &[&str],
        bias: Bias,
        instructions: Instructions,
    ) -> Result<Self, WeightsError> {
        let (mut rows, mut scale, mut biases) = (Vec::new(), Vec::new(), Vec::new());
        let mut columns = None;
        for name in names {
            let table = weights.table(name)?;
            if *columns.get_or_insert(table.columns) != table.columns || table.columns == 0 {
                return Err(Weights::problem(name, "is not as wide as its neighbours"));
            }
            if table.values.contains(&i8::MIN.to_le_bytes()[0]) {
                return Err(Weights::problem(name, "has a weight of -128"));
            }
            rows.extend(table.values.chunks_exact(table.columns));
            scale.extend(weights.vector(&format!("{name}.scale"), table.rows)?);
            match bias {
                Bias::Own => biases.extend(weights.vector(&format!("{name}.bias"), table.rows)?),
                Bias::None => biases.extend(std::iter::repeat_n(0.0, table.rows)),
            }
        }
        let columns = columns.unwrap_or_default();
        if columns % 4 != 0 {
            return Err(Weights::problem(
                names[0],
                "has a width that is no multiple of four",
            ));
        }
        let outputs = rows.len().next_multiple_of(PANEL);
        scale.resize(outputs, 0.0);
        biases.resize(outputs, 0.0);
        let weight = |output: usize, input: usize| {
            rows.get(output)
                .map_or(0, |row: &&[u8]| i8::from_le_bytes([row[input]]))
        };
        let start = (0..outputs)
            .map(|output| {
                -128 * (0..columns)
                    .map(|input| i32::from(weight(output, input)))
                    .sum::<i32>()
            })
            .collect();
        Ok(Self {
            instructions,
            packed: Packed::new(instructions, outputs, columns, weight),
            inputs: columns,
            outputs,
            start,
            scale,
            bias: biases,
            zeros: vec![0.0; outputs],
        })
    }

    /// Values in a row of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Values in a row of outputs, padding included.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Products of rows of bytes, plus the bias.
    pub fn multiply(&self, input: &[u8], scratch: &mut Scratch, out: &mut Vec<f32>) {
        out.resize(input.len() / self.inputs * self.outputs, 0.0);
        let finish = Finish {
            scale: &self.scale,
            addends: &self.bias,
            places: None,
        };
        self.packed.multiply(
            input,
            self.inputs,
            &self.start,
            &finish,
            &mut scratch.spare,
            out,
        );
    }

    /// Products of rows of bytes; to each the row of `addends` at its place is added.
    pub fn multiply_add(
        &self,
        input: &[u8],
        addends: &[f32],
        places: &[u32],
        scratch: &mut Scratch,
        out: &mut Vec<f32>,
    ) {
        out.resize(input.len() / self.inputs * self.outputs, 0.0);
        let finish = Finish {
            scale: &self.scale,
            addends,
            places: Some(places),
        };
        self.packed.multiply(
            input,
            self.inputs,
            &self.start,
            &finish,
            &mut scratch.spare,
            out,
        );
    }

    /// Products of rows of floats, which are rounded to 8 bits first, plus the bias.
    pub fn multiply_floats(&self, rows: &[f32], scratch: &mut Scratch, out: &mut Vec<f32>) {
        let count = rows.len() / self.inputs;
        let Scratch {
            spare,
            bytes,
            sizes,
        } = scratch;
        bytes.resize(rows.len(), 0);
        sizes.resize(count, 0.0);
        vectorised(
            self.instructions,
            Round {
                width: self.inputs,
                rows,
                bytes,
                sizes,
            },
        );
        out.resize(count * self.outputs, 0.0);
        let finish = Finish {
            scale: &self.scale,
            addends: &self.zeros,
            places: None,
        };
        self.packed
            .multiply(bytes, self.inputs, &self.start, &finish, spare, out);
        for (row, size) in out.chunks_exact_mut(self.outputs).zip(sizes) {
            for (value, bias) in row.iter_mut().zip(&self.bias) {
                *value = *value * *size + bias;
            }
        }
    }
}
