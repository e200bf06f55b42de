//! The language stage from outside: any tokens make a tree, and what is printed is CoNLL-U.

use std::ops::Range;

use conllu::io::{ReadSentence, Reader};
use proptest::prelude::*;
use tradewire::language::{Analyzer, Instructions, Name, Tree, conllu as format, names};
use tradewire::text::sentences;
use tradewire::text::tokenize::{Token, tokenize};

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize(text, 0..text.len(), &mut tokens);
    tokens
}

/// One root that all words hang from.
fn is_tree(tree: &Tree) -> bool {
    let Some(root) = tree.root() else {
        return tree.is_empty();
    };
    let roots = tree.nodes.iter().filter(|node| node.head.is_none()).count();
    roots == 1 && (0..tree.len()).all(|node| tree.is_descendant(node, root))
}

const ARTICLE: &str = "LIMA - The ministry won't lift its 12.5% duty on tin, Deputy Minister Ana Roe said on Tuesday. \
    \"We are waiting,\" she told reporters; exporters' groups disagreed.";

#[test]
fn the_printed_trees_are_conllu() {
    let tokens = tokens(ARTICLE);
    let parts: Vec<&[Token]> = sentences::split(ARTICLE, &tokens)
        .into_iter()
        .map(|range| &tokens[range])
        .collect();
    let trees = Analyzer::embedded().analyze(ARTICLE, &parts);
    let mut printed = Vec::new();
    for (number, (tokens, tree)) in parts.iter().zip(&trees).enumerate() {
        let names = names(ARTICLE, tokens, tree);
        format::write(&mut printed, number + 1, ARTICLE, tokens, tree, &names)
            .expect("a vector takes all");
    }
    let mut reader = Reader::new(printed.as_slice());
    for (tokens, tree) in parts.iter().zip(&trees) {
        let read = reader
            .read_sentence()
            .expect("valid CoNLL-U")
            .expect("one more sentence");
        // The reader's graph has one node more, the root.
        assert_eq!(read.len(), tokens.len() + 1);
        let graph = read.dep_graph();
        for (index, node) in tree.nodes.iter().enumerate() {
            let triple = graph.head(index + 1).expect("a head");
            assert_eq!(triple.head(), node.head.map_or(0, |head| head as usize + 1));
            assert_eq!(triple.relation(), Some(node.relation.as_str()));
        }
    }
    assert!(reader.read_sentence().expect("valid CoNLL-U").is_none());
}

#[test]
fn the_command_prints_every_sentence() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut file, ARTICLE.as_bytes()).expect("written");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tradewire"))
        .arg("parse")
        .arg(file.path())
        .output()
        .expect("the program runs");
    assert!(output.status.success());
    let mut reader = Reader::new(output.stdout.as_slice());
    let mut words = 0;
    while let Some(sentence) = reader.read_sentence().expect("valid CoNLL-U") {
        words += sentence.len() - 1;
    }
    assert!(words > 20);
}

#[test]
fn every_kind_of_instructions_finds_the_same() {
    let tokens = tokens(ARTICLE);
    let mut found =
        Instructions::available().map(|kind| Analyzer::with(kind).analyze(ARTICLE, &[&tokens]));
    let first = found.next().expect("portable code is always there");
    assert!(found.all(|trees| trees == first));
}

#[test]
fn a_sentence_is_read_alike_alone_and_among_others() {
    let tokens = tokens(ARTICLE);
    let ranges = sentences::split(ARTICLE, &tokens);
    let parts: Vec<&[Token]> = ranges.into_iter().map(|range| &tokens[range]).collect();
    let together = Analyzer::embedded().analyze(ARTICLE, &parts);
    let alone: Vec<Tree> = parts
        .iter()
        .flat_map(|part| Analyzer::embedded().analyze(ARTICLE, &[*part]))
        .collect();
    assert_eq!(together, alone);
}

#[test]
fn very_long_and_empty_sentences_have_trees() {
    let text = "tin and zinc, ".repeat(1_250);
    let tokens = tokens(&text);
    assert_eq!(tokens.len(), 5_000);
    let trees = Analyzer::embedded().analyze(&text, &[&tokens, &[], &tokens[..1]]);
    assert_eq!(
        trees.iter().map(Tree::len).collect::<Vec<_>>(),
        [5_000, 0, 1]
    );
    assert!(is_tree(&trees[2]));
    let roots = trees[0]
        .nodes
        .iter()
        .filter(|node| node.head.is_none())
        .count();
    assert_eq!(roots, 1);
}

/// Whether names stand in order inside the sentence, titles before them.
fn are_in_order(found: &[Name], tokens: usize) -> bool {
    let mut end = 0;
    found.iter().all(|name| {
        let after = end <= name.tokens.start && name.tokens.start < name.tokens.end;
        let titled =
            |title: &Range<usize>| title.start < title.end && title.end <= name.tokens.start;
        end = name.tokens.end;
        after && end <= tokens && name.title.as_ref().is_none_or(titled)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Tokens that no tokenizer made: out of order, empty, between the bytes of a character, outside of the text.
    #[test]
    fn any_tokens_make_a_tree(text in "(?s).{0,60}", ranges in prop::collection::vec((0_u32..260, 0_u32..260), 0..400)) {
        let tokens: Vec<Token> = ranges.into_iter().map(|(start, end)| Token { start, end }).collect();
        let trees = Analyzer::embedded().analyze(&text, &[&tokens]);
        prop_assert_eq!(trees[0].len(), tokens.len());
        prop_assert!(is_tree(&trees[0]));
        let names = names(&text, &tokens, &trees[0]);
        prop_assert!(are_in_order(&names, tokens.len()));
        format::write(&mut std::io::sink(), 1, &text, &tokens, &trees[0], &names).expect("nothing to fail");
    }

    #[test]
    fn any_text_makes_trees_and_names_inside_it(text in "\\PC{0,80}") {
        let tokens = tokens(&text);
        let parts: Vec<&[Token]> = sentences::split(&text, &tokens).into_iter().map(|range| &tokens[range]).collect();
        prop_assert_eq!(parts.iter().map(|part| part.len()).sum::<usize>(), tokens.len());
        for (tokens, tree) in parts.iter().zip(Analyzer::embedded().analyze(&text, &parts)) {
            prop_assert_eq!(tree.len(), tokens.len());
            prop_assert!(is_tree(&tree));
            prop_assert!(are_in_order(&names(&text, tokens, &tree), tokens.len()));
        }
    }
}
