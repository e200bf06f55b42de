//! The whole extractor.

use std::sync::LazyLock;

use jiff::civil::date;
use tradewire::extract::{Extractor, Input};
use tradewire::text::{Format, Limits};

use crate::facts;

/// The first byte says how the rest is read.
pub fn run(input: &[u8]) {
    static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::embedded);
    let Some((how, text)) = input.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let (title, text) = match text.split_once('\n') {
        Some((title, text)) if how & 8 != 0 => (Some(title), text),
        _ => (None, text.as_ref()),
    };
    let input = Input {
        text,
        format: if how & 1 == 0 {
            Format::Plain
        } else {
            Format::Html
        },
        title,
        publisher: (how & 4 != 0).then_some("The Ledger"),
        reference_day: (how & 2 != 0).then(|| date(2031, 5, 14)),
        explain: how & 16 != 0,
        limits: Limits {
            max_depth: 64,
            check_language: false,
            ..Limits::default()
        },
        ..Input::default()
    };
    // What cannot be read is refused by an error, which is all that is asked of it.
    let _ = facts::read(&EXTRACTOR, &input);
}
