//! Speed of the language stage, layer by layer, on one core: `cargo bench --bench language`.
//!
//! `LANGUAGE_INSTRUCTIONS=avx2` or `portable` asks for less than the processor has.

use divan::counter::ItemsCount;
use tradewire::language::{Analyzer, Instructions, names};
use tradewire::text::sentences;
use tradewire::text::tokenize::{Token, tokenize};

fn main() {
    divan::main();
}

/// Sentences of the kind that trade news has, repeated to some thousand tokens.
fn text() -> String {
    let paragraph = "The ministry said on Tuesday that it would raise the duty on imported tin sheet from 5 percent to \
        12.5 percent, a step that growers' groups had sought since last autumn. \"We don't expect our partners to wait \
        forever,\" Deputy Minister Ana Roe told reporters in Lima. Analysts warned that higher costs could reach car makers \
        within weeks. Exports worth $1.2 billion a year may be hit, according to figures from the statistics office. ";
    paragraph.repeat(40)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize(text, 0..text.len(), &mut tokens);
    tokens
}

fn analyzer() -> Analyzer {
    let wanted = std::env::var("LANGUAGE_INSTRUCTIONS")
        .unwrap_or_default()
        .to_lowercase();
    let mut available = Instructions::available();
    let instructions =
        available.find(|found| wanted.is_empty() || format!("{found:?}").to_lowercase() == wanted);
    Analyzer::with(instructions.unwrap_or(Instructions::Portable))
}

#[divan::bench]
fn tokenizing(bencher: divan::Bencher<'_, '_>) {
    let text = text();
    bencher
        .counter(ItemsCount::new(tokens(&text).len()))
        .bench(|| tokens(&text));
}

#[divan::bench]
fn sentence_splitting(bencher: divan::Bencher<'_, '_>) {
    let text = text();
    let tokens = tokens(&text);
    bencher
        .counter(ItemsCount::new(tokens.len()))
        .bench(|| sentences::split(&text, &tokens));
}

#[divan::bench]
fn tagging_and_parsing(bencher: divan::Bencher<'_, '_>) {
    let (text, analyzer) = (text(), analyzer());
    let tokens = tokens(&text);
    let sentences: Vec<&[Token]> = sentences::split(&text, &tokens)
        .into_iter()
        .map(|range| &tokens[range])
        .collect();
    bencher
        .counter(ItemsCount::new(tokens.len()))
        .bench(|| analyzer.analyze(&text, &sentences));
}

#[divan::bench]
fn whole_stage(bencher: divan::Bencher<'_, '_>) {
    let (text, analyzer) = (text(), analyzer());
    bencher
        .counter(ItemsCount::new(tokens(&text).len()))
        .bench(|| {
            let tokens = tokens(&text);
            let sentences: Vec<&[Token]> = sentences::split(&text, &tokens)
                .into_iter()
                .map(|range| &tokens[range])
                .collect();
            let trees = analyzer.analyze(&text, &sentences);
            let found = sentences
                .iter()
                .zip(&trees)
                .map(|(tokens, tree)| names(&text, tokens, tree).len());
            found.sum::<usize>()
        });
}

#[divan::bench]
fn making_ready() -> Analyzer {
    analyzer()
}
