//! Speed of the whole extraction: `cargo bench --bench extract`.
//!
//! `examples/speed.rs` prints the figures of `docs/speed.md` from the same texts.

mod news;

use divan::counter::{BytesCount, CharsCount};
use divan::{Bencher, black_box};
use tradewire::extract::{Extractor, Input};

/// Reads texts, one after the other, as their publisher sent them.
fn bench(bencher: Bencher, texts: &[&str]) {
    let extractor = Extractor::embedded();
    let counted = CharsCount::new(news::chars(texts));
    bencher.counter(counted).bench(|| {
        for text in texts {
            let input = Input {
                text: black_box(text),
                ..Input::default()
            };
            let _ = black_box(extractor.extract(&input));
        }
    });
}

#[divan::bench(threads = [1, 2])]
fn trade(bencher: Bencher) {
    bench(bencher, &news::TRADE);
}

#[divan::bench]
fn other_news_with_sayings(bencher: Bencher) {
    bench(bencher, &news::TOLD);
}

#[divan::bench]
fn other_news_without_sayings(bencher: Bencher) {
    bench(bencher, &news::PLAIN);
}

#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000], sample_count = 5)]
fn by_length(bencher: Bencher, bytes: usize) {
    bench(bencher, &[&news::long(bytes)]);
}

#[divan::bench(args = news::hostile(0).into_iter().map(|(name, _)| name), sample_count = 3)]
fn hostile(bencher: Bencher, name: &str) {
    let shapes = news::hostile(100_000);
    let found = shapes.into_iter().find(|(found, _)| *found == name);
    let text = found.map(|(_, text)| text).unwrap_or_default();
    let extractor = Extractor::embedded();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let input = Input {
            text: black_box(&text),
            ..Input::default()
        };
        extractor.extract(&input).map(|found| found.events.len())
    });
}

fn main() {
    divan::main();
}
