//! Runs the target that `TRADEWIRE_FUZZ_TARGET` names.
#![no_main]

#[path = "../../tests/common/facts.rs"]
mod facts;
#[path = "../../tests/common/news.rs"]
mod news;
#[path = "../targets/mod.rs"]
mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<String> = LazyLock::new(|| {
    std::env::var("TRADEWIRE_FUZZ_TARGET").expect("TRADEWIRE_FUZZ_TARGET names a target")
});

fuzz_target!(|input: &[u8]| targets::run(&TARGET, input));
