//! Reading quotation marks: which characters are marks, and what each can do where it stands.

use std::ops::Range;

use super::QuoteStyle::{self, *};

/// A quotation mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Its bytes of the text.
    pub range: Range<usize>,
    /// The style of the quotation that it can open.
    pub opens: Option<QuoteStyle>,
    /// The styles of the quotations that it can close.
    pub closes: &'static [QuoteStyle],
    /// Whether it stands before a word, with a space, bracket or the like before it.
    pub looks_opening: bool,
    /// Whether it may be an apostrophe at the end of a plural: "the exporters' view".
    plural: bool,
    /// Whether it may stand for inches: 12".
    inches: bool,
}

/// The characters around a mark.
#[derive(Clone, Copy)]
struct Around {
    before: Option<char>,
    after: Option<char>,
    /// Whether an ellipsis follows.
    ellipsis: bool,
}

impl Mark {
    /// Whether its sign also serves as an apostrophe.
    pub fn is_single(&self) -> bool {
        self.opens
            .iter()
            .chain(self.closes)
            .all(|style| style.is_single())
    }
}

impl Around {
    fn of(text: &str, block: &Range<usize>, mark: &Range<usize>) -> Self {
        let after = &text[mark.end..block.end];
        Self {
            before: text[block.start..mark.start].chars().next_back(),
            after: after.chars().next(),
            ellipsis: after.starts_with("..."),
        }
    }

    fn spaced_before(self) -> bool {
        self.before.is_none_or(char::is_whitespace)
    }

    fn spaced_after(self) -> bool {
        self.after.is_none_or(char::is_whitespace)
    }

    /// Before a word, and after a space or something that opens.
    fn looks_opening(self) -> bool {
        let opened = matches!(
            self.before,
            Some(
                '(' | '['
                    | '{'
                    | '—'
                    | '–'
                    | '-'
                    | '/'
                    | '"'
                    | '\''
                    | '“'
                    | '‘'
                    | '«'
                    | '‹'
                    | '„'
                    | '`'
            )
        );
        let stopped = matches!(
            self.after,
            Some(',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}')
        ) && !self.ellipsis;
        let closed = matches!(
            self.after,
            Some('…' | '”' | '’' | '»' | '"' | '\'' | '—' | '–' | '-')
        );
        !self.spaced_after() && !stopped && (self.spaced_before() || opened && !closed)
    }

    /// After a word or its punctuation, and not before a word.
    fn looks_closing(self) -> bool {
        !self.spaced_before() && !self.after.is_some_and(char::is_alphanumeric)
    }

    fn within_word(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
            && self.after.is_some_and(char::is_alphanumeric)
    }
}

/// Reads the marks of a block. `next` is the character that the next block begins with.
pub(super) fn read(text: &str, block: Range<usize>, next: Option<char>, marks: &mut Vec<Mark>) {
    marks.clear();
    let bytes = text.as_bytes();
    let mut at = block.start;
    while at < block.end {
        // First bytes of the marks: ASCII, `«»`, and general punctuation.
        if !matches!(bytes[at], b'"' | b'\'' | b'`' | 0xC2 | 0xE2) {
            at += 1;
            continue;
        }
        let Some(c) = text[at..block.end].chars().next() else {
            break;
        };
        let twice = matches!(c, '\'' | '`') && text[at + 1..block.end].starts_with(c);
        let range = at..at + c.len_utf8() * (1 + usize::from(twice));
        at = range.end;
        marks.extend(mark(text, &block, range, c, twice));
    }
    settle(text, &block, next, marks);
}

fn mark(
    text: &str,
    block: &Range<usize>,
    range: Range<usize>,
    c: char,
    twice: bool,
) -> Option<Mark> {
    let around = Around::of(text, block, &range);
    let opening = around.looks_opening();
    let closing = around.looks_closing();
    let after = &text[range.end..block.end];
    let opens = |style: QuoteStyle, when: bool| when.then_some(style);
    let (opens, closes): (Option<QuoteStyle>, &'static [QuoteStyle]) = match c {
        '"' => {
            let open = !closing && !around.before.is_some_and(char::is_alphanumeric);
            let mixed: &[QuoteStyle] = if closing {
                &[StraightDouble, TexDouble, CurlyDouble]
            } else {
                &[StraightDouble]
            };
            (opens(StraightDouble, open), mixed)
        }
        '`' if twice => (Some(TexDouble), &[]),
        '\'' if twice => (
            opens(StraightDouble, opening),
            if opening {
                &[StraightDouble]
            } else {
                &[TexDouble, StraightDouble]
            },
        ),
        '“' if closing && !opening => (None, &[LowHigh, CurlyDouble]),
        '“' => (Some(CurlyDouble), &[CurlyDouble]),
        '”' if opening => (Some(CurlyDouble), &[CurlyDouble]),
        '”' => (
            None,
            if closing {
                &[CurlyDouble, LowHigh, StraightDouble]
            } else {
                &[CurlyDouble, LowHigh]
            },
        ),
        '„' | '‟' => (Some(LowHigh), &[]),
        '«' if closing && !opening => (None, &[Guillemets]),
        '«' => (Some(Guillemets), &[]),
        '»' => (opens(Guillemets, opening), &[Guillemets]),
        '‹' if closing && !opening => (None, &[SingleGuillemets]),
        '‹' => (Some(SingleGuillemets), &[]),
        '›' => (opens(SingleGuillemets, opening), &[SingleGuillemets]),
        '`' => (opens(TexSingle, opening), &[]),
        '‚' => (opens(LowHighSingle, opening), &[]),
        '\'' | '’' | '‘' if around.within_word() => return None,
        '‘' if closing && !opening => (None, &[CurlySingle, LowHighSingle]),
        '‘' => (opens(CurlySingle, !is_elision(after)), &[]),
        '’' => (
            None,
            if closing {
                &[CurlySingle, LowHighSingle]
            } else {
                &[]
            },
        ),
        '\'' if opening => (opens(StraightSingle, !is_elision(after)), &[]),
        '\'' => (
            None,
            if closing {
                &[StraightSingle, TexSingle]
            } else {
                &[]
            },
        ),
        _ => return None,
    };
    if opens.is_none() && closes.is_empty() {
        return None;
    }
    let word_after = after.trim_start_matches([' ', '\n']);
    Some(Mark {
        opens,
        closes,
        looks_opening: opening,
        plural: opens.is_none()
            && matches!(c, '\'' | '’')
            && matches!(around.before, Some('s' | 'S' | 'z' | 'x'))
            && word_after.len() < after.len()
            && word_after.starts_with(char::is_lowercase),
        inches: c == '"'
            && around.before.is_some_and(|before| before.is_ascii_digit())
            && around.spaced_after(),
        range,
    })
}

/// Whether the letters after an apostrophe make it one that stands for left-out letters or digits:
/// '90s, 'em, 'til.
fn is_elision(after: &str) -> bool {
    const WORDS: [&str; 7] = ["em", "til", "tis", "twas", "cause", "n", "bout"];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = |length: usize| {
        after[length..]
            .strip_prefix('s')
            .unwrap_or(&after[length..])
            .chars()
            .next()
    };
    digits == 2 && !rest(2).is_some_and(char::is_alphanumeric)
        || WORDS
            .iter()
            .any(|word| after[..letters].eq_ignore_ascii_case(word))
}

/// The next mark of a kind that may be an apostrophe.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Opening,
    Closing,
    Plural,
}

/// Drops marks that, seen with those after them, are apostrophes or inches.
fn settle(text: &str, block: &Range<usize>, next_block: Option<char>, marks: &mut Vec<Mark>) {
    let mut single_closes_later = false;
    let mut next_single = None;
    let mut next_double_closes = false;
    let mut keep = vec![true; marks.len()];
    for (mark, keep) in marks.iter().zip(keep.iter_mut()).rev() {
        *keep = match mark.opens {
            Some(StraightSingle) => {
                // Opens only what is closed again, or goes on in the next block.
                let sign = text[mark.range.clone()].chars().next();
                single_closes_later || mark.range.start == block.start && next_block == sign
            }
            Some(TexSingle) => single_closes_later,
            // An apostrophe, if the next such mark cannot be one.
            _ if mark.plural => next_single != Some(Next::Closing),
            _ => !(mark.inches && next_double_closes),
        };
        if !*keep {
            continue;
        }
        if mark.is_single() {
            next_single = Some(match (mark.opens, mark.plural) {
                (Some(_), _) => Next::Opening,
                (None, true) => Next::Plural,
                (None, false) => Next::Closing,
            });
            single_closes_later |= mark.closes.contains(&StraightSingle);
        } else if mark.closes.contains(&StraightDouble) {
            next_double_closes = !mark.looks_opening;
        }
    }
    let mut keep = keep.into_iter();
    marks.retain(|_| keep.next().unwrap_or(true));
}
