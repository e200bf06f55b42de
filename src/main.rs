//! Command line of tradewire.
fn main() {}
