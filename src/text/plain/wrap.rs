//! Which lines of a hard-wrapped text belong together.
//!
//! A text is taken as hard-wrapped if many of its lines of ordinary width break off inside a sentence,
//! which shows where the next line begins with a small letter. The widest such lines tell the column
//! at which the text was wrapped: separately for first lines of paragraphs, which are shorter where an
//! indentation got lost. A line then goes on in the next one if the next one's first word had no room
//! on it, and stands alone if it ended early: so headings are told from wrapped lines.

use super::lines::{End, Line, Start};
use crate::text::dateline;

/// Widths of lines that may have been wrapped.
const COLUMNS: std::ops::RangeInclusive<usize> = 35..=110;

/// How a text is wrapped.
pub(super) struct Wrap {
    /// Columns of the first lines of paragraphs and of the others; none if the text is not wrapped.
    columns: Option<Columns>,
    /// Whether a blank line follows every line.
    double_spaced: bool,
    /// Indentation from which on a line begins a paragraph; none if first lines are not indented.
    first_indent: Option<usize>,
}

#[derive(Clone, Copy)]
struct Columns {
    first: usize,
    inner: usize,
}

/// Whether `next` goes on with the sentence that `line` breaks off.
fn goes_on(line: &Line, next: &Line) -> bool {
    matches!(line.end, End::Open | End::Comma | End::Dash)
        && next.start == Start::Lower
        && next.bullet.is_none()
        && !(line.tabular || next.tabular)
}

/// Whether `line` was wrapped before `next`, for sure.
fn is_wrapped(line: &Line, next: &Line) -> bool {
    COLUMNS.contains(&line.width) && goes_on(line, next)
}

impl Columns {
    /// The widest lines that were wrapped for sure.
    fn of(lines: &[Line]) -> Self {
        let widest = |is_counted: &dyn Fn(usize) -> bool| {
            let wrapped = |&at: &usize| is_wrapped(&lines[at], &lines[at + 1]) && is_counted(at);
            (0..lines.len().saturating_sub(1))
                .filter(wrapped)
                .map(|at| lines[at].width)
                .max()
        };
        let inner = widest(&|at| lines[at].start == Start::Lower);
        // After a sentence that ended early or a short heading, a line is the first of its paragraph.
        let first = widest(&|at| match at.checked_sub(1).map(|before| &lines[before]) {
            None => true,
            Some(_) if lines[at].start == Start::Lower => false,
            Some(before) => match before.end {
                End::Stop => {
                    inner.is_some_and(|inner| before.width + 1 + lines[at].first_word <= inner)
                }
                End::Colon => true,
                _ => before.width < *COLUMNS.start(),
            },
        });
        let either = inner.or(first).unwrap_or(*COLUMNS.end());
        Self {
            first: first.unwrap_or(either),
            inner: either,
        }
    }
}

impl Wrap {
    /// Finds out how the lines are wrapped. `usual_indent` is the indentation of most lines.
    pub fn of(lines: &[Line], usual_indent: usize) -> Self {
        let (mut sure, mut open, mut over_blanks, mut blanks) = (0, 0, 0, 0);
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            let wraps = is_wrapped(line, next);
            blanks += usize::from(next.blanks_before == 1);
            over_blanks += usize::from(next.blanks_before == 1 && wraps);
            sure += usize::from(wraps);
            open += usize::from(COLUMNS.contains(&line.width) && line.end == End::Open);
        }
        let indent = usual_indent + 2;
        let begins_indented = |pair: &&[Line]| matches!(pair, [line, next] if goes_on(line, next) && line.indent >= indent && next.indent < indent);
        let narrow = lines.iter().all(|line| line.width <= *COLUMNS.end());
        let wrapped = sure >= 3 && 3 * sure >= open || sure >= 1 && narrow;
        Self {
            columns: wrapped.then(|| Columns::of(lines)),
            double_spaced: over_blanks >= 3 && 4 * over_blanks > blanks,
            first_indent: (lines.windows(2).filter(begins_indented).count() >= 2).then_some(indent),
        }
    }

    /// Whether `line` goes on in `next`. `first` tells whether it is the first line of its block, `after`
    /// is the line after `next`.
    pub fn joins(
        &self,
        text: &str,
        first: bool,
        line: &Line,
        next: &Line,
        after: Option<&Line>,
    ) -> bool {
        if line.tabular || next.tabular {
            return false;
        }
        match next.blanks_before {
            0 => self.joins_directly(text, first, line, next, after),
            1 if self.double_spaced => self.joins_directly(text, first, line, next, after),
            // The blank line is a slip if the sentence cannot have ended before it.
            1 => {
                line.width >= *COLUMNS.start() && goes_on(line, next) || is_before_quote(line, next)
            }
            _ => false,
        }
    }

    fn joins_directly(
        &self,
        text: &str,
        first: bool,
        line: &Line,
        next: &Line,
        after: Option<&Line>,
    ) -> bool {
        let full = self.is_full(first, line, next);
        let breaks_off = matches!(line.end, End::Open | End::Comma | End::Dash);
        if next.bullet.is_some() && !(full && breaks_off && line.bullet.is_none()) {
            return false;
        }
        if let (None, false) = (line.bullet, is_same_paragraph(first, line, next)) {
            return false;
        }
        if goes_on(line, next) {
            return true;
        }
        if self
            .first_indent
            .is_some_and(|indent| next.indent >= indent)
        {
            return false;
        }
        if is_before_quote(line, next) {
            return true;
        }
        match line.end {
            End::Dash => full || dateline::is_whole(&text[line.range.clone()]),
            End::Comma => full || self.columns.is_some() && line.width >= *COLUMNS.start(),
            End::Open => full,
            // A sentence may end at the end of a full line, but then a paragraph may end, too.
            End::Stop | End::Semicolon => {
                full && !self.is_too_wide(first, line)
                    && !after.is_some_and(|after| self.is_heading(next, after))
            }
            End::Colon => full && !self.is_too_wide(first, line) && next.start != Start::Quote,
        }
    }

    fn column(&self, first: bool) -> Option<usize> {
        self.columns
            .map(|columns| if first { columns.first } else { columns.inner })
    }

    /// Whether the first word of the next line had no room on this one.
    fn is_full(&self, first: bool, line: &Line, next: &Line) -> bool {
        self.column(first)
            .is_some_and(|column| line.width + 1 + next.first_word > column)
            && line.width <= *COLUMNS.end()
    }

    /// Whether a line is wider than the wrapped ones, so that its end is the paragraph's.
    fn is_too_wide(&self, first: bool, line: &Line) -> bool {
        self.column(first)
            .is_some_and(|column| line.width > column + 3)
    }

    /// Whether a line ended early without a stop.
    fn is_heading(&self, line: &Line, next: &Line) -> bool {
        line.end == End::Open
            && line.start == Start::Other
            && next.start != Start::Lower
            && !self.is_full(true, line, next)
    }
}

/// "She added,", then a quotation.
fn is_before_quote(line: &Line, next: &Line) -> bool {
    line.end == End::Comma && next.start == Start::Quote && next.bullet.is_none()
}

/// Whether the indentation allows two lines to be of one paragraph: the first line of a paragraph may
/// be indented more or less than the others, which stand under each other.
fn is_same_paragraph(first: bool, line: &Line, next: &Line) -> bool {
    if first {
        next.indent < line.indent + 2
    } else {
        next.indent.abs_diff(line.indent) < 2
    }
}
