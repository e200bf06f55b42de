//! Who speaks in a document that a government publishes itself: "the Commission" of a notice, "the President", "we".

use super::reader::Reader;
use super::view::View;
use super::{ActorIndex, Actors};
use crate::extract::Page;
use crate::language::Upos;
use crate::lexicon::{ActorKind, EntryRef, Form};

/// Words that make of the name of a country, as publisher, its government.
const OFFICES: &[&str] = &[
    "government",
    "ministry",
    "minister",
    "president",
    "department",
    "embassy",
    "congress",
    "parliament",
    "senate",
];

/// The id of the state whose government publishes a page.
pub(super) fn issuer(page: &Page<'_>) -> Option<String> {
    let publisher = page.publisher?;
    let lower = publisher.to_lowercase();
    let office = OFFICES.iter().any(|word| lower.contains(word));
    page.lexicon.find(publisher).into_iter().find_map(|found| {
        let EntryRef::Actor(entry) = found.entry else {
            return None;
        };
        let mut actor = page.lexicon.actor(entry)?;
        let seat = found.form == Form::Metonym && publisher[found.range.clone()].contains(' ');
        let governs = actor.kind == ActorKind::GovernmentBody
            || matches!(actor.kind, ActorKind::Country | ActorKind::Bloc) && (seat || office);
        if !governs {
            return None;
        }
        for _ in 0..8 {
            if matches!(actor.kind, ActorKind::Country | ActorKind::Bloc) {
                return Some(actor.id.clone());
            }
            let of = page.lexicon.actor_index(actor.affiliation.as_deref()?)?;
            actor = page.lexicon.actor(of)?;
        }
        None
    })
}

impl Reader<'_> {
    /// The issuing state, where the document names it.
    pub fn issuing_state(&self) -> Option<ActorIndex> {
        self.registry.by_id(self.issuer.as_deref()?)
    }
}

impl Actors {
    /// Lets the pronouns of the first person outside of quotations mean the state whose government publishes the document.
    pub fn lend_issuer(&mut self, page: &Page<'_>) {
        let Some(issuer) = self.issuer else {
            return;
        };
        let quotations = page.reading.quotations();
        for line in 0..page.lines.len() {
            let Some(view) = View::new(page, line) else {
                continue;
            };
            for token in 0..view.len() {
                // "Annex I" is nobody.
                let me = view.word(token) == "I" && view.upos(token) == Upos::Pron;
                let first = me
                    || view.is_any(token, &["we", "our", "ours", "my"])
                    || view.word(token) == "us";
                if !first || self.at(line, token).is_some() {
                    continue;
                }
                let bytes = page.bytes(line, token..token + 1);
                let after = quotations.partition_point(|q| q.inner.start <= bytes.start);
                let quoted = quotations[..after]
                    .iter()
                    .rev()
                    .take(3)
                    .any(|q| q.inner.end >= bytes.end);
                if !quoted {
                    self.lend(line, token, issuer);
                }
            }
        }
    }
}
