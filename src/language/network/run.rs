//! The whole network: from tokens to tags and trees.

use super::embed::Embedder;
use super::features::SentenceCase;
use super::heads::{HeadScratch, Heads, Parsed};
use super::kernels::Instructions;
use super::lstm::{Batch, Layer, LstmScratch};
use super::weights::{Weights, WeightsError};

/// Positions after which a batch is closed, and windows that it holds at most.
const BATCH_POSITIONS: usize = 640;
const BATCH_WINDOWS: usize = 32;

/// The network with its weights, ready to run.
pub struct Network {
    embedder: Embedder,
    layers: Vec<Layer>,
    heads: Heads,
}

impl Network {
    /// Reads the weights for the given instructions.
    pub fn read(weights: &Weights<'_>, instructions: Instructions) -> Result<Self, WeightsError> {
        let embedder = Embedder::read(weights)?;
        let heads = Heads::read(weights, instructions)?;
        let mut layers = Vec::new();
        let mut width = embedder.width();
        while layers.is_empty() || Layer::is_in(weights, layers.len() + 1) {
            let layer = Layer::read(weights, layers.len() + 1, instructions)?;
            if layer.inputs() != width {
                return Err(Weights::problem("forward", "does not fit the layer below"));
            }
            width = layer.outputs();
            layers.push(layer);
        }
        if heads.inputs() != width {
            return Err(Weights::problem("tagger", "does not fit the layer below"));
        }
        Ok(Self {
            embedder,
            layers,
            heads,
        })
    }

    /// Reads windows of tokens (their texts), in any order, and answers in theirs. Cost grows with the square of a
    /// window's length, so that callers keep them short.
    pub fn parse(&self, windows: &[Vec<&str>]) -> Vec<Vec<Parsed>> {
        let mut found = vec![Vec::new(); windows.len()];
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by_key(|&window| std::cmp::Reverse(windows[window].len()));
        let mut run = Run::default();
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let mut positions = 0;
            let within = |&&window: &&usize| {
                positions += windows[window].len();
                positions <= BATCH_POSITIONS
            };
            let count = rest
                .iter()
                .take(BATCH_WINDOWS)
                .take_while(within)
                .count()
                .max(1);
            let (now, later) = rest.split_at(count);
            rest = later;
            self.parse_batch(windows, now, &mut run, &mut found);
        }
        found
    }

    fn parse_batch(
        &self,
        windows: &[Vec<&str>],
        now: &[usize],
        run: &mut Run,
        found: &mut [Vec<Parsed>],
    ) {
        let mut batch = Batch::default();
        run.input.clear();
        let mut start = 0;
        for &window in now {
            let tokens = &windows[window];
            batch.windows.push((start, tokens.len()));
            start += tokens.len();
            let case = SentenceCase::of(tokens.iter().copied());
            for token in tokens {
                self.embedder
                    .embed(token, case, &mut run.sums, &mut run.input);
            }
        }
        let Run {
            lstm,
            heads,
            input,
            states,
            ..
        } = run;
        for layer in &self.layers {
            layer.run(&batch, input, lstm, states);
            std::mem::swap(input, states);
        }
        let parsed = self
            .heads
            .read_out(&batch, input, &mut lstm.products, heads);
        for (&window, parsed) in now.iter().zip(parsed) {
            found[window] = parsed;
        }
    }
}

/// Space that batches reuse.
#[derive(Default)]
struct Run {
    lstm: LstmScratch,
    heads: HeadScratch,
    input: Vec<u8>,
    states: Vec<u8>,
    sums: Vec<i32>,
}
