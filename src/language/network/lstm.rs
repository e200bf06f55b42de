//! Bidirectional LSTM layers over batches of windows.

use super::gates::Advance;
use super::kernels::{Instructions, vectorised};
use super::matrix::{Bias, Matrix, Scratch};
use super::weights::{Weights, WeightsError};

/// Windows of text that run through the network together, longest first.
#[derive(Default)]
pub struct Batch {
    /// First position and length of each window; positions count through the batch.
    pub windows: Vec<(usize, usize)>,
    /// For each position, which distinct token stands there: its row of the first layer's input.
    pub tokens: Vec<u32>,
}

impl Batch {
    /// How many windows have a position `step`.
    fn active(&self, step: usize) -> usize {
        self.windows.partition_point(|&(_, length)| length > step)
    }

    /// Positions of all windows together.
    pub fn positions(&self) -> usize {
        self.tokens.len()
    }
}

struct Direction {
    input: Matrix,
    state: Matrix,
    reversed: bool,
}

/// One layer, both directions.
pub struct Layer {
    instructions: Instructions,
    directions: [Direction; 2],
}

impl Layer {
    /// Whether the weights have a layer of that number.
    pub fn is_in(weights: &Weights<'_>, number: usize) -> bool {
        weights.table(&format!("forward{number}.state")).is_ok()
    }

    /// Reads the layer of that number.
    pub fn read(
        weights: &Weights<'_>,
        number: usize,
        instructions: Instructions,
    ) -> Result<Self, WeightsError> {
        let direction = |name: &str, reversed| -> Result<Direction, WeightsError> {
            let name = format!("{name}{number}");
            let input_name = format!("{name}.input");
            let state = Matrix::read(
                weights,
                &[&format!("{name}.state")],
                Bias::None,
                instructions,
            )?;
            let input = Matrix::read(weights, &[&input_name], Bias::Own, instructions)?;
            if state.outputs() != 4 * state.inputs() || input.outputs() != state.outputs() {
                return Err(Weights::problem(&input_name, "does not fit its states"));
            }
            Ok(Direction {
                input,
                state,
                reversed,
            })
        };
        Ok(Self {
            instructions,
            directions: [direction("forward", false)?, direction("backward", true)?],
        })
    }

    /// Values that a position has in the input.
    pub fn inputs(&self) -> usize {
        self.directions[0].input.inputs()
    }

    /// Values that a position has in the output: the states of both directions.
    pub fn outputs(&self) -> usize {
        2 * self.directions[0].state.inputs()
    }

    /// Multiplies rows of input by the input weights of both directions: the part of a step that does not depend on the others.
    pub fn project(&self, input: &[u8], products: &mut Scratch, projected: &mut Projected) {
        for (direction, out) in self.directions.iter().zip(&mut projected.directions) {
            direction.input.multiply(input, products, out);
        }
    }

    /// Runs both directions over the batch. `rows` tells which row of the projected input each position has; without it, its own.
    pub fn run(
        &self,
        batch: &Batch,
        projected: &Projected,
        rows: Option<&[u32]>,
        scratch: &mut LstmScratch,
        out: &mut Vec<u8>,
    ) {
        out.resize(batch.positions() * self.outputs(), 0);
        for (number, direction) in self.directions.iter().enumerate() {
            let inputs = &projected.directions[number];
            self.run_direction(direction, number, batch, inputs, rows, scratch, out);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one direction of `run`")]
    fn run_direction(
        &self,
        direction: &Direction,
        number: usize,
        batch: &Batch,
        inputs: &[f32],
        rows: Option<&[u32]>,
        scratch: &mut LstmScratch,
        out: &mut [u8],
    ) {
        let hidden = direction.state.inputs();
        let LstmScratch {
            products,
            gates,
            cells,
            states,
            places,
        } = scratch;
        cells.clear();
        cells.resize(batch.windows.len() * hidden, 0.0);
        states.clear();
        states.resize(batch.windows.len() * hidden, 128);
        let steps = batch.windows.first().map_or(0, |&(_, length)| length);
        for step in 0..steps {
            let active = batch.active(step);
            let position = |&(start, length): &(usize, usize)| {
                if direction.reversed {
                    start + length - 1 - step
                } else {
                    start + step
                }
            };
            let running = &batch.windows[..active];
            places.clear();
            places.extend(running.iter().map(|window| {
                let position = position(window);
                rows.map_or(position as u32, |rows| rows[position])
            }));
            let states = &mut states[..active * hidden];
            direction
                .state
                .multiply_add(states, inputs, places, products, gates);
            let cells = &mut cells[..active * hidden];
            vectorised(
                self.instructions,
                Advance {
                    hidden,
                    gates,
                    cells,
                    states,
                },
            );
            for (window, state) in running.iter().zip(states.chunks_exact(hidden)) {
                let from = position(window) * 2 * hidden + number * hidden;
                out[from..from + hidden].copy_from_slice(state);
            }
        }
    }
}

/// A layer's input times its input weights, direction by direction.
#[derive(Default)]
pub struct Projected {
    directions: [Vec<f32>; 2],
}

/// Space that layers reuse.
#[derive(Default)]
pub struct LstmScratch {
    /// Space of the matrix products.
    pub products: Scratch,
    gates: Vec<f32>,
    cells: Vec<f32>,
    states: Vec<u8>,
    places: Vec<u32>,
}
