//! From the last layer's states to tags, heads and relations.

mod arcs;
mod relations;

use strum::{EnumCount, VariantArray};

use super::super::{Relation, Upos, Xpos};
use super::kernels::Instructions;
use super::lstm::Batch;
use super::matrix::{Bias, Matrix, Scratch};
use super::weights::{Weights, WeightsError};
use arcs::DISTANCES;
use relations::best_relation;

/// What the network says of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub upos: Upos,
    pub xpos: Xpos,
    /// Index of the head inside the window; `None` for the root.
    pub head: Option<u32>,
    pub relation: Relation,
}

/// The scorers of tags, arcs and relations.
pub struct Heads {
    instructions: Instructions,
    heads: Matrix,
    tags: Matrix,
    arcs: Matrix,
    relation: Matrix,
    arc_root: Vec<f32>,
    relation_root: Vec<f32>,
}

impl Heads {
    /// Reads the scorers.
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
        let relations = Relation::VARIANTS.iter().map(|relation| relation.as_str());
        names_agree(weights, "relations", relations)?;
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
        let fits = heads.outputs() >= tags.inputs() + 2 * arcs.inputs() + 2 * relation.inputs()
            && arcs.outputs() >= arcs.inputs() + DISTANCES
            && tags.outputs() >= Upos::COUNT + Xpos::COUNT
            && relation.outputs() >= Relation::COUNT
            && relation.inputs() % 2 == 0;
        if !fits {
            return Err(Weights::problem("tagger", "does not fit the scorers"));
        }
        Ok(Self {
            instructions,
            arc_root: weights.vector("arc_root", arcs.inputs())?,
            relation_root: weights.vector("relation_root", relation.inputs())?,
            heads,
            tags,
            arcs,
            relation,
        })
    }

    /// Values that a position has in the states that are read.
    pub fn inputs(&self) -> usize {
        self.heads.inputs()
    }

    /// Reads the windows of a batch off the last layer's states.
    pub fn read_out(
        &self,
        batch: &Batch,
        states: &[u8],
        product: &mut Scratch,
        scratch: &mut HeadScratch,
    ) -> Vec<Vec<Parsed>> {
        self.heads.multiply(states, product, &mut scratch.outputs);
        self.score_tags(product, scratch);
        let heads = self.find_heads(batch, product, scratch);
        self.score_relations(batch, &heads, product, scratch);
        let (tags, relations) = (&scratch.tags, &scratch.relations);
        let parsed = |place: usize| {
            let tags = &tags[place * self.tags.outputs()..][..Upos::COUNT + Xpos::COUNT];
            let (upos, xpos) = tags.split_at(Upos::COUNT);
            let head = (heads[place] as u32).checked_sub(1);
            let relations = &relations[place * self.relation.outputs()..][..Relation::COUNT];
            Parsed {
                upos: Upos::from_repr(best(upos) as u8).unwrap_or(Upos::X),
                xpos: Xpos::from_repr(best(xpos) as u8).unwrap_or(Xpos::Xx),
                head,
                relation: best_relation(relations, head.is_none()),
            }
        };
        let windows = batch.windows.iter();
        windows
            .map(|&(start, length)| (start..start + length).map(parsed).collect())
            .collect()
    }

    fn score_tags(&self, product: &mut Scratch, scratch: &mut HeadScratch) {
        let HeadScratch {
            outputs,
            rows,
            tags,
            ..
        } = scratch;
        rows.clear();
        for row in outputs.chunks_exact(self.heads.outputs()) {
            rows.extend(row[..self.tags.inputs()].iter().map(|value| value.max(0.0)));
        }
        self.tags.multiply_floats(rows, product, tags);
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

/// Space that the scorers reuse.
#[derive(Default)]
pub struct HeadScratch {
    outputs: Vec<f32>,
    rows: Vec<f32>,
    tags: Vec<f32>,
    arcs: Vec<f32>,
    candidates: Vec<f32>,
    scores: Vec<f32>,
    relations: Vec<f32>,
}
