//! What date expressions mean, as a table. The reference day is Wednesday 2025-05-14.

use jiff::civil::date;
use proptest::prelude::*;

use super::super::atoms::tests::tokens;
use super::{DateRole, find};

#[test]
fn dates_resolve_as_a_reader_would() {
    let rows: &[(&str, &str, &str)] = &[
        // days
        (
            "The duties took effect on October 10, 2024.",
            "2024-10-10",
            "2024-10-10",
        ),
        (
            "The duties take effect on 1 November 2025.",
            "2025-11-01",
            "2025-11-01",
        ),
        (
            "It was signed on Oct. 10, 2024, in Lima.",
            "2024-10-10",
            "2024-10-10",
        ),
        (
            "The order dated 2025-02-03 stands.",
            "2025-02-03",
            "2025-02-03",
        ),
        (
            "The tariff will take effect June 1.",
            "2025-06-01",
            "2025-06-01",
        ),
        (
            "The levy will start on 3 March.",
            "2026-03-03",
            "2026-03-03",
        ),
        (
            "The deal announced on October 10 collapsed.",
            "2024-10-10",
            "2024-10-10",
        ),
        (
            "The ban was announced on April 2.",
            "2025-04-02",
            "2025-04-02",
        ),
        ("It met on the 5th of May.", "2025-05-05", "2025-05-05"),
        (
            "Curbs remain until November 10, 2026.",
            "2026-11-10",
            "2026-11-10",
        ),
        ("Curbs remain until July 9.", "2025-07-09", "2025-07-09"),
        (
            "As of July 6, the duty will be 20%.",
            "2025-07-06",
            "2025-07-06",
        ),
        // weekdays
        (
            "Beijing said Monday that it would reply.",
            "2025-05-12",
            "2025-05-12",
        ),
        (
            "The minister announced the duty on Wednesday.",
            "2025-05-14",
            "2025-05-14",
        ),
        (
            "Last Friday the ministry raised the duty.",
            "2025-05-09",
            "2025-05-09",
        ),
        (
            "The duty will begin on Saturday.",
            "2025-05-17",
            "2025-05-17",
        ),
        (
            "The talks are due to start on Monday.",
            "2025-05-19",
            "2025-05-19",
        ),
        ("They will meet next Tuesday.", "2025-05-20", "2025-05-20"),
        // near periods
        ("They will meet next week.", "2025-05-19", "2025-05-25"),
        ("They met last week.", "2025-05-05", "2025-05-11"),
        ("Talks are held this week.", "2025-05-12", "2025-05-18"),
        ("Exports fell last month.", "2025-04-01", "2025-04-30"),
        ("They will meet next month.", "2025-06-01", "2025-06-30"),
        ("It was agreed last year.", "2024-01-01", "2024-12-31"),
        (
            "It was agreed earlier this year.",
            "2025-01-01",
            "2025-05-14",
        ),
        (
            "It was imposed earlier this month.",
            "2025-05-01",
            "2025-05-14",
        ),
        ("The court ruled yesterday.", "2025-05-13", "2025-05-13"),
        ("The ministers meet today.", "2025-05-14", "2025-05-14"),
        ("The ministers meet tomorrow.", "2025-05-15", "2025-05-15"),
        // months, parts, quarters, years
        ("It was imposed in March.", "2025-03-01", "2025-03-31"),
        (
            "The duty imposed in September still stands.",
            "2024-09-01",
            "2024-09-30",
        ),
        ("It will end in late August.", "2025-08-21", "2025-08-31"),
        ("It will end in early August.", "2025-08-01", "2025-08-10"),
        ("It will end in mid-August.", "2025-08-11", "2025-08-20"),
        ("It expires at the end of June.", "2025-06-30", "2025-06-30"),
        ("It was agreed in April 2018.", "2018-04-01", "2018-04-30"),
        ("It was agreed in 2017.", "2017-01-01", "2017-12-31"),
        (
            "It starts in the first quarter of 2026.",
            "2026-01-01",
            "2026-03-31",
        ),
        (
            "It was raised in August last year.",
            "2024-08-01",
            "2024-08-31",
        ),
        ("It will end by year-end.", "2025-12-31", "2025-12-31"),
        ("It was levied last July.", "2024-07-01", "2024-07-31"),
        // counted
        (
            "The duty will start in 90 days.",
            "2025-08-12",
            "2025-08-12",
        ),
        ("It was filed three days ago.", "2025-05-11", "2025-05-11"),
        (
            "It will be published within the next 4 to 5 days.",
            "2025-05-14",
            "2025-05-19",
        ),
        ("They will meet on June 6-8.", "2025-06-06", "2025-06-08"),
        (
            "Meetings will be held in June and July.",
            "2025-06-01",
            "2025-07-31",
        ),
    ];
    let today = date(2025, 5, 14);
    let mut wrong = Vec::new();
    for (text, first, last) in rows {
        let found = find(text, &tokens(text));
        let days = found.first().and_then(|d| d.days(Some(today)));
        let got = days.map(|d| (d.first.to_string(), d.last.to_string()));
        if got != Some(((*first).to_owned(), (*last).to_owned())) || found.len() != 1 {
            wrong.push(format!("{text} {got:?} {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_a_reference_day_only_full_dates_are_known() {
    for (text, known) in [
        ("It ended on 3 May 2021.", true),
        ("It ended on Monday.", false),
        ("It ended in May.", false),
    ] {
        let found = find(text, &tokens(text));
        assert_eq!(found[0].days(None).is_some(), known, "{text}");
    }
}

#[test]
fn prepositions_say_the_role() {
    let rows = [
        ("in force from 1 June 2025", DateRole::From),
        ("as of July 6", DateRole::From),
        ("until July 9", DateRole::Until),
        ("no later than July 9", DateRole::By),
        ("since December", DateRole::Since),
        ("on Monday", DateRole::On),
        ("said Monday", DateRole::Bare),
        ("suspended for 90 days", DateRole::For),
        ("from midnight on August 7", DateRole::On),
        ("last year's accord", DateRole::Attributive),
    ];
    for (text, role) in rows {
        let found = find(text, &tokens(text));
        assert_eq!(found.last().map(|d| d.role), Some(role), "{text}");
    }
}

#[test]
fn numbers_and_verbs_are_no_dates() {
    for text in [
        "They may march on.",
        "It covers 2,018 items.",
        "He has 15 per cent of 2000 votes.",
        "A 25% tariff on 1,585 goods.",
        "The second round of tariffs.",
    ] {
        assert!(find(text, &tokens(text)).is_empty(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_tokens_are_inside(text in "\\PC{0,80}|([a-z0-9/%.,-]{1,6}|March|May|Monday|last|next|week|in|the|end|of|days| ){0,30}") {
        let tokens = tokens(&text);
        for date in find(&text, &tokens) {
            prop_assert!(date.tokens.start < date.tokens.end && date.tokens.end <= tokens.len());
            prop_assert!(date.marker.end <= tokens.len());
            if let Some(days) = date.days(Some(jiff::civil::date(2024, 2, 29))) {
                prop_assert!(days.first <= days.last);
            }
        }
    }
}
