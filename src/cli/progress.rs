//! How far a long run has come, on standard error where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over so many documents, with rate and remaining time; without a number, a count with the rate.
pub fn documents(count: Option<u64>) -> ProgressBar {
    let (bar, template) = match count {
        Some(count) => (
            ProgressBar::new(count),
            "{bar:40} {pos}/{len} documents, {per_sec}, {eta} left",
        ),
        None => (
            ProgressBar::no_length(),
            "{spinner} {pos} documents, {per_sec}, {elapsed}",
        ),
    };
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
