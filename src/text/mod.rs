//! From a submitted document to blocks, sentences and tokens.

pub mod sentences;
pub mod tokenize;
