//! What is fuzzed: each target takes any bytes and panics where a promise is broken. `tests/fuzz.rs` runs them on every
//! toolchain over the corpora and changes of them; `cargo fuzz` runs the same functions, guided by coverage.

mod article;
mod calls;
mod config;
mod lexicon;
mod reading;
mod tokens;

/// A target: its name, which is also that of its folder of inputs, and what it does with an input.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// What one input costs, roughly, as a share of the cheapest target's.
    pub cost: usize,
}

pub const TARGETS: [Target; 8] = [
    target("plain", reading::plain, 1),
    target("html", reading::html, 4),
    target("article", article::run, 40),
    target("request", calls::requests, 1),
    target("lookup", calls::lookups, 10),
    target("tokens", tokens::run, 1),
    target("lexicon", lexicon::run, 200),
    target("config", config::run, 4),
];

const fn target(name: &'static str, run: fn(&[u8]), cost: usize) -> Target {
    Target { name, run, cost }
}

/// Runs a target by name.
#[allow(dead_code, reason = "for the targets of cargo fuzz")]
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").run)(input);
}
