//! The rule on examples, and that it depends on nothing but the set of tellings.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::components::components;
use super::graph::Place;
use super::keys::Keys;
use super::memory::Memory;
use super::{Telling, anchor_id, fold};
use crate::proto::v1::{self, EventStatus, EventType, Role, trade_event::Detail};
use crate::store::day::DayNumber;

/// A telling of a tariff of the United States on China.
fn tariff(
    document: &str,
    day: &str,
    status: EventStatus,
    rate: Option<f64>,
    goods: &[&str],
) -> Telling {
    let actor = |role: Role, id: &str| v1::Participant {
        role: role.into(),
        actor_id: id.into(),
        spans: Vec::new(),
    };
    Telling {
        document_id: document.into(),
        day: DayNumber::parse(Some(day)),
        event: v1::TradeEvent {
            id: "e1".into(),
            r#type: EventType::Tariff.into(),
            status: status.into(),
            participants: vec![actor(Role::Implementer, "US"), actor(Role::Target, "CN")],
            goods: goods
                .iter()
                .map(|name| v1::Goods {
                    text: (*name).into(),
                    name: Some((*name).into()),
                    ..Default::default()
                })
                .collect(),
            detail: Some(Detail::Tariff(v1::TariffDetail {
                rate: rate.map(|rate| v1::Rate {
                    min_percent: Some(rate),
                    max_percent: Some(rate),
                    ..Default::default()
                }),
                ..Default::default()
            })),
            ..Default::default()
        },
    }
}

/// How many events tellings make, and the last record.
fn merged(tellings: Vec<Telling>) -> (usize, v1::EventRecord) {
    let mut memory = Memory::default();
    memory.change(tellings.clone(), &[]);
    let count = memory.events().len();
    let mut sorted = tellings;
    fold::sort(&mut sorted);
    let anchor = super::graph::Anchor { day: 0, link: 0 };
    (count, fold::fold(anchor, &sorted))
}

#[test]
fn a_threat_that_is_carried_out_stays_one_event() {
    use EventStatus::*;
    let (count, record) = merged(vec![
        tariff("c", "2025-03-12", Effective, Some(25.0), &["steel"]),
        tariff("a", "2025-02-10", Threatened, None, &["steel"]),
        tariff(
            "b",
            "2025-02-11",
            Announced,
            Some(25.0),
            &["steel", "aluminium"],
        ),
        tariff("d", "2025-03-20", Threatened, Some(25.0), &[]),
    ]);
    assert_eq!(count, 1);
    let told: Vec<(EventStatus, &str)> = record
        .history
        .iter()
        .map(|report| (report.status(), report.document_id.as_str()))
        .collect();
    assert_eq!(
        told,
        [(Threatened, "a"), (Announced, "b"), (Effective, "c")]
    );
    assert_eq!(record.event.as_ref().unwrap().status(), Effective);
    assert_eq!(record.first_reported.as_deref(), Some("2025-02-10"));
    assert_eq!(record.event.unwrap().goods.len(), 2);
}

#[test]
fn two_rounds_with_other_rates_or_lists_stay_two() {
    use EventStatus::*;
    let other_rate = vec![
        tariff("a", "2025-02-01", Effective, Some(10.0), &["steel"]),
        tariff("b", "2025-03-04", Effective, Some(20.0), &["steel"]),
        tariff("c", "2025-03-05", Effective, None, &["steel"]),
    ];
    assert_eq!(merged(other_rate).0, 2);
    let other_list = vec![
        tariff("a", "2018-07-06", Effective, Some(25.0), &["machinery"]),
        tariff("b", "2018-08-23", Effective, Some(25.0), &["chemicals"]),
    ];
    assert_eq!(merged(other_list).0, 2);
    let years_later = vec![
        tariff("a", "2018-03-23", Effective, Some(25.0), &["steel"]),
        tariff("b", "2025-03-12", Effective, Some(25.0), &["steel"]),
    ];
    assert_eq!(merged(years_later).0, 2);
}

#[test]
fn an_easing_and_an_act_of_nobody_known_stand_alone() {
    let on = tariff(
        "a",
        "2025-03-12",
        EventStatus::Effective,
        Some(25.0),
        &["steel"],
    );
    let mut off = tariff(
        "b",
        "2025-03-14",
        EventStatus::Effective,
        Some(25.0),
        &["steel"],
    );
    off.event.direction = v1::Direction::Liberalising.into();
    assert_eq!(merged(vec![on.clone(), off]).0, 2);
    let mut by_nobody = on;
    by_nobody.event.participants.clear();
    let same = Telling {
        document_id: "c".into(),
        ..by_nobody.clone()
    };
    assert_eq!(merged(vec![by_nobody, same]).0, 2);
}

#[test]
fn a_later_or_second_first_source_leaves_the_id_alone() {
    let first = tariff(
        "a",
        "2025-03-12",
        EventStatus::Effective,
        Some(25.0),
        &["steel"],
    );
    let second = tariff(
        "b",
        "2025-03-12",
        EventStatus::Effective,
        Some(25.0),
        &["steel"],
    );
    let later = tariff(
        "c",
        "2025-06-01",
        EventStatus::Ended,
        Some(25.0),
        &["steel"],
    );
    let mut memory = Memory::default();
    let row = memory.change(vec![first], &[]);
    let id = memory.events().into_keys().next();
    memory.change(vec![second, later], &[]);
    assert_eq!(memory.events().into_keys().next(), id);
    memory.change(Vec::new(), &row);
    assert_eq!(memory.events().into_keys().next(), id);
}

/// The rule as it is defined, with no regard to cost.
fn by_definition(tellings: &[Telling]) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let rows: Vec<(Place, Keys, usize)> = tellings
        .iter()
        .enumerate()
        .map(|(i, telling)| {
            let row = i64::try_from(i).unwrap();
            (
                Place {
                    day: telling.day.0,
                    uid: telling.uid(),
                    row,
                },
                Keys::of(telling),
                i,
            )
        })
        .collect();
    let leader = |(place, keys, _): &(Place, Keys, usize)| {
        let reach = |(other, offers, _): &&(Place, Keys, usize)| {
            (other.day - place.day).abs() <= keys.seek_days
                && keys.seeks.iter().any(|seek| offers.offers.contains(seek))
        };
        let near = rows.iter().filter(reach);
        near.min_by_key(|(other, ..)| ((other.day - place.day).abs(), *other))
            .map(|(_, _, i)| *i)
    };
    let leaders: Vec<Option<usize>> = rows.iter().map(leader).collect();
    let cores: Vec<_> = rows
        .iter()
        .filter(|(_, _, i)| leaders[*i].is_none())
        .cloned()
        .collect();
    let mut id_of: BTreeMap<usize, String> = BTreeMap::new();
    for group in components(&cores) {
        for member in group.members {
            id_of.insert(cores[member].2, anchor_id(group.anchor));
        }
    }
    let mut events: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for (i, telling) in tellings.iter().enumerate() {
        let mut root = i;
        while let Some(leader) = leaders[root] {
            root = leader;
        }
        let told = (telling.document_id.clone(), telling.event.id.clone());
        events.entry(id_of[&root].clone()).or_default().insert(told);
    }
    events
}

fn any_telling() -> impl Strategy<Value = Telling> {
    let days = prop_oneof![4 => 0..60_i32, 4 => 0..900_i32, 1 => Just(-1)];
    let goods = proptest::sample::subsequence(vec!["steel", "aluminium", "wine"], 0..=2);
    let rate = prop_oneof![2 => Just(None), 3 => Just(Some(10.0)), 2 => Just(Some(25.0))];
    let targets = proptest::sample::subsequence(vec!["CN", "CA"], 0..=2);
    let kind = prop_oneof![4 => Just(EventType::Tariff), 1 => Just(EventType::ExportControl)];
    (days, goods, rate, targets, kind, 1..8_i32).prop_map(
        |(day, goods, rate, targets, kind, status)| {
            let mut telling = tariff("", "2024-01-01", EventStatus::Announced, rate, &goods);
            telling.day = if day < 0 {
                DayNumber::UNKNOWN
            } else {
                DayNumber(telling.day.0 + day)
            };
            telling.event.r#type = kind.into();
            telling.event.status = status;
            telling.event.participants.truncate(1);
            telling
                .event
                .participants
                .extend(targets.iter().map(|id| v1::Participant {
                    role: Role::Target.into(),
                    actor_id: (*id).into(),
                    spans: Vec::new(),
                }));
            telling
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_deletions_and_readmissions_make_no_difference(
        mut tellings in proptest::collection::vec(any_telling(), 1..40),
        steps in proptest::collection::vec((0..1_000_usize, 1..4_usize, any::<bool>()), 0..60),
    ) {
        for (i, telling) in tellings.iter_mut().enumerate() {
            telling.document_id = format!("d{i}");
        }
        let mut memory = Memory::default();
        let mut inside: BTreeMap<usize, i64> = BTreeMap::new();
        let all: Vec<(usize, usize, bool)> =
            steps.into_iter().chain((0..tellings.len()).map(|i| (i, 1, true))).collect();
        for (start, count, add) in all {
            let touched: Vec<usize> = (start..start + count).map(|i| i % tellings.len()).collect();
            let (mut added, mut removed) = (BTreeSet::new(), Vec::new());
            for i in touched {
                if add && !inside.contains_key(&i) {
                    added.insert(i);
                } else if !add && let Some(row) = inside.remove(&i) {
                    removed.push(row);
                }
            }
            let rows = memory.change(added.iter().map(|&i| tellings[i].clone()).collect(), &removed);
            inside.extend(added.into_iter().zip(rows));
            let there: Vec<Telling> = inside.keys().map(|&i| tellings[i].clone()).collect();
            prop_assert_eq!(memory.events(), by_definition(&there));
        }
    }
}
