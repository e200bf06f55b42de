//! Reading English: tokens in, part-of-speech tags, lemmas, dependency trees and names out.
//!
//! Knows nothing of trade. The model's weights are embedded; see `docs/language.md` for where they come from.

mod analyzer;
pub mod conllu;
mod lemma;
pub mod names;
mod network;
mod relation;
mod tree;
mod upos;
mod xpos;

pub use analyzer::Analyzer;
pub use names::{Name, NameKind, names};
pub use network::{Instructions, WeightsError};
pub use relation::Relation;
pub use tree::{Lemma, NameHint, Node, Tree};
pub use upos::Upos;
pub use xpos::Xpos;
