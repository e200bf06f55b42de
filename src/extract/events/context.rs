//! Whether a document, or a sentence, is about trade at all: words of many meanings count only there.

use super::words::Words;
use crate::extract::Page;
use crate::lexicon::{EntryRef, MeasureKind};

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

/// How much the page is about trade.
pub(super) fn topic(page: &Page<'_>) -> Topic {
    let mut strong = 0;
    let mut words = 0;
    for line in &page.lines {
        for found in &line.found {
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
    for line in 0..page.lines.len() {
        for token in page.tokens(line) {
            length += 1;
            let word = token.text(page.text()).to_lowercase();
            words += usize::from(TRADE_WORDS.contains(&word.as_str()));
        }
    }
    let mut others = 0usize;
    let mut utilities = 0usize;
    for line in 0..page.lines.len() {
        for token in page.tokens(line) {
            let word = token.text(page.text()).to_lowercase();
            others += usize::from(OTHER_THAN_TARIFF.contains(&word.as_str()));
            utilities += usize::from(UTILITIES.contains(&word.as_str()));
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
        let measured = page.lines.iter().flat_map(|line| &line.found).any(|f| {
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
    if strong >= 3 && (dense || titled) || strong >= 1 && words >= 3 && (dense || titled) {
        Topic::Trade
    } else if strong >= 1 || titled || words >= 3 {
        Topic::Touched
    } else {
        Topic::Other
    }
}

/// Whether the sentence speaks of trade.
pub(super) fn sentence(words: &Words<'_>) -> bool {
    words
        .lower
        .iter()
        .any(|word| TRADE_WORDS.contains(&word.as_str()))
}
