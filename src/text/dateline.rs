//! Datelines: where and when a story was filed.

use std::ops::Range;

/// Where, when and by which agency a story was filed: "GENEVA, May 3 (Reuters) -". Every part may be
/// missing; at least one is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Its block, as an index of the reading's blocks.
    pub block: usize,
    /// All of it, with the dash that ends it: bytes of the read text.
    pub range: Range<usize>,
    /// The place, with its state or country.
    pub place: Option<Range<usize>>,
    /// The news agency, without brackets.
    pub agency: Option<Range<usize>>,
    /// The day, as written.
    pub date: Option<Range<usize>>,
}

/// Finds the dateline at the start of a block.
pub(super) fn find(text: &str, range: Range<usize>, block: usize) -> Option<Dateline> {
    let part = text.get(range.clone())?;
    let open = part.find(" (")?;
    let close = part.find(") ")?;
    let dash = part.find(" - ").or_else(|| part.find(" — "))?;
    let capitals = part
        .get(..open)?
        .chars()
        .all(|c| c.is_uppercase() || c.is_whitespace());
    (capitals && open < close && close + 1 == dash).then(|| Dateline {
        block,
        range: range.start..range.start + dash + 2,
        place: Some(range.start..range.start + open),
        agency: Some(range.start + open + 2..range.start + close),
        date: None,
    })
}
