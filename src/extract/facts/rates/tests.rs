//! Percentages, as tables.

use super::super::atoms::tests::tokens;
use super::*;
use RateBasis::{Additional, Total, Unspecified, UpTo};

#[test]
fn rates_are_read_with_their_basis() {
    let rows: &[(&str, f64, f64, RateBasis, Option<f64>)] = &[
        ("a 25% tariff on steel", 25.0, 25.0, Unspecified, None),
        (
            "further “mirror” duties of 20% on tea",
            20.0,
            20.0,
            Additional,
            None,
        ),
        (
            "an additional ad valorem rate of 12 percent",
            12.0,
            12.0,
            Additional,
            None,
        ),
        (
            "duties ranging from 5% to 25%",
            5.0,
            25.0,
            Unspecified,
            None,
        ),
        (
            "duties raised from 5 to 25 percent",
            25.0,
            25.0,
            Total,
            Some(5.0),
        ),
        (
            "duties cut from 25 to 5 percent",
            5.0,
            5.0,
            Total,
            Some(25.0),
        ),
        (
            "raising the duty from 10% on $20bn of goods to 25%",
            25.0,
            25.0,
            Total,
            Some(10.0),
        ),
        ("a 25-percent tariff", 25.0, 25.0, Unspecified, None),
        (
            "tariffs of seven and a half per cent",
            7.5,
            7.5,
            Unspecified,
            None,
        ),
        ("duties of 10 to 25 percent", 10.0, 25.0, Unspecified, None),
        (
            "duties of between 10% and 50%",
            10.0,
            50.0,
            Unspecified,
            None,
        ),
        ("10%-25% tariffs", 10.0, 25.0, Unspecified, None),
        ("triple-digit tariffs", 100.0, 999.0, Unspecified, None),
        (
            "raised the duty from 10% to 25%",
            25.0,
            25.0,
            Total,
            Some(10.0),
        ),
        (
            "raised the duty to 25% from 10%",
            25.0,
            25.0,
            Total,
            Some(10.0),
        ),
        (
            "20% duties on 300 items from the current 10%",
            20.0,
            20.0,
            Total,
            Some(10.0),
        ),
        ("raised the tariff to 15%", 15.0, 15.0, Total, None),
        ("an additional 10% tariff", 10.0, 10.0, Additional, None),
        ("a 25% additional tariff", 25.0, 25.0, Additional, None),
        (
            "cut the duty by 10 percentage points",
            10.0,
            10.0,
            Additional,
            None,
        ),
        (
            "suspending 24 percentage points of that rate",
            24.0,
            24.0,
            Additional,
            None,
        ),
        ("tariffs of up to 50%", 50.0, 50.0, UpTo, None),
        ("zero tariffs on medicines", 0.0, 0.0, Total, None),
    ];
    for (text, min, max, basis, previous) in rows {
        let found = find(text, &tokens(text));
        assert_eq!(found.len(), 1, "{text} {found:?}");
        let rate = &found[0];
        assert_eq!(
            (rate.min, rate.max, rate.basis),
            (*min, *max, *basis),
            "{text}"
        );
        assert_eq!(rate.previous.as_ref().map(|p| p.0), *previous, "{text}");
    }
}

#[test]
fn what_is_measured_shows_beside_it() {
    let rows = [
        ("a tariff of 25% on cars", Sense::Duty),
        ("10 percent duties", Sense::Duty),
        ("exports fell 3 per cent", Sense::Movement),
        ("80% of Canada's exports", Sense::Share),
        ("The economy grew 2.4 percent", Sense::Movement),
    ];
    for (text, sense) in rows {
        assert_eq!(find(text, &tokens(text))[0].sense, sense, "{text}");
    }
}

#[test]
fn lists_keep_their_figures_apart() {
    let text = "levies of 20%, 25% and 30%";
    let figures: Vec<f64> = find(text, &tokens(text))
        .iter()
        .map(|rate| rate.max)
        .collect();
    assert_eq!(figures, [20.0, 25.0, 30.0]);
}
