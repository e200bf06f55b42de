use super::{BlockKind, Format, Limits, Reading, TextError, read};
use proptest::prelude::*;

fn plain(source: &str) -> Reading<'_> {
    read(source, Format::Plain, &Limits::default()).expect("readable")
}

/// Checks what must hold of every reading.
pub(super) fn check(reading: &Reading, source: &str) -> Result<(), TestCaseError> {
    let text = reading.text();
    let mut end = 0;
    let mut token = 0;
    for (index, block) in reading.blocks().iter().enumerate() {
        prop_assert!(end <= block.range.start, "blocks in order");
        end = block.range.end;
        let first_token = token;
        let mut at = block.range.start;
        let covers = |from: usize, to: usize| {
            text.get(from..to)
                .is_some_and(|gap| gap.chars().all(without_width))
        };
        for sentence in &reading.sentences()[block.sentences.clone()] {
            prop_assert_eq!(sentence.block, index);
            let dateline = sentence
                .dateline
                .clone()
                .unwrap_or(sentence.tokens.start..sentence.tokens.start);
            prop_assert_eq!(
                dateline.start,
                token,
                "every token is of one sentence or its dateline"
            );
            prop_assert_eq!(dateline.end, sentence.tokens.start);
            prop_assert!(!sentence.tokens.is_empty());
            token = sentence.tokens.end;
            let tokens = reading.sentence_tokens(sentence);
            prop_assert_eq!(sentence.range.start, tokens[0].range().start);
            prop_assert_eq!(sentence.range.end, tokens[tokens.len() - 1].range().end);
        }
        for token in &reading.tokens()[first_token..token] {
            prop_assert!(token.start < token.end);
            prop_assert!(
                covers(at, token.range().start),
                "tokens cover all but space, in order"
            );
            at = token.range().end;
            prop_assert!(text.is_char_boundary(at));
        }
        prop_assert!(covers(at, block.range.end));
        prop_assert!(
            source
                .get(reading.source_range(block.range.clone()))
                .is_some()
        );
    }
    prop_assert_eq!(token, reading.tokens().len());
    let mut open = 0;
    for (index, quotation) in reading.quotations().iter().enumerate() {
        prop_assert!(open <= quotation.open.start);
        open = quotation.open.end;
        prop_assert_eq!(open, quotation.inner.start);
        prop_assert!(text.get(quotation.inner.clone()).is_some());
        prop_assert!(
            quotation
                .close
                .as_ref()
                .is_none_or(|close| close.start == quotation.inner.end)
        );
        if let Some(parent) = quotation.parent {
            let outer = &reading.quotations()[parent];
            prop_assert!(parent < index && outer.inner.start <= quotation.open.start);
            prop_assert!(quotation.inner.end <= outer.inner.end);
        }
        prop_assert!(quotation.continues.is_none_or(|earlier| earlier < index));
    }
    for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        let next = (at + 1..=text.len())
            .find(|&next| text.is_char_boundary(next))
            .unwrap_or(text.len());
        let range = reading.source_range(at..next);
        prop_assert!(
            !range.is_empty() && source.get(range).is_some(),
            "every character stands for source text"
        );
    }
    Ok(())
}

/// Texts of everything that has a meaning here.
pub(super) fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-zA-Z .,:;]{0,60}",
        "( {0,6}[A-Za-z]{1,9}){6,12}\n",
        proptest::sample::select(vec![
            "\n",
            "\n\n",
            "\r\n",
            "\u{2028}",
            "- ",
            "• ",
            "1. ",
            "(a) ",
            "\t",
            "\"",
            "'",
            "“",
            "”",
            "‘",
            "’",
            "``",
            "''",
            "«",
            "»",
            "„",
            "LIMA, May 3 (AP) - ",
            "By Ana Roe",
            "90s",
            " | ",
            "# ",
            "> ",
            "--",
            "—",
            "…",
            "$1.2 bn.",
            "U.S.",
            "don't",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_plain_text_is_read_in_order_and_whole(source in texts()) {
        if let Ok(reading) = read(&source, Format::Plain, &Limits::default()) {
            check(&reading, &source)?;
            prop_assert_eq!(reading.text(), &super::unseen::without(&source).0);
        }
    }
}

#[test]
fn a_dateline_is_no_part_of_its_sentence() {
    let reading = plain("LIMA, May 3 (Reuters) - Peru raised its duty on tin. Chile will appeal.");
    let [first, second] = reading.sentences() else {
        panic!("two sentences")
    };
    assert_eq!(
        reading.slice(first.range.clone()),
        "Peru raised its duty on tin."
    );
    assert!(first.dateline.is_some() && second.dateline.is_none());
    let [dateline] = reading.datelines() else {
        panic!("one dateline")
    };
    assert_eq!(
        dateline.place.clone().map(|place| reading.slice(place)),
        Some("LIMA")
    );
    assert_eq!(
        first.dateline.clone().map(|tokens| tokens.end),
        Some(first.tokens.start)
    );
}

#[test]
fn a_wrapped_paragraph_is_one_block_with_whole_sentences() {
    let reading = plain(
        "Peru and Chile will meet in Lima on Tuesday to settle their quarrel over the\nduty on tin. It was raised in March.\n\nDetails\n- none\n",
    );
    let kinds: Vec<_> = reading.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Paragraph,
            BlockKind::Heading,
            BlockKind::ListItem
        ]
    );
    assert_eq!(reading.blocks()[0].sentences.len(), 2);
}

#[test]
fn errors_say_the_figures() {
    let error = |source: &str, limits: Limits| {
        read(source, Format::Plain, &limits)
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(error("", Limits::default()), TextError::Empty);
    assert_eq!(
        error(" \n\u{0}\u{feff}…", Limits::default()),
        TextError::NoWords { bytes: 9 }
    );
    let limits = Limits {
        max_bytes: 4,
        ..Limits::default()
    };
    assert_eq!(
        error("12345", limits),
        TextError::TooLarge { bytes: 5, limit: 4 }
    );
    assert_eq!(
        error("12345", limits).to_string(),
        "the document has 5 bytes, at most 4 are read"
    );
}

/// What tokens leave out: white space, control characters, characters without width.
fn without_width(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}
