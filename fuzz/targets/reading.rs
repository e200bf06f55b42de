//! Text and HTML, as far as words: `tradewire::text::read`.

use std::ops::Range;

use tradewire::text::{self, Format, Limits, Reading};

/// Larger than what the fuzzers make, small enough that nothing takes long.
const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_depth: 64,
    check_language: false,
};

pub fn plain(input: &[u8]) {
    check(input, Format::Plain);
}

pub fn html(input: &[u8]) {
    check(input, Format::Html);
}

fn check(input: &[u8], format: Format) {
    let source = String::from_utf8_lossy(input);
    let Ok(reading) = text::read(&source, format, &LIMITS) else {
        return;
    };
    // An entity is read as at most six bytes for every four.
    assert!(reading.text().len() <= source.len() * 3 / 2 + 1);
    in_order(&reading);
    let mut last = 0..0;
    for token in reading.tokens() {
        let range = reading.source_range(token.range());
        assert!(!reading.slice(token.range()).is_empty());
        assert!(
            source
                .get(range.clone())
                .is_some_and(|words| !words.is_empty()),
            "{range:?}"
        );
        // They stand in order; two that touch one entity share its place.
        assert!(
            range.start >= last.start && range.end >= last.end,
            "{range:?} after {last:?}"
        );
        last = range;
    }
    if let Ok(again) = text::read(&source, format, &LIMITS) {
        assert_eq!(again.text(), reading.text());
        assert_eq!(again.tokens(), reading.tokens());
    }
}

/// Blocks, sentences and tokens follow each other and lie in each other; quotations enclose what they say.
fn in_order(reading: &Reading<'_>) {
    let text = reading.text();
    let ranges = |ranges: &mut dyn Iterator<Item = Range<usize>>| {
        let mut end = 0;
        for range in ranges {
            assert!(
                range.start >= end && range.end >= range.start,
                "{range:?} after {end}"
            );
            assert!(text.get(range.clone()).is_some(), "{range:?}");
            end = range.end;
        }
    };
    ranges(&mut reading.blocks().iter().map(|block| block.range.clone()));
    ranges(
        &mut reading
            .sentences()
            .iter()
            .map(|sentence| sentence.range.clone()),
    );
    ranges(&mut reading.tokens().iter().map(|token| token.range()));
    for sentence in reading.sentences() {
        let block = &reading.blocks()[sentence.block].range;
        assert!(block.start <= sentence.range.start && sentence.range.end <= block.end);
        assert!(!reading.sentence_tokens(sentence).is_empty());
    }
    for (index, quotation) in reading.quotations().iter().enumerate() {
        assert!(text.get(quotation.inner.clone()).is_some());
        assert!(quotation.open.end <= quotation.inner.start);
        if let Some(close) = &quotation.close {
            assert!(quotation.inner.end <= close.start && text.get(close.clone()).is_some());
        }
        let earlier = [quotation.parent, quotation.continues];
        assert!(earlier.into_iter().flatten().all(|earlier| earlier < index));
    }
    for dateline in reading.datelines() {
        let parts = [&dateline.place, &dateline.agency, &dateline.date];
        for part in parts.into_iter().flatten().chain([&dateline.range]) {
            assert!(
                text.get(part.clone())
                    .is_some_and(|words| !words.is_empty()),
                "{dateline:?}"
            );
        }
    }
}
