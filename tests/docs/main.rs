//! What the documentation says is so. Generated pages are rewritten by `UPDATE_DOCS=1 cargo test --test docs`.

mod calls;
mod columns;
mod deployment;
mod schema;

use std::fs;
use std::path::PathBuf;

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Holds the part of a page between the marks `<!-- BEGIN name -->` and `<!-- END name -->` against what it must say.
pub fn check_generated(path: &str, name: &str, expected: &str) {
    let file = repository(path);
    let page = fs::read_to_string(&file).unwrap();
    let (begin, end) = (
        format!("<!-- BEGIN {name} -->\n"),
        format!("<!-- END {name} -->"),
    );
    let (before, rest) = page.split_once(&begin).expect(&begin);
    let (part, after) = rest.split_once(&end).expect(&end);
    if part == expected {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, format!("{before}{begin}{expected}{end}{after}")).unwrap();
        return;
    }
    let wrong = part
        .lines()
        .zip(expected.lines())
        .find(|(is, must)| is != must);
    panic!(
        "{path}: the part {name} is not current: run UPDATE_DOCS=1 cargo test --test docs\nfirst difference (is, must be): {wrong:#?}"
    );
}
