//! How fast documents are read, in this process: the figures of `docs/speed.md`.
//!
//! ```sh
//! cargo run --release --example speed
//! ```
//!
//! Times are those in which the processor worked for this program, where the system tells them: other programs do not matter much.
//! `speed work NEWS TIMES` only reads some news as often as asked: for `perf`. `speed counted` reads each text once, for
//! `.ci/instructions`, which counts the instructions of each.

#[path = "../benches/news/mod.rs"]
mod news;
#[path = "../benches/news/pieces.rs"]
mod pieces;

use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::{Parser, Subcommand, ValueEnum};
use tradewire::extract::{Extractor, Input};
use tradewire::text::{Format, Limits};

/// Measure how fast documents are read
#[derive(Debug, Parser)]
struct Args {
    #[command(subcommand)]
    part: Option<Part>,

    /// How often each figure is taken; the best counts
    #[arg(long, default_value_t = 5)]
    runs: usize,

    /// Bytes of a document of odd shape
    #[arg(long, default_value_t = 1_000_000)]
    bytes: usize,
}

/// What to measure; all without it
#[derive(Clone, Copy, Debug, Subcommand)]
enum Part {
    /// Characters a second of trade news and of other news
    News,
    /// Time by length
    Length,
    /// Time of documents of odd shapes
    Shapes,
    /// Two threads against one
    Threads,
    /// Time of repeated pieces of text, of so many bytes and of four times as many
    Growth {
        #[arg(default_value_t = 10_000)]
        bytes: usize,
    },
    /// Name and read each text of which the instructions are counted
    Counted,
    /// Read some news and print nothing
    Work { news: News, times: usize },
}

/// News to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum News {
    Trade,
    Told,
    Plain,
    Long,
}

fn main() {
    let args = Args::parse();
    let extractor = Extractor::embedded();
    match args.part {
        Some(Part::News) => of_news(&args, &extractor),
        Some(Part::Length) => by_length(&args, &extractor),
        Some(Part::Shapes) => by_shape(&args, &extractor),
        Some(Part::Threads) => by_threads(&args, &extractor),
        Some(Part::Growth { bytes }) => by_growth(&args, &extractor, bytes),
        Some(Part::Counted) => counted(&extractor),
        Some(Part::Work { news, times }) => work(&extractor, news, times),
        None => {
            of_news(&args, &extractor);
            by_length(&args, &extractor);
            by_threads(&args, &extractor);
            by_shape(&args, &extractor);
        }
    }
}

/// Reads a text; what comes out is thrown away.
fn read(extractor: &Extractor, text: &str) {
    let input = Input {
        text: black_box(text),
        ..Input::default()
    };
    let _ = black_box(extractor.extract(&input));
}

/// Reads a text, whatever its language. Where instructions are counted, each call is counted by itself: it keeps its name.
#[inline(never)]
fn read_whatever_it_is(extractor: &Extractor, text: &str, format: Format) {
    let input = Input {
        text: black_box(text),
        format,
        limits: Limits {
            check_language: false,
            ..Limits::default()
        },
        ..Input::default()
    };
    let _ = black_box(extractor.extract(&input));
}

/// How long this thread has had a processor to itself.
fn busy() -> Option<Duration> {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = times.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The best time in which some work was done.
fn best(runs: usize, mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let (began, before) = (Instant::now(), busy());
        work();
        match (before, busy()) {
            (Some(before), Some(after)) => after - before,
            _ => began.elapsed(),
        }
    };
    (0..runs.max(1)).map(time).min().unwrap_or_default()
}

/// The best time in which some texts are read once, each run taking a tenth of a second at least: the system counts time in steps.
fn time_of(runs: usize, extractor: &Extractor, texts: &[&str]) -> Duration {
    let some = |times: u32| {
        (0..times).for_each(|_| texts.iter().for_each(|text| read(extractor, text)));
    };
    let mut times = 1;
    while best(1, || some(times)) < Duration::from_millis(100) {
        times *= 2;
    }
    best(runs, || some(times)) / times
}

fn of_news(args: &Args, extractor: &Extractor) {
    for (name, texts) in [
        ("trade news", &news::TRADE[..]),
        ("other news with sayings", &news::TOLD),
        ("other news without sayings", &news::PLAIN),
    ] {
        let time = time_of(args.runs, extractor, texts);
        let rate = news::chars(texts) as f64 / time.as_secs_f64();
        println!("{name}: {rate:.0} characters/s");
    }
}

/// Nanoseconds a byte.
fn a_byte(time: Duration, text: &str) -> f64 {
    time.as_secs_f64() * 1e9 / text.len() as f64
}

/// Nanoseconds a byte of trade news of 10 kB, with which other documents are compared.
fn usual(args: &Args, extractor: &Extractor) -> f64 {
    let text = news::long(10_000);
    a_byte(time_of(args.runs, extractor, &[&text]), &text)
}

fn by_length(args: &Args, extractor: &Extractor) {
    let usual = usual(args, extractor);
    for bytes in [1_000, 10_000, 100_000, 1_000_000] {
        let text = news::long(bytes);
        let time = a_byte(time_of(args.runs, extractor, &[&text]), &text);
        let ratio = time / usual;
        println!("{bytes} bytes of trade news: {time:.0} ns a byte, {ratio:.2} x that of 10 kB");
    }
}

fn by_shape(args: &Args, extractor: &Extractor) {
    let usual = usual(args, extractor);
    for (name, text) in news::hostile(args.bytes) {
        let time = a_byte(
            best(1, || read_whatever_it_is(extractor, &text, Format::Plain)),
            &text,
        );
        let ratio = time / usual;
        println!("{name}: {time:.0} ns a byte, {ratio:.2} x that of 10 kB of trade news");
    }
}

fn by_threads(args: &Args, extractor: &Extractor) {
    const ROUNDS: usize = 10;
    let rounds =
        || (0..ROUNDS).for_each(|_| news::TRADE.iter().for_each(|text| read(extractor, text)));
    let both = || {
        std::thread::scope(|scope| {
            scope.spawn(rounds);
            rounds();
        });
    };
    // By the clock on the wall: threads that wait for each other must show.
    let time = |work: &dyn Fn()| {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    let (mut one, mut two) = (Duration::MAX, Duration::MAX);
    for _ in 0..args.runs.max(1) {
        one = one.min(time(&rounds));
        two = two.min(time(&both));
    }
    let gain = 2.0 * one.as_secs_f64() / two.as_secs_f64();
    println!("two threads: {gain:.2} x the documents of one");
}

fn work(extractor: &Extractor, news: News, times: usize) {
    let long = (news == News::Long).then(|| news::long(1_000_000));
    let texts: Vec<&str> = match news {
        News::Trade => news::TRADE.to_vec(),
        News::Told => news::TOLD.to_vec(),
        News::Plain => news::PLAIN.to_vec(),
        News::Long => long.iter().map(String::as_str).collect(),
    };
    for _ in 0..times {
        texts.iter().for_each(|text| read(extractor, text));
    }
}

/// Repeated pieces with what is read of them.
fn pieces() -> impl Iterator<Item = (&'static str, Format)> {
    let plain = pieces::PLAIN_PIECES
        .iter()
        .map(|&piece| (piece, Format::Plain));
    let pages = pieces::PAGE_PIECES
        .iter()
        .map(|&piece| (piece, Format::Html));
    plain.chain(pages)
}

fn repeated(piece: &str, format: Format, bytes: usize) -> String {
    match format {
        Format::Plain => pieces::repeated(piece, bytes),
        Format::Html => pieces::page(piece, bytes),
    }
}

fn by_growth(args: &Args, extractor: &Extractor, bytes: usize) {
    for (piece, format) in pieces() {
        let time = |bytes| {
            let text = repeated(piece, format, bytes);
            let time = best(args.runs.min(3), || {
                read_whatever_it_is(extractor, &text, format)
            });
            time.as_secs_f64() * 1e3
        };
        let (short, long) = (time(bytes), time(4 * bytes));
        println!("{piece:?}: {short:.1} ms, {long:.1} ms for four times the text");
    }
}

/// Odd shapes of text without a line that is parsed, beside the endless ones.
const COUNTED: [&str; 12] = [
    "nothing but quotation marks",
    "percentages",
    "dates",
    "sums",
    "repeated names",
    "short lines",
    "lists",
    "tables",
    "accents upon accents",
    "emoji",
    "words of one letter",
    "zero width",
];

/// Names each text on a line of its own, and reads it. What is made ready at first use is made ready before.
fn counted(extractor: &Extractor) {
    let read = |name: &str, text: &str, format| {
        println!("{name}");
        read_whatever_it_is(extractor, text, format);
    };
    self::read(
        extractor,
        "China imposed a 25% tariff on steel on May 3, Mr. Li said.",
    );
    read("trade news", news::ARTICLE, Format::Plain);
    read(
        "other news without sayings",
        &news::PLAIN.join("\n\n"),
        Format::Plain,
    );
    let html = include_str!("articles/web-page.html");
    read("web page", html, Format::Html);
    // The search for a page's article makes more attempts in pages of some thousand bytes than in smaller ones.
    for &piece in pieces::PAGE_PIECES.iter().step_by(8) {
        let of = |bytes| repeated(piece, Format::Html, bytes);
        read(piece, &of(5_000), Format::Html);
        read(&format!("{piece} four times"), &of(20_000), Format::Html);
    }
    // Of those whose lines are parsed one is enough: counting is some fifty times slower than reading.
    let counted = |name: &str| {
        COUNTED.contains(&name) || name.starts_with("one endless ") && !name.ends_with("sayings")
    };
    for ((name, short), (_, long)) in news::hostile(600).iter().zip(news::hostile(2_400)) {
        if !counted(name) {
            continue;
        }
        read(name, short, Format::Plain);
        read(&format!("{name} four times"), &long, Format::Plain);
    }
}
