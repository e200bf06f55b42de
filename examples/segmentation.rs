//! Measures tokens and sentence boundaries on the raw text of treebank files:
//! `cargo run --release --example segmentation -- FILE.conllu ...`
//!
//! Each paragraph of the treebank (`newdoc`, `newpar`) is one block of text. `SHOW=n` prints the n most frequent faults.

use std::collections::{BTreeMap, BTreeSet};

use tradewire::text::sentences;
use tradewire::text::tokenize::tokenize;

type Span = (usize, usize);

/// A paragraph's text with the spans that annotators gave.
#[derive(Default)]
struct Paragraph {
    text: String,
    words: BTreeSet<Span>,
    sentences: BTreeSet<Span>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let show: usize = std::env::var("SHOW")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(0);
    println!("{:<20}  token F1  boundary F1  sentence F1", "file");
    for path in std::env::args().skip(1) {
        let genre = std::env::var("GENRE").ok();
        let paragraphs = read(&std::fs::read_to_string(&path)?, genre.as_deref());
        let (mut tokens, mut bounds, mut whole) = ([0; 3], [0; 3], [0; 3]);
        let mut faults: BTreeMap<String, usize> = BTreeMap::new();
        for paragraph in &paragraphs {
            let mut found = Vec::new();
            tokenize(&paragraph.text, 0..paragraph.text.len(), &mut found);
            let words: BTreeSet<Span> = found
                .iter()
                .map(|token| (token.start as usize, token.end as usize))
                .collect();
            let split: BTreeSet<Span> = sentences::split(&paragraph.text, &found)
                .into_iter()
                .filter_map(|range| {
                    Some((
                        found.get(range.start)?.start as usize,
                        found.get(range.end - 1)?.end as usize,
                    ))
                })
                .collect();
            count(&words, &paragraph.words, &mut tokens);
            count(&split, &paragraph.sentences, &mut whole);
            let ends = |spans: &BTreeSet<Span>| spans.iter().map(|span| (span.1, span.1)).collect();
            count(&ends(&split), &ends(&paragraph.sentences), &mut bounds);
            if std::env::var("SHOW_SENTENCES").is_ok() {
                for span in split.difference(&paragraph.sentences) {
                    *faults
                        .entry(paragraph.text[span.0..span.1].to_owned())
                        .or_default() += 1;
                }
            } else {
                for span in words.difference(&paragraph.words) {
                    let near: Vec<&str> = paragraph
                        .words
                        .iter()
                        .filter(|word| word.0 < span.1 && word.1 > span.0)
                        .map(|word| &paragraph.text[word.0..word.1])
                        .collect();
                    *faults
                        .entry(format!(
                            "{} | {}",
                            &paragraph.text[span.0..span.1],
                            near.join(" ")
                        ))
                        .or_default() += 1;
                }
            }
        }
        let name = std::path::Path::new(&path)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        println!(
            "{name:<20}  {:>8.4}  {:>11.4}  {:>11.4}",
            f1(tokens),
            f1(bounds),
            f1(whole)
        );
        let mut faults: Vec<_> = faults.into_iter().collect();
        faults.sort_by_key(|fault| std::cmp::Reverse(fault.1));
        faults
            .iter()
            .take(show)
            .for_each(|(fault, count)| println!("{count:>6} {fault}"));
    }
    Ok(())
}

/// Adds up agreed, found and expected spans.
fn count(found: &BTreeSet<Span>, expected: &BTreeSet<Span>, counts: &mut [usize; 3]) {
    counts[0] += found.intersection(expected).count();
    counts[1] += found.len();
    counts[2] += expected.len();
}

fn f1([agreed, found, expected]: [usize; 3]) -> f64 {
    2.0 * agreed as f64 / (found + expected).max(1) as f64
}

fn read(conllu: &str, genre: Option<&str>) -> Vec<Paragraph> {
    let mut paragraphs = vec![Paragraph::default()];
    let mut wanted = genre.is_none();
    for block in conllu.split("\n\n") {
        for line in block.lines().take_while(|line| line.starts_with('#')) {
            if let (Some(id), Some(genre)) = (line.strip_prefix("# newdoc id = "), genre) {
                wanted = id.contains(genre);
            }
        }
        if block
            .lines()
            .any(|line| line.starts_with("# newdoc") || line.starts_with("# newpar"))
            && wanted
        {
            paragraphs.push(Paragraph::default());
        }
        let Some(paragraph) = paragraphs
            .last_mut()
            .filter(|_| wanted && !block.trim().is_empty())
        else {
            continue;
        };
        sentence(block, paragraph);
    }
    paragraphs.retain(|paragraph| !paragraph.words.is_empty());
    paragraphs
}

/// Appends a sentence's text and spans to its paragraph.
fn sentence(block: &str, paragraph: &mut Paragraph) {
    let start = paragraph.text.len();
    // A contraction's row gives the text; the rows of its words share it out.
    let (mut shared_until, mut shared_end) = (0, 0);
    for line in block.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let (Some(id), Some(form), Some(misc)) = (columns.first(), columns.get(1), columns.get(9))
        else {
            continue;
        };
        let space = if misc.contains("SpaceAfter=No") {
            ""
        } else {
            " "
        };
        if let Some((_, last)) = id.split_once('-') {
            shared_until = last.parse().unwrap_or(0);
            shared_end = paragraph.text.len();
            paragraph.text.push_str(form);
            paragraph.text.push_str(space);
            continue;
        }
        let Ok(number) = id.parse::<usize>() else {
            continue;
        };
        if number <= shared_until {
            if paragraph.text[shared_end..].starts_with(form) {
                paragraph
                    .words
                    .insert((shared_end, shared_end + form.len()));
                shared_end += form.len();
            }
        } else {
            let from = paragraph.text.len();
            paragraph.text.push_str(form);
            paragraph.words.insert((from, paragraph.text.len()));
            paragraph.text.push_str(space);
        }
    }
    let end = paragraph.text.trim_end().len();
    paragraph.sentences.insert((start, end));
    if !paragraph.text.ends_with(' ') {
        // Sentences of treebanks may touch.
        return;
    }
    paragraph.text.truncate(end);
    paragraph.text.push(' ');
}
