//! Whether a document, or a sentence, is about trade at all: words of many meanings count only there.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::Words;
use crate::extract::Page;
use crate::lexicon::{EntryRef, Frame, MeasureKind};

/// How much a document is about trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// Not at all.
    Other,
    /// In passing.
    Touched,
    /// It is its subject.
    Trade,
}

const TRADE_WORDS: &[&str] = &[
    "trade",
    "tariff",
    "tariffs",
    "export",
    "exports",
    "import",
    "imports",
    "exporters",
    "importers",
    "wto",
    "gatt",
    "customs",
    "duties",
    "dumping",
    "protectionism",
    "protectionist",
    "quotas",
    "quota",
    "sanctions",
    "embargo",
    "exported",
    "imported",
    "nafta",
    "usmca",
    "levies",
    "trading",
    "ustr",
];

/// Tokens below which a text is too short to be judged by how often it speaks of trade.
pub(super) const SHORT: usize = 120;

/// Words of trade that no utility or hotel uses.
const OTHER_THAN_TARIFF: &[&str] = &[
    "trade",
    "export",
    "exports",
    "import",
    "imports",
    "exporters",
    "importers",
    "wto",
    "gatt",
    "customs",
    "duties",
    "dumping",
    "protectionism",
    "quotas",
    "sanctions",
    "goods",
];
/// Words of those who also have tariffs.
const UTILITIES: &[&str] = &[
    "electricity",
    "utility",
    "utilities",
    "water",
    "telecom",
    "broadband",
    "toll",
    "tolls",
    "seaway",
    "hotel",
    "guests",
    "subscribers",
    "roaming",
    "ratepayers",
    "households",
    "kilowatt",
    "feed-in",
    "prepaid",
    "sewage",
    "rooms",
    "meters",
];

/// Sorts of words, one bit each.
const TRADE: u8 = 1;
const OTHER: u8 = 2;
const UTILITY: u8 = 4;

/// The sorts of a word, whatever its case. All words of all sorts are ASCII.
fn sorts_of(word: &str) -> u8 {
    static SORTS: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| {
        let mut sorts = FxHashMap::default();
        let lists = [
            (TRADE_WORDS, TRADE),
            (OTHER_THAN_TARIFF, OTHER),
            (UTILITIES, UTILITY),
        ];
        for (words, sort) in lists {
            words
                .iter()
                .for_each(|&word| *sorts.entry(word).or_default() |= sort);
        }
        sorts
    });
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else {
        return 0;
    };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let known = std::str::from_utf8(lower)
        .ok()
        .and_then(|lower| SORTS.get(lower));
    known.copied().unwrap_or_default()
}

/// Bytes of the longest of these words.
const LONGEST: usize = 16;

/// How much the page is about trade.
pub(super) fn topic(page: &Page<'_>) -> Topic {
    let mut strong = 0;
    let mut words = 0;
    for line in &page.lines {
        for found in &line.found {
            if matches!(found.entry, EntryRef::Agreement(_)) {
                strong += 1;
            }
            if let EntryRef::Measure(index) = found.entry
                && page.lexicon.measure(index).is_some_and(|m| {
                    !m.needs_context && !matches!(m.kind, MeasureKind::Restriction)
                })
            {
                strong += 1;
            }
        }
    }
    let mut length = 0usize;
    let mut others = 0usize;
    let mut utilities = 0usize;
    for line in 0..page.lines.len() {
        for token in page.tokens(line) {
            length += 1;
            let sorts = sorts_of(token.text(page.text()));
            words += usize::from(sorts & TRADE != 0);
            others += usize::from(sorts & OTHER != 0);
            utilities += usize::from(sorts & UTILITY != 0);
        }
    }
    // A tariff without any word of trade beside it is a price list.
    if utilities >= 2 && others <= 2 {
        return Topic::Other;
    }
    let title = page.title.unwrap_or_default().to_lowercase();
    let titled = title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| TRADE_WORDS.contains(&word));
    let dense = words * 150 >= length;
    if length < SHORT {
        // In a few sentences one word must be enough; what no state does is dropped later.
        let acts = page.lines.iter().flat_map(|line| &line.found).any(|f| {
            matches!(f.entry, EntryRef::Act(index) if page.lexicon.act(index).is_some_and(|a| {
                (a.frame == Frame::Flow || a.kind.is_some_and(|kind| !matches!(kind, MeasureKind::Negotiation | MeasureKind::Coordination | MeasureKind::Dispute | MeasureKind::Investigation)))
                    && !a.needs_context
            }))
        });
        let measured = acts || page.lines.iter().flat_map(|line| &line.found).any(|f| {
            matches!(f.entry, EntryRef::Measure(index) if page.lexicon.measure(index).is_some_and(|m| !matches!(m.kind, MeasureKind::Negotiation | MeasureKind::Agreement | MeasureKind::Dispute | MeasureKind::Investigation)))
        });
        return if words >= 1 || titled || strong >= 1 {
            Topic::Trade
        } else if measured {
            Topic::Touched
        } else {
            Topic::Other
        };
    }
    // "banned exports of chips": as good as a measure's noun.
    let flows = strong == 0 && words >= 1 && flows(page);
    // Every other sentence speaks of trade.
    let full = words >= 6 && words * 50 >= length;
    if strong >= 3 && (dense || titled) || strong >= 1 && words >= 3 && (dense || titled) || full {
        Topic::Trade
    } else if strong >= 1 || titled || words >= 3 || flows {
        Topic::Touched
    } else {
        Topic::Other
    }
}

/// Whether some sentence bans or limits exports or imports by a verb.
fn flows(page: &Page<'_>) -> bool {
    page.lines.iter().enumerate().any(|(line, this)| {
        let bans = this.found.iter().any(|f| {
            matches!(f.entry, EntryRef::Act(index)
                if page.lexicon.act(index).is_some_and(|a| a.frame == Frame::Flow))
        });
        bans && page.tokens(line).iter().any(|token| {
            matches!(
                token.text(page.text()).to_lowercase().as_str(),
                "exports" | "imports" | "export" | "import"
            )
        })
    })
}

/// Whether the sentence speaks of trade.
pub(super) fn sentence(words: &Words<'_>) -> bool {
    words
        .lower
        .iter()
        .any(|word| TRADE_WORDS.contains(&word.as_str()))
}
