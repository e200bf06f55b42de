//! The whole network: from tokens to tags and trees.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::super::NameHint;
use super::embed::Embedder;
use super::heads::{HeadScratch, Heads, Parsed};
use super::kernels::Instructions;
use super::lstm::{Batch, Layer, LstmScratch, Projected};
use super::weights::{Weights, WeightsError};

/// Positions after which a batch is closed, and windows that it holds at most.
const BATCH_POSITIONS: usize = 640;
const BATCH_WINDOWS: usize = 32;
/// Positions whose distinct tokens are kept at one time: more would repeat more, but need more memory.
const STRETCH_POSITIONS: usize = 2048;

/// The network with its weights, ready to run.
pub struct Network {
    embedder: Embedder,
    layers: Vec<Layer>,
    heads: Heads,
    /// Space that nobody uses: one for each thread that has run the network at the same time as others.
    spare: Mutex<Vec<Run>>,
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
            spare: Mutex::default(),
        })
    }

    /// What the dictionary knows of a word as a name.
    pub fn name_hint(&self, form: &str) -> NameHint {
        self.embedder.name_hint(form)
    }

    /// Reads windows of tokens (their texts), in any order, and answers in theirs. Cost grows with the square of a
    /// window's length, so that callers keep them short.
    pub fn parse(&self, windows: &[Vec<&str>]) -> Vec<Vec<Parsed>> {
        let mut found = Vec::with_capacity(windows.len());
        let mut run = self.spare().pop().unwrap_or_default();
        let mut rest = windows;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(fitting(rest, STRETCH_POSITIONS, Vec::len));
            rest = later;
            found.append(&mut self.parse_stretch(now, &mut run));
        }
        self.spare().push(run);
        found
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Run>> {
        // Nothing panics while it is held.
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn parse_stretch(&self, windows: &[Vec<&str>], run: &mut Run) -> Vec<Vec<Parsed>> {
        let mut found = vec![Vec::new(); windows.len()];
        let tokens = self.embed(windows, run);
        let mut order: Vec<usize> = (0..windows.len()).collect();
        order.sort_by_key(|&window| std::cmp::Reverse(windows[window].len()));
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let most = &rest[..rest.len().min(BATCH_WINDOWS)];
            let count = fitting(most, BATCH_POSITIONS, |&window| windows[window].len());
            let (now, later) = rest.split_at(count);
            rest = later;
            self.parse_batch(&tokens, now, run, &mut found);
        }
        found
    }

    /// Embeds each distinct token once: most tokens of a text are repetitions. For each window, the numbers of its tokens.
    fn embed(&self, windows: &[Vec<&str>], run: &mut Run) -> Vec<Vec<u32>> {
        run.input.clear();
        let mut numbers: FxHashMap<Cow<'_, str>, u32> = FxHashMap::default();
        let mut tokens = Vec::with_capacity(windows.len());
        for window in windows {
            let mut found = Vec::with_capacity(window.len());
            for token in self.embedder.restored(window) {
                let next = numbers.len() as u32;
                found.push(*numbers.entry(token).or_insert_with_key(|token| {
                    self.embedder.embed(token, &mut run.sums, &mut run.input);
                    next
                }));
            }
            tokens.push(found);
        }
        if let Some(first) = self.layers.first() {
            first.project(&run.input, &mut run.lstm.products, &mut run.first);
        }
        tokens
    }

    fn parse_batch(
        &self,
        tokens: &[Vec<u32>],
        now: &[usize],
        run: &mut Run,
        found: &mut [Vec<Parsed>],
    ) {
        let mut batch = Batch::default();
        for &window in now {
            let tokens = &tokens[window];
            batch.windows.push((batch.tokens.len(), tokens.len()));
            batch.tokens.extend(tokens);
        }
        let Run {
            lstm,
            heads,
            first,
            projected,
            input,
            states,
            ..
        } = run;
        for (number, layer) in self.layers.iter().enumerate() {
            if number == 0 {
                layer.run(&batch, first, Some(&batch.tokens), lstm, states);
            } else {
                layer.project(input, &mut lstm.products, projected);
                layer.run(&batch, projected, None, lstm, states);
            }
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

/// How many of the first items have so many positions together at most; one at least.
fn fitting<T>(items: &[T], most: usize, length: impl Fn(&T) -> usize) -> usize {
    let mut positions = 0;
    let fits = |item: &&T| {
        positions += length(item);
        positions <= most
    };
    items.iter().take_while(fits).count().max(1)
}

/// Space that batches reuse.
#[derive(Default)]
struct Run {
    lstm: LstmScratch,
    heads: HeadScratch,
    /// The first layer's projected input, a row for each distinct token.
    first: Projected,
    projected: Projected,
    input: Vec<u8>,
    states: Vec<u8>,
    sums: Vec<i32>,
}
