//! The article of an HTML page, each of its characters mapped to the untouched source.
//!
//! A crate that finds a page's article hands back cleaned text and forgets where it stood. So the work
//! is shared: [`scan`] cuts the source into runs of text with their places; [`article`] wraps each run
//! into an element with its number, lets the crate choose from that copy, and sees which numbers are
//! left; [`render`] writes the chosen runs, decoded and with white space collapsed, and the map back.

mod article;
mod render;
mod scan;

use std::borrow::Cow;

use super::source_map::SourceMap;
use super::{Limits, PlannedBlock, TextError};

/// Read text, its map to the source, its blocks.
type Page<'s> = (Cow<'s, str>, SourceMap, Vec<PlannedBlock>);

/// Reads the article of a page, or the whole of a page in which none is found.
pub(super) fn read<'s>(source: &'s str, limits: &Limits) -> Result<Page<'s>, TextError> {
    let runs = scan::runs(source, limits.max_depth)?;
    let chosen = article::choose(source, &runs);
    let (text, map, blocks) = render::render(source, &runs, &chosen);
    Ok((Cow::Owned(text), map, blocks))
}

#[cfg(test)]
mod tests;
