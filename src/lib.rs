//! tradewire reads the text of trade-policy news and turns it into typed, cited facts.

pub mod language;
pub mod text;
