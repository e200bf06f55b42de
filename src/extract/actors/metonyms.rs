//! Whether the name of a seat stands for those who sit there: "Beijing said", but not "in Beijing".

use std::ops::Range;

use super::view::{Rank, View};
use crate::language::{Relation, Upos};

/// Prepositions after which a seat is a place.
const PLACING: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "around",
    "through",
    "via",
    "across",
    "within",
    "throughout",
    "beyond",
    "above",
    "over",
    "into",
    "off",
    "onto",
    "upon",
    "under",
];

/// Prepositions after which a seat acts or is acted upon.
const ACTING: &[&str] = &[
    "with", "against", "by", "between", "among", "on", "than", "like", "toward", "towards", "for",
];

/// Nouns and verbs of going: what they go to and come from is a place.
const GOING: &[&str] = &[
    "arrive",
    "arrival",
    "attend",
    "back",
    "base",
    "bind",
    "come",
    "depart",
    "drive",
    "embassy",
    "enter",
    "flee",
    "flight",
    "fly",
    "go",
    "head",
    "hold",
    "host",
    "journey",
    "land",
    "leave",
    "live",
    "meeting",
    "mission",
    "move",
    "office",
    "reach",
    "return",
    "route",
    "send",
    "ship",
    "stay",
    "stop",
    "summit",
    "tour",
    "travel",
    "trip",
    "visit",
    "work",
    "road",
    "train",
    "bus",
    "delegation",
    "airport",
    "street",
    "city",
    "center",
    "centre",
];

/// Whether a seat acts where it stands.
pub(super) fn acts(view: View<'_>, tokens: &Range<usize>) -> bool {
    let head = view.head_of(tokens);
    if view.possessive_marker(tokens.end) {
        // "Washington's Dulles airport" is a place; rare enough.
        return true;
    }
    // "Washington, D.C." and "Washington state" lie on the map.
    if view.word(tokens.end) == "," && view.is_any(tokens.end + 1, &["d.c.", "d.c", "dc"])
        || view.is_any(
            tokens.end,
            &[
                "d.c.",
                "d.c",
                "dc",
                "state",
                "time",
                "airport",
                "university",
                "post",
            ],
        )
    {
        return false;
    }
    let building = view
        .before(tokens.start)
        .is_some_and(|before| view.is(before, "the"));
    if let Some(preposition) = view.preposition(tokens) {
        return after_preposition(view, preposition, head, building);
    }
    // "Washington and Beijing": the first one decides.
    let anchor = view.anchor(head);
    if anchor != head
        && let Some(preposition) = (anchor.saturating_sub(8)..anchor).find(|&child| {
            view.tree.head(child) == Some(anchor) && view.plain_relation(child) == Relation::Case
        })
    {
        return after_preposition(view, preposition, anchor, building);
    }
    match view.rank(head) {
        Rank::Subject => true,
        Rank::Object => !view
            .tree
            .head(anchor)
            .is_some_and(|verb| GOING.contains(&view.lemma(verb))),
        Rank::Possessor => true,
        // "White House officials", "Beijing-Washington talks", "a Brussels proposal".
        Rank::Modifier => {
            building
                || view.tree.head(anchor).is_some_and(|noun| {
                    !GOING.contains(&view.lemma(noun))
                        && matches!(view.upos(noun), Upos::Noun | Upos::Adj)
                })
        }
        Rank::Oblique => matches!(
            view.plain_relation(anchor),
            Relation::Root | Relation::Vocative | Relation::Parataxis
        ),
    }
}

fn after_preposition(view: View<'_>, preposition: usize, head: usize, building: bool) -> bool {
    let above = view.tree.head(head);
    let going = above.is_some_and(|above| GOING.contains(&view.lemma(above)));
    if view.is_any(preposition, PLACING) {
        return false;
    }
    if view.is_any(preposition, ACTING) {
        // "left for Beijing", "flew by Beijing"
        return !going || view.is_any(preposition, &["with", "against", "between"]);
    }
    if view.is_any(preposition, &["from", "to"]) {
        let noun = above.is_some_and(|above| matches!(view.upos(above), Upos::Noun | Upos::Propn));
        let said = above.is_some_and(|above| {
            matches!(
                view.lemma(above),
                "say"
                    | "offer"
                    | "give"
                    | "sell"
                    | "export"
                    | "propose"
                    | "appeal"
                    | "respond"
                    | "reply"
                    | "apply"
                    | "belong"
                    | "come"
                    | "seem"
                    | "win"
                    | "extract"
                    | "demand"
                    | "seek"
                    | "get"
                    | "receive"
                    | "hear"
            )
        });
        return !going && (noun || said || building);
    }
    building && !going
}
