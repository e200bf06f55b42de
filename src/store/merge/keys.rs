//! By what a telling is known: who does it to whom, and the marks that tell one act from another of its kind.

use super::marks::{amount, forum, goods, legal_basis, meeting_days, name, place, rate};
use super::sides::Sides;
use super::{Telling, hash};
use crate::proto::v1::{self, Direction, EventType};

/// Days without a report after which the same marks mean another act.
pub const GAP_DAYS: i32 = 180;
/// The same for tellings without any mark.
const BARE_GAP_DAYS: i32 = 14;
/// Most days between a telling that lacks marks and the telling that supplies them.
const SEEK_DAYS: i32 = 90;
/// The same for meetings, which follow each other faster.
const MEETING_SEEK_DAYS: i32 = 14;
/// Most days between a telling and what it follows, of whatever kind.
pub const MAX_SEEK_DAYS: i32 = SEEK_DAYS;
/// Most links that one telling may have: pairs times marks.
const MAX_LINKS: usize = 32;

/// By what a telling is known. Keys are hashes; equal keys of two tellings mean equal words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Tellings that share one of these, and are not too far apart, are one event.
    pub links: Vec<i64>,
    /// Days without a report after which a link no longer holds.
    pub gap_days: i32,
    /// What the telling can supply to those that lack marks.
    pub offers: Vec<i64>,
    /// What has to be among the offers of the telling that supplies the marks which this one lacks. Empty: it lacks none.
    pub seeks: Vec<i64>,
    /// Most days between the two.
    pub seek_days: i32,
}

/// The marks of a telling.
struct Marks {
    /// What kind of act.
    kind: String,
    /// Who does it to whom.
    pairs: Vec<String>,
    /// The same for links.
    link_pairs: Vec<String>,
    /// Marks on the first axis.
    first: Vec<String>,
    /// Marks on the second axis.
    second: Vec<String>,
    /// Whether an act is told apart only by marks on both axes; else those on the first are enough.
    both: bool,
}

impl Keys {
    /// Of a telling.
    pub fn of(telling: &Telling) -> Self {
        let marks = Marks::of(&telling.event);
        let meeting = matches!(
            telling.event.r#type(),
            EventType::Negotiation | EventType::Coordination
        );
        let seek_days = if meeting {
            MEETING_SEEK_DAYS
        } else {
            SEEK_DAYS
        };
        if marks.link_pairs.is_empty() {
            // Nobody is known to act: nothing says that another document speaks of the same.
            let alone = hash(&["alone", &telling.document_id, &telling.event.id]);
            return Self {
                links: vec![alone],
                gap_days: GAP_DAYS,
                ..Self::default()
            };
        }
        let (first, second) = (&marks.first, &marks.second);
        let specific = !first.is_empty() && (!second.is_empty() || !marks.both);
        let offers = |of: &[&Vec<String>]| {
            let all = of.iter().flat_map(|marks_of| marks_of.iter());
            let with_mark = all.flat_map(|mark| marks.offers(mark));
            let bare = marks.offers("");
            with_mark.chain(bare).collect()
        };
        if specific {
            let links = if marks.both {
                let both = |a| second.iter().map(move |b| format!("{a}\n{b}"));
                let joined: Vec<String> = first.iter().flat_map(both).collect();
                marks.links(&joined)
            } else {
                marks.links(first)
            };
            return Self {
                links,
                gap_days: GAP_DAYS,
                offers: if marks.both {
                    offers(&[first, second])
                } else {
                    offers(&[second])
                },
                ..Self::default()
            };
        }
        let known: &Vec<String> = if first.is_empty() { second } else { first };
        if known.is_empty() {
            return Self {
                links: vec![hash(&["bare", &marks.kind, &marks.pairs.join("\n")])],
                gap_days: BARE_GAP_DAYS,
                seeks: marks.offers("").collect(),
                seek_days,
                ..Self::default()
            };
        }
        Self {
            links: marks.links(known),
            gap_days: GAP_DAYS,
            offers: offers(&[]),
            seeks: known.iter().flat_map(|mark| marks.offers(mark)).collect(),
            seek_days,
        }
    }
}

impl Marks {
    fn of(event: &v1::TradeEvent) -> Self {
        let sides = Sides::of(event);
        let goods = goods(event);
        let of_goods_or_entities = || {
            let entities = sides.entities.iter().map(|id| format!("entity {id}"));
            goods.iter().cloned().chain(entities).collect::<Vec<_>>()
        };
        let kind = event.r#type();
        let (first, second, both) = match kind {
            EventType::Tariff | EventType::TradeRemedy => (rate(event), goods, true),
            EventType::Negotiation | EventType::Coordination => {
                (meeting_days(event), place(event), false)
            }
            EventType::Commitment => (amount(event), goods, false),
            EventType::Investigation => (of_goods_or_entities(), legal_basis(event), false),
            EventType::Dispute => (of_goods_or_entities(), forum(event), false),
            EventType::Agreement => (name(event), Vec::new(), false),
            _ => (of_goods_or_entities(), Vec::new(), false),
        };
        let eases = matches!(kind, EventType::Tariff | EventType::TradeRemedy)
            && event.direction() == Direction::Liberalising;
        let pairs = sides.pairs();
        let link_pairs = if kind == EventType::Agreement && !first.is_empty() {
            // Its name says who the parties are, however many of them a document lists.
            vec!["named".to_owned()]
        } else {
            pairs.clone()
        };
        Self {
            kind: format!(
                "{}{}",
                kind.as_str_name(),
                if eases { " eased" } else { "" }
            ),
            pairs,
            link_pairs,
            first,
            second,
            both,
        }
    }

    fn offers<'m>(&'m self, mark: &'m str) -> impl Iterator<Item = i64> + 'm {
        let pairs = self.pairs.iter();
        pairs.map(move |pair| hash(&["offer", &self.kind, pair, mark]))
    }

    /// A link for each pair and mark; the first marks in their order where they are too many.
    fn links(&self, marks: &[String]) -> Vec<i64> {
        let most = (MAX_LINKS / self.link_pairs.len().max(1)).max(1);
        let marks = marks.iter().take(most);
        let with_pairs =
            marks.flat_map(|mark| self.link_pairs.iter().map(move |pair| (pair, mark)));
        with_pairs
            .map(|(pair, mark)| hash(&["link", &self.kind, pair, mark]))
            .collect()
    }
}
