//! The fuzz targets without a fuzzer: every kept input, and changes of them that are the same in each run. `fuzz/README.md` says
//! how to run them guided by coverage, for longer.
//!
//! `TRADEWIRE_FUZZ_INPUTS=100000` changes more inputs, `TRADEWIRE_FUZZ_SEED=7` changes them otherwise.

#[path = "common/facts.rs"]
mod facts;
#[path = "common/news.rs"]
mod news;
#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use targets::{TARGETS, Target};

/// Changed inputs of the cheapest target.
const INPUTS: usize = 4_000;
/// Changes are not made to grow without bound.
const LONGEST: usize = 4 * 1024;

/// Pieces that readers of text, HTML, TOML, JSON and messages look out for.
const PIECES: [&str; 44] = [
    "\u{0}",
    "\n\n",
    "\r\n",
    "\t",
    " - ",
    "\"",
    "\u{201c}",
    "\u{201d}",
    "'s ",
    "&amp;",
    "&#0;",
    "&#xD800;",
    "&notin",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<script>",
    "<td>",
    "<br/>",
    "<b",
    "\u{202e}",
    "\u{200d}",
    "\u{ad}",
    "e\u{301}",
    "\u{1f1e8}\u{1f1e6}",
    "25%",
    "$1bn",
    "Canada",
    "the United States",
    "imposed tariffs on",
    "said",
    " (Reuters) - ",
    "May 3",
    "next week",
    "e.g.",
    "[[entry]]\n",
    "id = \"",
    "name = ",
    "limits.max_calls=",
    "{\"",
    "\\ud800",
    "\u{ff}\u{ff}",
    "9223372036854775807",
];

/// A generator of numbers that are the same in each run.
struct Random(TestRng);

impl Random {
    fn new(target: &str) -> Self {
        let mut seed = [0; 32];
        let own = std::env::var("TRADEWIRE_FUZZ_SEED").unwrap_or_default();
        for (i, byte) in target.bytes().chain(own.bytes()).enumerate() {
            seed[i % 32] ^= byte;
        }
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % bound.max(1) as u64).unwrap_or(0)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let end = start + self.below((length - start).min(64) + 1);
        start..end
    }
}

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let input = fs::read(&path).unwrap();
        (path, input)
    };
    paths.into_iter().map(read).collect()
}

/// One change of an input.
fn change(input: &mut Vec<u8>, random: &mut Random, others: &[(PathBuf, Vec<u8>)]) {
    let range = random.range(input.len());
    match random.below(8) {
        0 => {
            if let Some(byte) = input.get_mut(range.start) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => drop(input.drain(range)),
        2 => {
            let again = input[range.clone()].to_vec();
            for _ in 0..=random.below(4) {
                input.splice(range.end..range.end, again.iter().copied());
            }
        }
        3 | 4 => {
            let piece = PIECES[random.below(PIECES.len())];
            input.splice(range.start..range.start, piece.bytes());
        }
        5 => {
            let other = &others[random.below(others.len())].1;
            let taken = random.range(other.len());
            input.splice(range, other[taken].iter().copied());
        }
        6 => {
            let number = [0, 1, 0x7f, 0x80, 0xff, 0xe2, 0xf0][random.below(7)];
            input.insert(range.start, number);
        }
        _ => input.truncate(range.end),
    }
    input.truncate(LONGEST);
}

/// Runs one input; where it fails, says how to run it again.
fn run(target: Target, input: &[u8], origin: &str) {
    if catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err() {
        let kept = std::env::temp_dir().join(format!("tradewire-fuzz-{}", target.name));
        fs::write(&kept, input).unwrap();
        panic!(
            "{} fails with {origin}; the input is kept in {}",
            target.name,
            kept.display()
        );
    }
}

fn fuzz(target: Target) {
    let inputs =
        std::env::var("TRADEWIRE_FUZZ_INPUTS").map_or(INPUTS, |inputs| inputs.parse().unwrap());
    let corpus = corpus(target.name);
    assert!(!corpus.is_empty());
    for (path, input) in &corpus {
        run(target, input, &path.display().to_string());
    }
    let mut random = Random::new(target.name);
    for number in 0..inputs / target.cost {
        let mut input = corpus[random.below(corpus.len())].1.clone();
        for _ in 0..=random.below(6) {
            change(&mut input, &mut random, &corpus);
        }
        run(target, &input, &format!("change {number}"));
    }
}

macro_rules! each {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                fuzz(*TARGETS.iter().find(|target| target.name == stringify!($name)).unwrap());
            }
        )*

        #[test]
        fn every_target_is_run() {
            assert_eq!([$(stringify!($name)),*].map(str::to_owned).to_vec(), TARGETS.map(|target| target.name.to_owned()).to_vec());
        }
    };
}

each!(
    plain, html, article, request, lookup, tokens, lexicon, config
);
