//! Measures tags, lemmas and trees against treebank files: `cargo run --release --example accuracy -- FILE.conllu ...`
//!
//! Words are the treebank's own; relations are compared without their subtypes, with subtypes in the last column.
//! `CASING=capitals`, `title` or `lower` writes the words as headlines do; lemmas are then compared without capitals.

use std::time::Instant;

use tradewire::language::{Analyzer, Relation, Tree, Upos, Xpos};
use tradewire::text::tokenize::Token;

/// What stands for the lemma of a word that has none, being a part of a word that was written as several. The evaluation of the
/// CoNLL 2018 shared task takes every lemma of such a word for right: <https://universaldependencies.org/conll18/evaluation.html>.
const NO_LEMMA: &str = "_";

/// A sentence of a treebank: its words as tokens of a text of their own, and what annotators say of them.
#[derive(Default)]
struct Annotated {
    tokens: Vec<Token>,
    words: Vec<Word>,
}

struct Word {
    lemma: String,
    upos: String,
    xpos: String,
    head: usize,
    relation: String,
}

/// How the words are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Casing {
    Own,
    Capitals,
    Title,
    Lower,
}

impl Casing {
    fn asked_for() -> Result<Self, String> {
        match std::env::var("CASING").unwrap_or_default().as_str() {
            "" => Ok(Self::Own),
            "capitals" => Ok(Self::Capitals),
            "title" => Ok(Self::Title),
            "lower" => Ok(Self::Lower),
            other => Err(format!("CASING: `{other}` is not capitals, title or lower")),
        }
    }

    fn write(self, form: &str, upos: &str) -> String {
        let small = matches!(upos, "ADP" | "DET" | "CCONJ" | "PART" | "SCONJ");
        let mut letters = form.chars();
        match (self, letters.next()) {
            (Self::Capitals, _) => form.to_uppercase(),
            (Self::Lower, _) => form.to_lowercase(),
            (Self::Title, Some(first)) if !(small && form.len() < 5) => {
                first.to_uppercase().chain(letters).collect()
            }
            _ => form.to_owned(),
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "{:<20} {:>6}  upos  xpos lemma   uas   las  las+sub  tokens/s",
        "file", "words"
    );
    let casing = Casing::asked_for()?;
    for path in std::env::args().skip(1) {
        let (text, sentences) = read(&std::fs::read_to_string(&path)?, casing)?;
        let analyzer = Analyzer::embedded();
        let tokens: Vec<&[Token]> = sentences
            .iter()
            .map(|sentence| sentence.tokens.as_slice())
            .collect();
        let started = Instant::now();
        let trees: Vec<Tree> = tokens
            .chunks(64)
            .flat_map(|tokens| analyzer.analyze(&text, tokens))
            .collect();
        let seconds = started.elapsed().as_secs_f64();
        let name = std::path::Path::new(&path)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        report(&name, &sentences, &trees, seconds, casing != Casing::Own);
    }
    Ok(())
}

fn read(
    conllu: &str,
    casing: Casing,
) -> Result<(String, Vec<Annotated>), Box<dyn std::error::Error>> {
    let (mut text, mut sentences, mut sentence) = (String::new(), Vec::new(), Annotated::default());
    for line in conllu.lines() {
        if line.is_empty() {
            sentences.push(std::mem::take(&mut sentence));
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, _, head, relation, ..] = columns.as_slice() else {
            continue;
        };
        if id.bytes().all(|byte| byte.is_ascii_digit()) {
            let start = text.len() as u32;
            text.push_str(&casing.write(form, upos));
            sentence.tokens.push(Token {
                start,
                end: text.len() as u32,
            });
            text.push(' ');
            let [lemma, upos, xpos, relation] = [lemma, upos, xpos, relation].map(str::to_owned);
            sentence.words.push(Word {
                lemma,
                upos,
                xpos,
                head: head.parse()?,
                relation,
            });
        }
    }
    Ok((text, sentences))
}

fn report(name: &str, sentences: &[Annotated], trees: &[Tree], seconds: f64, shouted: bool) {
    let (mut right, mut words) = ([0_usize; 6], 0_usize);
    for (sentence, tree) in sentences.iter().zip(trees) {
        for (word, node) in sentence.words.iter().zip(&tree.nodes) {
            let attached = node.head.map_or(0, |head| head as usize + 1) == word.head;
            let universal = word.relation.split(':').next().unwrap_or_default();
            let labelled = attached && node.relation.universal().as_str() == universal;
            let whole = attached
                && word
                    .relation
                    .parse::<Relation>()
                    .is_ok_and(|relation| relation == node.relation);
            let verdicts = [
                word.upos
                    .parse::<Upos>()
                    .is_ok_and(|upos| upos == node.upos),
                word.xpos
                    .parse::<Xpos>()
                    .is_ok_and(|xpos| xpos == node.xpos),
                if word.lemma == NO_LEMMA {
                    true
                } else if shouted {
                    word.lemma.eq_ignore_ascii_case(&node.lemma)
                } else {
                    word.lemma == *node.lemma
                },
                attached,
                labelled,
                whole,
            ];
            words += 1;
            for (right, verdict) in right.iter_mut().zip(verdicts) {
                *right += usize::from(verdict);
            }
        }
    }
    print!("{name:<20} {words:>6}");
    for right in right {
        print!(" {:>5.2}", 100.0 * right as f64 / words.max(1) as f64);
    }
    println!(" {:>12.0}", words as f64 / seconds);
}
