//! Speed of reading documents: `cargo bench --bench text`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tradewire::text::offsets::{OffsetTable, OffsetUnit};
use tradewire::text::{Format, Limits, read};

const PARAGRAPH: &str = "LIMA, May 3 (Reuters) - Peru will lift its 12.5% duty on tin, zinc and lead in June, Trade Minister Rosa Quispe \
    said on Monday, after weeks of talks with Chile’s officials. “We’re content,” she told reporters, “that both sides didn’t \
    let the quarrel grow.” Chile, which buys some $1.2 bn. of Peruvian metals a year, had threatened to go to the regional court.";

/// An article of the usual length, one paragraph a line.
fn article() -> String {
    [PARAGRAPH; 10].join("\n")
}

/// The same, wrapped at 72 columns.
fn wrapped() -> String {
    let mut text = String::new();
    for _ in 0..10 {
        let mut column = 0;
        for word in PARAGRAPH.split(' ') {
            let width = word.chars().count();
            let space = if column == 0 {
                ""
            } else if column + 1 + width > 72 {
                "\n"
            } else {
                " "
            };
            column = if space == " " {
                column + 1 + width
            } else {
                width
            };
            text.push_str(space);
            text.push_str(word);
        }
        text.push_str("\n\n");
    }
    text
}

/// The same as a page with what surrounds an article.
fn page() -> String {
    let paragraphs = format!("<p>{PARAGRAPH}</p>").repeat(10);
    let menu = "<li><a href=\"/section\">Section</a></li>".repeat(60);
    format!(
        "<html><body><nav><ul>{menu}</ul></nav><h1>Tin</h1><article>{paragraphs}</article><footer>{menu}</footer></body></html>"
    )
}

fn bench_read(bencher: Bencher, source: &str, format: Format, check_language: bool) {
    let limits = Limits {
        check_language,
        ..Limits::default()
    };
    bencher
        .counter(BytesCount::of_str(source))
        .bench(|| read(black_box(source), format, &limits).map(|reading| reading.tokens().len()));
}

#[divan::bench]
fn plain(bencher: Bencher) {
    bench_read(bencher, &article(), Format::Plain, false);
}

#[divan::bench]
fn plain_with_language_check(bencher: Bencher) {
    bench_read(bencher, &article(), Format::Plain, true);
}

#[divan::bench]
fn hard_wrapped(bencher: Bencher) {
    bench_read(bencher, &wrapped(), Format::Plain, false);
}

#[divan::bench]
fn html(bencher: Bencher) {
    bench_read(bencher, &page(), Format::Html, false);
}

#[divan::bench]
fn offsets_utf32(bencher: Bencher) {
    let text = article();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let table = OffsetTable::new(black_box(&text), OffsetUnit::Utf32);
        (0..text.len())
            .step_by(100)
            .map(|byte| table.convert(byte))
            .sum::<usize>()
    });
}

fn main() {
    divan::main();
}
