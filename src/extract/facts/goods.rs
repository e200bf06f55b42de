//! Goods: the lexicon's products and groups where they are traded goods, as written, without determiner and nationality.

use std::ops::Range;

use crate::extract::Page;
use crate::extract::actors::Actors;
use crate::language::{Relation, Upos};
use crate::lexicon::EntryRef;

/// Goods in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct GoodsPhrase {
    /// Its tokens inside the sentence.
    pub tokens: Range<usize>,
    /// The token that heads it.
    pub head: usize,
    /// The lexicon's entry; none for goods that only their place shows to be such.
    pub entry: Option<u32>,
    /// The words beside it speak of an industry, a price or a person, or the word alone is too common.
    pub weak: bool,
}

/// Nouns that make the goods before them something else: "steel industry", "oil prices".
#[rustfmt::skip]
const NOT_GOODS: &[&str] = &[
    "industry", "sector", "maker", "manufacturer", "producer", "worker", "company", "firm", "giant", "price", "farmer", "grower",
    "executive", "lobby", "union", "group", "association", "council", "market", "stock", "share", "field", "plant", "mill",
    "factory", "mine", "miner", "supplier", "exporter", "importer", "official", "minister", "ministry", "department", "agreement",
    "dealer", "buyer", "trader", "business", "leader", "town", "state", "belt", "institute", "federation", "capacity", "overcapacity",
    "output", "production", "demand", "dispute", "war", "row", "company's", "chief", "ceo", "boss",
];

/// The goods of a line, left to right.
pub fn find(page: &Page<'_>, actors: &Actors, line: usize) -> Vec<GoodsPhrase> {
    let Some(this) = page.lines.get(line) else {
        return Vec::new();
    };
    let mut found: Vec<GoodsPhrase> = Vec::new();
    for entry in &this.found {
        let EntryRef::Goods(index) = entry.entry else {
            continue;
        };
        let head = entry.tokens.end.saturating_sub(1);
        if found
            .last()
            .is_some_and(|last| last.tokens.end > entry.tokens.start)
            || inside_name(page, actors, line, head)
        {
            continue;
        }
        let node = this.tree.nodes.get(head);
        let verb = node.is_some_and(|node| {
            matches!(node.upos, Upos::Verb | Upos::Adv | Upos::Propn) && entry.weak
        });
        found.push(GoodsPhrase {
            weak: entry.weak || verb || something_else(page, line, head),
            tokens: entry.tokens.clone(),
            head,
            entry: Some(index),
        });
    }
    found.extend(unlisted(page, actors, line, &found));
    found.sort_by_key(|goods| goods.tokens.start);
    found
}

/// Part of the name of a body, company or person: "Nippon Steel".
fn inside_name(page: &Page<'_>, actors: &Actors, line: usize, token: usize) -> bool {
    actors
        .at(line, token)
        .is_some_and(|mention| mention.tokens.len() > 1)
        || page.lines.get(line).is_some_and(|line| {
            line.names.iter().any(|name| {
                name.tokens.len() > 1
                    && name.tokens.contains(&token)
                    && name.kind != crate::language::NameKind::Unknown
            })
        })
}

/// Whether the noun that the goods stand before is no flow of goods.
fn something_else(page: &Page<'_>, line: usize, head: usize) -> bool {
    let next = page.word(line, head + 1).to_lowercase();
    let next = next.strip_suffix('s').unwrap_or(&next);
    NOT_GOODS.contains(&next)
        || NOT_GOODS.contains(&page.lemma(line, head + 1))
        || next.starts_with("maker") && page.word(line, head + 1) == "-"
}

/// "imports of X", "tariffs on X": goods that the lexicon does not know, by their place.
fn unlisted(
    page: &Page<'_>,
    actors: &Actors,
    line: usize,
    known: &[GoodsPhrase],
) -> Vec<GoodsPhrase> {
    let Some(this) = page.lines.get(line) else {
        return Vec::new();
    };
    let tree = &this.tree;
    let free = |token: usize| {
        actors.at(line, token).is_none()
            && !known.iter().any(|goods| goods.tokens.contains(&token))
            && !this.found.iter().any(|found| {
                found.tokens.contains(&token) && !matches!(found.entry, EntryRef::Decoy)
            })
    };
    let mut found = Vec::new();
    for (head, node) in tree.nodes.iter().enumerate() {
        if node.upos != Upos::Noun
            || node.relation.universal() != Relation::Nmod
            || !free(head)
            || node.xpos.as_str() != "NNS"
        {
            continue;
        }
        let of_flow = tree.head(head).is_some_and(|above| {
            matches!(
                page.lemma(line, above),
                "import" | "export" | "shipment" | "purchase"
            )
        }) && tree.children(head).any(|child| {
            tree.nodes
                .get(child)
                .is_some_and(|n| n.relation == Relation::Case && n.lemma.as_str() == "of")
        });
        if !of_flow || GENERIC.contains(&node.lemma.as_str()) {
            continue;
        }
        let start = (0..head)
            .rev()
            .take_while(|&token| {
                free(token)
                    && tree.head(token) == Some(head)
                    && tree.relation(token).is_some_and(|r| {
                        matches!(r.universal(), Relation::Compound | Relation::Amod)
                    })
            })
            .last()
            .unwrap_or(head);
        found.push(GoodsPhrase {
            tokens: start..head + 1,
            head,
            entry: None,
            weak: false,
        });
    }
    found
}

/// Nouns that name no goods of their own.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "good", "product", "item", "import", "export", "article", "country", "nation", "partner", "service", "percent", "thing",
    "year", "month", "dollar", "billion", "company", "tariff", "state", "shipment", "line", "category", "commodity", "supply",
];
