//! Which runs of a page are its article.

use std::fmt::Write;

use dom_smoothie::{Config, Readability};

use super::scan::{Parting, Run};

/// Marks the copies of runs in the page handed to the crate.
const MARK: &str = "data-run=\"";
/// Pages with less text have no article to be found: they are fragments, read whole.
const LEAST_TEXT: usize = 600;

/// Whether each run is part of the article.
pub(super) fn choose(source: &str, runs: &[Run]) -> Vec<bool> {
    let words: usize = runs
        .iter()
        .map(|run| source[run.source.clone()].trim().len())
        .sum();
    let found = if words < LEAST_TEXT {
        None
    } else {
        find(source, runs)
    };
    match found {
        Some(mut chosen) => {
            add_headline(runs, &mut chosen);
            chosen
        }
        // Without an article, all that does not stand beside the text, or else everything.
        None if runs
            .iter()
            .any(|run| !run.aside && !source[run.source.clone()].trim().is_empty()) =>
        {
            runs.iter().map(|run| !run.aside).collect()
        }
        None => vec![true; runs.len()],
    }
}

/// Lets the crate choose.
fn find(source: &str, runs: &[Run]) -> Option<Vec<bool>> {
    let mut copy = String::with_capacity(source.len() + runs.len() * 32);
    let mut at = 0;
    for (index, run) in runs.iter().enumerate() {
        let words = source.get(run.source.clone())?;
        copy.push_str(source.get(at..run.source.start)?);
        if words.trim().is_empty() {
            copy.push_str(words);
        } else {
            write!(copy, "<span {MARK}{index}\">{words}</span>").ok()?;
        }
        at = run.source.end;
    }
    copy.push_str(source.get(at..)?);
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::new(copy, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let mut chosen = vec![false; runs.len()];
    for marked in article.content.split(MARK).skip(1) {
        let index = marked.split('"').next()?.parse::<usize>().ok()?;
        if let Some(chosen) = chosen.get_mut(index) {
            *chosen = true;
        }
    }
    // White space belongs to the words around it.
    for index in 1..runs.len() {
        let blank = source[runs[index].source.clone()].trim().is_empty();
        chosen[index] |= blank && chosen[index - 1];
    }
    chosen.contains(&true).then_some(chosen)
}

/// Takes in the last first-level heading before the article: the crate hands it back as the title.
fn add_headline(runs: &[Run], chosen: &mut [bool]) {
    let Some(first) = chosen.iter().position(|&chosen| chosen) else {
        return;
    };
    if runs[first..]
        .iter()
        .zip(&chosen[first..])
        .any(|(run, &chosen)| run.headline && chosen)
    {
        return;
    }
    let Some(end) = runs[..first].iter().rposition(|run| run.headline) else {
        return;
    };
    for index in (0..=end).rev().take_while(|&index| runs[index].headline) {
        chosen[index] = true;
        if runs[index].parting == Parting::Block {
            break;
        }
    }
}
