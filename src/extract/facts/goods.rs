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
    "output", "production", "demand", "dispute", "war", "row", "company's", "chief", "ceo", "boss", "conversation", "call",
    "law", "service", "policy", "interview", "economy", "power", "deal", "crisis", "ambition",
];

/// The goods of a line, left to right.
pub fn find(page: &Page<'_>, actors: &Actors, line: usize) -> Vec<GoodsPhrase> {
    let Some(this) = page.lines.get(line) else {
        return Vec::new();
    };
    let mut found: Vec<GoodsPhrase> = Vec::new();
    // Words too common to be goods by themselves, which their place may support.
    let mut doubtful: Vec<usize> = Vec::new();
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
        let other = something_else(page, line, head) || modifies_other(page, line, head);
        if entry.weak && !verb && !other && !in_trade(page, line, &entry.tokens) {
            doubtful.push(found.len());
        }
        let weak = verb || other || doubtful.last() == Some(&found.len());
        let wide = usize::from(is_class_noun(page, line, entry.tokens.end));
        found.push(GoodsPhrase {
            weak,
            tokens: entry.tokens.start..entry.tokens.end + wide,
            head: head + wide,
            entry: Some(index),
        });
    }
    for &index in &doubtful {
        let listed = |a: usize, b: usize| match (found.get(a), found.get(b)) {
            (Some(a), Some(b)) => {
                (!a.weak || !b.weak) && is_list_link(page, line, a.tokens.end..b.tokens.start)
            }
            _ => false,
        };
        if index > 0 && listed(index - 1, index) || listed(index, index + 1) {
            found[index].weak = false;
        }
    }
    found.extend(unlisted(page, actors, line, &found));
    found.sort_by_key(|goods| goods.tokens.start);
    found
}

/// Whether the tokens only join the members of a list: "cars, steel and aluminium".
fn is_list_link(page: &Page<'_>, line: usize, between: Range<usize>) -> bool {
    (1..=3).contains(&between.len())
        && between.map(|token| page.word(line, token)).all(|word| {
            matches!(
                word,
                "," | "and" | "or" | "&" | "including" | "such" | "as" | "other"
            )
        })
}

/// "energy products", "steel goods": the noun belongs to the goods as written.
fn is_class_noun(page: &Page<'_>, line: usize, token: usize) -> bool {
    matches!(
        page.word(line, token),
        "products" | "goods" | "items" | "materials" | "produce"
    )
}

/// Whether trade in the words is spoken of: "imports of oil", "oil imports", "tariffs on chips", "to buy US energy".
fn in_trade(page: &Page<'_>, line: usize, tokens: &Range<usize>) -> bool {
    let behind = page.word(line, tokens.end).to_lowercase();
    if FLOWS.contains(&behind.as_str()) || is_class_noun(page, line, tokens.end) {
        return true;
    }
    // Over adjectives and the names of countries to the word that rules the goods.
    let before = (0..tokens.start).rev().take(3);
    for token in before {
        let word = page.word(line, token).to_lowercase();
        match word.as_str() {
            "of" | "on" | "in" => {
                return (1..=4)
                    .filter_map(|back| token.checked_sub(back))
                    .any(|token| FLOWS.contains(&page.word(line, token).to_lowercase().as_str()));
            }
            "buy" | "buying" | "buys" | "bought" | "purchase" | "purchasing" | "purchased"
            | "sell" | "selling" | "sold" | "import" | "importing" | "imported" | "imports"
            | "export" | "exporting" | "exported" | "ship" | "shipping" | "shipped" | "dumping"
            | "tax" | "taxing" | "taxed" => return true,
            "," | ";" | "." | "and" | "or" | "that" => return false,
            _ => {}
        }
    }
    false
}

/// Nouns for trade in goods and for the measures that goods are subject to.
#[rustfmt::skip]
const FLOWS: &[&str] = &[
    "import", "imports", "export", "exports", "shipment", "shipments", "purchase", "purchases", "sale", "sales", "delivery",
    "deliveries", "trade", "supply", "supplies", "tariff", "tariffs", "duty", "duties", "levy", "levies", "tax", "taxes",
    "quota", "quotas", "ban", "bans", "embargo", "surcharge", "curbs", "restrictions", "controls", "dumping",
];

/// Whether the tree makes the goods part of a phrase about something else: "the steel, auto and drug sectors".
fn modifies_other(page: &Page<'_>, line: usize, head: usize) -> bool {
    let Some(tree) = page.lines.get(line).map(|line| &line.tree) else {
        return false;
    };
    let mut node = head;
    for _ in 0..4 {
        let Some(relation) = tree.relation(node).map(Relation::universal) else {
            return false;
        };
        if !matches!(
            relation,
            Relation::Compound | Relation::Conj | Relation::Amod
        ) {
            return false;
        }
        let Some(above) = tree.head(node) else {
            return false;
        };
        if relation != Relation::Conj && NOT_GOODS.contains(&page.lemma(line, above)) {
            return true;
        }
        node = above;
    }
    false
}

/// Part of the name of a body, company or person: "Nippon Steel".
fn inside_name(page: &Page<'_>, actors: &Actors, line: usize, token: usize) -> bool {
    // "Australian barley": a name is written with capitals.
    if page.word(line, token).starts_with(char::is_lowercase) {
        return false;
    }
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
    "good", "goods", "products", "items", "product", "item", "import", "export", "article", "country", "nation", "partner", "service", "percent", "thing",
    "year", "month", "dollar", "billion", "company", "tariff", "state", "shipment", "line", "category", "commodity", "supply",
];
