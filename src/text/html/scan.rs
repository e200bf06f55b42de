//! Runs of text between the tags of a page.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::text::{BlockKind, TextError};

/// A stretch of text without tags.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Its bytes of the source, entities included.
    pub source: Range<usize>,
    /// What parts it from the run before.
    pub parting: Parting,
    /// The block that its elements make.
    pub kind: BlockKind,
    /// Whether its white space counts, as in `<pre>`.
    pub preformatted: bool,
    /// Whether it stands beside the text: navigation, page head and foot, forms.
    pub aside: bool,
    /// Whether it is part of the page's first-level heading.
    pub headline: bool,
}

/// What lies between two runs; the greater parts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parting {
    /// Tags that leave the words together.
    None,
    /// The border of two table cells.
    Cell,
    /// A line break.
    Line,
    /// The border of a block.
    Block,
}

/// Elements of which the text is not shown, or not as text.
const HIDDEN: [&str; 21] = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "title",
    "select",
    "button",
    "textarea",
    "audio",
    "video",
    "canvas",
    "datalist",
    "noframes",
    "noembed",
    "plaintext",
    "xmp",
    "dialog",
];
const ASIDE: [&str; 7] = ["nav", "header", "footer", "aside", "form", "menu", "figure"];
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements that start and end a block.
const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "tr",
    "ul",
];
/// Formatting elements: a parser opens those left open anew in every block.
const FORMATTING: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Cuts a page into its runs of text.
///
/// # Errors
/// [`TextError::TooDeep`] if elements are nested deeper than `max_depth`.
pub(super) fn runs(source: &str, max_depth: usize) -> Result<Vec<Run>, TextError> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut scanner = Scanner {
        runs: Vec::new(),
        open: Vec::new(),
        formatting: 0,
        parting: Parting::Block,
        breaks: 0,
    };
    for token in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                scanner.start_tag(&String::from_utf8_lossy(&tag.name));
                if scanner.open.len().max(scanner.formatting) > max_depth {
                    return Err(TextError::TooDeep {
                        limit: max_depth,
                        at: tag.span.start,
                    });
                }
            }
            Token::EndTag(tag) => scanner.end_tag(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => scanner.text(source, text.span.start..text.span.end),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    Ok(scanner.runs)
}

struct Scanner {
    runs: Vec<Run>,
    /// Names of the open elements, outermost first.
    open: Vec<String>,
    /// Number of formatting elements that were opened and not closed.
    formatting: usize,
    parting: Parting,
    /// Line breaks since the last word.
    breaks: usize,
}

impl Scanner {
    fn start_tag(&mut self, name: &str) {
        self.part(name);
        if VOID.contains(&name) {
            return;
        }
        self.formatting += usize::from(FORMATTING.contains(&name));
        match name {
            "li" => self.close_implied(&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => self.close_implied(&["dt", "dd"], &["dl"]),
            "td" | "th" => self.close_implied(&["td", "th"], &["tr", "table"]),
            "tr" => self.close_implied(&["tr"], &["table"]),
            "option" => self.close_implied(&["option"], &["select"]),
            "a" => self.close_implied(&["a"], &["td", "th", "table"]),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.close_implied(
                &["p"],
                &["td", "th", "table", "caption", "button", "object"],
            );
        }
        self.open.push(name.to_owned());
    }

    fn end_tag(&mut self, name: &str) {
        self.part(name);
        self.formatting = self
            .formatting
            .saturating_sub(FORMATTING.contains(&name).into());
        if let Some(depth) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(depth);
        }
    }

    /// Closes the innermost of some elements, unless one of `borders` is open inside it.
    fn close_implied(&mut self, names: &[&str], borders: &[&str]) {
        let innermost = self
            .open
            .iter()
            .rposition(|open| names.contains(&&**open) || borders.contains(&&**open));
        if let Some(depth) = innermost.filter(|&depth| names.contains(&&*self.open[depth])) {
            self.open.truncate(depth);
        }
    }

    fn part(&mut self, name: &str) {
        let parting = match name {
            "br" => {
                self.breaks += 1;
                if self.breaks > 1 {
                    Parting::Block
                } else {
                    Parting::Line
                }
            }
            "td" | "th" => Parting::Cell,
            _ if BLOCKS.contains(&name) => Parting::Block,
            _ => Parting::None,
        };
        self.parting = self.parting.max(parting);
    }

    fn text(&mut self, source: &str, span: Range<usize>) {
        if span.is_empty() || source.get(span.clone()).is_none() || self.is_in(&HIDDEN) {
            return;
        }
        let blank = source[span.clone()].trim().is_empty();
        self.runs.push(Run {
            source: span,
            parting: self.parting,
            kind: self.kind(),
            preformatted: self.is_in(&["pre", "listing"]),
            aside: self.is_in(&ASIDE),
            headline: self.is_in(&["h1"]),
        });
        self.parting = Parting::None;
        if !blank {
            self.breaks = 0;
        }
    }

    fn is_in(&self, names: &[&str]) -> bool {
        self.open.iter().any(|open| names.contains(&&**open))
    }

    /// What the elements around make of a text: the innermost that tells decides. A paragraph inside a
    /// table cell is one: tables also serve to lay pages out.
    fn kind(&self) -> BlockKind {
        let mut paragraph = false;
        for name in self.open.iter().rev() {
            match &**name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return BlockKind::Heading,
                "li" | "dd" | "dt" => return BlockKind::ListItem,
                "blockquote" | "q" => return BlockKind::Quote,
                "tr" if !paragraph => return BlockKind::TableRow,
                "tr" => return BlockKind::Paragraph,
                "p" | "div" | "section" | "article" => paragraph = true,
                _ => {}
            }
        }
        BlockKind::Paragraph
    }
}
