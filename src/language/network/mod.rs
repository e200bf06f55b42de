//! The neural tagger and parser: embeddings, bidirectional LSTM layers, tag heads, arc and relation scorers.
//!
//! Weights are 8 bits wide and all large products are sums of integers, hence the same on every processor.
//! `training/model.py` defines the network, `training/export.py` the weights' file.

mod casing;
mod decode;
mod dictionary;
mod embed;
mod features;
mod gates;
mod heads;
mod kernels;
mod lstm;
mod matrix;
mod run;
mod weights;

pub(super) use casing::{SentenceCase, capitalised};
pub(super) use heads::Parsed;
pub use kernels::Instructions;
pub(super) use run::Network;
pub(super) use weights::Weights;
pub use weights::WeightsError;
