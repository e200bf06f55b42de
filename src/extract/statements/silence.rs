//! Which pages can hold no statement, whatever the trees of their other sentences are: most news is not worth parsing whole.
//!
//! Each answer errs on the side of a statement: reading the page then finds that there is none.

use super::syntax::Syntax;
use super::{cues, layout, paraphrase};
use crate::extract::Page;

/// Whether quotation marks or layout may give words to somebody.
pub fn is_set_off(page: &Page<'_>) -> bool {
    !page.reading.quotations().is_empty() || layout::may_set_off(page)
}

/// Whether a line has words that may report a saying. Needs no tree.
pub fn may_report(page: &Page<'_>, line: usize) -> bool {
    let syntax = Syntax::new(page, line, Vec::new());
    cues::may_stand(&syntax, page.lexicon)
}

/// Whether a parsed line of a page that sets nothing off may tell what somebody says.
pub fn may_tell(page: &Page<'_>, line: usize) -> bool {
    if page.lines[line].tree.is_empty() {
        return false;
    }
    let mut syntax = Syntax::new(page, line, Vec::new());
    let cues = cues::find(&syntax, page.lexicon);
    syntax.set_reports(cues.iter().map(|cue| cue.head).collect());
    cues.iter()
        .any(|cue| paraphrase::may_be_told(page.reading, &syntax, cue))
}
