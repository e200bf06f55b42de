//! The whole network: from tokens to tags and trees.

use rustc_hash::FxHashMap;

use strum::{EnumCount, VariantArray};

use super::super::{Relation, Upos, Xpos};
use super::decode::best_tree;
use super::features::{SHAPES, SentenceCase, affixes, normal_form, shape};
use super::gates::{Products, tanh};
use super::kernels::{Instructions, vectorised};
use super::lstm::{Batch, Layer, LstmScratch};
use super::matrix::{Bias, Matrix};
use super::weights::{Weights, WeightsError};

/// Buckets of the distance between a word and its head; the last is the root's. See `distance_bucket` in the trainer.
const DISTANCES: usize = 24;
/// Positions after which a batch is closed, and windows that it holds at most.
const BATCH_POSITIONS: usize = 640;
const BATCH_WINDOWS: usize = 32;

/// What the network says of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub upos: Upos,
    pub xpos: Xpos,
    /// Index of the head inside the window; `None` for the root.
    pub head: Option<u32>,
    pub relation: Relation,
}

/// An embedding table: 8-bit rows.
struct Embedding {
    width: usize,
    values: Vec<i8>,
}

impl Embedding {
    fn read(weights: &Weights<'_>, name: &str, rows: Option<usize>) -> Result<Self, WeightsError> {
        let table = weights.table(name)?;
        if table.rows == 0 || table.columns == 0 || rows.is_some_and(|rows| rows != table.rows) {
            return Err(Weights::problem(name, "has a wrong number of rows"));
        }
        let values = table
            .values
            .iter()
            .map(|&byte| i8::from_le_bytes([byte]))
            .collect();
        Ok(Self {
            width: table.columns,
            values,
        })
    }

    fn rows(&self) -> usize {
        self.values.len() / self.width
    }

    fn row(&self, row: usize) -> &[i8] {
        &self.values[row * self.width..(row + 1) * self.width]
    }
}

/// The network with its weights, ready to run.
pub struct Network {
    instructions: Instructions,
    vocabulary: FxHashMap<Box<str>, u32>,
    words: Embedding,
    affixes: Embedding,
    affix_rescale: Vec<f32>,
    shapes: Embedding,
    layers: [Layer; 2],
    heads: Matrix,
    tags: Matrix,
    arcs: Matrix,
    relation: Matrix,
    arc_root: Vec<f32>,
    relation_root: Vec<f32>,
}

impl Network {
    /// Reads the weights for the given instructions.
    pub fn read(weights: &Weights<'_>, instructions: Instructions) -> Result<Self, WeightsError> {
        names_agree(
            weights,
            "upos",
            Upos::VARIANTS.iter().map(|tag| tag.as_str()),
        )?;
        names_agree(
            weights,
            "xpos",
            Xpos::VARIANTS.iter().map(|tag| tag.as_str()),
        )?;
        names_agree(
            weights,
            "relations",
            Relation::VARIANTS.iter().map(|relation| relation.as_str()),
        )?;
        let vocabulary: FxHashMap<Box<str>, u32> = weights
            .lines("vocabulary")?
            .zip(1..)
            .map(|(word, row)| (word.into(), row))
            .collect();
        let words = Embedding::read(weights, "words", Some(vocabulary.len() + 1))?;
        let affixes = Embedding::read(weights, "affixes", None)?;
        let shapes = Embedding::read(weights, "shapes", Some(SHAPES))?;
        let layers = [
            Layer::read(weights, 1, instructions)?,
            Layer::read(weights, 2, instructions)?,
        ];
        let arcs = Matrix::read(weights, &["arcs"], Bias::Own, instructions)?;
        let relation = Matrix::read(weights, &["relation"], Bias::Own, instructions)?;
        let tags = Matrix::read(weights, &["tags"], Bias::Own, instructions)?;
        let names = [
            "tagger",
            "arc_dependent",
            "arc_head",
            "relation_dependent",
            "relation_head",
        ];
        let heads = Matrix::read(weights, &names, Bias::Own, instructions)?;
        let fits = words.width + affixes.width + shapes.width == layers[0].inputs()
            && layers[0].outputs() == layers[1].inputs()
            && layers[1].outputs() == heads.inputs()
            && heads.outputs() >= tags.inputs() + 2 * arcs.inputs() + 2 * relation.inputs()
            && arcs.outputs() >= arcs.inputs() + DISTANCES
            && tags.outputs() >= Upos::COUNT + Xpos::COUNT
            && relation.outputs() >= Relation::COUNT
            && relation.inputs() % 2 == 0;
        if !fits {
            return Err(Weights::problem("tagger", "does not fit the other layers"));
        }
        Ok(Self {
            instructions,
            vocabulary,
            affix_rescale: weights.vector("affixes.rescale", affixes.width)?,
            arc_root: weights.vector("arc_root", arcs.inputs())?,
            relation_root: weights.vector("relation_root", relation.inputs())?,
            words,
            affixes,
            shapes,
            layers,
            heads,
            tags,
            arcs,
            relation,
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
                self.embed(token, case, &mut run.sums, &mut run.input);
            }
        }
        let Run {
            input,
            lower,
            upper,
            lstm,
            outputs,
            ..
        } = run;
        self.layers[0].run(&batch, input, lstm, lower);
        self.layers[1].run(&batch, lower, lstm, upper);
        self.heads.multiply(upper, &mut lstm.products, outputs);
        self.read_out(&batch, now, run, found);
    }

    /// Appends a token's input to the first layer.
    fn embed(&self, token: &str, case: SentenceCase, sums: &mut Vec<i32>, input: &mut Vec<u8>) {
        let byte = |value: i8| (i16::from(value) + 128) as u8;
        let normal = normal_form(token);
        let word = self
            .vocabulary
            .get(normal.as_ref())
            .map_or(0, |&row| row as usize);
        input.extend(self.words.row(word).iter().map(|&value| byte(value)));
        sums.clear();
        sums.resize(self.affixes.width, 0);
        let buckets = self.affixes.rows();
        affixes(&normal, |hash| {
            for (sum, &value) in sums
                .iter_mut()
                .zip(self.affixes.row(hash as usize % buckets))
            {
                *sum += i32::from(value);
            }
        });
        input.extend(sums.iter().zip(&self.affix_rescale).map(|(&sum, factor)| {
            let value = (sum as f32 * factor).clamp(-127.0, 127.0);
            (value.round_ties_even() as i16 + 128) as u8
        }));
        input.extend(
            self.shapes
                .row(shape(token, case))
                .iter()
                .map(|&value| byte(value)),
        );
    }

    /// Reads tags, heads and relations off the last layer's products.
    fn read_out(&self, batch: &Batch, now: &[usize], run: &mut Run, found: &mut [Vec<Parsed>]) {
        let Run {
            lstm,
            outputs,
            rows,
            tags,
            arcs,
            arc_heads,
            scores,
            ..
        } = run;
        let (tag_width, arc_width, relation_width) = (
            self.tags.inputs(),
            self.arcs.inputs(),
            self.relation.inputs(),
        );
        let width = self.heads.outputs();
        let product = &mut lstm.products;

        rows.clear();
        rows.extend(
            outputs
                .chunks_exact(width)
                .flat_map(|row| row[..tag_width].iter().map(|value| value.max(0.0))),
        );
        self.tags.multiply_floats(rows, product, tags);

        let dependent = tag_width..tag_width + arc_width;
        rows.clear();
        rows.extend(
            outputs
                .chunks_exact(width)
                .flat_map(|row| row[dependent.clone()].iter().map(|&value| leaky(value))),
        );
        self.arcs.multiply_floats(rows, product, arcs);

        let mut heads = Vec::with_capacity(batch.positions());
        for &(start, length) in &batch.windows {
            let head = tag_width + arc_width..tag_width + 2 * arc_width;
            let places = start..start + length;
            arc_heads.clear();
            arc_heads.extend(&self.arc_root);
            arc_heads.extend(places.clone().flat_map(|place| {
                outputs[place * width..][head.clone()]
                    .iter()
                    .map(|&value| leaky(value))
            }));
            rows.clear();
            rows.extend(
                places
                    .clone()
                    .flat_map(|place| &arcs[place * self.arcs.outputs()..][..arc_width]),
            );
            scores.clear();
            scores.resize(length * (length + 1), 0.0);
            vectorised(
                self.instructions,
                Products {
                    width: arc_width,
                    left: rows,
                    right: arc_heads,
                    out: scores,
                },
            );
            for (word, row) in scores.chunks_exact_mut(length + 1).enumerate() {
                let near =
                    &arcs[(start + word) * self.arcs.outputs()..][arc_width..arc_width + DISTANCES];
                for (head, score) in row.iter_mut().enumerate() {
                    *score += if head == 0 {
                        near[DISTANCES - 1]
                    } else {
                        near[distance_bucket(head - 1, word)]
                    };
                }
            }
            heads.extend(best_tree(scores, length));
        }

        let before = tag_width + 2 * arc_width;
        rows.clear();
        for &(start, length) in &batch.windows {
            for place in start..start + length {
                let dependent = &outputs[place * width + before..][..relation_width];
                let head = match heads[place] {
                    0 => &self.relation_root,
                    head => {
                        &outputs[(start + head - 1) * width + before + relation_width..]
                            [..relation_width]
                    }
                };
                let half = relation_width / 2;
                let pairs = || dependent.iter().zip(head);
                rows.extend(
                    pairs()
                        .take(half)
                        .map(|(dependent, head)| leaky(dependent + head)),
                );
                rows.extend(
                    pairs()
                        .skip(half)
                        .map(|(&dependent, &head)| tanh(dependent) * tanh(head)),
                );
            }
        }
        self.relation.multiply_floats(rows, product, arcs);

        for (&window, &(start, length)) in now.iter().zip(&batch.windows) {
            found[window] = (start..start + length)
                .map(|place| {
                    let tags = &tags[place * self.tags.outputs()..][..Upos::COUNT + Xpos::COUNT];
                    let relations = &arcs[place * self.relation.outputs()..][..Relation::COUNT];
                    let head = (heads[place] as u32).checked_sub(1);
                    Parsed {
                        upos: Upos::from_repr(best(&tags[..Upos::COUNT]) as u8).unwrap_or(Upos::X),
                        xpos: Xpos::from_repr(best(&tags[Upos::COUNT..]) as u8).unwrap_or(Xpos::Xx),
                        head,
                        relation: best_relation(relations, head.is_none()),
                    }
                })
                .collect();
        }
    }
}

/// Checks that a list of names in the weights is an enum's, in its order.
fn names_agree<'n>(
    weights: &Weights<'_>,
    name: &str,
    expected: impl Iterator<Item = &'n str>,
) -> Result<(), WeightsError> {
    if weights.lines(name)?.eq(expected) {
        Ok(())
    } else {
        Err(Weights::problem(
            name,
            "lists other names than the program knows",
        ))
    }
}

fn leaky(value: f32) -> f32 {
    if value > 0.0 { value } else { 0.1 * value }
}

/// Index of the greatest value, the first of equals.
fn best(values: &[f32]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = index;
        }
    }
    best
}

/// The best relation that a root, or a word that is none, can have.
fn best_relation(scores: &[f32], root: bool) -> Relation {
    if root {
        return Relation::Root;
    }
    let mut found = (f32::NEG_INFINITY, Relation::Dep);
    for (index, &score) in scores.iter().enumerate() {
        match Relation::from_repr(index as u8) {
            Some(relation) if relation != Relation::Root && score > found.0 => {
                found = (score, relation)
            }
            _ => {}
        }
    }
    found.1
}

/// Bucket of the distance from a word to its head: exact up to 5, then 6-7, 8-11, 12-19 and more, each way.
fn distance_bucket(head: usize, word: usize) -> usize {
    let size = match head.abs_diff(word) {
        near @ 0..=5 => near,
        6..=7 => 6,
        8..=11 => 7,
        12..=19 => 8,
        _ => 9,
    };
    if head < word { 10 - size } else { 10 + size }
}

/// Space that batches reuse.
#[derive(Default)]
struct Run {
    lstm: LstmScratch,
    input: Vec<u8>,
    sums: Vec<i32>,
    lower: Vec<u8>,
    upper: Vec<u8>,
    outputs: Vec<f32>,
    rows: Vec<f32>,
    tags: Vec<f32>,
    arcs: Vec<f32>,
    arc_heads: Vec<f32>,
    scores: Vec<f32>,
}
