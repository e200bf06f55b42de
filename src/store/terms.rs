//! What records are found by: each term is the hash of a few words. A store may confuse two terms with one hash; whoever looks
//! records up by term checks them afterwards.

use std::collections::BTreeSet;

use super::merge::{hash, marks::goods_name};
use crate::proto::v1;

/// Every event.
pub fn any_event() -> i64 {
    hash(&["event"])
}

/// Events of a type.
pub fn event_type(kind: i32) -> i64 {
    hash(&["event type", &kind.to_string()])
}

/// Events in which an actor takes part.
pub fn participant(actor_id: &str) -> i64 {
    hash(&["participant", actor_id])
}

/// Events that cover goods.
pub fn goods(name: &str) -> i64 {
    hash(&["goods", &name.to_lowercase()])
}

/// Events that cover goods of a chapter of the Harmonized System: the first two digits.
pub fn chapter(code: &str) -> Option<i64> {
    Some(hash(&["chapter", code.get(..2)?]))
}

/// All terms of an event.
pub fn of_event(event: &v1::TradeEvent) -> BTreeSet<i64> {
    let actors = event.participants.iter().map(|p| participant(&p.actor_id));
    let names = event.goods.iter().map(|g| goods(&goods_name(g)));
    let chapters = event
        .goods
        .iter()
        .flat_map(|g| &g.hs_codes)
        .filter_map(|code| chapter(code));
    let kind = [any_event(), event_type(event.r#type)];
    kind.into_iter()
        .chain(actors)
        .chain(names)
        .chain(chapters)
        .collect()
}

/// Every statement.
pub fn any_statement() -> i64 {
    hash(&["statement"])
}

/// Statements of a speaker.
pub fn speaker(actor_id: &str) -> i64 {
    hash(&["speaker", actor_id])
}

/// Statements of those who act for somebody.
pub fn affiliation(actor_id: &str) -> i64 {
    hash(&["affiliation", actor_id])
}

/// Statements that are a speech act.
pub fn act(act: i32) -> i64 {
    hash(&["act", &act.to_string()])
}

/// Statements over a channel.
pub fn channel(written: &str) -> i64 {
    hash(&["channel", &written.to_lowercase()])
}

/// All terms of a statement.
pub fn of_statement(statement: &v1::Statement, affiliations: &[String]) -> BTreeSet<i64> {
    let mut terms = BTreeSet::from([any_statement(), act(statement.act)]);
    terms.extend(statement.speaker_id.iter().map(|id| speaker(id)));
    terms.extend(statement.channel.iter().map(|span| channel(&span.text)));
    terms.extend(affiliations.iter().map(|id| affiliation(id)));
    terms
}

/// Every document.
pub fn any_document() -> i64 {
    hash(&["document"])
}

/// Documents of a publisher.
pub fn publisher(name: &str) -> i64 {
    hash(&["publisher", &name.to_lowercase()])
}

/// All terms of a document.
pub fn of_document(document: &v1::Document) -> BTreeSet<i64> {
    let mut terms = BTreeSet::from([any_document()]);
    terms.extend(document.publisher.iter().map(|name| publisher(name)));
    terms
}
